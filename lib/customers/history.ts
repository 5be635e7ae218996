import * as z from "zod";
import {
  amountShape,
  batteryShape,
  certificateStateShape,
  conditionShape,
  dayShape,
  instantShape,
  invoiceStateShape,
  mailStateShape,
  putInShape,
} from "@/lib/database/shapes.ts";
import { historyStepShape } from "@/lib/text/repair_steps.ts";
import type { Rpc } from "@/lib/database/rpc.ts";

/** Why nothing, or no reminder, goes to an address now. */
const suppressed = z.enum(["unsubscribed", "hard_bounce", "complaint"]).nullable();
export type Suppressed = z.infer<typeof suppressed>;

/** What a unit is and where it stands (`private.units_known`). */
export const unitShape = z.object({
  unit_id: z.string(),
  kind: z.string(),
  /** Whether it is built in and does not move with its owner. */
  installed: z.boolean(),
  product_name: z.string().nullable(),
  told_apart: z.string().nullable(),
  serial_number: z.string().nullable(),
  condition: conditionShape,
  /** Since when it is not in service. */
  condition_since: dayShape.nullable(),
  installed_on: dayShape.nullable(),
  address: z.string().nullable(),
  contract: z.object({
    contract_id: z.string(),
    state: z.enum(["draft", "active", "paused", "cancelled"]),
    interval_months: z.number(),
    fee: amountShape,
    cancelled_reason: z.string().nullable(),
  }).nullable(),
  due_on: dayShape.nullable(),
  /** The visit that waits for its outcome. */
  coming: z.object({
    visit_id: z.string(),
    starts_at: instantShape,
    technician_name: z.string().nullable(),
    not_closed: z.boolean(),
    /** Whether it waits for another time. */
    waits: z.boolean(),
  }).nullable(),
  certificate: z.object({
    number: z.string(),
    expires_on: dayShape,
    state: certificateStateShape,
  }).nullable(),
});
export type KnownUnit = z.infer<typeof unitShape>;

const visitShape = z.object({
  visit_id: z.string(),
  at: instantShape,
  state: z.enum(["done", "no_show", "not_completed", "reversed"]),
  on_day: dayShape,
  technician_name: z.string().nullable(),
  reason: z.string().nullable(),
  /** How many lines of its checklist were answered. */
  lines: z.number(),
  failed: z.array(
    z.object({ label: z.string(), note: z.string().nullable(), safety_critical: z.boolean() }),
  ),
  findings: z.string().nullable(),
  advice_to_client: z.string().nullable(),
  /** How many photos were taken. */
  photos: z.number().default(0),
  unit_id: z.string(),
  kind: z.string(),
  product_name: z.string().nullable(),
  told_apart: z.string().nullable(),
  signed_by: z.string().nullable(),
  signed_as: z.enum(["client", "caregiver", "facility_staff", "unable"]).nullable(),
  parts: z.array(z.object({
    description: z.string(),
    quantity: amountShape,
    charge: z.enum(["included", "billed", "quote"]),
    serial_number: z.string().nullable(),
  })),
  certificates: z.array(
    z.object({ number: z.string(), expires_on: dayShape, state: certificateStateShape }),
  ),
  invoices: z.array(z.object({
    invoice_id: z.string(),
    state: invoiceStateShape,
    number: z.string().nullable(),
    total: amountShape,
    balance: amountShape,
  })),
  repairs: z.array(z.object({
    work_order_id: z.string(),
    number: z.number(),
    state: z.string(),
    quoted: amountShape,
    repaired_on: dayShape.nullable(),
  })),
});
export type HistoryVisit = z.infer<typeof visitShape>;

/** A repair of a unit, for who has it now (`private.repairs_of`). */
const repairShape = z.object({
  work_order_id: z.string(),
  number: z.number(),
  state: z.string(),
  unit_id: z.string(),
  kind: z.string(),
  problem: z.string().nullable(),
  quoted: amountShape,
  opened_on: dayShape,
  repaired_on: dayShape.nullable(),
  is_open: z.boolean(),
  photos: z.number().default(0),
});
export type UnitRepair = z.infer<typeof repairShape>;

const repairStepShape = historyStepShape.extend({
  unit_id: z.string(),
  kind: z.string(),
  product_name: z.string().nullable(),
  told_apart: z.string().nullable(),
  /** Quoted, or answered: before tax, and with it. */
  net: amountShape.nullable(),
  total: amountShape.nullable(),
});
export type RepairStep = z.infer<typeof repairStepShape>;

const mailShape = z.object({
  message_id: z.string(),
  at: instantShape,
  sent_at: instantShape.nullable(),
  kind: z.string(),
  /** Null of a client who was erased. */
  recipient: z.string().nullable(),
  state: mailStateShape,
  suppressed,
});
export type HistoryMail = z.infer<typeof mailShape>;

