import { expect } from "expect";
import type { ContractPage } from "./page.ts";
import { contractMark, everyText } from "./words.ts";

/** A contract that is due that day, on May 12. */
const due = (due_on: string) =>
  contractMark(
    { state: "active", today: "2026-05-12", cycle: { due_on, visit: null } } as ContractPage,
  );

Deno.test("a contract is due on its day, and overdue from the next one on", () => {
  expect(due("2026-05-13")).toEqual({ text: "Due in 1 day", shape: "todo" });
  expect(due("2026-05-12")).toEqual({ text: "Due today", shape: "todo" });
  expect(due("2026-05-11")).toEqual({ text: "Overdue by 1 day", shape: "late" });
});

Deno.test("months that make whole years are told as years", () => {
  expect([1, 6, 12, 18, 24].map(everyText)).toEqual([
    "every month",
    "every 6 months",
    "every year",
    "every 18 months",
    "every 2 years",
  ]);
});
