/**
 * Three programs that read calendars and share no code: Mozilla's ical.js, node-ical, ts-ics. What they agree
 * on, phones and mail programs read too.
 */
import ICAL from "ical.js";
import nodeIcal from "node-ical";
import { convertIcsCalendar } from "ts-ics";

/** An event as any calendar program understands it. */
export interface ReadEvent {
  uid: string;
  sequence: number;
  /** An instant, or of what takes whole days the first of them; `ends` the day after the last. */
  starts: string;
  ends: string;
  summary: string;
  description: string;
  location: string;
  status: string;
  /** Who invites, and who is invited: their names and addresses. */
  people: string[];
}

export interface ReadCalendar {
  method: string;
  events: ReadEvent[];
}

const READERS: Record<string, (file: string) => ReadCalendar> = { icalJs, nodeIcalJs, tsIcs };

/** A calendar as each of the three reads it, by their names. */
export function readThrice(file: string): Record<string, ReadCalendar> {
  return Object.fromEntries(Object.entries(READERS).map(([name, read]) => [name, read(file)]));
}

function icalJs(file: string): ReadCalendar {
  const calendar = new ICAL.Component(ICAL.parse(file));
  const events = calendar.getAllSubcomponents("vevent").map((component): ReadEvent => {
    const instant = (name: string) => {
      const time = component.getFirstPropertyValue(name) as ICAL.Time;
      return time.isDate ? time.toString() : time.toJSDate().toISOString();
    };
    const said = (name: string) => String(component.getFirstPropertyValue(name) ?? "");
    const people = ["organizer", "attendee"].flatMap((name) => component.getAllProperties(name));
    return {
      uid: said("uid"),
      sequence: Number(said("sequence")),
      starts: instant("dtstart"),
      ends: instant("dtend"),
      summary: said("summary"),
      description: said("description"),
      location: said("location"),
      status: said("status"),
      people: people.map((each) => `${each.getParameter("cn")} ${each.getFirstValue()}`),
    };
  });
  return { method: String(calendar.getFirstPropertyValue("method")), events: sorted(events) };
}

function nodeIcalJs(file: string): ReadCalendar {
  const read = nodeIcal.parseICS(file);
  const events = Object.values(read).filter((each) => each?.type === "VEVENT").map(
    (event): ReadEvent => ({
      uid: event.uid,
      sequence: Number(event.sequence),
      starts: instantOrDay(event.start),
      ends: instantOrDay(event.end!),
      summary: textOf(event.summary),
      description: textOf(event.description),
      location: textOf(event.location),
      status: String(event.status),
      people: [event.organizer, event.attendee].flat().filter((each) => each !== undefined)
        .map((each) => typeof each === "string" ? each : `${unquoted(each.params.CN)} ${each.val}`),
    }),
  );
  return { method: String(read.vcalendar?.method), events: sorted(events) };
}

function tsIcs(file: string): ReadCalendar {
  const { method, events = [] } = convertIcsCalendar(undefined, file);
  return {
    method: String(method),
    events: sorted(events.map((event): ReadEvent => ({
      uid: event.uid,
      sequence: event.sequence ?? 0,
      starts: dated(event.start),
      ends: dated(event.end!),
      summary: event.summary,
      description: event.description ?? "",
      location: event.location ?? "",
      status: String(event.status),
      people: [event.organizer, ...event.attendees ?? []].filter((each) => each !== undefined)
        .map(({ name, email }) => `${unquoted(name)} mailto:${email}`),
    }))),
  };
}

const sorted = (events: ReadEvent[]) =>
  events.toSorted((one, other) => one.uid < other.uid ? -1 : 1);

/** A day of node-ical's is midnight where the program runs. */
function instantOrDay(time: Date & { dateOnly?: boolean }): string {
  if (!time.dateOnly) return time.toISOString();
  const two = (number: number) => String(number).padStart(2, "0");
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

/** A day of ts-ics is midnight in UTC. */
const dated = ({ type, date }: { type?: string; date: Date }) =>
  type === "DATE" ? date.toISOString().slice(0, 10) : date.toISOString();

/** A text of node-ical's, with or without parameters beside it. */
const textOf = (value: string | { val: unknown } | undefined) =>
  String((typeof value === "object" ? value.val : value) ?? "");

/** Some leave the quotes around a name, as they stand in the file. */
const unquoted = (name: unknown) => String(name ?? "").replace(/^"|"$/g, "");
