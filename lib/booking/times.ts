import { addDays, isMorning, timeText, weekdayText } from "@/lib/text/dates.ts";
import type { DayCount, Slot } from "./shapes.ts";
import { hrefOf, type Step } from "./step.ts";

/** Days asked for at once, and how many of those with times are shown. */
export const DAYS_ASKED = 14;
const DAYS_SHOWN = 6;

/** The most times asked for. */
export const TIMES_ASKED = 500;

/** Without "all times", a half-day shows at most this many, at least this far apart. */
const TIMES_SHOWN_PER_HALF = 3;
const APART_MS = 60 * 60_000;

/** One time that can be chosen: "9:00 a.m." with "Luis". */
export interface TimeChoice {
  time: string;
  who: string;
  href: string;
}

/** One day that can be opened. */
export interface DayChoice {
  date: string;
  label: string;
  count: string;
  href: string;
}

/** Everything that the choice of a time shows, ready to be read; the island gets nothing else. */
export interface TimesView {
  days: DayChoice[];
  earlier: string | null;
  later: string | null;
  /** The open day; null when there is no time at all in these days. */
  day: {
    date: string;
    label: string;
    count: string;
    halves: { name: string; times: TimeChoice[] }[];
    /** Address of the same day with all its times, while some are left out. */
    all: string | null;
  } | null;
}

function countText(times: number): string {
  return times === 1 ? "1 time" : `${times} times`;
}

/** The day to open: the wanted one, else the first with times. */
export function dayToOpen(wanted: string | null, days: DayCount[]): string | null {
  return wanted ?? days.find(({ times }) => times > 0)?.date ?? null;
}

/**
 * A choice that is quick to read: the best times, as the database ranked them, but spread over
 * the day instead of a quarter of an hour apart.
 */
export function spread(slots: Slot[], zone: string): Slot[] {
  const chosen: Slot[] = [];
  for (const slot of slots) {
    const half = isMorning(slot.starts_at, zone);
    const inHalf = chosen.filter((each) => isMorning(each.starts_at, zone) === half);
    const isApart = chosen.every((each) => distance(each, slot.starts_at) >= APART_MS);
    if (isApart && inHalf.length < TIMES_SHOWN_PER_HALF) chosen.push(slot);
  }
  return chosen;
}

function distance(slot: Slot, at: string): number {
  return Math.abs(Date.parse(slot.starts_at) - Date.parse(at));
}

/** The slot that starts at an instant. */
export function slotAt(slots: Slot[], at: string): Slot | null {
  return slots.find((slot) => distance(slot, at) === 0) ?? null;
}

/** Where choosing a time leads. */
function choiceOf(slot: Slot, token: string, step: Step, zone: string): TimeChoice {
  const name = step.name === "change" ? "move" : "details";
  const at = new Date(slot.starts_at).toISOString();
  return {
    time: timeText(slot.starts_at, zone),
    who: slot.technician_name,
    href: hrefOf(token, { name, at, who: slot.technician_id, units: step.units }),
  };
}

/**
 * What the choice of a time shows.
 *
 * @param days the days of the list, with how many times each has
 * @param slots every time of the open day, best first
 */
export function timesView(
  { token, step, days, open, slots, zone }: {
    token: string;
    step: Step;
    days: DayCount[];
    open: string | null;
    slots: Slot[];
    zone: string;
  },
): TimesView {
  const { name, from, units } = step;
  const free = days.filter(({ times }) => times > 0);
  const shown = free.slice(0, DAYS_SHOWN);
  const lastAsked = days.at(-1)?.date;
  const last = free.length > shown.length ? shown.at(-1)?.date : lastAsked;
  const hasLater = last !== undefined && (last !== lastAsked || days.length >= DAYS_ASKED);
  return {
    days: shown.map(({ date, times }) => ({
      date,
      label: weekdayText(date),
      count: countText(times),
      href: hrefOf(token, { name, from, day: date, units }),
    })),
    earlier: from === null ? null : hrefOf(token, { name, units }),
    later: hasLater ? hrefOf(token, { name, from: addDays(last, 1), units }) : null,
    day: open === null || slots.length === 0 ? null : dayView(token, step, open, slots, zone),
  };
}

function dayView(token: string, step: Step, open: string, slots: Slot[], zone: string) {
  const listed = step.all ? slots : spread(slots, zone);
  const inOrder = listed.toSorted((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at));
  const half = (morning: boolean) =>
    inOrder.filter(({ starts_at }) => isMorning(starts_at, zone) === morning)
      .map((slot) => choiceOf(slot, token, step, zone));
  const { name, from, units } = step;
  return {
    date: open,
    label: weekdayText(open),
    count: countText(slots.length),
    halves: [
      { name: "Morning", times: half(true) },
      { name: "Afternoon", times: half(false) },
    ].filter(({ times }) => times.length > 0),
    all: listed.length < slots.length
      ? hrefOf(token, { name, from, day: open, all: true, units })
      : null,
  };
}
