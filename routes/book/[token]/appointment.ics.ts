import { HttpError } from "fresh";
import { linkApi } from "@/lib/booking/link.ts";
import { define } from "@/lib/web/define.ts";
import { visitCalendar } from "@/lib/calendar/visit.ts";

/**
 * The appointment for the client's own calendar: the entry of the confirmation mail, but without the
 * address. Whoever is shown the link does not learn from it where its client lives.
 */
export const handler = define.handlers({
  async GET(ctx) {
    const page = await linkApi(ctx.state, ctx.params.token).page();
    if (page.status === "expired") throw new HttpError(410);
    if (page.status !== "booked") throw new HttpError(404);
    const calendar = visitCalendar({
      method: "PUBLISH",
      visit: page.appointment,
      company: ctx.state.company,
      stamp: ctx.state.now,
    });
    return new Response(calendar, {
      headers: {
        "Content-Type": "text/calendar; charset=utf-8; method=PUBLISH",
        "Content-Disposition": 'attachment; filename="maintenance-visit.ics"',
      },
    });
  },
});
