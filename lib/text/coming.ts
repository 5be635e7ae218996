import { arrivalText, dayOf, dayText, type Instant, lengthText, spanText } from "./dates.ts";

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

/** "about 2 hours": as long as the work takes. */
export function stayText(times: Pick<Coming, "starts_at" | "ends_at">): string {
  return lengthText(Math.round(staysFor(times) / 60_000));
}

/** When nobody is needed at home any more: the work may begin as late as the window ends. */
export function homeUntil(coming: Pick<Coming, "starts_at" | "arrive_by" | "ends_at">): Date {
  return new Date(new Date(coming.arrive_by).getTime() + staysFor(coming));
}

/** "from 9:00 to 10:30 a.m.": when somebody needs to be at home. */
export function homeText(
  coming: Pick<Coming, "starts_at" | "arrive_by" | "ends_at">,
  zone: string,
): string {
  return spanText(coming.starts_at, homeUntil(coming), zone);
}

function staysFor({ starts_at, ends_at }: Pick<Coming, "starts_at" | "ends_at">): number {
  return new Date(ends_at).getTime() - new Date(starts_at).getTime();
}

/**
 * The one wording of pages, mails and calendars: "Luis comes on Tuesday, May 12, 2026, between 9:00 and
 * 9:30 a.m. and stays about 2 hours"; no end of a sentence.
 */
export function comingText(coming: Coming, zone: string): string {
  return `${whoComes(coming)} comes ${whenText(coming, zone)} and stays ${stayText(coming)}`;
}
