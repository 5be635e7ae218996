/** Words that the steps of enrolling share. */
import { dayOf, mondayOf, monthText, shortDayText, timeText } from "@/lib/text/dates.ts";
import { counted, listText } from "@/lib/text/names.ts";

/** "1,240" */
export const numberText = (count: number): string => count.toLocaleString("en-CA");

/** "Tue, Jun 2, 2026, 9:14 a.m." */
export const countedText = (instant: string, zone: string): string =>
  `${shortDayText(dayOf(instant, zone))}, ${timeText(instant, zone)}`;

/** Of a schedule day → clients, the first day; null where nobody has a first mail. */
export const firstMailOn = (schedule: Record<string, number>): string | null =>
  Object.keys(schedule).sort()[0] ?? null;

/** A schedule by weeks: Monday → clients, from the first to the last, empty ones too. */
export function mailsAWeek(
  schedule: Record<string, number>,
): { monday: string; clients: number }[] {
  const weeks = new Map<string, number>();
  for (const [day, clients] of Object.entries(schedule).sort()) {
    const monday = mondayOf(day);
    weeks.set(monday, (weeks.get(monday) ?? 0) + clients);
  }
  return [...weeks].map(([monday, clients]) => ({ monday, clients }));
}

/** Which rows of a run are looked at. */
export interface RowsFilter {
  outcome?: string;
  reason?: string;
  category?: string;
  after?: string;
}

/** The address of rows of a run, or of their file. */
export function rowsHref(run: string, filter: RowsFilter, file = false): string {
  const query = new URLSearchParams(
    Object.entries(filter).filter(([, value]) => value) as [string, string][],
  );
  return `/office/enrol/check/${run}/rows${file ? ".csv" : ""}?${query}`;
}

const CONSENT: Record<string, string> = {
  express: "they said yes",
  purchase: "a purchase within two years",
  contract: "a contract",
  none: "none on record",
};

/** "Consent to be written to: a purchase within two years (287 units, June 2024 to May 2026) and none on record (31 units)." */
export function consentText(
  consent: Record<string, number>,
  days: Record<string, { from: string; until: string }>,
): string {
  const told = Object.entries(consent).sort(([, a], [, b]) => b - a).map(([basis, units]) => {
    const on = days[basis];
    const from = on && monthText(on.from);
    const until = on && monthText(on.until);
    const since = !on ? "" : from === until ? `, ${from}` : `, ${from} to ${until}`;
    return `${CONSENT[basis] ?? basis} (${counted(units, "unit")}${since})`;
  });
  return told.length === 0 ? "" : `Consent to be written to: ${listText(told)}.`;
}

/** What was done to a count just now, by the address that it led to. */
export function checkTold(query: URLSearchParams): string | null {
  const asked = Number(query.get("asked") ?? NaN);
  if (!Number.isInteger(asked) || asked < 0) return null;
  return asked === 0
    ? "They were on the work list already."
    : `${counted(asked, "row")} ${asked === 1 ? "is" : "are"} on the work list.`;
}
