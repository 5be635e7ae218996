/** Jobs of another system come in while clients book: whoever is first has the time, and nobody is lost. */
import { expect } from "expect";
import { type Database, openDatabase, type Queryable } from "@/embedded/database.ts";
import { interleave } from "./interleave.ts";
import { addClients, addTechnicians, asAnon, brokenRules, inWorld } from "./world.ts";
// On one server with these, as starting one takes longer than all of them.
import "./conflicts_of_imports.ts";
import "./sales.ts";

const NINE = "2026-06-03T13:00:00+00:00";

interface Job {
  ref: string;
  technician: string;
  starts: string;
  ends: string;
}

/** A night's file of jobs, one call after the other, as whoever sends it. */
async function importJobs(db: Queryable, jobs: Job[]): Promise<string> {
  const ask = async (sql: string, given: unknown[]) => {
    const [{ answer }] = await db.query<{ answer: unknown }>(`select ${sql} as answer`, given);
    return answer;
  };
  const { import_run_id } = await ask(
    "public.start_import_run('files', gen_random_uuid())",
    [],
  ) as { import_run_id: string };
  const file = await ask(
    "public.start_import('technician_jobs', 'technician_jobs.csv', $1)",
    [import_run_id],
  );
  const rows = jobs.map(({ ref, technician, starts, ends }, n) => ({
    line: n + 2,
    values: { job_ref: ref, technician, starts_at: starts, ends_at: ends, title: ref },
  }));
  await ask("public.import_batch($1, $2::jsonb, 1)", [file, JSON.stringify(rows)]);
  await ask("public.finish_import($1)", [file]);
  const { status } = await ask("public.finish_import_run($1)", [import_run_id]) as {
    status: string;
  };
  return status;
}

async function book(db: Queryable, token: string, technician: string): Promise<string> {
  const [{ status }] = await db.query<{ status: string }>(
    "select public.confirm_booking($1, $2, $3) ->> 'status' as status",
    [token, technician, NINE],
  );
  return status;
}

/** What has that time, and what is asked. */
async function outcomeOf(db: Database) {
  const [row] = await db.query<{ at_nine: string[]; asked: number }>(
    `select array(select t.task_type from public.technician_tasks t where t.blocking and t.during @> timestamptz '${NINE}' order by 1) as at_nine,
       (select count(*)::integer from public.import_conflicts c where c.decided_at is null) as asked`,
  );
  return row;
}

const job = (technician: string): Job => ({
  ref: "J1",
  technician,
  starts: "2026-06-03 08:30",
  ends: "2026-06-03 10:00",
});

Deno.test("a client who books first keeps the time, and the job is a question", () =>
  inWorld(async (world) => {
    const [technician] = await addTechnicians(world.db, 1);
    const [token] = await addClients(world.db, 1);
    const anon = await asAnon(world, 3);
    const [booked, status] = await interleave(
      { db: anon },
      (tx) => book(tx, token, technician),
      () => importJobs(world.db, [job("Technician 1")]),
    );
    await anon.close();
    expect([booked, status]).toEqual(["booked", "applied"]);
    expect(await outcomeOf(world.db)).toEqual({ at_nine: ["maintenance"], asked: 1 });
    expect(await brokenRules(world.db)).toEqual([]);
  }));

Deno.test("a job that comes first has the time, and the client is offered others", () =>
  inWorld(async (world) => {
    const [technician] = await addTechnicians(world.db, 1);
    const [token] = await addClients(world.db, 1);
    const anon = await asAnon(world, 3);
    const [status, booked] = await interleave(
      world,
      (tx) => importJobs(tx, [job("Technician 1")]),
      () => book(anon, token, technician),
    );
    await anon.close();
    expect([status, booked]).toEqual(["applied", "slot_taken"]);
    expect(await outcomeOf(world.db)).toEqual({ at_nine: ["other"], asked: 0 });
    expect(await brokenRules(world.db)).toEqual([]);
  }));

Deno.test("files of jobs and a crowd of clients do not lock each other out", () =>
  inWorld(async (world) => {
    const technicians = await addTechnicians(world.db, 4);
    const tokens = await addClients(world.db, 12);
    const anon = await asAnon(world, 12);
    const service = await openDatabase({ url: world.fresh.url, maxConnections: 3 });
    const named = technicians.map((_, n) => `Technician ${n + 1}`);
    const nights = [named, named.toReversed(), named].map((names, night) =>
      importJobs(
        service,
        names.map((technician, n) => ({
          ref: `J${night}${n}`,
          technician,
          starts: `2026-06-03 ${String(8 + night).padStart(2, "0")}:15`,
          ends: `2026-06-03 ${String(9 + night).padStart(2, "0")}:15`,
        })),
      )
    );
    const booked = tokens.map((token, n) => book(anon, token, technicians[n % 4]));
    const [answers, statuses] = await Promise.all([Promise.all(booked), Promise.all(nights)]);
    await anon.close();
    await service.close();
    for (const status of answers) expect(["booked", "slot_taken"]).toContain(status);
    for (const status of statuses) expect(["applied", "held"]).toContain(status);
    expect(await brokenRules(world.db)).toEqual([]);
  }));

/** A file that somebody brings in. */
async function bringIn(db: Queryable, kind: string, rows: Record<string, unknown>[]) {
  const [{ file }] = await db.query<{ file: string }>(
    "select public.start_import($1, $1 || '.csv')::text as file",
    [kind],
  );
  await db.query("select public.import_batch($1, $2::jsonb, 1)", [
    file,
    JSON.stringify(rows.map((values, n) => ({ line: n + 2, values }))),
  ]);
  for (;;) {
    const [{ status }] = await db.query<{ status: string }>(
      "select public.finish_import($1) ->> 'status' as status",
      [file],
    );
    if (status !== "finishing") return status;
  }
}

Deno.test("a file in whatever order waits for whoever works at its clients, and holds none of them meanwhile", () =>
  inWorld(async (world) => {
    await addTechnicians(world.db, 1);
    await addClients(world.db, 8);
    await world.db.exec("update public.customers set customer_ref = 'C-' || id");
    const ids = (await world.db.query<{ id: string }>(
      "select id::text from public.customers order by id",
    )).map(({ id }) => id);
    const hold = (db: Queryable, id: string) =>
      db.query("select private.hold_clients(array[$1::uuid])", [id]);
    const [, status] = await interleave(
      world,
      async (tx, otherWaits) => {
        // As whoever merges them: one client after the other, by their ids.
        await hold(tx, ids[0]);
        await otherWaits();
        for (const id of ids.slice(1)) await hold(tx, id);
      },
      (db) =>
        bringIn(
          db,
          "customers",
          ids.toReversed().map((id) => ({
            customer_ref: `C-${id}`,
            name: "Client",
            street: "9 Oak St",
          })),
        ),
    );
    expect(status).toBe("finished");
    expect(await brokenRules(world.db)).toEqual([]);
  }));
