import { type CalendarCompany, type CalendarVisit, visitCalendar } from "@/lib/calendar/visit.ts";

/**
 * The appointment for the client's own calendar: the entry of the confirmation mail, but without the
 * address. Whoever is shown the link does not learn from it where its client lives.
 */
export function appointmentOf(
  appointment: CalendarVisit,
  company: CalendarCompany,
  now: Date,
): string {
  return visitCalendar({ method: "PUBLISH", visit: appointment, company, stamp: now });
}
