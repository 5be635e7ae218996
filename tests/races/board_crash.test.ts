/** A server that is killed while the office moves work, closes a day, takes either back, or makes a calendar's address. */
import { expect } from "expect";
import type { Database, Queryable } from "@/embedded/database.ts";
import { contents, holdTable, killWhileHeld, SETTINGS, tablesWritten } from "./killed.ts";
import { addClients, addTechnicians, brokenRules, inWorld } from "./world.ts";

interface Way {
  what: string;
  call: string;
  status: string;
  /** What it answers when it was done already. */
  again: string;
  /** The table that it is killed at. */
  place: string;
}

const ANY =
  "(select t.id from public.technician_tasks t where t.task_type = 'maintenance' order by lower(t.during), t.id limit 1)";

/** One after the other: each finds what the one before has left. */
const WAYS: Way[] = [
  {
    what: "moves a visit",
    call: `public.move_task(${ANY}, $1, '2026-06-05T17:00Z', true, 0)`,
    status: "moved",
    again: "refused",
    place: "private.deed_tasks",
  },
  {
    what: "takes the move back",
    call:
      "public.undo_deed((select d.id from private.deeds d where d.what = 'move' and $1::uuid is not null))",
    status: "undone",
    again: "refused",
    place: "messages",
  },
  {
    what: "closes a day",
    call: "public.close_day('2026-06-04', reason => 'an ice storm', dry_run => $1::uuid is null)",
    status: "closed",
    again: "refused",
    place: "closure_parts",
  },
  {
    what: "opens the day again",
    call: "public.undo_closure((select c.id from public.closures c where $1::uuid is not null))",
    status: "undone",
    again: "refused",
    place: "technician_tasks",
  },
  {
    what: "makes the address of a calendar",
    call: "public.rotate_calendar_link($1, 'none')",
    status: "made",
    again: "refused",
    place: "private.calendar_links",
  },
];

async function bookThatDay(db: Database): Promise<string> {
  const technicians = await addTechnicians(db, 2);
  for (const [n, token] of (await addClients(db, 6)).entries()) {
    await db.query("select public.confirm_booking($1, $2, $3)", [
      token,
      technicians[n % 2],
      `2026-06-04T${13 + Math.floor(n / 2)}:00:00Z`,
    ]);
  }
  return technicians[1];
}

Deno.test("a server that is killed while the office moves a visit, closes a day, takes that back, or makes a calendar's address, kept nothing of it, and asked again does it once", () =>
  inWorld(async (world) => {
    const technician = await bookThatDay(world.db);
    for (const { what, call, status, again, place } of WAYS) {
      const ask = async (db: Queryable) => {
        const [{ told }] = await db.query<{ told: string }>(
          `select ${call} ->> 'status' as told`,
          [technician],
        );
        return told;
      };
      const written = await tablesWritten(
        world.db,
        async (tx) => expect([what, await ask(tx)]).toEqual([what, status]),
      );
      expect(written).toContain(place);
      const kept = await contents(world.db);
      await killWhileHeld(world, ask, holdTable(place));
      expect([what, await contents(world.db)]).toEqual([what, kept]);
      expect([what, await ask(world.db), await ask(world.db)]).toEqual([what, status, again]);
    }
    expect(await brokenRules(world.db)).toEqual([]);
  }, SETTINGS));
