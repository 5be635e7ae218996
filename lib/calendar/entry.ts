import { DateTime } from "luxon";

/** Somebody in a calendar entry. */
export interface CalendarPerson {
  name: string;
  email: string;
}

export interface Appointment {
  /** REQUEST asks a mail program to enter or update it, CANCEL to take it out, PUBLISH only shows it. */
  method: "REQUEST" | "CANCEL" | "PUBLISH";
  /** Stays the same for the life of the appointment. */
  uid: string;
  /** Grows with every change; older entries lose against newer ones. */
  sequence: number;
  /** When this version was made. */
  stamp: Date;
  startsAt: Date;
  endsAt: Date;
  /** IANA zone that the times are written in. */
  timeZone: string;
  summary: string;
  description?: string;
  location?: string;
  organizer: CalendarPerson;
  attendee?: CalendarPerson;
}

/**
 * One appointment as an iCalendar file (RFC 5545), lines folded at 75 bytes. Whatever the texts hold,
 * they stay inside their own property.
 */
export function appointmentCalendar(appointment: Appointment): string {
  const { method, timeZone, organizer, attendee } = appointment;
  const local = (instant: Date) =>
    `TZID=${timeZone}:${DateTime.fromJSDate(instant, { zone: timeZone }).toFormat(LOCAL)}`;
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Fusion Maintenance//Booking//EN",
    "CALSCALE:GREGORIAN",
    `METHOD:${method}`,
    ...timeZoneLines(timeZone, appointment.startsAt),
    "BEGIN:VEVENT",
    `UID:${text(appointment.uid)}`,
    `SEQUENCE:${appointment.sequence}`,
    `DTSTAMP:${DateTime.fromJSDate(appointment.stamp).toUTC().toFormat(LOCAL)}Z`,
    `DTSTART;${local(appointment.startsAt)}`,
    `DTEND;${local(appointment.endsAt)}`,
    `SUMMARY:${text(appointment.summary)}`,
    ...appointment.description ? [`DESCRIPTION:${text(appointment.description)}`] : [],
    ...appointment.location ? [`LOCATION:${text(appointment.location)}`] : [],
    `ORGANIZER;CN=${parameter(organizer.name)}:${mailto(organizer.email)}`,
    ...attendee
      ? [`ATTENDEE;PARTSTAT=ACCEPTED;CN=${parameter(attendee.name)}:${mailto(attendee.email)}`]
      : [],
    `STATUS:${method === "CANCEL" ? "CANCELLED" : "CONFIRMED"}`,
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ].map(fold).join("\r\n");
}

/** The name of a task's appointment in people's calendars, the same in mails and downloads. */
export function calendarUid(taskId: string, publicUrl: string): string {
  return `${taskId}@${new URL(publicUrl).hostname}`;
}

const LOCAL = "yyyyMMdd'T'HHmmss";

/** The zone's changes of clock around an instant, which is all that this one entry needs. */
function timeZoneLines(timeZone: string, around: Date): string[] {
  const start = DateTime.fromJSDate(around, { zone: timeZone });
  const changes = clockChanges(start.minus({ years: 1 }).startOf("day"), start.plus({ years: 1 }));
  const observances = changes.length > 0 ? changes : [{ before: start, after: start }];
  return [
    "BEGIN:VTIMEZONE",
    `TZID:${timeZone}`,
    ...observances.flatMap(({ before, after }) => {
      const name = after.isInDST ? "DAYLIGHT" : "STANDARD";
      // A change of clock is written in the wall time that was valid until then.
      const onset = changes.length > 0
        ? after.setZone(`UTC${before.toFormat("ZZ")}`).toFormat(LOCAL)
        : "19700101T000000";
      return [
        `BEGIN:${name}`,
        `DTSTART:${onset}`,
        `TZOFFSETFROM:${before.toFormat("ZZZ")}`,
        `TZOFFSETTO:${after.toFormat("ZZZ")}`,
        `END:${name}`,
      ];
    }),
    "END:VTIMEZONE",
  ];
}

function clockChanges(from: DateTime, until: DateTime): { before: DateTime; after: DateTime }[] {
  const changes = [];
  for (let before = from; before < until; before = before.plus({ weeks: 1 })) {
    const after = before.plus({ weeks: 1 });
    if (after.offset === before.offset) continue;
    let [low, high] = [before.toMillis(), after.toMillis()];
    while (high - low > 1000) {
      const middle = Math.floor((low + high) / 2000) * 1000;
      const isBefore = DateTime.fromMillis(middle, { zone: from.zone }).offset === before.offset;
      [low, high] = isBefore ? [middle, high] : [low, middle];
    }
    changes.push({ before, after: DateTime.fromMillis(high, { zone: from.zone }) });
  }
  return changes;
}

// deno-lint-ignore no-control-regex
const CONTROLS = /[\x00-\x09\x0b-\x1f\x7f]/g;

function text(value: string): string {
  return value.replace(/\r\n?/g, "\n").replace(CONTROLS, "").replace(/[\\;,]/g, "\\$&")
    .replace(/\n/g, "\\n");
}

/** Quoted, so that colons and commas in a name stay in the name; a quote itself cannot be written. */
function parameter(value: string): string {
  return `"${value.replace(CONTROLS, " ").replace(/["\n]/g, " ").trim()}"`;
}

function mailto(address: string): string {
  if (!/^[^\s:;,"<>@]+@[^\s:;,"<>@]+$/.test(address)) {
    throw new TypeError("not an e-mail address for a calendar entry");
  }
  return `mailto:${address}`;
}

/** At most 75 bytes a line, never cutting a character. */
function fold(line: string): string {
  const encoder = new TextEncoder();
  let [folded, bytes] = ["", 0];
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (bytes + size > 75) [folded, bytes] = [`${folded}\r\n `, 1];
    folded += character;
    bytes += size;
  }
  return folded;
}
