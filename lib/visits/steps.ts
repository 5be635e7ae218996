import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";

/** What a technician says of a stop before the visits in it have their outcomes. */
const STEPS = ["en_route", "in_progress", "scheduled"];

const answerShape = z.object({ status: z.enum(["set", "refused"]) });

/** Takes one's own task to a state; whether it went there. */
export async function stepTask(rpc: Rpc, task_id: string, state: string): Promise<boolean> {
  if (!STEPS.includes(state)) return false;
  return answerShape.parse(await rpc("set_task_state", { task_id, state })).status === "set";
}
