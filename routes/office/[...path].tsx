import { HttpError } from "fresh";
import { defineStaff } from "@/lib/web/define.ts";

/** What no page of the office has: told inside of the office, to whoever may be there. */
export const handler = defineStaff.handlers(() => {
  throw new HttpError(404);
});
