/** What a technician's phone keeps, asks for ahead and sends later: how the server answers it. */
import { expect } from "expect";
import { PHONE } from "@/lib/web/phone_headers.ts";
import {
  DONE,
  DRAFT,
  LATER,
  onTheRoad,
  OTHER,
  PASSED,
  SHEET,
  STOP,
  TASK,
  TODAY,
  UNIT,
  VISIT,
} from "./tech_world.ts";
import { REPAIR, REPAIR_SHEET } from "./repair_world.ts";
import { staffIs } from "./staff_world.ts";
import { api, ask, called, get, post, test } from "./world.ts";

const AT = `/tech/visits/${VISIT}`;
const KEPT = "99999999-9999-4999-8999-999999999999";
const REPORT = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";

/** Said by the worker of a phone. */
const asPhone = (headers: HeadersInit, more: Record<string, string> = {}) => ({
  ...headers,
  [PHONE.asks]: KEPT,
  ...more,
});

/** What a phone wrote down at 13:00 by its own clock, which is a day slow, and sends at 16:00. */
const LATELY = {
  [PHONE.recorded]: "2026-05-11T13:00:00.000Z",
  [PHONE.sent]: "2026-05-11T16:00:00.000Z",
};

const SIGNED = {
  action: "finish",
  based_on: "3",
  report_id: REPORT,
  signer: "Ethel Example",
  role: "client",
  method: "typed",
};

test("a form that a phone sends is answered with where it leads, and that the answer is ours", async () => {
  const headers = asPhone(await onTheRoad());
  const { status, headers: told } = await post(`${AT}/checklist`, { action: "next" }, headers);
  expect([status, told.get(PHONE.goesTo), told.get(PHONE.answers), told.get("Location")])
    .toEqual([204, `${AT}/finish?now`, KEPT, null]);
});

test("what stands in a page of the staff runs nothing by itself, whoever asks for it", async () => {
  const headers = await onTheRoad();
  for (const each of [headers, asPhone(headers)]) {
    const policy = (await ask("/tech", { headers: each })).headers.get("Content-Security-Policy")!;
    expect(policy).toMatch(/script-src 'self' 'nonce-\w+'/);
    expect(policy).not.toContain("unsafe-inline");
  }
  const { headers: told } = await ask("/tech/ahead.json", { headers });
  expect(told.get("Content-Security-Policy")).not.toContain("unsafe-inline");
});

test("a page says to nobody but a phone whose it is", async () => {
  const headers = await onTheRoad();
  expect((await ask("/tech", { headers })).headers.get(PHONE.answers)).toBe(null);
  const { headers: told } = await ask("/tech", { headers: asPhone(headers) });
  expect(told.get(PHONE.answers)).toBe(KEPT);
  expect(told.get("Cache-Control")).toBe("no-store");
});

test("when the sign-in has ended a phone is told so, and nothing of what it sends is done", async () => {
  for (const init of [{}, { method: "POST", body: new URLSearchParams(SIGNED) }]) {
    const { status, headers } = await ask(`${AT}/finish`, { ...init, headers: asPhone({}) });
    expect([status, headers.get(PHONE.answers)]).toEqual([401, KEPT]);
  }
  expect(called("save_visit_draft")).toEqual([]);
});

test("what the database refuses is told as the application's own answer", async () => {
  const headers = asPhone(await onTheRoad());
  api.answer({ visit_sheet: () => ({ status: "cancelled" }) });
  const gone = await ask(AT, { headers });
  expect([gone.status, gone.headers.get(PHONE.answers)]).toEqual([410, KEPT]);
});

test("a report has the times of the phone that wrote it, and when it went by the same clock", async () => {
  const headers = asPhone(await onTheRoad(PASSED), LATELY);
  const { status } = await post(`${AT}/finish`, SIGNED, headers);
  expect(status).toBe(204);
  const [{ report }] = called("complete_visit");
  expect([report.recorded_at, report.finished_at, report.sent_at])
    .toEqual([LATELY[PHONE.recorded], LATELY[PHONE.recorded], LATELY[PHONE.sent]]);
  // Begun five minutes before it was saved, says the database, whose clock showed 14:45 when it came.
  expect(report.started_at).toBe(LATELY[PHONE.recorded]);
});

test("when the work began while there was no signal the phone says it", async () => {
  const headers = asPhone(await onTheRoad(PASSED), LATELY);
  const arrived_at = "2026-05-11T12:10:00.000Z";
  await post(`${AT}/finish`, { ...SIGNED, arrived_at }, headers);
  const [{ report }] = called("complete_visit");
  expect([report.started_at, report.labour_minutes]).toEqual([arrived_at, 50]);
});

