import { decideReports } from "./phones.ts";
import { atWork, complete, fail } from "./technicians.ts";
import { type Answer, idOf, type Stage } from "./stage.ts";

interface Unit {
  unit: string;
  contract: string;
}

/** Units to call about: somebody asked for it, nobody could be written to, or they were told a week ago. */
const TO_CALL = `
  select c.unit_id::text as unit, c.id::text as contract
  from public.maintenance_cycles y
  join public.maintenance_contracts c on c.id = y.contract_id and c.state = 'active'
  join public.units u on u.id = c.unit_id and u.condition = 'in_service'
  where y.closed_at is null and y.due_on < :day + 45
    and not exists (select from public.maintenance_visits v where v.cycle_id = y.id and private.takes_cycle(v.state))
    and (exists (
        select from public.office_activities a
        where a.state = 'open' and (a.cycle_id = y.id or a.kind = 'missing_address' and a.customer_id = c.customer_id))
      or exists (select from private.cycle_reminders r where r.cycle_id = y.id and r.reminded_on <= :day - 7))
  order by 1`;

/** What the office does on a business day, on the phone and on the board. */
export async function officeWorks(stage: Stage): Promise<void> {
  for (const unit of await stage.rows<Unit>(TO_CALL)) await call(stage, unit);
  await letRest(stage);
  await readReports(stage);
  await givePutAsideATime(stage);
  await askForOutcomes(stage);
  await decideReports(stage);
  await changeTheBoard(stage);
  await takeTimeOff(stage);
}

async function call(stage: Stage, { unit, contract }: Unit): Promise<void> {
  const { chance, day } = stage;
  if (!chance.happens(0.25, "office calls", day, unit)) return;
  if (chance.happens(0.03, "letter", day, unit)) {
    await stage.act("office", "print_letter", { contract_id: contract });
  } else if (chance.happens(0.7, "answers", day, unit)) {
    await bookByPhone(stage, { unit, contract });
  }
}

/** Now and then somebody who did not book is left in peace for a while. */
async function letRest(stage: Stage): Promise<void> {
  const calls = await stage.rows<{ id: string; unit: string }>(
    `select a.id::text, c.unit_id::text as unit
     from public.office_activities a join public.maintenance_contracts c on c.id = a.contract_id
     where a.kind in ('unbooked', 'overdue') and a.state = 'open' order by c.unit_id, a.kind`,
  );
  for (const { id, unit } of calls) {
    if (!stage.chance.happens(0.05, "rests", stage.day, unit)) continue;
    stage.count("left in peace");
    await stage.act("office", "close_activity", { activity_id: id, outcome: "Calls in the fall" });
  }
}

async function bookByPhone(stage: Stage, { unit, contract }: Unit): Promise<void> {
  const { chance, day } = stage;
  const days = chance.between(1, 20, "phone", day, unit);
  const offer = await stage.act("office", "contract_slots", {
    ...{ contract_id: contract, from_date: stage.dayFrom(days), days: 14 },
  });
  const slots: Answer[] = offer.slots ?? [];
  if (slots.length === 0) return;
  const { technician_id, starts_at } = chance.oneOf(slots, "phone", day, unit);
  await stage.act("office", "book_for_client", {
    ...{ contract_id: contract, technician_id, starts_at },
    override: chance.happens(0.1, "override", day, unit),
  });
}

/** What clients reported: contracts end, or go on. */
async function readReports(stage: Stage): Promise<void> {
  const reports = await stage.rows<{ id: string; unit: string; what: string; paused: string[] }>(
    `select a.id::text, c.unit_id::text as unit, a.details ->> 'what' as what,
       array(select jsonb_array_elements_text(a.details -> 'paused')) as paused
     from public.office_activities a join public.maintenance_contracts c on c.id = a.contract_id
     where a.kind = 'client_change' and a.state = 'open' order by 2`,
  );
  for (const { id, unit, what, paused } of reports) {
    if (!stage.chance.happens(0.2, "reads", stage.day, unit)) continue;
    if (["gone", "died"].includes(what)) {
      await stage.byHand(`contracts ended, ${what}`, END, { contracts: paused, what });
    } else {
      await stage.byHand("contracts go on", GO_ON, { contracts: paused });
    }
    await stage.act("office", "close_activity", { activity_id: id, outcome: `Talked: ${what}` });
  }
  // A few rest for a while, in hospital or away, because somebody called.
  await stage.byHand("contracts rest", REST, { share: 0.0003, about: `rest ${stage.day}` });
  await stage.byHand("contracts go on after a rest", BACK, { share: 0.03, about: stage.day });
}

const END = `
  update public.maintenance_contracts c set state = 'cancelled', cancelled_reason = $1 ->> 'what'
  where c.state <> 'cancelled' and c.id = any (array(select jsonb_array_elements_text($1 -> 'contracts')::uuid))
    and not exists (
      select from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id
      where y.contract_id = c.id and v.state = 'in_progress')`;
const GO_ON = `
  update public.maintenance_contracts c set state = 'active'
  where c.state = 'paused' and c.id = any (array(select jsonb_array_elements_text($1 -> 'contracts')::uuid))`;
/** A share of rows that depends on their units' ids alone. */
const SHARE =
  `('x' || left(md5(c.unit_id || ($1 ->> 'about')), 6))::bit(24)::integer / 16777216.0 < ($1 ->> 'share')::numeric`;
