/** What a visit at the door came to: it is finished and paid, or comes to nothing. */
import { expect } from "expect";
import { INVOICE, onTheRoad, OUTCOME, REPORT, SHEET, STOP, UNIT, VISIT } from "./tech_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const AT = `/tech/visits/${VISIT}`;

test("a finished visit tells certificate, next due and what is to be paid", async () => {
  const headers = await onTheRoad();
  const unit = { ...UNIT, state: "done" };
  api.answer({
    visit_sheet: () => ({ ...SHEET, unit, stop: { ...STOP, state: "completed", units: [unit] } }),
  });
  const { text } = await ask(`${AT}?now`, { headers });
  expect(plain(text)).not.toContain("Out of service");
  expect(plain(text)).not.toContain("Paid so far");
  for (
    const words of [
      "Visit finished",
      "MIR-2026-00001",
      "Wednesday, June 9, 2027",
      "Invoice M-000123",
      "$213.57",
      "Cash is rounded to 5 cents: take $213.55.",
      "Next job: Ethel Example",
    ]
  ) expect(plain(text)).toContain(words);
  for (const step of ["checklist", "finish", "could-not"]) {
    expect((await ask(`${AT}/${step}`, { headers })).headers.get("Location")).toBe(AT);
  }
  const request_id = text.match(/name="request_id" value="([^"]*)"/)![1];
  const fields = { invoice_id: INVOICE, request_id, method: "cash", amount: "$213.55" };
  const paid = await post(AT, fields, headers);
  expect(paid.headers.get("Location")).toBe(`${AT}?now`);
  expect(called("record_payment"))
    .toEqual([{ invoice_id: INVOICE, request_id, method: "cash", amount: 213.55 }]);
  api.answer({
    visit_outcome: () => ({ ...OUTCOME, invoice: { ...OUTCOME.invoice as object, balance: 0 } }),
  });
  expect(plain((await ask(AT, { headers })).text)).toContain("Paid: $213.57");
});

test("money taken without a signal names no invoice: it is that of the visit, once there is one", async () => {
  const headers = await onTheRoad();
  const job = await ask(AT, { headers });
  expect(job.text).toMatch(/<section[^>]*data-pays="true" hidden>/);
  expect(job.text).toContain(`name="request_id" value="${VISIT}"`);
  const fields = { request_id: VISIT, method: "cash", amount: "213.57" };
  const paid = await post(AT, fields, headers);
  expect(paid.headers.get("Location")).toBe(`${AT}?now`);
  expect(called("record_payment"))
    .toEqual([{ ...fields, amount: 213.57, invoice_id: INVOICE }]);
  api.answer({ visit_outcome: () => ({ ...OUTCOME, invoice: null }) });
  for (const state of ["scheduled", "done"]) {
    const unit = { ...UNIT, state };
    api.answer({ visit_sheet: () => ({ ...SHEET, unit, stop: { ...STOP, units: [unit] } }) });
    const early = await post(AT, fields, headers);
    expect([early.status, plain(early.text)])
      .toEqual([422, expect.stringContaining("this visit has no invoice yet")]);
  }
  expect(called("record_payment").length).toBe(1);
});

test("a payment that cannot be taken is told at its field, with what was typed", async () => {
  const headers = await onTheRoad();
  const unit = { ...UNIT, state: "done" };
  api.answer({ visit_sheet: () => ({ ...SHEET, unit, stop: { ...STOP, units: [unit] } }) });
  const fields = { invoice_id: INVOICE, request_id: REPORT, method: "cash" };
  for (const amount of ["", "-5", "0", "a lot"]) {
    const { status, text } = await post(AT, { ...fields, amount }, headers);
    expect([amount, status]).toEqual([amount, 422]);
    expect(plain(text)).toContain("Please give an amount of money");
    expect(text).toContain(`value="${REPORT}"`);
  }
  expect((await post(AT, { ...fields, method: "gold", amount: "5" }, headers)).status).toBe(422);
  expect(called("record_payment")).toEqual([]);
  api.answer({ record_payment: () => ({ status: "refused", reason: "balance", balance: 213.57 }) });
  const { status, text } = await post(AT, { ...fields, amount: "900" }, headers);
  expect(status).toBe(422);
  expect(plain(text)).toContain("more than is open");
  expect(text).toContain('value="900"');
});

test("each reason says who is told, and one is recorded with its outcome", async () => {
  const headers = await onTheRoad();
  const { text } = await ask(`${AT}/could-not`, { headers });
  expect(text.match(/name="reason"/g)).toHaveLength(10);
  expect(plain(text)).toContain("Before you leave: call, and wait 10 minutes.");
  const report_id = text.match(/name="report_id" value="([^"]*)"/)![1];
  expect(text).toContain('name="based_on" value="3"');
  for (const [reason, outcome] of [["nobody_home", "no_show"], ["weather", "not_completed"]]) {
    const typed = { reason, note: "Ice", report_id, based_on: "3" };
    const sent = await post(`${AT}/could-not`, typed, headers);
    expect(sent.headers.get("Location")).toBe(`${AT}?now`);
    expect(called("fail_visit").at(-1))
      .toEqual({ visit_id: VISIT, outcome, reason, note: "Ice", report_id, based_on: 3 });
  }
});

test("without a reason nothing is recorded, and the note stays", async () => {
  const headers = await onTheRoad();
  const { status, text } = await post(
    `${AT}/could-not`,
    { note: "Ice", report_id: REPORT },
    headers,
  );
  expect(status).toBe(422);
  expect(text).toContain("Ice");
  expect(text).toContain(REPORT);
  expect(called("fail_visit")).toEqual([]);
});

test("whoever was paid in cash reads what was handed over beside what it paid", async () => {
  const headers = await onTheRoad();
  const unit = { ...UNIT, state: "done" };
  const words = async (rounding: number) => {
    api.answer({
      visit_sheet: () => ({ ...SHEET, unit, stop: { ...STOP, state: "completed", units: [unit] } }),
      visit_outcome: () => ({
        ...OUTCOME,
        invoice: { ...OUTCOME.invoice as object, balance: 0, in_cash: 0, rounding },
      }),
    });
    return plain((await ask(`${AT}?now`, { headers })).text);
  };
  expect(await words(-0.02)).toContain("Paid: $213.57, rounded in cash to $213.55");
  expect(await words(0)).not.toContain("rounded");
});

test("of a finished visit it is said that the unit is out of service, and what was paid of it", async () => {
  const headers = await onTheRoad();
  const unit = { ...UNIT, state: "done", condition: "out_of_service" };
  api.answer({
    visit_sheet: () => ({ ...SHEET, unit, stop: { ...STOP, state: "completed", units: [unit] } }),
    visit_outcome: () => ({
      ...OUTCOME,
      certificate: null,
      repair_ordered: true,
      invoice: { ...OUTCOME.invoice as object, balance: 113.57 },
    }),
  });
  const words = plain((await ask(`${AT}?now`, { headers })).text);
  expect(words).toContain("UnitOut of service");
  expect(words).toContain("Paid so far$100.00");
  expect(words).toContain("To be paid$113.57");
});
