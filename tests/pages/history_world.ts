/** What is on record about a unit and a client, as the database tells it. */

export const UNIT = "10000000-0000-4000-8000-000000000011";
export const CLIENT = "10000000-0000-4000-8000-000000000012";
export const VISIT = "10000000-0000-4000-8000-000000000013";
export const NO_SHOW = "10000000-0000-4000-8000-000000000014";
export const INVOICE = "10000000-0000-4000-8000-000000000015";
export const OLDER = "10000000-0000-4000-8000-000000000016";

export const KNOWN_UNIT = {
  unit_id: UNIT,
  kind: "Stair lift",
  category: "stairlift",
  installed: true,
  product_name: "Flow X",
  told_apart: "Flow X",
  serial_number: "AC-11223",
  condition: "out_of_service",
  condition_since: "2026-06-03" as string | null,
  installed_on: "2019-03-04",
  address: "1 Elm St, Brampton ON  L6Y 0A1",
  contract: {
    contract_id: UNIT,
    state: "active",
    interval_months: 6,
    fee: 189,
    cancelled_reason: null as string | null,
  },
  due_on: "2026-12-01" as string | null,
  coming: {
    visit_id: OLDER,
    starts_at: "2026-12-02T14:00:00+00:00",
    technician_name: "Luis",
    not_closed: false,
    waits: false,
  },
  certificate: { number: "MIR-2026-00001", expires_on: "2027-01-10", state: "superseded" },
};

export const DONE = {
  visit_id: VISIT,
  at: "2026-06-03T13:00:00+00:00",
  state: "done",
  on_day: "2026-06-03",
  technician_name: "Tess",
  reason: null as string | null,
  lines: 16,
  failed: [{ label: "Limit switch", note: "Arm bent", safety_critical: true }],
  findings: "Carpet lifts at the top.",
  advice_to_client: "Please don't use it.",
  unit_id: UNIT,
  kind: "Stair lift",
  product_name: "Flow X",
  told_apart: "Flow X",
  started_at: null,
  finished_at: null,
  signed_by: "Ada Example",
  signed_as: "client",
  parts: [{ description: "Switch arm", quantity: 2, charge: "quote", serial_number: "77" }],
  certificates: [{
    certificate_id: VISIT,
    number: "MIR-2026-00001",
    expires_on: "2027-01-10",
    revoked_at: "2026-06-04T12:00:00+00:00",
    state: "revoked",
  }],
  invoices: [{
    invoice_id: INVOICE,
    state: "issued",
    number: "M-000204",
    fee: 189,
    total: 213.57,
    balance: 100,
  }],
  repairs: [{
    work_order_id: VISIT,
    number: 71,
    state: "quoted",
    quoted: 284.5,
    repaired_on: null,
  }],
};

const VAIN = {
  ...DONE,
  visit_id: NO_SHOW,
  at: "2026-05-20T13:00:00+00:00",
  on_day: "2026-05-20",
  state: "no_show",
  reason: "nobody_home",
  lines: 0,
  failed: [],
  findings: null,
  advice_to_client: null,
  signed_by: null,
  signed_as: null,
  parts: [],
  certificates: [],
  invoices: [],
  repairs: [],
};

const REMINDER = {
  message_id: OLDER,
  at: "2026-05-25T12:00:00+00:00",
  sent_at: "2026-05-25T12:01:00+00:00",
  kind: "reminder",
  recipient: "ada@example.com",
  state: "sent",
  suppressed: "hard_bounce",
};

const STEP = {
  step_id: "10000000-0000-4000-8000-000000000021",
  at: "2026-06-09T14:00:00+00:00",
  what: "opened",
  work_order_id: OLDER,
  number: 72,
  unit_id: UNIT,
  kind: "Stair lift",
  product_name: "Flow X",
  told_apart: null,
  problem: "It stopped half-way" as string | null,
  on_day: null,
  reason: null,
  net: 311.5 as number | null,
  total: 352 as number | null,
};

/** A repair that was quoted and is wanted, as its history tells it. */
export const STEPS = [
  {
    ...STEP,
    step_id: "10000000-0000-4000-8000-000000000022",
    at: "2026-06-09T15:00:00+00:00",
    what: "approved",
    problem: null,
  },
  STEP,
];

