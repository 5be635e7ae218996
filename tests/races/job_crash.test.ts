/** A server that is killed while a job of the night works: the next run does all of it, and one after that nothing. */
import { expect } from "expect";
import type { Database, Queryable } from "@/embedded/database.ts";
import { addVisits, complete, type Visit } from "./completing.ts";
import { addedRows, contents, holdTable, killWhileHeld, SETTINGS } from "./killed.ts";
import { addClients, inWorld } from "./world.ts";

interface Job {
  name: string;
  call: string;
  /** Makes work for it, of visits whose time has passed. */
  before: (db: Database, visits: Visit[]) => Promise<unknown>;
  /** When it runs. */
  at: string;
  /** Where it is killed: what it makes, and the mark that it ran. */
  places: [made: string, ...others: string[]];
  /** How many it makes; one for each visit, unless it says otherwise. */
  many?: number;
}

const daily = (name: string) => `public.run_job('${name}')`;

const completeAll = async (db: Database, visits: Visit[]) => {
  for (const visit of visits) await complete(db, visit, crypto.randomUUID());
};

const JOBS: Job[] = [
  {
    name: "roll-forward",
    call: daily("roll-forward"),
    // As complete_visit does, but for the rest of it.
    before: (db, visits) =>
      db.transaction(async (tx) => {
        await tx.query("select set_config('rules.made_by', 'complete_visit', true)");
        await tx.query(
          `update public.maintenance_visits v set state = 'done', service_on = private.company_day(lower(t.during))
           from public.technician_tasks t where t.id = v.task_id and v.id = any ($1::uuid[])`,
          [visits.map(({ id }) => id)],
        );
        await tx.query(
          "select private.settle_stop(task_id, private.clock()) from public.maintenance_visits where id = any ($1::uuid[])",
          [visits.map(({ id }) => id)],
        );
      }),
    at: "2026-08-04 14:00Z",
    places: ["maintenance_cycles", "job_runs"],
  },
  {
    name: "certificates",
    call: daily("certificates"),
    before: completeAll,
    at: "2027-05-20 14:00Z",
    places: ["office_activities", "job_runs"],
  },
  {
    name: "reminders",
    call: daily("reminders"),
    before: completeAll,
    at: "2026-11-20 15:00Z",
    places: ["messages", "job_runs"],
  },
  {
    name: "follow-ups",
    call: daily("follow-ups"),
    // Others, whom nobody booked.
    before: (db) => addClients(db, 3),
    at: "2026-08-04 14:00Z",
    places: ["office_activities", "job_runs"],
    many: 6,
  },
  {
    name: "digest",
    call: daily("digest"),
    before: (db) =>
      db.exec(`
        with logins as (
          insert into auth.users (id, email) select gen_random_uuid(), 'admin' || n || '@example.com' from generate_series(1, 3) n
          returning id, email
        )
        insert into public.staff (user_id, email, name, role) select id, email, 'Olga', 'admin' from logins`),
    at: "2026-08-04 14:00Z",
    places: ["messages", "job_runs"],
  },
  {
    name: "self-check",
    call: daily("self-check"),
    before: () => Promise.resolve(),
    at: "2026-08-06 14:00Z",
    places: ["office_activities", "job_runs"],
    // Their days are over, and nobody asked about them.
    many: 6,
  },
  {
    // Retention.
    name: "keep-house",
    call: "private.keep_house()",
    before: (db) =>
      db.exec(`
        insert into public.booking_attempts (at, action, status) select '2020-01-01', 'cancel', 'cancelled' from generate_series(1, 3)`),
    at: "2026-08-04 14:00Z",
    places: ["booking_attempts"],
    many: -3,
  },
  {
    name: "watch-visits",
    call: "private.watch_visits(private.clock())",
    before: () => Promise.resolve(),
    at: "2026-08-04 14:00Z",
    places: ["office_activities"],
  },
];

for (const { name, call, before, at, places, many = 3 } of JOBS) {
  Deno.test(`${name}, killed wherever it writes, does all of its work in the next run and nothing in another`, () =>
    inWorld(async (world) => {
      const { db } = world;
      await before(db, await addVisits(db, 3));
      await db.exec(
        `create or replace function private.clock() returns timestamptz language sql stable set search_path = ''
         as $$ select timestamptz '${at}' $$`,
      );
      const run = async (on: Queryable) => {
        const [{ told }] = await on.query<{ told: string }>(`select (${call})::text as told`);
        return told;
      };
      const kept = await contents(db);
      for (const place of places) {
        await killWhileHeld(world, run, holdTable(place));
        expect([place, await contents(db)]).toEqual([place, kept]);
      }
      const [made, ...others] = places;
      const added = await addedRows(db, async () => void await run(db));
      expect(added).toMatchObject({
        [made]: many,
        ...Object.fromEntries(others.map((o) => [o, 1])),
      });
      expect(await addedRows(db, async () => void await run(db))).toEqual({});
    }, SETTINGS));
}
