import { readFilter, rowsFile } from "@/lib/enrolment/wizard/rows.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { keyOf } from "@/lib/web/key.ts";

export const handler = defineStaff.handlers({
  /** All rows of a filter. */
  async GET(ctx) {
    const filter = readFilter(ctx.url.searchParams);
    return await rowsFile(ctx.state.session.rpc, keyOf(ctx.params, "run"), filter);
  },
});
