import { expect } from "expect";
import { readPhone } from "./read_phone.ts";

Deno.test("a phone number is understood as people write it", () => {
  for (const typed of ["9055550142", "(905) 555-0142", "+1 905.555.0142", "1-905-555-0142"]) {
    expect(readPhone(typed)).toBe("905-555-0142");
  }
  expect(readPhone("905-555-0142 ext 7")).toBe("905-555-0142 ext. 7");
  expect(readPhone("+44 20 7946 0958")).toBe("+44 20 7946 0958");
});

Deno.test("what cannot be a phone number is none", () => {
  for (const typed of ["", "555", "call me", "905-555-01422222"]) {
    expect(readPhone(typed)).toBeNull();
  }
});
