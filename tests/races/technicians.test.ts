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

Deno.test("work that goes on after all, while it is moved, takes its technician before its row as whoever moves it does", async () => {
  const { db, drop } = await freshDatabase({ maxConnections: 3 });
  try {
    const [{ task }] = await db.query<{ task: string }>(
      `with made as (insert into public.technicians (name) values ('Tess One') returning id)
       insert into public.technician_tasks (technician_id, task_type, during, state)
       select id, 'other', tstzrange(private.clock() - interval '2 hours', private.clock() - interval '1 hour'), 'scheduled' from made
       returning id as task`,
    );
    await db.query("select public.set_task_state($1, 'completed')", [task]);
    const [moved, goesOn] = await interleave({ db }, async (tx, otherWaits) => {
      await tx.query(
        "select private.lock_technician(t.technician_id) from public.technician_tasks t where t.id = $1",
        [task],
      );
      await otherWaits();
      return await outcome(tx.query("select private.lock_tasks(array[$1::uuid])", [task]));
    }, (db) => outcome(db.query("select public.set_task_state($1, 'in_progress')", [task])));
    expect([moved, goesOn]).toEqual(["went through", "went through"]);
  } finally {
    await drop();
  }
});
