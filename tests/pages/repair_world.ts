/** A repair over the stand-in: as the office sees it, and as its technician is told of it. */
import { signIn, staffIs } from "./staff_world.ts";
import { INVOICE, LATER, OTHER, STOP, TASK, VISIT } from "./tech_world.ts";
import { api } from "./world.ts";

export const REPAIR = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb";
export const BELT = "cccccccc-cccc-4ccc-8ccc-cccccccccccc";

const line = (kind: string, description: string, quantity: number, unit_price: number) => ({
  kind,
  product_id: null as string | null,
  description,
  quantity,
  unit_price,
  amount: quantity * unit_price,
});

/** A lift that failed at its visit, quoted and not answered. */
export const QUOTED = {
  status: "ok",
  today: "2026-05-12",
  shown: "quoted 2 0",
  work_order_id: REPAIR,
  number: 71,
  state: "quoted",
  opened_at: "2026-05-08T14:30:00+00:00",
  problem: null as string | null,
  cancelled_reason: null as string | null,
  failed: [{ position: 2, label: "Rail anchored", note: "Loose", safety_critical: true }],
  client: {
    customer_id: OTHER,
    name: "Ethel Example",
    phone: "905-555-0143",
    reach_by: "letter",
    is_mailed: false,
    reach_note: "Mornings",
    is_erased: false,
    deceased_on: null as string | null,
    contacts: [{ name: "Anne Example", relation: "daughter", phone: "905-555-0167" }],
  },
  unit: {
    unit_id: VISIT,
    kind: "Stair lift",
    category: "stairlift",
    product_name: "Handicare 1000",
    serial_number: null,
    told_apart: null,
    condition: "out_of_service",
    safety_critical: true,
    address: "27 Maple Avenue, Oakville ON L6J 2K4",
    has_place: true,
  },
  contract_id: VISIT,
  visit: { visit_id: VISIT, service_on: "2026-05-08", technician: "Luis Two" },
  others: [] as unknown[],
  quote: {
    number: 2,
    lines: [
      line("call_out", "Lift call-out", 1, 125),
      line("labour", "Labour: Rail anchored", 1.5, 100),
      line("part", "Anchor", 2, 17.5),
    ],
    net: 310,
    tax: 40.3,
    total: 350.3,
    tax_name: "HST 13 %",
    tax_rate: 0.13,
    tax_reason: null as string | null,
  },
  rates: [
    {
      equipment_class: "mobility",
      label: "Standard call-out",
      call_out: 85,
      hourly: 95,
      minimum_minutes: 60,
    },
    {
      equipment_class: "lift_elevating",
      label: "Lift call-out",
      call_out: 125,
      hourly: 100,
      minimum_minutes: 60,
    },
  ],
  products: [{ product_id: BELT, name: "Drive belt", list_price: 42 }],
  decisions: [] as unknown[],
  waits: [] as unknown[],
  minutes: 90,
  lines: [] as { position: number; label: string }[],
  task: null as unknown,
  put_aside: null as unknown,
  kept: [] as unknown[],
  failures: [] as unknown[],
  report: null as unknown,
  certificates: [] as unknown[],
  invoices: [] as unknown[],
  battery: null as unknown,
  trail: [{ at: "2026-05-08T14:30:00+00:00", by: "Luis Two", what: "opened", note: null }] as {
    at: string;
    by: string | null;
    what: string;
    note: string | null;
  }[],
};

export const SAID = {
  decision: "approved",
  said_by: "Anne Example, daughter",
  said_how: "phone",
  amount: 310,
  total: 350.3,
  note: null as string | null,
  at: "2026-05-11T15:00:00+00:00",
  by: "Olga",
};

export const APPROVED = {
  ...QUOTED,
  state: "approved",
  rates: [],
  products: [],
  decisions: [SAID],
  trail: [...QUOTED.trail, { at: SAID.at, by: "Olga", what: "approved", note: null }],
};

export const WAITING = {
  ...APPROVED,
  state: "waiting_for_parts",
  waits: [{
    what: "2 × Anchor",
    ordered_on: "2026-05-11",
    expected_on: "2026-05-11",
    arrived_at: null,
    at: "2026-05-11T15:01:00+00:00",
    by: "Olga",
  }],
};

