import { expect } from "expect";
import { moneyText } from "@/lib/text/money.ts";
import { totalOf } from "@/lib/text/price.ts";
import type { Deed, Kept } from "./kept.ts";
import { chargedOf } from "./to_pay.ts";

const LIFT = { visit: "lift", fee: "189.00", tax: "24.57", tax_name: "HST 13 %" };
const WALKER = { visit: "walker", fee: "49.00", tax: "6.37", tax_name: "HST 13 %" };

Deno.test("a unit that came to nothing on this phone is not asked for at the door", () => {
  const toPay = (...ends: [did: Deed, group: string][]) => {
    const news = ends.map(([did, group]) => ({ did, group }) as Kept);
    return moneyText(totalOf(chargedOf([LIFT, WALKER], news)));
  };
  expect(toPay()).toBe("$268.94");
  expect(toPay(["failed", "lift"])).toBe("$55.37");
  expect(toPay(["failed", "lift"], ["finished", "walker"])).toBe("$55.37");
  expect(toPay(["failed", "lift"], ["failed", "walker"])).toBe("$0.00");
  // Of another household.
  expect(toPay(["failed", "chair"])).toBe("$268.94");
});
