import { expect } from "expect";
import type { Slot } from "./shapes.ts";
import { readStep } from "./step.ts";
import { spread, timesView } from "./times.ts";

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

Deno.test("the times of a day stand in its order, however good they are", () => {
  const slots = ["18:00", "14:30", "13:15"].map((time) => slot(time));
  const [morning, afternoon] = view("", [{ date: "2026-05-12", times: 3 }], slots).day!.halves;
  expect(morning.times.map(({ time }) => time)).toEqual(["9:15 a.m.", "10:30 a.m."]);
  expect(afternoon.times.map(({ time }) => time)).toEqual(["2:00 p.m."]);
});

function view(query: string, days: { date: string; times: number }[], slots: Slot[]) {
  const step = readStep(new URLSearchParams(query));
  const open = slots[0]?.starts_at.slice(0, 10) ?? null;
  return timesView({ token: "T", step, days, open, slots, zone: ZONE });
}

Deno.test("only days with times are shown, and later ones are a link away", () => {
  const days = Array.from({ length: 14 }, (_, i) => ({
    date: `2026-05-${10 + i}`,
    times: i % 2,
  }));
  const { days: shown, later, earlier } = view("", days, [slot("13:00", "2026-05-11")]);
  expect(shown.map(({ date }) => date.slice(8))).toEqual(["11", "13", "15", "17", "19", "21"]);
  expect(later).toBe("/book/T?from=2026-05-22");
  expect(earlier).toBeNull();
  expect(view("from=2026-05-22", days.slice(0, 3), []).earlier).toBe("/book/T");
});

Deno.test("after fourteen days that are all shown there may be later ones, after fewer there are none", () => {
  const days = Array.from({ length: 14 }, (_, i) => ({
    date: `2026-05-${10 + i}`,
    times: i < 2 ? 1 : 0,
  }));
  expect(view("", days, [slot("13:00", "2026-05-10")]).later).toBe("/book/T?from=2026-05-24");
  expect(view("", days.slice(0, 13), [slot("13:00", "2026-05-10")]).later).toBeNull();
});

Deno.test("where the calendar ends there is no later, and a day without times opens none", () => {
  const shown = view("", [{ date: "2026-05-12", times: 0 }], []);
  expect([shown.later, shown.day, shown.days]).toEqual([null, null, []]);
});

Deno.test("a chosen time keeps the units and, for a change, leads to a question first", () => {
  const unit = "22222222-2222-4222-8222-222222222222";
  const days = [{ date: "2026-05-12", times: 1 }];
  const hrefOf = (query: string) => view(query, days, [slot("13:00")]).day!.halves[0].times[0].href;
  expect(hrefOf(`with=${unit}`)).toContain(`step=details`);
  expect(hrefOf(`with=${unit}`)).toContain(`with=${unit}`);
  expect(hrefOf("step=change")).toContain("step=move");
});
