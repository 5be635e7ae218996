import { type Answer, idOf, type Stage } from "./stage.ts";

interface Repair {
  order: string;
  /** Orders are counted as they are quoted. */
  number: number;
  unit: string;
  state: string;
  amount: number;
}

const OPEN = `
  select w.id::text as order, w.number::integer, w.unit_id::text as unit, w.state, private.order_total(w.id)::float as amount
  from public.work_orders w where w.kind = 'repair' and w.state in ('quoted', 'approved', 'waiting_for_parts') order by w.number`;

/** Units that wait out of service for a repair that nobody is going to make. */
const LEFT_UNSAFE = `
  select u.id::text as unit, c.id::text as contract, (
    select v.id::text from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id
    where y.contract_id in (select o.id from public.maintenance_contracts o where o.unit_id = u.id) and v.state = 'done' order by v.service_on desc limit 1) as visit
  from public.units u join public.maintenance_contracts c on c.unit_id = u.id and c.state <> 'cancelled'
  where u.condition = 'out_of_service'
    and not exists (select from public.work_orders w where w.unit_id = u.id and private.is_open_repair(w.state))
  order by 1`;

/** What becomes of quotes on a business day. */
export async function repairsGoOn(stage: Stage): Promise<void> {
  for (const repair of await stage.rows<Repair>(OPEN)) {
    if (stage.chance.happens(0.3, "repair", stage.day, repair.number)) await goOn(stage, repair);
  }
  const unsafe = await stage.rows<{ unit: string; visit: string | null }>(LEFT_UNSAFE);
  for (const { unit, visit } of unsafe) {
    if (!stage.chance.happens(0.1, "unsafe", stage.day, unit)) continue;
    const choice = stage.chance.of("unsafe choice", stage.day, unit);
    // The visit that found it may have been taken back.
    if (visit !== null && choice < 0.6) {
      await stage.act("office", "quote_repair", { visit_id: visit });
    } else {
      const condition = choice < 0.85 ? "in_service" : "retired";
      await stage.act("office", "set_unit_condition", { unit_id: unit, condition });
    }
  }
}

async function goOn(stage: Stage, { order, number, state, amount }: Repair): Promise<void> {
  const said = { work_order_id: order, said_by: "A Client", said_how: "phone" };
  const choice = stage.chance.of("answer", stage.day, number);
  if (state === "quoted") {
    await (choice < 0.75
      ? stage.act("office", "approve_repair", { ...said, amount })
      : stage.act("office", "decline_repair", said));
  } else if (state === "waiting_for_parts") {
    await stage.act("office", "parts_arrived", { work_order_id: order });
  } else if (choice < 0.25) {
    await stage.act("office", "wait_for_parts", { work_order_id: order });
  } else if (choice < 0.28) {
    await stage.act("office", "cancel_repair", { work_order_id: order, reason: "Client's wish" });
  } else {
    await schedule(stage, order, number);
  }
}

/** The first time, from two days on, at which one of two technicians is free. */
async function schedule(stage: Stage, order: string, number: number): Promise<void> {
  for (let days = 2; days < 8; days++) {
    for (const hour of ["14:00", "09:00"]) {
      const answer: Answer = await stage.act("office", "schedule_repair", {
        work_order_id: order,
        technician_id: idOf(`technician ${1 + number % 2} at work`),
        starts_at: stage.hour(hour, days),
      });
      if (answer.status === "scheduled") return;
    }
  }
}
