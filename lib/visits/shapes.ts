/** What a technician is told: `technician_day` and `visit_sheet`. */
import * as z from "zod";
import {
  amountShape,
  conditionShape,
  dayShape,
  instantShape,
  pricedUnitShape,
} from "@/lib/database/shapes.ts";

export const VISIT_STATES = [
  "scheduled",
  "in_progress",
  "done",
  "needs_rescheduling",
  "no_show",
  "not_completed",
  "cancelled",
  "reversed",
] as const;

/** The states of work that is on somebody's calendar, or came to nothing there. */
export const STOP_STATES = [
  "scheduled",
  "en_route",
  "in_progress",
  "completed",
  "no_show",
  "not_completed",
] as const;

export const WORK = [
  "maintenance",
  "repair",
  "delivery",
  "assessment",
  "time_off",
  "other",
] as const;

/** A unit of a stop, with its visit and price. */
export const unitShape = pricedUnitShape.extend({
  visit_id: z.string(),
  state: z.enum(VISIT_STATES),
  minutes: z.number(),
  contract_id: z.string(),
  unit_id: z.string(),
  category: z.string(),
  product_name: z.string().nullable(),
  serial_number: z.string().nullable(),
  condition: conditionShape,
  installed_on: dayShape.nullable(),
  safety_critical: z.boolean(),
});
export type WorkUnit = z.infer<typeof unitShape>;

const openInvoice = z.object({
  invoice_id: z.string(),
  work_order_id: z.string().nullable(),
  /** As it is printed: "M-000087". */
  number: z.string(),
  issued_on: dayShape,
  balance: amountShape,
});

/** How to reach whoever is visited, and what they owe from before. */
const client = z.object({
  customer_id: z.string(),
  name: z.string(),
  /** Empty where a greeting without name is better. */
  first_name: z.string(),
  /** As it was typed, for `phoneHref`; the one left for this visit before the client's own. */
  phone: z.string().nullable(),
  email: z.string().nullable(),
  contacts: z.array(
    z.object({ name: z.string(), relation: z.string().nullable(), phone: z.string() }),
  ),
  open_invoices: z.array(openInvoice),
  open_balance: amountShape,
});
export type WorkClient = z.infer<typeof client>;

/** A task of a technician's day. What is not near lacks the client and all else that only the day needs. */
export const stopShape = z.object({
  task_id: z.string(),
  task_type: z.enum(WORK),
  state: z.enum(STOP_STATES),
  /** Grows with every change of time, technician or state: what a report is based on. */
  revision: z.number(),
  title: z.string().nullable(),
  starts_at: instantShape,
  ends_at: instantShape,
  /** Until when the client was promised that somebody comes; null for work without visits. */
  arrive_by: instantShape.nullable(),
  started_at: instantShape.nullable(),
  finished_at: instantShape.nullable(),
  client_name: z.string().nullable(),
  address: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  units: z.array(unitShape),
  /** Its time has passed and nobody said what became of it. */
  not_closed: z.boolean(),
  /** Yesterday, today or tomorrow: its technician can say how far they are. */
  is_near: z.boolean(),
  notes: z.string().nullish(),
  /** How to get in, by what the client wrote and what is known of the units. */
  access_notes: z.array(z.string()).default([]),
  client: client.nullish(),
  /** Of all units that are not given up: fee, tax and both. */
  fee: amountShape.nullish(),
  tax: amountShape.nullish(),
  total: amountShape.nullish(),
});
export type Stop = z.infer<typeof stopShape>;

export const dayOfWorkShape = z.object({
  status: z.literal("ok"),
  on_day: dayShape,
  today: dayShape,
  as_of: instantShape,
  technician: z.object({ technician_id: z.string(), first_name: z.string() }),
  /** In the order of their times. */
  stops: z.array(stopShape),
  /** Stops of earlier days whose outcome nobody wrote down. */
  not_closed: z.array(stopShape),
  /** The first work after that day. */
  next: z.object({
    task_id: z.string(),
    task_type: z.enum(WORK),
    starts_at: instantShape,
    address: z.string().nullable(),
  }).nullable(),
});
export type DayOfWork = z.infer<typeof dayOfWorkShape>;

const RESULTS = ["pass", "fail", "not_applicable"] as const;

const line = z.object({
  position: z.number(),
  label: z.string(),
  help: z.string().nullable(),
  required: z.boolean(),
  safety_critical: z.boolean(),
  /** Null until somebody answers. */
  result: z.enum(RESULTS).nullable(),
  note: z.string().nullable(),
});
export type ChecklistLine = z.infer<typeof line>;

/** A visit's checklist by section, with the answers so far. */
export const checklistShape = z.array(
  z.object({ section: z.string(), lines: z.array(line) }),
);

export const pastVisitShape = z.object({
  visit_id: z.string(),
  state: z.enum(VISIT_STATES),
  on_day: dayShape,
  technician_name: z.string().nullable(),
  /** Why it came to nothing. */
  reason: z.string().nullable(),
  /** How many lines of its checklist were answered. */
  lines: z.number(),
  failed: z.array(
    z.object({ label: z.string(), note: z.string().nullable(), safety_critical: z.boolean() }),
  ),
  findings: z.string().nullable(),
  advice_to_client: z.string().nullable(),
  /** How many were taken. */
  photos: z.number().default(0),
});
export type PastVisit = z.infer<typeof pastVisitShape>;

/** Another unit of the household that is due. */
const addableUnit = pricedUnitShape.extend({
  contract_id: z.string(),
  product_name: z.string().nullable(),
  due_on: dayShape,
  minutes: z.number(),
  /** Why it cannot be serviced at the same stop; null where it can. */
  refused: z.string().nullable(),
});
export type AddableUnit = z.infer<typeof addableUnit>;

export const visitSheetShape = z.discriminatedUnion("status", [
  z.object({ status: z.literal("cancelled") }),
  z.object({
    status: z.literal("ok"),
    visit_id: z.string(),
    as_of: instantShape,
    unit: unitShape,
    stop: stopShape,
    checklist: checklistShape,
    /** Positions of lines that need an answer and have none. */
    missing: z.array(z.number()),
    /** The unit's last visits, newest first. */
    history: z.array(pastVisitShape),
    /** Other units of the household that are due and not booked (`add_unit_to_stop`). */
    could_add: z.array(addableUnit).default([]),
  }),
]);
export type VisitSheet = z.infer<typeof visitSheetShape>;
