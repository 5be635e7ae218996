/** A visit at the door: its checklist, and how it is finished. */
import { expect } from "expect";
import {
  DRAFT,
  onTheRoad,
  OTHER,
  OUTCOME,
  PASSED,
  REPORT,
  SHEET,
  STOP,
  UNIT,
  VISIT,
  WALKER,
} from "./tech_world.ts";
import { api, ask, called, plain, post, SITE, test } from "./world.ts";

const AT = `/tech/visits/${VISIT}`;

/** A finish page's fields as somebody who types a name leaves them. */
const SIGNED = {
  action: "finish",
  based_on: "3",
  findings: "Rail greased.",
  advice: "Keep it charged.",
  signer: "Ethel Example",
  role: "client",
  method: "typed",
};

test("every line is a switch of three, safety lines say what a failure means", async () => {
  const headers = await onTheRoad();
  const { text } = await ask(`${AT}/checklist`, { headers });
  expect(text.match(/<fieldset/g)).toHaveLength(3);
  expect(text.match(/type="radio"/g)).toHaveLength(9);
  expect(text.match(/the unit goes out of service\./g)).toHaveLength(2);
  expect(plain(text)).toContain("0 of 3 answered");
  expect(plain(text)).toContain("Saved 10:45 a.m.");
  expect(text).toContain('href="#line-1"');
});

test("all pass fills only what has no answer, and keeps everything else of the form", async () => {
  const headers = await onTheRoad();
  const fields = { "line-1": "fail", "note-1": " Scratched ", "line-3": "fail", all_pass: "1" };
  const sent = await post(`${AT}/checklist`, fields, headers);
  expect(sent.status).toBe(303);
  expect(called("save_visit_draft").at(-1)).toEqual({
    visit_id: VISIT,
    typed: {
      checklist: {
        1: { result: "fail", note: "Scratched" },
        2: { result: "pass" },
        3: { result: "fail", note: null },
      },
    },
  });
  const { text } = await ask(`${AT}/checklist`, { headers });
  expect(text.match(/checked/g)).toHaveLength(3);
  expect(text).toContain("Scratched");
  expect(plain(text)).toContain("1 failed");
});

test("saving leads to the first line without an answer, next leads on", async () => {
  const headers = await onTheRoad();
  const saved = await post(`${AT}/checklist`, { "line-1": "pass", action: "save" }, headers);
  expect(saved.headers.get("Location")).toBe(`${AT}/checklist?now#line-2`);
  const next = await post(`${AT}/checklist`, { action: "next" }, headers);
  expect(next.headers.get("Location")).toBe(`${AT}/finish?now`);
});

test("what is no answer is none", async () => {
  const headers = await onTheRoad();
  await post(`${AT}/checklist`, { "line-1": "perhaps", "line-99": "pass", all_pass: "9" }, headers);
  expect(called("save_visit_draft")).toEqual([{ visit_id: VISIT, typed: { checklist: {} } }]);
});

test("the finish page names each line without an answer, with the way there", async () => {
  const headers = await onTheRoad();
  const { text } = await ask(`${AT}/finish`, { headers });
  expect(plain(text)).toContain("3 things are still to do");
  expect(text).toContain(`href="${AT}/checklist#line-2"`);
});

test("finishing sends the whole report, and leads to what it came to", async () => {
  const headers = await onTheRoad(PASSED);
  const sent = await post(`${AT}/finish`, SIGNED, headers);
  expect([sent.status, sent.headers.get("Location")]).toEqual([303, `${AT}?now`]);
  const [{ visit_id, report }] = called("complete_visit");
  expect(visit_id).toBe(VISIT);
  const { recorded_at, sent_at, finished_at, labour_minutes, ...rest } = report;
  // By the clock of the database, whatever the one here says: they never differ within a report.
  expect([sent_at, finished_at, recorded_at].map((at) => new Date(at)))
    .toEqual(Array(3).fill(new Date(DRAFT.saved_at!)));
  expect(labour_minutes).toBe(5);
  expect(rest).toEqual({
    version: 1,
    report_id: REPORT,
    based_on: 3,
    started_at: new Date(DRAFT.begun_at!).toISOString(),
    checklist: [1, 2, 3].map((position) => ({ position, result: "pass" })),
    findings: "Rail greased.",
    advice_to_client: "Keep it charged.",
    parts: [],
    signature: { name: "Ethel Example", role: "client", method: "typed" },
  });
});

