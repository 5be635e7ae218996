/** A repair on the technician's phone, and from a sheet of paper in the office. */
import { expect } from "expect";
import { bareJpegOf, cameraJpeg } from "@/tests/papers/jpegs.ts";
import { BELT, REPAIR, REPAIR_DONE, REPAIR_SHEET } from "./repair_world.ts";
import { signIn, staffIs } from "./staff_world.ts";
import { INVOICE, LATER, onTheRoad, REPORT, TASK, TODAY } from "./tech_world.ts";
import { api, ask, called, plain, post, SITE, test } from "./world.ts";

const AT = `/tech/repairs/${REPAIR}`;
const PAPER = `/office/repairs/${REPAIR}/report`;

const FIELDS = {
  report_id: REPORT,
  "line-2": "pass",
  findings: "New anchors",
  part: "Anchor",
  part_quantity: "2",
  part_serial: "A-7",
  part_product: BELT,
  labour: "",
  signer: "Ethel Example",
  role: "client",
  method: "typed",
};

async function withSheet(sheet: unknown, answers: Record<string, unknown> = {}) {
  const headers = await onTheRoad();
  const saved = { status: "ok", as_of: "2026-05-12T18:45:00+00:00", draft: null };
  const all = { repair_sheet: sheet, save_repair_draft: saved, ...answers };
  api.answer(Object.fromEntries(Object.entries(all).map(([name, said]) => [name, () => said])));
  return headers;
}

test("a repair in the day leads to its page; work that nobody quoted has none", async () => {
  const headers = await onTheRoad();
  const repair = { ...LATER, title: "Repair: Stair lift", work_order_id: REPAIR };
  api.answer({ technician_day: () => ({ ...TODAY, stops: [repair] }) });
  const { text } = await ask("/tech", { headers });
  expect(text).toContain(`href="${AT}"`);
  expect(plain(text)).toContain("Repair: Stair lift");
  expect(plain(text)).not.toContain("Repair: Repair");
  api.answer({ technician_day: () => ({ ...TODAY, stops: [LATER] }) });
  expect((await ask("/tech", { headers })).text).not.toContain("/tech/repairs/");
});

test("it says what is out of order, what to bring, and what was agreed to", async () => {
  const headers = await withSheet({ ...REPAIR_SHEET, problem: "It stops" });
  const { status, text } = await ask(AT, { headers });
  expect(status).toBe(200);
  const words = plain(text);
  for (
    const said of [
      "Repair R-000071, about an hour and a half",
      "The client says: “It stops”",
      "Rail anchored",
      "“Loose”",
      "2 × Anchor",
      "Agreed: $350.30 with tax.",
      "On my way",
      "Anne Example, daughter",
    ]
  ) expect(words).toContain(said);
  const there = { ...REPAIR_SHEET, stop: { ...REPAIR_SHEET.stop, state: "in_progress" } };
  await withSheet(there);
  expect((await ask(AT, { headers })).text).toContain(`href="${AT}/finish"`);
});

test("what was quoted is what is put in, unless somebody says otherwise, and nothing of it is charged", async () => {
  const headers = await withSheet(REPAIR_SHEET, { complete_repair: { status: "done" } });
  const form = await ask(`${AT}/finish`, { headers });
  expect(form.text).toContain('name="part" value="Anchor"');
  expect(form.text).toContain(`name="part_product" value="${BELT}"`);
  const { task_id, revision } = LATER;
  for (const [name, value] of [["task_id", task_id], ["based_on", revision]]) {
    expect(form.text).toContain(`name="${name}" value="${value}"`);
  }
  const seen = { task_id, based_on: String(revision) };
  const sent = await post(`${AT}/finish`, { ...FIELDS, ...seen, action: "finish" }, headers);
  expect(sent.headers.get("Location")).toBe(`${AT}?now`);
  const [{ work_order_id, report }] = called("complete_repair") as {
    work_order_id: string;
    report: Record<string, unknown>;
  }[];
  expect(work_order_id).toBe(REPAIR);
  expect(report).toMatchObject({
    version: 1,
    report_id: REPORT,
    task_id: LATER.task_id,
    based_on: LATER.revision,
    checklist: [{ position: 2, result: "pass" }],
    findings: "New anchors",
    parts: [{
      product_id: BELT,
      description: "Anchor",
      quantity: 2,
      unit_price: 0,
      charge: "included",
      serial_number: "A-7",
    }],
    signature: { name: "Ethel Example", role: "client", method: "typed" },
  });
  for (const name of ["recorded_at", "sent_at", "started_at", "finished_at", "labour_minutes"]) {
    expect([name, report[name] !== undefined]).toEqual([name, true]);
  }
});

