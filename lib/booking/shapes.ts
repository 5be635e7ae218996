import * as z from "zod";
import { companyShape } from "@/lib/database/shapes.ts";

/** What the database's booking functions answer; amounts are `numeric`, as number or text. */
const amount = z.union([z.number(), z.string()]);
const instant = z.string().refine((text) => !Number.isNaN(Date.parse(text)));

const unit = z.object({
  kind: z.string(),
  name: z.string().nullish(),
  category: z.string().nullish(),
});

/** A unit as the household sees it: nothing but its kind and due date. */
const householdUnit = z.object({
  contract_id: z.string(),
  kind: z.string(),
  due_on: z.string(),
  fee: amount,
});
export type HouseholdUnit = z.infer<typeof householdUnit>;

const appointment = z.object({
  task_id: z.string(),
  revision: z.number(),
  starts_at: instant,
  ends_at: instant,
  arrive_by: instant,
  technician_name: z.string().nullish().transform((name) => name ?? "Our technician"),
  units: z.array(householdUnit),
  fee_total: amount,
  can_change: z.boolean(),
  cutoff_at: instant.nullish(),
});
export type Appointment = z.infer<typeof appointment>;

const known = {
  company: companyShape,
  first_name: z.string(),
  unit,
  due_on: z.string(),
  fee: amount,
  tax_note: z.string().default("+ applicable tax"),
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
const closedPage = z.object({
  status: z.enum(["expired", "invalid", "paused"]),
  company: companyShape.optional(),
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

const slot = z.object({
  starts_at: instant,
  ends_at: instant,
  technician_id: z.string(),
  technician_name: z.string(),
  travel_minutes: z.number(),
});
export type Slot = z.infer<typeof slot>;

const found = {
  slots: z.array(slot),
  days: z.array(z.object({ date: z.string(), times: z.number() })),
};
export type Found = { slots: Slot[]; days: { date: string; times: number }[] };

/** `open_slots`; without times where the link is of no use or the choice of units is refused. */
export const openSlots = z.object({
  status: z.string(),
  reason: z.string().nullish(),
  slots: found.slots.default([]),
  days: found.days.default([]),
});

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
  reason: z.string().nullish(),
  slots: found.slots.default([]),
  days: found.days.default([]),
});
export type Outcome = z.infer<typeof outcome>;
