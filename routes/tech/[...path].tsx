import { HttpError } from "fresh";
import { defineStaff } from "@/lib/web/define.ts";

/** What no page of a technician has, told to whoever may be there. */
export const handler = defineStaff.handlers(() => {
  throw new HttpError(404);
});
