import { readAhead } from "@/lib/visits/ahead.ts";
import { defineStaff } from "@/lib/web/define.ts";

/** What a phone fetches while there is a signal. */
export const handler = defineStaff.handlers({
  async GET(ctx) {
    return Response.json(await readAhead(ctx.state.session.rpc));
  },
});
