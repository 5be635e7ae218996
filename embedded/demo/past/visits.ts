import { addDays, dayOf } from "@/lib/text/dates.ts";
import { type Company, instantAt, workdayUntil } from "./company.ts";
import type { Diary } from "./diary.ts";
import { remindOnce, sendHeld } from "./mail.ts";
import { type Stop, stopOf } from "./stop.ts";
import { enterStop } from "./stops.ts";
import type { Chapter } from "./story.ts";
import { demoTechnician } from "./technicians.ts";

/** So many days before a visit its client books it. */
const BOOKED_AHEAD = 12;

/** Of appointments longer ago nobody was reminded: each evening costs a tenth of a second. */
const EVES = 14;

/** A unit that is to be serviced, with its client's private link. */
interface DueUnit {
  contractId: string;
  token: string;
  dueOn: string;
}

/** Enters the visits of a client one after the other, until today or until nobody books any more. */
export async function enterChapter(
  company: Company,
  diary: Diary,
  chapter: Chapter,
  index: number,
  turn = 0,
): Promise<void> {
  const told = chapter.visits[turn] ?? {};
  if (turn >= chapter.visits.length && chapter.isSilentSince) return;
  const [{ dueOn }] = await dueUnits(company, chapter.customerRef);
  const day = workdayUntil(
    told.daysAgo === undefined
      ? addDays(dueOn, -((index * 5 + turn * 3) % 11))
      : addDays(company.today, -told.daysAgo),
  );
  const tomorrow = addDays(dayOf(diary.now, company.zone), 1);
  const planned = workdayUntil(addDays(day, -BOOKED_AHEAD));
  const bookedOn = planned < tomorrow ? tomorrow : planned;
  // The next days are booked, what is later is still to be.
  if (day === company.today || bookedOn >= company.today) return;
  const bookedAt = instantAt(company, bookedOn, `1${index % 5}:${10 + index}`);
  diary.enter(instantAt(company, bookedOn, "08:00"), () => remindOnce(company, bookedOn));
  diary.enter(bookedAt, async () => {
    const stop = await book(company, chapter, day, index, told.outcome === "not closed", diary.now);
    if (stop.startsAt >= instantAt(company, company.today, "00:00")) return;
    const eve = addDays(dayOf(stop.startsAt, company.zone), -1);
    diary.enter(
      instantAt(company, eve, "08:00"),
      () => eve > addDays(company.today, -EVES) ? remindOnce(company, eve) : sendHeld(company),
    );
    enterStop(company, diary, stop, told, index + turn, async () => {
      // Who was not met is asked for another time before they book one.
      if (told.outcome) await sendHeld(company);
      await enterChapter(company, diary, chapter, index, turn + 1);
    });
  });
}

async function dueUnits(company: Company, customerRef: string): Promise<DueUnit[]> {
  const units = await company.read<DueUnit>(
    `select c.id as "contractId", y.token, y.due_on::text as "dueOn"
     from public.customers m
     join public.maintenance_contracts c on c.customer_id = m.id and c.state = 'active'
     join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null
     where m.customer_ref = $1 order by y.due_on, c.id`,
    [customerRef],
  );
  if (units.length === 0) throw new Error(`${customerRef} has no unit under contract`);
  return units;
}

/** Books a free time of a day, as the client would find it, or the office for those on the phone. */
async function book(
  company: Company,
  chapter: Chapter,
  day: string,
  index: number,
  isOfDemo: boolean,
  now: Date,
): Promise<Stop> {
  if (isOfDemo) {
    const startsAt = instantAt(company, day, "13:30");
    return await bookForTechnician(company, chapter.customerRef, demoTechnician(company), startsAt);
  }
  const [own, ...others] = await dueUnits(company, chapter.customerRef);
  const today = dayOf(now, company.zone);
  const with_contract_ids = others.map(({ contractId }) => contractId);
  const offered = await company.ask("client", "open_slots", {
    token: own.token,
    from_date: [addDays(day, -3), addDays(today, 2)].sort()[1],
    days: 4,
    max_slots: 12,
    with_contract_ids,
  }, "open") as { slots: { technician_id: string; starts_at: string }[] };
  // On holidays and full days a day before.
  const days = offered.slots.map(({ starts_at }) => dayOf(starts_at, company.zone));
  const latest = days.filter((each) => each <= day).sort().at(-1) ?? days[0];
  const choice = offered.slots.filter((_, n) => days[n] === latest);
  const { technician_id, starts_at } = choice[index % choice.length];
  const wish = { technician_id, starts_at, with_contract_ids };
  if (chapter.accessNotes) {
    const by_phone = { contract_id: own.contractId, access_notes: chapter.accessNotes };
    await company.ask(company.office, "book_for_client", { ...wish, ...by_phone }, "booked");
  } else {
    await company.ask("client", "confirm_booking", { ...wish, token: own.token }, "booked");
  }
  return await stopOf(company, own.contractId);
}

/** The office books all units of a client with one technician, whatever stands in the way. */
export async function bookForTechnician(
  company: Company,
  customerRef: string,
  technicianId: string,
  startsAt: Date,
): Promise<Stop> {
  const [own, ...others] = await dueUnits(company, customerRef);
  await company.ask(company.office, "book_for_client", {
    contract_id: own.contractId,
    technician_id: technicianId,
    starts_at: startsAt.toISOString(),
    with_contract_ids: others.map(({ contractId }) => contractId),
    override: true,
  }, "booked");
  return await stopOf(company, own.contractId);
}