const PAGE = {
  status: "ok",
  today: "2026-06-10",
  counts: { visits: 2, repairs: 2, mails: 1, invoices: 0 },
  older_than: null as string | null,
  visits: [DONE, VAIN],
  repair_steps: STEPS,
  mails: [REMINDER],
  invoices: [] as unknown[],
};

/** A repair that the client called for, waiting for an answer. */
export const REPAIR = {
  work_order_id: OLDER,
  number: 72,
  state: "quoted",
  unit_id: UNIT,
  kind: "Stair lift",
  problem: "It stopped half-way",
  quoted: 311.5,
  opened_on: "2026-06-09",
  repaired_on: null as string | null,
  is_open: true,
};

/** A battery that was put in at the last visit. */
export const PUT_IN = {
  on_day: "2026-06-03",
  description: "Battery",
  quantity: 2,
  serial_number: "P-7",
  is_battery: true,
  technician: "Luis Two",
  visit_id: VISIT as string | null,
  work_order_id: null as string | null,
};

export const BATTERY = {
  since: "2026-06-03",
  is_own: false,
  months: 0,
  lasts_months: 36,
  is_old: false,
};

export const UNIT_HISTORY = {
  ...PAGE,
  unit: KNOWN_UNIT,
  client: { customer_id: CLIENT, name: "Ada Example" },
  repairs: [REPAIR],
  put_in: [PUT_IN],
  battery: BATTERY as typeof BATTERY | null,
};

export const CLIENT_HISTORY = {
  ...PAGE,
  counts: { visits: 2, repairs: 2, mails: 1, invoices: 1 },
  invoices: [{
    invoice_id: INVOICE,
    at: "2026-06-03T15:00:00+00:00",
    state: "issued",
    number: "M-000204",
    issued_on: "2026-06-03",
    due_on: "2026-07-03",
    total: 213.57,
    balance: 100,
  }],
  client: {
    customer_id: CLIENT,
    name: "Ada Example",
    phone: "905-555-0142",
    email: "ada@example.com",
    suppressed: "unsubscribed",
    address: "1 Elm St, Brampton ON  L6Y 0A1",
    contacts: [{
      name: "Cleo Example",
      relation: "daughter",
      phone: "905-555-0167",
      email: "cleo@example.com",
      receives: "instead",
      is_payer: true,
      suppressed: null,
    }],
    open_invoices: [],
    open_balance: 100,
  },
  repairs: [REPAIR],
  units: [
    KNOWN_UNIT,
    {
      ...KNOWN_UNIT,
      unit_id: OLDER,
      kind: "Walker",
      product_name: null,
      told_apart: null,
      condition: "retired",
      due_on: null,
      coming: null,
      contract: { ...KNOWN_UNIT.contract, state: "cancelled", cancelled_reason: "unit retired" },
    },
  ],
};

/** How that client is reached. */
export const CLIENT_FILE = {
  status: "ok",
  customer_id: CLIENT,
  shown: "as-it-is",
  name: "Ada Example",
  first_name: "Ada",
  phone: "905-555-0142",
  email: "ada@example.com",
  stopped: { reason: "unsubscribed", since: "2026-04-02" } as unknown,
  reach_by: "phone",
  reach_note: "Best before 11:30 a.m." as string | null,
  notes: "Small dog, friendly." as string | null,
  deceased_on: null as string | null,
  erased_on: null as string | null,
  consent_basis: "purchase",
  consent_on: "2024-11-12",
  since: "2019-03-04",
  contacts: [{
    contact_id: OLDER,
    shown: "contact-as-it-is",
    name: "Cleo Example",
    relation: "daughter",
    phone: "905-555-0167",
    email: "cleo@example.com",
    stopped: null as unknown,
    receives: "instead",
    is_payer: true,
    billing_address: null as string | null,
    purchase_order: "44-1907" as string | null,
  }],
  work: [{
    activity_id: VISIT,
    kind: "callback",
    urgent: false,
    due_on: "2026-06-11",
    what: null as string | null,
  }],
};