test("parts, minutes and a serial number go with the report as numbers and words", async () => {
  const headers = await onTheRoad(PASSED);
  const form = new FormData();
  const fields = { ...SIGNED, labour: "48", serial: "SN-1", part_quantity: "2" };
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("part", "Battery");
  form.append("part_price", "$95.50");
  form.append("part_charge", "billed");
  for (const name of ["part", "part_quantity", "part_price"]) form.append(name, "");
  await ask(`${AT}/finish`, { method: "POST", body: form, headers: { ...headers, Origin: SITE } });
  const [{ report }] = called("complete_visit");
  expect(report.labour_minutes).toBe(48);
  expect(report.unit).toEqual({ serial_number: "SN-1" });
  expect(report.parts)
    .toEqual([{ description: "Battery", quantity: 2, unit_price: 95.5, charge: "billed" }]);
});

const SIGNATURES: [string, Record<string, string>, unknown][] = [
  ["drawn", { method: "drawn", png: "iVBORw0KGgo=" }, {
    name: "Ethel Example",
    role: "client",
    method: "drawn",
    png_base64: "iVBORw0KGgo=",
  }],
  ["not drawn", { method: "drawn", png: "" }, undefined],
  ["unable", { method: "unable", why: "Tremor" }, { role: "unable", reason: "Tremor" }],
  ["nobody chosen", { method: "" }, undefined],
];
for (const [name, fields, signature] of SIGNATURES) {
  test(`a signature that is ${name} goes as such`, async () => {
    const headers = await onTheRoad(PASSED);
    await post(`${AT}/finish`, { ...SIGNED, ...fields }, headers);
    expect(called("complete_visit")[0].report.signature).toEqual(signature);
  });
}

test("a missing signature is told at its field, and nothing that was typed or drawn is lost", async () => {
  const headers = await onTheRoad(PASSED);
  api.answer({ complete_visit: () => ({ status: "incomplete", missing: ["signature"] }) });
  const fields = { ...SIGNED, method: "drawn", png: "iVBORw0KGgo=" };
  const { status, text } = await post(`${AT}/finish`, fields, headers);
  expect(status).toBe(422);
  expect(text).toContain("<title>Error: Almost there</title>");
  expect(text).toMatch(/<h1 tabindex="-1" autofocus>/);
  expect(text).toMatch(/role="alert".*href="#signature"/s);
  expect(text).toMatch(/class="complaint" id="signature-complaint"/);
  for (const kept of ["Rail greased.", "Keep it charged.", "Ethel Example", "iVBORw0KGgo="]) {
    expect(text).toContain(kept);
  }
});

test("a part that cannot be taken opens the parts, a visit of another day says so", async () => {
  const headers = await onTheRoad(PASSED);
  const rejected = { status: "rejected", reason: "type", field: "parts[0].quantity" };
  api.answer({ complete_visit: () => rejected });
  const { text } = await post(`${AT}/finish`, { ...SIGNED, part: "Belt" }, headers);
  expect(text).toMatch(/<details class="fold" id="parts" open/);
  expect(plain(text)).toContain("Please check the parts");
  api.answer({ complete_visit: () => ({ status: "refused", reason: "too_early" }) });
  expect(plain((await post(`${AT}/finish`, SIGNED, headers)).text)).toContain("still to come");
});

test("a report that met a changed visit says that it is kept, and needs no visit to say it", async () => {
  const headers = await onTheRoad(PASSED);
  api.answer({
    complete_visit: () => ({ status: "conflict", reason: "cancelled", kept_report_id: REPORT }),
    visit_sheet: () => ({ status: "cancelled" }),
  });
  const sent = await post(`${AT}/finish`, SIGNED, headers);
  expect(sent.headers.get("Location")).toBe("/tech?changed=cancelled");
  expect(called("complete_visit")[0].report.checklist).toHaveLength(3);
  const { text } = await ask("/tech?changed=cancelled", { headers });
  expect(plain(text)).toContain("It was cancelled meanwhile.");
  expect(plain(text)).toContain("What you recorded is kept");
});

const CANCELLED = { status: "conflict", reason: "cancelled", kept_report_id: REPORT };
const NOT_THEIRS = () => {
  throw { code: "42501", message: "no" };
};

