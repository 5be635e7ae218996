import { DateTime } from "luxon";
import { addDays } from "@/lib/text/dates.ts";
import { type Company, instantAt, minutesAfter } from "./company.ts";
import { sendHeld } from "./mail.ts";
import { pay } from "./payments.ts";
import { photoOfStairs } from "./photo.ts";
import { type Findings, type Presence, presenceFrom } from "./report.ts";
import { type Stop, stopOf } from "./stop.ts";
import { complete, step } from "./stops.ts";
import type { Payment } from "./story.ts";
import { BOOKED, type BookedWork, MADE, REPAIRS } from "./week_story.ts";

/** Who works here, by first name. */
type People = Map<string, string>;

/** A client's first unit under contract. */
interface Served {
  contractId: string;
  customerId: string;
  unitId: string;
  token: string;
  name: string;
}

/** The working day that is so many after today, or before; at a weekend "today" is the Monday after it. */
export function workday(today: string, days: number): string {
  let day = today;
  while (isWeekend(day)) day = addDays(day, 1);
  for (let left = Math.abs(days); left > 0; left--) {
    do day = addDays(day, Math.sign(days)); while (isWeekend(day));
  }
  return day;
}

function isWeekend(day: string): boolean {
  return DateTime.fromISO(day, { zone: "utc" }).weekday > 5;
}

/**
 * What the days around today hold for every technician: booked six days ago, by the rules; yesterday's work
 * is done, and what the office has on its board since waits there.
 */
export async function beginWeek(company: Company): Promise<void> {
  const people: People = new Map(
    (await company.read<{ name: string; id: string }>("select name, id from public.technicians"))
      .map(({ name, id }) => [name, id]),
  );
  await company.moveClock(instantAt(company, addDays(company.today, -6), "09:30"));
  const stops = new Map<BookedWork, Stop>();
  for (const work of BOOKED) stops.set(work, await book(company, people, work));
  for (const work of MADE) await make(company, people, work);
  for (const repair of REPAIRS) await openRepair(company, people, repair);
  await sendHeld(company);
  const yesterday = BOOKED.filter(({ day }) => day < 0);
  const ended = yesterday.map((work) => ({ work, stop: stops.get(work)! }))
    .sort((a, b) => a.stop.startsAt.getTime() - b.stop.startsAt.getTime());
  for (const { work, stop } of ended) await serve(company, stop, work);
  await takeTimeOff(company, people);
  await askForCall(company);
  await sendHeld(company);
}

async function served({ read }: Company, customerRef: string): Promise<Served> {
  const [row] = await read<Served>(
    `select c.id as "contractId", c.customer_id as "customerId", c.unit_id as "unitId", y.token, m.name
     from public.customers m
     join public.maintenance_contracts c on c.customer_id = m.id and c.state = 'active'
     join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null
     where m.customer_ref = $1 order by y.due_on, c.id limit 1`,
    [customerRef],
  );
  return row;
}

/** At the time that is told; where a holiday or something else is in the way, the first after it that is free. */
async function book(company: Company, people: People, work: BookedWork): Promise<Stop> {
  const { contractId, token } = await served(company, work.customerRef);
  const day = workday(company.today, work.day);
  const wish = {
    technician_id: people.get(work.technician)!,
    starts_at: instantAt(company, day, work.at).toISOString(),
  };
  const ask = (wish: { technician_id: string; starts_at: string }, ...wanted: string[]) =>
    work.by === "client"
      ? company.ask("client", "confirm_booking", { ...wish, token }, ...wanted)
      : company.ask(
        company.office,
        "book_for_client",
        { ...wish, contract_id: contractId },
        ...wanted,
      );
  const answer = await ask(wish, "booked", "slot_taken") as { status: string };
  if (answer.status !== "booked") {
    const { slots: [slot] } = await company.ask(company.office, "contract_slots", {
      contract_id: contractId,
      from_date: day,
    }, "open") as { slots: { technician_id: string; starts_at: string }[] };
    await ask({ technician_id: slot.technician_id, starts_at: slot.starts_at }, "booked");
  }
  return await stopOf(company, contractId);
}

/** Work that is no visit; on a holiday there is none. */
async function make(
  company: Company,
  people: People,
  { type, technician, day, at, minutes, title, customerRef }: (typeof MADE)[number],
): Promise<void> {
  await company.ask(
    company.office,
    "create_task",
    {
      task_type: type,
      minutes,
      technician_id: technician && people.get(technician)!,
      starts_at: technician && instantAt(company, workday(company.today, day!), at!).toISOString(),
      fields: {
        title,
        ...customerRef && { customer_id: (await served(company, customerRef)).customerId },
      },
    },
    "created",
    "refused",
  );
}

