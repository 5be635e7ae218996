import { expect } from "expect";
import { importText } from "./import_text.ts";

const tried = { status: "tried", import_run_id: "r" };

Deno.test("a try that came to an end before its files says how much it did not look at", () => {
  const text = importText({ ...tried, outcome: "too_many", rows_left: 700 });
  expect(text).toContain(
    "this is the first of it, 700 rows were not looked at. Nothing was changed.",
  );
  expect(importText({ ...tried, outcome: "too_many", rows_left: 0 }))
    .toContain("not all that follows from it. Nothing was changed.");
});

Deno.test("a try that would be held says so", () => {
  expect(importText({ ...tried, outcome: "applied" })).toBe(
    "This is what would change; nothing was.",
  );
  expect(importText({ ...tried, outcome: "held" })).toContain("Somebody would have to look");
});
