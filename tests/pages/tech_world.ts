/** A technician's day over the stand-in: a household of two units, one of them a lift. */
import { signIn } from "./staff_world.ts";
import { api } from "./world.ts";

export const VISIT = "44444444-4444-4444-8444-444444444444";
export const OTHER = "55555555-5555-4555-8555-555555555555";
export const TASK = "66666666-6666-4666-8666-666666666666";
export const REPORT = "77777777-7777-4777-8777-777777777777";
export const INVOICE = "88888888-8888-4888-8888-888888888888";

export const UNIT = {
  visit_id: VISIT,
  state: "scheduled",
  minutes: 60,
  contract_id: VISIT,
  unit_id: VISIT,
  kind: "Stair lift",
  category: "stairlift",
  product_name: "Handicare 1000",
  serial_number: null as string | null,
  told_apart: null,
  condition: "in_service",
  installed_on: "2019-03-04",
  safety_critical: true,
  fee: 189,
  tax: 24.57,
  tax_name: "HST 13 %",
  no_charge_reason: null,
};

export const WALKER = {
  ...UNIT,
  visit_id: OTHER,
  kind: "Walker",
  category: "walker",
  product_name: null,
  safety_critical: false,
  fee: 49,
  tax: 6.37,
};

export const STOP = {
  task_id: TASK,
  task_type: "maintenance",
  state: "scheduled",
  revision: 3,
  title: null,
  starts_at: "2026-05-12T14:30:00+00:00",
  ends_at: "2026-05-12T15:30:00+00:00",
  arrive_by: "2026-05-12T15:00:00+00:00",
  started_at: null as string | null,
  finished_at: null,
  client_name: "Ethel Example",
  address: "27 Maple Avenue, Oakville ON L6J 2K4",
  latitude: 43.45,
  longitude: -79.68,
  units: [UNIT],
  not_closed: false,
  is_near: true,
  notes: null,
  access_notes: ["Side door. Ring twice and wait."],
  client: {
    customer_id: VISIT,
    name: "Ethel Example",
    first_name: "Ethel",
    phone: "905-555-0143",
    email: null,
    contacts: [{ name: "Anne Example", relation: "daughter", phone: "905-555-0167" }],
    open_invoices: [{
      invoice_id: INVOICE,
      work_order_id: null,
      number: "M-000087",
      issued_on: "2025-12-08",
      balance: 213.57,
    }],
    open_balance: 213.57,
  },
  fee: 189,
  tax: 24.57,
  total: 213.57,
};

export const LATER = {
  ...STOP,
  task_id: OTHER,
  state: "scheduled",
  task_type: "repair",
  title: "Footrest spring",
  starts_at: "2026-05-12T18:45:00+00:00",
  ends_at: "2026-05-12T19:45:00+00:00",
  client_name: "George Example",
  units: [],
};

export const TODAY = {
  status: "ok",
  on_day: "2026-05-12",
  today: "2026-05-12",
  as_of: "2026-05-12T14:00:00+00:00",
  technician: { technician_id: VISIT, first_name: "Luis" },
  stops: [STOP, LATER],
  not_closed: [] as (typeof STOP)[],
  next: null as unknown,
};

const line = (position: number, label: string, safety_critical = false) => ({
  position,
  label,
  help: null,
  required: true,
  safety_critical,
  result: null,
  note: null,
});

/** Two sections, of three lines; the last two are critical for safety. */
export const CHECKLIST = [
  { section: "Rail", lines: [line(1, "Rail clean"), line(2, "Rail anchored", true)] },
  { section: "Seat", lines: [line(3, "Seat belt", true)] },
];

export const SHEET = {
  status: "ok",
  visit_id: VISIT,
  as_of: TODAY.as_of,
  unit: UNIT,
  stop: STOP,
  checklist: CHECKLIST,
  missing: [1, 2, 3],
  history: [{
    visit_id: OTHER,
    state: "done",
    on_day: "2025-12-08",
    technician_name: "Marek",
    reason: null,
    lines: 3,
    failed: [{ label: "Seat belt", note: "Frayed", safety_critical: true }],
    findings: "Battery weak, watch it.",
    advice_to_client: null,
  }],
};

const ANSWERS = { 1: { result: "pass" }, 2: { result: "pass" }, 3: { result: "pass" } };

export const DRAFT = {
  status: "ok",
  report_id: REPORT as string | null,
  begun_at: "2026-05-12T14:40:00+00:00" as string | null,
  saved_at: "2026-05-12T14:45:00+00:00" as string | null,
  typed: {} as Record<string, unknown>,
};

/** A draft in which every line passed. */
export const PASSED = { ...DRAFT, typed: { checklist: ANSWERS } };

export const DONE = {
  status: "done",
  repeated: false,
  next_due_on: "2027-06-09",
  certificate: { number: "MIR-2026-00001", code: "ABCD" },
  invoice: { id: INVOICE, total: 213.57, balance: 213.57 },
};

export const OUTCOME = {
  status: "ok",
  state: "done",
  next_due_on: "2027-06-09",
  certificate: DONE.certificate,
  repair_ordered: false,
  invoice: {
    id: INVOICE,
    number: "M-000123",
    total: 213.57,
    balance: 213.57,
    in_cash: 213.55,
    rounding: 0,
  } as unknown,
};

/** Signs a technician in; the stand-in keeps what is typed as the database does. */
export async function onTheRoad(draft = DRAFT) {
  const headers = await signIn("technician");
  let kept = draft;
  api.answer({
    technician_day: () => TODAY,
    visit_sheet: () => SHEET,
    visit_draft: () => kept,
    save_visit_draft: ({ typed }) => {
      const checklist = { ...kept.typed.checklist as object, ...typed.checklist };
      kept = { ...kept, typed: { ...kept.typed, ...typed, checklist } };
      return kept;
    },
    set_task_state: () => ({ status: "set" }),
    complete_visit: () => DONE,
    visit_outcome: () => OUTCOME,
    record_payment: () => ({ status: "recorded" }),
    fail_visit: () => ({ status: "recorded" }),
  });
  return headers;
}
