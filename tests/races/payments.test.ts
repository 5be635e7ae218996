/** Invoices that several pay, take back or bill at once: money is neither lost nor doubled. */
import { expect } from "expect";
import type { Database, Queryable } from "@/embedded/database.ts";
import { freshDatabase } from "@/tests/databases.ts";
import { interleave, outcome } from "./interleave.ts";
import { roundsOf } from "./rounds.ts";

const CONNECTIONS = 6;

/** An issued invoice over $113.00. */
async function invoice(db: Database): Promise<string> {
  const [{ id }] = await db.query<{ id: string }>(
    `with client as (
       insert into public.customers (name) values ('Ada Example') returning id
     )
     insert into public.invoices (customer_id) select id from client returning id`,
  );
  await db.query(
    `insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate)
     values ($1, 1, 'Part', 100, 0.13)`,
    [id],
  );
  await db.query("select private.issue_invoice($1)", [id]);
  return id;
}

/** What whoever pays is told: the balance, or why not. */
async function pay(
  db: Queryable,
  invoiceId: string,
  amount: number,
  requestId: string = crypto.randomUUID(),
): Promise<string> {
  const [{ told }] = await db.query<{ told: string }>(
    `select coalesce(p ->> 'reason', p ->> 'balance') as told
     from private.record_payment($1, $2, 'card', $3, null, private.clock()) p`,
    [invoiceId, amount, requestId],
  );
  return told;
}

async function takeBack(db: Queryable, invoiceId: string): Promise<string> {
  const [{ told }] = await db.query<{ told: string }>(
    "select coalesce(p ->> 'reason', p ->> 'status') as told from private.void_invoice($1, 'Wrong') p",
    [invoiceId],
  );
  return told;
}

async function sums(db: Database, invoiceId: string) {
  const [row] = await db.query<{ state: string; paid: string; payments: number }>(
    `select s.state, s.paid::text, (select count(*)::integer from public.payments p where p.invoice_id = s.invoice_id) as payments
     from private.invoice_sums s where s.invoice_id = $1`,
    [invoiceId],
  );
  return row;
}

Deno.test("who pays and who takes back wait for each other, whoever is first", async () => {
  const { db, drop } = await freshDatabase({ maxConnections: CONNECTIONS });
  try {
    const paid = await invoice(db);
    const [, late] = await interleave({ db }, async (tx, otherWaits) => {
      await pay(tx, paid, 1);
      await otherWaits();
    }, (other) => takeBack(other, paid));
    expect(late).toBe("paid");

    const void_ = await invoice(db);
    const [, tooLate] = await interleave({ db }, async (tx, otherWaits) => {
      await takeBack(tx, void_);
      await otherWaits();
    }, (other) => pay(other, void_, 1));
    expect(tooLate).toBe("void");
    expect(await sums(db, void_)).toEqual({ state: "void", paid: "0", payments: 0 });
  } finally {
    await drop();
  }
});

Deno.test("two who pay all of it at once pay it once, and the same request is one payment", async () => {
  const { db, drop } = await freshDatabase({ maxConnections: CONNECTIONS });
  try {
    for (let round = 1; round <= roundsOf(60); round++) {
      const id = await invoice(db);
      const request = crypto.randomUUID();
      const told = await Promise.all([
        pay(db, id, 113, request),
        pay(db, id, 113, request),
        pay(db, id, 113),
        pay(db, id, 113),
      ]);
      // The one request is answered twice in the same way, whether it came first or not.
      expect(told[0]).toBe(told[1]);
      expect([round, await sums(db, id)]).toEqual([round, {
        state: "issued",
        paid: "113.00",
        payments: 1,
      }]);
    }
  } finally {
    await drop();
  }
});

Deno.test("many who pay a part each never pay more than is owed", async () => {
  const { db, drop } = await freshDatabase({ maxConnections: CONNECTIONS });
  try {
    for (let round = 1; round <= roundsOf(20); round++) {
      const id = await invoice(db);
      const told = await Promise.all(Array.from({ length: 8 }, () => pay(db, id, 20)));
      expect(told.filter((answer) => answer === "balance").length).toBe(3);
      expect(await sums(db, id)).toEqual({ state: "issued", paid: "100.00", payments: 5 });
    }
  } finally {
    await drop();
  }
});

Deno.test("of paying and taking back at once one comes about", async () => {
  const { db, drop } = await freshDatabase({ maxConnections: CONNECTIONS });
  try {
    for (let round = 1; round <= roundsOf(60); round++) {
      const id = await invoice(db);
      const [paid, taken] = await Promise.all([pay(db, id, 113), takeBack(db, id)]);
      const { state, payments } = await sums(db, id);
      expect([round, paid, taken, state, payments]).toEqual(
        state === "void"
          ? [round, "void", "void", "void", 0]
          : [round, "0.00", "paid", "issued", 1],
      );
    }
  } finally {
    await drop();
  }
});

Deno.test("a stop that is billed while its visit is cancelled is billed for nothing", async () => {
  const { db, drop } = await freshDatabase({ maxConnections: CONNECTIONS });
  try {
    for (let round = 1; round <= roundsOf(20); round++) {
      const stop = await bookedStop(db);
      const [billed] = await Promise.all([
        outcome(db.query("select private.issue_stop_invoice($1, private.clock())", [stop.order])),
        db.query(
          "select private.release_visits($1, array[$2::uuid], 'cancelled', 'ill')",
          [
            stop.task,
            stop.visit,
          ],
        ),
      ]);
      // Either it saw a visit that waits, or nothing was left to bill.
      expect(["MT021", "went through"]).toContain(billed);
      const [row] = await db.query(
        `select i.state, (select count(*)::integer from public.invoices n where n.number is not null) as numbers
         from public.invoices i where i.work_order_id = $1`,
        [stop.order],
      );
      expect([round, row]).toEqual([round, { state: "void", numbers: 0 }]);
    }
  } finally {
    await drop();
  }
});

/** A stop for one unit, with its draft. */
async function bookedStop(db: Database): Promise<{ order: string; task: string; visit: string }> {
  const [stop] = await db.query<{ order: string; task: string; visit: string }>(`
    with client as (
      insert into public.customers (name) values ('Ada Example') returning id
    ), "order" as (
      insert into public.work_orders (customer_id, intake_source) select id, 'office' from client returning id, customer_id
    ), unit as (
      insert into public.units (customer_id, category_id)
      select c.id, k.id from client c, public.equipment_categories k where k.code = 'stairlift' returning id
    ), task as (
      insert into public.technician_tasks (task_type, customer_id, work_order_id, during, state)
      select 'maintenance', customer_id, id, '[2026-06-10 13:00+00, 2026-06-10 14:00+00)', 'unassigned' from "order" returning id, work_order_id
    ), contract as (
      insert into public.maintenance_contracts (unit_id) select id from unit returning id
    ), cycle as (
      insert into public.maintenance_cycles (contract_id, number, due_on) select id, 1, '2026-06-20' from contract returning id
    ), visit as (
      insert into public.maintenance_visits (cycle_id, task_id, state, minutes)
      select y.id, t.id, 'needs_rescheduling', 60 from cycle y, task t returning id
    )
    select t.work_order_id as order, t.id as task, v.id as visit from task t, visit v`);
  await db.query(
    `select private.charge_visit(private.draft_invoice(w.customer_id, w.id), $2, 1, null, 'Stair lift', 189, 0.13)
     from public.work_orders w where w.id = $1`,
    [stop.order, stop.visit],
  );
  return stop;
}
