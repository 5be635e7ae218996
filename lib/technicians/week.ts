import { hourText } from "@/lib/text/dates.ts";
import { textOf } from "@/lib/web/forms.ts";
import type { Stretch } from "./page.ts";

export const WEEKDAYS = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
];

/** The fields of a weekday: from, to, and one pair for each break. */
export type DayFields = string[];

/** How many breaks the form has room for: one, or as many as somebody has on a day. */
export function breaksOf(week: Stretch[]): number {
  const most = Math.max(...WEEKDAYS.map((_, n) => ofDay(week, n + 1).length));
  return Math.max(1, most - 1);
}

const ofDay = (week: Stretch[], weekday: number) => week.filter((each) => each.weekday === weekday);

/** A week as the form holds it: for each day from, to, break from, break to … */
export function fieldsOfWeek(week: Stretch[]): DayFields[] {
  return WEEKDAYS.map((_, n) => {
    const day = ofDay(week, n + 1);
    const inner = day.flatMap(({ starts, ends }) => [starts, ends]).slice(1, -1);
    return day.length === 0 ? [] : [day[0].starts, day.at(-1)!.ends, ...inner];
  });
}

/** The week that was typed: its fields, and the stretches between its breaks. */
export function weekIn(form: FormData, breaks: number): { fields: DayFields[]; week: Stretch[] } {
  const fields = WEEKDAYS.map((_, n) =>
    Array.from({ length: 2 + 2 * breaks }, (_, k) => textOf(form, `h${n + 1}_${k}`))
  );
  const week = fields.flatMap(([from, to, ...inner], n) => {
    const times = [from, ...inner.filter(Boolean), to];
    if (times.every((time) => time === "")) return [];
    const pairs = Math.ceil(times.length / 2);
    return Array.from({ length: pairs }, (_, k) => ({
      weekday: n + 1,
      starts: times[2 * k] ?? "",
      ends: times[2 * k + 1] ?? "",
    }));
  });
  return { fields, week };
}

/** Minutes of a week. */
export function minutesOf(week: Stretch[]): number {
  const minute = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  return week.reduce((sum, { starts, ends }) => sum + minute(ends) - minute(starts), 0);
}

/** "37.5 hours a week" */
export function weekLength(week: Stretch[]): string {
  const hours = Math.round(minutesOf(week) / 6) / 10;
  return hours === 0 ? "no hours" : hours === 1 ? "1 hour a week" : `${hours} hours a week`;
}

/** "Mon–Thu 8:00 a.m. to 4:00 p.m., Fri 8:00 a.m. to 12:00 p.m.": days in a row that are alike together, without their breaks. */
export function weekText(week: Stretch[]): string {
  const days = WEEKDAYS.map((name, n) => {
    const day = ofDay(week, n + 1);
    const hours = day.length > 0
      ? `${hourText(day[0].starts)} to ${hourText(day.at(-1)!.ends)}`
      : "";
    return { name: name.slice(0, 3), hours };
  });
  const runs: { first: string; last: string; hours: string }[] = [];
  for (const [n, { name, hours }] of days.entries()) {
    if (hours === "") continue;
    const last = runs.at(-1);
    if (n > 0 && last && last.hours === hours && last.last === days[n - 1].name) last.last = name;
    else runs.push({ first: name, last: name, hours });
  }
  return runs
    .map(({ first, last, hours }) => `${first === last ? first : `${first}–${last}`} ${hours}`)
    .join(", ");
}
