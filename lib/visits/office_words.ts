import { shortDayText } from "@/lib/text/dates.ts";
import { type Amount, feeText, moneyText } from "@/lib/text/money.ts";
import { capitalized } from "@/lib/text/names.ts";
import { REASONS } from "./fail.ts";
import type { UsedPart, VisitCertificate, VisitInvoice, VisitPage, VisitRecord } from "./page.ts";
import { dangersOf } from "./progress.ts";
import { type Mark, unitMark } from "./words.ts";

/** The office's page of a visit. */
export const officeHref = (visit: string) => `/office/visits/${visit}`;

/** Where it is recorded from paper. */
export const reportHref = (visit: string) => `${officeHref(visit)}/report`;

/** The state of a visit as the office reads it: one whose time has passed without outcome is not closed, never booked. */
export function officeMark({ state, not_closed, checklist }: VisitPage): Mark {
  if (not_closed) return { text: "Not closed: nobody said what became of it", shape: "late" };
  if (state === "scheduled") return { text: "Booked", shape: "upcoming" };
  if (state === "done" && dangersOf(checklist).length > 0) {
    return { text: "Done, and a safety line failed", shape: "failed" };
  }
  return state === "in_progress"
    ? { text: "The technician is there", shape: "upcoming" }
    : unitMark({ state });
}

/** What a certificate is worth today. */
export function certificateMark({ status, expires_on }: VisitCertificate): Mark {
  const day = shortDayText(expires_on);
  const marks: Record<VisitCertificate["status"], Mark> = {
    current: { text: `In force until ${day}`, shape: "done" },
    expired: { text: `Expired ${day}`, shape: "late" },
    superseded: { text: "Inspected again since", shape: "todo" },
    revoked: { text: "Revoked", shape: "missed" },
  };
  return marks[status];
}

/** "To pay by Fri, Dec 25, 2026: $213.57" */
export function invoiceText({ number, state, balance, total, due_on }: VisitInvoice): string {
  if (state === "draft") return "A draft, not issued yet";
  if (state === "void") return number === null ? "Given up, it was never issued" : "Void";
  if (Number(total) === 0) return "Nothing to pay";
  if (Number(balance) === 0) return "Paid in full";
  return `${moneyText(balance)} to pay${due_on ? ` by ${shortDayText(due_on)}` : ""}`;
}

/** "R-000071" */
export const repairNumber = (number: number) => `R-${String(number).padStart(6, "0")}`;

const REPAIRS: Record<string, string> = {
  quoted: "quoted, not approved yet",
  approved: "approved, has no day yet",
  declined: "declined",
  waiting_for_parts: "waits for parts",
  scheduled: "has a day",
  done: "done",
  cancelled: "cancelled",
};

/** "R-000071, quoted, not approved yet: $284.50 + applicable tax" */
export function repairText(
  { number, state, quoted }: { number: number; state: string; quoted: Amount | null },
): string {
  const told = `${repairNumber(number)}, ${REPAIRS[state] ?? state}`;
  return quoted === null ? told : `${told}: ${feeText(quoted)}`;
}

const CHARGED: Record<UsedPart["charge"], string> = {
  included: "included",
  billed: "billed",
  quote: "for the repair",
};

/** How a part is charged. */
export const chargeText = (charge: UsedPart["charge"]) => CHARGED[charge];

const SIGNS: Record<string, string> = {
  client: "client",
  caregiver: "family or caregiver",
  facility_staff: "staff of the home",
};

/** "Bernard Kowalski, client, drawn"; why nobody signed; that nobody was asked to. */
export function signerText(
  { signed_by, signed_as, signed_how, unsigned_reason }: VisitRecord,
): string {
  if (signed_as === null) return "None";
  if (signed_as === "unable") return `Nobody could sign: ${unsigned_reason}`;
  const how = signed_how === "drawn" ? "drawn" : "name typed";
  return [signed_by, SIGNS[signed_as], how].join(", ");
}

/** Why a visit came to nothing, in the words in which it was said. */
export function whyText(reason: string): string {
  const asked = reason === "no_show" ? "nobody_home" : reason;
  return REASONS.find((each) => each.reason === asked)?.label ??
    capitalized(reason.replaceAll("_", " "));
}

/** What had become of a visit that a report met. */
export const CHANGES: Record<string, string> = {
  done: "The visit had been recorded already.",
  cancelled: "The visit had been cancelled.",
  reassigned: "The visit had been given to somebody else.",
  moved: "The visit had been moved to another time.",
  other: "The visit had changed.",
};
