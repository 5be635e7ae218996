import { repairHref } from "@/lib/text/visits.ts";
import type { ActivityPage } from "@/lib/worklist/shapes.ts";

/** What a client told us, as the form for it calls it. */
const EVENTS: Record<string, string> = {
  moved: "?what=moved",
  care_home: "?what=care_home",
  died: "?what=deceased",
  gone: "?what=sold",
};

/** Where the thing itself is dealt with, for what no call settles. */
export function SettledThere({ activity }: { activity: ActivityPage }) {
  const { about_visit_id, about_invoice_id, about_repair_id, unit_id, customer_id } = activity;
  const { kind, details, about_conflict_id } = activity;
  const question = about_conflict_id && `/office/conflicts/${about_conflict_id}`;
  const visit = about_visit_id && `/office/visits/${about_visit_id}`;
  const unit = unit_id && `/office/units/${unit_id}`;
  const repair = about_repair_id && repairHref(about_repair_id);
  const invoice = about_invoice_id && `/office/invoices/${about_invoice_id}`;
  const client = customer_id && `/office/clients/${customer_id}`;
  const mail = details.message && details.address &&
    `/office/messages?state=needs_you&q=${encodeURIComponent(details.address)}`;
  const ways: Record<string, [href: string | null | undefined, label: string]> = {
    unclosed_visit: repair
      ? [repair, "Say what became of the repair"]
      : [visit, "Say what became of the visit"],
    needs_rescheduling: repair
      ? [repair, "Give the repair another time"]
      : [visit, "Look at the visit"],
    report_conflict: [visit ?? repair, "Decide on the report"],
    late_photos: [visit ?? repair, "Look at the photos"],
    unit_out_of_service: repair
      ? [repair, "Go on with its repair"]
      : [unit, "Look at the unit, open a repair"],
    repair_follow_up: [repair ?? unit, "Go on with the repair"],
    missing_serial: [unit, "Write down the serial number"],
    unpaid_invoice: [invoice, "Look at the invoice"],
    payment_uncertain: [invoice, "Look at the invoice"],
    missing_address: [client, "Write down an address"],
    delivery_failure: mail ? [mail, "Decide about the mail"] : [client, "Write down an address"],
    uncertain_message: [mail, "Decide about the mail"],
    import_problem: [
      details.import_run_id ? `/office/imports/${details.import_run_id}` : "/office/imports",
      "Look at the import",
    ],
    import_question: [question, "Decide"],
    address_change: [question, "Decide where the unit is"],
    calendar_conflict: [question, "Decide which of the two stays"],
    broken_trail: ["/office/audit", "Check the trail"],
    client_change: [
      client && `${client}/changed${EVENTS[details.what ?? ""] ?? ""}`,
      "Record what has changed",
    ],
  };
  const [href, label] = ways[kind] ?? [null, ""];
  if (!href) return null;
  return (
    <p>
      <a class="button second" href={href}>{label}</a>
    </p>
  );
}