test("answers to a checklist that was given up meanwhile reach the office as well", async () => {
  const headers = await onTheRoad();
  api.answer({ complete_visit: () => CANCELLED, visit_sheet: () => ({ status: "cancelled" }) });
  const typed = { "line-1": "pass", "line-2": "fail", "note-2": "Loose", action: "next" };
  const sent = await post(`${AT}/checklist`, typed, headers);
  expect(sent.headers.get("Location")).toBe("/tech?changed=cancelled");
  const [{ report }] = called("complete_visit");
  expect(report.report_id).toBe(REPORT);
  expect(report.checklist).toEqual([
    { position: 1, result: "pass" },
    { position: 2, result: "fail", note: "Loose" },
  ]);
});

test("they do so when nothing of it had been kept before, and nothing goes of a form without answers", async () => {
  const headers = await onTheRoad({ ...DRAFT, report_id: null, begun_at: null, saved_at: null });
  api.answer({
    complete_visit: () => CANCELLED,
    visit_sheet: () => ({ status: "cancelled" }),
    // Of a visit that is over none is begun.
    save_visit_draft: () => ({ ...DRAFT, report_id: null, begun_at: null, saved_at: null }),
  });
  expect((await post(`${AT}/checklist`, { action: "next" }, headers)).status).toBe(410);
  expect(called("complete_visit")).toEqual([]);
  const sent = await post(`${AT}/checklist`, { "line-1": "pass", action: "next" }, headers);
  expect(sent.headers.get("Location")).toBe("/tech?changed=cancelled");
  const [{ report }] = called("complete_visit");
  expect(report.checklist).toEqual([{ position: 1, result: "pass" }]);
  expect(report.report_id).toMatch(/^[0-9a-f-]{36}$/);
});

for (const step of ["checklist", "finish"]) {
  test(`what was typed on ${step} of a visit that somebody else has by now reaches the office`, async () => {
    const headers = await onTheRoad(PASSED);
    api.answer({
      complete_visit: () => ({ ...CANCELLED, reason: "reassigned" }),
      visit_sheet: NOT_THEIRS,
    });
    const sent = await post(`${AT}/${step}`, { ...SIGNED, "line-1": "fail" }, headers);
    expect(sent.headers.get("Location")).toBe("/tech?changed=reassigned");
    expect(called("complete_visit")[0].report.checklist).toHaveLength(3);
  });
}

test("a drawing that is none is said to be none, and is not sent a second time", async () => {
  const headers = await onTheRoad(PASSED);
  const rejected = { status: "rejected", reason: "picture", field: "signature.png_base64" };
  api.answer({ complete_visit: () => rejected });
  const fields = { ...SIGNED, method: "drawn", png: "R0lGODlhAQABAAAAACw=" };
  const { status, text } = await post(`${AT}/finish`, fields, headers);
  expect(status).toBe(422);
  expect(plain(text)).toContain("The drawn signature cannot be read. Please sign again");
  expect(plain(text)).not.toContain("A signature is missing");
  expect(text).not.toContain(fields.png);
  expect(text).toContain("Rail greased.");
});

test("a second press of finish sends nothing twice", async () => {
  const headers = await onTheRoad({ ...PASSED, report_id: null });
  const sent = await post(`${AT}/finish`, SIGNED, headers);
  expect(sent.headers.get("Location")).toBe(AT);
  expect(called("complete_visit")).toEqual([]);
});

const FAILED = {
  ...DRAFT,
  typed: { checklist: { 1: { result: "pass" }, 2: { result: "fail" }, 3: { result: "pass" } } },
};

test("a failed safety line is told before, and needs the word that the client knows", async () => {
  const headers = await onTheRoad(FAILED);
  const { text } = await ask(`${AT}/finish`, { headers });
  for (
    const words of [
      "Finish: the stair lift goes out of service",
      "Line 2 failed: Rail anchored",
      "Please don't use the stair lift.",
    ]
  ) expect(plain(text)).toContain(words);
  const silent = await post(`${AT}/finish`, SIGNED, headers);
  expect(silent.status).toBe(422);
  expect(silent.text).toContain('href="#told"');
  expect(called("complete_visit")).toEqual([]);
  const told = await post(`${AT}/finish`, { ...SIGNED, told: "yes" }, headers);
  expect(told.status).toBe(303);
});

