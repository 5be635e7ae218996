/** Jobs of another system come in while clients book: whoever is first has the time, and nobody is lost. */
import { expect } from "expect";
import { type Database, openDatabase, type Queryable } from "@/embedded/database.ts";
import { interleave } from "./interleave.ts";
import { addClients, addTechnicians, asAnon, brokenRules, inWorld } from "./world.ts";

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

/** Clients and their orders as another system has them, the file in any order. */
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

Deno.test("files in whatever order and people who sell and merge meanwhile do not stand in a circle", () =>
  inWorld(async (world) => {
    const count = 24;
    await world.db.exec(
      `insert into public.products (sku, name, category_id, unit_kind)
       select 'RACE', 'Flow X', k.id, 'base' from public.equipment_categories k where k.code = 'stairlift'`,
    );
    const refs = Array.from({ length: count }, (_, n) => n + 1);
    const clients = (street: string) =>
      refs.map((n) => ({
        customer_ref: `C-${n}`,
        name: `Client ${n}`,
        street: `${n} ${street}`,
        postal_code: "L6Y 0A1",
      }));
    const sales = (state: string, ordered: string) =>
      refs.map((n) => ({
        order_number: `S-${n}`,
        line_ref: `S-${n}`,
        order_state: state,
        order_date: ordered,
        customer_ref: `C-${n}`,
        sku: "RACE",
        quantity: 1,
      }));
    await bringIn(world.db, "customers", clients("Elm St"));
    await bringIn(world.db, "sales_order_lines", sales("draft", "2026-05-20"));
    const people = await openDatabase({ url: world.fresh.url, maxConnections: 8 });
    const orders = await world.db.query<{ id: string; customer: string }>(
      "select id::text, customer_id::text as customer from public.sales_orders order by md5(order_number)",
    );
    const sell = orders.map(({ id }) =>
      people.query("select public.confirm_sales_order($1)", [id])
    );
    const merge = orders.slice(0, count / 2).map(({ customer }, n) =>
      people.query("select public.merge_customers($1, $2, true)", [
        customer,
        orders[count - 1 - n].customer,
      ])
    );
    const files = ["Oak St", "Pine St"].flatMap((street, n) => {
      const turned = <T>(rows: T[]) => n === 0 ? rows : rows.toReversed();
      return [
        bringIn(people, "customers", turned(clients(street))),
        bringIn(people, "sales_order_lines", turned(sales("draft", `2026-05-1${n}`))),
      ];
    });
    expect(await Promise.all(files)).toEqual(Array(4).fill("finished"));
    await Promise.all([...sell, ...merge]);
    await people.close();
    expect(await brokenRules(world.db)).toEqual([]);
  }));
