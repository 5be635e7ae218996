import type { NewStaff } from "../staff.ts";

/** Logins for a demonstration on one machine; nothing reaches them but loopback. */
export const DEMO_STAFF: NewStaff[] = [
  { role: "office", email: "office@example.com", password: "demo-office", name: "Demo Office" },
  {
    role: "technician",
    email: "tech@example.com",
    password: "demo-technician",
    name: "Demo Technician",
  },
  { role: "admin", email: "admin@example.com", password: "demo-admin", name: "Demo Admin" },
];
