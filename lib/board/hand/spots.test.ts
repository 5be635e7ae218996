import { expect } from "expect";
import { clockOf } from "../clock.ts";
import { laneOf, snap, spanText, timeText } from "./spots.ts";

const answer = (from: number, to: number, fits: boolean) => ({
  from,
  to,
  fits,
  word: "",
  more: "",
});
const DAY = {
  day: "2026-05-12",
  answers: [answer(480, 510, false), answer(525, 600, true)],
  best: null,
  why: "",
};

Deno.test("every step of a stretch has its answer, its ends included, and none has another's", () => {
  const lane = laneOf(DAY, 15);
  const at = (minute: number) => lane[minute / 15]?.fits;
  expect([465, 480, 510, 525, 600, 615].map(at))
    .toEqual([undefined, false, false, true, true, undefined]);
  expect(laneOf(undefined, 15)).toEqual([]);
});

Deno.test("what is carried comes to the nearest step, and never out of the hours that are shown", () => {
  expect([487, 488, 100, 2000].map((minute) => snap(minute, 15, 420, 1020)))
    .toEqual([480, 495, 420, 1005]);
  expect(snap(0, 20, 430, 1020)).toBe(440);
});

Deno.test("minutes are said and sent as times", () => {
  expect([0, 719, 720, 855].map(timeText))
    .toEqual(["12:00 a.m.", "11:59 a.m.", "12:00 p.m.", "2:15 p.m."]);
  expect(spanText(855, 60)).toBe("2:15 to 3:15");
  expect(clockOf(545)).toBe("9:05");
});