const REST = `
  update public.maintenance_contracts c set state = 'paused' where c.state = 'active' and ${SHARE}
    and not exists (
      select from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id
      where y.contract_id = c.id and private.is_unsettled(v.state))`;
/** Some, and whoever rests so long that the nightly look would ask about them. */
const BACK = `
  update public.maintenance_contracts c set state = 'active' where c.state = 'paused' and (${SHARE} or c.paused_on < ($1 ->> 'about')::date - 80)
    and not exists (
      select from public.office_activities a
      where a.kind = 'client_change' and a.state = 'open' and a.details -> 'paused' ? c.id::text)`;

/** Visits whose technician is away get another time, from the board or in a call. */
async function givePutAsideATime(stage: Stage): Promise<void> {
  const waiting = await stage.rows<Unit & { task: string }>(
    `select distinct on (v.task_id) c.unit_id::text as unit, c.id::text as contract, v.task_id::text as task
     from public.maintenance_visits v
     join public.maintenance_cycles y on y.id = v.cycle_id and y.closed_at is null
     join public.maintenance_contracts c on c.id = y.contract_id and c.state = 'active'
     where v.state = 'needs_rescheduling' order by v.task_id, c.unit_id`,
  );
  waiting.sort((a, b) => a.unit.localeCompare(b.unit));
  for (const { unit, contract, task } of waiting) {
    if (!stage.chance.happens(0.4, "another time", stage.day, unit)) continue;
    if (stage.chance.happens(0.4, "calls", stage.day, unit)) {
      await bookByPhone(stage, { unit, contract });
    } else {
      await moveTo(stage, task, contract, unit, 1);
    }
  }
}

async function moveTo(
  stage: Stage,
  task: string,
  contract: string,
  unit: string,
  days: number,
): Promise<void> {
  const offer = await stage.act("office", "contract_slots", {
    ...{ contract_id: contract, from_date: stage.dayFrom(days), days: 14 },
  });
  const slots: Answer[] = offer.slots ?? [];
  if (slots.length === 0) return;
  const { technician_id, starts_at } = stage.chance.oneOf(slots, "moves", stage.day, unit);
  await stage.act("office", "move_task", { task_id: task, technician_id, starts_at });
}

/** Visits that nobody closed: the office records them from paper, or hears that nothing came of it. */
async function askForOutcomes(stage: Stage): Promise<void> {
  const unclosed = await stage.rows<
    { visit: string; unit: string; stop: Answer; technician: string }
  >(
    `select v.id::text as visit, c.unit_id::text as unit, t.technician_id::text as technician,
       jsonb_build_object('starts_at', lower(t.during), 'ends_at', upper(t.during)) as stop
     from public.office_activities a
     join public.technician_tasks t on t.id = a.task_id
     join public.maintenance_visits v on v.task_id = t.id and private.is_expected(v.state)
     join public.maintenance_cycles y on y.id = v.cycle_id
     join public.maintenance_contracts c on c.id = y.contract_id
     where a.kind = 'unclosed_visit' and a.state = 'open' order by 2`,
  );
  for (const { visit, unit, stop, technician } of unclosed) {
    if (!stage.chance.happens(0.25, "asks", stage.day, unit)) continue;
    if (stage.chance.happens(0.3, "in vain", stage.day, unit)) {
      await fail(stage, "office", visit, "no_show", "nobody_home");
    } else {
      const other = idOf(`technician ${stage.chance.between(1, 5, "was there", unit)} at work`);
      const was = stage.chance.happens(0.3, "other", stage.day, unit) ? other : technician;
      await complete(stage, "office", visit, stop, was);
    }
  }
}

/** Stops are moved, handed on, and called off. */
async function changeTheBoard(stage: Stage): Promise<void> {
  const { chance, day } = stage;
  const stops = await stage.rows<Unit & { task: string }>(
    `select min(c.unit_id::text) as unit, min(c.id::text) as contract, t.id::text as task
     from public.technician_tasks t
     join public.maintenance_visits v on v.task_id = t.id and v.state = 'scheduled'
     join public.maintenance_cycles y on y.id = v.cycle_id
     join public.maintenance_contracts c on c.id = y.contract_id and c.state = 'active'
     where t.state = 'scheduled' and lower(t.during) > :clock group by t.id order by 1`,
  );
  for (const { unit, contract, task } of stops) {
    if (chance.happens(0.002, "calls off", day, unit)) {
      await stage.act("office", "set_task_state", { task_id: task, state: "cancelled" });
    } else if (chance.happens(0.003, "puts aside", day, unit)) {
      await stage.act("office", "set_task_state", { task_id: task, state: "needs_rescheduling" });
    } else if (chance.happens(0.006, "moves", day, unit)) {
      await moveTo(stage, task, contract, unit, chance.between(1, 14, "moves", day, unit));
    }
  }
}

async function takeTimeOff(stage: Stage): Promise<void> {
  const present = await atWork(stage);
  for (const n of [1, 2, 3, 4]) {
    if (!present.includes(`technician ${n}`)) continue;
    if (!stage.chance.happens(0.02, "time off", stage.day, n)) continue;
    const days = stage.chance.between(1, 10, "time off", stage.day, n);
    await stage.act("office", "place_time_off", {
      technician_id: idOf(`technician ${n} at work`),
      starts_at: stage.hour("00:00", days),
      ends_at: stage.hour("00:00", days + stage.chance.between(1, 4, "for", stage.day, n)),
      note: "Away",
    });
  }
}
