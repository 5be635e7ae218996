import fc from "fast-check";
import { expect } from "expect";
import { brandPairs, contrast } from "./brand.ts";

Deno.test("contrast is what WCAG says it is", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
});

Deno.test("whatever the company chooses, its colour can be read on the page and written on", () => {
  const hex = fc.integer({ min: 0, max: 0xffffff })
    .map((value) => "#" + value.toString(16).padStart(6, "0"));
  fc.assert(fc.property(hex, (chosen) => {
    const { light, dark } = brandPairs(chosen);
    for (const [pair, ground] of [[light, "#ffffff"], [dark, "#14171a"]] as const) {
      expect(contrast(pair.brand, ground)).toBeGreaterThanOrEqual(7);
      expect(contrast(pair.brand, pair.onBrand)).toBeGreaterThanOrEqual(7);
    }
  }));
});

Deno.test("a colour that is readable already stays as it is", () => {
  expect(brandPairs("#0b5d3b").light.brand).toBe("#0b5d3b");
  expect(brandPairs("#ffd84d").dark.brand).toBe("#ffd84d");
});
