import { dayOf, isMorning, timeText, weekdayName, weekdayText } from "@/lib/text/dates.ts";
import { listText } from "@/lib/text/names.ts";
import { countName } from "@/lib/text/units.ts";
import type { OpenSlots, Slot } from "./shapes.ts";
import { chosenIn, type Half, hrefOf, type Step } from "./step.ts";
import { type Week, weekLabel } from "./weeks.ts";

/** The most times asked for: more than a week has. */
export const TIMES_ASKED = 500;

/** Without "more times", a half-day shows at most this many, at least this far apart. */
const TIMES_SHOWN_PER_HALF = 3;

/** A day or week with more times than this has plenty: their number says nothing to whoever needs one. */
const FEW = 6;
const APART_MS = 60 * 60_000;

/** A way to another view of the times; `current` where it leads to this one. */
export interface Way {
  label: string;
  href: string;
  current: boolean;
}

/** One time that can be chosen: "9:00 a.m.", "with Luis". */
export interface TimeChoice {
  time: string;
  who: string;
  href: string;
}

/** One day or week that can be opened. */
export interface DayChoice extends Way {
  count: string;
}

/** Everything that the choice of a time shows, ready to be read; the island gets nothing else. */
export interface TimesView {
  /** What is said where none are offered, and somebody is to be called instead. */
  byPhone: { heading: string; text: string } | null;
  /** That a season has no times, and from when there are some again. */
  winter: string | null;
  /** The week that is shown; null when there is no time at all as far as one can book. */
  week: { label: string; earlier: string | null; later: string | null } | null;
  halves: Way[];
  days: DayChoice[];
  /** What the week has beside what is shown. */
  remark: string | null;
  weeks: DayChoice[];
  /** "Friday, February 5": the last day that can be booked. */
  until: string | null;
  /** The open day; null when the week has no such time. */
  day: {
    label: string;
    count: string;
    halves: { name: string; times: TimeChoice[] }[];
    /** Address of the same day with all its times, while some are left out. */
    all: string | null;
  } | null;
}

const IN_WORDS: Record<Half, string> = { morning: "Mornings", afternoon: "Afternoons" };

/** "2 times, mornings" where there are few; else only when: "morning and afternoon". */
function countText(slots: Slot[], half: Half | null, zone: string): string {
  const halves = [...new Set(slots.map((slot) => halfOf(slot, zone)))];
  if (slots.length > FEW) {
    if (half !== null) return `${half}s`;
    return halves.length > 1 ? "morning and afternoon" : `${halves[0]}s only`;
  }
  const words = `${half ? `${half} ` : ""}${slots.length === 1 ? "time" : "times"}`;
  const alone = half === null && halves.length === 1 ? `, ${halves[0]}s` : "";
  return `${slots.length} ${words}${alone}`;
}

/** How much of a choice a week has. */
function weekCount(times: number | null): string {
  if (times === null) return "look";
  return times > FEW ? "many times" : times === 1 ? "1 time" : `${times} times`;
}

