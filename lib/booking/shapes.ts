/** What the database's functions for clients answer. */
import * as z from "zod";
import { instantShape, pricedUnitShape } from "@/lib/database/shapes.ts";

/** A unit on a page of its client's: with its contract and due date. */
const pricedUnit = pricedUnitShape.extend({ contract_id: z.string(), due_on: z.string() });
export type PricedUnit = z.infer<typeof pricedUnit>;

/** Another unit of the household, which could share the visit. */
const householdUnit = pricedUnit.extend({ visit_minutes: z.number() });

const appointment = z.object({
  task_id: z.string(),
  revision: z.number(),
  starts_at: instantShape,
  ends_at: instantShape,
  arrive_by: instantShape,
  technician_name: z.string().nullish().transform((name) => name ?? "Our technician"),
  units: z.array(pricedUnit),
  can_change: z.boolean(),
  /** Until when it can be changed here. */
  cutoff_at: instantShape,
  /** What was told with it: the last digits of a phone number, how to get in. */
  phone_ends: z.string().nullish(),
  access_notes: z.string().nullish(),
  /** Units that were taken off it. */
  given_up: z.array(pricedUnit).default([]),
  /** Addresses that we wrote to, masked. */
  mailed_to: z.array(z.string()).default([]),
  /** Whether a mail reminds of it the day before. */
  will_remind: z.boolean().default(false),
  /** It was over two hours ago, and nobody has said what became of it. */
  not_closed: z.boolean().default(false),
});
export type Appointment = z.infer<typeof appointment>;

/** "This isn't right any more", as it was told us. */
const reported = z.object({
  /** What the unit is called, and what tells it from others of its owner's. */
  kind: z.string(),
  told_apart: z.string().nullish(),
  what: z.string(),
  on: z.string(),
  /** Whether a number was left to call. */
  may_call: z.boolean(),
  /** Whether the unit's last visit was cancelled. */
  was_cancelled: z.boolean().nullish(),
  /** When a visit begins that takes place all the same, perhaps by another link. */
  visit_at: instantShape.nullish(),
});
export type Reported = z.infer<typeof reported>;

/** "Please call me", as it was asked for. */
const call = z.object({
  /** The day by whose end we call. */
  by: z.string(),
  phone_ends: z.string(),
  preferred_times: z.string().nullish(),
  note: z.string().nullish(),
});
export type Call = z.infer<typeof call>;

/** What open and booked links tell alike. */
const known = {
  first_name: z.string(),
  unit: z.object({
    kind: z.string(),
    name: z.string().nullish(),
    category: z.string().nullish(),
  }).transform(({ name, ...unit }) => ({ ...unit, product_name: name })),
  own: pricedUnit,
  due_on: z.string(),
  visit_minutes: z.number(),
  arrival_window_minutes: z.number().default(0),
  household: z.array(householdUnit).default([]),
  call: call.nullish(),
};

const openPage = z.object({
  status: z.literal("open"),
  ...known,
  /** The company had to take the appointment off its calendar. */
  needs_new_time: z.boolean().default(false),
  /** Whether the last visit was cancelled. */
  was_cancelled: z.boolean().default(false),
  /** The visit that this unit was taken off, and that takes place for others. */
  still_coming: appointment.nullish(),
});
const bookedPage = z.object({
  status: z.literal("booked"),
  ...known,
  appointment,
  reported: reported.nullish(),
});
const closedPage = z.object({
  status: z.enum(["expired", "invalid", "paused"]),
  reported: reported.nullish(),
});
export type OpenPage = z.infer<typeof openPage>;
export type BookedPage = z.infer<typeof bookedPage>;
export type ClosedStatus = z.infer<typeof closedPage>["status"];

/** `booking_page` */
export const bookingPage = z.discriminatedUnion("status", [
  openPage,
  bookedPage,
  closedPage,
  z.object({ status: z.literal("rejected") }),
]);
export type BookingPage = Exclude<z.infer<typeof bookingPage>, { status: "rejected" }>;

export const slot = z.object({
  starts_at: instantShape,
  ends_at: instantShape,
  technician_id: z.string(),
  technician_name: z.string(),
  travel_minutes: z.number(),
});
export type Slot = z.infer<typeof slot>;

/**
 * Why a wanted time cannot be had: over, too soon, too far ahead, in a season in which such units are not visited,
 * somebody else's, never offered to anybody; or no time can be, since the place is out of reach, or the visit so far ahead that its
 * client cannot move it yet.
 */
export const goneShape = z
  .enum(["past", "notice", "horizon", "winter", "taken", "never", "area", "far"])
  .catch("taken");
export type Gone = z.infer<typeof goneShape>;

/** How many times a day has. */
const dayCount = z.object({ date: z.string(), times: z.number() });
export type DayCount = z.infer<typeof dayCount>;

/** `open_slots`; without times where the link is of no use or the choice of units is refused. */
export const openSlots = z.object({
  status: z.string(),
  reason: z.string().nullish(),
  slots: z.array(slot).default([]),
  days: z.array(dayCount).default([]),
  /** The last day that can be booked. */
  book_until: z.string().nullish(),
  /** Of a visit that is too far ahead: from when its client can move it. */
  moves_from: z.string().nullish(),
  gone: goneShape,
  /** Where the days reach into a season without times: its first of them, and from when there are times again. */
  winter: z.object({ from_on: z.string(), again_on: z.string().nullable() }).nullish(),
});
export type OpenSlots = z.infer<typeof openSlots>;

/** `confirm_booking` and whatever else the holder of a link does. */
export const outcome = z.object({
  status: z.enum([
    "booked",
    "already_booked",
    "slot_taken",
    "cancelled",
    "received",
    "changed",
    "noted",
    "withdrawn",
    "not_reported",
    "too_late",
    "not_booked",
    "expired",
    "invalid",
    "rejected",
  ]),
  /** Whether a visit was where it was to be moved. */
  unchanged: z.boolean().default(false),
  /** Why something was rejected. */
  reason: z.string().nullish(),
  /** How many characters a rejected text may have. */
  most: z.number().nullish(),
  /** Of a time that is gone: others, nearest first, and why it is. */
  slots: z.array(slot).default([]),
  gone: goneShape,
});
export type Outcome = z.infer<typeof outcome>;