test("a time that is none is refused", async () => {
  const headers = asPhone(await onTheRoad(PASSED), { ...LATELY, [PHONE.sent]: "yesterday" });
  expect((await post(`${AT}/finish`, SIGNED, headers)).status).toBe(400);
  expect(called("complete_visit")).toEqual([]);
});

test("the answers that waited with a report are part of it", async () => {
  const headers = asPhone(await onTheRoad(DRAFT));
  await post(`${AT}/finish`, {
    ...SIGNED,
    "line-1": "pass",
    "line-2": "fail",
    "note-2": "Worn",
    told: "yes",
  }, headers);
  expect(called("save_visit_draft")[0]).toMatchObject({
    report_id: REPORT,
    typed: { checklist: { 1: { result: "pass" }, 2: { result: "fail", note: "Worn" } } },
  });
});

/** The draft is gone with the report that was sent; the visit is over, or somebody else's. */
async function afterTheReport(visit_sheet: () => unknown, complete_visit: () => unknown) {
  const headers = asPhone(await onTheRoad());
  const none = { ...DRAFT, report_id: null, begun_at: null, saved_at: null, typed: {} };
  api.answer({
    visit_sheet,
    complete_visit,
    save_visit_draft: () => none,
    visit_draft: () => none,
  });
  return headers;
}

test("a report whose answer was lost is sent again under its name, and answered as before", async () => {
  const over = { ...SHEET, unit: { ...UNIT, state: "done" } };
  const headers = await afterTheReport(() => over, () => ({ ...DONE, repeated: true }));
  const { headers: told } = await post(`${AT}/finish`, SIGNED, headers);
  expect(told.get(PHONE.goesTo)).toBe(`${AT}?now`);
  expect(called("complete_visit").map(({ report }) => report.report_id)).toEqual([REPORT]);
});

test("so is one that the office has to decide about, whose visit is somebody else's by now", async () => {
  const conflict = { status: "conflict", reason: "reassigned", kept_report_id: REPORT };
  const headers = await afterTheReport(() => new Response(null, { status: 403 }), () => conflict);
  const forbidden = () => {
    throw new Response(JSON.stringify({ code: "42501", message: "no" }), { status: 403 });
  };
  api.answer({ visit_sheet: forbidden, save_visit_draft: forbidden, visit_draft: forbidden });
  for (const step of ["finish", "checklist"]) {
    const fields = { ...SIGNED, "line-1": "pass" };
    const { headers: told } = await post(`${AT}/${step}`, fields, headers);
    expect([step, told.get(PHONE.goesTo)]).toEqual([step, "/tech?changed=reassigned"]);
  }
  // A checklist has no name of its own: it goes under that of what the phone sends.
  expect(called("complete_visit").map(({ report }) => report.report_id)).toEqual([REPORT, KEPT]);
});

test("a second phone's report of a visit that is done goes to the office, with all of it", async () => {
  const over = { ...SHEET, unit: { ...UNIT, state: "done" } };
  const conflict = { status: "conflict", reason: "done", kept_report_id: REPORT };
  const headers = await afterTheReport(() => over, () => conflict);
  const fields = { ...SIGNED, findings: "Seen twice", "line-1": "pass" };
  const { headers: told } = await post(`${AT}/finish`, fields, headers);
  expect(told.get(PHONE.goesTo)).toBe("/tech?changed=done");
  const [{ report }] = called("complete_visit");
  expect([report.findings, report.checklist])
    .toEqual(["Seen twice", [{ position: 1, result: "pass" }]]);
});

test("each page of a report has a name of its own, and the same one after something was missing", async () => {
  const headers = await onTheRoad(PASSED);
  const nameIn = (text: string) => /name="report_id" value="([^"]+)"/.exec(text)![1];
  const first = nameIn((await ask(`${AT}/finish`, { headers })).text);
  expect(nameIn((await ask(`${AT}/finish`, { headers })).text)).not.toBe(first);
  api.answer({ complete_visit: () => ({ status: "incomplete", missing: ["signature"] }) });
  const { text } = await post(`${AT}/finish`, { ...SIGNED, report_id: first }, headers);
  expect(nameIn(text)).toBe(first);
});

