import { DateTime } from "luxon";

/**
 * Dates and times as people in Ontario write them. Instants are ISO strings or `Date`s and need
 * the company's time zone; days are `YYYY-MM-DD` and have none.
 */
export type Instant = string | Date;

/** What a clock on the company's wall shows at an instant. */
interface WallClock {
  /** YYYY-MM-DD */
  day: string;
  /** HH:mm, from 00:00 to 23:59 */
  time: string;
}

/** To make one takes a hundred times as long as to ask it. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/** Sweden writes "2026-05-12 09:00", which is what we need. */
function clockIn(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  clocks.set(zone, clock);
  return clock;
}

function wallClock(instant: Instant, zone: string): WallClock {
  const [day, time] = clockIn(zone).format(new Date(instant)).split(" ");
  return { day, time };
}

const isBeforeNoon = ({ time }: WallClock) => time < "12";

/** "9:00" at 9:00 and at 21:00 */
function twelveHours({ time }: WallClock): string {
  return `${Number(time.slice(0, 2)) % 12 || 12}${time.slice(2)}`;
}

/** What each part of a day is called, made once. */
const namesOf = (count: number, options: Intl.DateTimeFormatOptions): string[] => {
  const format = new Intl.DateTimeFormat("en-CA", { ...options, timeZone: "UTC" });
  const nth = (n: number) => options.month ? Date.UTC(2023, n, 1) : Date.UTC(2023, 0, 1 + n);
  return Array.from({ length: count }, (_, n) => format.format(nth(n)));
};
const MONTHS = namesOf(12, { month: "long" });
const SHORT_MONTHS = namesOf(12, { month: "short" });
/** From Sunday, the first day of 2023. */
const WEEKDAYS = namesOf(7, { weekday: "long" });
const SHORT_WEEKDAYS = namesOf(7, { weekday: "short" });

/** A day's own parts, as numbers; months from 0. */
function partsOf(day: string): { year: number; month: number; date: number; weekday: number } {
  const at = new Date(`${day}T00:00:00Z`);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth(),
    date: at.getUTCDate(),
    weekday: at.getUTCDay(),
  };
}

function calendarDay(day: string): DateTime {
  return DateTime.fromISO(day, { zone: "utc" });
}

/** The company day that holds an instant, as `YYYY-MM-DD`. */
export function dayOf(instant: Instant, zone: string): string {
  return wallClock(instant, zone).day;
}

/** Whether a text is a day of the calendar between 2000 and 2099, such as `2026-05-12`. */
export function isDay(text: string): boolean {
  return /^20\d\d-\d\d-\d\d$/.test(text) && calendarDay(text).isValid;
}

/** The day `days` later; earlier where negative. */
export function addDays(day: string, days: number): string {
  return calendarDay(day).plus({ days }).toFormat("yyyy-MM-dd");
}

/** The same day `years` later; of February 29, the 28th where there is none. */
export function addYears(day: string, years: number): string {
  return calendarDay(day).plus({ years }).toFormat("yyyy-MM-dd");
}

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  return calendarDay(day).startOf("week").toFormat("yyyy-MM-dd");
}

/** "May 11": where weekday and year say nothing. */
export function monthDayText(day: string): string {
  const { month, date } = partsOf(day);
  return `${MONTHS[month]} ${date}`;
}

/** "Tuesday": where the week is known. */
export function weekdayName(day: string): string {
  return WEEKDAYS[partsOf(day).weekday];
}

/** "March 2019" */
export function monthText(day: string): string {
  const { month, year } = partsOf(day);
  return `${MONTHS[month]} ${year}`;
}

/** "Tuesday, May 12" */
export function weekdayText(day: string): string {
  return `${weekdayName(day)}, ${monthDayText(day)}`;
}

/** "First told in the week of May 11, 2026": what a list is narrowed to. */
export function firstToldText(monday: string): string {
  return `First told in the week of ${dueText(monday)}`;
}

/** "Tuesday, May 12, 2026" */
export function dayText(day: string): string {
  return `${weekdayName(day)}, ${dueText(day)}`;
}

/** "Tue, May 12, 2026": where there is little room. */
export function shortDayText(day: string): string {
  const { year, month, date, weekday } = partsOf(day);
  return `${SHORT_WEEKDAYS[weekday]}, ${SHORT_MONTHS[month]} ${date}, ${year}`;
}

