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
  summary: string;
  description?: string;
  location?: string;
  organizer: CalendarPerson;
  attendee?: CalendarPerson;
}

/**
 * One appointment as an iCalendar file (RFC 5545), lines folded at 75 bytes. Times are in UTC, which every
 * program shows in its owner's zone without being told that zone's rules. Whatever the texts hold, they stay
 * inside their own property.
 */
export function appointmentCalendar(appointment: Appointment): string {
  const { method, organizer, attendee } = appointment;
  return calendarFile([
    `METHOD:${method}`,
    "BEGIN:VEVENT",
    `UID:${text(appointment.uid)}`,
    `SEQUENCE:${appointment.sequence}`,
    `DTSTAMP:${utc(appointment.stamp)}`,
    `DTSTART:${utc(appointment.startsAt)}`,
    `DTEND:${utc(appointment.endsAt)}`,
    `SUMMARY:${text(appointment.summary)}`,
    ...appointment.description ? [`DESCRIPTION:${text(appointment.description)}`] : [],
    ...appointment.location ? [`LOCATION:${text(appointment.location)}`] : [],
    `ORGANIZER;CN=${parameter(organizer.name)}:${mailto(organizer.email)}`,
    ...attendee
      ? [`ATTENDEE;PARTSTAT=ACCEPTED;CN=${parameter(attendee.name)}:${mailto(attendee.email)}`]
      : [],
    `STATUS:${method === "CANCEL" ? "CANCELLED" : "CONFIRMED"}`,
    "END:VEVENT",
  ]);
}

/** A calendar of these lines, which hold only what {@linkcode text} and its like have made safe. */
export function calendarFile(lines: string[]): string {
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Fusion Maintenance//Booking//EN",
    "CALSCALE:GREGORIAN",
    ...lines,
    "END:VCALENDAR",
    "",
  ].map(fold).join("\r\n");
}

/**
 * The name of a task's appointment in people's calendars. It never follows a setting or a request: an entry
 * by another name would stand beside the first one for ever.
 */
export function calendarUid(taskId: string): string {
  return `${taskId}@visits.fusion-maintenance`;
}

/** 20260616T130000Z */
export function utc(instant: Date): string {
  return instant.toISOString().replace(/[-:]|\.\d+/g, "");
}

// deno-lint-ignore no-control-regex
const CONTROLS = /[\x00-\x09\x0b-\x1f\x7f]/g;

/**
 * A text as a property holds it: whatever it says, it starts no line, and ends nothing in programs that look for
 * an end without looking for lines.
 */
export function text(value: string): string {
  return value.replace(/\r\n?/g, "\n").replace(CONTROLS, "").replace(/\b(BEGIN|END):/gi, "$1 ")
    .replace(/[\\;,]/g, "\\$&").replace(/\n/g, "\\n");
}

/**
 * Quoted, so that colons and commas in a name stay in the name. A quote itself cannot be written; at a semicolon some
 * programs end the name all the same, and others read marks like `^n` and `\n` in it.
 */
function parameter(value: string): string {
  return `"${value.replace(CONTROLS, " ").replace(/[";^\\\s]+/g, " ").trim()}"`;
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
