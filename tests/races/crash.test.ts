/** A server that is killed in the middle of a booking, wherever it has come to. */
import { expect } from "expect";
import type { Database, Queryable } from "@/embedded/database.ts";
import {
  addedRows,
  contents,
  type Hold,
  holdKey,
  holdTable,
  killWhileHeld,
  SETTINGS,
  tablesWritten,
} from "./killed.ts";
import { addClients, addTechnicians, brokenRules, inWorld } from "./world.ts";

interface Wish {
  token: string;
  technician: string;
  startsAt: string;
}

async function confirm(db: Queryable, { token, technician, startsAt }: Wish): Promise<string> {
  const [{ status }] = await db.query<{ status: string }>(
    "select public.confirm_booking($1, $2, $3) ->> 'status' as status",
    [token, technician, startsAt],
  );
  return status;
}

/** Clients of one technician's, each with a morning of their own. */
async function addWishes(db: Database, count: number): Promise<Wish[]> {
  const [technician] = await addTechnicians(db, 1);
  const tokens = await addClients(db, count);
  const mornings = await db.query<{ morning: string }>(
    `select to_char(day, 'YYYY-MM-DD"T13:00:00Z"') as morning
     from generate_series(timestamp '2026-06-02', '2026-07-30', '1 day') day
     where extract(isodow from day) < 6 order by day limit $1`,
    [count],
  );
  return tokens.map((token, n) => ({ token, technician, startsAt: mornings[n].morning }));
}

Deno.test("a server that is killed within a booking kept nothing of it, and asked again books once", () =>
  inWorld(async (world) => {
    const [first, ...wishes] = await addWishes(world.db, 30);
    const written = await tablesWritten(
      world.db,
      async (tx) => expect(await confirm(tx, first)).toBe("booked"),
    );
    const [{ contract }] = await world.db.query<{ contract: string }>(
      "select contract_id::text as contract from public.maintenance_cycles where token = $1",
      [wishes[0].token],
    );
    const holds: [string, Hold][] = [
      ["the contract", holdKey(`contract:${contract}`)],
      ["the technician", holdKey(`technician:${first.technician}`)],
      ...written.map((name): [string, Hold] => [name, holdTable(name)]),
    ];
    expect(written.length).toBeGreaterThan(8);
    const whole = await addedRows(
      world.db,
      async () => expect(await confirm(world.db, first)).toBe("booked"),
    );
    for (const [n, [place, hold]] of holds.entries()) {
      const before = await contents(world.db);
      await killWhileHeld(world, (db) => confirm(db, wishes[n]), hold, "anon");
      expect([place, await contents(world.db)]).toEqual([place, before]);
      const again = await addedRows(world.db, async () => {
        expect(await confirm(world.db, wishes[n])).toBe("booked");
      });
      expect([place, again]).toEqual([place, whole]);
    }
    expect(await brokenRules(world.db)).toEqual([]);
  }, SETTINGS));

Deno.test("a server that is killed between a booking and its answer has all of it, and asked again books nothing more", () =>
  inWorld(async (world) => {
    const [first, second] = await addWishes(world.db, 2);
    const whole = await addedRows(
      world.db,
      async () => expect(await confirm(world.db, first)).toBe("booked"),
    );
    const kept = await addedRows(
      world.db,
      () => killWhileHeld(world, (db) => confirm(db, second), () => Promise.resolve(), "anon"),
    );
    expect(kept).toEqual(whole);
    const again = await addedRows(
      world.db,
      async () => expect(await confirm(world.db, second)).toBe("booked"),
    );
    expect(again).toEqual({ booking_attempts: 1 });
    expect(await brokenRules(world.db)).toEqual([]);
  }, SETTINGS));
