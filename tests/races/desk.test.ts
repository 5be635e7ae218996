/** Two of the office, or one of them and a client, who do something to one record at once. */
import { expect } from "expect";
import type { Queryable } from "@/embedded/database.ts";
import { interleave } from "./interleave.ts";
import { addClients, addTechnicians, brokenRules, inWorld, type RaceWorld } from "./world.ts";

interface Answer {
  status: string;
  reason?: string;
}

interface Scene {
  world: RaceWorld;
  technician: string;
  token: string;
  contract: string;
  unit: string;
  customer: string;
  /** Another client, with a unit of their own. */
  other: string;
}

/** One client whose unit is due, and another one. */
async function scene(world: RaceWorld): Promise<Scene> {
  const [technician] = await addTechnicians(world.db, 1);
  const [token, second] = await addClients(world.db, 2);
  const of = async (link: string) => {
    const [row] = await world.db.query<{ contract: string; unit: string; customer: string }>(
      `select c.id::text as contract, c.unit_id::text as unit, u.customer_id::text as customer
       from public.maintenance_cycles y join public.maintenance_contracts c on c.id = y.contract_id
       join public.units u on u.id = c.unit_id where y.token = $1`,
      [link],
    );
    return row;
  };
  return { world, technician, token, ...await of(token), other: (await of(second)).customer };
}

async function ask(db: Queryable, call: string, values: unknown[]): Promise<Answer> {
  const [{ answer }] = await db.query<{ answer: Answer }>(
    `select public.${call} as answer`,
    values,
  );
  return answer;
}

const AT = "2026-06-10T13:00:00Z";

const bookByLink = ({ token, technician }: Scene) => (db: Queryable) =>
  ask(db, "confirm_booking($1, $2, $3)", [token, technician, AT]);
const bookByOffice = ({ contract, technician }: Scene) => (db: Queryable) =>
  ask(db, "book_for_client($1, $2, $3)", [contract, technician, AT]);
const terms = async (db: Queryable, contract: string) => {
  const [{ shown }] = await db.query<{ shown: string | null }>(
    "select public.contract_page($1) ->> 'shown' as shown",
    [contract],
  );
  return shown;
};

interface Deed {
  what: string;
  deed: (scene: Scene, shown: string | null) => (db: Queryable) => Promise<Answer>;
  /** What the office hears when it is first. */
  done: string;
  /** And when the client has booked meanwhile. */
  afterwards: string;
  clientHears: string;
}

const deedOn = (call: string) => ({ contract }: Scene, shown: string | null) => (db: Queryable) =>
  ask(db, call, [contract, shown]);

/** What the office may do to the terms or the unit while the client books. */
const DEEDS: Deed[] = [
  {
    what: "pauses the contract",
    deed: deedOn("pause_contract($1, '2026-09-01', 'Away', false, $2)"),
    done: "paused",
    afterwards: "refused changed",
    clientHears: "rejected paused",
  },
  {
    what: "moves its due date",
    deed: deedOn("change_due_date($1, '2026-07-20', true, 'Asked', $2)"),
    done: "changed",
    afterwards: "refused changed",
    clientHears: "booked",
  },
  {
    what: "ends the contract",
    deed: deedOn("cancel_contract($1, 'sold', null, $2)"),
    done: "cancelled",
    afterwards: "refused changed",
    clientHears: "expired",
  },
  {
    what: "lets this time out",
    deed: deedOn("skip_cycle($1, 'Not now', $2)"),
    done: "skipped",
    afterwards: "refused changed",
    clientHears: "expired",
  },
  {
    what: "gives the unit to another client",
    deed: ({ unit, other }) => (db) => ask(db, "transfer_unit($1, $2)", [unit, other]),
    done: "transferred",
    afterwards: "refused booked",
    clientHears: "expired",
  },
  {
    what: "books the same time on the phone",
    deed: (scene) => bookByOffice(scene),
    done: "booked",
    afterwards: "booked",
    clientHears: "booked",
  },
];

/** Whoever is second hears it in words, and nothing is broken. */
async function expectSound({ world, contract }: Scene, answers: Answer[]) {
  for (const { status } of answers) expect(typeof status).toBe("string");
  expect(await brokenRules(world.db)).toEqual([]);
  const [{ live }] = await world.db.query<{ live: number }>(
    `select count(*)::integer as live from public.maintenance_visits v
     join public.maintenance_cycles y on y.id = v.cycle_id
     where y.contract_id = $1 and private.is_expected(v.state)`,
    [contract],
  );
  expect(live).toBeLessThanOrEqual(1);
}

