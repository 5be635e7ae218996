import { HttpError } from "fresh";
import { linkApi } from "@/lib/booking/link.ts";
import { whenText } from "@/lib/booking/words.ts";
import { sentence } from "@/lib/text/dates.ts";
import { define } from "@/lib/web/define.ts";
import { kindName, listText } from "@/lib/text/names.ts";
import { appointmentCalendar, calendarUid } from "@/lib/calendar/entry.ts";

/** The appointment for the client's own calendar: the same entry as in the confirmation mail. */
export const handler = define.handlers({
  async GET(ctx) {
    const page = await linkApi(ctx.state, ctx.params.token).page();
    if (page.status === "expired") throw new HttpError(410);
    if (page.status !== "booked") throw new HttpError(404);
    const { appointment } = page;
    const { company } = ctx.state;
    const kinds = [...new Set(appointment.units.map(({ kind }) => kindName(kind)))];
    const calendar = appointmentCalendar({
      method: "PUBLISH",
      uid: calendarUid(appointment.task_id, ctx.url.origin),
      sequence: appointment.revision,
      stamp: ctx.state.now,
      startsAt: new Date(appointment.starts_at),
      endsAt: new Date(appointment.ends_at),
      timeZone: company.time_zone,
      summary: `Maintenance visit: ${listText(kinds)} (${company.name})`,
      description: `${
        sentence(`${appointment.technician_name} comes ${whenText(appointment, company.time_zone)}`)
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
