/** Statements that a PostgreSQL server keeps for a connection. */
import { expect } from "expect";
import { freshDatabase } from "@/tests/databases.ts";

Deno.test({
  name:
    "a server keeps the statements that come first, so many and no more, and answers the others too",
  sanitizeResources: false,
  sanitizeOps: false,
  async fn() {
    const { db, drop } = await freshDatabase({ maxConnections: 1 });
    try {
      const kept = async () => {
        const [{ count }] = await db.query<{ count: number }>(
          "select count(*) from pg_prepared_statements",
        );
        return count;
      };
      for (let n = 0; n < 300; n++) {
        const [row] = await db.query(`select $1::text as answer_${n}`, [String(n)]);
        expect(row).toEqual({ [`answer_${n}`]: String(n) });
      }
      const most = await kept();
      expect(most).toBe(200);
      await db.query("select $1::text as answer_0", ["again"]);
      expect(await kept()).toBe(most);
    } finally {
      await drop();
    }
  },
});

Deno.test({
  name: "what a kept statement read may change its shape",
  sanitizeResources: false,
  sanitizeOps: false,
  async fn() {
    const { db, drop } = await freshDatabase({ maxConnections: 1 });
    try {
      await db.exec("create table public.shape (one integer); insert into public.shape values (1)");
      const read = () => db.query("select s.* from public.shape s where one = $1", [1]);
      expect(await read()).toEqual([{ one: 1 }]);
      await db.exec("alter table public.shape add two integer default 2");
      expect(await read()).toEqual([{ one: 1, two: 2 }]);
    } finally {
      await drop();
    }
  },
});
