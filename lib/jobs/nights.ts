import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { dayShape, instantShape } from "@/lib/database/shapes.ts";

const runShape = z.object({
  at: instantShape,
  /** What it did, by name of what was counted. */
  counts: z.record(z.string(), z.unknown()),
});
/** A day's work of a job that succeeded. */
export type Run = z.infer<typeof runShape>;

const nightsShape = z.object({
  today: dayShape,
  jobs: z.array(z.object({
    job: z.string(),
    /** The hour of the day from which it runs. */
    hour: z.string(),
    /** The day on which it has not succeeded though its time is over. */
    missed: dayShape.nullable(),
  })),
  /** Newest first. */
  nights: z.array(z.object({ day: dayShape, runs: z.record(z.string(), runShape) })),
  kinds: z.array(z.object({
    kind: z.string(),
    is_on: z.boolean(),
    open: z.number(),
    /** Opened in the last 24 hours. */
    new: z.number(),
  })),
  /** How far the nights have proven the audit trail. */
  trail: z.object({
    proven_at: instantShape.nullable(),
    newest: z.number(),
    again: z.number(),
    round_ended_at: instantShape.nullable(),
  }),
  checks: z.array(
    z.object({ check: z.string(), kind: z.string(), rule: z.string(), open: z.number() }),
  ),
});
/** What the last fourteen nights did (`nights`). */
export type Nights = z.infer<typeof nightsShape>;

/** What the jobs of each night did, and which kinds of work are on. */
export async function readNights(rpc: Rpc): Promise<Nights> {
  return nightsShape.parse(await rpc("nights", {}));
}

const answer = z.object({ status: z.string() });
const runAnswer = z.looseObject({ status: z.string(), more: z.boolean().optional() });

/** Switches a kind of work on or off; false for a kind that nobody knows. */
export async function switchKind(rpc: Rpc, kind: string, isOn: boolean): Promise<boolean> {
  const { status } = answer.parse(await rpc("set_activity_kind", { kind, is_on: isOn }));
  return status === "set";
}

/** Calls of one run: a company that has not looked for months is through by then, or goes on with the next. */
const MOST_CALLS = 20;

/** Runs a job to its end, as far as one request goes: the status of its last call, and what all of them counted. */
export async function runNow(
  rpc: Rpc,
  name: string,
): Promise<{ status: string; counts: Record<string, number> }> {
  const counts: Record<string, number> = {};
  for (let calls = 1;; calls++) {
    const { status, more, ...told } = runAnswer.parse(await rpc("run_night_job", { name }));
    for (const [what, count] of Object.entries(told)) {
      if (typeof count === "number") counts[what] = (counts[what] ?? 0) + count;
    }
    if (!more) return { status, counts };
    if (calls === MOST_CALLS) return { status: "more", counts };
  }
}
