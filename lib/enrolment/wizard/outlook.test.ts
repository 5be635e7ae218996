import { expect } from "expect";
import { judge, type Outlook } from "./outlook.ts";

const week = (day: string, first: number, capacity: number) => ({
  week: day,
  first,
  second: 0,
  coming: 0,
  capacity,
});
const outlook = (more: Partial<Outlook>): Outlook => ({
  weeks: [week("2026-07-06", 20, 30)],
  skills: [{ skill: "lifts", week: "2026-07-06", visits: 20, capacity: 30 }],
  suggested_weeks: 4,
  ...more,
});
const said = (more: Partial<Outlook>, weeks = 4) =>
  judge(outlook(more), weeks).map(({ mark, text }) => [mark?.text, text].join(": "));

Deno.test("a pace that technicians can keep is no wave, and at the suggested one nothing more is said", () => {
  expect(said({})).toEqual([
    "No wave: The busiest week, the week of July 6, has 20 visits; the technicians can do 30.",
  ]);
  expect(said({}, 6).at(-1)).toMatch(/^: 4 weeks would do/);
});

Deno.test("a week that is too full says so, and which window would do", () => {
  const full = { weeks: [week("2026-07-06", 31, 30)], skills: [] };
  expect(said(full, 2)[0]).toMatch(/^A wave: .* 31 visits; the technicians can do 30/);
  expect(said(full, 2)[1]).toMatch(/^: 4 weeks would do/);
  expect(said({ weeks: [week("2026-07-06", 25, 30)], skills: [] })[0]).toMatch(/^Little room/);
});

Deno.test("where nobody has a skill that is needed, it is said, and that no window would do", () => {
  const nobody = { skill: "power_mobility", week: "2026-07-06", visits: 3, capacity: 0 };
  expect(said({ skills: [nobody], suggested_weeks: null }).slice(1)).toEqual([
    "One thing to know: In the week of July 6, 3 visits need somebody who may do power mobility. Nobody who may works then.",
    expect.stringMatching(
      /^: No window of up to a year .* More hours, or more people with the skill, would\.$/,
    ),
  ]);
});

Deno.test("where nothing is to be spread no window is spoken of", () => {
  expect(said({ suggested_weeks: null })).toHaveLength(1);
  expect(judge(outlook({ weeks: [week("2026-07-06", 0, 0)] }), 4)).toEqual([]);
});

const busy = (
  visits: number,
  more: Partial<Outlook> = {},
): Outlook => ({
  weeks: [
    { week: "2026-06-08", first: 0, second: 0, coming: 99, capacity: 10 },
    { week: "2026-06-15", first: visits - 1, second: 0, coming: 1, capacity: 100 },
    { week: "2026-12-14", first: 0, second: 10, coming: 0, capacity: 100 },
  ],
  skills: [],
  suggested_weeks: 6,
  ...more,
});
const marks = (told: Outlook, weeks = 6) => judge(told, weeks).map(({ mark }) => mark?.text ?? "-");

Deno.test("a week may be full to four fifths, and no fuller than all that can be done", () => {
  expect(marks(busy(80))).toEqual(["No wave"]);
  expect(marks(busy(81))).toEqual(["Little room"]);
  expect(marks(busy(100))).toEqual(["Little room"]);
  expect(marks(busy(101))).toEqual(["A wave"]);
  expect(judge(busy(80), 6)[0].text).toContain("The second round begins in December");
});

Deno.test("a week in which nothing of the run is to be done is not of its making", () => {
  const [week] = busy(80).weeks;
  expect(judge({ ...busy(80), weeks: [week] }, 6)).toEqual([]);
});

Deno.test("another window is named where it is another one, and said to be none where none would do", () => {
  expect(marks(busy(101), 12)).toEqual(["A wave", "-"]);
  expect(judge(busy(101), 12)[1].text).toContain("6 weeks would do");
  expect(judge(busy(101, { suggested_weeks: null }), 12)[1].text).toContain("No window");
  expect(marks(busy(80, { suggested_weeks: null }), 12)).toEqual(["No wave"]);
});

Deno.test("a skill whose people have room is no thing to know", () => {
  const skill = (visits: number) => ({ skill: "lifts", week: "2026-06-15", visits, capacity: 10 });
  expect(marks(busy(80, { skills: [skill(8)] }))).toEqual(["No wave"]);
  expect(marks(busy(80, { skills: [skill(9)] }))).toEqual(["No wave", "One thing to know"]);
});
