/**
 * The slot search against reading just the task rows that it needs, on the same server in the same run.
 * Uses the empty database at `DATABASE_URL`, else a scratch Debian PostgreSQL 15. Prints ratios, writes
 * `bench/results.json`.
 */
import { openDatabase } from "@/embedded/database.ts";
import { migrate } from "@/embedded/migrate.ts";
import { startTestServer } from "@/tests/databases.ts";
import { postgres15 } from "@/tools/postgres/binaries.ts";
import { createStatements } from "./slots/statements.ts";
import { loadHistory, loadWorkload, WORKLOAD } from "./slots/workload.ts";
import { median, saveResults } from "./support/results.ts";

const ROUNDS = 9;

const given = Deno.env.get("DATABASE_URL");
const binaries = given ? undefined : await postgres15();
if (!given && !binaries) {
  console.error("This benchmark needs DATABASE_URL or Debian's postgresql-15.");
  Deno.exit(1);
}
const server = binaries && await startTestServer(binaries, { shared_buffers: "512MB" });
try {
  const db = await openDatabase({ url: given ?? server!.url("postgres"), maxConnections: 1 });
  await migrate(db, { defaultPrivileges: "new" });
  await loadWorkload(db);

  await createStatements(db);

  const milliseconds = async (statement: "floor" | "search", skillId: string, days: number) => {
    const [{ took }] = await db.query<{ took: number }>(
      `select public.bench_${statement}($1::text::uuid, $2::text::date, $3::text::integer) as took`,
      [skillId, WORKLOAD.fromDate, String(days)],
    );
    return took;
  };

  /** Milliseconds of floor and search, each the median of rounds that alternate between them. */
  const compare = async (skillId: string, days: number) => {
    const floors: number[] = [];
    const searches: number[] = [];
    for (let round = -2; round < ROUNDS; round++) {
      const floor = await milliseconds("floor", skillId, days);
      const search = await milliseconds("search", skillId, days);
      // The first two rounds fill caches and plans.
      if (round >= 0) {
        floors.push(floor);
        searches.push(search);
      }
    }
    return {
      floor_ms: median(floors),
      search_ms: median(searches),
      ratio: median(searches.map((time, round) => time / floors[round])),
    };
  };

  const sizes: Record<string, Awaited<ReturnType<typeof compare>>> = {};
  for (const [name, { skillId }] of Object.entries(WORKLOAD.sizes)) {
    sizes[name] = await compare(skillId, 21);
    report(name, sizes[name], "goal ≤ 10, stretch 4");
  }
  const { skillId } = WORKLOAD.sizes.W2;
  const longer = await compare(skillId, 42);
  const horizon = longer.search_ms / sizes.W2.search_ms;
  report("W2, 42 days", longer, `${horizon.toFixed(2)} × 21 days, goal ≤ 1.2`);
  await db.exec("set jit = on; set jit_above_cost = 0;");
  const compiled = await compare(skillId, 21);
  report("W2, jit on", compiled, "no plan flip");
  await db.exec("reset jit; reset jit_above_cost;");
  const rows = await loadHistory(db);
  const past = await compare(skillId, 21);
  const history = past.search_ms / sizes.W2.search_ms;
  report(`W2, ${rows} rows`, past, `${history.toFixed(2)} × the small table, goal ≤ 1.15`);

  await saveResults("slots", {
    sizes,
    longer: { ...longer, times_21_days: horizon },
    jit_on: compiled,
    history: { rows, ...past, times_small_table: history },
  });
  await db.close();
} finally {
  await server?.stop();
}

function report(
  name: string,
  { floor_ms, search_ms, ratio }: { floor_ms: number; search_ms: number; ratio: number },
  goal: string,
): void {
  console.log(
    `${name}: search ${search_ms.toFixed(1)} ms, floor ${floor_ms.toFixed(1)} ms, ` +
      `ratio ${ratio.toFixed(1)} (${goal})`,
  );
}
