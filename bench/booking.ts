/**
 * Bookings a second against pgbench's tpcb-like on the same durable server, and what happens when everybody
 * wants the same time. Needs Debian's PostgreSQL 15 with pgbench. Prints ratios, writes `bench/results.json`.
 */
import { freshDatabase, makeTemplate, startTestServer } from "@/tests/databases.ts";
import { postgres15 } from "@/tools/postgres/binaries.ts";
import { BOOK, bookContested, JOBS, moves, prepare, ROWS, WARM_UP } from "./booking/prepare.ts";
import { initTpcb, pgbenchExists, type Run, run } from "./booking/pgbench.ts";
import { median, saveResults } from "./support/results.ts";

const CLIENTS = [1, 4, 16, 64];
const ROUNDS = 5;
const SECONDS = 3;
const CONTESTED_TIMES = 40;

const binaries = await postgres15();
if (!binaries || !(await pgbenchExists())) {
  console.error("This benchmark needs Debian's postgresql-15 with pgbench.");
  Deno.exit(1);
}
const server = await startTestServer(binaries, {
  fsync: "on",
  full_page_writes: "on",
  synchronous_commit: "on",
  shared_buffers: "256MB",
  max_wal_size: "4GB",
  deadlock_timeout: "200ms",
});
try {
  await makeTemplate(server, "new");
  const fresh = await freshDatabase({ serverUrl: server.url("postgres"), maxConnections: 1 });
  const tpcb = await freshDatabase({ serverUrl: server.url("postgres"), maxConnections: 1 });
  await initTpcb(tpcb.url);
  await prepare(fresh.db);
  // A company in business has statistics of its tables; an empty one has guesses.
  await run(fresh.url, {
    clients: 8,
    transactions: 100,
    warmUp: WARM_UP,
    scripts: [{ sql: BOOK, weight: 1 }],
  });
  await fresh.db.exec("vacuum (analyze)");
  const count = async (sql: string) =>
    (await fresh.db.query<{ count: number }>(`select count(*)::integer as count from ${sql}`))[0]
      .count;
  const nextJob = async () =>
    Number((await fresh.db.query<{ n: number }>("select nextval('bench.next_job') as n"))[0].n);

  const rates = [];
  for (const clients of CLIENTS) {
    const tpcbRates: number[] = [];
    const bookingRates: number[] = [];
    const rowRates: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      tpcbRates.push(
        (await run(tpcb.url, { clients, seconds: SECONDS, warmUp: WARM_UP })).transactionsPerSecond,
      );
      for (const [sql, into] of [[BOOK, bookingRates], [ROWS, rowRates]] as const) {
        const scripts = [{ sql, weight: 1 }];
        const measured = await run(fresh.url, {
          clients,
          seconds: SECONDS,
          warmUp: WARM_UP,
          scripts,
        });
        into.push(measured.transactionsPerSecond);
      }
    }
    const rate = {
      clients,
      bookings_per_second: median(bookingRates),
      tpcb_per_second: median(tpcbRates),
      ratio: median(bookingRates.map((booked, round) => booked / tpcbRates[round])),
      rows_only_ratio: median(rowRates.map((written, round) => written / tpcbRates[round])),
    };
    rates.push(rate);
    console.log(
      `${clients} clients: ${rate.bookings_per_second.toFixed(0)} bookings/s, ` +
        `tpcb-like ${rate.tpcb_per_second.toFixed(0)}/s, ratio ${rate.ratio.toFixed(2)}; ` +
        `the same rows without any rule ${rate.rows_only_ratio.toFixed(2)}`,
    );
  }
  const used = await nextJob();
  if (used > JOBS) throw new Error(`ran out of clients: ${used} of ${JOBS}`);
  const notBooked = await count("public.booking_attempts where status <> 'booked'");
  const failures = { not_booked: notBooked };

  // The next multiple of 64, so that each time is wanted by one whole crowd.
  const first = Math.ceil((await nextJob() + 1) / 64) * 64;
  await fresh.db.query("select setval('bench.next_job', $1::bigint, false)", [first]);
  const { sql, firstWanted } = bookContested(first);
  const crowd = await run(fresh.url, {
    clients: 64,
    // Warm for booking, then for losing.
    transactions: 2 * WARM_UP + CONTESTED_TIMES,
    warmUp: 2 * WARM_UP,
    scripts: [{ sql, weight: 1 }],
  });
  const sold = await count(
    `bench.jobs w where w.n >= ${firstWanted + WARM_UP} and w.n < ${
      firstWanted + WARM_UP + CONTESTED_TIMES
    }
     and exists (select from public.technician_tasks t
       where t.technician_id = w.technician_id and lower(t.during) = w.starts_at and t.blocking)`,
  );

  const { move, swap } = moves(used);
  const busy = await run(fresh.url, {
    clients: 64,
    seconds: SECONDS * 2,
    warmUp: WARM_UP,
    scripts: [{ sql: BOOK, weight: 2 }, { sql: move, weight: 1 }, { sql: swap, weight: 1 }],
  });
  const overlaps = await count(`public.technician_tasks a join public.technician_tasks b
    on a.id < b.id and a.technician_id = b.technician_id and a.blocking and b.blocking and a.during && b.during`);
  const deadlocks = (await server.log()).match(/deadlock detected/g)?.length ?? 0;
  const figures = {
    rates,
    failures,
    contested: {
      clients: 64,
      times: CONTESTED_TIMES,
      sold_share: sold / CONTESTED_TIMES,
      worst_ms: worst(crowd),
      median_ms: median(crowd.latencies),
    },
    moves_and_bookings: {
      clients: 64,
      per_second: busy.transactionsPerSecond,
      worst_ms: worst(busy),
      median_ms: median(busy.latencies),
    },
    overlaps,
    deadlocks,
  };
  console.log(figures);
  await saveResults("booking", figures);
  await tpcb.drop();
  await fresh.drop();
} finally {
  await server.stop();
}

function worst({ latencies }: Run): number {
  return latencies.reduce((a, b) => Math.max(a, b), 0);
}
