/**
 * The office's lists at 50,000 contracts and 200,000 visits: what one page of fifty reads, alone and with its counts, and
 * how long it takes, for each part of each list. Fails where a page reads more than ten rows for each that it shows. Uses the empty database at `DATABASE_URL`, else a scratch Debian PostgreSQL 15. Writes
 * `bench/results.json`.
 */
import { type Database, openDatabase } from "@/embedded/database.ts";
import { migrate } from "@/embedded/migrate.ts";
import { startTestServer } from "@/tests/databases.ts";
import { postgres15 } from "@/tools/postgres/binaries.ts";
import { loadCompany } from "./office/company.ts";
import { median, saveResults } from "./support/results.ts";

const ROUNDS = 9;
const SHOWN = 50;
/** How often the rows that it shows a page may read of any table. */
const GOAL = 10;

/** A list with filters, in an order. */
const LISTS: [list: string, filters: Record<string, string>, sort: string][] = [
  ["contracts", { state: "active" }, "due"],
  ["contracts", { state: "active" }, "client"],
  ["contracts", {}, "due"],
  ...["overdue", "due", "later", "booked", "not_closed", "out_of_service"].map((situation) =>
    ["contracts", { state: "active", situation }, "due"] as [string, Record<string, string>, string]
  ),
  ["contracts", { state: "active", search: "smith" }, "due"],
  ["clients", {}, "name"],
  ["clients", { about: "without_email" }, "name"],
  ["visits", {}, "-start"],
  ["visits", { state: "to_come" }, "start"],
  ["visits", { state: "not_closed" }, "-start"],
  ["visits", { state: "done" }, "-start"],
  ["visits", { state: "no_show" }, "-start"],
  ["invoices", {}, "-date"],
  ["invoices", {}, "due"],
  ["invoices", { state: "draft" }, "-date"],
  ["invoices", { state: "overdue" }, "due"],
  ["invoices", { state: "overdue" }, "-date"],
  ["invoices", { state: "paid" }, "-date"],
  ["messages", {}, "-at"],
  ["messages", { state: "needs_you" }, "-at"],
  ["messages", { state: "sent" }, "-at"],
  ["messages", { state: "suppressed" }, "-at"],
];

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

  const figures: Record<string, Record<string, number | string>> = {};
  for (const [list, filters, sort] of LISTS) {
    const page = `private.list_${list}('${JSON.stringify(filters)}', '${sort}', null, ${SHOWN}, `;
    const [table, read] = await mostRead(db, `${page}false)`);
    const [, countedRead] = await mostRead(db, `${page}true)`);
    const times = await timesOf(db, `${page}false)`);
    const counted = await timesOf(db, `${page}true)`);
    const what = `${list} ${Object.values(filters).join(" ")} by ${sort}`;
    figures[what] = {
      table,
      read,
      counted_read: countedRead,
      page_ms: median(times),
      counted_ms: median(counted),
    };
    // Words are looked for in all that is known; nothing else may read so much, however little time it takes.
    if (read > GOAL * SHOWN && !filters.search) Deno.exitCode = 1;
    console.log(
      `${what}: reads ${read} of ${table} (${
        (read / SHOWN).toFixed(1)
      } a row shown, goal ≤ ${GOAL}), ` +
        `page ${median(times).toFixed(1)} ms; with its counts ${countedRead}, ${
          median(counted).toFixed(1)
        } ms`,
    );
  }
  await saveResults("lists", figures);
  await db.close();
} finally {
  await server?.stop();
}

/** The table of which a call reads most rows, and how many. */
async function mostRead(db: Database, call: string): Promise<[table: string, rows: number]> {
  const reads = `select relname, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as rows
    from pg_stat_xact_all_tables where schemaname in ('public', 'private')`;
  return await db.transaction(async (tx) => {
    const before = await tx.query<{ relname: string; rows: number }>(reads);
    await tx.query(`select ${call}`);
    const after = await tx.query<{ relname: string; rows: number }>(reads);
    const was = new Map(before.map(({ relname, rows }) => [relname, Number(rows)]));
    return after
      .map(({ relname, rows }) =>
        [relname, Number(rows) - (was.get(relname) ?? 0)] as [string, number]
      )
      .toSorted(([, one], [, other]) => other - one)[0];
  });
}

async function timesOf(db: Database, call: string): Promise<number[]> {
  const times: number[] = [];
  for (let round = -2; round < ROUNDS; round++) {
    const start = performance.now();
    await db.query(`select ${call}`);
    // The first rounds fill caches and plans.
    if (round >= 0) times.push(performance.now() - start);
  }
  return times;
}
