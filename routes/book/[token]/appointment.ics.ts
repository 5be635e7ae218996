import { HttpError } from "fresh";
import { linkApi } from "@/lib/booking/link.ts";
import { appointmentOf } from "@/lib/booking/appointment_file.ts";
import { define } from "@/lib/web/define.ts";

/** The file that the page of a booked visit offers, and that its mails go on with. */
export const handler = define.handlers({
  async GET(ctx) {
    const page = await linkApi(ctx.state, ctx.params.token).page();
    if (page.status === "expired") throw new HttpError(410);
    if (page.status !== "booked") throw new HttpError(404);
    const { company, now } = ctx.state;
    const calendar = appointmentOf(page.appointment, company, now);
    return new Response(calendar, {
      headers: {
        "Content-Type": "text/calendar; charset=utf-8; method=PUBLISH",
        "Content-Disposition": 'attachment; filename="maintenance-visit.ics"',
      },
    });
  },
});
