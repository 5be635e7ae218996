/** Records that are written while what they belong to ends or changes. */
import { expect } from "expect";
import type { Database, Queryable } from "@/embedded/database.ts";
import { freshDatabase } from "@/tests/databases.ts";
import { interleave, outcome } from "./interleave.ts";

/** A client's unit whose visit waits at a stop of an hour that nobody has yet, or only the stop without the visit. */
async function makeStop(db: Database, { withVisit }: { withVisit: boolean }): Promise<void> {
  await db.exec(`
    with client as (
      insert into public.customers (name) values ('Ada Example') returning id
    ), unit as (
      insert into public.units (customer_id, category_id)
      select c.id, k.id from client c, public.equipment_categories k where k.code = 'stairlift' returning id
    ), contract as (
      insert into public.maintenance_contracts (unit_id) select id from unit returning id
    ), cycle as (
      insert into public.maintenance_cycles (contract_id, number, due_on) select id, 1, '2026-06-20' from contract
    )
    insert into public.technician_tasks (task_type, customer_id, during, state)
    select 'maintenance', c.id, '[2026-06-10 13:00+00, 2026-06-10 14:00+00)', 'unassigned' from client c`);
  if (withVisit) await db.exec(WRITE_VISIT);
}

const WRITE_VISIT = `
  insert into public.maintenance_visits (cycle_id, task_id, state)
  select y.id, t.id, 'needs_rescheduling' from public.maintenance_cycles y, public.technician_tasks t`;

/** The same client's second unit, at the same stop or not yet. */
const SECOND_UNIT = `
  with unit as (
    insert into public.units (customer_id, category_id) select u.customer_id, u.category_id from public.units u returning id
  ), contract as (
    insert into public.maintenance_contracts (unit_id) select id from unit returning id
  )
  insert into public.maintenance_cycles (contract_id, number, due_on) select id, 1, '2026-06-21' from contract`;

const writeVisitDue = (due: string) => `${WRITE_VISIT} where y.due_on = '${due}'`;
const cancelVisitDue = (due: string) => `
  update public.maintenance_visits v set state = 'cancelled'
  from public.maintenance_cycles y where y.id = v.cycle_id and y.due_on = '${due}'`;

/** What is looked at when it is committed has been looked at, so that nothing but a lock can tell the other. */
const CHECKED = "; set constraints all immediate";

const WRITE_ANSWER = `
  insert into public.checklist_results (visit_id, position, result)
  select id, 1, 'pass' from public.maintenance_visits`;

const END_VISIT = `
  update public.technician_tasks set state = 'cancelled';
  update public.maintenance_visits set state = 'cancelled'`;

/** What `second` comes to, which begins while `first` is not committed yet. */
async function whileUncommitted(
  db: Database,
  first: (tx: Queryable) => Promise<unknown>,
  second: (db: Database) => Promise<unknown>,
): Promise<string> {
  const [, came] = await interleave({ db }, async (tx, otherWaits) => {
    await first(tx);
    await otherWaits();
  }, (db) => outcome(second(db)));
  return came;
}

async function withDatabase(test: (db: Database) => Promise<void>): Promise<void> {
  const { db, drop } = await freshDatabase({ maxConnections: 4 });
  try {
    await test(db);
  } finally {
    await drop();
  }
}

Deno.test("an answer that is written while its visit ends is refused", () =>
  withDatabase(async (db) => {
    await makeStop(db, { withVisit: true });
    const came = await whileUncommitted(
      db,
      (tx) => tx.exec(END_VISIT),
      (db) => db.exec(WRITE_ANSWER),
    );
    expect(came).toBe("MT002");
    expect(await db.query("select id from public.checklist_results")).toEqual([]);
  }));

Deno.test("a visit that is written while its stop ends is refused", () =>
  withDatabase(async (db) => {
    await makeStop(db, { withVisit: false });
    const came = await whileUncommitted(
      db,
      (tx) => tx.exec("update public.technician_tasks set state = 'cancelled'" + CHECKED),
      (db) => db.exec(WRITE_VISIT),
    );
    expect(came).toBe("MT021");
    expect(await db.query("select id from public.maintenance_visits")).toEqual([]);
  }));

