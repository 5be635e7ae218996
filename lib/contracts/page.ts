import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { amountShape, dayShape, instantShape, mailStateShape } from "@/lib/database/shapes.ts";
import { STATES } from "./list.ts";

const visitShape = z.object({
  visit_id: z.string(),
  state: z.string(),
  starts_at: instantShape,
  on_day: dayShape,
  technician_name: z.string().nullable(),
  booked_by: z.enum(["client", "office", "technician"]),
  /** Its time has passed, and nobody said what became of it. */
  not_closed: z.boolean(),
  certificate: z.string().nullable(),
});
export type CycleVisit = z.infer<typeof visitShape>;

const toldShape = z.object({
  band: z.number(),
  due_on: dayShape,
  on_day: dayShape,
  /** None where the office was asked to call or to write instead. */
  mails: z.array(z.object({ recipient: z.string(), state: mailStateShape })),
});
export type Told = z.infer<typeof toldShape>;

const cycleShape = z.object({
  number: z.number(),
  due_on: dayShape,
  opened_on: dayShape,
  told: z.array(toldShape),
  visit: visitShape.nullable(),
});
export type OpenCycle = z.infer<typeof cycleShape>;

const pastShape = z.object({
  number: z.number(),
  due_on: dayShape,
  outcome: z.enum(["serviced", "declined", "contract_cancelled", "transferred"]),
  closed_on: dayShape,
  closed_reason: z.string().nullable(),
  /** As it was told; null where it never was. */
  fee: amountShape.nullable(),
  visit: visitShape.nullable(),
});
export type PastCycle = z.infer<typeof pastShape>;

const priceShape = z.object({
  contract_fee: amountShape,
  no_charge_until: dayShape.nullable(),
  no_charge_reason: z.string().nullable(),
  tax_code_id: z.string(),
  contract_tax: z.string(),
  tax_reason: z.string().nullable(),
  /** Since when the open cycle's price is told. */
  frozen_on: dayShape.nullable(),
  open: z.object({
    fee: amountShape,
    tax: amountShape,
    tax_name: z.string(),
    no_charge_reason: z.string().nullable(),
  }).nullable(),
  /** The next fee, and from when on. */
  coming: z.object({ fee: amountShape, from_on: dayShape }).nullish(),
  payer: z.string().nullable(),
});

const actsShape = z.object({
  /** What stands in the way of most of them. */
  visit: z.enum(["begun", "booked"]).nullable(),
  resumes_due_on: dayShape.nullable(),
  rest_ends_due_on: dayShape.nullable(),
  /** When the cycle after this one is due, if this one is served as it is booked, or due. */
  then_due_on: dayShape.nullable(),
  taxes: z.array(z.object({ tax_code_id: z.string(), name: z.string() })),
  skips_to: dayShape.nullable(),
  not_reminded: z.string().nullable(),
  reminds: z.array(z.string()),
});

const pageShape = z.object({
  contract_id: z.string(),
  today: dayShape,
  /** What the page shows, for forms to send back. */
  shown: z.string(),
  state: z.enum(STATES),
  source: z.enum(["sale", "backfill", "claims", "manual"]),
  since: dayShape,
  interval_months: z.number(),
  due_anchor_on: dayShape,
  last_service_on: dayShape.nullable(),
  paused_until: dayShape.nullable(),
  paused_reason: z.string().nullable(),
  cancelled_reason: z.string().nullable(),
  cancelled_note: z.string().nullable(),
  visit_minutes: z.number().nullable(),
  skill: z.string().nullable(),
  order_id: z.string().nullish(),
  order_number: z.string().nullable(),
  client: z.object({
    customer_id: z.string(),
    name: z.string(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
  }),
  unit: z.object({
    unit_id: z.string(),
    kind: z.string(),
    category: z.string(),
    product_name: z.string().nullable(),
    serial_number: z.string().nullable(),
    told_apart: z.string().nullable(),
    condition: z.enum(["in_service", "out_of_service", "retired"]),
    installed_on: dayShape.nullable(),
    safety_critical: z.boolean(),
    address: z.string().nullable(),
  }),
  price: priceShape,
  cycle: cycleShape.nullable(),
  past: z.array(pastShape),
  activities: z.array(z.object({
    activity_id: z.string(),
    kind: z.string(),
    urgent: z.boolean(),
    due_on: dayShape,
    asked_at: instantShape,
  })),
  acts: actsShape,
});
export type ContractPage = z.infer<typeof pageShape>;

/**
 * A contract as the office sees it: where its cycle stands, what it costs, and what could be done about it.
 *
 * @throws {HttpError} 404 for one that is not there
 */
export async function readContractPage(rpc: Rpc, contract_id: string): Promise<ContractPage> {
  return pageShape.parse(await rpc("contract_page", { contract_id }));
}
