import { define } from "@/lib/web/define.ts";

/** 200 when the database answers, else 503; for whoever watches over the service. */
export const handler = define.handlers({
  async GET(ctx) {
    const { error } = await ctx.state.api.rpc("booking_page", { token: "" });
    const status = error === null ? 200 : 503;
    return Response.json({ database: error === null ? "answers" : "does not answer" }, {
      status,
      headers: { "Cache-Control": "no-store" },
    });
  },
});
