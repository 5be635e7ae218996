/**
 * The office's one box at 50,000 contracts: milliseconds of `find` as it is asked while somebody types, for what
 * people type. Uses the empty database at `DATABASE_URL`, else a scratch Debian PostgreSQL 15. Writes
 * `bench/results.json`.
 */
import { openDatabase } from "@/embedded/database.ts";
import { migrate } from "@/embedded/migrate.ts";
import { startTestServer } from "@/tests/databases.ts";
import { postgres15 } from "@/tools/postgres/binaries.ts";
import { loadCompany } from "./office/company.ts";
import { saveResults, share } from "./support/results.ts";

const ROUNDS = 30;
/** Milliseconds that the slower of twenty answers may take. */
const GOAL = 100;

/** What is typed, by what it is. */
const TYPED = {
  "2 letters": "ma",
  "3 letters": "mar",
  "6 letters": "ethel m",
  "name and surname": "carol lebœuf",
  "two words of many": "smith hamilton",
  "4 digits of a phone": "0112",
  "7 digits of a phone": "555-0112",
  "a whole phone": "+1 (905) 228-0052",
  "a serial": "SN0007919",
  "part of a serial": "sn00",
  "an invoice": "M-000123",
  "a certificate": "MIR-2026-00123",
  "an order": "S000123",
  "a postal code": "l6y 1a2",
  "nothing found": "xyzzyx",
};

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
  await loadCompany(db);

  const figures: Record<string, { found: number; p50_ms: number; p95_ms: number }> = {};
  for (const [what, typed] of Object.entries(TYPED)) {
    const times: number[] = [];
    let found = 0;
    for (let round = -3; round < ROUNDS; round++) {
      const start = performance.now();
      const [answer] = await db.query<{ total: number }>(
        "select (private.find($1::text, 3, null) ->> 'total')::integer as total",
        [typed],
      );
      // The first rounds fill caches and plans.
      if (round >= 0) times.push(performance.now() - start);
      found = answer.total;
    }
    const figure = { found, p50_ms: share(times, 0.5), p95_ms: share(times, 0.95) };
    figures[what] = figure;
    console.log(
      `${what} (${typed}): ${found} found, p50 ${figure.p50_ms.toFixed(1)} ms, ` +
        `p95 ${figure.p95_ms.toFixed(1)} ms (goal ≤ ${GOAL})`,
    );
  }
  await saveResults("find", figures);
  await db.close();
} finally {
  await server?.stop();
}
