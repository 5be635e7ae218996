import { dayOf, shortDayText, spanText, timeText, unbroken } from "@/lib/text/dates.ts";
import type { Mark } from "@/lib/text/mark.ts";
import { moneyText, withTaxText } from "@/lib/text/money.ts";
import { capitalized } from "@/lib/text/names.ts";
import { FAILURES } from "@/lib/text/visits.ts";
import type { Decision, Quote, RepairPage, Rests } from "./page.ts";

const MARKS: Record<string, Mark> = {
  quoted: { text: "Quoted, not answered yet", shape: "waiting" },
  approved: { text: "Agreed to, has no time yet", shape: "late" },
  waiting_for_parts: { text: "Waits for parts", shape: "waiting" },
  scheduled: { text: "Has a time", shape: "upcoming" },
  done: { text: "Done", shape: "done" },
  declined: { text: "Not wanted", shape: "off" },
  cancelled: { text: "Given up", shape: "missed" },
};

/** The state of a repair, in a word and a shape. */
export function repairMark(
  { state, isLate, isNotClosed }: { state: string; isLate?: boolean; isNotClosed?: boolean },
): Mark {
  if (isNotClosed) return { text: "Its time is over, and nobody said how it went", shape: "late" };
  if (isLate) return { text: "Its parts should have come", shape: "late" };
  return MARKS[state] ?? { text: state, shape: "todo" };
}

const SHORT: Record<string, Mark> = {
  quoted: { text: "Quoted", shape: "waiting" },
  approved: { text: "Needs a time", shape: "late" },
};

/** The same where there is little room. */
export const shortMark = ({ state, isLate }: { state: string; isLate: boolean }): Mark =>
  isLate ? { text: "Parts late", shape: "late" } : SHORT[state] ?? repairMark({ state });

/** The parts that a repair waits for now. */
export const waitOf = ({ state, waits }: RepairPage) =>
  state === "waiting_for_parts" ? waits.at(-1) : undefined;

/** Whether what it waits for should have come. */
export function isLate(page: RepairPage): boolean {
  const expected = waitOf(page)?.expected_on;
  return expected != null && expected < page.today;
}

/** What is out of order: in the client's words, or as the visit found it. */
export function whatText({ problem, failed, report }: RepairPage): string {
  const lines = failed.length > 0 ? failed : report?.results ?? [];
  return problem ?? lines.map(({ label }) => label).join("; ");
}

/** "HST 13 %: $40.50", or why there is none. */
export function taxText({ tax, tax_name, tax_reason }: Quote): string {
  if (Number(tax) > 0) return `${tax_name}: ${moneyText(tax)}`;
  return tax_reason ? `${tax_name}: nothing (${tax_reason})` : `${tax_name}: nothing`;
}

const HOW: Record<Decision["said_how"], string> = {
  phone: "on the phone",
  email: "by e-mail",
  in_person: "in person",
  letter: "by letter",
};

/** How somebody says yes or no. */
export const WAYS = [
  { value: "phone", label: "On the phone" },
  { value: "email", label: "By e-mail" },
  { value: "in_person", label: "In person" },
  { value: "letter", label: "By letter" },
] as const;

/** "Cleo Example agreed to $352.00 with tax ($311.50 before tax) on the phone" */
export function decisionText({ decision, said_by, said_how, amount, total }: Decision): string {
  return decision === "approved"
    ? `${said_by} agreed to ${withTaxText(total, amount)} ${HOW[said_how]}`
    : `${said_by} did not want it ${HOW[said_how]}`;
}

/** Why a drive came to nothing. */
export const failureText = (reason: string): string =>
  FAILURES[reason as keyof typeof FAILURES] ?? capitalized(reason.replaceAll("_", " "));

/** "Wed, Jun 3, 2026, from 9:00 to 10:30 a.m." */
export function whenText(
  { starts_at, ends_at }: { starts_at: string; ends_at: string },
  zone: string,
): string {
  return unbroken(
    `${shortDayText(dayOf(starts_at, zone))}, ${spanText(starts_at, ends_at, zone)}`,
  );
}

const LOST: Record<string, string> = {
  closed: "that day was closed",
  "technician away": "the technician was away",
  "technician left": "the technician left",
  "the office put it aside": "the office took it off the calendar",
  "nobody has it": "it was taken from its technician",
};

/** "It had a time on Wed, Jun 3, 2026, 9:00 a.m. with Luis, and was put aside because that day was closed (an ice storm)." */
export function lostText(
  { was_at, technician, reason, why }: NonNullable<RepairPage["put_aside"]>,
  zone: string,
): string {
  const when = was_at ? ` on ${shortDayText(dayOf(was_at, zone))}, ${timeText(was_at, zone)}` : "";
  const cause = LOST[reason ?? ""] ?? reason;
  return unbroken(
    `It had a time${when}${technician ? ` with ${technician}` : ""}, and was put aside${
      cause ? ` because ${cause}` : ""
    }${why ? ` (${why})` : ""}.`,
  );
}

/** "Nobody goes to such units from Sun, Nov 15, 2026 on. Times are offered again from Fri, Apr 16, 2027.": why there are none. */
export function restsText({ from_on, again_on }: Rests): string {
  return `Nobody goes to such units from ${shortDayText(from_on)} on.${
    again_on ? ` Times are offered again from ${shortDayText(again_on)}.` : ""
  } On the board you can put it there all the same.`;
}

const EVENTS: Record<string, string> = {
  opened: "Quoted",
  changed: "The quote was changed",
  reopened: "The quote was opened again",
  approved: "Agreed to",
  declined: "Not wanted",
  waiting_for_parts: "Parts were ordered",
  arrived: "The parts came",
  scheduled: "It got a time",
  time_lost: "Its time came to nothing",
  done: "Done",
  cancelled: "Given up",
};

/** What happened to a repair, in a few words. */
export const eventText = (what: string): string => EVENTS[what] ?? capitalized(what);
