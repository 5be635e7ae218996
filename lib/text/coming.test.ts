import { expect } from "expect";
import { comingText, homeText, homeUntil, stayText } from "./coming.ts";

const visit = {
  technician_name: "Luis",
  starts_at: "2026-05-12T15:45:00Z",
  arrive_by: "2026-05-12T16:15:00Z",
  ends_at: "2026-05-12T17:45:00Z",
};

Deno.test("a visit is promised in one wording: who, when at the door, for how long", () => {
  expect(comingText(visit, "America/Toronto")).toBe(
    "Luis comes on Tuesday, May 12, 2026, between 11:45 a.m. and 12:15 p.m. and stays about 2 hours",
  );
  expect(comingText({ ...visit, technician_name: null }, "America/Toronto"))
    .toContain("Our technician comes");
});

Deno.test("the length is that of the visit, whatever the window", () => {
  expect(stayText(visit)).toBe("about 2 hours");
});

Deno.test("somebody is needed at home until the work is done by whoever arrives last in the window", () => {
  expect(homeUntil(visit)).toEqual(new Date("2026-05-12T18:15:00Z"));
  expect(homeText(visit, "America/Toronto")).toBe("from 11:45 a.m. to 2:15 p.m.");
  expect(homeText({ ...visit, arrive_by: visit.starts_at }, "America/Toronto"))
    .toBe("from 11:45 a.m. to 1:45 p.m.");
  const early = {
    starts_at: "2026-05-12T13:00:00Z",
    arrive_by: "2026-05-12T13:30:00Z",
    ends_at: "2026-05-12T14:00:00Z",
  };
  expect(homeText(early, "America/Toronto")).toBe("from 9:00 to 10:30 a.m.");
});
