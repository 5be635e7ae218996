/** A contract as the office sees it, over the stand-in: overdue, booked, resting, ended. */
import { CONTRACT, signIn, staffIs } from "./staff_world.ts";
import { LUIS } from "./fake_api.ts";
import { api } from "./world.ts";

export const VISIT = "77777777-7777-4777-8777-777777777777";

/** Told three times, not booked, a fortnight late, and its client asked for a call. */
export const OVERDUE = {
  status: "ok",
  contract_id: CONTRACT,
  today: "2026-11-26",
  shown: "active 4 2026-11-12",
  state: "active",
  source: "backfill",
  since: "2024-11-12",
  interval_months: 6,
  due_anchor_on: "2024-11-12",
  last_service_on: "2026-05-08" as string | null,
  paused_until: null as string | null,
  paused_reason: null as string | null,
  cancelled_reason: null as string | null,
  cancelled_note: null as string | null,
  visit_minutes: 60,
  skill: "Lifts",
  order_number: "S04417",
  client: {
    customer_id: LUIS,
    name: "Ethel Example",
    phone: "905-555-0142",
    email: "ethel@example.com",
  },
  unit: {
    unit_id: LUIS,
    kind: "Stair lift",
    category: "stairlift",
    product_name: "Flow X",
    serial_number: null,
    told_apart: null,
    condition: "in_service",
    installed_on: "2024-11-12",
    safety_critical: true,
    address: "27 Maple Avenue, Oakville ON L6J 2K4",
  },
  price: {
    contract_fee: 239,
    no_charge_until: null as string | null,
    no_charge_reason: null as string | null,
    tax_code_id: LUIS,
    contract_tax: "HST 13 %",
    tax_reason: null,
    frozen_on: "2026-10-13" as string | null,
    open: { fee: 229, tax: 29.77, tax_name: "HST 13 %", no_charge_reason: null },
    payer: "Great Lakes Insurance",
  },
  cycle: {
    number: 4,
    due_on: "2026-11-12",
    opened_on: "2026-05-08",
    told: [
      { band: 30, due_on: "2026-11-12", on_day: "2026-10-13", mails: [mail("sent")] },
      { band: 7, due_on: "2026-11-12", on_day: "2026-11-05", mails: [mail("sent"), mail("dead")] },
      { band: 1, due_on: "2026-11-12", on_day: "2026-11-11", mails: [] },
    ],
    visit: null as unknown,
  },
  past: [
    {
      number: 3,
      due_on: "2026-05-12",
      outcome: "serviced",
      closed_on: "2026-05-08",
      closed_reason: null,
      fee: 229,
      visit: visit({ state: "done", on_day: "2026-05-08", certificate: "MIR-2026-00112" }),
    },
    {
      number: 2,
      due_on: "2025-11-12",
      outcome: "declined",
      closed_on: "2025-11-20",
      closed_reason: "Serviced elsewhere",
      fee: null,
      visit: null,
    },
  ],
  activities: [{
    activity_id: VISIT,
    kind: "callback",
    urgent: false,
    due_on: "2026-11-27",
    asked_at: "2026-11-26T15:00:00+00:00",
  }],
  acts: {
    visit: null as string | null,
    resumes_due_on: null as string | null,
    rest_ends_due_on: null as string | null,
    then_due_on: "2027-05-12" as string | null,
    taxes: [{ tax_code_id: LUIS, name: "HST 13 %" }, { tax_code_id: VISIT, name: "Zero-rated" }],
    skips_to: "2027-05-12" as string | null,
    not_reminded: null as string | null,
    reminds: ["ethel@example.com"],
  },
};

function mail(state: string) {
  return { recipient: "ethel@example.com", state };
}

function visit(changes: Record<string, unknown>) {
  return {
    visit_id: VISIT,
    state: "scheduled",
    starts_at: "2026-12-01T14:00:00+00:00",
    on_day: "2026-12-01",
    technician_name: "Luis Two",
    booked_by: "client",
    not_closed: false,
    certificate: null,
    ...changes,
  };
}

/** Booked for December 1. */
export const BOOKED = {
  ...OVERDUE,
  cycle: { ...OVERDUE.cycle, visit: visit({}) },
  acts: { ...OVERDUE.acts, visit: "booked", not_reminded: "booked" },
};

/** Resting until April. */
export const RESTING = {
  ...OVERDUE,
  state: "paused",
  paused_until: "2027-04-01",
  paused_reason: "In Florida",
  activities: [],
  acts: {
    ...OVERDUE.acts,
    resumes_due_on: "2026-12-26",
    rest_ends_due_on: "2027-04-15",
    skips_to: null,
    not_reminded: "state",
  },
};

/** Ended, with all of its cycles. */
export const ENDED = {
  ...OVERDUE,
  state: "cancelled",
  cancelled_reason: "sold",
  cancelled_note: "To a cousin",
  cycle: null,
  activities: [],
  price: { ...OVERDUE.price, open: null, frozen_on: null },
  acts: { ...OVERDUE.acts, then_due_on: null, skips_to: null, not_reminded: "state" },
};

const sessions = new Map<string, Promise<{ Cookie: string }>>();

/** Somebody of that role, signed in once, who sees this contract and gets these answers. */
export async function atTheDesk(
  contract: unknown,
  answers: Record<string, unknown> = {},
  role = "office",
) {
  if (!sessions.has(role)) sessions.set(role, signIn(role));
  const headers = await sessions.get(role)!;
  staffIs(role);
  api.answer({
    contract_page: () => contract,
    ...Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, () => answer])),
  });
  return headers;
}
