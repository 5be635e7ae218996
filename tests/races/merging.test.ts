/** Two clients who are merged by two people at once, into one another. */
import { expect } from "expect";
import type { Queryable } from "@/embedded/database.ts";
import { interleave } from "./interleave.ts";
import { addClients, addTechnicians, brokenRules, inWorld } from "./world.ts";

interface Answer {
  status: string;
  reason?: string;
  /** What was tried, to be sent back by whoever means it. */
  shown?: string;
}

Deno.test("of two who merge two clients into one another at once the second hears that it is done", () =>
  inWorld(async (world) => {
    await addTechnicians(world.db, 1);
    await addClients(world.db, 2);
    const rows = await world.db.query<{ id: string }>(
      "select id::text from public.customers order by id",
    );
    const [a, b] = rows.map(({ id }) => id);
    const ask = async (db: Queryable, keep: string, drop: string, shown: string | null) => {
      const [{ answer }] = await db.query<{ answer: Answer }>(
        "select public.merge_customers($1, $2, $3::text is null, shown => $3) as answer",
        [keep, drop, shown],
      );
      return answer;
    };
    // Both looked at first, before either of them merged.
    const shown = {
      [a]: (await ask(world.db, a, b, null)).shown!,
      [b]: (await ask(world.db, b, a, null)).shown!,
    };
    const merge = (db: Queryable, keep: string, drop: string) => ask(db, keep, drop, shown[keep]);
    const [first, second] = await interleave(
      world,
      (tx) => merge(tx, a, b),
      (db) => merge(db, b, a),
    );
    expect(first.status).toBe("merged");
    expect(second).toEqual({ status: "refused", reason: "merged" });
    expect(await world.db.query("select id::text from public.customers")).toEqual([{ id: a }]);
    expect(await brokenRules(world.db)).toEqual([]);
  }));

Deno.test("whoever merges a client who is being erased hears that they were", () =>
  inWorld(async (world) => {
    await addClients(world.db, 2);
    const rows = await world.db.query<{ id: string }>(
      "select id::text from public.customers order by id",
    );
    const [a, b] = rows.map(({ id }) => id);
    const ask = async (db: Queryable, call: string, values: string[]) => {
      const [{ answer }] = await db.query<{ answer: Answer }>(
        `select public.${call} as answer`,
        values,
      );
      return answer;
    };
    const { shown: erasure } = await ask(world.db, "erase_customer($1, '', true)", [b]);
    const { shown: merger } = await ask(world.db, "merge_customers($1, $2, true)", [a, b]);
    const [erased, merged] = await interleave(
      world,
      (tx) => ask(tx, "erase_customer($1, 'Asked by letter', false, $2)", [b, erasure!]),
      (db) => ask(db, "merge_customers($1, $2, false, shown => $3)", [a, b, merger!]),
    );
    expect(erased.status).toBe("recorded");
    expect(merged).toEqual({ status: "refused", reason: "erased" });
    expect(await brokenRules(world.db)).toEqual([]);
  }));
