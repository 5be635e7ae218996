/** What the pages do with a run. Each call is short; whoever has the page open makes the next. */
import { HttpError } from "fresh";
import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { isDay } from "@/lib/text/dates.ts";
import { progressShape, readRun } from "./backfill.ts";
import type { FarAs } from "./next_step.ts";
import { filesToCount, readUploads } from "./uploads.ts";

/** Units of one call: far below the API's time limit. */
const BATCH = 200;

/** How long a form's answer works on, in milliseconds, before it shows how far it is. */
const PATIENCE_MS = 5_000;

const scanShape = z.union([
  z.object({
    status: z.literal("scanning"),
    run_id: z.string(),
    done: z.number(),
    total: z.number(),
  }),
  z.object({ status: z.string(), run_id: z.string() }),
]);
type Scan = z.infer<typeof scanShape>;

/** Goes on counting for as long as somebody waits. */
async function untilCounted(rpc: Rpc, scan: Scan): Promise<Scan> {
  const end = Date.now() + PATIENCE_MS;
  while (scan.status === "scanning" && Date.now() < end) scan = await scanOn(rpc, scan.run_id);
  return scan;
}

const scanOn = async (rpc: Rpc, run_id: string) =>
  scanShape.parse(await rpc("continue_backfill", { run_id }));

/** Counts what the files hold, as of that day. @returns the run, which may not be counted to its end */
export async function startRun(rpc: Rpc, today: string): Promise<string> {
  const file_ids = filesToCount(await readUploads(rpc)) ?? undefined;
  const scan = scanShape.parse(await rpc("start_backfill", { today, file_ids }));
  return (await untilCounted(rpc, scan)).run_id;
}

/** Goes on counting a run. */
export async function countOn(rpc: Rpc, run_id: string): Promise<void> {
  await untilCounted(rpc, await scanOn(rpc, run_id));
}

const LONGEST = 52;

/** Spreads first mails over other weeks. @returns why it was not done, in a sentence; null where it was */
export async function setPace(
  rpc: Rpc,
  run_id: string,
  typed: { weeks: string; first_day: string },
): Promise<string | null> {
  const weeks = Number(typed.weeks);
  if (!/^\d{1,2}$/.test(typed.weeks) || weeks < 1 || weeks > LONGEST) {
    return `Spread over 1 to ${LONGEST} weeks.`;
  }
  const first_day = typed.first_day === "" ? undefined : typed.first_day;
  if (first_day !== undefined && !isDay(first_day)) return "The day of the first mails is no day.";
  let answer: unknown;
  try {
    answer = await rpc("set_backfill_weeks", { run_id, weeks, first_day });
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 422) throw error;
    return "The first mails leave after the day of the count, within a year, and on a business day: choose another day.";
  }
  const scan = scanShape.safeParse(answer);
  if (!scan.success) return "This run is under way, or over: its pace is what it was.";
  await untilCounted(rpc, scan.data);
  return null;
}

const farAsShape = z.object({
  status: z.string(),
  done: z.number().default(0),
  remaining: z.number().default(0),
});

const stepShape = progressShape.extend({ status: z.string() });

/**
 * Enrols the next units of a run.
 *
 * @param go_on whether it goes on where somebody stopped it
 */
export async function nextBatch(rpc: Rpc, run_id: string, go_on = true) {
  return stepShape.parse(await rpc("execute_backfill", { run_id, batch: BATCH, go_on }));
}

/**
 * Enrols units for as long as somebody waits who has no script. What somebody else stops meanwhile stays stopped.
 *
 * @param go_on as of `nextBatch`, for the first of them
 */
export async function enrolAWhile(rpc: Rpc, run_id: string, go_on: boolean): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  let step = await nextBatch(rpc, run_id, go_on);
  while (step.status === "executing" && Date.now() < end) {
    step = await nextBatch(rpc, run_id, false);
  }
}

/** Does the next part of whatever a run is at: what somebody stopped, or what is over, is left as it is. */
export async function nextStep(rpc: Rpc, run_id: string): Promise<FarAs> {
  const { run } = await readRun(rpc, run_id);
  switch (run!.state) {
    case "scanning": {
      const scan = await scanOn(rpc, run_id);
      return "total" in scan
        ? { status: scan.status, done: scan.done, remaining: scan.total - scan.done }
        : { status: scan.status, done: 0, remaining: 0 };
    }
    case "executing":
      return await nextBatch(rpc, run_id, false);
    case "taking_back":
      return farAsShape.parse(await rpc("take_back_backfill", { run_id }));
    default:
      return { status: run!.state, done: 0, remaining: 0 };
  }
}

/** Nothing more is enrolled until somebody goes on. */
export async function stopRun(rpc: Rpc, run_id: string): Promise<void> {
  await rpc("stop_backfill", { run_id });
}

const takenBackShape = z.object({
  status: z.string(),
  reason: z.string().nullish(),
  /** The first ten of whom it holds. */
  who: z.array(z.object({ name: z.string() })).nullish(),
});

const WHY_NOT: Record<string, string> = {
  told: "has been told already",
  booked: "has a visit booked already",
  changed: "has a contract that somebody changed since",
};

/** Undoes a whole run while nobody was told. @returns why not, in a sentence; else null */
export async function takeBack(rpc: Rpc, run_id: string): Promise<string | null> {
  const end = Date.now() + PATIENCE_MS;
  while (true) {
    const { status, reason, who } = takenBackShape.parse(
      await rpc("take_back_backfill", { run_id }),
    );
    if (status === "refused") {
      const why = WHY_NOT[reason ?? ""];
      return why === undefined
        ? "This run cannot be taken back as it stands. Look at its state below."
        : `It cannot be taken back: ${
          who?.[0]?.name ?? "a client"
        } ${why}. End contracts one by one where they are wrong.`;
    }
    if (status !== "taking_back" || Date.now() > end) return null;
  }
}

const raisedShape = z.object({ activities: z.number() });

/** Puts rows that a person can help on the work list. @returns how many */
export async function askPeople(rpc: Rpc, run_id: string): Promise<number> {
  return raisedShape.parse(await rpc("raise_enrolment_questions", { run_id })).activities;
}
