import { expect } from "expect";
import { orderOf, readDay } from "./days.ts";

Deno.test("a day that leaves no doubt is read, whoever wrote it", () => {
  const days = [
    "2026-01-05",
    "2026/1/5",
    "2026-01-05T10:00:00Z",
    "2026-01-05 09:50:26 +0200",
    "5 Jan 2026",
    "Jan 5, 2026",
    "05-janv.-2026",
  ];
  expect(days.map((day) => readDay(day, undefined))).toEqual(days.map(() => "2026-01-05"));
});

Deno.test("a day in figures waits until the order is known, and one that is none stays what it was", () => {
  expect(readDay("03/04/2026", undefined)).toBe("03/04/2026");
  expect([readDay("03/04/2026", "dmy"), readDay("03/04/2026", "mdy")]).toEqual([
    "2026-04-03",
    "2026-03-04",
  ]);
  for (const order of ["dmy", "mdy"] as const) {
    expect(readDay("31/02/2026", order)).toBe("31/02/2026");
    expect(readDay("2026-02-31", order)).toBe("2026-02-31");
    expect(readDay("03/04/26", order)).toBe("03/04/26");
  }
});

Deno.test("the order is what the content proves: nothing where it says nothing, or both", () => {
  expect(orderOf(["03/04/2026", "13/01/2026"])).toEqual({ order: "dmy", isAsked: false });
  expect(orderOf(["03/04/2026", "01/13/2026"])).toEqual({ order: "mdy", isAsked: false });
  expect(orderOf(["03/04/2026", "12/12/2026"])).toEqual({ isAsked: true });
  expect(orderOf(["13/01/2026", "01/13/2026"])).toEqual({ isAsked: true });
  expect(orderOf(["2026-01-13", "", "N/A"])).toEqual({ isAsked: false });
});
