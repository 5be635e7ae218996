import { expect } from "expect";
import type { Slot } from "./shapes.ts";
import { readStep } from "./step.ts";
import { mondayOf } from "@/lib/text/dates.ts";
import { spread, timesView } from "./times.ts";
import type { Week } from "./weeks.ts";

const ZONE = "America/Toronto";

/** A free time by the hour of summer's UTC: 13:00 is 9 o'clock in the morning. */
function slot(time: string, day = "2026-05-12"): Slot {
  return {
    starts_at: `${day}T${time}:00Z`,
    ends_at: `${day}T23:00:00Z`,
    technician_id: "11111111-1111-4111-8111-111111111111",
    technician_name: "Luis",
    travel_minutes: 0,
  };
}

const times = (slots: Slot[]) => slots.map(({ starts_at }) => starts_at.slice(11, 16));

Deno.test("few times are offered: the best first, an hour apart, three to a half-day", () => {
  const ranked = ["13:00", "13:15", "13:59", "14:00", "15:00", "15:59", "16:00", "20:00"];
  expect(times(spread(ranked.map((time) => slot(time)), ZONE)))
    .toEqual(["13:00", "14:00", "15:00", "16:00", "20:00"]);
});

function view(
  query: string,
  slots: Slot[],
  weeks: Week[] = [{ monday: "2026-05-11", times: 9 }],
  winter?: { from_on: string; again_on: string | null },
) {
  const step = readStep(new URLSearchParams(query));
  const monday = slots.length > 0 ? mondayOf(slots[0].starts_at.slice(0, 10)) : weeks[0].monday;
  return timesView({
    token: "T",
    step,
    monday,
    weeks,
    slots,
    bookUntil: "2026-07-10",
    byPhone: null,
    winter,
    zone: ZONE,
  });
}

Deno.test("a season without times is told with the day from when there are some again", () => {
  const told = (from_on: string, again_on: string | null) =>
    view("", [slot("13:00")], undefined, { from_on, again_on }).winter;
  expect(told("2026-05-14", "2026-06-01")).toBe(
    "Because of winter there are no times from Thursday, May 14 on. There are times again from Monday, June 1 on.",
  );
  expect(told("2026-05-11", "2026-06-01")).toBe(
    "Because of winter there are no times now. There are times again from Monday, June 1 on.",
  );
  expect(told("2026-05-11", null)).toBe("Because of winter there are no times now.");
  expect(view("", [slot("13:00")]).winter).toBe(null);
});

Deno.test("the times of a day stand in its order, however good they are", () => {
  const slots = ["18:00", "14:30", "13:15"].map((time) => slot(time));
  const [morning, afternoon] = view("", slots).day!.halves;
  expect(morning.times.map(({ time }) => time)).toEqual(["9:15 a.m.", "10:30 a.m."]);
  expect(afternoon.times.map(({ time }) => time)).toEqual(["2:00 p.m."]);
});

Deno.test("the days of a week stand in order with their times, the first open or the wanted one", () => {
  const slots = [slot("13:00", "2026-05-13"), slot("13:00"), slot("18:00")];
  const days = (query: string) =>
    view(query, slots).days.map(({ label, count, current }) => [label, count, current]);
  expect(days("")).toEqual([
    ["Tuesday, May 12", "2 times", true],
    ["Wednesday, May 13", "1 time, mornings", false],
  ]);
  expect(days("day=2026-05-13")[1][2]).toBe(true);
  // Without JavaScript the page stays where it was.
  expect(view("", slots).days[1].href).toBe("/book/T?day=2026-05-13#day");
});

Deno.test("many times are not counted: a day says when, and has more where some are left out", () => {
  const hours = (first: number, count: number) =>
    Array.from(
      { length: count },
      (_, n) => slot(`${first + Math.floor(n / 4)}:${15 * (n % 4) || "00"}`),
    );
  const countOf = (slots: Slot[], query = "") => view(query, slots).days[0].count;
  expect(countOf(hours(13, 6))).toBe("6 times, mornings");
  expect(countOf(hours(13, 7))).toBe("mornings only");
  expect(countOf(hours(17, 7))).toBe("afternoons only");
  const both = [...hours(13, 6), slot("18:00")];
  expect(countOf(both)).toBe("morning and afternoon");
  expect(countOf([...hours(13, 7), slot("18:00")], "half=morning")).toBe("mornings");
  expect(countOf([...hours(13, 7), slot("18:00")], "half=afternoon")).toBe("1 afternoon time");
  expect(view("", both).day!.all).toBe("/book/T?day=2026-05-12&all=1#day");
  expect(view("all=1", both).day!.all).toBeNull();
  const weeks = [6, 7, null, 1].map((times, n) => ({
    monday: `2026-05-${11 + 7 * (n % 3)}`,
    times,
  }));
  expect(view("", both, weeks).weeks.map(({ count }) => count))
    .toEqual(["6 times", "many times", "look", "1 time"]);
});

Deno.test("mornings alone, afternoons alone, and what the week has beside them", () => {
  const slots = [
    slot("13:00"),
    slot("18:00"),
    slot("18:00", "2026-05-13"),
    slot("19:00", "2026-05-14"),
  ];
  const mornings = view("half=morning", slots);
  expect(mornings.days.map(({ count }) => count)).toEqual(["1 morning time"]);
  expect(mornings.day!.halves.map(({ name }) => name)).toEqual(["Morning"]);
  expect(mornings.remark).toBe("On Wednesday and Thursday there are afternoon times only.");
  expect(
    view("half=morning&with=22222222-2222-4222-8222-222222222222", slots).day!.halves[0].times[0],
  )
    .toMatchObject({ who: "both, with Luis" });
  expect(view("", slots).remark).toBeNull();
  expect(view("half=morning", [slot("18:00")]).day).toBeNull();
});

Deno.test("earlier and later weeks are those that have times, and the last is the last", () => {
  const weeks = ["2026-05-11", "2026-05-25", "2026-06-08"].map((monday) => ({ monday, times: 2 }));
  const { week } = view("half=morning", [slot("13:00", "2026-05-26")], weeks);
  expect(week).toEqual({
    label: "Week of May 25",
    earlier: "/book/T?from=2026-05-11&half=morning#days",
    later: "/book/T?from=2026-06-08&half=morning#days",
  });
  expect(view("", [slot("13:00", "2026-06-09")], weeks).week!.later).toBeNull();
  expect(view("", [slot("13:00")], weeks).week!.earlier).toBeNull();
  expect(view("", [slot("13:00")], weeks).until).toBe("Friday, July 10");
});

Deno.test("a chosen time keeps the units and, for a change, leads to a question first", () => {
  const unit = "22222222-2222-4222-8222-222222222222";
  const hrefOf = (query: string) => view(query, [slot("13:00")]).day!.halves[0].times[0].href;
  expect(hrefOf(`with=${unit}`)).toContain(`step=details`);
  expect(hrefOf(`with=${unit}`)).toContain(`with=${unit}`);
  expect(hrefOf("only=1")).toContain("only=1");
  expect(hrefOf("step=change")).toContain("step=move");
});
