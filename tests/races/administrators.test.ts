import { expect } from "expect";
import { freshDatabase } from "@/tests/databases.ts";
import { interleave, outcome } from "./interleave.ts";

const SWITCH_OFF = "update public.staff set active = false where email = $1";
const DELETE_LOGIN = "delete from auth.users where email = $1";
const LEFT = `
  select s.email from public.staff s join auth.users u on u.id = s.user_id
  where s.role = 'admin' and s.active`;

for (
  const [what, firstDoes, secondDoes] of [
    ["who switch each other off", SWITCH_OFF, SWITCH_OFF],
    ["whose logins are deleted", DELETE_LOGIN, DELETE_LOGIN],
    ["of whom one is switched off and the other's login deleted", SWITCH_OFF, DELETE_LOGIN],
    ["of whom one's login is deleted and the other switched off", DELETE_LOGIN, SWITCH_OFF],
  ]
) {
  Deno.test(`two administrators ${what} at once: the second waits for the first, and stays`, async () => {
    const { db, drop } = await freshDatabase({ maxConnections: 3 });
    try {
      await db.exec(`
        with login as (
          insert into auth.users (id, email)
          select gen_random_uuid(), n || '@example.com' from generate_series(1, 2) n returning id, email
        )
        insert into public.staff (user_id, email, name, role) select id, email, 'Admin', 'admin' from login`);
      const [, came] = await interleave({ db }, async (first, otherWaits) => {
        await first.query(firstDoes, ["1@example.com"]);
        await otherWaits();
      }, (db) => outcome(db.query(secondDoes, ["2@example.com"])));
      expect(came).toBe("MT022");
      expect(await db.query(LEFT)).toEqual([{ email: "2@example.com" }]);
    } finally {
      await drop();
    }
  });
}
