/** A visit as the office sees it, over the stand-in: to come, done, and with a report that was kept. */
import { signIn, staffIs } from "./staff_world.ts";
import { CHECKLIST, DRAFT, INVOICE, OTHER, REPORT, TASK, VISIT } from "./tech_world.ts";
import { api } from "./world.ts";

export const LUIS = "99999999-9999-4999-8999-999999999999";
export const TESS = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";

/** A stair lift's visit whose time has passed without an outcome. */
export const NOT_CLOSED = {
  status: "ok",
  visit_id: VISIT,
  task_id: TASK,
  state: "scheduled",
  not_closed: true,
  is_expected: true,
  starts_at: "2026-05-12T14:30:00+00:00",
  ends_at: "2026-05-12T15:30:00+00:00",
  booked_by: "client",
  reason: null as string | null,
  address: "27 Maple Avenue, Oakville ON L6J 2K4",
  access_notes: "Side door. Ring twice.",
  phone: "905-555-0143",
  email: "ethel@example.com",
  client: { customer_id: VISIT, name: "Ethel Example" },
  technician: { technician_id: LUIS, name: "Luis Two" },
  unit: {
    unit_id: VISIT,
    kind: "Stair lift",
    category: "stairlift",
    product_name: "Handicare 1000",
    serial_number: null as string | null,
    told_apart: null,
    condition: "in_service",
    safety_critical: true,
  },
  contract_id: VISIT,
  due_on: "2026-06-09",
  next_due_on: null as string | null,
  checklist: CHECKLIST,
  record: null as unknown,
  kept: [] as unknown[],
  certificates: [] as unknown[],
  invoices: [] as unknown[],
  repairs: [] as unknown[],
  others: [] as unknown[],
  mails: [] as unknown[],
  reversal: null as unknown,
  technicians: [
    { technician_id: LUIS, name: "Luis Two" },
    { technician_id: TESS, name: "Tess One" },
  ],
};

/** What a report is known by, and where it came from. */
export const SOURCE = {
  report_id: REPORT,
  kind: "completed",
  state: "accepted",
  recorded_by: "technician",
  by: "Luis Two",
  recorded_at: "2026-05-12T15:16:00+00:00",
  received_at: "2026-05-12T15:31:00+00:00",
  clock_in_doubt: false,
  picture: null as string | null,
};

export const RECORD = {
  ...SOURCE,
  service_on: "2026-05-12",
  started_at: "2026-05-12T14:02:00+00:00",
  finished_at: "2026-05-12T15:18:00+00:00",
  labour_minutes: 70,
  findings: "Carpet edge lifts.",
  advice_to_client: "Have it glued.",
  signed_by: "Ethel Example",
  signed_as: "client",
  signed_how: "drawn",
  unsigned_reason: null,
  note: null,
  picture: "iVBORw0K\nGgo=",
  parts: [
    { description: "Grease", quantity: 1, unit_price: 0, charge: "included", serial_number: null },
    { description: "Belt", quantity: 2, unit_price: 10.5, charge: "billed", serial_number: "B-7" },
  ],
};

export const REVERSAL = {
  refusal: null as string | null,
  certificates: ["MIR-2026-00001"],
  void_invoice: "M-000123",
  charged_anew: 1,
  repairs: [71],
  due_on: "2026-06-09",
  stays_out_of_service: true,
};

const results = ["pass", "fail", "not_applicable"];
const notes = [null, "Runs past the stop.", "Has none."];

/** The same visit, done, with all that can come of one. */
export const DONE_VISIT = {
  ...NOT_CLOSED,
  state: "done",
  not_closed: false,
  is_expected: false,
  next_due_on: "2027-06-09",
  checklist: CHECKLIST.map(({ section, lines }) => ({
    section,
    lines: lines.map((line) => ({
      ...line,
      safety_critical: false,
      result: results[line.position - 1],
      note: notes[line.position - 1],
    })),
  })),
  record: RECORD,
  certificates: [{
    number: "MIR-2026-00001",
    code: "7Q4M2XKD9HVT3R0P",
    expires_on: "2027-05-12",
    state: "current",
    after_repair: false,
    revoked_at: null,
    revoked_reason: null,
  }],
  invoices: [{
    invoice_id: INVOICE,
    number: "M-000123",
    state: "issued",
    total: 213.57,
    balance: 13.57,
    due_on: "2026-06-11",
  }],
  repairs: [{
    work_order_id: OTHER,
    number: 71,
    state: "quoted",
    quoted: 284.5,
    repaired_on: null,
  }],
  others: [{ visit_id: OTHER, kind: "Walker", state: "no_show" }],
  mails: [{
    message_id: OTHER,
    kind: "visit_summary",
    recipient: "ethel@example.com",
    state: "sent",
    at: "2026-05-12T15:45:00+00:00",
  }],
  reversal: REVERSAL,
  technicians: [],
};

/** A report from a phone that met the visit after it was done. */
export const KEPT = {
  ...SOURCE,
  state: "conflict",
  why: "reassigned",
  can_be_taken: true,
  report: {
    version: 1,
    checklist: [{ position: 1, result: "pass" }, { position: 2, result: "fail", note: "Loose." }],
    findings: "Bracket loose.",
  },
};

let signedIn: Promise<{ Cookie: string }> | undefined;

/** Somebody of the office who signed in once; that visit, and the answers of what they can do with it. */
export async function inTheOffice(
  visit: unknown,
  answers: Record<string, unknown> = {},
  role = "office",
) {
  const headers = await (signedIn ??= signIn(role));
  staffIs(role);
  const all = { visit_page: visit, visit_draft: { ...DRAFT, saved_at: null }, ...answers };
  api.answer(Object.fromEntries(Object.entries(all).map(([name, said]) => [name, () => said])));
  return headers;
}