test("the day is fetched ahead: the next job first, and of what is over its page alone", async () => {
  const headers = await onTheRoad();
  const over = {
    ...STOP,
    task_id: OTHER,
    state: "completed",
    units: [{ ...UNIT, visit_id: OTHER, state: "done" }],
  };
  api.answer({
    technician_day: ({ on_day }) =>
      on_day
        ? { ...TODAY, on_day, stops: [] }
        : { ...TODAY, stops: [over, STOP, { ...LATER, work_order_id: REPAIR }] },
  });
  const { text } = await ask("/tech/ahead.json", { headers });
  const { pages, names } = JSON.parse(text);
  const paths = pages.map(({ path }: { path: string }) => path);
  expect(paths).toEqual([
    ...["/tech", "/tech/sending", "/tech/week"],
    ...["", "/checklist", "/finish", "/could-not", "/wish", "/history", "/late"].map((step) =>
      AT + step
    ),
    ...[15, 30, 45, 60, 90].map((minutes) => `${AT}/late?minutes=${minutes}`),
    `/tech/visits/${OTHER}`,
    `/tech/visits/${OTHER}/wish`,
    ...["", "/finish", "/could-not", "/wish"].map((step) => `/tech/repairs/${REPAIR}${step}`),
  ]);
  expect(names[VISIT]).toBe("Ethel Example, stair lift");
  expect(names[TASK]).toBe("Ethel Example");
});

test("so is a repair, with its steps while it is to come", async () => {
  const headers = await onTheRoad();
  const order = (state: string, work_order_id: string) => ({
    ...LATER,
    task_id: work_order_id,
    title: "Repair: Stair lift",
    client_name: "Ethel Example",
    state,
    work_order_id,
  });
  api.answer({
    technician_day: ({ on_day }) => ({
      ...TODAY,
      stops: [on_day ? order("completed", OTHER) : order("scheduled", REPAIR)],
    }),
  });
  const { pages, names } = JSON.parse((await ask("/tech/ahead.json", { headers })).text);
  expect(pages.slice(3).map(({ path }: { path: string }) => path)).toEqual([
    ...["", "/finish", "/could-not", "/wish"].map((step) => `/tech/repairs/${REPAIR}${step}`),
    `/tech/repairs/${OTHER}`,
  ]);
  expect(names[REPAIR]).toBe("Ethel Example, Repair: Stair lift");
});

test("a repair that waited on the phone for three days has its own times; its answer lost, it is one", async () => {
  const headers = asPhone(await onTheRoad(), {
    [PHONE.recorded]: "2026-05-09T13:00:00.000Z",
    [PHONE.sent]: "2026-05-12T13:00:00.000Z",
  });
  api.answer({
    repair_sheet: () => REPAIR_SHEET,
    save_repair_draft: () => ({ status: "ok", as_of: "2026-05-12T18:45:00+00:00", draft: null }),
    complete_repair: () => ({ status: "done" }),
  });
  const at = `/tech/repairs/${REPAIR}/finish`;
  const form = { ...SIGNED, task_id: TASK, arrived_at: "2026-05-09T12:10:00.000Z" };
  for (const _ of [1, 2]) {
    const { status, headers: told } = await post(at, form, headers);
    expect([status, told.get(PHONE.goesTo)]).toEqual([204, `/tech/repairs/${REPAIR}?now`]);
  }
  const [{ report: first }, { report: second }] = called("complete_repair");
  expect(second).toEqual(first);
  expect(first).toMatchObject({
    report_id: REPORT,
    task_id: TASK,
    started_at: "2026-05-09T12:10:00.000Z",
    finished_at: "2026-05-09T13:00:00.000Z",
    recorded_at: "2026-05-09T13:00:00.000Z",
    sent_at: "2026-05-12T13:00:00.000Z",
    labour_minutes: 50,
  });
  api.answer({ complete_repair: () => ({ status: "conflict", reason: "moved" }) });
  expect((await post(at, form, headers)).headers.get(PHONE.goesTo)).toBe("/tech?changed=moved");
});

test("the pages of a technician can be put among a phone's apps; nobody else's can", async () => {
  const headers = await onTheRoad();
  const { text } = await ask("/tech", { headers });
  expect(text).toContain('rel="manifest" href="/tech/manifest.webmanifest"');
  const manifest = await ask("/tech/manifest.webmanifest", { headers });
  expect(manifest.headers.get("Content-Type")).toBe("application/manifest+json");
  expect(JSON.parse(manifest.text)).toMatchObject({ scope: "/tech", start_url: "/tech" });
  for (const { src } of JSON.parse(manifest.text).icons) expect((await get(src)).status).toBe(200);
  const worker = await get("/tech-worker.js");
  expect([worker.status, worker.headers.get("Content-Type")])
    .toEqual([200, "text/javascript; charset=UTF-8"]);
  staffIs("office");
  expect((await ask("/tech", { headers })).text).not.toContain("tech-page.js");
});
