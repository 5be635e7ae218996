import { DateTime } from "luxon";
import { addDays } from "@/lib/text/dates.ts";
import { type Company, instantAt, minutesAfter } from "./company.ts";
import { send } from "./mail.ts";
import { pay } from "./payments.ts";
import { presenceFrom } from "./report.ts";
import { demoTechnician, knowTechnicians } from "./technicians.ts";
import { bookForTechnician } from "./visits.ts";
import { complete, step, type Stop } from "./stops.ts";

/** Whom the demonstration's technician sees today, in this order: two lifts are at the last. */
const CLIENTS = ["C00273", "C00222", "C00279"];

/** The work at them and the drives between, in minutes. */
const DAY_BEGINS = 8 * 60;
const DRIVE = 30;
const WORK = [90, 60, 180];
const REST_OF_DAY = WORK[1] + DRIVE + WORK[2];

/**
 * The day of the demonstration's technician around the moment of starting it: one stop is done, the next
 * begins soon, the last has two units. Before the morning's first visit can be over all are still to come.
 */
export async function beginDay(company: Company, now: Date): Promise<void> {
  await knowTechnicians(company);
  const local = DateTime.fromJSDate(now, { zone: company.zone });
  const minutes = local.hour * 60 + local.minute;
  const isUnderWay = minutes >= DAY_BEGINS + WORK[0] + DRIVE / 2;
  const first = isUnderWay ? onGrid(minutes - WORK[0]) - DRIVE : DAY_BEGINS;
  const second = isUnderWay
    ? Math.min(onGrid(minutes) + DRIVE, 24 * 60 - 15 - REST_OF_DAY)
    : first + WORK[0] + DRIVE;
  const starts = [first, second, second + WORK[1] + DRIVE].map((start) =>
    local.startOf("day").set({ hour: Math.floor(start / 60), minute: start % 60 }).toJSDate()
  );

  await company.moveClock(instantAt(company, addDays(company.today, -6), "10:30"));
  const stops: Stop[] = [];
  for (const [n, customerRef] of CLIENTS.entries()) {
    stops.push(await bookForTechnician(company, customerRef, demoTechnician(company), starts[n]));
  }
  await send(company);
  if (isUnderWay) await serve(company, stops[0]);
  await company.moveClock(now);
  await noticeWhatWaits(company, now);
}

/** The latest quarter of an hour. */
function onGrid(minutes: number): number {
  return minutes - minutes % 15;
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
