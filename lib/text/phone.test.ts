import { expect } from "expect";
import { phoneHref } from "./phone.ts";

Deno.test("a number is dialled without what stands between its digits", () => {
  expect(phoneHref("+1 (905) 555-0100")).toBe("tel:+19055550100");
});
