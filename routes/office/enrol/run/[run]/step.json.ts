import { nextStep } from "@/lib/enrolment/wizard/deeds.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { keyOf } from "@/lib/web/key.ts";

export const handler = defineStaff.handlers({
  /** The next units of a run, for the page that shows how far it is. */
  async POST(ctx) {
    return Response.json(await nextStep(ctx.state.session.rpc, keyOf(ctx.params, "run")));
  },
});
