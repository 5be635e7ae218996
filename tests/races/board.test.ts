/** Everybody at the calendar at once: the office at its board, technicians, clients, and whoever sends the mail. */
import { expect } from "expect";
import { type Database, openDatabase } from "@/embedded/database.ts";
import {
  addClients,
  addTechnicians,
  asAnon,
  brokenRules,
  inWorld,
  type RaceWorld,
} from "./world.ts";

/** Longer, and with more of them: BOARD_RACE_SECONDS=60 BOARD_RACE_WORKERS=64 deno test … */
const SECONDS = Number(Deno.env.get("BOARD_RACE_SECONDS") ?? 4);
const WORKERS = Number(Deno.env.get("BOARD_RACE_WORKERS") ?? 10);

interface Answer {
  status: string;
  reason?: string;
  task_id?: string;
  undo?: { deed_id: string };
}

/** What one of the race does, and what came of it. */
type Step = (at: Race) => Promise<Answer | null>;

interface Race {
  world: RaceWorld;
  office: Database;
  anon: Database;
  technicians: string[];
  tokens: string[];
  /** What can be taken back, shared by all: several may try at once. */
  deeds: string[];
  pick: <One>(of: readonly One[]) => One;
}

/** Whoever finds nothing to do asks about what is not there. */
const NOBODY = "00000000-0000-4000-8000-000000000000";

/** A quarter of an hour of a working day, this week or the next. */
const anyTime = ({ pick }: Race) =>
  `2026-06-${pick(["03", "04", "05", "08"])}T${pick([12, 13, 14, 15, 16, 17, 18, 19])}:${
    pick(["00", "15", "30", "45"])
  }:00Z`;

async function one(db: Database, sql: string, values: unknown[]): Promise<Answer | null> {
  const [row] = await db.query<{ answer: Answer | null }>(`select ${sql} as answer`, values);
  return row?.answer ?? null;
}

async function anyTask({ office }: Race, where: string): Promise<string> {
  const [task] = await office.query<{ id: string }>(
    `select id::text from public.technician_tasks t where ${where} order by random() limit 1`,
  );
  return task?.id ?? NOBODY;
}

const moveTask: Step = async (at) =>
  await one(at.office, "public.move_task($1, $2, $3, $4)", [
    await anyTask(
      at,
      "state in ('scheduled', 'needs_rescheduling', 'unassigned') and task_type <> 'time_off'",
    ),
    at.pick(at.technicians),
    anyTime(at),
    at.pick([true, false]),
  ]);

const swapTasks: Step = async (at) =>
  await one(at.office, "public.swap_tasks($1, $2, true)", [
    await anyTask(at, "state = 'scheduled' and task_type <> 'time_off'"),
    await anyTask(at, "state = 'scheduled' and task_type <> 'time_off'"),
  ]);

const undoDeed: Step = async (at) => {
  // One of the newest, which somebody else may be at as well.
  const deed = at.deeds.at(-1 - Math.floor(Math.random() * Math.min(3, at.deeds.length)));
  return deed === undefined ? null : await one(at.office, "public.undo_deed($1)", [deed]);
};

const createTask: Step = (at) =>
  one(
    at.office,
    `public.create_task($1, 30, $2, $3, jsonb_build_object('override', true, 'customer_id',
      (select case when random() < 0.7 then c.id end from public.customers c order by random() limit 1)))`,
    [at.pick(["delivery", "assessment", "other"]), at.pick(at.technicians), anyTime(at)],
  );

const takeLeave: Step = (at) => {
  const from = anyTime(at);
  return one(at.office, "public.place_time_off($1, $2, $2::timestamptz + interval '2 hours')", [
    at.pick(at.technicians),
    from,
  ]);
};

const endLeave: Step = async (at) =>
  await one(at.office, "public.take_back_time_off($1)", [
    await anyTask(at, "task_type = 'time_off' and blocking"),
  ]);

const closeDay: Step = (at) =>
  one(
    at.office,
    "public.close_day($1, array[$2]::uuid[], false, 'an ice storm', dry_run => false)",
    [at.pick(["2026-06-04", "2026-06-05"]), at.pick(at.technicians)],
  );

const undoClosure: Step = (at) =>
  one(
    at.office,
    "(select public.undo_closure(c.id) from public.closures c where c.undone_at is null order by random() limit 1)",
    [],
  );

const bookOnThePhone: Step = (at) =>
  one(
    at.office,
    "(select public.book_for_client(y.contract_id, $2, $3, true) from public.maintenance_cycles y where y.token = $1)",
    [at.pick(at.tokens), at.pick(at.technicians), anyTime(at)],
  );

const bookByLink: Step = (at) =>
  one(at.anon, "public.confirm_booking($1, $2, $3)", [
    at.pick(at.tokens),
    at.pick(at.technicians),
    anyTime(at),
  ]);

const moveByLink: Step = (at) =>
  one(at.anon, "public.reschedule_booking($1, $2, $3)", [
    at.pick(at.tokens),
    at.pick(at.technicians),
    anyTime(at),
  ]);

const cancelByLink: Step = (at) =>
  one(at.anon, "public.cancel_booking($1, 'away')", [at.pick(at.tokens)]);

const setState: Step = async (at) =>
  await one(at.office, "public.set_task_state($1, $2)", [
    await anyTask(
      at,
      "state in ('scheduled', 'en_route', 'in_progress') and lower(during) < private.clock() + interval '4 hours'",
    ),
    at.pick([
      "en_route",
      "in_progress",
      "scheduled",
      "needs_rescheduling",
      "unassigned",
      "no_show",
      "not_completed",
    ]),
  ]);

