/** A visit that the office records from paper: the same checklist, who was there and when, and every refusal at its field. */
import { expect } from "expect";
import { DONE_VISIT, inTheOffice, LUIS, NOT_CLOSED, TESS } from "./office_visit_world.ts";
import { DONE, DRAFT, INVOICE, REPORT, VISIT } from "./tech_world.ts";
import { ask, called, plain, post, test } from "./world.ts";

const PAGE = `/office/visits/${VISIT}`;
const FORM = `${PAGE}/report`;

/** A sheet as somebody types it. */
const SHEET = {
  action: "record",
  report_id: REPORT,
  technician: TESS,
  day: "2026-05-12",
  from: "10:35",
  until: "11:20",
  "line-1": "pass",
  "line-2": "pass",
  "line-3": "not_applicable",
  "note-3": "Has none",
  findings: "Rail greased.",
  advice: "Keep it dry.",
  part: "Belt",
  part_quantity: "2",
  part_price: "10.50",
  part_charge: "billed",
  signer: "Ethel Example",
  role: "client",
  method: "typed",
  paid: "no",
};

async function send(fields: Record<string, string>, answer: unknown = DONE, visit = NOT_CLOSED) {
  return await post(FORM, fields, await inTheOffice(visit, { record_from_paper: answer }));
}

test("the form is filled in as planned, with the technician's checklist", async () => {
  const headers = await inTheOffice(NOT_CLOSED);
  const { status, text } = await ask(FORM, { headers });
  expect(status).toBe(200);
  expect(text.match(/name="line-\d"/g)).toHaveLength(9);
  expect(text).toMatch(
    new RegExp(`<option[^>]*value="${LUIS}"[^>]*selected|selected[^>]*value="${LUIS}"`),
  );
  expect(text).toMatch(/type="date"[^>]*|value="2026-05-12"/);
  for (const value of ["2026-05-12", "10:30", "11:30"]) expect(text).toContain(`value="${value}"`);
  expect(text).toContain('name="serial"');
  expect(text).not.toContain('value="drawn"');
  expect(plain(text)).not.toContain("had begun on the phone");
});

test("what the technician had typed on the phone is filled in", async () => {
  const typed = { findings: "Battery weak", checklist: { 1: { result: "fail", note: "Bent" } } };
  const headers = await inTheOffice(NOT_CLOSED, { visit_draft: { ...DRAFT, typed } });
  const { text } = await ask(FORM, { headers });
  expect(plain(text)).toContain("had begun on the phone");
  expect(text).toContain("Battery weak");
  expect(text).toContain("Bent");
});

test("a sheet is recorded as it was typed, in the company's time", async () => {
  const { status, headers } = await send(SHEET);
  expect([status, headers.get("Location")]).toEqual([303, `${PAGE}?did=record`]);
  expect(called("record_from_paper")).toEqual([{
    visit_id: VISIT,
    technician_id: TESS,
    report: {
      version: 1,
      report_id: REPORT,
      started_at: "2026-05-12T14:35:00.000Z",
      finished_at: "2026-05-12T15:20:00.000Z",
      checklist: [
        { position: 1, result: "pass" },
        { position: 2, result: "pass" },
        { position: 3, result: "not_applicable", note: "Has none" },
      ],
      findings: "Rail greased.",
      advice_to_client: "Keep it dry.",
      parts: [{ description: "Belt", quantity: 2, unit_price: 10.5, charge: "billed" }],
      signature: { name: "Ethel Example", role: "client", method: "typed" },
    },
  }]);
});

test("a button that fills in keeps the keyboard where it was pressed", async () => {
  const headers = await inTheOffice(NOT_CLOSED);
  const focused = async (fields: Record<string, string>) =>
    (await post(FORM, { ...SHEET, ...fields }, headers)).text.split("<main")[1]
      .match(/<[^>]* autofocus[^>]*>[^<]*/g);
  const passed = (await focused({ action: "", all_pass: "2" }))!;
  expect(passed).toHaveLength(1);
  expect(passed[0]).toMatch(/^<summary/);
  const { text } = await post(FORM, { ...SHEET, action: "", all_pass: "2" }, headers);
  expect(text).toMatch(/id="section-2"[^>]*><summary[^>]* autofocus/);
  const more = (await focused({ action: "save" }))!;
  expect(more).toHaveLength(1);
  expect(more[0]).toMatch(/id="part-2-name"/);
  expect(await focused({ action: "check" })).toBeNull();
});