test("what is missing is told, all that was typed is there, and nothing but Finish sends", async () => {
  const missing = { status: "incomplete", missing: [2, "signature"] };
  const headers = await withSheet(REPAIR_SHEET, { complete_repair: missing });
  const { "line-2": _, ...rest } = FIELDS;
  const typed = { ...rest, method: "" };
  const { status, text } = await post(`${AT}/finish`, { ...typed, action: "finish" }, headers);
  expect(status).toBe(422);
  expect(plain(text)).toContain("Line 2, Rail anchored: pass, fail or n.a.");
  expect(plain(text)).toContain("A signature is missing");
  for (const value of ["A-7", "Ethel Example", REPORT]) {
    expect(text).toContain(`value="${value}"`);
  }
  expect(text).toContain("New anchors");
  expect(called("complete_repair")).toHaveLength(1);
  api.answer({ complete_repair: () => ({ status: "refused", reason: "too_early" }) });
  const early = await post(`${AT}/finish`, { ...FIELDS, action: "finish" }, headers);
  expect(plain(early.text)).toContain("This repair is still to come.");
  api.answer({ complete_repair: () => ({ status: "refused", reason: "state" }) });
  const never = await post(`${AT}/finish`, { ...FIELDS, action: "finish" }, headers);
  expect([never.status, plain(never.text).includes("This repair has no time.")])
    .toEqual([422, true]);
});

test("each button but Finish keeps what was typed, and the page has it again after a reload", async () => {
  const headers = await withSheet(REPAIR_SHEET);
  const { "line-2": _, ...rest } = FIELDS;
  const typed = { ...rest, method: "", "note-2": "Bolt missing" };
  for (const [button, value] of [["all_pass", "pass"], ["action", "parts"]]) {
    const sent = await post(`${AT}/finish`, { ...typed, [button]: "save" }, headers);
    expect([sent.status, sent.headers.get("Location")]).toEqual([303, `${AT}/finish?now=${value}`]);
  }
  const [passed, saved] = called("save_repair_draft");
  expect(passed.typed.checklist).toEqual({ 2: { result: "pass", note: "Bolt missing" } });
  expect(saved).toEqual({
    work_order_id: REPAIR,
    report_id: REPORT,
    typed: {
      checklist: { 2: { note: "Bolt missing" } },
      findings: "New anchors",
      labour: "",
      parts: [{ description: "Anchor", quantity: "2", serial: "A-7", product: BELT }],
      signer: { method: null, name: "Ethel Example", role: "client", reason: "" },
    },
  });
  expect(called("complete_repair")).toEqual([]);
  const at = "2026-05-12T18:40:00+00:00";
  const draft = { report_id: REPORT, begun_at: at, saved_at: at, typed: passed.typed };
  await withSheet({ ...REPAIR_SHEET, draft });
  const { text } = await ask(`${AT}/finish?now=parts`, { headers });
  for (const value of ["A-7", "Ethel Example", REPORT]) expect(text).toContain(`value="${value}"`);
  expect(text).toMatch(/name="line-2" value="pass" checked/);
  expect(text).toContain("New anchors");
  expect(text.match(/name="part"/g)).toHaveLength(3);
  const failed = { ...passed.typed, checklist: { 2: { result: "fail" } } };
  await withSheet({ ...REPAIR_SHEET, draft: { ...draft, typed: failed } });
  expect(plain((await ask(`${AT}/finish`, { headers })).text))
    .toContain("The stair lift stays out of service.");
  // Of an app to come, or one long gone: what is not ours counts as not typed.
  await withSheet({ ...REPAIR_SHEET, draft: { ...draft, typed: { parts: "none", signer: 1 } } });
  expect((await ask(`${AT}/finish`, { headers })).status).toBe(200);
});

