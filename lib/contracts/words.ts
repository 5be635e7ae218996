import { mailText } from "@/lib/text/mails.ts";
import { dueText, shortDayText, timeText } from "@/lib/text/dates.ts";
import type { Mark } from "@/lib/text/mark.ts";
import { capitalized } from "@/lib/text/names.ts";
import type { ContractPage, CycleVisit, PastCycle, Told } from "./page.ts";

/** The office's page of a contract. */
export const contractHref = (contract: string) => `/office/contracts/${contract}`;

const DAY = 86_400_000;
const daysBetween = (from: string, to: string) =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY);

const days = (count: number) => count === 1 ? "1 day" : `${count} days`;

/** Why a contract ended, in the order in which it is asked, and what follows. */
export const ENDINGS: Record<string, { label: string; then: string }> = {
  declined: {
    label: "Wants no more visits",
    then: "A booked visit is cancelled, and the client is told.",
  },
  moved: { label: "Moved away", then: "A booked visit is cancelled, and the client is told." },
  sold: {
    label: "Sold the unit, or gave it away",
    then: "A booked visit is cancelled. Nobody is told.",
  },
  returned: { label: "Returned the unit", then: "A booked visit is cancelled. Nobody is told." },
  deceased: {
    label: "Has died",
    then: "A booked visit is cancelled. Nothing is sent about this unit.",
  },
  duplicate: {
    label: "Is there twice",
    then: "A booked visit is cancelled, and the client is told.",
  },
  other: {
    label: "Something else",
    then: "A booked visit is cancelled, and the client is told. Please write a note.",
  },
};

/** "sold the unit, or gave it away"; what other parts of the company end a contract for is told as it is. */
export function endingText(reason: string | null): string {
  const label = reason === null ? "no reason" : ENDINGS[reason]?.label ?? reason;
  return label.charAt(0).toLowerCase() + label.slice(1);
}

/** Where a contract stands, in one line. */
export function contractMark(
  { state, cycle, today, paused_until, cancelled_reason }: ContractPage,
): Mark {
  if (state === "cancelled") {
    return { text: `Ended: ${endingText(cancelled_reason)}`, shape: "off" };
  }
  if (state === "draft") return { text: "A draft", shape: "off" };
  if (cycle?.visit?.not_closed) {
    return { text: "Not closed: nobody said what became of the visit", shape: "late" };
  }
  if (cycle && isAhead(cycle.visit)) return { text: "Booked", shape: "upcoming" };
  if (state === "paused") {
    return {
      text: paused_until ? `Rests until ${dueText(paused_until)}` : "Rests",
      shape: "waiting",
    };
  }
  if (!cycle) return { text: "Nothing is due", shape: "off" };
  const left = daysBetween(today, cycle.due_on);
  if (left < 0) return { text: `Overdue by ${days(-left)}`, shape: "late" };
  return { text: left === 0 ? "Due today" : `Due in ${days(left)}`, shape: "todo" };
}

/** Whether a visit is to happen. */
export const isAhead = (visit: CycleVisit | null): visit is CycleVisit =>
  visit !== null && (visit.state === "scheduled" || visit.state === "in_progress");

/** A step of a cycle: what, when, and whether it is behind us, late, or where things are now. */
export interface Step {
  label: string;
  text: string;
  is: "past" | "late" | "now" | "to_come";
}

/** The way of the open cycle, in the order in which it came. */
export function stepsOf(page: ContractPage, zone: string): Step[] {
  const { cycle, today, activities } = page;
  if (cycle === null) return [];
  const isBooked = isAhead(cycle.visit);
  const isLate = cycle.due_on < today && !isBooked;
  const dated: (Step & { day: string })[] = [
    { day: cycle.opened_on, label: "Opened", text: shortDayText(cycle.opened_on), is: "past" },
    ...cycle.told.map((told) => ({
      day: told.on_day,
      label: toldLabel(told, cycle.due_on),
      text: [shortDayText(told.on_day), mailedText(told)].filter(Boolean).join(": "),
      is: "past" as const,
    })),
    {
      day: cycle.due_on,
      label: "Due",
      text: shortDayText(cycle.due_on),
      is: isLate ? "late" : cycle.due_on < today ? "past" : "to_come",
    },
  ];
  const steps: Step[] = dated.sort((a, b) => a.day < b.day ? -1 : a.day > b.day ? 1 : 0);
  const callback = activities.find(({ kind }) => kind === "callback");
  if (callback) steps.push({ label: "Asked for a call", text: "waits for us", is: "now" });
  steps.push(visitStep(cycle.visit, callback !== undefined, zone));
  return steps;
}

function toldLabel({ band, due_on }: Told, dueOn: string): string {
  const label = `Told, ${days(band)}`;
  return due_on === dueOn ? label : `${label} before ${shortDayText(due_on)}`;
}

/** "sent", "waits to be sent", "nobody could be mailed": of several addresses what went least well. */
function mailedText({ mails }: Told): string {
  if (mails.length === 0) return "could not be mailed";
  const worst = mails.find(({ state }) => state !== "sent") ?? mails[0];
  return mailText(worst.state);
}

function visitStep(visit: CycleVisit | null, isAfterCall: boolean, zone: string): Step {
  if (!isAhead(visit)) {
    const text = visit === null ? "not booked" : `not booked again: ${visitText(visit)}`;
    return { label: "Visit", text, is: isAfterCall ? "to_come" : "now" };
  }
  const text = `${shortDayText(visit.on_day)}, ${timeText(visit.starts_at, zone)}`;
  return { label: "Visit", text, is: "now" };
}

const VISITS: Record<string, string> = {
  no_show: "nobody was home",
  not_completed: "could not be completed",
  needs_rescheduling: "waits for another time",
  cancelled: "cancelled",
};

const visitText = ({ state }: CycleVisit) => VISITS[state] ?? state.replaceAll("_", " ");

/** How a cycle that is over ended. */
export function pastMark({ outcome, closed_on, visit }: PastCycle): Mark {
  switch (outcome) {
    case "serviced":
      return { text: `Served ${shortDayText(visit?.on_day ?? closed_on)}`, shape: "done" };
    case "declined":
      return { text: `Not this time, ${shortDayText(closed_on)}`, shape: "off" };
    case "transferred":
      return { text: `Went to somebody else, ${shortDayText(closed_on)}`, shape: "off" };
    case "contract_cancelled":
      return { text: `Ended, ${shortDayText(closed_on)}`, shape: "off" };
  }
}

/** "Luis Two, booked by the client" */
export function servedBy({ visit, outcome, closed_reason }: PastCycle): string | null {
  if (outcome !== "serviced") return closed_reason;
  if (!visit) return null;
  return [visit.technician_name, `booked by the ${visit.booked_by}`].filter(Boolean).join(", ");
}

const SOURCES: Record<ContractPage["source"], string> = {
  sale: "A sale",
  backfill: "The install base",
  claims: "A device claim",
  manual: "Enrolled by hand",
};

/** Where a contract comes from. */
export function sourceText({ source, order_number }: ContractPage): string {
  return [SOURCES[source], order_number && `order ${order_number}`].filter(Boolean).join(", ");
}

/** "every 6 months", "every year" */
export function everyText(months: number): string {
  if (months % 12 !== 0) return months === 1 ? "every month" : `every ${months} months`;
  return months === 12 ? "every year" : `every ${months / 12} years`;
}

/** "Call client" of call_client. */
export const kindText = (kind: string) => capitalized(kind.replaceAll("_", " "));
