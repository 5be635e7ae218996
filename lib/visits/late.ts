import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { instantShape } from "@/lib/database/shapes.ts";

/** What can be chosen; the first is within what clients are promised. */
export const MINUTES = [15, 30, 45, 60, 90] as const;

const lateStopShape = z.object({
  task_id: z.string(),
  client_name: z.string().nullable(),
  starts_at: instantShape,
  late_minutes: z.number(),
  comes_from: instantShape,
  comes_by: instantShape,
  /** mail: it goes out, or went; call: no mail can reach them. */
  told: z.enum(["mail", "call"]),
  phone: z.string().nullable(),
});
export type LateStop = z.infer<typeof lateStopShape>;

const answerShape = z.discriminatedUnion("status", [
  z.object({ status: z.literal("ok"), stops: z.array(lateStopShape) }),
  z.object({ status: z.enum(["rejected", "refused"]), reason: z.string() }),
]);
export type Lateness = z.infer<typeof answerShape>;

/** Who would be written to, and who has to be called; nobody is told by asking. */
export async function whoIsLate(rpc: Rpc, task_id: string, minutes: number): Promise<Lateness> {
  return answerShape.parse(await rpc("who_is_late", { task_id, minutes }));
}

/** Writes to them. Twice with the same delay is once. */
export async function runLate(rpc: Rpc, task_id: string, minutes: number): Promise<Lateness> {
  return answerShape.parse(await rpc("running_late", { task_id, minutes }));
}
