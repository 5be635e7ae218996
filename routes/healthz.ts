import { define } from "@/lib/web/define.ts";

/** 200 when the database answers, else 503; for whoever watches over the service. */
export const handler = define.handlers({
  async GET(ctx) {
    const answers = await ctx.state.rpc("company_card", {}).then(() => true, () => false);
    return Response.json({ database: answers ? "answers" : "does not answer" }, {
      status: answers ? 200 : 503,
      headers: { "Cache-Control": "no-store" },
    });
  },
});
