import { arrivalText, sentence } from "@/lib/text/dates.ts";
import { kindName, listText } from "@/lib/text/names.ts";
import {
  type Appointment,
  appointmentCalendar,
  type CalendarPerson,
  calendarUid,
} from "./entry.ts";

/** A client's visit, as far as a calendar tells it. */
export interface CalendarVisit {
  task_id: string;
  revision: number;
  starts_at: string;
  ends_at: string;
  /** The end of the promised arrival. */
  arrive_by: string;
  technician_name?: string | null;
  address?: string | null;
  units: { kind: string }[];
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

/** The calendar entry of a client's visit: the same from a mail and from the page. */
export function visitCalendar({ method, visit, company, stamp, attendee }: VisitEntry): string {
  const kinds = [...new Set(visit.units.map(({ kind }) => kindName(kind)))];
  const who = visit.technician_name ?? "Our technician";
  const arrival = arrivalText(visit.starts_at, visit.arrive_by, company.time_zone);
  return appointmentCalendar({
    method,
    uid: calendarUid(visit.task_id),
    sequence: visit.revision,
    stamp,
    startsAt: new Date(visit.starts_at),
    endsAt: new Date(visit.ends_at),
    summary: `Maintenance visit: ${listText(kinds) || "equipment"} (${company.name})`,
    description: `${sentence(`${who} arrives ${arrival}`)} Questions? ${company.phone}`,
    location: visit.address ?? undefined,
    organizer: { name: company.name, email: company.email },
    attendee,
  });
}