const invoiceShape = z.object({
  invoice_id: z.string(),
  at: instantShape,
  state: invoiceStateShape,
  number: z.string(),
  due_on: dayShape,
  total: amountShape,
  balance: amountShape,
});
export type HistoryInvoice = z.infer<typeof invoiceShape>;

const pageShape = z.object({
  /** The company's day, which a printed page bears. */
  today: dayShape,
  counts: z.object({
    visits: z.number(),
    repairs: z.number(),
    mails: z.number(),
    invoices: z.number(),
  }),
  /** What the next page begins after; null on the last. */
  older_than: z.string().nullable(),
  visits: z.array(visitShape),
  repair_steps: z.array(repairStepShape),
  mails: z.array(mailShape),
  invoices: z.array(invoiceShape),
});
export type HistoryPage = z.infer<typeof pageShape>;

const unitHistory = pageShape.extend({
  unit: unitShape,
  client: z.object({ customer_id: z.string(), name: z.string() }),
  /** The one that it was sold with. */
  order: z.object({ order_id: z.string(), order_number: z.string() }).nullish(),
  /** Those that go on first. */
  repairs: z.array(repairShape),
  put_in: putInShape,
  battery: batteryShape,
});
export type UnitHistory = z.infer<typeof unitHistory>;

const clientShape = z.object({
  customer_id: z.string(),
  name: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  suppressed,
  address: z.string().nullable(),
  contacts: z.array(z.object({
    name: z.string(),
    relation: z.string().nullable(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
    receives: z.enum(["beside", "instead", "nothing"]),
    is_payer: z.boolean(),
    suppressed,
  })),
  open_balance: amountShape,
});
export type KnownClient = z.infer<typeof clientShape>;

const clientHistory = pageShape.extend({
  client: clientShape,
  units: z.array(unitShape),
  repairs: z.array(repairShape),
});
export type ClientHistory = z.infer<typeof clientHistory>;

/** The kinds of things that happen. */
export const KINDS = ["visits", "repairs", "mails", "invoices"] as const;
export type Kind = typeof KINDS[number];

/** Which part of a history a page shows. */
export interface HistoryStep {
  /** One kind of things alone. */
  show?: Kind;
  /** What the page begins after. */
  olderThan?: string;
}

/** Reads from an address what its page shows; what makes no sense is left out. */
export function readStep(query: URLSearchParams): HistoryStep {
  const show = KINDS.find((kind) => kind === query.get("show"));
  return { show, olderThan: z.uuid().safeParse(query.get("older_than")).data };
}

/** The address of that part of a history. */
export function stepHref(path: string, { show, olderThan }: HistoryStep): string {
  const query = new URLSearchParams();
  if (show) query.set("show", show);
  if (olderThan) query.set("older_than", olderThan);
  return query.size === 0 ? path : `${path}?${query}`;
}

/**
 * What is on record about a unit.
 *
 * @throws {HttpError} 404 for one that is not there
 */
export async function readUnitHistory(
  rpc: Rpc,
  unit_id: string,
  { show, olderThan }: HistoryStep,
): Promise<UnitHistory> {
  return unitHistory.parse(
    await rpc("unit_history", { unit_id, what: show, older_than: olderThan }),
  );
}

/**
 * What is on record about a client.
 *
 * @throws {HttpError} 404 for one that is not there
 */
export async function readClientHistory(
  rpc: Rpc,
  customer_id: string,
  { show, olderThan }: HistoryStep,
): Promise<ClientHistory> {
  return clientHistory.parse(
    await rpc("client_history", { customer_id, what: show, older_than: olderThan }),
  );
}

export type Happening =
  | { what: "visits"; id: string; at: string; visit: HistoryVisit }
  | { what: "repairs"; id: string; at: string; step: RepairStep }
  | { what: "mails"; id: string; at: string; mail: HistoryMail }
  | { what: "invoices"; id: string; at: string; invoice: HistoryInvoice };

/** All that a page tells in one list, newest first, in the order in which it was paged. */
export function happeningsOf(
  { visits, repair_steps, mails, invoices }: HistoryPage,
): Happening[] {
  const all: Happening[] = [
    ...visits.map((visit) =>
      ({ what: "visits", id: visit.visit_id, at: visit.at, visit }) as const
    ),
    ...repair_steps.map((step) =>
      ({ what: "repairs", id: step.step_id, at: step.at, step }) as const
    ),
    ...mails.map((mail) => ({ what: "mails", id: mail.message_id, at: mail.at, mail }) as const),
    ...invoices.map((invoice) =>
      ({ what: "invoices", id: invoice.invoice_id, at: invoice.at, invoice }) as const
    ),
  ];
  return all.sort((one, other) =>
    Date.parse(other.at) - Date.parse(one.at) || (one.id < other.id ? 1 : -1)
  );
}
