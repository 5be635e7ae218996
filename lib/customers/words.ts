import type { Mark } from "@/lib/text/mark.ts";
import { type Amount, feeText, moneyText } from "@/lib/text/money.ts";
import { FAILURES, SIGNERS } from "@/lib/text/visits.ts";
import type { HistoryVisit, KnownUnit, Suppressed } from "./history.ts";

const isNothing = (amount: Amount) => Number(amount) === 0;

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

/** "All 16 lines passed", "2 of 16 lines failed", "Nobody home" */
export function outcomeMark({ state, lines, failed, reason }: HistoryVisit): Mark {
  if (state === "reversed") return { text: "Taken back", shape: "off" };
  if (state !== "done") {
    const usual = state === "no_show" ? "Nobody home" : "Could not be done";
    return { text: FAILURES[reason as keyof typeof FAILURES] ?? usual, shape: "missed" };
  }
  if (failed.length > 0) {
    return { text: `${failed.length} of ${lines} lines failed`, shape: "failed" };
  }
  return { text: lines > 0 ? `All ${lines} lines passed` : "Done", shape: "done" };
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

/** "Ada Example, client"; that nobody could sign; null where nobody was asked to. */
export function signerText(
  { signed_by, signed_as }: Pick<HistoryVisit, "signed_by" | "signed_as">,
): string | null {
  if (signed_as === "unable") return "Nobody could sign";
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