/** "June 30, 2026": a due date, where the weekday says nothing. */
export function dueText(day: string): string {
  const { month, date, year } = partsOf(day);
  return `${MONTHS[month]} ${date}, ${year}`;
}

/** "June 30": a due date, with the year where it is not this one. */
export function dueDay(dueOn: string, today: string): string {
  const text = dueText(dueOn);
  return dueOn.slice(0, 4) === today.slice(0, 4) ? text.replace(/, \d{4}$/, "") : text;
}

/** "9:00 a.m." */
export function timeText(instant: Instant, zone: string): string {
  const clock = wallClock(instant, zone);
  return `${twelveHours(clock)} ${isBeforeNoon(clock) ? "a.m." : "p.m."}`;
}

/** "9:00 a.m." of "09:00:00": an hour of every day, as the database tells it. */
export function hourText(time: string): string {
  return timeText(`2000-01-01T${time.slice(0, 5)}:00Z`, "UTC");
}

/** "09:00": as a field for a time holds it. */
export function clockTime(instant: Instant, zone: string): string {
  return wallClock(instant, zone).time;
}

/** "2026-05-12 09:00": as a file has it. */
export function timeStamp(instant: Instant, zone: string): string {
  const { day, time } = wallClock(instant, zone);
  return `${day} ${time}`;
}

/** The instant, as ISO, of "9:05" or "21:05" on a company day; null for what is no day or no time. */
export function instantAt(day: string, time: string, zone: string): string | null {
  if (!isDay(day) || !/^\d{1,2}:\d{2}$/.test(time)) return null;
  const at = DateTime.fromISO(`${day}T${time.padStart(5, "0")}`, { zone });
  return at.isValid ? at.toUTC().toISO() : null;
}

/** "Tuesday, May 12, 2026, 9:00 a.m." */
export function instantText(instant: Instant, zone: string): string {
  return `${dayText(dayOf(instant, zone))}, ${timeText(instant, zone)}`;
}

/** "Tuesday, May 12 at 9:00 a.m." */
export function appointmentText(instant: Instant, zone: string): string {
  return `${weekdayText(dayOf(instant, zone))} at ${timeText(instant, zone)}`;
}

/**
 * The promised arrival: "between 9:00 and 9:30 a.m.", "between 11:45 a.m. and 12:15 p.m.", or
 * "at 9:00 a.m." when the two are the same.
 */
export function arrivalText(from: Instant, until: Instant, zone: string): string {
  if (isSame(from, until)) return `at ${timeText(from, zone)}`;
  return `between ${firstOf(from, until, zone)} and ${timeText(until, zone)}`;
}

/** "from 9:00 to 10:30 a.m.": the whole of it, where `arrivalText` is a moment of it. */
export function spanText(from: Instant, until: Instant, zone: string): string {
  return `from ${firstOf(from, until, zone)} to ${timeText(until, zone)}`;
}

function isSame(one: Instant, other: Instant): boolean {
  return new Date(one).getTime() === new Date(other).getTime();
}

/** The first of two times, with its half of the day only where the other is in the other one. */
function firstOf(from: Instant, until: Instant, zone: string): string {
  return isMorning(from, zone) === isMorning(until, zone)
    ? twelveHours(wallClock(from, zone))
    : timeText(from, zone);
}

/** The same text, never broken between month and day, before a.m. and p.m., or within "(1 of 2)". */
export function unbroken(text: string): string {
  return text
    .replace(/([A-Z][a-z]+) (?=\d)| (?=[ap]\.m\.)/g, "$1\u00a0")
    .replace(/\((\d+) of (\d+)\)/g, "($1\u00a0of\u00a0$2)");
}

/** Whether an instant lies before noon of its company day. */
export function isMorning(instant: Instant, zone: string): boolean {
  return isBeforeNoon(wallClock(instant, zone));
}

/**
 * A length as people say it: 45 → "about 45 minutes", 60 → "about an hour", 90 → "about an hour and a
 * half".
 */
export function lengthText(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `about ${rest} minutes`;
  const whole = hours === 1 ? "an hour" : `${hours} hours`;
  if (rest === 0) return `about ${whole}`;
  if (rest === 30) {
    return hours === 1 ? "about an hour and a half" : `about ${hours} and a half hours`;
  }
  return `about ${whole} and ${rest} minutes`;
}

/** Ends a sentence, unless its last word ("a.m.") has done so. */
export function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}
