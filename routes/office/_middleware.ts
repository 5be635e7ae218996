import { staffOnly } from "@/lib/web/staff.ts";

export default staffOnly("office", "admin");
