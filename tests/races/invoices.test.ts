/** Invoices that are issued and voided while somebody else writes their lines: nothing slips in or out. */
import { expect } from "expect";
import type { Database, Queryable } from "@/embedded/database.ts";
import { freshDatabase } from "@/tests/databases.ts";
import { interleave, outcome } from "./interleave.ts";
import { roundsOf } from "./rounds.ts";

const CONNECTIONS = 5;

async function draft(db: Database, lines: number): Promise<string> {
  const [{ id }] = await db.query<{ id: string }>(
    `with client as (
       insert into public.customers (name) values ('Ada Example') returning id
     )
     insert into public.invoices (customer_id) select id from client returning id`,
  );
  for (let position = 1; position <= lines; position++) await addLine(db, id, position);
  return id;
}

async function addLine(db: Queryable, invoiceId: string, position: number): Promise<void> {
  await db.query(
    `insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate)
     values ($1, $2, 'Part', 10, 0.13)`,
    [invoiceId, position],
  );
}

async function issue(db: Queryable, invoiceId: string): Promise<void> {
  await db.query("select private.issue_invoice($1)", [invoiceId]);
}

async function linesOf(db: Queryable, invoiceId: string): Promise<string[]> {
  const rows = await db.query<{ line: string }>(
    "select position || ': ' || amount as line from public.invoice_lines where invoice_id = $1 order by position",
    [invoiceId],
  );
  return rows.map(({ line }) => line);
}

/** What `second` comes to, which begins while `first` is not committed yet. */
async function behindEachOther(
  db: Database,
  first: (tx: Queryable) => Promise<void>,
  second: () => Promise<void>,
): Promise<string> {
  const [, came] = await interleave({ db }, async (tx, otherWaits) => {
    await first(tx);
    await otherWaits();
  }, () => outcome(second()));
  return came;
}

Deno.test("who issues and who writes a line wait for each other, whoever is first", async () => {
  const { db, drop } = await freshDatabase({ maxConnections: CONNECTIONS });
  try {
    const early = await draft(db, 1);
    expect(await behindEachOther(db, (tx) => issue(tx, early), () => addLine(db, early, 2)))
      .toBe("MT002");
    expect(await linesOf(db, early)).toEqual(["1: 10.00"]);

    const late = await draft(db, 1);
    expect(await behindEachOther(db, (tx) => addLine(tx, late, 2), () => issue(db, late)))
      .toBe("went through");
    expect(await linesOf(db, late)).toEqual(["1: 10.00", "2: 10.00"]);

    const emptied = await draft(db, 1);
    const empty = (tx: Queryable) =>
      tx.exec(`delete from public.invoice_lines where invoice_id = '${emptied}'`).then(() => {});
    expect(await behindEachOther(db, empty, () => issue(db, emptied))).toBe("23514");
  } finally {
    await drop();
  }
});

Deno.test("an invoice keeps the lines that it was issued with, however many write at once", async () => {
  const { db, drop } = await freshDatabase({ maxConnections: CONNECTIONS });
  try {
    for (let round = 1; round <= roundsOf(150); round++) {
      const id = await draft(db, 2);
      let issuedWith: string[] = [];
      const outcomes = await Promise.all([
        outcome(db.transaction(async (tx) => {
          await issue(tx, id);
          issuedWith = await linesOf(tx, id);
        })),
        outcome(addLine(db, id, 3)),
        outcome(
          db.query("delete from public.invoice_lines where invoice_id = $1 and position = 1", [id]),
        ),
        outcome(
          db.query("update public.invoice_lines set unit_price = 20 where invoice_id = $1", [id]),
        ),
      ]);
      // Whoever changes several lines by hand may meet another with one of them: the database ends one of the two.
      const allowed = ["went through", "MT002", "40P01"];
      expect(outcomes.filter((code) => !allowed.includes(code))).toEqual([]);
      expect(outcomes[0]).toBe("went through");
      expect([round, await linesOf(db, id)]).toEqual([round, issuedWith]);
    }
  } finally {
    await drop();
  }
});

Deno.test("of many who bill a void visit anew one does", async () => {
  const { db, drop } = await freshDatabase({ maxConnections: CONNECTIONS });
  try {
    await db.exec(`
      with client as (
        insert into public.customers (name) values ('Ada Example') returning id
      ), unit as (
        insert into public.units (customer_id, category_id)
        select c.id, k.id from client c, public.equipment_categories k where k.code = 'stairlift' returning id
      ), task as (
        insert into public.technician_tasks (task_type, customer_id, during, state)
        select 'maintenance', c.id, '[2026-06-10 13:00+00, 2026-06-10 14:00+00)', 'unassigned' from client c returning id
      ), contract as (
        insert into public.maintenance_contracts (unit_id) select id from unit returning id
      ), cycle as (
        insert into public.maintenance_cycles (contract_id, number, due_on) select id, 1, '2026-06-20' from contract returning id
      )
      insert into public.maintenance_visits (cycle_id, task_id, state, minutes)
      select y.id, t.id, 'needs_rescheduling', 60 from cycle y, task t`);
    const charge = async (invoiceId: string) => {
      await db.query(
        "select private.charge_visit($1, (select id from public.maintenance_visits), 1, null, 'Stair lift', 189, 0.13)",
        [invoiceId],
      );
      return invoiceId;
    };
    let billed = await charge(await draft(db, 0));
    for (let round = 1; round <= roundsOf(20); round++) {
      await issue(db, billed);
      const drafts = [await draft(db, 0), await draft(db, 0), await draft(db, 0)];
      const voids = db.query("select private.void_invoice($1, 'Wrong')", [billed]);
      const attempts = await Promise.allSettled(drafts.map(charge));
      await voids;
      const won = attempts.flatMap((a) => a.status === "fulfilled" ? [a.value] : []);
      expect(won.length).toBeLessThanOrEqual(1);
      billed = won[0] ?? await charge(drafts[0]);
      const [{ live }] = await db.query<{ live: number }>(
        "select count(*)::integer as live from public.invoice_lines where live and visit_id is not null",
      );
      expect([round, live]).toEqual([round, 1]);
    }
  } finally {
    await drop();
  }
});

Deno.test("of invoices that are issued at once, and some that fail, the numbers have no holes", async () => {
  const { db, drop } = await freshDatabase({ maxConnections: CONNECTIONS });
  try {
    for (let last = 50; last <= roundsOf(50); last += 50) {
      const drafts = await Promise.all(
        Array.from({ length: 60 }, (_, i) => draft(db, i % 6 === 0 ? 0 : 1)),
      );
      const outcomes = await Promise.all(drafts.flatMap((id) => [
        outcome(issue(db, id)),
        outcome(issue(db, id)),
      ]));
      expect(outcomes.filter((code) => code === "went through").length).toBe(50);
      const [numbers] = await db.query(
        `select count(*)::integer as issued, max(number)::integer as last, bool_and(ordered) as ordered
         from (select number, issued_at >= lag(issued_at, 1, issued_at) over (order by number) as ordered
               from public.invoices where number is not null) n`,
      );
      expect(numbers).toEqual({ issued: last, last, ordered: true });
    }
  } finally {
    await drop();
  }
});
