import { expect } from "expect";
import { freshDatabase } from "@/tests/databases.ts";
import { until } from "@/tests/until.ts";

Deno.test("two administrators who switch each other off at once: the second waits for the first, and stays", async () => {
  const { db, drop } = await freshDatabase({ maxConnections: 3 });
  const switchOff = "update public.staff set active = false where email = $1";
  const waiting = "select count(*)::integer as count from pg_locks where not granted";
  try {
    await db.exec(`
      with login as (
        insert into auth.users (id, email)
        select gen_random_uuid(), n || '@example.com' from generate_series(1, 2) n returning id, email
      )
      insert into public.staff (user_id, email, name, role) select id, email, 'Admin', 'admin' from login`);
    let isAnswered = false;
    const second = await db.transaction(async (first) => {
      await first.query(switchOff, ["1@example.com"]);
      const asked = db.query(switchOff, ["2@example.com"])
        .then(() => "done", (error) => error.code)
        .finally(() => isAnswered = true);
      await until("the second to wait, or to be answered", async () => {
        const [{ count }] = await db.query<{ count: number }>(waiting);
        return isAnswered || count > 0;
      });
      return { asked };
    });
    expect(await second.asked).toBe("MT022");
    const left = "select email from public.staff where role = 'admin' and active";
    expect(await db.query(left)).toEqual([{ email: "2@example.com" }]);
  } finally {
    await drop();
  }
});
