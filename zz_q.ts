import { freshDatabase, makeTemplate, startTestServer } from "@/tests/databases.ts";
import { postgres15 } from "@/tools/postgres/binaries.ts";
import { BOOK, prepare } from "@/bench/booking/prepare.ts";
import { run, initTpcb } from "@/bench/booking/pgbench.ts";
const server = await startTestServer((await postgres15())!, { fsync: "on", full_page_writes: "on", synchronous_commit: "on", shared_buffers: "256MB", max_wal_size: "4GB", track_functions: Deno.args[0] ?? "none" });
try {
  await makeTemplate(server, "new");
  const fresh = await freshDatabase({ serverUrl: server.url("postgres"), maxConnections: 1 });
  const tpcb = await freshDatabase({ serverUrl: server.url("postgres"), maxConnections: 1 });
  await initTpcb(tpcb.url);
  await prepare(fresh.db);
  const scripts = [{ sql: BOOK, weight: 1 }];
  await run(fresh.url, { clients: 8, transactions: 100, scripts });
  await fresh.db.exec("vacuum (analyze)");
  await fresh.db.exec("select pg_stat_reset()");
  for (const clients of [1]) {
    const t = await run(tpcb.url, { clients, seconds: 6, warmUp: 2 });
    const r = await run(fresh.url, { clients, seconds: 6, warmUp: 2, scripts });
    console.log(clients, "book", r.transactionsPerSecond.toFixed(0), "tpcb", t.transactionsPerSecond.toFixed(0), (r.transactionsPerSecond / t.transactionsPerSecond).toFixed(2));
  }
  for (const row of await fresh.db.query("select funcname, calls, round(total_time::numeric) as total, round(self_time::numeric) as self, round((self_time/nullif(calls,0))::numeric,3) as each from pg_stat_user_functions order by self_time desc limit 34")) console.log(JSON.stringify(row));
} finally { await server.stop(); }
Deno.exit(0);
