import { expect } from "expect";
import type { Draft } from "./draft.ts";
import { pay } from "./outcome.ts";
import { reportOf } from "./report.ts";

const draft = (quantity: string, unit_price: string, labour = ""): Draft => ({
  report_id: "11111111-1111-4111-8111-111111111111",
  begun_at: null,
  saved_at: null,
  photos: [],
  typed: {
    checklist: {},
    findings: "",
    advice: "",
    labour,
    serial: "",
    parts: [{ description: "Belt", quantity, unit_price, charge: "billed" }],
    signer: { method: null, name: "", role: "client", reason: "" },
  },
});

Deno.test("a part is billed at what was typed, or at nothing", () => {
  const now = new Date("2026-06-03T14:00:00Z");
  const read = ([quantity, price, labour]: string[]) => {
    const signing = { png: "", signer: draft("", "").typed.signer };
    const report = reportOf(draft(quantity, price, labour), signing, { based_on: 0, now });
    const [{ quantity: many, unit_price }] = report.parts;
    return [many, unit_price, report.labour_minutes];
  };
  expect(read(["2", "$1,250.00", "45"])).toEqual([2, 1250, 45]);
  expect(read(["0.5", "1,250", "45"])).toEqual([0.5, 1250, 45]);
  expect(read(["", "", "4.5"])).toEqual([1, 0, 4.5]);
  // What people elsewhere mean by a comma is asked, not guessed.
  expect(read(["0,5", "12,50", "1h"])).toEqual(["0,5", "12,50", "1h"]);
  expect(read(["1e2", "0x10", "-5"])).toEqual(["1e2", "0x10", "-5"]);
});

Deno.test("money at the door is what was typed, or is asked for again", async () => {
  const sent: unknown[] = [];
  const rpc = (_name: string, args: unknown) => {
    sent.push((args as { amount: number }).amount);
    return Promise.resolve({ status: "recorded" });
  };
  const typed = { invoice_id: "i", method: "card", request_id: "r" };
  for (const amount of ["213,57", "1,50", "0x10", "1e2", "", "-5", "0", "ten"]) {
    expect([amount, await pay(rpc as never, { ...typed, amount })]).toEqual([
      amount,
      "Please give an amount of money, such as 213.57.",
    ]);
  }
  expect(await pay(rpc as never, { ...typed, amount: "$1,213.57" })).toBe(null);
  expect(sent).toEqual([1213.57]);
});
