import { expect } from "expect";
import type { Places, Stretch } from "./place_shapes.ts";
import { tellPlaces } from "./told.ts";

const DAY = "2026-06-04";
const at = (hour: string) => `${DAY}T${hour}:00+00:00`;

const shift = {
  works_from: at("12:00"),
  works_until: at("20:30"),
  breaks: [{ starts_at: at("16:00"), ends_at: at("16:30") }],
};

/** What is said of starts outside of hours, of work that takes an hour. */
function said(from: string, to: string) {
  const stretch = { from: at(from), to: at(to), answer: "hours", ...shift } as Stretch;
  const technicians = [{
    technician_id: "t",
    days: [{ on_day: DAY, answers: [stretch], best: null }],
  }];
  const { word, more } = tellPlaces(
    { minutes: 60, technicians, best: [] } as unknown as Places,
    DAY,
    "America/Toronto",
  ).technicians[0].days[0].answers[0];
  return `${word}: ${more}`;
}

Deno.test("a start that reaches into a break is told which, one before or after the day the hours with their breaks", () => {
  const onBreak = "Break: On a break from 12:00 to 12:30 p.m.";
  const outside =
    "Outside hours: Works from 8:00 a.m. to 4:30 p.m., with a break from 12:00 to 12:30 p.m.";
  expect(said("15:15", "16:15")).toBe(onBreak);
  expect(said("15:00", "16:15")).toBe(outside);
  expect(said("16:15", "16:30")).toBe(outside);
  expect(said("11:00", "11:45")).toBe(outside);
  expect(said("19:45", "21:00")).toBe(outside);
});