function halfOf({ starts_at }: Slot, zone: string): Half {
  return isMorning(starts_at, zone) ? "morning" : "afternoon";
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

/** A step that shows times, and where the reader's eye should go in it. */
function showing(token: string, step: Partial<Step>, at: "days" | "day"): string {
  return `${hrefOf(token, step)}#${at}`;
}

interface Found {
  token: string;
  step: Step;
  /** The Monday of the week that is shown; null where there are no times at all. */
  monday: string | null;
  weeks: Week[];
  /** Every time of the week, best first. */
  slots: Slot[];
  bookUntil: string | null;
  byPhone: TimesView["byPhone"];
  winter?: OpenSlots["winter"];
  zone: string;
}

/** What the choice of a time shows. */
export function timesView(found: Found): TimesView {
  const { token, step, monday, weeks, slots, bookUntil, zone } = found;
  const { name } = step;
  const chosen = chosenIn(step);
  const byDay = [...Map.groupBy(slots, ({ starts_at }) => dayOf(starts_at, zone))]
    .toSorted(([one], [other]) => one.localeCompare(other));
  const days = byDay
    .map(([date, of]) => ({ date, of: of.filter((slot) => isWanted(slot, step.half, zone)) }))
    .filter(({ of }) => of.length > 0);
  const open = days.find(({ date }) => date === step.day) ?? days.at(0);
  return {
    byPhone: found.byPhone,
    winter: winterText(found),
    week: monday === null ? null : weekWays(found, monday),
    halves: [null, "morning" as const, "afternoon" as const].map((half) => ({
      label: half === null ? "Any time" : IN_WORDS[half],
      href: showing(token, { ...chosen, name, half }, "days"),
      current: half === step.half,
    })),
    days: days.map(({ date, of }) => ({
      label: weekdayText(date),
      count: countText(of, step.half, zone),
      href: showing(token, { ...chosen, name, from: null, day: date }, "day"),
      current: date === open?.date,
    })),
    remark: remarkOn(byDay, days.map(({ date }) => date), step.half),
    weeks: weeks.map(({ monday: each, times }) => ({
      label: weekLabel(each),
      count: weekCount(times),
      href: showing(token, { ...chosen, name, from: each, day: null }, "days"),
      current: each === monday,
    })),
    until: bookUntil && weekdayText(bookUntil),
    day: open ? dayView(found, open) : null,
  };
}

/** "Because of winter there are no times from Sunday, November 15 on. There are times again from Friday, April 16 on." */
function winterText({ winter, weeks }: Found): string | null {
  if (!winter) return null;
  const { from_on, again_on } = winter;
  const isBefore = weeks.length > 0 && weeks[0].monday < from_on;
  const begins = isBefore ? ` from ${weekdayText(from_on)} on` : " now";
  return `Because of winter there are no times${begins}.${
    again_on === null ? "" : ` There are times again from ${weekdayText(again_on)} on.`
  }`;
}

function isWanted(slot: Slot, half: Half | null, zone: string): boolean {
  return half === null || halfOf(slot, zone) === half;
}

function weekWays({ token, step, weeks }: Found, monday: string): TimesView["week"] {
  const to = (week: Week | undefined) =>
    week === undefined ? null : showing(
      token,
      { ...chosenIn(step), name: step.name, from: week.monday, day: null },
      "days",
    );
  return {
    label: `Week of ${weekLabel(monday)}`,
    earlier: to(weeks.findLast((each) => each.monday < monday)),
    later: to(weeks.find((each) => each.monday > monday)),
  };
}

/** "On Tuesday and Friday there are afternoon times only." */
function remarkOn(byDay: [string, Slot[]][], shown: string[], half: Half | null): string | null {
  if (half === null) return null;
  const others = byDay.map(([date]) => date).filter((date) => !shown.includes(date));
  if (others.length === 0) return null;
  const other = half === "morning" ? "afternoon" : "morning";
  return `On ${listText(others.map(weekdayName))} there are ${other} times only.`;
}

/** Where choosing a time leads. */
function choiceOf({ token, step, zone }: Found, slot: Slot): TimeChoice {
  const name = step.name === "change" ? "move" : "details";
  const at = new Date(slot.starts_at).toISOString();
  const { half, units, only } = step;
  const several = units.length > 0 ? `${countName(units.length + 1)}, ` : "";
  return {
    time: timeText(slot.starts_at, zone),
    who: `${several}with ${slot.technician_name}`,
    href: hrefOf(token, { name, at, who: slot.technician_id, half, units, only }),
  };
}

function dayView(found: Found, { date, of: slots }: { date: string; of: Slot[] }) {
  const { token, step, zone } = found;
  const listed = step.all ? slots : spread(slots, zone);
  const inOrder = listed.toSorted((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at));
  const half = (wanted: Half) =>
    inOrder.filter((slot) => halfOf(slot, zone) === wanted).map((slot) => choiceOf(found, slot));
  return {
    label: weekdayText(date),
    count: countText(slots, step.half, zone),
    halves: [
      { name: "Morning", times: half("morning") },
      { name: "Afternoon", times: half("afternoon") },
    ].filter(({ times }) => times.length > 0),
    all: listed.length < slots.length
      ? showing(
        token,
        { ...chosenIn(step), name: step.name, from: null, day: date, all: true },
        "day",
      )
      : null,
  };
}
