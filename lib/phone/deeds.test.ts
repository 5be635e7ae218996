import { expect } from "expect";
import { arrivalAt, deedOf, endOfStop, endOfUnit } from "./deeds.ts";
import type { Deed, Kept } from "./kept.ts";

const VISIT = "00000000-0000-4000-8000-000000000001";

Deno.test("a form leads to pages of the technician and nowhere else", () => {
  const goesTo = (goes_on: string) =>
    deedOf(`/tech/visits/${VISIT}/finish`, [["action", "save"], ["goes_on", goes_on]])?.goesTo;
  expect(goesTo(`/tech/visits/${VISIT}/checklist`)).toBe(`/tech/visits/${VISIT}/checklist`);
  for (const elsewhere of ["https://example.com/", "//example.com", "/office", "/tech/../office"]) {
    expect(goesTo(elsewhere)).toBe(`/tech/visits/${VISIT}/finish?now`);
  }
});

Deno.test("who has arrived and then said otherwise has not begun", () => {
  const step = (did: Deed, saved_at: number) =>
    ({ did, saved_at, group: "t", state: "waiting" }) as Kept;
  const [left, arrived] = [step("en_route", 1), step("in_progress", 2)];
  expect(arrivalAt([left, arrived], "t")).toBe(2);
  expect(arrivalAt([left], "t")).toBeNull();
  expect(arrivalAt([left, arrived, step("scheduled", 3)], "t")).toBeNull();
  expect(arrivalAt([left, arrived], "another")).toBeNull();
  // What the server has it knows by its own.
  expect(arrivalAt([left, { ...arrived, state: "sent" }], "t")).toBeNull();
});

Deno.test("a household is over when each unit is: one signature ends all, a failure its own", () => {
  let order = 0;
  const end = (did: Deed, group: string) => ({ did, group, order: ++order }) as Kept;
  const units = ["first", "second"];
  const failed = end("failed", "first");
  expect(endOfStop(units, [failed])).toBeUndefined();
  expect(endOfUnit("second", units, [failed])).toBeUndefined();
  const signed = end("finished", "second");
  expect(endOfStop(units, [signed])).toBe(signed);
  expect(endOfStop(units, [failed, signed])).toBe(signed);
  expect(endOfUnit("first", units, [failed, signed])).toBe(failed);
  expect(endOfStop(units, [end("finished", "of another stop")])).toBeUndefined();
  expect(endOfStop([], [signed])).toBeUndefined();
});
