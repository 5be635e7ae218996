/** Booking on the phone: what the office sees, as the database tells it. */
import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { dayShape, instantShape, pricedUnitShape } from "@/lib/database/shapes.ts";
import { addDays } from "@/lib/text/dates.ts";
import { breaksShape } from "@/lib/text/hours.ts";
import { type OpenSlots, openSlots, slot } from "./shapes.ts";
import type { Wish } from "./desk_wish.ts";

const unitShape = pricedUnitShape.extend({
  contract_id: z.string(),
  product_name: z.string().nullish(),
  due_on: dayShape,
});
export type DeskUnit = z.infer<typeof unitShape>;

const technicianShape = z.object({
  technician_id: z.string(),
  name: z.string(),
  first_name: z.string(),
});
export type DeskTechnician = z.infer<typeof technicianShape>;

const bookedShape = z.object({
  task_id: z.string(),
  visit_id: z.string(),
  revision: z.number(),
  starts_at: instantShape,
  ends_at: instantShape,
  arrive_by: instantShape,
  technician_name: z.string().nullable(),
  booked_by: z.enum(["client", "office", "technician"]),
  phone: z.string().nullable(),
  access_notes: z.string().nullable(),
  units: z.array(unitShape),
  /** Its time has passed, and nobody said what became of it. */
  not_closed: z.boolean(),
  /** Whether nobody is on the way yet. */
  can_move: z.boolean(),
});
export type DeskVisit = z.infer<typeof bookedShape>;

const sheetShape = z.object({
  contract_id: z.string(),
  today: dayShape,
  situation: z.enum(["open", "booked", "paused", "out_of_service", "retired", "ended"]),
  paused_until: dayShape.nullable(),
  client: z.object({
    customer_id: z.string(),
    name: z.string(),
    phone: z.string().nullable(),
    deceased_on: dayShape.nullable(),
    reach_note: z.string().nullable(),
    /** Whether a mail about the visit goes to anybody. */
    is_mailed: z.boolean(),
  }),
  unit: z.object({
    unit_id: z.string(),
    kind: z.string(),
    product_name: z.string().nullable(),
    told_apart: z.string().nullable(),
  }),
  /** What whoever comes has to know, by its name. */
  skill: z.string().nullable(),
  address: z.string().nullable(),
  due_on: dayShape.nullable(),
  minutes: z.number().nullable(),
  household: z.array(unitShape.extend({ minutes: z.number() })),
  /** The client's number, and how to get in, as it was told the last time. */
  phone: z.string().nullable(),
  access_notes: z.string().nullable(),
  technicians: z.array(technicianShape),
  booked: bookedShape.nullable(),
});
export type DeskSheet = z.infer<typeof sheetShape>;

/**
 * What is known before a time is chosen.
 *
 * @throws {HttpError} 404 for a contract that is not there
 */
export async function readSheet(rpc: Rpc, contract_id: string): Promise<DeskSheet> {
  return sheetShape.parse(await rpc("booking_sheet", { contract_id }));
}

const warningShape = z.discriminatedUnion("reason", [
  z.object({ reason: z.literal("skill"), skills: z.array(z.string()).nullable() }),
  z.object({ reason: z.literal("holiday"), name: z.string().nullable() }),
  z.object({
    reason: z.literal("hours"),
    works_from: instantShape.nullable(),
    works_until: instantShape.nullable(),
    breaks: breaksShape.nullable(),
    ends_at: instantShape,
  }),
  z.object({ reason: z.literal("winter"), again_on: dayShape.nullable() }),
  z.object({ reason: z.literal("closed"), why: z.string() }),
  z.object({ reason: z.literal("notice"), hours: z.number(), is_past: z.boolean() }),
  z.object({ reason: z.literal("horizon"), last_day: dayShape }),
  z.object({
    reason: z.literal("drive"),
    side: z.enum(["before", "after"]),
    minutes: z.number(),
    planned: z.number(),
    is_home: z.boolean(),
    place: z.string().nullable(),
  }),
  z.object({ reason: z.literal("full"), most: z.number() }),
  z.object({ reason: z.literal("grid"), step: z.number() }),
  z.object({ reason: z.literal("deceased"), on: dayShape }),
]);
export type Warning = z.infer<typeof warningShape>;

