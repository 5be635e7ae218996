/** Visits that are completed while somebody else completes, cancels, moves or ends them, or the server dies. */
import { expect } from "expect";
import type { Database, Queryable } from "@/embedded/database.ts";
import { interleave, outcome } from "./interleave.ts";
import {
  addedRows,
  contents,
  type Hold,
  holdKey,
  holdTable,
  killWhileHeld,
  SETTINGS,
  tablesWritten,
} from "./killed.ts";
import { addClients, addTechnicians, inWorld } from "./world.ts";

interface Visit {
  id: string;
  task: string;
  contract: string;
  technician: string;
}

interface Answer {
  status: string;
  reason?: string;
  repeated?: boolean;
  certificate?: { number: string };
  invoice?: { id: string };
}

/** Visits of one technician's, each on a morning of its own; all of them are over by now. */
async function addVisits(db: Database, count: number): Promise<Visit[]> {
  const [technician] = await addTechnicians(db, 1);
  const tokens = await addClients(db, count);
  await db.query(
    `select public.confirm_booking(c.token, $2, m.morning)
     from unnest($1::text[]) with ordinality c (token, n)
     join (
       select row_number() over (order by day) as n, (day + time '13:00') at time zone 'UTC' as morning
       from generate_series(timestamp '2026-06-02', '2026-07-30', '1 day') day where extract(isodow from day) < 6
     ) m using (n)`,
    [tokens, technician],
  );
  await db.exec(
    `create or replace function private.clock() returns timestamptz language sql stable set search_path = ''
     as $$ select timestamptz '2026-08-03 12:00Z' $$`,
  );
  return await db.query<Visit & Record<string, unknown>>(
    `select v.id::text, v.task_id::text as task, y.contract_id::text as contract, t.technician_id::text as technician
     from public.maintenance_visits v
     join public.maintenance_cycles y on y.id = v.cycle_id
     join public.technician_tasks t on t.id = v.task_id order by lower(t.during)`,
  );
}

async function complete(db: Queryable, visit: Visit, reportId: string): Promise<Answer> {
  const [{ answer }] = await db.query<{ answer: Answer }>(
    `select public.complete_visit($1, jsonb_build_object('version', 1, 'report_id', $2::text,
       'based_on', (select t.revision from public.technician_tasks t where t.id = $3),
       'signature', '{"name": "Ada Example", "role": "client", "method": "typed"}'::jsonb,
       'checklist', (select jsonb_agg(jsonb_build_object('position', i.position, 'result', 'pass'))
         from private.visit_checklist i where i.visit_id = $1))) as answer`,
    [visit.id, reportId, visit.task],
  );
  return answer;
}

/** What must hold whatever happened: each count is of offending rows. */
async function broken(db: Database): Promise<Record<string, number>> {
  const [row] = await db.query<Record<string, number>>(`
    select
      (select count(*)::integer from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id
        where (v.state = 'done') <> (y.outcome is not distinct from 'serviced') and v.state <> 'cancelled') as "done and open",
      (select count(*)::integer from public.maintenance_contracts c where (c.state = 'cancelled') =
        ((select count(*) from public.maintenance_cycles y where y.contract_id = c.id and y.closed_at is null) = 1)) as "not one cycle",
      (select count(*)::integer from public.maintenance_visits v where v.state = 'done' and 1 <> (
        select count(*) from public.invoice_lines l join public.invoices i on i.id = l.invoice_id
        where l.visit_id = v.id and l.live and i.state = 'issued')) as "not one charge",
      (select count(*)::integer from public.maintenance_visits v where (v.state = 'done')::integer <> (
        select count(*) from public.inspection_certificates i where i.visit_id = v.id)) as "not one certificate",
      (select (coalesce(max(i.number), 0) - count(*))::integer from public.invoices i where i.number is not null) as "holes in invoices",
      (select (coalesce(max(i.number_in_year), 0) - count(*))::integer from public.inspection_certificates i) as "holes in certificates",
      (select count(*)::integer from public.maintenance_visits v where v.state = 'done' and 1 <> (
        select count(*) from public.messages m where m.task_id = v.task_id and m.kind = 'visit_summary')) as "not one mail"`);
  return row;
}

