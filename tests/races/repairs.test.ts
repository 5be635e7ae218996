/** Repairs at once: agreed to, given times, put aside by closed days, waited for, given up, and their clients merged. */
import { expect } from "expect";
import { type Database, openDatabase } from "@/embedded/database.ts";
import { addClients, addTechnicians, brokenRules, inWorld } from "./world.ts";

const SECONDS = 3;
const WORKERS = 24;

const a = (of: string) => `(select x.id from ${of} order by random() limit 1)`;
const order = (...states: string[]) =>
  a(`public.work_orders x where x.kind = 'repair' and x.state = any ('{${states}}')`);
const task = (states: string) =>
  a(`public.technician_tasks x where x.task_type <> 'time_off' and x.state = any ('{${states}}')`);
const CLIENT = a("public.customers x");
const TECHNICIAN = a("public.technicians x");
const TIME = `(timestamptz '2026-06-02 12:00Z' + floor(random() * 3) * interval '1 day' +
  floor(random() * 30) * interval '15 minutes')`;

/** Whoever finds nothing to do asks about nothing, and is told so. */
const STEPS: [calls: string, often: number][] = [
  [`public.open_repair(${a("public.units x")}, 'Stops half-way')`, 2],
  [
    `(select public.approve_repair(o.id, 'Ada', 'phone', private.order_total(o.id)) from (select ${
      order("quoted")
    } as id) o)`,
    2,
  ],
  [`public.schedule_repair(${order("approved")}, ${TECHNICIAN}, ${TIME}, true)`, 4],
  [`public.wait_for_parts(${order("approved")}, 'Belt')`, 1],
  [`public.parts_arrived(${order("waiting_for_parts")})`, 1],
  [`public.reopen_quote(${order("approved")}, 'A motor too')`, 1],
  [`public.cancel_repair(${order("approved", "waiting_for_parts")}, 'Sold')`, 1],
  [
    `public.create_task('delivery', 30, ${TECHNICIAN}, ${TIME}, jsonb_build_object('override', true, 'customer_id', ${CLIENT}))`,
    1,
  ],
  [`public.move_task(${task("scheduled,needs_rescheduling")}, ${TECHNICIAN}, ${TIME}, true)`, 3],
  [`public.set_task_state(${task("scheduled")}, 'needs_rescheduling')`, 1],
  [`public.swap_tasks(${task("scheduled")}, ${task("scheduled")}, true)`, 1],
  ["public.close_day('2026-06-03', reason => 'an ice storm', dry_run => false)", 1],
  [`public.undo_closure(${a("public.closures x where x.undone_at is null")})`, 1],
  [`public.undo_deed(${a("private.deeds x where x.undone_at is null")})`, 1],
  [`public.merge_customers($1, $2, false, shown => $3)`, 1],
];
const ALL = STEPS.flatMap(([call, often]) => Array.from({ length: often }, () => call));

/** Two clients, and what merging them was shown to mean. */
async function twoToMerge(db: Database): Promise<string[]> {
  const [{ first, second }] = await db.query<{ first: string; second: string }>(
    `select ${CLIENT}::text as first, ${CLIENT}::text as second`,
  );
  const [{ shown }] = await db.query<{ shown: string }>(
    "select public.merge_customers($1, $2) ->> 'shown' as shown",
    [first, second],
  );
  return [first, second, shown];
}

Deno.test("repairs that are scheduled, put aside, waited for and given up while days are closed and clients merged: no deadlock, nothing sticks", () =>
  inWorld(async (world) => {
    await addTechnicians(world.db, 4);
    await addClients(world.db, 24);
    const everybody = await openDatabase({ url: world.fresh.url, maxConnections: WORKERS });
    const came: Record<string, number> = {};
    const raised: string[] = [];
    const end = performance.now() + SECONDS * 1000;
    const work = async () => {
      while (performance.now() < end) {
        const call = ALL[Math.floor(Math.random() * ALL.length)];
        try {
          const [{ told }] = await everybody.query<{ told: string }>(
            `select ${call} ->> 'status' as told`,
            call.includes("$1") ? await twoToMerge(everybody) : [],
          );
          came[told] = (came[told] ?? 0) + 1;
        } catch (error) {
          if ((error as { code?: string }).code !== "PT404") raised.push(`${call}: ${error}`);
        }
      }
    };
    await Promise.all(Array.from({ length: WORKERS }, work));
    await everybody.close();
    expect(raised).toEqual([]);
    // What never came about would prove nothing.
    for (const each of ["scheduled", "waiting_for_parts", "cancelled", "closed", "merged"]) {
      expect([each, came[each] > 0]).toEqual([each, true]);
    }
    expect(
      await world.db.query(
        `select w.state from public.work_orders w join public.technician_tasks t on t.work_order_id = w.id
         where w.kind = 'repair' and w.state <> 'approved' and private.is_waiting(t.state)`,
      ),
    ).toEqual([]);
    expect(await brokenRules(world.db)).toEqual([]);
  }));
