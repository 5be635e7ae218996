import * as z from "zod";
import {
  amountShape,
  dayShape,
  instantShape,
  mailStateShape,
  pricedUnitShape,
} from "@/lib/database/shapes.ts";

/** Whom to call (`private.number_to_call`). */
const callShape = z.object({
  phone: z.string(),
  from: z.enum(["left", "file", "contact"]),
  name: z.string().nullish(),
  relation: z.string().nullish(),
});

/** What the activity holds for whoever does it; each kind has some of these. */
const detailsShape = z.looseObject({
  reason: z.string().nullish().catch(null),
  /** What the self-check looked at and found broken. */
  rule: z.string().nullish().catch(null),
  note: z.string().nullish().catch(null),
  what: z.string().nullish().catch(null),
  /** Which import it is about. */
  import_run_id: z.uuid().nullish().catch(null),
  /** Of an import: what it is about. */
  question: z.string().nullish().catch(null),
  /** Of a job elsewhere: what the other system calls it. */
  title: z.string().nullish().catch(null),
  /** Of who has moved. */
  where_to: z.string().nullish().catch(null),
  preferred_times: z.string().nullish().catch(null),
  /** "door": what would suit was noted by a technician. */
  heard_at: z.string().nullish().catch(null),
  address: z.string().nullish().catch(null),
  message: z.string().nullish().catch(null),
  /** When that mail says that somebody comes, or would have come. */
  starts_at: instantShape.nullish().catch(null),
  number: z.union([z.string(), z.number()]).nullish().catch(null),
  amount: amountShape.nullish().catch(null),
  /** Of a repair: what a client called about, and why somebody drove there in vain. */
  problem: z.string().nullish().catch(null),
  why: z.string().nullish().catch(null),
  photos: z.number().nullish().catch(null),
  failed: z.array(z.looseObject({ label: z.string() })).nullish().catch(null),
  expires_on: dayShape.nullish().catch(null),
  /** Of an invoice: what is left to pay, and since when. */
  balance: amountShape.nullish().catch(null),
  due_on: dayShape.nullish().catch(null),
  wrong_number: z.string().nullish().catch(null),
  postponed: z.string().nullish().catch(null),
});

const row = {
  activity_id: z.string(),
  kind: z.string(),
  urgent: z.boolean(),
  due_on: dayShape,
  /** 1 urgent, 2 by today, 3 this week, 4 later. */
  when_due: z.number(),
  asked_at: instantShape,
  /** Of a call that was asked for: the day by whose end it is promised. */
  call_by: dayShape.nullish(),
  details: detailsShape,
  /** What it is about: the first word of its subject. */
  subject: z.string(),
  customer_id: z.string().nullable(),
  customer: z.string().nullable(),
  has_died: z.boolean().nullable(),
  city: z.string().nullable(),
  reach_by: z.string().nullable(),
  reach_note: z.string().nullable(),
  call: callShape.nullable(),
  /** Where a letter is the way. */
  letter_contract_id: z.string().nullable(),
  contract_id: z.string().nullable(),
  unit_id: z.string().nullable(),
  unit_kind: z.string().nullable(),
  product_name: z.string().nullable(),
  told_apart: z.string().nullable(),
  unit_due_on: dayShape.nullable(),
  task_at: instantShape.nullable(),
  task_type: z.string().nullish(),
  technician: z.string().nullable(),
  /** The visit of the contract that is to come. */
  visit_id: z.string().nullable(),
  /** What the activity asks about, where that is a visit or an invoice. */
  about_visit_id: z.string().nullable(),
  /** The repair that it is about, or one that goes on of its unit. */
  about_repair_id: z.string().nullish(),
  /** What is wrong with the unit, of a repair. */
  problem: z.string().nullish(),
  about_invoice_id: z.string().nullable(),
  /** The open question of an import that asks the same. */
  about_conflict_id: z.string().nullish(),
  owner_id: z.string().nullable(),
  owner: z.string().nullable(),
  is_mine: z.boolean().nullable(),
  /** In a row without an answer. */
  tries: z.number(),
  /** Sent back by forms that change whose it is, or when it comes back. */
  shown: z.string(),
};

export const rowShape = z.object(row);
/** One thing that the office is to do. */
export type WorkRow = z.infer<typeof rowShape>;

export const listShape = z.object({
  today: dayShape,
  /** A day of work a week ahead. */
  next_week: dayShape,
  activities: z.number(),
  /** How many stand in each part of the list, by `when_due`. */
  parts: z.record(z.string(), z.number()),
  kinds: z.array(z.object({ kind: z.string(), open: z.number(), urgent: z.number() })),
  rows: z.array(rowShape),
  after: z.string().nullable(),
});
export type Work = z.infer<typeof listShape>;

const unitShape = pricedUnitShape.extend({ contract_id: z.string(), due_on: dayShape });

const latelyShape = z.discriminatedUnion("what", [
  z.object({
    what: z.literal("call"),
    at: instantShape,
    result: z.string(),
    note: z.string().nullable(),
    by: z.string().nullable(),
  }),
  z.object({
    what: z.literal("mail"),
    at: instantShape,
    kind: z.string(),
    state: mailStateShape,
  }),
]);
export type Lately = z.infer<typeof latelyShape>;

const offerShape = z.object({
  starts_at: instantShape,
  ends_at: instantShape,
  technician_id: z.string(),
  technician_name: z.string(),
});
export type Offer = z.infer<typeof offerShape>;

export const activityShape = z.object({
  ...row,
  state: z.enum(["open", "done"]),
  today: dayShape,
  closed_at: instantShape.nullable(),
  outcome: z.string().nullable(),
  client: z.looseObject({
    email: z.string().nullish(),
    address: z.string().nullish(),
    contacts: z.array(z.looseObject({
      name: z.string(),
      relation: z.string().nullable(),
      phone: z.string().nullable(),
    })).default([]),
  }).nullable(),
  unit: unitShape.extend({ product_name: z.string().nullish(), minutes: z.number() }).nullable(),
  /** What else is due in the household. */
  others: z.array(unitShape),
  /** The first times that a technician can come. */
  offers: z.array(offerShape),
  lately: z.array(latelyShape),
  /** The number of the last call that this page knows of. */
  calls_seen: z.number(),
  /** When a call without an answer comes back. */
  again_on: dayShape,
  /** The next day of work, and one a week ahead: neither a weekend nor a holiday. */
  next_day: dayShape,
  next_week: dayShape,
  /** How a call about it can have gone. */
  results: z.array(
    z.enum(["no_answer", "left_message", "spoke", "declined", "wrong_number", "booked"]),
  ),
  /** Who else has it open. */
  opened: z.object({ by: z.string(), at: instantShape }).nullable(),
  staff: z.array(z.object({ staff_id: z.string(), name: z.string() })),
});
/** One activity with all that a caller needs. */
export type ActivityPage = z.infer<typeof activityShape>;

export const loggedShape = z.object({
  activity_id: z.string(),
  kind: z.string(),
  customer: z.string().nullable(),
  state: z.enum(["open", "done"]),
  result: z.string().nullable(),
  /** Of that call. */
  number: z.number(),
  again_on: dayShape.nullable(),
  can_undo: z.boolean(),
});
/** What was logged last about an activity. */
export type Logged = z.infer<typeof loggedShape>;
