import fc from "fast-check";
import { expect } from "expect";
import { addDays, mondayOf } from "@/lib/text/dates.ts";
import { weeksOf, weekToShow } from "./weeks.ts";

const days = (first: string, ...times: number[]) =>
  times.map((each, i) => ({ date: addDays(first, i), times: each }));

Deno.test("weeks without times are left out, and those beyond what was counted are told without a number", () => {
  // A Thursday, and the Monday after it.
  const counted = days("2026-05-14", 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
  expect(weeksOf(counted, "2026-05-25")).toEqual([
    { monday: "2026-05-11", times: 3 },
    { monday: "2026-05-25", times: 1 },
  ]);
  expect(weeksOf(counted, "2026-06-01").at(-1)).toEqual({ monday: "2026-06-01", times: null });
  expect(weeksOf(days("2026-05-14", 0), "2026-05-14")).toEqual([]);
});

Deno.test("a wanted day is shown in its week as far as one can book, and nothing wanted is the first with times", () => {
  const counted = days("2026-05-14", 0, 0, 0, 0, 2);
  const weeks = weeksOf(counted, "2026-06-12");
  const shown = (wanted: string | null) => weekToShow(wanted, weeks, counted, "2026-06-12");
  expect(shown(null)).toBe("2026-05-18");
  expect(shown("2026-05-14")).toBe("2026-05-11");
  expect(shown("2020-01-01")).toBe("2026-05-11");
  expect(shown("2062-05-01")).toBe("2026-06-08");
  expect(weekToShow(null, [], [], null)).toBeNull();
});

Deno.test("no week beyond the last day that can be booked, whatever the horizon", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 62 }),
    fc.integer({ min: 0, max: 180 }),
    (counted, horizon) => {
      const last = addDays("2026-05-14", horizon);
      const all = days("2026-05-14", ...Array(Math.min(counted, horizon + 1)).fill(1));
      const weeks = weeksOf(all, last);
      expect(weeks.every(({ monday }) => monday <= last)).toBe(true);
      expect(weeks.at(-1)!.monday).toBe(mondayOf(last));
      expect(new Set(weeks.map(({ monday }) => monday)).size).toBe(weeks.length);
    },
  ));
});
