import { expect } from "expect";
import { feeText, moneyText } from "./money.ts";

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
