/** Visits that are completed while somebody else completes, cancels, moves or ends them, or the server dies. */
import { expect } from "expect";
import type { Queryable } from "@/embedded/database.ts";
import { addVisits, type Answer, complete, type Visit } from "./completing.ts";
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
import { brokenRules, inWorld } from "./world.ts";

const uuid = () => crypto.randomUUID();

Deno.test("a report that two phones send at once is one visit, and both hear the same", () =>
  inWorld(async (world) => {
    const [visit] = await addVisits(world.db, 1);
    const report = uuid();
    const [first, second] = await interleave(
      world,
      (tx) => complete(tx, visit, report),
      (db) => complete(db, visit, report),
    );
    expect(first).toMatchObject({ status: "done", repeated: false });
    expect(second).toEqual({ ...first, repeated: true });
    expect(await brokenRules(world.db)).toEqual([]);
  }));

Deno.test("of two reports of one visit at once the second is kept for the office", () =>
  inWorld(async (world) => {
    const [visit] = await addVisits(world.db, 1);
    const [first, second] = await interleave(
      world,
      (tx) => complete(tx, visit, uuid()),
      (db) => complete(db, visit, uuid()),
    );
    expect(first.status).toBe("done");
    expect(second).toMatchObject({ status: "conflict", reason: "done" });
    expect(await brokenRules(world.db)).toEqual([]);
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
      const [done, refused] = await interleave(
        world,
        (tx) => complete(tx, first, uuid()),
        (db) => other(db, first),
      );
      expect([done.status, refused]).toEqual(["done", late]);
      // It was read before the stop changed, as a phone does.
      const [changed, kept] = await interleave(
        world,
        (tx) => other(tx, second),
        (db) => complete(db, second, uuid()),
      );
      expect(changed).toBe(early);
      expect(kept).toMatchObject(answer);
      expect(await brokenRules(world.db)).toEqual([]);
    }));
}

Deno.test("a kept report that is taken for a visit while that is called off is refused", () =>
  inWorld(async (world) => {
    const [visit] = await addVisits(world.db, 1);
    const report = uuid();
    await interleave(
      world,
      (tx) =>
        tx.query("select public.move_task($1, $2, '2026-09-01 13:00Z', true)", [
          visit.task,
          visit.technician,
        ]),
      (db) => complete(db, visit, report),
    );
    const [, told] = await interleave(
      world,
      (tx) => tx.query("select public.set_task_state($1, 'cancelled')", [visit.task]),
      (db) => db.query("select public.accept_report($1) as told", [report]),
    );
    expect(told).toEqual([{ told: { status: "refused", reason: "visit" } }]);
    expect(await brokenRules(world.db)).toEqual([]);
  }));

Deno.test("whoever begins a visit by hand does not wait for its stop, which would wait for the visit", () =>
  inWorld(async (world) => {
    const [first, second] = await addVisits(world.db, 2);
    const begin = (db: Queryable, { id }: Visit) =>
      outcome(db.query(
        "update public.maintenance_visits set state = 'in_progress' where id = $1",
        [id],
      ));
    // The stop is held, and its visit not yet, as between two steps of completing it.
    const [done, begun] = await interleave(world, async (tx, otherWaits) => {
      await tx.query("select private.lock_tasks(array[$1::uuid])", [first.task]);
      await otherWaits();
      return await complete(tx, first, uuid());
    }, (db) => begin(db, first));
    expect([done.status, begun]).toEqual(["done", "55P03"]);
    const [began, after] = await interleave(
      world,
      (tx) => begin(tx, second),
      (db) => complete(db, second, uuid()),
    );
    expect([began, after.status]).toEqual(["went through", "done"]);
    expect(await brokenRules(world.db)).toEqual([]);
  }));

Deno.test("a contract that ends by hand while its visit is completed waits, whichever comes first", () =>
  inWorld(async (world) => {
    const [first, second] = await addVisits(world.db, 2);
    const end = (db: Queryable, { contract }: Visit) =>
      outcome(db.query(
        "update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = $1",
        [contract],
      ));
    const [done, ended] = await interleave(
      world,
      (tx) => complete(tx, first, uuid()),
      (db) => end(db, first),
    );
    expect([done.status, ended]).toEqual(["done", "went through"]);
    const [, kept] = await interleave(world, async (tx, otherWaits) => {
      expect(await end(tx, second)).toBe("went through");
      await otherWaits();
    }, (db) => complete(db, second, uuid()));
    expect(kept).toMatchObject({ status: "conflict", reason: "cancelled" });
    expect(await brokenRules(world.db)).toEqual([]);
  }));

Deno.test("a technician who leaves while a visit is completed has it done, or its report kept", () =>
  inWorld(async (world) => {
    const [visit] = await addVisits(world.db, 1);
    const [done] = await interleave(
      world,
      (tx) => complete(tx, visit, uuid()),
      (db) => outcome(db.query("select public.deactivate_technician($1)", [visit.technician])),
    );
    expect(done.status).toBe("done");
    expect(await brokenRules(world.db)).toEqual([]);
  }));

Deno.test("many who complete at once get numbers without holes", () =>
  inWorld(async (world) => {
    const visits = await addVisits(world.db, 24);
    const answers = await Promise.all(visits.map((visit) => complete(world.db, visit, uuid())));
    expect(answers.map(({ status }) => status)).toEqual(visits.map(() => "done"));
    expect(await brokenRules(world.db)).toEqual([]);
  }));

Deno.test("visits of both sides of New Year that are completed at once are counted each in its year", () =>
  inWorld(async (world) => {
    await world.db.exec(
      `create or replace function private.clock() returns timestamptz language sql stable set search_path = ''
       as $$ select timestamptz '2026-12-14 12:00Z' $$`,
    );
    // The holidays between them are nobody's working days.
    const visits = await addVisits(world.db, 6, { from: "2026-12-29", over: "2027-01-11" });
    const years = await world.db.query<{ year: number }>(
      `select extract(year from lower(t.during) at time zone 'America/Toronto')::integer as year
       from public.technician_tasks t order by lower(t.during)`,
    );
    const answers = await Promise.all(visits.map((visit) => complete(world.db, visit, uuid())));
    const numbers = answers.map(({ certificate }) => certificate!.number);
    const numberOf = (year: number) =>
      numbers.filter((number) => number.startsWith(`MIR-${year}-`)).map((number) =>
        Number(number.slice(-5))
      )
        .toSorted((a, b) => a - b);
    for (const year of [2026, 2027]) {
      const count = years.filter((each) => each.year === year).length;
      expect(count).toBeGreaterThan(1);
      expect(numberOf(year)).toEqual(Array.from({ length: count }, (_, n) => n + 1));
    }
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
    expect(await brokenRules(world.db)).toEqual([]);
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
      expect(await brokenRules(world.db)).toEqual([]);
    }, SETTINGS));
}

Deno.test("a visit that is called off by hand, row by row, and completed at once is no deadlock", () =>
  inWorld(async (world) => {
    const [visit] = await addVisits(world.db, 1);
    const completed = Promise.withResolvers<Answer>();
    const calledOff = await outcome(interleave(
      world,
      (tx) =>
        tx.query("update public.maintenance_visits set state = 'cancelled' where id = $1", [
          visit.id,
        ]),
      (db) => {
        complete(db, visit, uuid()).then(completed.resolve, completed.reject);
        return completed.promise;
      },
    ));
    // A stop that is still to happen is not left without any visit: that is found at the end.
    expect(calledOff).toBe("MT003");
    expect(await completed.promise).toMatchObject({ status: "done" });
    expect(await brokenRules(world.db)).toEqual([]);
  }));
