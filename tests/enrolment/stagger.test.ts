import { expect } from "expect";
import fc from "fast-check";
import type { Queryable } from "@/embedded/database.ts";
import { addDays } from "@/lib/text/dates.ts";
import { inTransaction } from "./support.ts";

const CLIENTS = 30;

interface World {
  today: string;
  weeks: number;
  holidays: string[];
  /** Client number and days from today to the first due date, in file order. */
  units: { client: number; dueIn: number; everyMonths: number }[];
}

const worlds: fc.Arbitrary<World> = fc.record({
  today: fc.integer({ min: 0, max: 800 }).map((days) => addDays("2026-01-01", days)),
  weeks: fc.integer({ min: 1, max: 6 }),
  holidaysIn: fc.uniqueArray(fc.integer({ min: 1, max: 42 }), { maxLength: 4 }),
  units: fc.array(
    fc.record({
      client: fc.integer({ min: 0, max: CLIENTS - 1 }),
      dueIn: fc.integer({ min: -60, max: 45 }),
      everyMonths: fc.constantFrom(1, 2, 6, 12),
    }),
    { maxLength: 60 },
  ),
}).map(({ holidaysIn, ...world }) => ({
  ...world,
  holidays: holidaysIn.map((days) => addDays(world.today, days)),
}));

interface Planned {
  client: number;
  everyMonths: number;
  first_due_on: string;
  position: number;
  mail_on: string | null;
  due_on: string;
}

/** The clients, and a file row that every unit may have come from. */
async function seed(tx: Queryable): Promise<void> {
  await tx.exec(
    `insert into public.customers (customer_ref, name)
         select n::text, 'Client ' || n from generate_series(0, ${CLIENTS - 1}) n;
       insert into public.import_files (kind, file_name) values ('device_claims', 'claims.csv');
       insert into public.import_rows (file_id, line, fields)
         select id, 2, '{}' from public.import_files`,
  );
}

/** Runs only the stagger on units that were found somehow. */
async function stagger(tx: Queryable, world: World): Promise<Planned[]> {
  await tx.exec("delete from public.holidays");
  for (const day of world.holidays) {
    await tx.query("insert into public.holidays (on_day) values ($1)", [day]);
  }
  const [{ id }] = await tx.query<{ id: string }>(
    "insert into public.backfill_runs (today, weeks, file_ids) values ($1, $2, '{}') returning id",
    [world.today, world.weeks],
  );
  await tx.query(
    `insert into public.backfill_rows (run_id, position, import_row_id, outcome, state, customer_id,
       category_id, anchor_on, interval_months, fee, first_due_on, due_on)
     select $1, (u.value ->> 'position')::int, (select id from public.import_rows limit 1), 'new',
       'pending', c.id, (select id from public.equipment_categories limit 1), $2::date, (u.value ->> 'everyMonths')::int, 1,
       $2::date + (u.value ->> 'dueIn')::int, $2::date + (u.value ->> 'dueIn')::int
     from jsonb_array_elements($3) u
     join public.customers c on c.customer_ref = u.value ->> 'client'`,
    [
      id,
      world.today,
      world.units.map((unit, position) => ({ ...unit, client: String(unit.client), position })),
    ],
  );
  await tx.query(
    `select private.rank_clients(r), private.stagger_clients(r, 0, 7), private.stagger_clients(r, 7, 1000)
     from public.backfill_runs r where r.id = $1`,
    [id],
  );
  return await tx.query<Planned>(
    `select c.customer_ref::int as client, b.first_due_on::text, b.position, b.mail_on::text,
       b.due_on::text, b.interval_months as "everyMonths"
     from public.backfill_rows b join public.customers c on c.id = b.customer_id
     where b.run_id = $1 order by b.position`,
    [id],
  );
}

/** The business days of the window, first to last. */
function businessDays({ today, weeks, holidays }: World): string[] {
  return Array.from({ length: 7 * weeks }, (_, i) => addDays(today, i + 1)).filter((day) => {
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    return weekday !== 0 && weekday !== 6 && !holidays.includes(day);
  });
}

const daysBetween = (from: string, to: string) =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** How many days before it is due a unit may first be told of. */
function bandsOf({ everyMonths }: Planned): number[] {
  return everyMonths === 1 ? [7] : everyMonths === 2 ? [7, 30] : [30];
}

function check(world: World, planned: Planned[]): void {
  const days = businessDays(world);
  const soon = planned.filter((unit) => unit.first_due_on <= addDays(world.today, 30));
  const clients = new Map<number, Planned[]>();
  for (const unit of soon) clients.set(unit.client, [...clients.get(unit.client) ?? [], unit]);

  // What would not be mailed within 30 days keeps its date.
  for (const unit of planned) {
    // Thirty days are longer than half of one month; of two they are not, or by a day.
    if (soon.includes(unit)) {
      expect(bandsOf(unit)).toContain(daysBetween(unit.mail_on!, unit.due_on));
    } else expect(unit).toMatchObject({ mail_on: null, due_on: unit.first_due_on });
  }
  // A client's units are told of in one mail.
  for (const units of clients.values()) {
    expect(new Set(units.map((unit) => unit.mail_on)).size).toBe(1);
  }
  const perDay = new Map<string, number>();
  for (const [{ mail_on }] of clients.values()) {
    perDay.set(mail_on!, (perDay.get(mail_on!) ?? 0) + 1);
  }
  const most = Math.ceil(clients.size / days.length);
  for (const [day, mails] of perDay) {
    expect(days).toContain(day);
    expect(mails).toBeLessThanOrEqual(most);
  }
  // The longest overdue client is never mailed after a shorter one.
  const oldest = (units: Planned[]) => units.map((unit) => unit.first_due_on).sort()[0];
  const inOrder = [...clients.values()].sort((a, b) => a[0].mail_on! < b[0].mail_on! ? -1 : 1);
  for (let i = 1; i < inOrder.length; i++) {
    if (inOrder[i][0].mail_on === inOrder[i - 1][0].mail_on) continue;
    expect(oldest(inOrder[i - 1]) <= oldest(inOrder[i])).toBe(true);
  }
}

Deno.test("first mails stay within the window, on business days, under the cap, oldest first", () =>
  inTransaction(async (tx) => {
    await seed(tx);
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => check(world, await stagger(tx, world))),
      { numRuns: 50 },
    );
  }));

Deno.test("the same clients are staggered the same way twice", () =>
  inTransaction(async (tx) => {
    await seed(tx);
    const world: World = {
      today: "2026-06-02",
      weeks: 1,
      holidays: ["2026-06-04"],
      units: Array.from({ length: CLIENTS }, (_, client) => ({
        client,
        dueIn: -(client % 3),
        everyMonths: 6,
      })),
    };
    expect(await stagger(tx, world)).toEqual(await stagger(tx, world));
  }));
