import { DateTime } from "luxon";
import { addDays } from "@/lib/text/dates.ts";
import { type Company, instantAt, minutesAfter } from "./company.ts";
import { begin, endOther, finish } from "./at_work.ts";
import { sendHeld } from "./mail.ts";
import { demoTechnician, knowTechnicians } from "./technicians.ts";
import { bookForTechnician } from "./visits.ts";
import { driveTo } from "./places.ts";
import { stopOf } from "./stop.ts";

/** Whom the demonstration's technician sees today, in this order: two lifts are at the last. */
const CLIENTS = ["C00273", "C00222", "C00080"];

/** The work at them in minutes, and the hours of those who work here. */
const DAY_BEGINS = 8 * 60;
const STEP = 15;
const WORK = [90, 60, 120];
const BREAK = { begins: 12 * 60, ends: 12 * 60 + 30 };

/** When the stops of the day begin, and whether the first of them is over. */
export interface DayPlan {
  isUnderWay: boolean;
  starts: Date[];
}

/**
 * A day around the moment of starting the demonstration: one stop is over, the next begins within the hour, or
 * after the break. Before the morning's first visit can be over all are still to come; late in the evening they
 * end with the day.
 *
 * @param drives minutes to each of the stops, the first from home
 */
export function planDay(now: Date, zone: string, drives: number[]): DayPlan {
  const local = DateTime.fromJSDate(now, { zone });
  const minutes = local.hour * 60 + local.minute;
  const [home, on, further] = drives.map((drive) => Math.ceil(drive / STEP) * STEP);
  const latest = 24 * 60 - STEP - WORK[1] - further - WORK[2];
  const inMorning = DAY_BEGINS + home;
  const isUnderWay = minutes >= inMorning + WORK[0] + on;
  const second = isUnderWay
    ? Math.min(afterBreak(onGrid(minutes) + on, WORK[1]), latest)
    : inMorning + WORK[0] + on;
  const first = isUnderWay
    ? beforeBreak(Math.min(onGrid(minutes), second) - on - WORK[0], WORK[0])
    : inMorning;
  const starts = [first, second, afterBreak(second + WORK[1] + further, WORK[2])];
  return {
    isUnderWay,
    starts: starts.map((start) =>
      local.startOf("day").set({ hour: Math.floor(start / 60), minute: start % 60 }).toJSDate()
    ),
  };
}

function isInBreak(start: number, minutes: number): boolean {
  return start < BREAK.ends && start + minutes > BREAK.begins;
}

function afterBreak(start: number, minutes: number): number {
  return isInBreak(start, minutes) ? BREAK.ends : start;
}

function beforeBreak(start: number, minutes: number): number {
  return isInBreak(start, minutes) ? BREAK.begins - minutes : start;
}

/** The latest quarter of an hour. */
function onGrid(minutes: number): number {
  return minutes - minutes % STEP;
}

/** Books the day of the demonstration's technician, lives through everybody's until now, and lets the night's jobs notice what waits. */
export async function beginDay(company: Company, now: Date): Promise<void> {
  await knowTechnicians(company);
  const { starts } = planDay(now, company.zone, await drivesOfDay(company));
  await company.moveClock(instantAt(company, addDays(company.today, -6), "10:30"));
  for (const [n, customerRef] of CLIENTS.entries()) {
    await bookForTechnician(company, customerRef, demoTechnician(company), starts[n]);
  }
  await sendHeld(company);
  for (const work of await workBegunBy(company, now)) {
    if (work.contractId) await serve(company, work, now);
    else if (work.endsAt <= now) await endOther(company, work);
  }
  await company.moveClock(now);
  await sendHeld(company, minutesAfter(now, -15));
  await noticeWhatWaits(company, now);
}

/** To each of the stops, the first from home. */
async function drivesOfDay(company: Company): Promise<number[]> {
  const drives: number[] = [];
  for (const [n, customerRef] of CLIENTS.entries()) {
    const from = CLIENTS[n - 1] ?? null;
    drives.push(await driveTo(company, customerRef, from, demoTechnician(company)));
  }
  return drives;
}

/** Work of today whose time has come. */
interface BegunWork {
  taskId: string;
  /** Of a visit. */
  contractId: string | null;
  endsAt: Date;
}

/** What ends first comes first: so invoices follow each other. */
async function workBegunBy({ read, today }: Company, now: Date): Promise<BegunWork[]> {
  const rows = await read<BegunWork>(
    `select t.id as "taskId", upper(t.during) as "endsAt", (
       select y.contract_id from public.maintenance_visits v
       join public.maintenance_cycles y on y.id = v.cycle_id where v.task_id = t.id order by v.id limit 1) as "contractId"
     from public.technician_tasks t
     where t.state = 'scheduled' and private.company_day(lower(t.during)) = $1::date and lower(t.during) <= $2
     order by upper(t.during), t.id`,
    [today, now.toISOString()],
  );
  return rows.map((row) => ({ ...row, endsAt: new Date(row.endsAt) }));
}

async function serve(company: Company, { contractId, endsAt }: BegunWork, now: Date) {
  const stop = await stopOf(company, contractId!);
  await begin(company, stop);
  if (minutesAfter(endsAt, -5) > now) return;
  const isOfDemo = stop.technicianId === demoTechnician(company);
  const found = isOfDemo
    ? { findings: "Gate lock adjusted.", advice: "Please salt the ramp when it freezes." }
    : {};
  await finish(company, stop, found, isOfDemo ? "cash" : "card");
}

/** What the nightly jobs would have found by now. */
async function noticeWhatWaits(company: Company, now: Date): Promise<void> {
  const as_of = now.toISOString();
  await company.ask("jobs", "run_job", { name: "certificates", as_of }, "done");
  await company.read("select private.watch_visits(private.clock())");
}
