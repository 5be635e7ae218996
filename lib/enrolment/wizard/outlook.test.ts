import { expect } from "expect";
import { judge, type Outlook } from "./outlook.ts";

const outlook = (
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
  expect(marks(outlook(80))).toEqual(["No wave"]);
  expect(marks(outlook(81))).toEqual(["Little room"]);
  expect(marks(outlook(100))).toEqual(["Little room"]);
  expect(marks(outlook(101))).toEqual(["A wave"]);
  expect(judge(outlook(80), 6)[0].text).toContain("The second round begins in December");
});

Deno.test("a week in which nothing of the run is to be done is not of its making", () => {
  const [week] = outlook(80).weeks;
  expect(judge({ ...outlook(80), weeks: [week] }, 6)).toEqual([]);
});

Deno.test("another window is named where it is another one, and said to be none where none would do", () => {
  expect(marks(outlook(101), 12)).toEqual(["A wave", "-"]);
  expect(judge(outlook(101), 12)[1].text).toContain("6 weeks would do");
  expect(judge(outlook(101, { suggested_weeks: null }), 12)[1].text).toContain("No window");
  expect(marks(outlook(80, { suggested_weeks: null }), 12)).toEqual(["No wave"]);
});

Deno.test("a skill whose people have room is no thing to know", () => {
  const skill = (visits: number) => ({ skill: "lifts", week: "2026-06-15", visits, capacity: 10 });
  expect(marks(outlook(80, { skills: [skill(8)] }))).toEqual(["No wave"]);
  expect(marks(outlook(80, { skills: [skill(9)] }))).toEqual(["No wave", "One thing to know"]);
});
