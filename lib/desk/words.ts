import { TASK_NAMES } from "@/lib/text/visits.ts";
import {
  clockTime,
  dayOf,
  sentence,
  shortDayText,
  timeText,
  weekdayText,
} from "@/lib/text/dates.ts";
import type { Mark } from "@/lib/text/mark.ts";
import type { Desk, Lane, Load, Stop, ToldWeek } from "./desk.ts";

/** "Good morning, Dana." by the clock of the company. */
export function greetingText(asOf: string, zone: string, name: string): string {
  const hour = Number(clockTime(asOf, zone).slice(0, 2));
  const time = hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
  return `Good ${time}, ${name.split(" ")[0]}.`;
}

/** "15 things are due today, 6 of them urgent.", or that nothing is. */
export function dueText({ activities, urgent }: Desk["waiting"]): string {
  if (activities === 0) return "Nothing on the work list is due today.";
  const things = activities === 1
    ? "1 thing is"
    : `${activities.toLocaleString("en-CA")} things are`;
  const pressing = urgent === 0
    ? "none of them urgent"
    : activities === 1
    ? "and it is urgent"
    : `${urgent.toLocaleString("en-CA")} of them urgent`;
  return `${things} due today, ${pressing}.`;
}

/** States of a task as the phone reports them; `scheduled` and `in_progress` say more. */
const STATES: Record<string, Mark> = {
  en_route: { text: "On the way", shape: "upcoming" },
  completed: { text: "Done", shape: "done" },
  no_show: { text: "Nobody was home", shape: "missed" },
  not_completed: { text: "Could not be done", shape: "missed" },
};

/** How far a stop is: "There since 10:04 a.m.", "20 minutes late, told", "Booked, 2 units". */
export function stopMark(stop: Stop, zone: string): Mark {
  const { state, not_closed, late_minutes, started_at, units } = stop;
  if (not_closed) return { text: "Time is over, no outcome yet", shape: "late" };
  if (late_minutes !== null) return { text: `${late_minutes} minutes late, told`, shape: "late" };
  if (state === "in_progress") {
    return {
      text: started_at ? `There since ${timeText(started_at, zone)}` : "There",
      shape: "upcoming",
    };
  }
  return STATES[state] ??
    { text: units && units > 1 ? `Booked, ${units} units` : "Booked", shape: "todo" };
}

const { repair, delivery, assessment, other } = TASK_NAMES;
const TYPES: Record<string, string> = { repair, delivery, assessment, other };

/** "Fern Reid, Hamilton", "Repair: Otto Brandt, Guelph", or what a task without client is called. */
export function stopText({ task_type, title, client, city }: Stop): string {
  const whose = [client, city].filter(Boolean).join(", ");
  const type = TYPES[task_type];
  if (whose === "") return title ?? type ?? "Other work";
  return type ? `${type}: ${whose}` : whose;
}

/** "4 stops, 1 done"; nothing for none. */
export function laneText({ stops }: Lane): string {
  if (stops.length === 0) return "";
  const done = stops.filter(({ state }) => state === "completed").length;
  const all = stops.length === 1 ? "1 stop" : `${stops.length} stops`;
  return done === 0 ? all : `${all}, ${done} done`;
}

/** "Away until Monday, November 30." A day ends when the next begins. */
export function awayText({ away_until }: Lane, today: string, zone: string): string | null {
  if (away_until === null) return null;
  const back = dayOf(away_until, zone);
  const time = clockTime(away_until, zone) === "00:00" ? "" : `, ${timeText(away_until, zone)}`;
  return sentence(
    back === today
      ? `Away until ${timeText(away_until, zone)}`
      : `Away until ${weekdayText(back)}${time}`,
  );
}

export const bookedOf = ({ by_client, by_office }: ToldWeek) => by_client + by_office;

/** "64 %" of whole and part; a dash where there is no whole. */
export function shareText(part: number, whole: number): string {
  return whole === 0 ? "–" : `${Math.round(part / whole * 100)}\u00a0%`;
}

/** How full a week is, from 0: (stops + drives) ÷ work; null where nobody works. */
export function fullness({ work, stops, drives }: Load["weeks"][number]): number | null {
  return work === 0 ? null : (stops + drives) / work;
}

/** "7 h 30" of minutes. */
export function hoursText(minutes: number): string {
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest === 0 ? "" : ` ${String(rest).padStart(2, "0")}`}`;
}

/** "Nov 23": a day in a narrow place. */
export const narrowDay = (day: string) =>
  shortDayText(day).replace(/^\w+, /, "").replace(/, \d{4}$/, "");

/** "repairs open: 2 to be answered, 1 without a time"; what there is none of is left out. */
export function repairsText({ quoted, approved }: Desk["repairs"]): string {
  const waits = [
    quoted > 0 && `${quoted} to be answered`,
    approved > 0 && `${approved} without a time`,
  ].filter(Boolean);
  return waits.length === 0 ? "repairs open" : `repairs open: ${waits.join(", ")}`;
}
