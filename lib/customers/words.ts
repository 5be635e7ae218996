import { shortDayText } from "@/lib/text/dates.ts";
import { type Amount, feeText, moneyText } from "@/lib/text/money.ts";
import type { CertificateState, HistoryVisit, KnownUnit, Suppressed } from "./history.ts";

/** A state as it is read: its word, and the shape beside it. */
export interface Mark {
  text: string;
  shape: "done" | "late" | "failed" | "missed" | "waiting" | "off";
}

const isNothing = (amount: Amount) => Number(amount) === 0;

/** "in service", "out of service since Wed, Jun 3, 2026" */
export function conditionMark({ condition, condition_since }: KnownUnit): Mark {
  const since = condition_since ? ` since ${shortDayText(condition_since)}` : "";
  if (condition === "in_service") return { text: "In service", shape: "done" };
  if (condition === "retired") return { text: `Retired${since}`, shape: "off" };
  return { text: `Out of service${since}`, shape: "failed" };
}

/** "every 6 months, $189.00 + applicable tax", or why there is none any more. */
export function contractText({ contract }: KnownUnit): string {
  if (contract === null) return "None";
  const { state, interval_months, fee, cancelled_reason } = contract;
  if (state === "cancelled") {
    return cancelled_reason ? `Cancelled: ${cancelled_reason.replaceAll("_", " ")}` : "Cancelled";
  }
  const every = interval_months === 1 ? "every month" : `every ${interval_months} months`;
  const price = isNothing(fee) ? "nothing to pay" : feeText(fee);
  return `${state === "active" ? "" : `${state}, `}${every}, ${price}`;
}

const FAILURES: Record<string, string> = {
  nobody_home: "Nobody home",
  refused: "Was sent away",
  access: "Couldn't get to the unit",
  weather: "Weather or road",
  parts: "A part was missing",
  unsafe: "Not safe to work",
  no_time: "Ran out of time",
  hospital: "In hospital or away",
  deceased: "The client has died",
  moved: "Has moved",
};

/** "All 16 lines passed", "2 of 16 lines failed", "Nobody home" */
export function outcomeMark({ state, lines, failed, reason }: HistoryVisit): Mark {
  if (state === "reversed") return { text: "Taken back", shape: "off" };
  if (state !== "done") {
    const usual = state === "no_show" ? "Nobody home" : "Could not be done";
    return { text: FAILURES[reason ?? ""] ?? usual, shape: "missed" };
  }
  if (failed.length > 0) {
    return { text: `${failed.length} of ${lines} lines failed`, shape: "failed" };
  }
  return { text: lines > 0 ? `All ${lines} lines passed` : "Done", shape: "done" };
}

const CERTIFICATES: Record<CertificateState, string> = {
  current: "current until",
  expired: "expired on",
  superseded: "replaced by a later inspection; it ran until",
  revoked: "revoked; it ran until",
};

/** "current until Thu, Jun 3, 2027" */
export function certificateText(
  { state, expires_on }: { state: CertificateState; expires_on: string },
): string {
  return `${CERTIFICATES[state]} ${shortDayText(expires_on)}`;
}

/** "$213.57, paid", "$213.57, $100.00 open", "void" */
export function invoiceMark(
  { state, total, balance }: { state: string; total: Amount; balance: Amount },
): Mark {
  if (state === "void") return { text: "Void", shape: "off" };
  if (state === "draft") return { text: `${moneyText(total)}, a draft`, shape: "waiting" };
  if (isNothing(total)) return { text: "Nothing to pay", shape: "done" };
  if (isNothing(balance)) return { text: `${moneyText(total)}, paid`, shape: "done" };
  const open = balance === total ? "unpaid" : `${moneyText(balance)} open`;
  return { text: `${moneyText(total)}, ${open}`, shape: "late" };
}

const REPAIRS: Record<string, string> = {
  quoted: "quoted, not answered yet",
  approved: "wanted by the client",
  declined: "not wanted by the client",
  waiting_for_parts: "waits for parts",
  scheduled: "has a day",
  done: "done",
  cancelled: "cancelled",
};

/** "Number 71, $250.00 + applicable tax: quoted, not answered yet" */
export function repairText(
  { number, state, quoted, repaired_on }: HistoryVisit["repairs"][number],
): string {
  const when = repaired_on ? ` on ${shortDayText(repaired_on)}` : "";
  return `Number ${number}, ${feeText(quoted)}: ${REPAIRS[state] ?? state}${when}`;
}

const CHARGES = { included: "included", billed: "billed", quote: "to be quoted" };

/** "2 × Belt (serial 7), included" */
export function partText(
  { description, quantity, charge, serial_number }: HistoryVisit["parts"][number],
): string {
  const count = Number(quantity) === 1 ? "" : `${Number(quantity)} × `;
  const serial = serial_number ? ` (serial ${serial_number})` : "";
  return `${count}${description}${serial}, ${CHARGES[charge]}`;
}

const SIGNERS = {
  client: "client",
  caregiver: "caregiver",
  facility_staff: "staff of the home",
  unable: "could not sign",
};

/** "Ada Example, client"; null where nobody signed. */
export function signerText(
  { signed_by, signed_as }: Pick<HistoryVisit, "signed_by" | "signed_as">,
): string | null {
  return [signed_by, signed_as && SIGNERS[signed_as]].filter(Boolean).join(", ") || null;
}

/** Why an address is not written to now; null for one that is. */
export function suppressedText(reason: Suppressed): string | null {
  if (reason === null) return null;
  return reason === "unsubscribed"
    ? "wants no reminders"
    : reason === "hard_bounce"
    ? "mail to it comes back: nothing is sent there any more"
    : "complained about our mail: nothing is sent there any more";
}
