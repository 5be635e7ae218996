import { addDays, mondayOf, monthDayText } from "@/lib/text/dates.ts";
import type { DayCount } from "./shapes.ts";

/** How many days the database is asked for at once: all that most companies let people book ahead. */
export const DAYS_AHEAD = 62;

/** One week of the horizon; how many times it has is null where that was not asked for. */
export interface Week {
  monday: string;
  times: number | null;
}

/**
 * The weeks until the last day that can be booked, those without times left out.
 *
 * @param days the counted days, without a gap
 */
export function weeksOf(days: DayCount[], bookUntil: string | null): Week[] {
  const counted = [...Map.groupBy(days, ({ date }) => mondayOf(date))].map(([monday, of]) => ({
    monday,
    times: of.reduce((sum, { times }) => sum + times, 0),
  }));
  const weeks: Week[] = counted.filter(({ times }) => times > 0);
  let next = counted.at(-1)?.monday;
  while (next !== undefined && bookUntil !== null && addDays(next, 7) <= bookUntil) {
    next = addDays(next, 7);
    weeks.push({ monday: next, times: null });
  }
  return weeks;
}

/** The week to show: that of the wanted day as far as it can be booked, else the first with times. */
export function weekToShow(
  wanted: string | null,
  weeks: Week[],
  days: DayCount[],
  bookUntil: string | null,
): string | null {
  const first = days.at(0)?.date;
  if (first === undefined) return null;
  if (wanted === null) return weeks.at(0)?.monday ?? mondayOf(first);
  const latest = bookUntil ?? days.at(-1)!.date;
  return mondayOf(wanted < first ? first : wanted > latest ? latest : wanted);
}

/** "December 7" for a week's Monday. */
export function weekLabel(monday: string): string {
  return monthDayText(monday);
}
