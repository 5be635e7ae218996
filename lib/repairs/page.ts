import * as z from "zod";
import { keptShape } from "@/lib/database/kept_report.ts";
import { photoShape } from "@/lib/database/photo.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import {
  amountShape,
  batteryShape,
  certificateStateShape,
  conditionShape,
  dayShape,
  instantShape,
  invoiceStateShape,
} from "@/lib/database/shapes.ts";

export const REPAIR_STATES = [
  "quoted",
  "approved",
  "waiting_for_parts",
  "scheduled",
  "done",
  "declined",
  "cancelled",
] as const;
export type RepairState = typeof REPAIR_STATES[number];

export const LINE_KINDS = ["call_out", "labour", "part"] as const;

const lineShape = z.object({
  kind: z.enum(LINE_KINDS),
  product_id: z.string().nullable(),
  description: z.string(),
  /** Of labour: hours. */
  quantity: amountShape,
  unit_price: amountShape,
  amount: amountShape,
});
export type QuoteLine = z.infer<typeof lineShape>;

const quoteShape = z.object({
  /** How often it was written: what a form says that it showed. */
  number: z.number(),
  lines: z.array(lineShape),
  net: amountShape,
  tax: amountShape,
  total: amountShape,
  tax_name: z.string(),
  tax_rate: amountShape,
  tax_reason: z.string().nullable(),
});
export type Quote = z.infer<typeof quoteShape>;

const rateShape = z.object({
  equipment_class: z.enum(["mobility", "lift_elevating"]),
  label: z.string(),
  call_out: amountShape,
  hourly: amountShape,
  minimum_minutes: z.number(),
});
export type Rate = z.infer<typeof rateShape>;

const productShape = z.object({
  product_id: z.string(),
  name: z.string(),
  list_price: amountShape.nullable(),
});
export type Product = z.infer<typeof productShape>;

const decisionShape = z.object({
  decision: z.enum(["approved", "declined"]),
  said_by: z.string(),
  said_how: z.enum(["phone", "email", "in_person", "letter"]),
  /** Before tax, and with it. */
  amount: amountShape,
  total: amountShape,
  note: z.string().nullable(),
  at: instantShape,
  by: z.string().nullable(),
});
export type Decision = z.infer<typeof decisionShape>;

const waitShape = z.object({
  what: z.string(),
  ordered_on: dayShape,
  expected_on: dayShape.nullable(),
  arrived_at: instantShape.nullable(),
  at: instantShape,
  by: z.string().nullable(),
});
export type Wait = z.infer<typeof waitShape>;

const reportShape = z.object({
  repaired_on: dayShape,
  recorded_by: z.enum(["technician", "office"]),
  at: instantShape,
  by: z.string().nullable(),
  labour_minutes: z.number().nullable(),
  findings: z.string().nullable(),
  signature: z.object({
    name: z.string().nullish(),
    role: z.string().nullish(),
    method: z.string().nullish(),
    reason: z.string().nullish(),
  }).nullable(),
  /** What was drawn, as base64 of a PNG. */
  picture: z.string().nullable(),
  next_repair_id: z.string().nullable(),
  photos: z.array(photoShape).default([]),
  parts: z.array(z.object({
    description: z.string(),
    quantity: amountShape,
    serial_number: z.string().nullable(),
  })),
  results: z.array(z.object({
    position: z.number(),
    label: z.string(),
    safety_critical: z.boolean(),
    result: z.enum(["pass", "fail", "not_applicable"]),
    note: z.string().nullable(),
  })),
});
export type RepairReport = z.infer<typeof reportShape>;

