import { type Coming, comingText, homeText, homeUntil } from "@/lib/text/coming.ts";
import { sentence } from "@/lib/text/dates.ts";
import { capitalized } from "@/lib/text/names.ts";
import { namesOf, type ToldUnit } from "@/lib/text/units.ts";
import { type ToldWork, workOf, workPurpose } from "@/lib/text/work.ts";
import {
  type Appointment,
  appointmentCalendar,
  type CalendarPerson,
  calendarUid,
} from "./entry.ts";
import type { WebEntry } from "./links.ts";

/** A client's visit, as far as a calendar tells it. */
export interface CalendarVisit extends Coming {
  task_id: string;
  revision: number;
  address?: string | null;
  units: ToldUnit[];
  /** Where it is no visit. */
  work?: ToldWork | null;
}

/** Who the client asks. */
export interface CalendarCompany {
  name: string;
  phone: string;
  email: string;
  time_zone: string;
}

interface VisitEntry {
  method: Appointment["method"];
  visit: CalendarVisit;
  company: CalendarCompany;
  /** When this version is made. */
  stamp: Date;
  /** Who is invited, in a mail. */
  attendee?: CalendarPerson;
}

/**
 * What every calendar says of a client's visit, be it a file, a mail or a calendar on the web. It lasts as
 * long as somebody needs to be at home.
 */
export function visitEntry(visit: CalendarVisit, company: CalendarCompany): WebEntry {
  const zone = company.time_zone;
  const { work } = visit;
  const name = work
    ? capitalized(workOf(work))
    : `Maintenance visit: ${namesOf(visit.units) || "equipment"}`;
  const coming = comingText(visit, zone) + (work ? `, ${workPurpose(work)}` : "");
  return {
    startsAt: new Date(visit.starts_at),
    endsAt: homeUntil(visit),
    title: `${name} (${company.name})`,
    details: `${sentence(coming)} Somebody needs to be at home ` +
      `${sentence(homeText(visit, zone))} Questions? ${company.phone}`,
  };
}

/** The calendar entry of a client's visit: the same from a mail and from the page. */
export function visitCalendar({ method, visit, company, stamp, attendee }: VisitEntry): string {
  const { startsAt, endsAt, title, details } = visitEntry(visit, company);
  return appointmentCalendar({
    method,
    uid: calendarUid(visit.task_id),
    sequence: visit.revision,
    stamp,
    startsAt,
    endsAt,
    summary: title,
    description: details,
    location: visit.address ?? undefined,
    organizer: { name: company.name, email: company.email },
    attendee,
  });
}
