import { capitalized } from "./names.ts";

const TITLES: Record<string, string> = {
  callback: "Callback",
  call_client: "Call instead of mail",
  missing_address: "Missing address",
  delivery_failure: "Mail not delivered",
  uncertain_message: "Mail uncertain",
  rebook: "Book again",
  client_change: "Client's change",
  needs_rescheduling: "Needs another time",
  unit_out_of_service: "Out of service",
  certificate_expiring: "Certificate expires",
  repair_follow_up: "Repair",
  unclosed_visit: "Unclosed visit",
  report_conflict: "Report to decide on",
  late_photos: "Photos without a report",
  address_change: "Address changed",
  enrolment_question: "Enrolment question",
  missing_serial: "Missing serial",
  unbooked: "Unbooked",
  overdue: "Overdue",
  self_check: "Something failed",
  broken_trail: "Audit trail broken",
  unpaid_invoice: "Unpaid invoice",
  payment_uncertain: "Payment uncertain",
  import_problem: "Import problem",
  import_question: "Question of an import",
  calendar_conflict: "Calendar conflict",
  incident: "Incident",
  sales_lead: "Sales lead",
};

/** "Callback": what kind of work it is. */
export const kindTitle = (kind: string) => TITLES[kind] ?? capitalized(kind.replaceAll("_", " "));
