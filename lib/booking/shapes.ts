/** What the database's functions for clients answer. */
import * as z from "zod";
import { amountShape, instantShape } from "@/lib/database/shapes.ts";

/** A unit as the household sees it: nothing but its kind, due date and price. */
const householdUnit = z.object({
  contract_id: z.string(),
  kind: z.string(),
  due_on: z.string(),
  fee: amountShape,
});
export type HouseholdUnit = z.infer<typeof householdUnit>;

const appointment = z.object({
  task_id: z.string(),
  revision: z.number(),
  starts_at: instantShape,
  ends_at: instantShape,
  arrive_by: instantShape,
  technician_name: z.string().nullish().transform((name) => name ?? "Our technician"),
  units: z.array(householdUnit),
  fee_total: amountShape,
  can_change: z.boolean(),
});
export type Appointment = z.infer<typeof appointment>;

/** What open and booked links tell alike. */
const known = {
  first_name: z.string(),
  unit: z.object({
    kind: z.string(),
    name: z.string().nullish(),
    category: z.string().nullish(),
  }),
  due_on: z.string(),
  fee: amountShape,
  visit_minutes: z.number(),
  arrival_window_minutes: z.number().default(0),
  household: z.array(householdUnit).default([]),
};

const openPage = z.object({
  status: z.literal("open"),
  ...known,
  /** The company had to take the appointment off its calendar. */
  needs_new_time: z.boolean().default(false),
});
const bookedPage = z.object({ status: z.literal("booked"), ...known, appointment });
const closedPage = z.object({ status: z.enum(["expired", "invalid", "paused"]) });
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

const slot = z.object({
  starts_at: instantShape,
  ends_at: instantShape,
  technician_id: z.string(),
  technician_name: z.string(),
  travel_minutes: z.number(),
});
export type Slot = z.infer<typeof slot>;

/** How many times a day has. */
const dayCount = z.object({ date: z.string(), times: z.number() });
export type DayCount = z.infer<typeof dayCount>;

/** `open_slots`; without times where the link is of no use or the choice of units is refused. */
export const openSlots = z.object({
  status: z.string(),
  reason: z.string().nullish(),
  slots: z.array(slot).default([]),
  days: z.array(dayCount).default([]),
});
export type OpenSlots = z.infer<typeof openSlots>;

/** `confirm_booking`, `reschedule_booking`, `cancel_booking`, `request_callback`. */
export const outcome = z.object({
  status: z.enum([
    "booked",
    "already_booked",
    "slot_taken",
    "cancelled",
    "received",
    "too_late",
    "not_booked",
    "expired",
    "invalid",
    "rejected",
  ]),
  /** Why something was rejected. */
  reason: z.string().nullish(),
  /** How many characters a rejected text may have. */
  most: z.number().nullish(),
  /** Other times where the wanted one was taken, nearest first. */
  slots: z.array(slot).default([]),
  /** After a cancellation: what is left of the visit; null where nothing is. */
  appointment: appointment.nullish(),
});
export type Outcome = z.infer<typeof outcome>;
