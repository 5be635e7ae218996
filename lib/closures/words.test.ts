import { expect } from "expect";
import type { ClosureRow } from "./closures.ts";
import { progressOf, progressText } from "./words.ts";

const row = (customer_id: string, more: Partial<ClosureRow>) =>
  ({
    task_id: customer_id,
    customer_id,
    told: "call",
    now: "waits",
    result: null,
    ...more,
  }) as ClosureRow;

Deno.test("who has a time again needs no call, nor who was called", () => {
  const rows = [
    row("a", {}),
    row("b", { now: "placed" }),
    row("c", { now: "ended" }),
    row("d", { result: "no_answer" }),
    row("e", { told: "mail", mail: "sent" }),
  ];
  expect(progressOf(rows)).toEqual({ mails: 1, sent: 1, calls: 4, called: 3, letters: 0 });
  expect(progressText(progressOf(rows))).toBe("1 of 1 mail sent, 3 of 4 calls made");
});

Deno.test("a client with two stops is called until neither waits", () => {
  const rows = [row("a", { now: "placed" }), row("a", {})];
  expect(progressOf(rows)).toMatchObject({ calls: 1, called: 0 });
});