export const PLACED = {
  ...APPROVED,
  state: "scheduled",
  task: {
    task_id: TASK,
    revision: 3,
    state: "scheduled",
    starts_at: "2026-05-12T18:45:00+00:00",
    ends_at: "2026-05-12T20:15:00+00:00",
    technician_id: OTHER,
    technician: "Luis Two",
    not_closed: false,
  },
};

export const DONE = {
  ...PLACED,
  state: "done",
  failed: [],
  report: {
    repaired_on: "2026-05-12",
    recorded_by: "technician",
    at: "2026-05-12T20:00:00+00:00",
    by: "Luis Two",
    labour_minutes: 1,
    findings: "New anchors.",
    signature: { name: "Ethel Example", role: "client", method: "typed" },
    picture: null,
    next_repair_id: OTHER as string | null,
    parts: [{ description: "Anchor", quantity: 2, serial_number: "A-7" }],
    results: [{
      position: 2,
      label: "Rail anchored",
      safety_critical: true,
      result: "fail",
      note: "Still loose",
    }],
  },
  certificates: [{
    number: "MIR-2026-00002",
    code: "7Q4M2XKD9HVT3R0P",
    expires_on: "2027-05-08",
    state: "current",
  }],
  invoices: [{
    invoice_id: INVOICE,
    number: "M-000124",
    state: "issued",
    total: 350.3,
    balance: 350.3,
    due_on: "2026-06-11",
  }],
};

export const SLOTS = {
  status: "open",
  minutes: 90,
  slots: [{
    starts_at: "2026-05-13T13:00:00+00:00",
    ends_at: "2026-05-13T14:30:00+00:00",
    technician_id: OTHER,
    technician_name: "Luis",
    travel_minutes: 12,
  }],
  days: [],
};

/** A report that came when the repair was off the calendar. */
export const KEPT = {
  report_id: OTHER,
  kind: "completed",
  state: "conflict",
  recorded_by: "technician",
  by: "Luis Two",
  recorded_at: "2026-05-12T20:00:00+00:00",
  received_at: "2026-05-12T20:00:00+00:00",
  clock_in_doubt: false,
  picture: "iVBORw0KGgo=",
  photos: [],
  why: "moved",
  can_be_taken: false,
  report: {
    checklist: [{ position: 2, result: "fail", note: "Still loose" }],
    findings: "New anchors",
    labour_minutes: 50,
    parts: [{ description: "Anchor", quantity: 2, serial_number: "A-7" }],
    signature: { name: "Ethel Example", role: "client", method: "drawn" },
  },
};

/** Somebody of the office, before a repair. */
export async function withRepair(repair: unknown, answers: Record<string, unknown> = {}) {
  const headers = await signIn("office");
  staffIs("office");
  const all = { repair_page: repair, repair_slots: SLOTS, ...answers };
  api.answer(Object.fromEntries(Object.entries(all).map(([name, said]) => [name, () => said])));
  return headers;
}

/** The same as its technician is told of it. */
export const REPAIR_SHEET = {
  status: "ok",
  work_order_id: REPAIR,
  number: 71,
  state: "scheduled",
  as_of: "2026-05-12T18:40:00+00:00",
  problem: null as string | null,
  unit: { ...QUOTED.unit, installed_on: "2019-03-04" },
  lines: [{
    position: 2,
    label: "Rail anchored",
    help: null,
    required: true,
    safety_critical: true,
    result: null,
    note: null,
    found: "Loose",
  }],
  labour_minutes: 90,
  quote: QUOTED.quote,
  parts: [{ product_id: BELT as string | null, description: "Anchor", quantity: 2 }],
  history: [],
  draft: null as unknown,
  stop: { ...LATER, work_order_id: REPAIR, client: STOP.client },
  done: null as unknown,
};

export const REPAIR_DONE = {
  ...REPAIR_SHEET,
  state: "done",
  lines: [],
  done: {
    repaired_on: "2026-05-12",
    condition: "in_service",
    repair_ordered: false,
    certificate: { number: "MIR-2026-00002", code: "7Q4M2XKD9HVT3R0P" },
    invoice: {
      id: INVOICE,
      number: "M-000124",
      total: 350.3,
      balance: 350.3,
      in_cash: 350.3,
      rounding: 0,
    },
  },
};
