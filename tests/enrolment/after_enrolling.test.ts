/** What follows from a run that was executed: who is mailed when, and what two people see who execute it together. */
import { expect } from "expect";
import { databaseRpc } from "@/embedded/database_rpc.ts";
import { execute, runBackfill } from "@/lib/enrolment/run.ts";
import { addDays } from "@/lib/text/dates.ts";
import { freshDatabase } from "@/tests/databases.ts";
import { line, LINES } from "./rows.ts";
import { inTransaction, smallSet } from "./support.ts";

const TODAY = "2026-06-02";
const WEEKS = 4;
const CLIENTS = 45;

/** Clients with one to three lifts each, some past due for years and some due in months. */
const FILES = smallSet({
  "customers.csv": Array.from(
    { length: CLIENTS },
    (_, n) => `H${n},Client ${n},h${n}@example.com,,${n} Oak St,,Toronto,ON,M5V 1A1,,`,
  ),
  [LINES]: Array.from({ length: 2 * CLIENTS }, (_, n) =>
    line(`H${n}`, {
      customer_ref: `H${n * n % CLIENTS}`,
      order_date: addDays("2026-03-20", -n * 9),
      delivery_date: addDays("2026-04-01", -n * 9),
      sku: n % 3 ? "SL" : "SL-X",
    })),
});

interface Told {
  day: string;
  customer_id: string;
  cycle_id: string;
}

Deno.test("in a hundred days nobody is mailed at once, no day has more first mails than were planned, and a client hears of all at once", () =>
  inTransaction(async (tx, rpc) => {
    const report = await runBackfill(rpc, FILES, { today: TODAY, weeks: WEEKS, isExecuted: true });
    expect(report.executed).toMatchObject({ failed: 0, skipped: 0 });
    const told: Told[] = await tx.query(
      `with recursive days as (
         select date '${TODAY}' as day union all select day + 1 from days where day < date '${TODAY}' + 100
       )
       select distinct on (r.cycle_id) d.day::text, r.customer_id, r.cycle_id
       from days d cross join lateral private.due_reminders(d.day) r order by r.cycle_id, d.day`,
    );
    const spread = await tx.query<{ cycle_id: string }>(
      `select y.id as cycle_id from public.backfill_rows b
       join public.maintenance_cycles y on y.contract_id = b.contract_id where b.mail_on is not null`,
    );
    const isSpread = new Set(spread.map(({ cycle_id }) => cycle_id));
    const first = told.filter(({ cycle_id }) => isSpread.has(cycle_id));
    expect(first.length).toBe(report.to_stagger);
    expect(told.filter(({ day }) => day <= TODAY)).toEqual([]);

    const clientsOf = Map.groupBy(first, ({ day }) => day);
    const aDay = Math.ceil(report.clients_to_stagger / (5 * WEEKS));
    for (const [day, mails] of clientsOf) {
      expect([0, 6]).not.toContain(new Date(`${day}T12:00:00Z`).getUTCDay());
      const clients = new Set(mails.map(({ customer_id }) => customer_id)).size;
      expect(clients).toBeLessThanOrEqual(aDay);
      expect(report.schedule[day]).toBe(clients);
    }
    for (const units of Map.groupBy(first, ({ customer_id }) => customer_id).values()) {
      expect(new Set(units.map(({ day }) => day)).size).toBe(1);
    }
  }));

Deno.test("two people who execute one run take turns, and both see how far it is", async () => {
  const fresh = await freshDatabase({ maxConnections: 2 });
  try {
    const rpc = databaseRpc(fresh.db);
    const { run_id, new: units } = await runBackfill(rpc, FILES, {
      today: TODAY,
      isExecuted: false,
    });
    const both = await Promise.all([execute(rpc, run_id, 7), execute(rpc, run_id, 7)]);
    for (const seen of both) {
      expect(seen).toMatchObject({ status: "done", done: units, enrolled: units, remaining: 0 });
    }
    const [{ contracts }] = await fresh.db.query(
      "select count(*)::int as contracts from public.maintenance_contracts",
    );
    expect(contracts).toBe(units);
  } finally {
    await fresh.drop();
  }
});