const completeVisit: Step = async (at) =>
  await one(
    at.office,
    `(select public.complete_visit(v.id, jsonb_build_object('version', 1, 'report_id', gen_random_uuid(),
       'signature', '{"name": "Ada Example", "role": "client", "method": "typed"}'::jsonb, 'checklist', (
         select jsonb_agg(jsonb_build_object('position', i.position, 'result', 'pass'))
         from private.visit_checklist i where i.visit_id = v.id)))
     from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id
     where v.state in ('scheduled', 'in_progress') and lower(t.during) < private.clock() order by random() limit 1)`,
    [],
  );

/** Sends what is due, and sometimes what is held: five minutes are long for a race. */
const sendMails: Step = async ({ office, pick }) => {
  const [sent] = await office.query<{ answer: Answer }>(
    `with due as materialized (
       select m.id from public.messages m where m.state = 'queued' and (m.next_attempt_at <= clock_timestamp() or $1)
       order by m.created_at, m.id limit 5 for update skip locked
     ), held as materialized (
       select coalesce(array_agg(d.id), '{}') as ids from due d
     ), superseded as materialized (
       select h.ids, private.supersede_messages(h.ids) as count from held h
     )
     select jsonb_build_object('status', 'sent', 'leased', private.lease_messages(s.ids, 'race', false)) as answer from superseded s`,
    [pick([true, false, false, false, false])],
  );
  for (
    const { id, lease_id }
      of (sent.answer as unknown as { leased: { id: string; lease_id: string }[] }).leased
  ) {
    await office.query("select private.settle_message($1, $2, 'sent', 'x', null, null)", [
      id,
      lease_id,
    ]);
  }
  return sent.answer;
};

const STEPS: Record<string, Step> = {
  ...{
    moveTask,
    swapTasks,
    undoDeed,
    createTask,
    takeLeave,
    endLeave,
    closeDay,
    undoClosure,
    bookOnThePhone,
  },
  ...{ bookByLink, moveByLink, cancelByLink, setState, completeVisit, sendMails },
};
/** What the board does is done most. */
const OFTEN = [
  ...Object.keys(STEPS),
  ...["moveTask", "moveTask", "moveTask", "swapTasks", "undoDeed", "undoDeed", "bookByLink"],
];

/** Clients of visits and other work to come who were told another time last, or of none: as mail stands once all that waits is sent. */
const TOLD_WRONGLY = `
  select t.id::text, lower(t.during) as stands, told.starts_at as told
  from public.technician_tasks t
  left join lateral (
    select (m.payload ->> 'starts_at')::timestamptz as starts_at
    from public.messages m
    where m.task_id = t.id and m.state in ('sent', 'queued') and (private.tells_a_time(m.kind) or m.kind in ('appointment_cancelled', 'work_cancelled'))
    order by (m.payload ->> 'revision')::integer desc, private.tells_a_time(m.kind) desc, m.kind = 'confirmation' limit 1
  ) told on true
  where t.state = 'scheduled' and lower(t.during) > private.clock() and (t.task_type = 'maintenance' or private.is_other_work(t)) and told.starts_at is distinct from lower(t.during)`;

Deno.test("boards, clients, technicians and the sender at once: no deadlock, nothing overlaps, nothing sticks, nobody is told what is not so", () =>
  inWorld(async (world) => {
    // Wednesday, noon: some visits are under way.
    await world.db.exec(
      `create or replace function private.clock() returns timestamptz language sql stable set search_path = ''
       as $$ select timestamptz '2026-06-03T16:00:00Z' $$`,
    );
    const race = {
      world,
      office: await openDatabase({
        url: world.fresh.url,
        maxConnections: Math.ceil(WORKERS * 0.7),
      }),
      anon: await asAnon(world, Math.ceil(WORKERS * 0.4)),
      technicians: await addTechnicians(world.db, 4),
      tokens: await addClients(world.db, 36),
      deeds: [] as string[],
    };
    const came: Record<string, number> = {};
    const raised: string[] = [];
    const end = performance.now() + SECONDS * 1000;
    const work = async (seed: number) => {
      let state = seed;
      const pick = <One>(of: readonly One[]) => {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        return of[Math.floor(state / 65_536) % of.length];
      };
      while (performance.now() < end) {
        const name = pick(OFTEN);
        try {
          const answer = await STEPS[name]({ ...race, pick });
          const key = `${name} ${answer?.status ?? "nothing"}`;
          came[key] = (came[key] ?? 0) + 1;
          if (answer?.undo) race.deeds.push(answer.undo.deed_id);
        } catch (error) {
          // Whoever looked for a task or a place in vain asked about none.
          if ((error as { code?: string }).code !== "PT404") {
            raised.push(`${name}: ${(error as { code?: string }).code} ${error}`);
          }
        }
      }
    };
    await Promise.all(Array.from({ length: WORKERS }, (_, n) => work(n + 1)));
    await race.office.close();
    await race.anon.close();
    if (SECONDS > 10) console.log(JSON.stringify(came, Object.keys(came).sort(), 1));

    expect(raised).toEqual([]);
    // What never came about would prove nothing.
    const done = ["moveTask moved", "swapTasks moved", "undoDeed undone", "bookByLink booked"];
    expect(done.filter((each) => !came[each])).toEqual([]);
    await world.db.exec(
      "update public.messages set next_attempt_at = clock_timestamp() where state = 'queued'",
    );
    await world.db.query(
      "select private.supersede_messages(array(select m.id from public.messages m where m.state = 'queued'))",
    );
    expect(await world.db.query(TOLD_WRONGLY)).toEqual([]);
    expect(await brokenRules(world.db)).toEqual([]);
  }));
