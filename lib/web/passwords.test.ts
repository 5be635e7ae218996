import { expect } from "expect";
import { passwordComplaint } from "./passwords.ts";

const KNOWN = ["ina.sample@example.com", "Test Mobility"];
const complaint = (password: string) => passwordComplaint(password, KNOWN);

Deno.test("ten characters are enough, nine are not", () => {
  expect(complaint("fjord lamp")).toBeNull();
  expect(complaint("fjord lam")).toContain("Too short");
  expect(complaint("🦊🌊🍋🚲🎻🧭🌲")).toContain("Too short");
});

Deno.test("what the hash would cut off is refused", () => {
  const long = "correct horse battery staple ".repeat(3);
  expect(complaint(long.slice(0, 72))).toBeNull();
  expect(complaint(long.slice(0, 73))).toContain("Too long");
  expect(complaint("é".repeat(20) + "fjord lamp kettle violet")).toBeNull();
  expect(complaint("é".repeat(26) + "fjord lamp kettle violet")).toContain("Too long");
});

Deno.test("what is tried first is refused, however it is dressed up", () => {
  for (
    const password of [
      "password12",
      "Password2026!",
      "1234567890",
      "qwertyuiop",
      "aaaaaaaaaaaa",
      "abababababab",
      "!!Welcome2026",
      "1q2w3e4r5t",
      "ｐａｓｓｗｏｒｄ123",
      "StairLift2026",
    ]
  ) expect([password, complaint(password)]).toEqual([password, expect.stringContaining("guess")]);
});

Deno.test("so is what everybody knows of somebody", () => {
  for (const password of ["sample2026!", "Mobility2026", "example.com1"]) {
    expect([password, complaint(password)]).toEqual([password, expect.stringContaining("address")]);
  }
});

Deno.test("a long one may hold a common word", () => {
  for (
    const password of ["a hockey stick in June", "welcome to my kettle", "samples of blue rain"]
  ) {
    expect([password, complaint(password)]).toEqual([password, null]);
  }
});