test("minutes of work are sent where the sheet names them, and whoever could not sign had a reason", async () => {
  await send({ ...SHEET, labour: "40", method: "unable", why: "Asleep" });
  const [{ report }] = called("record_from_paper");
  expect(report.labour_minutes).toBe(40);
  expect(report.signature).toEqual({ role: "unable", reason: "Asleep" });
});

test("money that was taken is recorded next, on the invoice", async () => {
  const paid = await send({ ...SHEET, paid: "yes" });
  expect(paid.headers.get("Location")).toBe(`/office/invoices/${INVOICE}#pay`);
  const waits = await send({ ...SHEET, paid: "yes" }, { ...DONE, invoice: undefined });
  expect(waits.headers.get("Location")).toBe(`${PAGE}?did=record`);
});

test("all pass fills only what has no answer, and nothing is recorded", async () => {
  const { action: _, ...fields } = SHEET;
  const { status, text } = await send({ ...fields, "line-1": "fail", "line-2": "", all_pass: "1" });
  expect(status).toBe(200);
  expect(called("record_from_paper")).toEqual([]);
  expect(text).toMatch(/name="line-1"[^>]*value="fail"[^>]*checked/);
  expect(text).toMatch(/name="line-2"[^>]*value="pass"[^>]*checked/);
  expect(text).toContain("Rail greased.");
  expect(text).toContain(`value="${REPORT}"`);
  expect(text).toContain('value="10:35"');
});

test("what is no day, no time and nobody never reaches the database", async () => {
  for (
    const [fields, said] of [
      [{ technician: "" }, "Please say who was there."],
      [{ day: "yesterday" }, "Please give the day"],
      [{ from: "noon" }, "Please give the time"],
      [{ until: "25:00" }, "Please give the time"],
    ] as const
  ) {
    const { status, text } = await send({ ...SHEET, ...fields });
    expect([said, status]).toEqual([said, 422]);
    expect(plain(text)).toContain(said);
    expect(text).toContain("Keep it dry.");
  }
  expect(called("record_from_paper")).toEqual([]);
});

test("every refusal is told at its field, and what was typed stays", async () => {
  const refusals: [answer: unknown, field: string, said: string][] = [
    [{ status: "refused", reason: "overlap" }, "technician", "another job at that time"],
    [{ status: "refused", reason: "visits" }, "technician", "Another unit of this stop"],
    [{ status: "refused", reason: "technician" }, "technician", "has left the company"],
    [{ status: "refused", reason: "too_early" }, "page", "still to come"],
    [{ status: "rejected", reason: "range", field: "started_at" }, "from", "begun then"],
    [{ status: "rejected", reason: "order", field: "finished_at" }, "until", "ended then"],
    [{ status: "incomplete", missing: [3, "signature"] }, "signature", "signature is missing"],
    [
      { status: "rejected", reason: "taken", field: "unit.serial_number" },
      "serial",
      "serial number",
    ],
    [
      { status: "rejected", reason: "type", field: "parts[0].quantity" },
      "parts",
      "check the parts",
    ],
    [
      { status: "rejected", reason: "missing", field: "checklist[2].note" },
      "checklist",
      "needs a note",
    ],
    [{ status: "rejected", reason: "unknown", field: "else" }, "page", "cannot be taken"],
  ];
  for (const [answer, field, said] of refusals) {
    const { status, text } = await send(SHEET, answer);
    expect([said, status]).toEqual([said, 422]);
    expect(plain(text)).toContain(said);
    expect(text).toContain(`href="#${field}"`);
    expect(text).toContain(`id="${field}"`);
    expect(text).toContain('value="Ethel Example"');
  }
});

test("lines without an answer are named with the way there", async () => {
  const { "line-2": _, ...fields } = SHEET;
  const { text } = await send(fields, { status: "incomplete", missing: [2] });
  expect(plain(text)).toContain("Line 2, Rail anchored: pass, fail or n.a.");
  expect(text).toContain('href="#line-2"');
});

test("a visit that has its outcome leads to its page, and a sheet that met it is kept there", async () => {
  const headers = await inTheOffice(DONE_VISIT);
  expect((await ask(FORM, { headers })).headers.get("Location")).toBe(PAGE);
  const kept = await send(SHEET, { status: "conflict", reason: "done", kept_report_id: REPORT });
  expect(kept.headers.get("Location")).toBe(`${PAGE}?did=keep`);
});
