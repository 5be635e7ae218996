/** The audit trail while somebody writes it: a seal covers what is finished, and all of it. */
import { expect } from "expect";
import { freshDatabase } from "@/tests/databases.ts";

Deno.test("nothing is sealed while somebody is still writing, and all of it afterwards", async () => {
  const { db, drop } = await freshDatabase({ maxConnections: 3 });
  const sealed = async () => {
    const [{ rows }] = await db.query<{ rows: number }>("select private.seal_audit() as rows");
    return rows;
  };
  const change = (phone: string) => `update public.company_settings set phone = '${phone}'`;
  try {
    await sealed();
    await db.transaction(async (first) => {
      await first.exec(change("905-555-0111"));
      expect(await sealed()).toBe(0);
      // Writers do not wait for each other either: only for the row that both change.
      await db.transaction(async (second) => {
        await second.exec("insert into public.customers (name) values ('Ada Example')");
      });
      // This row is finished, but the trail before it is not.
      expect(await sealed()).toBe(0);
    });
    expect(await sealed()).toBe(2);
    expect(await sealed()).toBe(0);
    expect(await db.query("select from private.broken_audit_seals()")).toEqual([]);
  } finally {
    await drop();
  }
});
