import { dayOf } from "@/lib/text/dates.ts";
import { type Served, servedBy } from "./clients.ts";
import { type Company, instantAt, minutesAfter } from "./company.ts";
import { agreeToRepair, openRepair } from "./repairs.ts";
import { type Stop, stopOf } from "./stop.ts";
import type { MadeWork, PlannedWork, RepairWork, VisitWork } from "./week_story.ts";

/** Technicians by name. */
export type People = Map<string, string>;

/** Work that has its place. */
export interface Placed {
  work: PlannedWork;
  taskId: string;
  /** Of a visit. */
  stop?: Stop;
  startsAt: Date;
  endsAt: Date;
}

interface Wish {
  technician_id: string;
  starts_at: string;
}

interface Answer {
  status: string;
  task_id?: string;
  /** The free times around one that was taken, and the nearest place to one that was refused. */
  slots?: Wish[];
  nearest?: Wish | null;
}

/** Asks for a place, and is told one that works where that does not. */
type Ask = (wish: Wish) => Promise<Answer>;

const STEP = 15 * 60_000;
const REPAIR = 60;
const DAY_BEGINS = "08:00";
const BREAK = { begins: "12:00", ends: "12:30" };

/** One after the other, each as soon as the drive to it leaves; where the search says no, at the nearest place that it has. */
export async function placeDay(
  company: Company,
  technicianId: string,
  day: string,
  works: PlannedWork[],
): Promise<Placed[]> {
  const placed: Placed[] = [];
  let free = instantAt(company, day, DAY_BEGINS);
  let from: string | null = null;
  for (const work of works) {
    const to = clientOf(work);
    const client = to ? await servedBy(company, to) : undefined;
    const drive = to ? await driveTo(company, to, from, technicianId) : 0;
    const earliest = minutesAfter(free, drive);
    const wanted = work.from ? instantAt(company, day, work.from) : earliest;
    const minutes = "minutes" in work ? work.minutes : "repair" in work ? REPAIR : client!.minutes;
    const startsAt = besideBreak(company, day, earliest < wanted ? wanted : earliest, minutes);
    const found = await place(company, work, client, {
      technician_id: technicianId,
      starts_at: startsAt.toISOString(),
    });
    if (!found) continue;
    placed.push(found);
    if (dayOf(found.startsAt, company.zone) === day && found.endsAt > free) free = found.endsAt;
    from = to ?? from;
  }
  return placed;
}

function clientOf(work: PlannedWork): string | undefined {
  if ("visit" in work) return work.visit;
  return "repair" in work ? work.repair : work.customerRef;
}

/** Minutes to a client from another one, or from home. */
export async function driveTo(
  { read }: Company,
  to: string,
  from: string | null,
  technicianId: string,
): Promise<number> {
  const [{ minutes }] = await read<{ minutes: number }>(
    `select private.drive_between(coalesce(f.latitude, h.home_latitude), coalesce(f.longitude, h.home_longitude), t.latitude, t.longitude)
       as minutes
     from public.technicians h
     join public.customers t on t.customer_ref = $1
     left join public.customers f on f.customer_ref = $2
     where h.id = $3`,
    [to, from, technicianId],
  );
  return minutes;
}

/** On the grid, and not over the break. */
function besideBreak(company: Company, day: string, earliest: Date, minutes: number): Date {
  const start = new Date(Math.ceil(earliest.getTime() / STEP) * STEP);
  const begins = instantAt(company, day, BREAK.begins);
  const ends = instantAt(company, day, BREAK.ends);
  return start < ends && minutesAfter(start, minutes) > begins ? ends : start;
}

async function place(
  company: Company,
  work: PlannedWork,
  client: Served | undefined,
  wish: Wish,
): Promise<Placed | undefined> {
  if ("visit" in work) return await placeVisit(company, work, client!, wish);
  const ask = "repair" in work
    ? await askForRepair(company, work, client!)
    : askForMade(company, work, client);
  const answer = await placedBy(ask, wish);
  // On a holiday there is none.
  if (!answer.task_id) return undefined;
  const [{ startsAt, endsAt }] = await company.read<{ startsAt: string; endsAt: string }>(
    `select lower(during) as "startsAt", upper(during) as "endsAt" from public.technician_tasks where id = $1`,
    [answer.task_id],
  );
  return {
    work,
    taskId: answer.task_id,
    startsAt: new Date(startsAt),
    endsAt: new Date(endsAt),
  };
}

async function placedBy(ask: Ask, wish: Wish): Promise<Answer> {
  const answer = await ask(wish);
  const other = answer.nearest ?? answer.slots?.[0];
  if (!other) return answer;
  return await ask({ technician_id: other.technician_id, starts_at: other.starts_at });
}

async function placeVisit(
  company: Company,
  work: VisitWork,
  { contractId, token }: Served,
  wish: Wish,
): Promise<Placed> {
  const answer = await placedBy(
    (place) =>
      (work.by === "office"
        ? company.ask(
          company.office,
          "book_for_client",
          { ...place, contract_id: contractId },
          "booked",
          "slot_taken",
        )
        : company.ask(
          "client",
          "confirm_booking",
          { ...place, token },
          "booked",
          "slot_taken",
        )) as Promise<Answer>,
    wish,
  );
  if (answer.status !== "booked") throw new Error(`no time for ${work.visit}: ${answer.status}`);
  const stop = await stopOf(company, contractId);
  const minutes = stop.visits.reduce((sum, visit) => sum + visit.minutes, 0);
  const { taskId, startsAt } = stop;
  return { work, stop, taskId, startsAt, endsAt: minutesAfter(startsAt, minutes) };
}

/** A client called because something does not work, and wants it repaired. */
async function askForRepair(
  company: Company,
  { problem }: RepairWork,
  client: Served,
): Promise<Ask> {
  const called = await openRepair(company, client, problem);
  await agreeToRepair(company, called);
  return (wish) =>
    company.ask(
      company.office,
      "schedule_repair",
      { ...wish, work_order_id: called.workOrderId },
      "scheduled",
      "refused",
    ) as Promise<Answer>;
}

function askForMade(
  company: Company,
  { type, minutes, title }: MadeWork,
  client: Served | undefined,
): Ask {
  return (wish) =>
    company.ask(
      company.office,
      "create_task",
      {
        ...wish,
        task_type: type,
        minutes,
        fields: { title, ...client && { customer_id: client.customerId } },
      },
      "created",
      "refused",
    ) as Promise<Answer>;
}
