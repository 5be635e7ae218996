/** A server that is killed while it writes what came of a visit in other ways than by the technician's report. */
import { expect } from "expect";
import type { Database, Queryable } from "@/embedded/database.ts";
import { addVisits, complete, type Visit } from "./completing.ts";
import {
  addedRows,
  contents,
  holdTable,
  killWhileHeld,
  SETTINGS,
  tablesWritten,
} from "./killed.ts";
import { brokenRules, inWorld } from "./world.ts";

interface Way {
  what: string;
  /** Makes of a visit whose time has passed what it can be done to. */
  before?: (db: Database, visit: Visit) => Promise<unknown>;
  /** With $1 the visit, $2 the same report however often it is sent. */
  call: string;
  status: string;
  /** What it answers when it was done already. */
  again: string;
  /** Where it is killed: a table at its beginning, one at its end. */
  places: string[];
}

const SIGNED = `'{"name": "Ada Example", "role": "client", "method": "typed"}'::jsonb`;

/** A report of $1 that is $2, with a result of every line. */
const report = (result = "'pass'", more = "'{}'::jsonb") =>
  `jsonb_build_object('version', 1, 'report_id', $2::uuid, 'signature', ${SIGNED}, 'checklist',
     (select jsonb_agg(jsonb_build_object('position', i.position, 'result', ${result}) order by i.position)
      from private.visit_checklist i where i.visit_id = $1::uuid)) || ${more}`;

const FAILED = report("case when i.safety_critical then 'fail' else 'pass' end");

const ORDER =
  "(select w.id from public.work_orders w where w.visit_id = $1::uuid and w.kind = 'repair')";

/** A lift that failed, with its repair that was agreed to and whose time has passed. */
async function awaitRepair(db: Database, { id, technician }: Visit): Promise<void> {
  await db.query(`select public.complete_visit($1::uuid, ${FAILED})`, [id, crypto.randomUUID()]);
  await db.query(
    `select public.approve_repair(w, 'Ada', 'phone', private.order_total(w)),
       public.schedule_repair(w, $2, lower(t.during) + interval '3 hours', true)
     from ${ORDER} repair (w), public.technician_tasks t
     where t.id = (select task_id from public.maintenance_visits where id = $1::uuid)`,
    [id, technician],
  );
}

const WAYS: Way[] = [
  {
    what: "a visit comes to nothing",
    call: "public.fail_visit($1::uuid, 'no_show', 'nobody_home', null, $2::uuid)",
    status: "recorded",
    again: "recorded",
    places: ["visit_reports", "messages"],
  },
  {
    what: "a visit is recorded from paper",
    call: `public.record_from_paper($1::uuid, (select t.technician_id from public.technician_tasks t
      join public.maintenance_visits v on v.task_id = t.id where v.id = $1::uuid),
      ${
      report(
        "'pass'",
        `(select jsonb_build_object('started_at', lower(t.during), 'finished_at', upper(t.during))
          from public.technician_tasks t join public.maintenance_visits v on v.task_id = t.id where v.id = $1::uuid)`,
      )
    })`,
    status: "done",
    again: "done",
    places: ["inspection_certificates", "private.invoice_series"],
  },
  {
    what: "a repair is done",
    before: awaitRepair,
    call: `public.complete_repair(${ORDER}, jsonb_build_object('version', 1, 'report_id', $2::uuid,
      'signature', ${SIGNED}, 'checklist',
      (select jsonb_agg(jsonb_build_object('position', r.position, 'result', 'pass')) from public.checklist_results r
       where r.visit_id = $1::uuid and r.result = 'fail')))`,
    status: "done",
    again: "done",
    places: ["repair_results", "private.invoice_series"],
  },
  {
    what: "a visit is taken back",
    before: (db, visit) => complete(db, visit, crypto.randomUUID()),
    call: "public.reverse_visit($1::uuid, 'Wrong client ' || left($2::text, 0))",
    status: "reversed",
    again: "refused",
    places: ["maintenance_cycles", "invoices"],
  },
];

for (const { what, before, call, status, again, places } of WAYS) {
  Deno.test(`a server that is killed while ${what} kept nothing of it, and asked again does it once`, () =>
    inWorld(async (world) => {
      const [opener, ...visits] = await addVisits(world.db, 2 + places.length);
      // The first of a year begins its count of certificates.
      await complete(world.db, opener, crypto.randomUUID());
      for (const visit of visits) await before?.(world.db, visit);
      const ask = async (db: Queryable, { id }: Visit, reportId: string) => {
        const [{ told }] = await db.query<{ told: string }>(
          `select ${call} ->> 'status' as told`,
          [id, reportId],
        );
        return told;
      };
      const [first, ...others] = visits;
      const written = await tablesWritten(
        world.db,
        async (tx) => expect(await ask(tx, first, crypto.randomUUID())).toBe(status),
      );
      expect(written).toEqual(expect.arrayContaining(places));
      const whole = await addedRows(
        world.db,
        async () => expect(await ask(world.db, first, crypto.randomUUID())).toBe(status),
      );
      for (const [n, place] of places.entries()) {
        const reportId = crypto.randomUUID();
        const kept = await contents(world.db);
        await killWhileHeld(world, (db) => ask(db, others[n], reportId), holdTable(place));
        expect([place, await contents(world.db)]).toEqual([place, kept]);
        const added = await addedRows(
          world.db,
          async () => expect(await ask(world.db, others[n], reportId)).toBe(status),
        );
        expect([place, added]).toEqual([place, whole]);
        const more = await addedRows(
          world.db,
          async () => expect(await ask(world.db, others[n], reportId)).toBe(again),
        );
        expect([place, more]).toEqual([place, {}]);
      }
      expect(await brokenRules(world.db)).toEqual([]);
    }, SETTINGS));
}
