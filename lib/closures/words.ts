import {
  clockTime,
  dayOf,
  shortDayText,
  spanText,
  timeText,
  weekdayName,
} from "@/lib/text/dates.ts";
import { capitalized, counted, listText } from "@/lib/text/names.ts";
import { namesOf } from "@/lib/text/units.ts";
import type { ClosedStop, Closure, ClosureRow, ToldHow } from "./closures.ts";

/** The clients of these stops, each once: what is said to one is said of all of theirs. */
export function clientsOf<Stop extends ClosedStop>(stops: Stop[]): Stop[][] {
  return [...Map.groupBy(stops, ({ customer_id, task_id }) => customer_id ?? task_id).values()];
}

/** Those who hear of it in that way. */
export const toldBy = <Stop extends ClosedStop>(stops: Stop[], told: ToldHow): Stop[][] =>
  clientsOf(stops.filter((stop) => stop.told === told));

/** "13 stops, 12 clients" */
export function stopsText(stops: ClosedStop[]): string {
  const clients = clientsOf(stops.filter(({ customer_id }) => customer_id !== null)).length;
  return `${counted(stops.length, "stop")}, ${counted(clients, "client")}`;
}

/** "Wednesday" for one of the next seven days, else "Wed, Dec 23, 2026". */
export function dayName(day: string, today: string): string {
  const days = (Date.parse(day) - Date.parse(today)) / 86_400_000;
  return days >= 0 && days < 7 ? weekdayName(day) : shortDayText(day);
}

/** "Close Wednesday and tell 9 clients": the button, with what it brings about. */
export function buttonText(name: string, stops: ClosedStop[]): string {
  const mailed = toldBy(stops, "mail").length;
  return `Close ${name}${mailed === 0 ? "" : ` and tell ${counted(mailed, "client")}`}`;
}

/** What it is about, for a client: "Stair lift and lift chair", or what the office called it. */
export function workText({ units, title, task_type }: ClosedStop): string {
  if (units.length === 0) {
    return title ?? (task_type === "other" ? "Meeting" : capitalized(task_type));
  }
  return capitalized(namesOf(units));
}

/** Whom it is about. */
export const whoText = ({ customer, task_type }: ClosedStop) =>
  customer ?? (task_type === "other" ? "Nobody: a meeting" : "Nobody");

/** "8:30 a.m., Dana" */
export const visitText = ({ starts_at, technician }: ClosedStop, zone: string) =>
  `${timeText(starts_at, zone)}, ${technician}`;

/** Why nobody is told. */
export function quietText({ has_died, customer, task_type }: ClosedStop): string {
  if (has_died) return "The client has died: nothing is sent to that name. It is on the work list.";
  return customer === null && task_type === "other"
    ? "A meeting: it waits for another time."
    : "No client: it waits for another time.";
}

/** What the caller has to know. */
export function callNotes({ call, reach_note, reach_by }: ClosedStop): string[] {
  return [
    call?.name ? `${call.name}${call.relation ? `, ${call.relation}` : ""}` : null,
    reach_by === "relay" ? "Does not hear: never by voice" : null,
    reach_note,
  ].filter((note) => note !== null);
}

const isMidnight = (instant: string, zone: string) => clockTime(instant, zone) === "00:00";

/** "all day", "from 9:00 a.m. to 12:00 p.m.", "from 10:42 a.m. on" */
export function spanOf({ starts_at, ends_at }: Closure, zone: string): string {
  if (!isMidnight(ends_at, zone)) return spanText(starts_at, ends_at, zone);
  return isMidnight(starts_at, zone) ? "all day" : `from ${timeText(starts_at, zone)} on`;
}

/** "all day, Dana, Luis and Priya, outdoor units only" */
export function scopeText(closure: Closure, zone: string): string {
  return [
    spanOf(closure, zone),
    listText(closure.technicians),
    closure.outdoor_only ? "outdoor units only" : null,
  ].filter(Boolean).join(", ");
}

/** How far clients were told. */
export interface Progress {
  mails: number;
  sent: number;
  calls: number;
  called: number;
  /** In the order of `calls`: who still waits for one. */
  letters: number;
}

/** Counts clients, not stops. Whoever has a time again needs no call. */
export function progressOf(rows: ClosureRow[]): Progress {
  const mailed = toldBy(rows, "mail");
  const calls = toldBy(rows, "call");
  return {
    mails: mailed.length,
    sent: mailed.filter((client) => client.some(({ mail }) => mail === "sent")).length,
    calls: calls.length,
    called: calls.filter((client) => client.every(isSettled)).length,
    letters: toldBy(rows, "letter").length,
  };
}

/** Whether nobody has to be called about a stop any more. */
export const isSettled = ({ now, result }: ClosureRow) => now !== "waits" || result !== null;

/** "6 of 9 mails sent, 1 of 3 calls made" */
export function progressText({ mails, sent, calls, called }: Progress): string {
  const parts = [
    mails > 0 ? `${sent} of ${counted(mails, "mail")} sent` : null,
    calls > 0 ? `${called} of ${counted(calls, "call")} made` : null,
  ].filter(Boolean);
  return parts.length === 0 ? "Nobody has to be told" : parts.join(", ");
}

/** What became of a stop. */
export function nowText({ now, new_time, starts_at }: ClosureRow, zone: string): string {
  if (now === "ended") return "Given up";
  if (now === "waits" || new_time === null) return "Waits for a time";
  if (Date.parse(new_time) === Date.parse(starts_at)) return "Back at its time";
  return `${shortDayText(dayOf(new_time, zone))}, ${timeText(new_time, zone)}`;
}

/** Of a closure that was undone, what is not where it was. */
export const notBack = (rows: ClosureRow[]) =>
  rows.filter(({ now, new_time, starts_at }) =>
    now !== "placed" || new_time === null || Date.parse(new_time) !== Date.parse(starts_at)
  );

/** Why a closure cannot be undone. */
export const STAYS = {
  undone: "It was opened again.",
  over: "Its time is over.",
  sent:
    "It can no longer be undone, since clients were told by mail. Visits can be booked again one by one.",
  called:
    "It can no longer be undone, since a client was called or written to. Visits can be booked again one by one.",
} as const;