const checkedShape = z.object({
  status: z.enum(["possible", "warned", "impossible"]),
  starts_at: instantShape,
  ends_at: instantShape,
  arrive_by: instantShape,
  technician_id: z.string(),
  technician_name: z.string(),
  first_name: z.string(),
  units: z.array(unitShape),
  warnings: z.array(warningShape),
  in_the_way: z.object({
    task_type: z.string(),
    starts_at: instantShape,
    ends_at: instantShape,
    customer: z.string().nullable(),
  }).nullish(),
  free_after: instantShape.nullish(),
});
export type Checked = z.infer<typeof checkedShape>;

/** Why a time cannot even be looked at. */
const uncheckedShape = z.object({
  status: z.enum(["expired", "paused", "rejected"]),
  reason: z.string().nullish(),
});
export type Unchecked = z.infer<typeof uncheckedShape>;

/** What is against the time that is wished for. */
export async function checkTime(
  rpc: Rpc,
  contract_id: string,
  { at, technician, units }: { at: string; technician: string; units: string[] },
): Promise<Checked | Unchecked> {
  return z.union([checkedShape, uncheckedShape]).parse(
    await rpc("check_time", {
      contract_id,
      technician_id: technician,
      starts_at: at,
      with_contract_ids: units,
    }),
  );
}

/** More than two weeks have. */
const TIMES_ASKED = 500;

/** Most days that one search looks at. */
const FAR = 62;

/** Free times from the wished day on; where two weeks have none, two months are looked through. */
export async function timesFor(rpc: Rpc, sheet: DeskSheet, wish: Wish): Promise<OpenSlots> {
  const ask = async (days: number) =>
    openSlots.parse(
      await rpc("contract_slots", {
        contract_id: sheet.contract_id,
        from_date: wish.from ?? firstDay(sheet) ?? undefined,
        days,
        max_slots: TIMES_ASKED,
        with_contract_ids: wish.units,
        technician_id: wish.only ?? undefined,
      }),
    );
  const found = await ask(14);
  return found.slots.length > 0 || found.gone === "area" ? found : await ask(FAR);
}

/** Where the visit is due in a month or more, times are sought from two weeks before that day. */
export function firstDay({ due_on, today, booked }: DeskSheet): string | null {
  if (booked !== null || due_on === null || due_on <= addDays(today, 30)) return null;
  return addDays(due_on, -14);
}

/** What came of booking or moving: done, or why not, with other times where there are. */
const cameShape = z.object({
  status: z.enum([
    "booked",
    "already_booked",
    "moved",
    "slot_taken",
    "expired",
    "rejected",
    "refused",
  ]),
  reason: z.string().nullish(),
  most: z.number().nullish(),
  by: z.string().nullish(),
  at: instantShape.nullish(),
  slots: z.array(slot).default([]),
});
export type DeskAnswer = z.infer<typeof cameShape>;

/** Books what is wished for. */
export async function bookForClient(
  rpc: Rpc,
  contract_id: string,
  wish: Wish & { at: string; technician: string },
): Promise<DeskAnswer> {
  return cameShape.parse(
    await rpc("book_for_client", {
      contract_id,
      technician_id: wish.technician,
      starts_at: wish.at,
      override: wish.anyway,
      phone: wish.phone,
      access_notes: wish.access_notes,
      with_contract_ids: wish.units,
    }),
  );
}

/** Moves the stop that is there, as the page showed it. */
export async function moveStop(
  rpc: Rpc,
  wish: Wish & { at: string; technician: string },
): Promise<DeskAnswer> {
  return cameShape.parse(
    await rpc("move_task", {
      task_id: wish.task,
      technician_id: wish.technician,
      starts_at: wish.at,
      override: wish.anyway,
      revision: wish.revision,
    }),
  );
}
