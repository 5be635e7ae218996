import { expect } from "expect";
import { costNote, costText, lineText, taxesOf, totalOf, withTaxText } from "./price.ts";

const lift = { fee: 229, tax: 29.77, tax_name: "HST 13 %" };
const chair = { fee: "119.00", tax: "15.47", tax_name: "HST 13 %" };
const device = { fee: 99.5, tax: 0, tax_name: "Zero-rated" };
const free = {
  fee: 0,
  tax: 0,
  tax_name: "HST 13 %",
  no_charge_reason: "included in your warranty",
};

Deno.test("beside a price stand its tax by name and the sum, exact to the cent", () => {
  expect(costText([lift, chair])).toBe("$348.00 + applicable tax");
  expect(costNote([lift, chair])).toBe("HST 13 %: $393.24 in all");
  expect([totalOf([lift, chair]), withTaxText([lift, chair])]).toEqual([
    "393.24",
    "$393.24 with tax",
  ]);
  expect(taxesOf([lift, chair, device])).toEqual([{ name: "HST 13 %", tax: "45.24" }]);
});

Deno.test("what bears no tax says so", () => {
  expect(costNote([device])).toBe("no tax: $99.50 in all");
  expect(withTaxText([device])).toBe("$99.50");
  expect(costNote([lift, { ...device, tax: 4.98, tax_name: "GST 5 %" }]))
    .toBe("HST 13 % and GST 5 %: $363.25 in all");
});

Deno.test("a visit that costs nothing says why, and never zero dollars plus tax", () => {
  expect([costText([free]), costNote([free]), lineText(free), withTaxText([free])])
    .toEqual([
      "nothing",
      "included in your warranty",
      "nothing (included in your warranty)",
      "nothing",
    ]);
  expect(costNote([{ ...free, no_charge_reason: null }])).toBeNull();
  expect(costText([free, lift])).toBe("$229.00 + applicable tax");
  expect(costNote([free, lift])).toBe("HST 13 %: $258.77 in all");
});
