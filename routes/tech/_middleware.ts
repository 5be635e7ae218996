import { staffOnly } from "@/lib/staff.ts";

export default staffOnly("technician", "office", "admin");
