import { expect } from "expect";
import { freshDatabase } from "@/tests/databases.ts";

Deno.test("two administrators who switch each other off at once: one stays, and no one waits for ever", async () => {
  const { db, drop } = await freshDatabase({ maxConnections: 2 });
  const left =
    "select count(*)::integer as count from public.staff where role = 'admin' and active";
  try {
    for (let round = 0; round < 50; round++) {
      await db.exec(`
        insert into public.staff (user_id, email, name, role)
        select gen_random_uuid(), n || '-${round}@example.com', 'Admin ' || n, 'admin' from generate_series(1, 2) n;
        delete from public.staff where email not like '%-${round}@example.com'`);
      const outcomes = await Promise.allSettled(
        [1, 2].map((n) =>
          db.query("update public.staff set active = false where email = $1", [
            `${n}-${round}@example.com`,
          ])
        ),
      );
      const refused = outcomes.filter((outcome) => outcome.status === "rejected");
      expect(refused.map(({ reason }) => reason.code)).toEqual(["MT022"]);
      expect((await db.query<{ count: number }>(left))[0].count).toBe(1);
    }
  } finally {
    await drop();
  }
});
