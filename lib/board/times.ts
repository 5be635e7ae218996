/** Times of a company day as minutes since its midnight: what a board measures with. */
import { clockOf } from "./clock.ts";
import { clockTime, dayOf, instantAt, timeText } from "@/lib/text/dates.ts";

/** The minute of an instant on a day: below 0 for what is earlier, from 1440 for what is later. */
export function minuteOn(day: string, at: string, zone: string): number {
  const on = dayOf(at, zone);
  if (on < day) return -1;
  if (on > day) return 24 * 60;
  const [hours, minutes] = clockTime(at, zone).split(":").map(Number);
  return hours * 60 + minutes;
}

/** The instant of a minute of a day; null where there is none. */
export const instantOf = (day: string, minute: number, zone: string): string | null =>
  instantAt(day, clockOf(minute), zone);

/** "2:15": where the half of the day is seen. */
export const bareTime = (at: string, zone: string): string =>
  timeText(at, zone).replace(/ [ap]\.m\.$/, "");

/** "6 h 45", "45 min": a length of work. */
export function lengthOf(minutes: number): string {
  const rest = minutes % 60;
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h${rest === 0 ? "" : ` ${String(rest).padStart(2, "0")}`}`;
}

/** The minute of "14:05". */
export function minuteOf(time: string): number {
  const [hours, minutes] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

/** How a form names a place with one value: technician, day and time. */
export function placeValue(technician: string, at: string, zone: string): string {
  const day = dayOf(at, zone);
  return `${technician}/${day}/${clockOf(minuteOn(day, at, zone))}`;
}
