import { expect } from "expect";
import { phoneHref } from "./phone.ts";

Deno.test("a phone number becomes a link that dials it from anywhere", () => {
  expect(phoneHref("+1 (905) 555-0100")).toBe("tel:+19055550100");
  for (const phone of ["905-555-0100", "(905) 555-0100", "905.555.0100", "9055550100"]) {
    expect(phoneHref(phone)).toBe("tel:+19055550100");
    expect(phoneHref(`${phone} `)).toBe("tel:+19055550100");
  }
});

Deno.test("an extension is dialled as one, and never as more digits of the number", () => {
  for (const phone of ["1-905-555-0100 ext. 2", "(905) 555-0100 poste 2", "905.555.0100 x2"]) {
    expect(phoneHref(phone)).toBe("tel:+19055550100;ext=2");
  }
});

Deno.test("what cannot be read is dialled as it stands", () => {
  expect(phoneHref("*1234 or 0")).toBe("tel:12340");
});
