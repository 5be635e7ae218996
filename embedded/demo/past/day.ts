import { DateTime } from "luxon";
import { addDays } from "@/lib/text/dates.ts";
import { type Company, instantAt, minutesAfter } from "./company.ts";
import { sendHeld } from "./mail.ts";
import { pay } from "./payments.ts";
import { presenceFrom } from "./report.ts";
import { demoTechnician, knowTechnicians } from "./technicians.ts";
import { bookForTechnician } from "./visits.ts";
import type { Stop } from "./stop.ts";
import { complete, step } from "./stops.ts";

/** Whom the demonstration's technician sees today, in this order: two lifts are at the last. */
const CLIENTS = ["C00273", "C00222", "C00080"];

/** The work at them and the drives between, in minutes, and the break of those who work here. */
const DAY_BEGINS = 8 * 60;
const DRIVE = 30;
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
 */
export function planDay(now: Date, zone: string): DayPlan {
  const local = DateTime.fromJSDate(now, { zone });
  const minutes = local.hour * 60 + local.minute;
  const latest = 24 * 60 - 15 - WORK[1] - DRIVE - WORK[2];
  const isUnderWay = minutes >= DAY_BEGINS + WORK[0] + DRIVE;
  const second = isUnderWay
    ? Math.min(afterBreak(onGrid(minutes) + DRIVE, WORK[1]), latest)
    : DAY_BEGINS + WORK[0] + DRIVE;
  const first = isUnderWay
    ? beforeBreak(Math.min(onGrid(minutes), second) - DRIVE - WORK[0], WORK[0])
    : DAY_BEGINS;
  const starts = [first, second, afterBreak(second + WORK[1] + DRIVE, WORK[2])];
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
  return minutes - minutes % 15;
}

/** Books the day of the demonstration's technician, serves what is over, and lets the night's jobs notice what waits. */
export async function beginDay(company: Company, now: Date): Promise<void> {
  await knowTechnicians(company);
  const { isUnderWay, starts } = planDay(now, company.zone);
  await company.moveClock(instantAt(company, addDays(company.today, -6), "10:30"));
  const stops: Stop[] = [];
  for (const [n, customerRef] of CLIENTS.entries()) {
    stops.push(await bookForTechnician(company, customerRef, demoTechnician(company), starts[n]));
  }
  await sendHeld(company);
  if (isUnderWay) await serve(company, stops[0]);
  await company.moveClock(now);
  await noticeWhatWaits(company, now);
}

async function serve(company: Company, stop: Stop): Promise<void> {
  const found = {
    findings: "Gate lock adjusted.",
    advice: "Please salt the ramp when it freezes.",
  };
  const presence = presenceFrom(minutesAfter(stop.startsAt, 5), WORK[0] - 10);
  await company.moveClock(minutesAfter(stop.startsAt, -20));
  await step(company, stop, "en_route");
  await company.moveClock(stop.startsAt);
  await step(company, stop, "in_progress");
  await company.moveClock(presence.finishedAt);
  await complete(company, stop, stop.visits[0].visitId, found, presence);
  await pay(company, stop.technician, stop, { method: "cash", days: 0 });
}

/** What the nightly jobs would have found by now. */
async function noticeWhatWaits(company: Company, now: Date): Promise<void> {
  const as_of = now.toISOString();
  await company.ask("jobs", "run_job", { name: "certificates", as_of }, "done");
  await company.read("select private.watch_visits(private.clock())");
}
