import { expect } from "expect";
import type { Lane } from "./desk.ts";
import { awayText, greetingText, hoursText, repairsText, shareText } from "./words.ts";

const ZONE = "America/Toronto";

Deno.test("a greeting goes by the company's clock: noon is afternoon, six is evening", () => {
  const said = ["15:59", "16:00", "21:59", "22:00"].map((time) =>
    greetingText(`2026-05-12T${time}:00Z`, ZONE, "Olga Office")
  );
  expect(said).toEqual([
    "Good morning, Olga.",
    "Good afternoon, Olga.",
    "Good afternoon, Olga.",
    "Good evening, Olga.",
  ]);
});

Deno.test("of nothing there is no share", () => {
  expect([shareText(0, 0), shareText(0, 3), shareText(2, 3)]).toEqual([
    "–",
    "0\u00a0%",
    "67\u00a0%",
  ]);
});

Deno.test("who is back today is away until an hour, others until a day", () => {
  const until = (away_until: string | null) =>
    awayText({ away_until } as Lane, "2026-05-12", ZONE)?.replaceAll("\u00a0", " ");
  expect(until("2026-05-12T17:00:00Z")).toBe("Away until 1:00 p.m.");
  expect(until("2026-05-13T04:00:00Z")).toBe("Away until Wednesday, May 13.");
  expect(until("2026-05-13T17:00:00Z")).toBe("Away until Wednesday, May 13, 1:00 p.m.");
  expect(until(null)).toBeUndefined();
});

Deno.test("minutes are told as hours", () => {
  expect([0, 60, 450, 485].map(hoursText)).toEqual(["0 h", "1 h", "7 h 30", "8 h 05"]);
});

Deno.test("repairs say what they wait for, as far as there is any", () => {
  expect(repairsText({ open: 3, quoted: 2, approved: 1 }))
    .toBe("repairs open: 2 to be answered, 1 without a time");
  expect(repairsText({ open: 1, quoted: 0, approved: 1 })).toBe("repairs open: 1 without a time");
  expect(repairsText({ open: 0, quoted: 0, approved: 0 })).toBe("repairs open");
});
