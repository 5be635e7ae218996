import { expect } from "expect";
import { DateTime } from "luxon";
import { planDay } from "./day.ts";

const ZONE = "America/Toronto";

/** To each of the stops, the first from home; each stop ends with the drive to the next. */
const DRIVES = [9, 14, 37];
const LENGTHS = [90 + 14, 60 + 37, 120];

function at(time: string): Date {
  return DateTime.fromISO(`2026-06-02T${time}`, { zone: ZONE }).toJSDate();
}

function ends({ starts }: ReturnType<typeof planDay>): Date[] {
  return starts.map((start, n) => new Date(start.getTime() + LENGTHS[n] * 60_000));
}

Deno.test("at any time the stops of the demonstration's day follow each other within the day", () => {
  for (let minute = 0; minute < 24 * 60; minute += 7) {
    const now = new Date(at("00:00").getTime() + minute * 60_000);
    const plan = planDay(now, ZONE, DRIVES);
    const [first, second, third] = ends(plan);
    expect(plan.starts[0] >= at("00:00")).toBe(true);
    expect(plan.starts[1] >= first).toBe(true);
    expect(plan.starts[2] >= second).toBe(true);
    expect(third < at("24:00")).toBe(true);
    expect(plan.starts.every((start) => start.getTime() % (15 * 60_000) === 0)).toBe(true);
    // What is over ended before now.
    if (plan.isUnderWay) expect(first.getTime() - DRIVES[1] * 60_000 <= now.getTime()).toBe(true);
  }
});

Deno.test("from mid-morning on one stop of the demonstration's day is over and the next begins within the hour", () => {
  for (const time of ["10:00", "12:34", "18:59"]) {
    const now = at(time);
    const { isUnderWay, starts } = planDay(now, ZONE, DRIVES);
    expect([time, isUnderWay]).toEqual([time, true]);
    expect(starts[0].getTime() + 90 * 60_000).toBeLessThan(now.getTime());
    expect(starts[1].getTime() - now.getTime()).toBeGreaterThan(0);
    expect(starts[1].getTime() - now.getTime()).toBeLessThan(3_600_000);
  }
});

Deno.test("early in the morning all stops of the demonstration's day are still to come", () => {
  for (const time of ["00:00", "07:59"]) {
    const { isUnderWay, starts } = planDay(at(time), ZONE, DRIVES);
    expect([time, isUnderWay]).toEqual([time, false]);
    expect(starts[0]).toEqual(at("08:15"));
  }
});

Deno.test("the demonstration's day leaves out the break, and ends in working hours where it began early enough", () => {
  for (let minute = 0; minute < 18 * 60; minute += 7) {
    const now = new Date(at("00:00").getTime() + minute * 60_000);
    const { starts } = planDay(now, ZONE, DRIVES);
    const lasts = [90, 60, 120];
    starts.forEach((start, n) => {
      const isInBreak = start < at("12:30") &&
        start.getTime() + lasts[n] * 60_000 > at("12:00").getTime();
      expect([now, n, isInBreak]).toEqual([now, n, false]);
    });
    if (now <= at("12:30")) {
      expect(starts[2].getTime() + 120 * 60_000).toBeLessThanOrEqual(at("16:30").getTime());
    }
  }
});
