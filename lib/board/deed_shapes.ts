/** What the database answers to whoever moves, makes or books work, and takes it back. */
import * as z from "zod";
import { instantShape } from "@/lib/database/shapes.ts";
import { objectionShape, placeShape } from "./place_shapes.ts";

export const undoShape = z.object({ deed_id: z.string(), until: instantShape });
/** How what was just done is taken back, and until when. */
export type Undo = z.infer<typeof undoShape>;

/** Why something was not done. */
export const refusedShape = z.object({
  status: z.literal("refused"),
  /** time, changed (at, by), state, or what is against the place, the gravest of it. */
  reason: z.string(),
  /** Of a swap: which of the two cannot. */
  task_id: z.string().nullish(),
  at: instantShape.nullish(),
  by: z.string().nullish(),
  objection: objectionShape.nullish(),
  nearest: placeShape.nullish(),
});
export type RefusedMove = z.infer<typeof refusedShape>;

/** What was sent cannot be meant so: field tells which. */
export const rejectedShape = z.object({
  status: z.literal("rejected"),
  reason: z.string(),
  most: z.number().nullish(),
});

/** What override set aside, by the names of its reasons. */
const warnings = z.array(z.string());

/** `move_task`, `swap_tasks`: undo is missing where nothing had to be done. */
export const movedShape = z.discriminatedUnion("status", [
  z.object({ status: z.literal("moved"), warnings, undo: undoShape.nullish() }),
  refusedShape,
]);
export type Moved = z.infer<typeof movedShape>;

/** `schedule_repair`. */
export const scheduledShape = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("scheduled"),
    task_id: z.string(),
    warnings,
    undo: undoShape.nullish(),
  }),
  refusedShape,
]);
export type Scheduled = z.infer<typeof scheduledShape>;

/** `create_task`. */
export const createdShape = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("created"),
    task_id: z.string(),
    revision: z.number(),
    warnings,
    undo: undoShape.nullish(),
  }),
  refusedShape,
  rejectedShape,
]);
export type Created = z.infer<typeof createdShape>;

/** `undo_deed`. */
export const undoneShape = z.discriminatedUnion("status", [
  z.object({ status: z.literal("undone") }),
  z.object({
    status: z.literal("refused"),
    /** over: five minutes have passed, or the mail is gone; overlap, technician, closed: its old place is not there any more. */
    reason: z.enum(["over", "changed", "undone", "overlap", "technician", "closed"]),
    /** changed: what is not as it was left, since when, and by whom; null where that was no person. */
    what: z.enum(["time", "technician", "state", "amount", "parts", "day", "gone"]).nullish(),
    at: instantShape.nullish(),
    by: z.string().nullish(),
  }),
]);
export type Undone = z.infer<typeof undoneShape>;

/** What is known of a client already (`booking_sheet`). */
export const knownShape = z.object({
  phone: z.string().nullish(),
  access_notes: z.string().nullish(),
});

/** `book_for_client`. */
export const bookedShape = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("booked"),
    task_id: z.string(),
    warnings: z.array(z.string()),
    undo: undoShape.nullish(),
  }),
  z.object({ status: z.literal("already_booked"), task_id: z.string() }),
  z.object({
    status: z.literal("slot_taken"),
    objection: objectionShape.nullish(),
    nearest: placeShape.nullish(),
  }),
  /** The contract has ended, or its visit was done. */
  z.object({ status: z.literal("expired") }),
  rejectedShape,
]);
export type Booked = z.infer<typeof bookedShape>;
