import { readStamp } from "@/lib/board/board.ts";
import { spanOf, viewIn } from "@/lib/board/view.ts";
import { dayOf } from "@/lib/text/dates.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { stampsIn } from "@/lib/web/stamps.ts";

/** Another text whenever the board shows something else: asked again and again, and mostly answered with nothing. */
export const handler = defineStaff.handlers({
  async GET(ctx) {
    const { session: { rpc }, company: { time_zone }, now } = ctx.state;
    const { from_day, days } = spanOf(viewIn(ctx.url.searchParams, dayOf(now, time_zone)));
    const stamp = await readStamp(rpc, from_day, days);
    const ETag = `"${stamp}"`;
    if (stampsIn(ctx.req.headers.get("If-None-Match")).includes(stamp)) {
      return new Response(null, { status: 304, headers: { ETag } });
    }
    return Response.json({ stamp }, { headers: { ETag } });
  },
});