/** A client called because something does not work, and wants it repaired. */
async function openRepair(
  company: Company,
  people: People,
  { customerRef, problem, part, then, technician, day, at }: (typeof REPAIRS)[number],
): Promise<void> {
  const { unitId, name } = await served(company, customerRef);
  const { work_order_id } = await company.ask(
    company.office,
    "open_repair",
    { unit_id: unitId, problem },
    "quoted",
  ) as { work_order_id: string };
  if (then === "quoted") return;
  const [{ amount }] = await company.read<{ amount: number }>(
    "select private.order_total($1)::float8 as amount",
    [work_order_id],
  );
  const word = { work_order_id, said_by: name, said_how: "phone", amount };
  await company.ask(company.office, "approve_repair", word, "approved");
  if (then === "waiting") {
    const expected_on = workday(company.today, 3);
    const wait = { work_order_id, what: part, expected_on };
    await company.ask(company.office, "wait_for_parts", wait, "waiting_for_parts");
  } else if (then === "scheduled") {
    await company.ask(
      company.office,
      "schedule_repair",
      {
        work_order_id,
        technician_id: people.get(technician!)!,
        starts_at: instantAt(company, workday(company.today, day!), at!).toISOString(),
      },
      "scheduled",
      "refused",
    );
  }
}

/** The technician is there, and what the story tells happens before they drive on. */
async function serve(company: Company, stop: Stop, work: BookedWork): Promise<void> {
  const [visit] = stop.visits;
  const presence = presenceFrom(minutesAfter(stop.startsAt, 5), visit.minutes - 10);
  await begin(company, stop);
  await finish(company, stop, work, presence);
  if (work.next) await bookNext(company, stop);
}

/** On the way, then at work. */
export async function begin(company: Company, stop: Stop): Promise<void> {
  await company.moveClock(minutesAfter(stop.startsAt, -15));
  await step(company, stop, "en_route");
  await company.moveClock(stop.startsAt);
  await step(company, stop, "in_progress");
}

/** The report is handed in, and paid. */
export async function finish(
  company: Company,
  stop: Stop,
  { photo, ...found }: Findings & { photo?: string },
  presence: Presence,
  method: Payment["method"] = "card",
): Promise<void> {
  const [{ visitId }] = stop.visits;
  const fileIds: string[] = [];
  if (photo) {
    await company.moveClock(minutesAfter(presence.finishedAt, -5));
    fileIds.push(crypto.randomUUID());
    await company.ask(stop.technician, "add_visit_photo", {
      visit_id: visitId,
      file_id: fileIds[0],
      content: photoOfStairs().toBase64(),
      caption: photo,
    }, "kept");
  }
  await company.moveClock(presence.finishedAt);
  await complete(company, stop, visitId, { ...found, fileIds }, presence);
  await pay(company, stop.technician, stop, { method, days: 0 });
}

/** About the day on which the unit is due again, as the client liked to have it. */
async function bookNext(company: Company, { technician, visits: [{ visitId }] }: Stop) {
  const { slots: [slot] } = await company.ask(technician, "return_slots", {
    visit_id: visitId,
    max_slots: 1,
  }, "open") as { slots: { technician_id: string; starts_at: string }[] };
  if (!slot) return;
  await company.ask(technician, "book_return", {
    visit_id: visitId,
    technician_id: slot.technician_id,
    starts_at: slot.starts_at,
  }, "booked");
}

/** Half a day off, where somebody was booked: they wait for another time. */
async function takeTimeOff(company: Company, people: People): Promise<void> {
  await company.moveClock(instantAt(company, addDays(company.today, -1), "17:00"));
  const day = workday(company.today, 1);
  await company.ask(company.office, "place_time_off", {
    technician_id: people.get("Dana")!,
    starts_at: instantAt(company, day, "12:30").toISOString(),
    ends_at: instantAt(company, day, "16:30").toISOString(),
    note: "Dentist",
  }, "placed");
}

async function askForCall(company: Company): Promise<void> {
  const { token } = await served(company, "C00304");
  await company.ask("client", "request_callback", {
    token,
    phone: "905-555-0148",
    preferred_times: "Mornings, before eleven",
  }, "received");
}
