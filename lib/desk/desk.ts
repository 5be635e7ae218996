import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { amountShape, dayShape, instantShape } from "@/lib/database/shapes.ts";

const stopShape = z.object({
  task_id: z.string(),
  task_type: z.string(),
  state: z.string(),
  title: z.string().nullable(),
  starts_at: instantShape,
  ends_at: instantShape,
  started_at: instantShape.nullable(),
  client: z.string().nullable(),
  city: z.string().nullable(),
  /** One of its visits; null for other work. */
  visit_id: z.string().nullable(),
  units: z.number().nullable(),
  /** Of a repair that was quoted. */
  repair_id: z.string().nullish(),
  /** Its time has passed, and nobody said what became of it. */
  not_closed: z.boolean(),
  /** As the client was told; null for on time. */
  late_minutes: z.number().nullable(),
});
export type Stop = z.infer<typeof stopShape>;

const laneShape = z.object({
  technician_id: z.string(),
  name: z.string(),
  stops: z.array(stopShape),
  away_from: instantShape.nullable(),
  away_until: instantShape.nullable(),
});
/** What a technician has on a day. */
export type Lane = z.infer<typeof laneShape>;

const weekShape = z.object({
  from: dayShape,
  to: dayShape,
  /** Visits that are to happen in it. */
  booked: z.number(),
  done: z.number(),
  /** Active contracts that are past their due date and not booked. */
  overdue: z.number(),
  invoiced: amountShape,
  paid: amountShape,
});
export type Week = z.infer<typeof weekShape>;

const toldShape = z.object({
  from: dayShape,
  /** Units first told about in that week, and of them: */
  told: z.number(),
  by_client: z.number(),
  by_office: z.number(),
  done: z.number(),
});
export type ToldWeek = z.infer<typeof toldShape>;

const loadShape = z.object({
  technician_id: z.string(),
  name: z.string(),
  /** This week and the next, in minutes. */
  weeks: z.array(z.object({ work: z.number(), stops: z.number(), drives: z.number() })),
});
export type Load = z.infer<typeof loadShape>;

const deskShape = z.object({
  today: dayShape,
  as_of: instantShape,
  /** What the company's holiday today is called; null on any other day. */
  holiday: z.string().nullable(),
  waiting: z.object({ activities: z.number(), urgent: z.number() }),
  technicians: z.array(laneShape),
  week: weekShape,
  /** That somebody has to see to; of them those that wait for an answer, and for a time. */
  repairs: z.object({ open: z.number(), quoted: z.number(), approved: z.number() }),
  funnel: z.array(toldShape),
  load: z.array(loadShape),
  /** For those who read them: rows and kinds of the work list, and how the jobs are. */
  late: z.unknown(),
  kinds: z.unknown(),
  health: z.unknown(),
});
export type Desk = z.infer<typeof deskShape>;

/** The first page of the office (`desk`). */
export async function readDesk(rpc: Rpc): Promise<Desk> {
  return deskShape.parse(await rpc("desk", {}));
}
