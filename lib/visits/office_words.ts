import type { CertificateState } from "@/lib/database/shapes.ts";
import { shortDayText } from "@/lib/text/dates.ts";
import type { Mark } from "@/lib/text/mark.ts";
import { moneyText } from "@/lib/text/money.ts";
import { capitalized } from "@/lib/text/names.ts";
import { certificateText, SIGNERS } from "@/lib/text/visits.ts";
import { REASONS } from "./fail.ts";
import type { VisitCertificate, VisitInvoice, VisitPage, VisitRecord } from "./page.ts";
import { dangersOf } from "./progress.ts";
import { unitMark } from "./words.ts";

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

const WORTH: Record<CertificateState, Mark["shape"]> = {
  current: "done",
  expired: "late",
  superseded: "off",
  revoked: "missed",
};

/** What a certificate is worth today. */
export function certificateMark(certificate: VisitCertificate): Mark {
  const { state, expires_on } = certificate;
  return { text: capitalized(certificateText({ state, expires_on })), shape: WORTH[state] };
}

/** "To pay by Fri, Dec 25, 2026: $213.57" */
export function invoiceText({ number, state, balance, total, due_on }: VisitInvoice): string {
  if (state === "draft") return "A draft, not issued yet";
  if (state === "void") return number === null ? "Given up, it was never issued" : "Void";
  if (Number(total) === 0) return "Nothing to pay";
  if (Number(balance) === 0) return "Paid in full";
  return `${moneyText(balance)} to pay${due_on ? ` by ${shortDayText(due_on)}` : ""}`;
}

/** "Bernard Kowalski, client, drawn"; why nobody signed; that nobody was asked to. */
export function signerText(
  { signed_by, signed_as, signed_how, unsigned_reason }: VisitRecord,
): string {
  if (signed_as === null) return "None";
  if (signed_as === "unable") return `Nobody could sign: ${unsigned_reason}`;
  const how = signed_how === "drawn" ? "drawn" : "name typed";
  return [signed_by, SIGNERS[signed_as], how].join(", ");
}

/** Why a visit came to nothing, in the words in which it was said. */
export function whyText(reason: string): string {
  const asked = reason === "no_show" ? "nobody_home" : reason;
  return REASONS.find((each) => each.reason === asked)?.label ??
    capitalized(reason.replaceAll("_", " "));
}
