/** The demonstration's week as it would be begun on other days, each at its own hour. */
import { expect } from "expect";
import { folderReader } from "@/lib/enrolment/import.ts";
import { runBackfill } from "@/lib/enrolment/run.ts";
import { dayOf } from "@/lib/text/dates.ts";
import { DEMO_FILES } from "@/embedded/demo.ts";
import { DEMO_STAFF } from "@/embedded/demo/logins.ts";
import { withMovedClock } from "@/embedded/demo/moved_clock.ts";
import { openCompany } from "@/embedded/demo/past/company.ts";
import { beginDay } from "@/embedded/demo/past/day.ts";
import { giveLogins } from "@/embedded/demo/past/technicians.ts";
import { beginWeek } from "@/embedded/demo/past/week.ts";
import { databaseRpc } from "@/embedded/database_rpc.ts";
import type { Queryable } from "@/embedded/database.ts";
import { createStaffUser } from "@/embedded/staff.ts";
import { freshDatabase } from "@/tests/databases.ts";

const ZONE = "America/Toronto";

/** The week's last day with all of it behind, the Sunday on which the clock goes back, and the Monday after it. */
const BEGUN_AT = [
  "2026-10-30T23:50:00-04:00",
  "2026-11-01T01:30:00-05:00",
  "2026-11-02T07:00:00-05:00",
];

/** Stops of these weeks that nobody could be at in time: from the stop before, or from home as the hours begin. */
const LATE = `
  with stop as (
    select t.technician_id, private.company_day(lower(t.during)) as on_day, t.during, t.latitude, t.longitude, h.name,
      upper(lag(t.during) over day) as left_at,
      coalesce(lag(t.latitude) over day, h.home_latitude) as from_latitude,
      coalesce(lag(t.longitude) over day, h.home_longitude) as from_longitude
    from public.technician_tasks t join public.technicians h on h.id = t.technician_id
    where t.blocking and t.task_type <> 'time_off' and private.is_stop(t.task_type, t.latitude)
    window day as (partition by t.technician_id, private.company_day(lower(t.during)) order by lower(t.during))
  )
  select s.name, s.during::text
  from stop s
  where lower(s.during) - make_interval(mins => private.drive_between(s.from_latitude, s.from_longitude, s.latitude, s.longitude))
    < coalesce(s.left_at, (s.on_day + time '08:00') at time zone '${ZONE}')`;

/** A working day of today and the two days after it on which fewer than four of the five technicians have anything. */
const EMPTY = `
  select d.on_day::text, count(distinct t.technician_id)
  from generate_series($1::date, $1::date + 2, interval '1 day') d (on_day)
  left join public.technician_tasks t on t.blocking and private.company_day(lower(t.during)) = d.on_day
  where extract(isodow from d.on_day) < 6
  group by 1 having count(distinct t.technician_id) < 4`;

/** Who is enrolled for weeks, with technicians who can sign in. */
async function enrolled(tx: Queryable): Promise<void> {
  for (const person of DEMO_STAFF) await createStaffUser(tx, person, 4);
  await runBackfill(databaseRpc(tx), folderReader(DEMO_FILES), {
    today: "2026-09-15",
    isExecuted: true,
  });
}

/** What is wrong with the week that begins at `now`; nothing of it is kept. */
async function wrongAt(tx: Queryable, now: Date): Promise<unknown[]> {
  await tx.exec("savepoint before");
  const company = await openCompany(tx, now, async (at) => {
    await tx.query("select set_config('demo.clock', $1, true)", [at.toISOString()]);
  });
  await giveLogins(company);
  await beginWeek(company);
  await beginDay(company, now);
  await company.beOwner();
  const found = [await tx.query(LATE), await tx.query(EMPTY, [dayOf(now, ZONE)])];
  await tx.exec("rollback to before");
  return found.flat();
}

Deno.test("whenever the demonstration begins, everybody has work these days and nobody has to be at two places", async () => {
  const { db, drop } = await freshDatabase();
  try {
    await db.transaction(async (tx) => {
      await withMovedClock(tx, async (moveClock) => {
        await moveClock(new Date("2026-09-15T11:00:00Z"));
        await enrolled(tx);
        for (const at of BEGUN_AT) {
          expect([at, await wrongAt(tx, new Date(at))]).toEqual([at, []]);
        }
      });
    });
  } finally {
    await drop();
  }
});
