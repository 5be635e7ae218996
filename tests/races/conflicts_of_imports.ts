/** Two people who answer one question of an import at once, and one whose unit goes meanwhile. */
import { expect } from "expect";
import type { Queryable } from "@/embedded/database.ts";
import { interleave } from "./interleave.ts";
import { addClients, addTechnicians, brokenRules, inWorld, type RaceWorld } from "./world.ts";

interface Answer {
  status: string;
  decision?: string;
  repeated?: boolean;
  reason?: string;
  shown?: string;
}

/** A question whose unit is the first client's here and the second's in a file. */
async function asked({ db }: RaceWorld): Promise<{ id: string; unit: string }> {
  await addTechnicians(db, 1);
  await addClients(db, 2);
  const [row] = await db.query<{ id: string; unit: string }>(`
    with u as (select id, customer_id from public.units order by id limit 1)
    select private.raise_conflict(row (null, 'one_serial_two_clients', u.id::text, u.customer_id,
      (select c.id from public.customers c where c.id <> u.customer_id limit 1), u.id, null, null, null, '{}',
      null, null, null, null, null)::public.import_conflicts)::text as id, u.id::text as unit from u`);
  return row;
}

async function decide(db: Queryable, id: string, decision: string, shown: string | null) {
  const [{ answer }] = await db.query<{ answer: Answer }>(
    "select public.decide_conflict($1, $2, $3) as answer",
    [id, decision, shown],
  );
  return answer;
}

Deno.test("of two who answer one question at once the second hears what the first said", () =>
  inWorld(async (world) => {
    const { id } = await asked(world);
    const move = (await decide(world.db, id, "move", null)).shown!;
    const keep = (await decide(world.db, id, "keep", null)).shown!;
    const [first, second] = await interleave(
      world,
      (tx) => decide(tx, id, "move", move),
      (db) => decide(db, id, "keep", keep),
    );
    expect(first).toMatchObject({ status: "decided", decision: "move", repeated: false });
    expect(second).toMatchObject({ status: "refused", reason: "decided", decision: "move" });
    expect(await brokenRules(world.db)).toEqual([]);
  }));

Deno.test("of one button that is pressed twice at once the second does nothing", () =>
  inWorld(async (world) => {
    const { id } = await asked(world);
    const move = (await decide(world.db, id, "move", null)).shown!;
    const [first, second] = await interleave(
      world,
      (tx) => decide(tx, id, "move", move),
      (db) => decide(db, id, "move", move),
    );
    expect([first.repeated, second.repeated]).toEqual([false, true]);
    const [{ count }] = await world.db.query<{ count: number }>(
      "select count(*)::integer as count from public.maintenance_contracts where cancelled_reason = 'transferred'",
    );
    expect(count).toBe(1);
    expect(await brokenRules(world.db)).toEqual([]);
  }));

Deno.test("whoever answers while the unit is retired hears that it is no question any more", () =>
  inWorld(async (world) => {
    const { id, unit } = await asked(world);
    const move = (await decide(world.db, id, "move", null)).shown!;
    const [, second] = await interleave(
      world,
      (tx) =>
        tx.query("select public.set_unit_condition($1, 'retired', 'gone', 'in_service')", [unit]),
      (db) => decide(db, id, "move", move),
    );
    expect(second).toMatchObject({
      status: "refused",
      reason: "decided",
      decision: "unit_retired",
    });
    expect(await brokenRules(world.db)).toEqual([]);
  }));
