import { HttpError } from "fresh";
import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import {
  amountShape,
  batteryShape,
  certificateStateShape,
  dayShape,
  instantShape,
  putInShape,
} from "@/lib/database/shapes.ts";
import { historyStepShape } from "@/lib/text/repair_steps.ts";
import { pastVisitShape, unitShape } from "./shapes.ts";

const knownVisit = pastVisitShape.extend({
  at: instantShape,
  parts: z.array(z.object({ description: z.string(), quantity: amountShape })),
  certificates: z.array(z.object({
    number: z.string(),
    expires_on: dayShape,
    state: certificateStateShape,
  })),
  repairs: z.array(z.object({ state: z.string(), repaired_on: dayShape.nullable() })),
});
export type KnownVisit = z.infer<typeof knownVisit>;

const historyShape = z.discriminatedUnion("status", [
  z.object({ status: z.literal("cancelled") }),
  z.object({
    status: z.literal("ok"),
    unit: unitShape,
    put_in: putInShape,
    battery: batteryShape,
    /** Newest first. */
    visits: z.array(knownVisit),
    /** Of its repairs, newest first. */
    repair_steps: z.array(historyStepShape),
    /** What the next page begins after; null on the last. */
    older_than: z.string().nullable(),
  }),
]);
export type VisitHistory = Extract<z.infer<typeof historyShape>, { status: "ok" }>;

/**
 * What happened before to the unit of a visit.
 * @throws {HttpError} 403 for work of somebody else, 404 for a visit that was given up.
 */
export async function readHistory(
  rpc: Rpc,
  visit_id: string,
  older_than?: string,
): Promise<VisitHistory> {
  const history = historyShape.parse(await rpc("visit_history", { visit_id, older_than }));
  if (history.status !== "ok") throw new HttpError(404);
  return history;
}
