import { expect } from "expect";
import { lateText } from "./words.ts";

Deno.test("what is due today is not overdue, and from tomorrow on it is", () => {
  const said = ["2026-05-10", "2026-05-11", "2026-05-12", "2026-05-13"].map((due) =>
    lateText(due, "2026-05-12")
  );
  expect(said).toEqual(["overdue 2 days", "overdue 1 day", "due today", "due Wed, May 13"]);
});
