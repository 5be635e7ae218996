/** What a client reads after a visit. */
import { expect } from "expect";
import { samples } from "./samples.ts";
import { render } from "./rendered.ts";

const [unit] = samples.visit_summary.units as Record<string, unknown>[];

function summary(change: Record<string, unknown>, facts: Record<string, unknown> = {}) {
  return render("visit_summary", { units: [{ ...unit, ...change }], ...facts });
}

Deno.test("after a visit its client reads what was done, what comes next and what there is to pay", () => {
  const { subject, text } = render("visit_summary");
  expect(subject).toBe("Your stair lift is in good order");
  for (
    const part of [
      "Luis was with you on Tuesday, June 16, 2026 and looked after your stair lift.",
      "All 16 lines of the check are in order.",
      "Our advice to you: “Please leave the chair on its charging point overnight.”",
      "2 × Battery 12 V",
      "by Wednesday, December 16, 2026",
      "MIR-2026-00412",
      "https://book.example.com/verify/0123456789ABCDEF",
      "M-000123",
      "$213.57",
      "Please put the number M-000123 on your cheque or e-transfer",
    ]
  ) expect(text.replace(/\s+/g, " ")).toContain(part);
});

Deno.test("who has paid reads that there is nothing more to pay", () => {
  const { text } = summary({}, { invoice: { number: "M-000123", total: 213.57, balance: 0 } });
  expect(text).toContain("There is nothing more to pay.");
  expect(text).not.toContain("cheque");
});

Deno.test("what failed and is safe is to be repaired, and used meanwhile", () => {
  const { subject, text } = summary({
    failed: [{ label: "Rail clean", note: "Worn", safety_critical: false }],
  });
  expect(subject).toBe("Your stair lift was looked after");
  expect(text.replace(/\s+/g, " ")).toContain(
    "Something needs a repair: Rail clean (Worn). You can go on using it.",
  );
});

Deno.test("who has a unit that is not safe reads so before anything else", () => {
  const { subject, text } = summary({
    failed: [{ label: "Safety belt", note: null, safety_critical: true }],
    certificate: null,
  });
  expect(subject).toBe("Please do not use your stair lift for now");
  expect(text.replace(/\s+/g, " ")).toContain(
    "We found something that is not safe: Safety belt. Please do not use it until it is repaired.",
  );
  expect(text).not.toContain("/verify/");
});

Deno.test("of two units each has its own part, also the one that was not done", () => {
  const { subject, text } = render("visit_summary", {
    units: [unit, {
      ...unit,
      kind: "Scooter",
      product_name: null,
      state: "not_completed",
      failed: [],
    }],
    invoice: null,
  });
  expect(subject).toBe("Your stair lift is in good order");
  expect(text).toContain("SCOOTER");
  expect(text).toContain("We could not look after it this time.");
  expect(text).not.toContain("What it costs");
});