const NOTHING = {
  "done and open": 0,
  "not one cycle": 0,
  "not one charge": 0,
  "not one certificate": 0,
  "holes in invoices": 0,
  "holes in certificates": 0,
  "not one mail": 0,
};

const uuid = () => crypto.randomUUID();

Deno.test("a report that two phones send at once is one visit, and both hear the same", () =>
  inWorld(async (world) => {
    const [visit] = await addVisits(world.db, 1);
    const report = uuid();
    const [first, second] = await interleave(world, async (tx, otherWaits) => {
      const answer = await complete(tx, visit, report);
      await otherWaits();
      return answer;
    }, (db) => complete(db, visit, report));
    expect(first).toMatchObject({ status: "done", repeated: false });
    expect(second).toEqual({ ...first, repeated: true });
    expect(await broken(world.db)).toEqual(NOTHING);
  }));

Deno.test("of two reports of one visit at once the second is kept for the office", () =>
  inWorld(async (world) => {
    const [visit] = await addVisits(world.db, 1);
    const [first, second] = await interleave(world, async (tx, otherWaits) => {
      const answer = await complete(tx, visit, uuid());
      await otherWaits();
      return answer;
    }, (db) => complete(db, visit, uuid()));
    expect(first.status).toBe("done");
    expect(second).toMatchObject({ status: "conflict", reason: "done" });
    expect(await broken(world.db)).toEqual(NOTHING);
  }));

/** What becomes of a visit for which something else is done at the same moment, whichever comes first. */
const OTHERS: [string, string, string, Partial<Answer>, string][] = [
  [
    "is moved",
    "select public.move_task($1, $2, '2026-09-01 13:00Z', true) ->> 'status' as status",
    "refused",
    { status: "conflict", reason: "moved" },
    "moved",
  ],
  [
    "is cancelled",
    "select public.set_task_state($1, 'cancelled') ->> 'status' as status from (values ($2::uuid)) unused",
    "refused",
    { status: "conflict", reason: "cancelled" },
    "set",
  ],
];
for (const [what, statement, late, answer, early] of OTHERS) {
  Deno.test(`a visit that ${what} while it is completed is done, and the other way round its report is kept`, () =>
    inWorld(async (world) => {
      const [first, second] = await addVisits(world.db, 2);
      const other = async (db: Queryable, { task, technician }: Visit) => {
        const [{ status }] = await db.query<{ status: string }>(statement, [task, technician]);
        return status;
      };
      const [done, refused] = await interleave(world, async (tx, otherWaits) => {
        const answer = await complete(tx, first, uuid());
        await otherWaits();
        return answer;
      }, (db) => other(db, first));
      expect([done.status, refused]).toEqual(["done", late]);
      // It was read before the stop changed, as a phone does.
      const [changed, kept] = await interleave(world, async (tx, otherWaits) => {
        const status = await other(tx, second);
        await otherWaits();
        return status;
      }, (db) => complete(db, second, uuid()));
      expect(changed).toBe(early);
      expect(kept).toMatchObject(answer);
      expect(await broken(world.db)).toEqual(NOTHING);
    }));
}

Deno.test("a contract that ends by hand while its visit is completed waits, whichever comes first", () =>
  inWorld(async (world) => {
    const [first, second] = await addVisits(world.db, 2);
    const end = (db: Queryable, { contract }: Visit) =>
      outcome(db.query(
        "update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = $1",
        [contract],
      ));
    const [done, ended] = await interleave(world, async (tx, otherWaits) => {
      const answer = await complete(tx, first, uuid());
      await otherWaits();
      return answer;
    }, (db) => end(db, first));
    expect([done.status, ended]).toEqual(["done", "went through"]);
    const [, kept] = await interleave(world, async (tx, otherWaits) => {
      expect(await end(tx, second)).toBe("went through");
      await otherWaits();
    }, (db) => complete(db, second, uuid()));
    expect(kept).toMatchObject({ status: "conflict", reason: "cancelled" });
    expect(await broken(world.db)).toEqual(NOTHING);
  }));

