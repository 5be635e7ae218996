/**
 * `deno run -A bench/import/enrol.ts URL FOLDER`: imports the files of a folder, makes the dry run and executes it as
 * `deno task backfill` does, on the database there; of `memory` on an embedded one. Prints what it took as JSON.
 */
import type { Json } from "@/lib/database/database.types.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { openDatabase } from "@/embedded/database.ts";
import { databaseRpc } from "@/embedded/database_rpc.ts";
import { openMemoryDatabase } from "@/embedded/snapshot.ts";
import { folderReader } from "@/lib/enrolment/import.ts";
import { execute, runBackfill } from "@/lib/enrolment/run.ts";

export interface Took {
  import_s: number;
  dry_run_s: number;
  execution_s: number;
  new: number;
  enrolled: number;
  /** Milliseconds of the slowest call of each function. */
  slowest: Record<string, number>;
  /** The most memory that this process ever held. */
  resident_mb: number;
}

/** Units of one call, the most that it takes. */
const BATCH = 500;

const [url, folder] = Deno.args;
const db = url === "memory"
  ? await openMemoryDatabase()
  : await openDatabase({ url, maxConnections: 1 });
const slowest: Record<string, number> = {};
let dryRun = 0;
const call = databaseRpc(db);
const rpc: Rpc = async (name, args) => {
  const start = performance.now();
  const answer = await call(name, args as Record<string, Json>);
  const took = performance.now() - start;
  slowest[name] = Math.max(slowest[name] ?? 0, Math.round(took));
  if (name.includes("backfill")) dryRun += took;
  return answer;
};

const start = performance.now();
const report = await runBackfill(rpc, folderReader(folder), {
  today: "2026-06-02",
  isExecuted: false,
});
const all = performance.now() - start;
// Of the app and the files alone: what the embedded database holds is its own.
const resident = await highWater();
const begun = performance.now();
const { enrolled } = await execute(rpc, report.run_id, BATCH);
const took: Took = {
  import_s: (all - dryRun) / 1000,
  dry_run_s: dryRun / 1000,
  execution_s: (performance.now() - begun) / 1000,
  new: report.new,
  enrolled,
  slowest,
  resident_mb: resident,
};
console.log(JSON.stringify(took));
await db.close();
Deno.exit(0);

async function highWater(): Promise<number> {
  const status = await Deno.readTextFile("/proc/self/status").catch(() => "");
  const kilobytes = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Deno.memoryUsage().rss / 1024);
  return Math.round(kilobytes / 1024);
}
