/** What a technician says at the door, while the client or somebody else changes the same visit. */
import { expect } from "expect";
import type { Database, Queryable } from "@/embedded/database.ts";
import { interleave } from "./interleave.ts";
import { addClients, addTechnicians, inWorld } from "./world.ts";

interface Visit {
  id: string;
  task: string;
  token: string;
}

interface Answer {
  status: string;
  reason?: string;
  repeated?: boolean;
}

/** A visit that is to begin in an hour. */
async function addVisit(db: Database): Promise<Visit> {
  const [technician] = await addTechnicians(db, 1);
  const [token] = await addClients(db, 1);
  await db.query("select public.confirm_booking($1, $2, '2026-06-03 13:00Z')", [token, technician]);
  await db.exec(
    `create or replace function private.clock() returns timestamptz language sql stable set search_path = ''
     as $$ select timestamptz '2026-06-03 12:00Z' $$;
     update public.company_settings set change_cutoff_hours = 0`,
  );
  const [visit] = await db.query<Visit & Record<string, unknown>>(
    `select v.id::text, v.task_id::text as task, y.token
     from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id`,
  );
  return visit;
}

async function asked(db: Queryable, call: string, args: unknown[]): Promise<Answer> {
  const [{ answer }] = await db.query<{ answer: Answer }>(`select ${call} as answer`, args);
  return answer;
}

const fail = (db: Queryable, { id }: Visit, report: string) =>
  asked(db, "public.fail_visit($1, 'no_show', 'nobody_home', null, $2)", [id, report]);
const cancel = (db: Queryable, { token }: Visit) =>
  asked(db, "public.cancel_booking($1, 'not needed')", [token]);
const late = (db: Queryable, { task }: Visit) => asked(db, "public.running_late($1, 30)", [task]);

async function states(db: Database): Promise<Record<string, unknown>> {
  const [row] = await db.query(
    `select v.state as visit, t.state as task, (select count(*)::integer from public.messages where kind = 'rebook') as rebook,
       (select count(*)::integer from public.messages where kind = 'running_late') as late,
       (select count(*)::integer from public.visit_reports) as reports
     from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id`,
  );
  return row;
}

const REPORT = "00000000-0000-0000-0000-00000000000a";

Deno.test("a visit that is cancelled while its technician says that nobody is home", () =>
  inWorld(async (world) => {
    const visit = await addVisit(world.db);
    const [cancelled, failed] = await interleave(
      world,
      (tx) => cancel(tx, visit),
      (db) => fail(db, visit, REPORT),
    );
    expect([cancelled.status, failed.status, failed.reason]).toEqual([
      "cancelled",
      "conflict",
      "cancelled",
    ]);
    expect(await states(world.db)).toEqual({
      visit: "cancelled",
      task: "cancelled",
      rebook: 0,
      late: 0,
      reports: 1,
    });
  }));

Deno.test("a visit that came to nothing is not cancelled at the same moment", () =>
  inWorld(async (world) => {
    const visit = await addVisit(world.db);
    const [failed, cancelled] = await interleave(
      world,
      (tx) => fail(tx, visit, REPORT),
      (db) => cancel(db, visit),
    );
    expect([failed.status, cancelled.status]).toEqual(["recorded", "not_booked"]);
    expect(await states(world.db)).toEqual({
      visit: "no_show",
      task: "no_show",
      rebook: 1,
      late: 0,
      reports: 1,
    });
  }));

Deno.test("the same report sent twice at once is one, and so is a delay", () =>
  inWorld(async (world) => {
    const visit = await addVisit(world.db);
    const told = await interleave(world, (tx) => late(tx, visit), (db) => late(db, visit));
    expect(told.map(({ status }) => status)).toEqual(["ok", "ok"]);
    const [first, second] = await interleave(
      world,
      (tx) => fail(tx, visit, REPORT),
      (db) => fail(db, visit, REPORT),
    );
    expect([first.repeated, second.repeated]).toEqual([false, true]);
    expect(await states(world.db)).toEqual({
      visit: "no_show",
      task: "no_show",
      rebook: 1,
      late: 1,
      reports: 1,
    });
  }));

const AGAIN = "2026-06-09 13:00Z";
const bookReturn = (db: Queryable, { id, technician }: Visit & { technician: string }) =>
  asked(db, `public.book_return($1, $2, '${AGAIN}')`, [id, technician]);
const bookByLink = (db: Queryable, { token, technician }: Visit & { technician: string }) =>
  asked(db, "public.confirm_booking($1, $2, '2026-06-10 13:00Z')", [token, technician]);

/** A visit that came to nothing, and who drove there. */
async function addFailed(db: Database): Promise<Visit & { technician: string }> {
  const visit = await addVisit(db);
  expect((await fail(db, visit, REPORT)).status).toBe("recorded");
  const [{ technician }] = await db.query<{ technician: string }>(
    "select technician_id::text as technician from public.technician_tasks",
  );
  return { ...visit, technician };
}

async function returns(db: Database): Promise<Record<string, unknown>> {
  const [row] = await db.query(
    `select count(*)::integer as booked, min(v.booked_by) as by,
       (select count(*)::integer from public.messages where kind = 'confirmation') as confirmed
     from public.maintenance_visits v where v.state = 'scheduled'`,
  );
  return row;
}

Deno.test("a return is booked at the door and by the client's link at once: one of them is, and the other meets it", async () => {
  const both = [bookReturn, bookByLink];
  for (const [first, second] of [both, both.toReversed()]) {
    await inWorld(async (world) => {
      const visit = await addFailed(world.db);
      const told = await interleave(world, (tx) => first(tx, visit), (db) => second(db, visit));
      expect(told.map(({ status }) => status)).toEqual(["booked", "already_booked"]);
      expect(await returns(world.db)).toEqual({
        booked: 1,
        by: first === bookReturn ? "office" : "client",
        confirmed: 2,
      });
    });
  }
});

Deno.test("a return that is booked twice at once is one", () =>
  inWorld(async (world) => {
    const visit = await addFailed(world.db);
    const told = await interleave(
      world,
      (tx) => bookReturn(tx, visit),
      (db) => bookReturn(db, visit),
    );
    expect(told.map(({ status }) => status)).toEqual(["booked", "booked"]);
    expect(await returns(world.db)).toEqual({ booked: 1, by: "office", confirmed: 2 });
  }));