/** The household's answers: each unit's own sheet and draft. */
async function household(walkerLines: Record<string, unknown>) {
  const headers = await onTheRoad();
  const stop = { ...STOP, units: [UNIT, WALKER] };
  const sheets: Record<string, unknown> = {
    [VISIT]: { ...SHEET, stop },
    [OTHER]: { ...SHEET, stop, visit_id: OTHER, unit: WALKER },
  };
  const drafts: Record<string, typeof DRAFT> = {
    [VISIT]: PASSED,
    [OTHER]: { ...DRAFT, report_id: OTHER, typed: { checklist: walkerLines } },
  };
  api.answer({
    visit_sheet: ({ visit_id }) => sheets[visit_id],
    visit_draft: ({ visit_id }) => drafts[visit_id],
    stop_drafts: () => ({
      status: "ok",
      visits: Object.entries(drafts).map(([visit_id, draft]) => ({
        visit_id,
        checklist: SHEET.checklist,
        draft,
      })),
    }),
    save_visit_draft: ({ visit_id, typed }) => {
      drafts[visit_id] = { ...drafts[visit_id], typed: { ...drafts[visit_id].typed, ...typed } };
      return drafts[visit_id];
    },
  });
  return headers;
}

test("while another unit of the stop has no outcome nobody signs: what is typed is kept, and it goes on there", async () => {
  const headers = await household({});
  const { text } = await ask(`${AT}/finish`, { headers });
  expect(plain(text)).toContain("The walker has no outcome yet");
  // There it is for a phone without signal, on which the walker may have been answered since.
  expect(text.match(/<(fieldset|button)[^>]* data-signs[^>]* hidden[^>]* disabled/g)!.length).toBe(
    2,
  );
  expect(text).toContain(`data-visit="${OTHER}" data-gaps="1 2 3"`);
  const kept = await post(`${AT}/finish`, { ...SIGNED, action: "keep" }, headers);
  expect(kept.headers.get("Location")).toBe(`/tech/visits/${OTHER}/checklist?now`);
  expect(called("complete_visit")).toEqual([]);
});

test("with the last unit one signature goes with the reports of all", async () => {
  const headers = await household(PASSED.typed.checklist as Record<string, unknown>);
  const { text } = await ask(`${AT}/finish`, { headers });
  expect(plain(text)).toContain("Who signs for both units?");
  const sent = await post(`${AT}/finish`, SIGNED, headers);
  expect(sent.headers.get("Location")).toBe(`${AT}?now`);
  const reports = called("complete_visit");
  expect(reports.map(({ visit_id, report }) => [visit_id, report.report_id]))
    .toEqual([[VISIT, REPORT], [OTHER, OTHER]]);
  for (const { report } of reports) expect(report.signature.name).toBe("Ethel Example");
});

test("a safety line that does not apply, without a note, is told with the way there", async () => {
  const headers = await onTheRoad(PASSED);
  api.answer({
    complete_visit: () => ({ status: "rejected", reason: "missing", field: "checklist[1].note" }),
  });
  const { status, text } = await post(`${AT}/finish`, SIGNED, headers);
  expect(status).toBe(422);
  expect(plain(text)).toContain("needs a note that says why");
  expect(text).toContain(`href="${AT}/checklist#checklist"`);
});

test("of two units of a kind the one that waits is called by what tells it apart", async () => {
  const headers = await onTheRoad();
  const unit = { ...UNIT, state: "not_completed", told_apart: "1 of 2" };
  const waiting = { ...UNIT, visit_id: OTHER, told_apart: "2 of 2" };
  api.answer({
    visit_sheet: () => ({ ...SHEET, unit, stop: { ...STOP, units: [unit, waiting] } }),
    visit_outcome: () => ({ ...OUTCOME, certificate: null, invoice: null }),
  });
  const words = plain((await ask(AT, { headers })).text);
  expect(words).toContain("The stair lift (2 of 2) has no outcome yet");
  expect(words).toContain("Stair lift (2 of 2): checklist");
  unit.state = "no_show";
  const { text } = await ask(AT, { headers });
  expect(plain(text)).toContain("Stair lift (2 of 2): nobody home either");
  expect(text).toContain(`href="/tech/visits/${OTHER}/could-not"`);
});

test("what a failed safety line brings about is not promised to a button that only keeps it", async () => {
  const headers = await household({});
  const failed = { checklist: { ...PASSED.typed.checklist as object, 2: { result: "fail" } } };
  api.answer({ visit_draft: () => ({ ...DRAFT, typed: failed }) });
  const words = plain((await ask(`${AT}/finish`, { headers })).text);
  expect(words).toContain("When the visit is finished:");
  expect(words).not.toContain("When you press the button");
});
