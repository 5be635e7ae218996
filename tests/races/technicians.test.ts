/** A technician who leaves while somebody gives them work. */
import { expect } from "expect";
import { freshDatabase } from "@/tests/databases.ts";
import { interleave, outcome } from "./interleave.ts";

Deno.test("work that is written for a technician who is just leaving is refused", async () => {
  const { db, drop } = await freshDatabase({ maxConnections: 3 });
  try {
    const [{ id }] = await db.query<{ id: string }>(
      "insert into public.technicians (name) values ('Tess One') returning id",
    );
    const [, came] = await interleave({ db }, async (first, otherWaits) => {
      await first.query("select private.deactivate_technician($1, private.clock())", [id]);
      await otherWaits();
    }, (db) =>
      outcome(db.query(
        `insert into public.technician_tasks (technician_id, task_type, during)
         values ($1, 'repair', tstzrange(private.clock() + interval '1 day', private.clock() + interval '25 hours'))`,
        [id],
      )));
    expect(came).toBe("MT021");
    expect(await db.query("select id from public.technician_tasks")).toEqual([]);
  } finally {
    await drop();
  }
});
