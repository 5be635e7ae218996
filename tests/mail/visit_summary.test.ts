/** What a client reads after a visit. */
import { expect } from "expect";
import { papersOf } from "@/lib/mail/papers.ts";
import { samples } from "@/lib/mail/samples.ts";
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

Deno.test("the inspection record goes along as a paper", async () => {
  const certificate = {
    ...unit.certificate as object,
    service_on: "2026-06-16",
    expires_on: "2027-06-16",
    issued_at: "2026-06-16T14:00:00Z",
    company: {
      name: "Example Mobility",
      postal_address: "1 Main Street, Brampton, ON  L6Y 0A1",
      phone: "905-555-0100",
      email: "service@example.com",
      public_url: "https://book.example.com",
      time_zone: "America/Toronto",
    },
    unit: {
      kind: "Stair lift",
      product: null,
      serial_number: "SL-4711",
      order_line: null,
      site_type: "private",
      address_lines: ["1 Elm Street"],
    },
    technician: null,
    visit: { work_order: 7, started_at: null, finished_at: null },
    repair: null,
    lines: [],
    signature: { name: "Ada", role: "client", method: "typed", reason: null },
    signature_png: null,
  };
  const [paper, ...others] = await papersOf({ units: [{ ...unit, certificate }], invoice: null });
  expect(others).toEqual([]);
  expect(paper).toMatchObject({
    filename: "MIR-2026-00412.pdf",
    contentType: "application/pdf",
    encoding: "base64",
  });
  expect(atob(paper.content).slice(0, 5)).toBe("%PDF-");
});
