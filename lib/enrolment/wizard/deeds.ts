/** What the pages do with a run. Each call is short; whoever has the page open makes the next. */
import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { progressShape } from "./backfill.ts";

/** Units of one call: far below the API's time limit. */
const BATCH = 200;

/** How long a form's answer works on, in milliseconds, before it shows how far it is. */
const PATIENCE_MS = 5_000;

const startedShape = z.object({ run_id: z.string() });

/** Counts what the newest files hold, as of that day. @returns the run */
export async function startRun(rpc: Rpc, today: string): Promise<string> {
  return startedShape.parse(await rpc("start_backfill", { today })).run_id;
}

const stepShape = progressShape.extend({
  status: z.enum(["executing", "stopped", "done", "stale"]),
});
export type Step = z.infer<typeof stepShape>;

/** Enrols the next units of a run. */
export async function nextBatch(rpc: Rpc, run_id: string): Promise<Step> {
  return stepShape.parse(await rpc("execute_backfill", { run_id, batch: BATCH }));
}

/** Enrols units for as long as somebody waits who has no script. */
export async function enrolAWhile(rpc: Rpc, run_id: string): Promise<Step> {
  const end = Date.now() + PATIENCE_MS;
  let step = await nextBatch(rpc, run_id);
  while (step.status === "executing" && Date.now() < end) step = await nextBatch(rpc, run_id);
  return step;
}

const raisedShape = z.object({ activities: z.number() });

/** Puts rows that a person can help on the work list. @returns how many */
export async function askPeople(rpc: Rpc, run_id: string): Promise<number> {
  return raisedShape.parse(await rpc("raise_enrolment_questions", { run_id })).activities;
}