test("a repair that is done tells its certificate and is paid there; its steps lead back to it", async () => {
  const headers = await withSheet(REPAIR_DONE, { record_payment: { status: "recorded" } });
  const words = plain((await ask(`${AT}?now`, { headers })).text);
  for (const said of ["Repair finished", "In service", "MIR-2026-00002", "$350.30", "Next job"]) {
    expect(words).toContain(said);
  }
  for (const step of ["finish", "could-not"]) {
    expect((await ask(`${AT}/${step}`, { headers })).headers.get("Location")).toBe(AT);
  }
  const fields = { invoice_id: INVOICE, request_id: REPORT, method: "card", amount: "350.30" };
  expect((await post(AT, fields, headers)).headers.get("Location")).toBe(`${AT}?now`);
  const wrong = await post(AT, { ...fields, amount: "lots" }, headers);
  expect([wrong.status, wrong.text.includes('value="lots"')]).toEqual([422, true]);
});

test("what could not be done is recorded with its reason, and another time can be asked for", async () => {
  const headers = await withSheet(REPAIR_SHEET, { fail_repair: { status: "recorded" } });
  const { task_id, revision } = LATER;
  const seen = { task_id, based_on: String(revision) };
  const fields = { reason: "parts", note: "Wrong anchor", report_id: REPORT, ...seen };
  for (const [name, value] of Object.entries(seen)) {
    expect((await ask(`${AT}/could-not`, { headers })).text)
      .toContain(`name="${name}" value="${value}"`);
  }
  const { headers: led } = await post(`${AT}/could-not`, fields, headers);
  // Who is there is asked for another time.
  expect(led.get("Location")).toBe(`${AT}/next?now`);
  expect(called("fail_repair")).toEqual([{
    work_order_id: REPAIR,
    outcome: "not_completed",
    reason: "parts",
    note: "Wrong anchor",
    report_id: REPORT,
    task_id: LATER.task_id,
    based_on: LATER.revision,
  }]);
  const nobody = await post(`${AT}/could-not`, { ...fields, reason: "nobody_home" }, headers);
  expect(nobody.headers.get("Location")).toBe("/tech");
  api.answer({ fail_repair: () => ({ status: "conflict", reason: "moved" }) });
  const kept = await post(`${AT}/could-not`, fields, headers);
  expect(kept.headers.get("Location")).toBe("/tech?changed=moved");
  for (
    const [answer, sent, said] of [
      [{ status: "recorded" }, "no such reason", "Please say which of these it was."],
      [{ status: "refused", reason: "too_early" }, "parts", "This repair is still to come."],
      [{ status: "rejected", reason: "notes" }, "parts", "Please write less in the note"],
      [{ status: "refused", reason: "state" }, "parts", "This cannot be recorded now."],
    ] as const
  ) {
    api.answer({ fail_repair: () => answer });
    const again = await post(`${AT}/could-not`, { ...fields, reason: sent }, headers);
    expect([again.status, plain(again.text).includes(said)]).toEqual([422, true]);
    expect(again.text).toContain("Wrong anchor");
  }
});

test("a report that comes too late is sent whole, and the office decides", async () => {
  const conflict = { complete_repair: { status: "conflict", reason: "reassigned" } };
  const headers = await withSheet({ status: "no_time" }, conflict);
  const typed = { ...FIELDS, task_id: TASK, based_on: "3", "note-2": "Bolt missing" };
  const refuse = () => {
    throw { code: "42501", message: "only whose work it is" };
  };
  for (
    const [sheet, action] of [
      [() => ({ status: "no_time" }), "finish"],
      [refuse, "finish"],
      [refuse, "save"],
      [() => REPAIR_DONE, "finish"],
    ] as const
  ) {
    api.calls.length = 0;
    api.answer({ repair_sheet: sheet });
    const sent = await post(`${AT}/finish`, { ...typed, action }, headers);
    expect([sent.status, sent.headers.get("Location")])
      .toEqual([303, "/tech?changed=reassigned"]);
    expect(called("save_repair_draft")).toEqual([]);
    expect(called("complete_repair")).toMatchObject([{
      work_order_id: REPAIR,
      report: {
        report_id: REPORT,
        task_id: TASK,
        based_on: 3,
        checklist: [{ position: 2, result: "pass", note: "Bolt missing" }],
        findings: "New anchors",
        parts: [{ description: "Anchor", quantity: 2, serial_number: "A-7" }],
        signature: { name: "Ethel Example" },
      },
    }]);
  }
  const words = plain((await ask("/tech?changed=reassigned", { headers })).text);
  for (const said of ["What you recorded is kept", "gave it to somebody else"]) {
    expect(words).toContain(said);
  }
  // Somebody took it between the look and the draft.
  api.answer({ repair_sheet: () => REPAIR_SHEET, save_repair_draft: refuse });
  expect((await post(`${AT}/finish`, { ...typed, action: "finish" }, headers)).status).toBe(303);
});

