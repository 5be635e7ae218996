/** The audit trail while somebody writes it: a seal covers what is finished, and all of it. */
import { expect } from "expect";
import type { Database, Queryable } from "@/embedded/database.ts";
import { until } from "@/tests/until.ts";
import { roundsOf } from "./rounds.ts";
import { openRaceWorld } from "./world.ts";

interface Head {
  number: number;
  digest: string;
}

async function sealed(db: Queryable): Promise<number> {
  const [{ rows }] = await db.query<{ rows: number }>("select private.seal_audit() as rows");
  return rows;
}

async function headOf(db: Database): Promise<Head> {
  const [{ head }] = await db.query<{ head: Head }>("select private.audit_head() as head");
  return head;
}

async function firstBreak(db: Database, known?: Head): Promise<unknown> {
  const [{ found }] = await db.query("select private.first_audit_break($1, $2) as found", [
    known?.number ?? null,
    known?.digest ?? null,
  ]);
  return found;
}

Deno.test("seals of the audit trail", async (t) => {
  const world = await openRaceWorld();
  const { db } = world;
  const change = (name: string) => `update public.company_settings set company_name = '${name}'`;
  try {
    await sealed(db);

    await t.step(
      "nothing is sealed while somebody is still writing, and all of it afterwards",
      async () => {
        await db.transaction(async (first) => {
          await first.exec(change("One"));
          expect(await sealed(db)).toBe(0);
          // Writers do not wait for each other either: only for the row that both change.
          await db.transaction(async (second) => {
            await second.exec("insert into public.customers (name) values ('Ada Example')");
          });
          // This row is finished, but the trail before it is not.
          expect(await sealed(db)).toBe(0);
        });
        expect(await sealed(db)).toBe(2);
        expect(await sealed(db)).toBe(0);
        expect(await firstBreak(db)).toBe(null);
      },
    );

    await t.step("who does not see what is committed does not seal", async () => {
      const late = db.transaction(async (tx) => {
        await tx.exec("set transaction isolation level repeatable read");
        await sealed(tx);
      });
      await expect(late).rejects.toMatchObject({ code: "25001" });
    });

    await t.step(
      "writers and sealers at once leave a whole trail, with every event under a seal",
      async () => {
        const each = Math.ceil(roundsOf(100) / 4);
        const write = async (writer: number) => {
          for (let n = 0; n < each; n++) {
            await db.query(
              "insert into public.customers (name, email) values ($1, $1 || '@example.com')",
              [
                `writer${writer}.${n}`,
              ],
            );
          }
          return 0;
        };
        const seal = async () => {
          let rows = 0;
          for (let n = 0; n < each; n++) rows += await sealed(db);
          return rows;
        };
        const counts = await Promise.all([write(1), write(2), seal(), seal()]);
        const all = counts.reduce((a, b) => a + b) + await sealed(db);
        expect(all).toBe(2 * each);
        expect(await firstBreak(db, await headOf(db))).toBe(null);
      },
    );

    await t.step("the server's log has the head that the database cannot take back", async () => {
      await db.exec(change("Two"));
      await sealed(db);
      const { number, digest } = await headOf(db);
      const told = `audit seal ${number} over 1 events: ${digest}`;
      await until(
        "the seal in the server's log",
        async () => (await world.server.log()).includes(told),
      );
      await db.exec(`
        set session_replication_role = replica;
        delete from private.audit_seals where number = ${number};
        delete from public.audit_events where seq = (select max(seq) from public.audit_events);
        set session_replication_role = origin;`);
      expect(await firstBreak(db)).toBe(null);
      expect(await firstBreak(db, { number, digest })).toMatchObject({ what: "seal not as known" });
    });
  } finally {
    await world.stop();
  }
});
