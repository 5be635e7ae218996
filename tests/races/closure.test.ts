/** A day is closed and opened while clients book, move and cancel, and while somebody else closes it too. */
import { expect } from "expect";
import type { Database } from "@/embedded/database.ts";
import { interleave } from "./interleave.ts";
import { addClients, addTechnicians, asAnon, brokenRules, inWorld } from "./world.ts";

const DAY = "2026-06-04";

/** The starts of that day that fit an hour each. */
const HOURS = [9, 10, 11, 12, 13, 14].map((hour) => `${DAY}T${hour + 4}:00:00Z`);

/** Books each client on the day, as far as it has room. */
async function book(db: Database, tokens: string[], technicians: string[]): Promise<number> {
  let booked = 0;
  for (const [n, token] of tokens.entries()) {
    const [{ answer }] = await db.query<{ answer: { status: string } }>(
      "select public.confirm_booking($1, $2, $3) as answer",
      [token, technicians[n % technicians.length], HOURS[Math.floor(n / technicians.length)]],
    );
    if (answer.status === "booked") booked++;
  }
  return booked;
}

const close = (db: Database) =>
  db.query<{ answer: { status: string; closure_id?: string } }>(
    `select public.close_day('${DAY}', reason => 'an ice storm', dry_run => false) as answer`,
  ).then(([{ answer }]) => answer);

/** Work of that day that has its time. */
const onDay = async (db: Database) =>
  (await db.query(
    `select id from public.technician_tasks
     where task_type = 'maintenance' and state = 'scheduled' and during && tstzrange('${DAY} 04:00Z', '2026-06-05 04:00Z')`,
  )).length;

Deno.test("thirty visits are closed, told once each, and opened again, in less than two seconds each", async () => {
  await inWorld(async (world) => {
    const { db } = world;
    const technicians = await addTechnicians(db, 6);
    const tokens = await addClients(db, 30);
    expect(await book(db, tokens, technicians)).toBe(30);
    const began = performance.now();
    const { closure_id, status } = await close(db);
    const closed = performance.now();
    expect([status, await onDay(db)]).toEqual(["closed", 0]);
    const mails = await db.query(
      "select customer_id from public.messages where payload ->> 'reason' = 'closed' and state = 'queued'",
    );
    expect([mails.length, new Set(mails.map(({ customer_id }) => customer_id)).size])
      .toEqual([30, 30]);
    const before = performance.now();
    const [{ answer }] = await db.query<{ answer: { status: string; back: number } }>(
      "select public.undo_closure($1) as answer",
      [closure_id],
    );
    expect(answer).toMatchObject({ status: "undone", back: 30 });
    expect(await onDay(db)).toBe(30);
    expect(closed - began).toBeLessThan(2000);
    expect(performance.now() - before).toBeLessThan(2000);
  });
});

Deno.test("whoever books, moves or cancels while a day is closed ends with a time that is kept, or without one", async () => {
  await inWorld(async (world) => {
    const { db } = world;
    const technicians = await addTechnicians(db, 4);
    const tokens = await addClients(db, 48);
    const [held, free] = [tokens.slice(0, 16), tokens.slice(16)];
    expect(await book(db, held, technicians)).toBe(16);
    const clients = await asAnon(world, 8);
    try {
      const answers = await Promise.all([
        close(db),
        close(db),
        ...free.map((token, n) =>
          clients.query("select public.confirm_booking($1, $2, $3) as answer", [
            token,
            technicians[n % 4],
            HOURS[2 + n % 4],
          ])
        ),
        ...held.map((token, n) =>
          n % 2 === 0
            ? clients.query("select public.cancel_booking($1, '') as answer", [token])
            : clients.query("select public.reschedule_booking($1, $2, $3) as answer", [
              token,
              technicians[n % 4],
              `2026-06-05T${13 + n % 6}:00:00Z`,
            ])
        ),
      ]);
      const closings = answers.slice(0, 2) as { status: string; closure_id?: string }[];
      expect(closings.map(({ status }) => status).sort()).toEqual(["closed", "refused"]);
      expect(await onDay(db)).toBe(0);
      expect(await brokenRules(db)).toEqual([]);
      const { closure_id } = closings.find(({ status }) => status === "closed")!;
      const [undone] = await Promise.all([
        db.query<{ answer: { status: string } }>("select public.undo_closure($1) as answer", [
          closure_id,
        ]),
        ...free.slice(0, 12).map((token, n) =>
          clients.query("select public.confirm_booking($1, $2, $3) as answer", [
            token,
            technicians[n % 4],
            HOURS[n % 6],
          ])
        ),
      ]);
      expect(undone[0].answer.status).toBe("undone");
      expect(await brokenRules(db)).toEqual([]);
    } finally {
      await clients.close();
    }
  });
});

Deno.test("a day that began to be closed before a visit was moved off it, and is closed after that, does not get it back", () =>
  inWorld(async (world) => {
    const { db } = world;
    const technicians = await addTechnicians(db, 1);
    await book(db, await addClients(db, 1), technicians);
    await db.exec("update public.equipment_categories set outdoor = true where code = 'stairlift'");
    const [moved] = await db.transaction(async (closing) => {
      await closing.exec("select now()");
      return await interleave(
        world,
        (tx) =>
          tx.query<{ status: string; deed_id: string }>(
            `select a ->> 'status' as status, a #>> '{undo,deed_id}' as deed_id
             from public.technician_tasks t, public.move_task(t.id, $1, '2026-06-05T17:00Z', true) a`,
            technicians,
          ).then(([answer]) => answer),
        () =>
          closing.query(
            `select public.close_day('${DAY}', outdoor_only => true, reason => 'ice', dry_run => false)`,
          ),
      );
    });
    expect(moved.status).toBe("moved");
    const [{ answer }] = await db.query<{ answer: unknown }>(
      "select public.undo_deed($1) as answer",
      [moved.deed_id],
    );
    expect(answer).toEqual({ status: "refused", reason: "closed" });
  }));