for (const { what, deed, done, afterwards, clientHears } of DEEDS) {
  Deno.test(`the office ${what} while the client books, whoever is first`, () =>
    inWorld(async (world) => {
      for (const isClientFirst of [true, false]) {
        const all = await scene(world);
        const byOffice = deed(all, await terms(world.db, all.contract));
        const [first, second] = isClientFirst
          ? [bookByLink(all), byOffice]
          : [byOffice, bookByLink(all)];
        const answers = await interleave(world, (tx) => first(tx), (db) => second(db));
        await expectSound(all, answers);
        const told = answers.map(({ status, reason }) =>
          [status, reason].filter(Boolean).join(" ")
        );
        expect(told).toEqual(isClientFirst ? ["booked", afterwards] : [done, clientHears]);
      }
    }));
}

async function lifeEvent(db: Queryable, customer: string, event: string, details: unknown) {
  const call = `record_life_event($1, $2, $3::jsonb, $4, $5)`;
  const seen = await ask(db, call, [customer, event, JSON.stringify(details), true, null]) as
    & Answer
    & { shown: string };
  return (on: Queryable) =>
    ask(on, call, [customer, event, JSON.stringify(details), false, seen.shown]);
}

Deno.test("a death that is written down while the client's daughter books leaves no visit and no mail", () =>
  inWorld(async (world) => {
    for (const isClientFirst of [true, false]) {
      const all = await scene(world);
      const died = await lifeEvent(world.db, all.customer, "deceased", {});
      const [first, second] = isClientFirst ? [bookByLink(all), died] : [died, bookByLink(all)];
      const answers = await interleave(world, (tx) => first(tx), (db) => second(db));
      await expectSound(all, answers);
      const late = answers[isClientFirst ? 1 : 0];
      // Told that something changed, they look again and write it down.
      if (late.status !== "recorded") {
        await (await lifeEvent(world.db, all.customer, "deceased", {}))(world.db);
      }
      const waiting = await world.db.query(
        `select m.kind, m.state from public.messages m where m.customer_id = $1 and m.state in ('queued', 'sending')
           and private.superseded_because(m) is null`,
        [all.customer],
      );
      expect(waiting).toEqual([]);
      const visits = await world.db.query(
        `select v.state from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id
         where y.contract_id = $1 and private.is_expected(v.state)`,
        [all.contract],
      );
      expect(visits).toEqual([]);
    }
  }));

Deno.test("two who write the same life event down at once write it down once", () =>
  inWorld(async (world) => {
    const all = await scene(world);
    const died = await lifeEvent(world.db, all.customer, "deceased", {});
    const [first, second] = await interleave(world, (tx) => died(tx), (db) => died(db));
    expect(first.status).toBe("recorded");
    expect(second.status).toBe("refused");
    await expectSound(all, [first, second]);
  }));

/** Work that the office has with a client: they asked to be called. */
async function addActivity({ world, token }: Scene): Promise<string> {
  await ask(world.db, "request_callback($1, '905-555-0100', 'Mornings', null)", [token]);
  const [{ id }] = await world.db.query<{ id: string }>(
    "select id::text from public.office_activities where state = 'open' limit 1",
  );
  return id;
}

Deno.test("a call that two log at once is logged once, and the other hears of it", () =>
  inWorld(async (world) => {
    const id = await addActivity(await scene(world));
    const log = (result: string) => (db: Queryable) =>
      ask(db, "log_call($1, $2, null, null, 0)", [id, result]);
    const [first, second] = await interleave(world, log("no_answer"), log("left_message"));
    expect(first.status).toBe("logged");
    expect(second.status).not.toBe("logged");
    const calls = await world.db.query("select result from public.activity_calls");
    expect(calls).toEqual([{ result: "no_answer" }]);
  }));

