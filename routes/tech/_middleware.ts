import { staffOnly } from "@/lib/web/staff.ts";

export default staffOnly("technician", "office", "admin");
