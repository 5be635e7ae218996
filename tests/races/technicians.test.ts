/** A technician who leaves while somebody gives them work. */
import { expect } from "expect";
import { freshDatabase } from "@/tests/databases.ts";
import { until } from "@/tests/until.ts";

Deno.test("work that is written for a technician who is just leaving is refused", async () => {
  const { db, drop } = await freshDatabase({ maxConnections: 3 });
  const waiting = "select count(*)::integer as count from pg_locks where not granted";
  try {
    const [{ id }] = await db.query<{ id: string }>(
      "insert into public.technicians (name) values ('Tess One') returning id",
    );
    let isAnswered = false;
    const second = await db.transaction(async (first) => {
      await first.query("select private.deactivate_technician($1, private.clock())", [id]);
      const asked = db.query(
        `insert into public.technician_tasks (technician_id, task_type, during)
         values ($1, 'repair', tstzrange(private.clock() + interval '1 day', private.clock() + interval '25 hours'))`,
        [id],
      ).then(() => "done", (error) => error.code).finally(() => isAnswered = true);
      await until("the work to wait, or to be written", async () => {
        const [{ count }] = await db.query<{ count: number }>(waiting);
        return isAnswered || count > 0;
      });
      return { asked };
    });
    expect(await second.asked).toBe("MT021");
    expect(await db.query("select id from public.technician_tasks")).toEqual([]);
  } finally {
    await drop();
  }
});
