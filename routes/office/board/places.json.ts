import { HttpError } from "fresh";
import { readPlaces } from "@/lib/board/board.ts";
import { tellPlaces } from "@/lib/board/told.ts";
import { spanOf, viewIn } from "@/lib/board/view.ts";
import { dayOf } from "@/lib/text/dates.ts";
import { defineStaff } from "@/lib/web/define.ts";

/** Where a piece of work could go, asked once when it is picked up. */
export const handler = defineStaff.handlers({
  async GET(ctx) {
    const { session: { rpc }, company: { time_zone }, now } = ctx.state;
    const today = dayOf(now, time_zone);
    const view = viewIn(ctx.url.searchParams, today);
    if (view.chosen === null) throw new HttpError(404);
    const { from_day, days } = spanOf(view);
    const places = await readPlaces(rpc, view.chosen.what, view.chosen.id, from_day, days);
    return Response.json(tellPlaces(places, today, time_zone));
  },
});
