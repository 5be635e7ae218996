import { HttpError } from "fresh";
import { linkApi } from "@/lib/booking/link.ts";
import { comingText } from "@/lib/text/coming.ts";
import { sentence } from "@/lib/text/dates.ts";
import { namesOf } from "@/lib/text/units.ts";
import { define } from "@/lib/web/define.ts";
import { appointmentCalendar, calendarUid } from "@/lib/calendar/entry.ts";

/** The appointment for the client's own calendar: the same entry as in the confirmation mail. */
export const handler = define.handlers({
  async GET(ctx) {
    const page = await linkApi(ctx.state, ctx.params.token).page();
    if (page.status === "expired") throw new HttpError(410);
    if (page.status !== "booked") throw new HttpError(404);
    const { appointment } = page;
    const { company } = ctx.state;
    const calendar = appointmentCalendar({
      method: "PUBLISH",
      uid: calendarUid(appointment.task_id, ctx.url.origin),
      sequence: appointment.revision,
      stamp: ctx.state.now,
      startsAt: new Date(appointment.starts_at),
      endsAt: new Date(appointment.ends_at),
      timeZone: company.time_zone,
      summary: `Maintenance visit: ${namesOf(appointment.units)} (${company.name})`,
      description: `${
        sentence(comingText(appointment, company.time_zone))
      } Questions? ${company.phone}`,
      organizer: { name: company.name, email: company.email },
    });
    return new Response(calendar, {
      headers: {
        "Content-Type": "text/calendar; charset=utf-8; method=PUBLISH",
        "Content-Disposition": 'attachment; filename="maintenance-visit.ics"',
      },
    });
  },
});
