import type { Answer, Stage } from "./stage.ts";

interface DueUnit {
  unit: string;
  token: string;
}

/** Those who were told that a unit of theirs is due, and have not booked it. */
const TOLD = `
  select c.unit_id::text as unit, y.token
  from public.maintenance_cycles y
  join public.maintenance_contracts c on c.id = y.contract_id and c.state = 'active'
  join public.units u on u.id = c.unit_id and u.condition = 'in_service'
  join public.customers m on m.id = c.customer_id and m.email like '%@%'
  where y.closed_at is null and exists (select from private.cycle_reminders r where r.cycle_id = y.id)
    and not exists (select from public.maintenance_visits v where v.cycle_id = y.id and private.takes_cycle(v.state))
  order by 1`;

/** Those who have an appointment to come. */
const BOOKED = `
  select c.unit_id::text as unit, y.token
  from public.maintenance_cycles y
  join public.maintenance_contracts c on c.id = y.contract_id
  join public.maintenance_visits v on v.cycle_id = y.id and v.state = 'scheduled'
  join public.technician_tasks t on t.id = v.task_id and t.state = 'scheduled' and lower(t.during) > :clock
  where y.closed_at is null order by 1`;

/** Those whose unit rests because of what they reported. */
const REPORTED = `
  select c.unit_id::text as unit, y.token
  from public.office_activities a
  join public.maintenance_cycles y on y.id = a.cycle_id and y.closed_at is null
  join public.maintenance_contracts c on c.id = y.contract_id
  where a.kind = 'client_change' and a.state = 'open' order by 1`;

/** What clients do with their links on a day. */
export async function clientsAct(stage: Stage): Promise<void> {
  for (const due of await stage.rows<DueUnit>(TOLD)) await thinkOfIt(stage, due);
  for (const booked of await stage.rows<DueUnit>(BOOKED)) await thinkAgain(stage, booked);
  for (const { unit, token } of await stage.rows<DueUnit>(REPORTED)) {
    if (stage.chance.happens(0.02, "withdraw", stage.day, unit)) {
      await stage.act("client", "withdraw_change", { token });
    }
  }
}

/** Most book within days, some within weeks, some never do. */
async function thinkOfIt(stage: Stage, { unit, token }: DueUnit): Promise<void> {
  const { chance, day } = stage;
  const temper = chance.of("temper", unit);
  if (!chance.happens(temper < 0.7 ? 0.3 : temper < 0.9 ? 0.04 : 0.005, "acts", day, unit)) return;
  if (chance.happens(0.03, "calls", day, unit)) {
    await stage.act("client", "request_callback", { token, phone: "905-555-0199" });
  } else if (chance.happens(0.02, "reports", day, unit)) {
    const what = chance.oneOf(["gone", "moved", "died", "care_home", "other"], day, unit);
    await stage.act("client", "report_change", { token, what, note: "As we said." });
  } else {
    await book(stage, unit, token);
  }
}

async function book(stage: Stage, unit: string, token: string): Promise<void> {
  const { chance, day } = stage;
  const page = await stage.act("client", "booking_page", { token });
  if (page.status !== "open") return;
  const household: Answer[] = page.household ?? [];
  const others = chance.happens(0.8, "together", day, unit)
    ? household.map(({ contract_id }) => contract_id)
    : [];
  const from_date = chance.happens(0.4, "later", day, unit)
    ? stage.dayFrom(chance.between(2, 25, "later", day, unit))
    : stage.dayFrom(0);
  const offer = await stage.act("client", "open_slots", {
    ...{ token, from_date, days: 14, max_slots: 12, with_contract_ids: others },
  });
  const slots: Answer[] = offer.slots ?? [];
  if (slots.length === 0) return;
  const slot = chance.oneOf(slots, day, unit);
  const wish = {
    ...{ token, technician_id: slot.technician_id, starts_at: slot.starts_at },
    ...{ phone: "905-555-0123", access_notes: "Side door", with_contract_ids: others },
  };
  await stage.act("client", "confirm_booking", wish);
  // Impatient people press twice.
  if (chance.happens(0.05, "twice", day, unit)) {
    await stage.act("client", "confirm_booking", wish);
  }
}

async function thinkAgain(stage: Stage, { unit, token }: DueUnit): Promise<void> {
  const { chance, day } = stage;
  if (chance.happens(0.004, "cancels", day, unit)) {
    await stage.act("client", "cancel_booking", { token, reason: "Away that week" });
  } else if (chance.happens(0.006, "reschedules", day, unit)) {
    const from_date = stage.dayFrom(chance.between(2, 30, "moves", day, unit));
    const offer = await stage.act("client", "open_slots", { token, from_date });
    const slots: Answer[] = offer.slots ?? [];
    if (slots.length === 0) return;
    const { technician_id, starts_at } = chance.oneOf(slots, "moves", day, unit);
    await stage.act("client", "reschedule_booking", { token, technician_id, starts_at });
  } else if (chance.happens(0.002, "reports booked", day, unit)) {
    const what = chance.oneOf(["moved", "died", "gone"], "booked", day, unit);
    await stage.act("client", "report_change", { token, what });
  }
}
