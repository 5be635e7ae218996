/** Steps 3 and 4 of enrolling: a run as the pages show it, and what can be done with it. */
import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { dayShape, instantShape } from "@/lib/database/shapes.ts";

const remarkShape = z.object({ file: z.string(), line: z.number(), reason: z.string() });
const countsShape = z.record(z.string(), z.number());

export const reportShape = z.object({
  run_id: z.string(),
  today: dayShape,
  weeks: z.number(),
  new: z.number(),
  by_category: z.record(
    z.string(),
    z.object({ new: z.number(), already_enrolled: z.number(), skipped: z.number() }),
  ),
  skipped: countsShape,
  already_enrolled: z.number(),
  to_stagger: z.number(),
  clients_to_stagger: z.number(),
  fee_total: z.string(),
  schedule: countsShape,
  overdue: z.object({ units: z.number(), longest_days: z.number() }),
  anchors: countsShape,
  consent: countsShape,
  /** The days that a consent counts from, by its basis. */
  consent_on: z.record(z.string(), z.object({ from: dayShape, until: dayShape })).default({}),
  /** Rows whose unit another client has. */
  conflicts: z.number().default(0),
  missing_emails: z.number(),
  customers: z.number(),
  lines: z.number(),
  claims: z.number(),
  rejected: z.array(remarkShape),
  notices: z.array(remarkShape),
});
export type Report = z.infer<typeof reportShape>;

const stateShape = z.enum([
  "scanning",
  "ready",
  "executing",
  "stopped",
  "done",
  "taking_back",
  "taken_back",
]);
export type RunState = z.infer<typeof stateShape>;

const toldShape = z.object({
  run_id: z.string(),
  today: dayShape,
  weeks: z.number(),
  first_day: dayShape.nullish(),
  state: stateShape,
  counted_at: instantShape,
  finished_at: instantShape.nullable(),
  started_by: z.string().nullable(),
  new: z.number(),
});
export type RunTold = z.infer<typeof toldShape>;

export const progressShape = z.object({
  done: z.number(),
  remaining: z.number(),
  enrolled: z.number(),
  skipped: z.number(),
  failed: z.number(),
});
export type Progress = z.infer<typeof progressShape>;

const pageShape = z.object({
  today: dayShape,
  categories: z.array(z.object({ code: z.string(), name: z.string() })),
  run: toldShape.extend({
    report: z.unknown(),
    /** While it is counted: rows. */
    done: z.number().nullish(),
    total: z.number().nullish(),
  }).nullable(),
  progress: progressShape.nullable(),
  fees: z.record(z.string(), z.string()),
  runs: z.array(toldShape),
});
export type BackfillPage = z.infer<typeof pageShape>;

/** A run that was counted to its end. */
export interface Counted extends Omit<BackfillPage, "run" | "progress"> {
  run: RunTold & { report: Report };
  progress: Progress;
}

/** The runs alone. */
export async function readRuns(rpc: Rpc): Promise<BackfillPage> {
  return pageShape.parse(await rpc("backfill_page", {}));
}

/** @throws HttpError 404 for a run that is not there */
export async function readRun(rpc: Rpc, run_id: string): Promise<BackfillPage> {
  return pageShape.parse(await rpc("backfill_page", { run_id }));
}

/** The same as a run with its report; null while it is still counted. */
export function countedOf(found: BackfillPage): Counted | null {
  const { run, progress } = found;
  if (run === null || progress === null) return null;
  const report = reportShape.safeParse(run.report);
  if (run.state === "scanning" || !report.success) return null;
  return { ...found, run: { ...run, report: report.data }, progress };
}
