import { expect } from "expect";
import { complaintsOf } from "./forms.ts";
import { outcome } from "./shapes.ts";

const complaints = (answer: Record<string, unknown>) => complaintsOf(outcome.parse(answer));

Deno.test("each complaint says what to do, beside the field that the database named", () => {
  expect(complaints({ status: "rejected", reason: "notes", most: 2000 }))
    .toEqual({ notes: "Please shorten this to 2,000 characters." });
  expect(complaints({ status: "rejected", reason: "preferred_times", most: 500 }))
    .toEqual({ preferred_times: "Please shorten this to 500 characters." });
  expect(complaints({ status: "rejected", reason: "phone" })?.phone).toContain("ten digits");
});

Deno.test("what cannot be corrected in a field is no complaint", () => {
  expect(complaints({ status: "rejected", reason: "too_many_attempts" })).toBeNull();
  expect(complaints({ status: "rejected", reason: "household" })).toBeNull();
  expect(complaints({ status: "booked" })).toBeNull();
});
