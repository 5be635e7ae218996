import { HttpError } from "fresh";
import { rejectedFile } from "@/lib/enrolment/wizard/rejected.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { keyOf } from "@/lib/web/key.ts";

export const handler = defineStaff.handlers({
  /** The rows of a file that were refused, as it had them, to be corrected and brought in again. */
  async GET(ctx) {
    const { file } = ctx.params;
    if (!file.endsWith(".csv")) throw new HttpError(404);
    const id = keyOf({ id: file.slice(0, -4) });
    return await rejectedFile(ctx.state.session.rpc, id);
  },
});
