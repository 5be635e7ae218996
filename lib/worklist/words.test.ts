import { expect } from "expect";
import type { WorkRow } from "./shapes.ts";
import { lateText, loggedText, whyText } from "./words.ts";

const TODAY = "2026-11-27";
const ZONE = "America/Toronto";

Deno.test("a certificate that has run out was good, one that runs still is", () => {
  const until = (expires_on: string) =>
    whyText(
      {
        kind: "certificate_expiring",
        details: { expires_on },
        tries: 0,
        unit_kind: null,
      } as unknown as WorkRow,
      TODAY,
      ZONE,
    );
  expect(until("2026-11-26")).toBe("Its certificate was good until Thu, Nov 26, 2026.");
  expect(until(TODAY)).toBe("Its certificate is good until Fri, Nov 27, 2026.");
});

Deno.test("what is due today again stays, what is due later comes back", () => {
  const wrong = (again_on: string) =>
    loggedText(
      { result: "wrong_number", customer: "Ada", kind: "overdue", state: "open", again_on },
      TODAY,
    );
  expect(wrong(TODAY)).toBe("Logged: wrong number, Ada. It stays on the list.");
  expect(wrong("2026-11-30")).toBe("Logged: wrong number, Ada. Comes back Monday, November 30.");
});

Deno.test("what is due today is not overdue, and from tomorrow on it is", () => {
  const said = ["2026-05-10", "2026-05-11", "2026-05-12", "2026-05-13"].map((due) =>
    lateText(due, "2026-05-12")
  );
  expect(said).toEqual(["overdue 2 days", "overdue 1 day", "due today", "due Wed, May 13"]);
});
