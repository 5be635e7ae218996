import { staffOnly } from "@/lib/staff.ts";

export default staffOnly("office", "admin");
