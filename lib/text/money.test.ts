import { expect } from "expect";
import { feeText, moneyText, readAmount } from "./money.ts";

Deno.test("money has two decimals and groups of thousands", () => {
  expect([189, "189.5", "0", 12345.67, "1000000.00"].map(moneyText)).toEqual([
    "$189.00",
    "$189.50",
    "$0.00",
    "$12,345.67",
    "$1,000,000.00",
  ]);
  expect(moneyText("-5.00")).toBe("-$5.00");
});

Deno.test("sums are exact where floats are not", () => {
  expect(feeText(0.1, 0.2)).toBe("$0.30 + applicable tax");
  expect(feeText("189.00", 79)).toBe("$268.00 + applicable tax");
  expect(feeText(189)).toBe("$189.00 + applicable tax");
});

Deno.test("what is no amount of money is refused", () => {
  for (const bad of ["", "abc", "1.234", NaN, Infinity]) expect(() => moneyText(bad)).toThrow();
});

Deno.test("amounts are read as people write them", () => {
  const read = ["113.57", "$113.5", " 1,113.57 ", "0", "1000", "1,000,000.01"].map(readAmount);
  expect(read).toEqual([113.57, 113.5, 1113.57, 0, 1000, 1000000.01]);
});

Deno.test("what is no amount of money is none", () => {
  for (
    const typed of [
      "",
      "-1",
      "+1",
      "1.005",
      "1,13.57",
      "1e3",
      "0x10",
      "113,57",
      "NaN",
      "Infinity",
      "ten",
    ]
  ) {
    expect([typed, readAmount(typed)]).toEqual([typed, null]);
  }
});