const pageShape = z.object({
  today: dayShape,
  /** Sent back by its forms. */
  shown: z.string(),
  work_order_id: z.string(),
  number: z.number(),
  state: z.enum(REPAIR_STATES),
  opened_at: instantShape,
  /** What a client called about; null where a visit found it. */
  problem: z.string().nullable(),
  cancelled_reason: z.string().nullable(),
  failed: z.array(z.object({
    position: z.number(),
    label: z.string(),
    note: z.string().nullable(),
    safety_critical: z.boolean(),
  })),
  client: z.object({
    customer_id: z.string(),
    name: z.string(),
    phone: z.string().nullable(),
    reach_by: z.string(),
    /** Whether they get a mail when it gets a time, or loses one. */
    is_mailed: z.boolean(),
    reach_note: z.string().nullable(),
    is_erased: z.boolean(),
    deceased_on: dayShape.nullable(),
    contacts: z.array(z.object({
      name: z.string(),
      relation: z.string().nullable(),
      phone: z.string().nullable(),
    })),
  }),
  unit: z.object({
    unit_id: z.string(),
    kind: z.string(),
    category: z.string(),
    product_name: z.string().nullable(),
    serial_number: z.string().nullable(),
    told_apart: z.string().nullable(),
    condition: conditionShape,
    safety_critical: z.boolean(),
    address: z.string().nullable(),
    has_place: z.boolean(),
  }),
  contract_id: z.string().nullable(),
  visit: z.object({
    visit_id: z.string(),
    service_on: dayShape,
    technician: z.string().nullable(),
  }).nullable(),
  others: z.array(z.object({ work_order_id: z.string(), number: z.number(), state: z.string() })),
  quote: quoteShape,
  rates: z.array(rateShape),
  products: z.array(productShape),
  decisions: z.array(decisionShape),
  waits: z.array(waitShape),
  minutes: z.number(),
  task: z.object({
    task_id: z.string(),
    revision: z.number(),
    state: z.string(),
    starts_at: instantShape,
    ends_at: instantShape,
    technician_id: z.string().nullable(),
    technician: z.string().nullable(),
    not_closed: z.boolean(),
  }).nullable(),
  /** Why it has no time any more, and which one that was; null where it never had one. */
  put_aside: z.object({
    at: instantShape,
    reason: z.string().nullable(),
    was_at: instantShape.nullable(),
    technician: z.string().nullable(),
    /** Because of what its day was closed. */
    why: z.string().nullable(),
  }).nullable(),
  failures: z.array(z.object({
    outcome: z.enum(["no_show", "not_completed"]),
    reason: z.string(),
    note: z.string().nullable(),
    at: instantShape,
    by: z.string().nullable(),
    photos: z.array(photoShape).default([]),
  })),
  /** Those that no report has named. */
  photos: z.array(photoShape).default([]),
  /** What a report of it answers anew. */
  lines: z.array(z.object({ position: z.number(), label: z.string() })),
  /** Reports that met it when it had changed. */
  kept: z.array(keptShape),
  report: reportShape.nullable(),
  certificates: z.array(z.object({
    number: z.string(),
    code: z.string(),
    expires_on: dayShape,
    state: certificateStateShape,
  })),
  invoices: z.array(z.object({
    invoice_id: z.string(),
    number: z.string().nullable(),
    state: invoiceStateShape,
    total: amountShape,
    balance: amountShape,
    due_on: dayShape.nullable(),
  })),
  battery: batteryShape,
  trail: z.array(z.object({
    at: instantShape,
    by: z.string().nullable(),
    what: z.string(),
    note: z.string().nullable(),
  })),
});
export type RepairPage = z.infer<typeof pageShape>;

/**
 * A repair as the office sees it.
 *
 * @throws {HttpError} 404 for one that is not there
 */
export async function readRepair(rpc: Rpc, work_order_id: string): Promise<RepairPage> {
  return pageShape.parse(await rpc("repair_page", { work_order_id }));
}

const slotShape = z.object({
  starts_at: instantShape,
  ends_at: instantShape,
  technician_id: z.string(),
  technician_name: z.string(),
  travel_minutes: z.number(),
});
export type RepairSlot = z.infer<typeof slotShape>;

const slotsShape = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("open"),
    slots: z.array(slotShape),
    /** A season without times lies in the days that were looked at. */
    winter: z.object({ from_on: dayShape, again_on: dayShape.nullable() }).nullish(),
  }),
  z.object({ status: z.literal("refused") }),
]);

/** The season in which nobody comes to such a unit, and from when there are times again. */
export type Rests = NonNullable<Extract<z.infer<typeof slotsShape>, { status: "open" }>["winter"]>;

/** Where a repair could be: the three times that suit it best, and a season without any in those days. */
export interface RepairTimes {
  slots: RepairSlot[];
  winter: Rests | null;
}

/** Times of an approved repair, from a day on; none for any other. */
export async function readTimes(
  rpc: Rpc,
  { work_order_id, state }: Pick<RepairPage, "work_order_id" | "state">,
  from_date?: string,
): Promise<RepairTimes> {
  if (state !== "approved") return { slots: [], winter: null };
  const answer = slotsShape.parse(
    await rpc("repair_slots", { work_order_id, from_date, days: 14, max_slots: 3 }),
  );
  return answer.status === "open"
    ? { slots: answer.slots, winter: answer.winter ?? null }
    : { slots: [], winter: null };
}