Deno.test("of two who undo the last call at once, or give work to two people, the second hears of the first", () =>
  inWorld(async (world) => {
    const id = await addActivity(await scene(world));
    await ask(world.db, "log_call($1, 'no_answer', null, null, 0)", [id]);
    await ask(world.db, "log_call($1, 'left_message', null, null, 1)", [id]);
    const undo = (db: Queryable) => ask(db, "undo_call($1, 2)", [id]);
    const undone = await interleave(world, undo, undo);
    expect(undone.map(({ status }) => status)).toEqual(["undone", "refused"]);
    const { shown } = await ask(world.db, "activity_page($1)", [id]) as Answer & { shown: string };
    const postpone = (day: string) => (db: Queryable) =>
      ask(db, "postpone_activity($1, $2, 'Later', $3)", [id, day, shown]);
    const put = await interleave(world, postpone("2026-06-10"), postpone("2026-06-20"));
    expect(put.map(({ status }) => status)).toEqual(["postponed", "refused"]);
    const rows = await world.db.query("select due_on::text from public.office_activities");
    expect(rows).toContainEqual({ due_on: "2026-06-10" });
  }));

Deno.test("ticked rows that are closed or postponed twice at once are so once", () =>
  inWorld(async (world) => {
    const id = await addActivity(await scene(world));
    const close = (db: Queryable) => ask(db, "close_activities($1, 'Spoke')", [[id]]);
    const postpone = (db: Queryable) =>
      ask(db, "postpone_activities($1, '2026-06-08', 'Later')", [[id]]);
    const [first, second] = await interleave(world, close, postpone) as [
      Answer,
      Answer & { activities: number },
    ];
    expect([first.status, second.status, second.activities]).toEqual(["closed", "postponed", 0]);
    const again = await ask(world.db, "close_activities($1, 'Spoke')", [[id]]);
    expect(again).toEqual({ status: "closed", activities: 0, changed: 0 });
  }));

Deno.test("a mail that two send again at once goes once, and a reminder that two send again is one", () =>
  inWorld(async (world) => {
    const all = await scene(world);
    const remind = (db: Queryable) => ask(db, "send_reminder_again($1)", [all.contract]);
    const [first, second] = await interleave(world, remind, remind);
    expect(first.status).toBe("queued");
    expect(second.status).toBe("refused");
    const [{ mails }] = await world.db.query<{ mails: number }>(
      "select count(*)::integer as mails from public.messages where customer_id = $1",
      [all.customer],
    );
    expect(mails).toBe(1);
  }));

Deno.test("a mail that could not be sent is set aside by one of two, and not tried again by the other", () =>
  inWorld(async (world) => {
    const all = await scene(world);
    const ids: string[] = [];
    for (let mail = 0; mail < 2; mail++) {
      const [{ id }] = await world.db.query<{ id: string }>(
        `insert into public.messages (kind, recipient, customer_id, dedupe_key, payload)
         values ('reminder', $2, $1, 'test' || $2, '{"items": []}') returning id::text`,
        [all.customer, `client${mail}@example.com`],
      );
      ids.push(id);
    }
    for (const maker of ["lease_messages", "settle_message"]) {
      const to = maker === "lease_messages"
        ? "state = 'sending', attempts = 1, lease_id = gen_random_uuid(), lease_until = now()"
        : "state = 'dead', lease_id = null, lease_until = null";
      await world.db.transaction(async (tx) => {
        await tx.query("select set_config('rules.made_by', $1, true)", [maker]);
        await tx.exec(`update public.messages set ${to}`);
      });
    }
    const aside = (why: string) => (db: Queryable) =>
      ask(db, "set_aside_message($1, $2)", [ids[0], why]);
    const set = await interleave(world, aside("Called"), aside("Wrote"));
    expect(set[0].status).toBe("set_aside");
    expect(set[1].status).not.toBe("set_aside");
    await interleave(
      world,
      (tx) => ask(tx, "set_aside_message($1, 'Called')", [ids[1]]),
      (db) => ask(db, "retry_messages($1)", [ids]),
    );
    const states = await world.db.query("select state from public.messages");
    expect(states).toEqual([{ state: "dead" }, { state: "dead" }]);
  }));

Deno.test("somebody who is invited twice at once is on the staff once", () =>
  inWorld(async (world) => {
    const invite = (db: Queryable) =>
      ask(db, "invite_staff('Ina New', 'ina@example.com', 'office')", []);
    const [first, second] = await interleave(world, invite, invite);
    expect(first.status).toBe("invited");
    expect(second.status).not.toBe("invited");
    expect(await world.db.query("select email from public.staff where email = 'ina@example.com'"))
      .toHaveLength(1);
  }));
