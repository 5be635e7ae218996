import { expect } from "expect";
import { rateLimit } from "./limits.ts";

const at = (seconds: number) => new Date(seconds * 1000);

Deno.test("an address gets its burst, then waits for the refill; others are not held up", () => {
  const allows = rateLimit({ burst: 3, perSecond: 0.5 });
  expect([1, 2, 3, 4].map(() => allows("a", at(0)))).toEqual([true, true, true, false]);
  expect(allows("b", at(0))).toBe(true);
  expect(allows("a", at(1.9))).toBe(false);
  expect(allows("a", at(2))).toBe(true);
  expect(allows("a", at(2))).toBe(false);
});

Deno.test("rest never saves up more than the burst, and a clock set back takes nothing away", () => {
  const allows = rateLimit({ burst: 2, perSecond: 1 });
  allows("a", at(0));
  expect([1, 2, 3].map(() => allows("a", at(1000)))).toEqual([true, true, false]);
  expect(allows("a", at(0))).toBe(false);
});

Deno.test("memory is bounded: an address that was not seen for long is forgotten", () => {
  const allows = rateLimit({ burst: 1, perSecond: 0 });
  expect(allows("first", at(0))).toBe(true);
  expect(allows("first", at(0))).toBe(false);
  for (let i = 0; i < 10_000; i++) allows(`other ${i}`, at(0));
  expect(allows("first", at(0))).toBe(true);
});

Deno.test("addresses of one network of IPv6 share an allowance, others do not", () => {
  const allows = rateLimit({ burst: 2, perSecond: 0 });
  expect(["2001:db8::1", "2001:db8::2", "2001:db8::3"].map((each) => allows(each, at(0))))
    .toEqual([true, true, false]);
  expect(allows("2001:db8:0:1::1", at(0))).toBe(true);
});
