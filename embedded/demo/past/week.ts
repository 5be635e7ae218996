import { DateTime } from "luxon";
import { addDays, mondayOf } from "@/lib/text/dates.ts";
import { bookNext, endOther, finish } from "./at_work.ts";
import { servedBy } from "./clients.ts";
import { type Company, instantAt } from "./company.ts";
import { sendHeld } from "./mail.ts";
import { type People, type Placed, placeDay } from "./places.ts";
import { agreeToRepair, openRepair } from "./repairs.ts";
import { type CalledRepair, type MadeWork, REPAIRS, UNASSIGNED, WEEK } from "./week_story.ts";

/** So many days ago all of it was booked: before the first day that is told. */
const BOOKED_AGO = 9;

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
 * What the days around today hold for every technician, from this week's Monday on: booked before, by the rules; what
 * is over is done, and what the office has on its board since waits there.
 */
export async function beginWeek(company: Company): Promise<void> {
  const people: People = new Map(
    (await company.read<{ name: string; id: string }>("select name, id from public.technicians"))
      .map(({ name, id }) => [name, id]),
  );
  await company.moveClock(instantAt(company, addDays(company.today, -BOOKED_AGO), "09:30"));
  const placed: Placed[] = [];
  for (const { technician, day, work } of WEEK) {
    if (day < -1 && workday(company.today, day) < mondayOf(company.today)) continue;
    const technicianId = people.get(technician)!;
    placed.push(...await placeDay(company, technicianId, workday(company.today, day), work));
  }
  for (const work of UNASSIGNED) await makeForNobody(company, work);
  for (const repair of REPAIRS) await callForRepair(company, repair);
  await sendHeld(company);
  const midnight = instantAt(company, company.today, "00:00");
  const over = placed.filter(({ endsAt }) => endsAt < midnight)
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  for (const work of over) await live(company, work);
  await takeTimeOff(company, people);
  await askForCall(company);
  await sendHeld(company);
}

async function live(company: Company, { work, stop, taskId, endsAt }: Placed): Promise<void> {
  if (!stop || !("visit" in work)) return await endOther(company, { taskId, endsAt });
  await finish(company, stop, work);
  if (work.next) await bookNext(company, stop);
}

async function makeForNobody(company: Company, work: MadeWork): Promise<void> {
  const { type, minutes, title, customerRef } = work;
  const { customerId } = await servedBy(company, customerRef!);
  await company.ask(company.office, "create_task", {
    task_type: type,
    minutes,
    fields: { title, customer_id: customerId },
  }, "created");
}

/** A client called because something does not work. */
async function callForRepair(
  company: Company,
  { customerRef, problem, part, then }: CalledRepair,
): Promise<void> {
  const called = await openRepair(company, await servedBy(company, customerRef), problem);
  if (then === "quoted") return;
  await agreeToRepair(company, called);
  if (then === "approved") return;
  await company.ask(company.office, "wait_for_parts", {
    work_order_id: called.workOrderId,
    what: part,
    expected_on: workday(company.today, 3),
  }, "waiting_for_parts");
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
  const { token } = await servedBy(company, "C00304");
  await company.ask("client", "request_callback", {
    token,
    phone: "905-555-0148",
    preferred_times: "Mornings, before eleven",
  }, "received");
}
