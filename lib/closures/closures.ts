import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { dayShape, instantShape } from "@/lib/database/shapes.ts";

const toldShape = z.enum(["mail", "call", "letter", "nobody"]);
/** How a client hears of a closure: by mail, or from the office by a call or a letter; nobody is told of work without one. */
export type ToldHow = z.infer<typeof toldShape>;

/** A stop that a closure puts aside (`private.closed_stop_told`). */
const stopShape = z.object({
  task_id: z.string(),
  task_type: z.string(),
  starts_at: instantShape,
  ends_at: instantShape,
  technician: z.string(),
  told: toldShape,
  customer_id: z.string().nullable(),
  customer: z.string().nullable(),
  city: z.string().nullable(),
  has_died: z.boolean().nullable(),
  call: z.object({
    phone: z.string(),
    from: z.enum(["left", "file", "contact"]),
    name: z.string().nullish(),
    relation: z.string().nullish(),
  }).nullable(),
  reach_by: z.string().nullable(),
  reach_note: z.string().nullable(),
  units: z.array(z.object({ kind: z.string(), told_apart: z.string().nullable() })),
  title: z.string().nullable(),
  visit_id: z.string().nullable(),
  /** Of a repair. */
  work_order_id: z.string().nullable(),
  contract_id: z.string().nullable(),
});
export type ClosedStop = z.infer<typeof stopShape>;

const staysShape = z.object({
  task_id: z.string(),
  task_type: z.string(),
  starts_at: instantShape,
  customer: z.string().nullable(),
  technician: z.string(),
});
export type Staying = z.infer<typeof staysShape>;

const closureShape = z.object({
  closure_id: z.string(),
  on_day: dayShape,
  starts_at: instantShape,
  ends_at: instantShape,
  outdoor_only: z.boolean(),
  reason: z.string(),
  note: z.string().nullable(),
  technicians: z.array(z.string()),
  made_at: instantShape,
  made_by: z.string().nullable(),
  mails_at: instantShape,
  undone_at: instantShape.nullable(),
  undone_by: z.string().nullable(),
  stops: z.number(),
});
export type Closure = z.infer<typeof closureShape>;

const pageShape = z.object({
  today: dayShape,
  on_day: dayShape,
  holiday: z.string().nullable(),
  outdoor_kinds: z.array(z.string()),
  technicians: z.array(z.object({
    technician_id: z.string(),
    name: z.string(),
    first_name: z.string(),
    stops: z.number(),
    outdoor_stops: z.number(),
    is_away: z.boolean(),
  })),
  closures: z.array(closureShape),
});
export type ClosuresPage = z.infer<typeof pageShape>;

/** A day that may be closed, with who has how much on it, and what was closed before. */
export async function readClosures(rpc: Rpc, on_day: string | null): Promise<ClosuresPage> {
  return pageShape.parse(await rpc("closures_page", { on_day: on_day ?? undefined }));
}

const rowShape = stopShape.extend({
  was_told: toldShape,
  mail: z.enum(["sent", "waiting", "failed", "dropped"]).nullable(),
  now: z.enum(["waits", "placed", "ended"]),
  new_time: instantShape.nullable(),
  activity_id: z.string().nullable(),
  result: z.string().nullable(),
});
/** A stop of a closure, and what became of it. */
export type ClosureRow = z.infer<typeof rowShape>;

const onePageShape = closureShape.extend({
  today: dayShape,
  stays_because: z.enum(["undone", "over", "sent", "called"]).nullable(),
  rows: z.array(rowShape),
});
export type ClosurePage = z.infer<typeof onePageShape>;

/**
 * One closure, and how far its clients were told.
 *
 * @throws {HttpError} 404 for none
 */
export async function readClosure(rpc: Rpc, closure_id: string): Promise<ClosurePage> {
  return onePageShape.parse(await rpc("closure_page", { closure_id }));
}

/** What closing a day would mean, or meant. */
const answerShape = z.object({
  status: z.enum(["tried", "closed", "refused", "rejected"]),
  reason: z.string().nullish(),
  closure_id: z.string().optional(),
  stops: z.array(stopShape).default([]),
  stays: z.array(staysShape).default([]),
  shown: z.string().optional(),
});
export type CloseAnswer = z.infer<typeof answerShape>;

export interface CloseAsked {
  on_day: string;
  technician_ids: string[];
  outdoor_only: boolean;
  /** As clients read it, after "because of". */
  reason: string;
  from_time?: string;
  until_time?: string;
}

/** Tells what closing would mean. */
export async function tryToClose(rpc: Rpc, asked: CloseAsked): Promise<CloseAnswer> {
  return answerShape.parse(await rpc("close_day", { ...asked, dry_run: true }));
}

/** Closes as it was shown. */
export async function closeDay(
  rpc: Rpc,
  asked: CloseAsked,
  { shown, note }: { shown: string; note: string },
): Promise<CloseAnswer> {
  return answerShape.parse(await rpc("close_day", { ...asked, note, dry_run: false, shown }));
}

const undoneShape = z.object({
  status: z.enum(["undone", "refused"]),
  reason: z.string().nullish(),
});

/** Opens a day again: whether it is open, or can no longer be. */
export async function undoClosure(rpc: Rpc, closure_id: string): Promise<boolean> {
  const { status, reason } = undoneShape.parse(await rpc("undo_closure", { closure_id }));
  return status === "undone" || reason === "undone";
}
