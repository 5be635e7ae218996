import { expect } from "expect";
import type { Rpc } from "@/lib/database/rpc.ts";
import { put } from "./act.ts";
import type { Places, Stretch } from "./place_shapes.ts";
import { tellPlaces } from "./told.ts";
import { viewIn } from "./view.ts";

const ZONE = "America/Toronto";
const TODAY = "2026-05-12";
const at = (time: string, day = TODAY) => `${day}T${time}:00-04:00`;

const told = (answers: unknown[], best: unknown[] = []) =>
  tellPlaces(
    {
      minutes: 60,
      best,
      technicians: [{ technician_id: "luis", days: [{ on_day: TODAY, answers, best: null }] }],
    } as Places,
    TODAY,
    ZONE,
  );

Deno.test("keys begin at the cheapest place that is on the board, and at none that is not", () => {
  const place = (day: string) => ({ technician_id: "luis", starts_at: at("09:15", day) });
  expect(told([], [place("2026-05-20"), place(TODAY)]).first)
    .toEqual({ technician: "luis", day: TODAY, minute: 555 });
  expect(told([], [place("2026-05-20")]).first).toBeNull();
});

Deno.test("a day that is over says so, and not that its hours are", () => {
  const notice = { from: at("06:00"), to: at("21:00"), answer: "notice", is_past: true, hours: 24 };
  expect(told([notice]).technicians[0].days[0].why).toBe("Past");
});

Deno.test("an address that names no day shows today", () => {
  for (const day of ["", "2026-02-30", "tomorrow"]) {
    expect(viewIn(new URLSearchParams({ day }), TODAY).day).toBe(TODAY);
  }
});

Deno.test("an hour that no day has is no place, and nobody is asked for it", async () => {
  const rpc = (() => Promise.reject(new Error("asked"))) as unknown as Rpc;
  const wish = {
    item: { what: "task" as const, id: "t" },
    revision: 0,
    technician: "luis",
    day: TODAY,
    time: "25:30",
    override: true,
  };
  const came = await put(rpc, wish, TODAY, ZONE);
  expect(came.ok ? "" : came.refusal.complaint).toBe("There is no such time on that day.");
});

const DAY = "2026-06-04";
const utc = (hour: string) => `${DAY}T${hour}:00+00:00`;

const shift = {
  works_from: utc("12:00"),
  works_until: utc("20:30"),
  breaks: [{ starts_at: utc("16:00"), ends_at: utc("16:30") }],
};

/** What is said of starts outside of hours, of work that takes an hour. */
function said(from: string, to: string) {
  const stretch = { from: utc(from), to: utc(to), answer: "hours", ...shift } as Stretch;
  const technicians = [{
    technician_id: "t",
    days: [{ on_day: DAY, answers: [stretch], best: null }],
  }];
  const { word, more } = tellPlaces(
    { minutes: 60, technicians, best: [] } as unknown as Places,
    DAY,
    ZONE,
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
