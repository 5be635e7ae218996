import type { Rpc } from "@/lib/database/rpc.ts";
import { fileSource, type FoundFile, type ReadOptions } from "./reading/file_source.ts";
import { contentHash, type ReadBytes, readFiles } from "./import.ts";
import { importFiles } from "./import_files.ts";

/** A row of a file, with the reason why it was refused or what was left out of it. */
export interface FileRemark {
  file: string;
  /** The header is line 1. */
  line: number;
  reason: string;
}

/** What a dry run tells. */
export interface BackfillReport {
  run_id: string;
  /** Company day of the run, YYYY-MM-DD. */
  today: string;
  weeks: number;
  /** The first day on which anybody may be mailed, YYYY-MM-DD. */
  first_day: string;
  /** Units. */
  new: number;
  new_by_category: Record<string, number>;
  by_category: Record<string, { new: number; already_enrolled: number; skipped: number }>;
  /** Rows by reason. */
  skipped: Record<string, number>;
  /** Units. */
  already_enrolled: number;
  /** Units due within 30 days or past due. */
  to_stagger: number;
  clients_to_stagger: number;
  /** Sum of the fees of new contracts for one visit each: dollars with two decimals. */
  fee_total: string;
  /** Day → clients that get their first mail on it. */
  schedule: Record<string, number>;
  overdue: { units: number; longest_days: number };
  /** Units by the date that their due dates count from. */
  anchors: Partial<Record<"delivery" | "invoice" | "order" | "today", number>>;
  /** Units by why their client may be written to. */
  consent: Partial<Record<"none" | "contract" | "purchase" | "express", number>>;
  /** The days that a consent counts from, by its basis. */
  consent_on: Partial<Record<"contract" | "purchase" | "express", { from: string; until: string }>>;
  /** Rows whose device another client has; they count as skipped, too (`duplicate`). */
  conflicts: number;
  /** Clients with new units and no e-mail address. */
  missing_emails: number;
  /** Rows of the files. */
  customers: number;
  lines: number;
  claims: number;
  rejected: FileRemark[];
  notices: FileRemark[];
  /** Only of a run that was executed. */
  executed?: Progress;
}

/** How far an execution has come, in units. */
export interface Progress {
  status:
    | "executing"
    | "done"
    | "stale"
    | "stopped"
    | "scanning"
    | "taking_back"
    | "taken_back";
  done: number;
  remaining: number;
  enrolled: number;
  skipped: number;
  failed: number;
}

export interface BackfillOptions {
  /** Company day of the run, YYYY-MM-DD. */
  today: string;
  /** Length of the window of first mails; the company's setting when left out. */
  weeks?: number;
  /** Enrols what the dry run found. */
  isExecuted: boolean;
  /** Whether order lines without an order number belong to the order above them. */
  ordersFromAbove?: boolean;
}

/**
 * Imports the files, makes a dry run of them and, if asked, executes it. An execution of the same
 * files, day and window that was stopped is finished instead, with the schedule and the report that it
 * was started with.
 * @throws {MissingFileError} a file is missing; nothing was imported.
 * @throws {DatabaseError} the database refused a call.
 */
export async function runBackfill(
  rpc: Rpc,
  readBytes: ReadBytes,
  { today, weeks, isExecuted, ordersFromAbove = false }: BackfillOptions,
): Promise<BackfillReport> {
  const files = await readFiles(readBytes);
  const reading = { ordersFromAbove };
  const wanted = { today, weeks, content_hash: await contentHash(files, reading) };
  if (!isExecuted) return await dryRun(rpc, files, reading, wanted);
  const stopped = await rpc("stopped_backfill", wanted) as BackfillReport | null;
  const report = stopped ?? await dryRun(rpc, files, reading, wanted);
  return { ...report, executed: await execute(rpc, report.run_id) };
}

/** What tells a run from others. */
interface Wanted {
  today: string;
  weeks?: number;
  content_hash: string;
}

async function dryRun(
  rpc: Rpc,
  files: FoundFile[],
  reading: ReadOptions,
  wanted: Wanted,
): Promise<BackfillReport> {
  const file_ids = await importFiles(rpc, files.map((file) => fileSource(file, reading)));
  let answer = await rpc("start_backfill", { ...wanted, file_ids }) as Scan;
  while (answer.status === "scanning") {
    answer = await rpc("continue_backfill", { run_id: answer.run_id }) as Scan;
  }
  const { status: _, ...report } = answer as BackfillReport & { status: string };
  return report;
}

/** Large sets are scanned in many short calls. */
type Scan =
  | { status: "scanning"; run_id: string; done: number; total: number }
  | BackfillReport & { status: "ready" };

/** Enrols what is left of a run, batch by batch, until it is done or somebody stops it. */
export async function execute(rpc: Rpc, run_id: string, batch = 200): Promise<Progress> {
  let progress = await rpc("execute_backfill", { run_id, batch }) as Progress;
  while (progress.status === "executing") {
    progress = await rpc("execute_backfill", { run_id, batch, go_on: false }) as Progress;
  }
  return progress;
}