Deno.test("a technician who leaves while a visit is completed has it done, or its report kept", () =>
  inWorld(async (world) => {
    const [visit] = await addVisits(world.db, 1);
    const [done] = await interleave(world, async (tx, otherWaits) => {
      const answer = await complete(tx, visit, uuid());
      await otherWaits();
      return answer;
    }, (db) => outcome(db.query("select public.deactivate_technician($1)", [visit.technician])));
    expect(done.status).toBe("done");
    expect(await broken(world.db)).toEqual(NOTHING);
  }));

Deno.test("many who complete at once get numbers without holes", () =>
  inWorld(async (world) => {
    const visits = await addVisits(world.db, 24);
    const answers = await Promise.all(visits.map((visit) => complete(world.db, visit, uuid())));
    expect(answers.map(({ status }) => status)).toEqual(visits.map(() => "done"));
    expect(await broken(world.db)).toEqual(NOTHING);
  }));

Deno.test("a server that is killed between a visit that is done and its answer has all of it, and says so when asked again", () =>
  inWorld(async (world) => {
    const [opener, first, second] = await addVisits(world.db, 3);
    await complete(world.db, opener, uuid());
    const whole = await addedRows(
      world.db,
      async () => expect((await complete(world.db, first, uuid())).status).toBe("done"),
    );
    const report = uuid();
    const kept = await addedRows(
      world.db,
      () =>
        killWhileHeld(
          world,
          async (db) => (await complete(db, second, report)).status,
          () => Promise.resolve(),
        ),
    );
    expect(kept).toEqual(whole);
    const again = await addedRows(world.db, async () => {
      expect(await complete(world.db, second, report)).toMatchObject({
        status: "done",
        repeated: true,
      });
    });
    expect(again).toEqual({});
    expect(await broken(world.db)).toEqual(NOTHING);
  }, SETTINGS));

/** Of everything at which a server is killed, every so manieth in one race: a race has only so much time. */
const RACES = 6;
for (let race = 0; race < RACES; race++) {
  Deno.test(`a server that is killed while a visit is completed kept nothing of it, and asked again completes it once (${race + 1} of ${RACES})`, () =>
    inWorld(async (world) => {
      const [opener, first, ...visits] = await addVisits(world.db, 20);
      // The first of a year begins its count of certificates.
      await complete(world.db, opener, uuid());
      const written = await tablesWritten(
        world.db,
        async (tx) => expect((await complete(tx, first, uuid())).status).toBe("done"),
      );
      expect(written.length).toBeGreaterThan(12);
      const whole = await addedRows(
        world.db,
        async () => expect((await complete(world.db, first, uuid())).status).toBe("done"),
      );
      const holds: [string, Hold][] = [
        ["the contract", holdKey(`contract:${visits[0].contract}`)],
        ["the technician", holdKey(`technician:${first.technician}`)],
        ...written.map((name): [string, Hold] => [name, holdTable(name)]),
      ];
      const ours = holds.filter((_, n) => n % RACES === race);
      for (const [n, [place, hold]] of ours.entries()) {
        const report = uuid();
        const before = await contents(world.db);
        await killWhileHeld(
          world,
          async (db) => (await complete(db, visits[n], report)).status,
          hold,
        );
        expect([place, await contents(world.db)]).toEqual([place, before]);
        const again = await addedRows(world.db, async () => {
          expect((await complete(world.db, visits[n], report)).status).toBe("done");
        });
        expect([place, again]).toEqual([place, whole]);
      }
      expect(await broken(world.db)).toEqual(NOTHING);
    }, SETTINGS));
}