Deno.test("of two visits that are written at once into a stop with time for one, the second is refused", () =>
  withDatabase(async (db) => {
    await makeStop(db, { withVisit: false });
    await db.exec(SECOND_UNIT);
    const came = await whileUncommitted(
      db,
      (tx) => tx.exec(writeVisitDue("2026-06-20") + CHECKED),
      (db) => db.exec(writeVisitDue("2026-06-21")),
    );
    expect(came).toBe("MT003");
    expect(await db.query("select minutes from public.maintenance_visits")).toHaveLength(1);
  }));

Deno.test("of two visits that leave their stop at once, the last one is kept from leaving it empty", () =>
  withDatabase(async (db) => {
    await makeStop(db, { withVisit: false });
    await db.exec(SECOND_UNIT);
    await db.exec(
      "update public.technician_tasks set during = '[2026-06-10 13:00+00, 2026-06-10 15:00+00)'",
    );
    await db.exec(WRITE_VISIT);
    const came = await whileUncommitted(
      db,
      (tx) => tx.exec(cancelVisitDue("2026-06-20") + CHECKED),
      (db) => db.exec(cancelVisitDue("2026-06-21")),
    );
    expect(came).toBe("MT003");
    const left = await db.query("select state from public.maintenance_visits order by state");
    expect(left).toEqual([{ state: "cancelled" }, { state: "needs_rescheduling" }]);
  }));

Deno.test("a contract that is made while its unit is retired is refused", () =>
  withDatabase(async (db) => {
    await makeStop(db, { withVisit: false });
    await db.exec(
      "update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'moved'",
    );
    const came = await whileUncommitted(
      db,
      (tx) => tx.exec("update public.units set condition = 'retired'"),
      (db) =>
        db.exec("insert into public.maintenance_contracts (unit_id) select id from public.units"),
    );
    expect(came).toBe("MT021");
  }));

Deno.test("a cycle that is made while its contract ends is refused", () =>
  withDatabase(async (db) => {
    await makeStop(db, { withVisit: false });
    const came = await whileUncommitted(
      db,
      (tx) =>
        tx.exec(
          "update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'moved'",
        ),
      (db) =>
        db.exec(
          "insert into public.maintenance_cycles (contract_id, number, due_on) select id, 2, '2026-12-20' from public.maintenance_contracts",
        ),
    );
    expect(came).toBe("MT001");
  }));

Deno.test("two clients of one postal area who are located at once count for where it lies", () =>
  withDatabase(async (db) => {
    const locate = (name: string, latitude: number) => (queryable: Queryable) =>
      queryable.query(
        "insert into public.customers (name, postal_code, latitude, longitude) values ($1, 'L6Y 0A1', $2, -79.7)",
        [name, latitude],
      );
    await locate("Ada Example", 43.5)(db);
    await interleave({ db }, async (tx, otherWaits) => {
      await tx.query("select from private.postal_areas for update");
      await otherWaits(2);
    }, (db) => Promise.all([locate("Bo Example", 43.6)(db), locate("Cy Example", 43.7)(db)]));
    const [area] = await db.query(
      "select located, round(latitude::numeric, 2)::text as latitude from private.postal_areas where area = 'L6Y'",
    );
    expect(area).toEqual({ located: 3, latitude: "43.60" });
  }));

Deno.test("two changes of one checklist at once are two versions, the second made of the first", () =>
  withDatabase(async (db) => {
    const change = (label: string) => (queryable: Queryable) =>
      queryable.query<{ answer: unknown }>(
        "select private.set_checklist('stairlift', jsonb_build_array(jsonb_build_object('position', 1, 'section', 'Rail', 'label', $1::text))) as answer",
        [label],
      );
    const numbered = async (first: string, second: string) => {
      const answers = await interleave({ db }, async (tx, otherWaits) => {
        const [{ answer }] = await change(first)(tx);
        await otherWaits();
        return answer;
      }, async (db) => (await change(second)(db))[0].answer);
      return answers;
    };
    expect(await numbered("Seat", "Belt")).toEqual([
      { status: "set", number: 2 },
      { status: "set", number: 3 },
    ]);
    expect(await numbered("Feet", "Feet")).toEqual([
      { status: "set", number: 4 },
      { status: "unchanged", number: 4 },
    ]);
  }));
