import { expect } from "expect";
import { callForm, complaintsOf, detailsForm } from "./forms.ts";

const phoneOf = (phone: string) => detailsForm.safeParse({ phone, notes: "" }).data?.phone;

Deno.test("a phone number is understood as people write it", () => {
  for (const typed of ["9055550142", "(905) 555-0142", "+1 905.555.0142", "1-905-555-0142"]) {
    expect(phoneOf(typed)).toBe("905-555-0142");
  }
  expect(phoneOf("905-555-0142 ext 7")).toBe("905-555-0142 ext. 7");
  expect(phoneOf("+44 20 7946 0958")).toBe("+44 20 7946 0958");
});

Deno.test("before a visit no number is needed, for being called one is", () => {
  expect(phoneOf("")).toBe("");
  expect(callForm.safeParse({ phone: "", preferredTimes: "", note: "" }).success).toBe(false);
});

Deno.test("each complaint says what to do", () => {
  const { error } = detailsForm.safeParse({ phone: "555", notes: "x".repeat(1001) });
  expect(complaintsOf(error!)).toEqual({
    phone: "Please check the phone number. It needs ten digits, like 905-555-0142.",
    notes: "Please shorten this to 1,000 characters.",
  });
});
