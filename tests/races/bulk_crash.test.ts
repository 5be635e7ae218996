/** A server that is killed while the office does something with many rows at once: all of it or nothing, and once. */
import { expect } from "expect";
import type { Database, Queryable } from "@/embedded/database.ts";
import {
  addedRows,
  contents,
  holdTable,
  killWhileHeld,
  SETTINGS,
  tablesWritten,
} from "./killed.ts";
import { addClients, addTechnicians, inWorld } from "./world.ts";

/** Mails that could not be sent, as those who send leave them. */
async function addDeadMails(db: Database, count: number) {
  await db.exec(
    `insert into public.messages (kind, recipient, customer_id, dedupe_key, payload)
     select 'reminder', c.email, c.id, 'test' || c.id, '{"items": []}' from public.customers c limit ${count}`,
  );
  for (
    const [maker, to] of [
      [
        "lease_messages",
        "state = 'sending', attempts = 1, lease_id = gen_random_uuid(), lease_until = now()",
      ],
      ["settle_message", "state = 'dead', lease_id = null, lease_until = null"],
    ]
  ) {
    await db.transaction(async (tx) => {
      await tx.query("select set_config('rules.made_by', $1, true)", [maker]);
      await tx.exec(`update public.messages set ${to}`);
    });
  }
}

const addWork = (db: Database) =>
  db.exec(
    "select private.raise_about_cycle('unbooked', y.id, '{}') from public.maintenance_cycles y",
  );

const contracts = "array(select c.id from public.maintenance_contracts c order by c.id)";
const activities = "array(select a.id from public.office_activities a order by a.id)";

interface Bulk {
  what: string;
  call: string;
  before: (db: Database) => Promise<unknown>;
  /** What it makes or changes, as one text. */
  made: string;
  first: string;
  /** The same after a second press of the same button. */
  second: string;
}

const BULKS: Bulk[] = [
  {
    what: "letters are printed",
    call: `public.print_letters(${contracts})`,
    before: addWork,
    made: "select count(*)::text as made from public.activity_calls where result = 'letter'",
    first: "3",
    second: "3",
  },
  {
    what: "reminders are sent again",
    call: `public.send_reminders_again(${contracts})`,
    before: () => Promise.resolve(),
    made: "select count(*)::text as made from public.messages",
    first: "3",
    second: "3",
  },
  {
    what: "mails are tried again",
    call: "public.retry_messages(array(select m.id from public.messages m order by m.id))",
    before: (db) => addDeadMails(db, 3),
    made: "select count(*) filter (where state = 'queued')::text as made from public.messages",
    first: "3",
    second: "3",
  },
  {
    what: "work is closed",
    call: `public.close_activities(${activities}, 'Spoke')`,
    before: addWork,
    made:
      "select count(*) filter (where state = 'done')::text as made from public.office_activities",
    first: "3",
    second: "3",
  },
  {
    what: "work is put off",
    call: `public.postpone_activities(${activities}, '2026-06-09', 'Later')`,
    before: addWork,
    made:
      "select count(*) filter (where due_on = '2026-06-09')::text as made from public.office_activities",
    first: "3",
    second: "3",
  },
];

for (const { what, call, before, made, first, second } of BULKS) {
  Deno.test(`a server that is killed wherever it writes while ${what} kept nothing, and asked again does all of it once`, () =>
    inWorld(async (world) => {
      const { db } = world;
      await addTechnicians(db, 1);
      await addClients(db, 3);
      await before(db);
      const press = async (on: Queryable) => {
        const [{ told }] = await on.query<{ told: string }>(`select (${call})::text as told`);
        return told;
      };
      const written = await tablesWritten(db, async (tx) => void await press(tx));
      expect(written.length).toBeGreaterThan(1);
      const kept = await contents(db);
      for (const place of written) {
        await killWhileHeld(world, press, holdTable(place));
        expect([place, await contents(db)]).toEqual([place, kept]);
      }
      const many = async () => (await db.query<{ made: string }>(made))[0].made;
      await press(db);
      expect(await many()).toBe(first);
      // Nothing is there twice, whoever presses again because no answer came.
      const again = await addedRows(db, async () => void await press(db));
      expect(await many()).toBe(second);
      expect(again.messages ?? 0).toBe(0);
    }, SETTINGS));
}
