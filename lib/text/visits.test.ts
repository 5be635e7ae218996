import { expect } from "expect";
import { certificateText, partText, repairStateText, repairText } from "./visits.ts";

Deno.test("a repair is told by its number, its price, and how far it is", () => {
  const quoted = { number: 71, state: "quoted", quoted: 284.5, repaired_on: null };
  expect(repairText(quoted)).toBe(
    "R-000071, $284.50 + applicable tax: quoted, not answered yet",
  );
  expect(repairText({ ...quoted, number: 1234567 })).toMatch(/^R-1234567, /);
  expect(repairStateText({ state: "done", repaired_on: "2026-06-04" })).toBe(
    "done on Thu, Jun 4, 2026",
  );
});

Deno.test("a certificate says what it is worth, and until when", () => {
  expect(certificateText({ state: "expired", expires_on: "2026-06-04" })).toBe(
    "expired on Thu, Jun 4, 2026",
  );
});

Deno.test("a part is counted where there are several, and has its serial number", () => {
  expect(partText({ description: "Belt", quantity: "2.00", serial_number: "7" })).toBe(
    "2 × Belt, serial 7",
  );
  expect(partText({ description: "Belt", quantity: 1 })).toBe("Belt");
});
