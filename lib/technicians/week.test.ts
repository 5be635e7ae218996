import { expect } from "expect";
import { breaksOf, fieldsOfWeek, weekIn, weekLength, weekText } from "./week.ts";

const WEEK = [
  ...[1, 2, 4].flatMap((weekday) => [
    { weekday, starts: "08:00", ends: "12:00" },
    { weekday, starts: "12:30", ends: "16:00" },
  ]),
  { weekday: 5, starts: "08:00", ends: "12:00" },
];

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

Deno.test("a week is told with days that are alike together", () => {
  expect(weekText(WEEK)).toBe(
    "Mon–Tue 8:00 a.m. to 4:00 p.m., Thu 8:00 a.m. to 4:00 p.m., Fri 8:00 a.m. to 12:00 p.m.",
  );
  expect(weekLength(WEEK)).toBe("26.5 hours a week");
  expect(weekText([])).toBe("");
  expect(weekLength([])).toBe("no hours");
});

Deno.test("what the form shows is what it sends back", () => {
  const fields = Object.fromEntries(
    fieldsOfWeek(WEEK).flatMap((day, n) => day.map((time, k) => [`h${n + 1}_${k}`, time])),
  );
  expect(breaksOf(WEEK)).toBe(1);
  expect(weekIn(formOf(fields), 1).week).toEqual(WEEK);
});

Deno.test("a day with two breaks has room for both", () => {
  const day = [["08:00", "10:00"], ["10:30", "12:00"], ["13:00", "16:00"]]
    .map(([starts, ends]) => ({ weekday: 3, starts, ends }));
  expect(breaksOf(day)).toBe(2);
  expect(fieldsOfWeek(day)[2]).toEqual(["08:00", "16:00", "10:00", "10:30", "12:00", "13:00"]);
});

Deno.test("a day that is half filled in is not taken for a free one", () => {
  expect(weekIn(formOf({ h1_0: "08:00" }), 1).week)
    .toEqual([{ weekday: 1, starts: "08:00", ends: "" }]);
  expect(weekIn(formOf({ h2_0: "08:00", h2_1: "16:00", h2_2: "12:00" }), 1).week).toEqual([
    { weekday: 2, starts: "08:00", ends: "12:00" },
    { weekday: 2, starts: "16:00", ends: "" },
  ]);
});
