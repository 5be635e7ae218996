import { arrivalText, dayOf, dayText, type Instant, lengthText } from "./dates.ts";

/** What is promised of a visit. */
export interface Coming {
  technician_name?: string | null;
  starts_at: Instant;
  /** The end of the window in which the technician arrives. */
  arrive_by: Instant;
  ends_at: Instant;
}

/** "Luis", or "Our technician" while nobody is named. */
export function whoComes({ technician_name }: Coming): string {
  return technician_name ?? "Our technician";
}

/** "on Tuesday, May 12, 2026, between 9:00 and 9:30 a.m." */
export function whenText({ starts_at, arrive_by }: Coming, zone: string): string {
  return `on ${dayText(dayOf(starts_at, zone))}, ${arrivalText(starts_at, arrive_by, zone)}`;
}

/** "about 2 hours": as long as the time on the calendar is. */
export function stayText({ starts_at, ends_at }: Omit<Coming, "arrive_by">): string {
  const minutes = (new Date(ends_at).getTime() - new Date(starts_at).getTime()) / 60_000;
  return lengthText(Math.round(minutes));
}

/**
 * The one wording of pages, mails and calendars: "Luis comes on Tuesday, May 12, 2026, between 9:00 and
 * 9:30 a.m. and stays about 2 hours"; no end of a sentence.
 */
export function comingText(coming: Coming, zone: string): string {
  return `${whoComes(coming)} comes ${whenText(coming, zone)} and stays ${stayText(coming)}`;
}
