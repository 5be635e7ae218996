import { expect } from "expect";
import { freshDatabase } from "@/tests/databases.ts";
import { interleave, outcome } from "./interleave.ts";

Deno.test("two administrators who switch each other off at once: the second waits for the first, and stays", async () => {
  const { db, drop } = await freshDatabase({ maxConnections: 3 });
  const switchOff = "update public.staff set active = false where email = $1";
  try {
    await db.exec(`
      with login as (
        insert into auth.users (id, email)
        select gen_random_uuid(), n || '@example.com' from generate_series(1, 2) n returning id, email
      )
      insert into public.staff (user_id, email, name, role) select id, email, 'Admin', 'admin' from login`);
    const [, came] = await interleave({ db }, async (first, otherWaits) => {
      await first.query(switchOff, ["1@example.com"]);
      await otherWaits();
    }, (db) => outcome(db.query(switchOff, ["2@example.com"])));
    expect(came).toBe("MT022");
    const left = "select email from public.staff where role = 'admin' and active";
    expect(await db.query(left)).toEqual([{ email: "2@example.com" }]);
  } finally {
    await drop();
  }
});
