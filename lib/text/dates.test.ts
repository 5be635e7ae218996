import { expect } from "expect";
import {
  addDays,
  appointmentText,
  arrivalText,
  clockTime,
  dayOf,
  dueDay,
  instantAt,
  instantText,
  isDay,
  isMorning,
  lengthText,
  shortDayText,
  timeText,
  unbroken,
} from "./dates.ts";

const ZONE = "America/Toronto";

Deno.test("an instant is written with weekday, year and a.m. or p.m. of the company's zone", () => {
  expect(instantText("2026-05-12T13:00:00Z", ZONE)).toBe("Tuesday, May 12, 2026, 9:00 a.m.");
  expect(appointmentText("2026-05-12T16:00:00Z", ZONE)).toBe("Tuesday, May 12 at 12:00 p.m.");
});

Deno.test("the day changes at midnight in the company's zone, not in UTC", () => {
  expect(dayOf("2026-05-13T03:59:59Z", ZONE)).toBe("2026-05-12");
  expect(dayOf("2026-05-13T04:00:00Z", ZONE)).toBe("2026-05-13");
});

Deno.test("both changes of the clocks are followed", () => {
  expect(timeText("2026-03-08T06:59:00Z", ZONE)).toBe("1:59 a.m.");
  expect(timeText("2026-03-08T07:00:00Z", ZONE)).toBe("3:00 a.m.");
  expect(timeText("2026-11-01T05:30:00Z", ZONE)).toBe("1:30 a.m.");
  expect(timeText("2026-11-01T06:30:00Z", ZONE)).toBe("1:30 a.m.");
  expect(addDays("2026-03-07", 2)).toBe("2026-03-09");
});

Deno.test("an arrival window names a.m. or p.m. once unless it spans noon", () => {
  expect(arrivalText("2026-05-12T13:00:00Z", "2026-05-12T13:30:00Z", ZONE))
    .toBe("between 9:00 and 9:30 a.m.");
  expect(arrivalText("2026-05-12T15:45:00Z", "2026-05-12T16:15:00Z", ZONE))
    .toBe("between 11:45 a.m. and 12:15 p.m.");
  expect(arrivalText("2026-05-12T13:00:00Z", "2026-05-12T13:00:00Z", ZONE)).toBe("at 9:00 a.m.");
});

Deno.test("noon is afternoon", () => {
  expect(isMorning("2026-05-12T15:59:00Z", ZONE)).toBe(true);
  expect(isMorning("2026-05-12T16:00:00Z", ZONE)).toBe(false);
});

Deno.test("only days of the calendar count as days", () => {
  expect(isDay("2028-02-29")).toBe(true);
  for (const bad of ["2026-02-29", "2026-13-01", "1999-01-01", "20260512", "tomorrow", ""]) {
    expect(isDay(bad)).toBe(false);
  }
});

Deno.test("lengths are said as people say them", () => {
  expect([45, 60, 90, 120, 105, 150].map(lengthText)).toEqual([
    "about 45 minutes",
    "about an hour",
    "about an hour and a half",
    "about 2 hours",
    "about an hour and 45 minutes",
    "about 2 and a half hours",
  ]);
});

Deno.test("a due date names its year only where that is another", () => {
  expect(dueDay("2026-06-30", "2026-12-31")).toBe("June 30");
  expect(dueDay("2027-01-01", "2026-12-31")).toBe("January 1, 2027");
});

Deno.test("a date and a time stay together where lines break", () => {
  expect(unbroken("Tuesday, May 12 at 9:00 a.m.")).toBe("Tuesday, May\u00a012 at 9:00\u00a0a.m.");
  expect(unbroken("Your stair lift (1 of 2) is off")).toBe(
    "Your stair lift (1\u00a0of\u00a02) is off",
  );
  expect(shortDayText("2026-05-12")).toBe("Tue, May 12, 2026");
});

Deno.test("a day and a time of the company are an instant, and back", () => {
  const zone = "America/Toronto";
  expect(instantAt("2026-05-12", "9:05", zone)).toBe("2026-05-12T13:05:00.000Z");
  expect(instantAt("2026-12-12", "21:05", zone)).toBe("2026-12-13T02:05:00.000Z");
  expect(clockTime("2026-05-12T13:05:00Z", zone)).toBe("09:05");
  for (const [day, time] of [["2026-02-30", "9:00"], ["2026-05-12", "25:00"], ["", "9:00"]]) {
    expect(instantAt(day, time, zone)).toBeNull();
  }
  for (const time of ["", "noon", "9", "9:5", "9:60", "-1:00"]) {
    expect(instantAt("2026-05-12", time, zone)).toBeNull();
  }
});
