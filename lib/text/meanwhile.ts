import { instantText } from "./dates.ts";

/** Who changed something since a page showed it, and when; no name where that was nobody who works here. */
export interface Meanwhile {
  by?: string | null;
  at?: string | null;
}

/**
 * "This was changed meanwhile by Priya (Tuesday, May 12, 2026, 9:00 a.m.).": what every form says that is refused for
 * it. Each page goes on with what becomes of what was typed there.
 */
export function changedText({ by, at }: Meanwhile, zone: string): string {
  const who = by ?? "the client, a file or a job";
  return `This was changed meanwhile by ${who}${at ? ` (${instantText(at, zone)})` : ""}.`;
}
