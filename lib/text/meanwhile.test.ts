import { expect } from "expect";
import { changedText } from "./meanwhile.ts";

const ZONE = "America/Toronto";

Deno.test("who was first is named, and when", () => {
  expect(changedText({ by: "Priya", at: "2026-05-12T13:00:00Z" }, ZONE))
    .toBe("This was changed meanwhile by Priya (Tuesday, May 12, 2026, 9:00 a.m.).");
});

Deno.test("where it was nobody who works here, that is said, and a time that nobody knows is left out", () => {
  expect(changedText({ by: null, at: null }, ZONE))
    .toBe("This was changed meanwhile by the client, a file or a job.");
});