test("the same report again is the same, and one that nobody can correct is let go", async () => {
  const again = { complete_repair: { status: "done", repeated: true } };
  const headers = await withSheet(REPAIR_DONE, again);
  const typed = { ...FIELDS, action: "finish" };
  expect((await post(`${AT}/finish`, typed, headers)).headers.get("Location")).toBe(`${AT}?now`);
  api.answer({ complete_repair: () => ({ status: "refused", reason: "state" }) });
  expect((await post(`${AT}/finish`, typed, headers)).headers.get("Location")).toBe("/tech");
});

test("a repair that has no time any more is gone; somebody else's is refused", async () => {
  const headers = await withSheet({ status: "no_time" });
  expect((await ask(AT, { headers })).status).toBe(410);
  api.answer({
    repair_sheet: () => {
      throw { code: "42501", message: "only whose work it is" };
    },
  });
  expect((await ask(AT, { headers })).status).toBe(403);
});

test("the office records a repair from paper, with its day and times", async () => {
  await withSheet(REPAIR_SHEET, { complete_repair: { status: "done" } });
  const headers = await signIn("office");
  staffIs("office");
  const blank = await ask(PAPER, { headers });
  expect(plain(blank.text)).toContain("Record from paper: repair R-000071");
  expect(blank.text).toContain('value="2026-05-12"');
  const fields = { ...FIELDS, day: "2026-05-12", from: "14:45", until: "16:10", action: "record" };
  const done = await post(PAPER, fields, headers);
  expect(done.headers.get("Location")).toBe(`/office/repairs/${REPAIR}?did=record`);
  expect(called("complete_repair")).toMatchObject([{
    report: {
      started_at: "2026-05-12T18:45:00.000Z",
      finished_at: "2026-05-12T20:10:00.000Z",
      parts: [{ serial_number: "A-7" }],
    },
  }]);
  const wrong = await post(PAPER, { ...fields, from: "soon", until: "" }, headers);
  expect(wrong.status).toBe(422);
  expect(plain(wrong.text)).toContain("Please give the time, such as 9:30.");
  expect(wrong.text).toContain('value="A-7"');
  for (
    const [field, said] of [
      ["started_at", "It cannot have begun then"],
      ["finished_at", "It cannot have ended then"],
    ]
  ) {
    api.answer({ complete_repair: () => ({ status: "rejected", reason: "range", field }) });
    const { text } = await post(PAPER, fields, headers);
    expect([field, plain(text).includes(said)]).toEqual([field, true]);
  }
  api.answer({ complete_repair: () => ({ status: "conflict", reason: "done" }) });
  const kept = await post(PAPER, fields, headers);
  expect(kept.headers.get("Location")).toBe(`/office/repairs/${REPAIR}?did=keep`);
  api.calls.length = 0;
  await post(PAPER, fields, headers);
  const more = await post(PAPER, { ...fields, action: "save" }, headers);
  expect([more.status, called("complete_repair").length]).toEqual([200, 1]);
  await withSheet(REPAIR_DONE);
  const office = await signIn("office");
  staffIs("office");
  expect((await ask(PAPER, { headers: office })).headers.get("Location"))
    .toBe(`/office/repairs/${REPAIR}`);
});

const PHOTO = {
  file_id: "dddddddd-dddd-4ddd-8ddd-dddddddddddd",
  line: null as number | null,
  caption: "The rail",
  taken_at: "2026-05-12T18:41:00+00:00",
  bytes: 217_000,
};

/** Posts a form with a camera's photo. */
async function sendPhoto(path: string, more: object, headers: HeadersInit, field = "photo") {
  const body = new FormData();
  for (const [name, text] of Object.entries({ ...FIELDS, ...more })) body.append(name, text);
  body.append(field, new File([cameraJpeg()], "IMG_1.jpg"));
  return await ask(path, { method: "POST", body, headers: { Origin: SITE, ...headers } });
}

const TAKES = { complete_repair: { status: "done" }, add_repair_photo: { status: "kept" } };

test("a repair's forms take photos along, of a line as well, and its report names them", async () => {
  const headers = await withSheet({ ...REPAIR_SHEET, photos: [PHOTO] }, TAKES);
  const { text } = await ask(`${AT}/finish`, { headers });
  expect(text.match(/type="file" name="photo(-2)?"/g)).toHaveLength(2);
  expect(text).toContain('enctype="multipart/form-data"');
  expect(text).toContain(`href="${AT}/photos/${PHOTO.file_id}"`);
  await sendPhoto(`${AT}/finish`, { action: "finish" }, headers, "photo-2");
  const [kept] = called("add_repair_photo");
  expect(kept).toEqual({
    work_order_id: REPAIR,
    file_id: kept.file_id,
    content: bareJpegOf().toBase64(),
    line: 2,
  });
  const [{ report }] = called("complete_repair") as { report: { file_ids: string[] } }[];
  expect(report.file_ids).toEqual([PHOTO.file_id, kept.file_id]);
  const failed = { fail_repair: { status: "recorded" }, add_repair_photo: { status: "kept" } };
  await withSheet(REPAIR_SHEET, failed);
  await sendPhoto(`${AT}/could-not`, { reason: "nobody_home" }, headers);
  expect([called("add_repair_photo").length, called("fail_repair").length]).toEqual([2, 1]);
});

test("a photo that cannot be kept is told, nothing is sent, and what was typed is there", async () => {
  const full = { ...TAKES, add_repair_photo: { status: "refused", reason: "full" } };
  for (const path of [`${AT}/finish`, `${AT}/could-not`]) {
    const headers = await withSheet(REPAIR_SHEET, full);
    const { status, text } = await sendPhoto(
      path,
      { action: "finish", note: "New anchors", reason: "nobody_home" },
      headers,
    );
    expect([status, plain(text).includes("There is room for 6 photos.")]).toEqual([422, true]);
    expect(text).toContain("New anchors");
    expect([called("complete_repair"), called("fail_repair")]).toEqual([[], []]);
    api.reset();
  }
});

test("a photo is dropped by its button, and one of another phone's goes with what is kept", async () => {
  const answers = { ...TAKES, remove_visit_photo: { status: "removed" } };
  const headers = await withSheet({ ...REPAIR_SHEET, photos: [PHOTO] }, answers);
  const dropped = await post(`${AT}/finish`, { ...FIELDS, remove: PHOTO.file_id }, headers);
  expect(dropped.headers.get("Location")).toBe(`${AT}/finish?now#photos`);
  expect(called("remove_visit_photo")).toEqual([{ file_id: PHOTO.file_id }]);
  const conflict = { status: "conflict", reason: "done", kept_report_id: REPORT };
  await withSheet(REPAIR_DONE, { ...TAKES, complete_repair: conflict });
  const late = await sendPhoto(`${AT}/finish`, { action: "finish" }, headers);
  expect(late.headers.get("Location")).toBe("/tech?changed=done");
  const { report } = called("complete_repair").at(-1) as { report: { file_ids: string[] } };
  expect(report.file_ids).toEqual([called("add_repair_photo").at(-1)!.file_id]);
});

test("a photo is looked at on the page of its repair, and of no other", async () => {
  const said = { status: "ok", visit_id: null, content: bareJpegOf().toBase64() };
  const headers = await withSheet(REPAIR_DONE, { visit_photo: { ...said, work_order_id: REPAIR } });
  const at = `${AT}/photos/${PHOTO.file_id}`;
  const { status, headers: told } = await ask(at, { headers });
  expect([status, told.get("Content-Type")]).toEqual([200, "image/jpeg"]);
  api.answer({ visit_photo: () => ({ ...said, work_order_id: REPORT }) });
  expect((await ask(at, { headers })).status).toBe(404);
});
