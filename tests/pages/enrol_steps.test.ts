/** The four steps of enrolling, over the stand-in: what each shows, what its forms do, and what they refuse. */
import { expect } from "expect";
import { LUIS } from "./fake_api.ts";
import { CONTRACT, signedInAs } from "./staff_world.ts";
import { api, ask, called, plain, post, SITE, test } from "./world.ts";

const RUN = "88888888-8888-4888-8888-888888888881";
const UPLOAD = "88888888-8888-4888-8888-888888888882";
const LIFTS = "88888888-8888-4888-8888-888888888883";
const LIFT = "88888888-8888-4888-8888-888888888884";
const GATE = "88888888-8888-4888-8888-888888888885";
const CHECK = `/office/enrol/check/${RUN}`;
const PROGRESS = `/office/enrol/run/${RUN}`;

async function atTheDesk(answers: Record<string, unknown> = {}, role = "office") {
  const headers = await signedInAs(role);
  api.answer(
    Object.fromEntries(
      Object.entries(answers).map(([name, said]) => [
        name,
        typeof said === "function" ? said as () => unknown : () => said,
      ]),
    ),
  );
  return headers;
}

const product = (product_id: string, name: string, more = {}) => ({
  product_id,
  sku: `SKU ${name}`,
  name,
  list_price: 3200,
  category_id: null,
  unit_kind: null,
  suggested_category_id: LIFTS,
  suggested_kind: "base",
  sold_lines: 148,
  category_word: "stairlift",
  kind_word: null,
  is_sure: true,
  ...more,
});
const UNCLASSIFIED = {
  status: "ok",
  confirmed: 11,
  categories: [{ category_id: LIFTS, name: "Stair lift" }],
  products: [
    product(LIFT, "Straight Stairlift"),
    product(GATE, "<b>Landing gate</b>", {
      suggested_category_id: null,
      suggested_kind: "accessory",
      sold_lines: 12,
      category_word: null,
      kind_word: "gate",
      is_sure: false,
    }),
  ],
  device_types: [{ name: "Mobility aid", claims: 3, suggested_category_id: null }],
};
const CLASSIFIES = { unclassified: UNCLASSIFIED, classify: { status: "classified" } };
const PRODUCTS = "/office/enrol/products";
const choose = (more: Record<string, string>) => ({
  do: "all",
  row: LIFT,
  [`category ${LIFT}`]: LIFTS,
  [`kind ${LIFT}`]: "base",
  ...more,
});

test("products stand in groups with why, ticked only where the suggestion is sure", async () => {
  const { status, text } = await ask(PRODUCTS, { headers: await atTheDesk(CLASSIFIES) });
  expect(status).toBe(200);
  const words = plain(text);
  for (
    const said of [
      "2 of 13 products have no category or kind.",
      "Stair lift: looks like base units",
      "“stairlift” in the name, price of a unit",
      "Please look at these",
      "&lt;b>Landing gate",
      "Mobility aid",
    ]
  ) expect(words).toContain(said);
  const ticks = [...text.matchAll(/<input[^>]*name="tick"[^>]*>/g)].map(([tick]) => tick);
  expect(ticks.map((tick) => tick.includes(" checked"))).toEqual([true, false, false]);
});

test("what is ticked is confirmed as it was chosen, and nothing else", async () => {
  const headers = await atTheDesk(CLASSIFIES);
  const { status, headers: answered } = await post(PRODUCTS, choose({ tick: LIFT }), headers);
  expect([status, answered.get("Location")]).toEqual([303, `${PRODUCTS}?confirmed=1`]);
  expect(called("classify")).toEqual([{
    products: [{ product_id: LIFT, category_id: LIFTS, unit_kind: "base" }],
    device_types: [],
  }]);
});

test("a form of products that says too little is corrected, with what was chosen still there", async () => {
  const headers = await atTheDesk(CLASSIFIES);
  const unclear: [Record<string, string>, string][] = [
    [{}, "Nothing was ticked"],
    [{ tick: LIFT, [`category ${LIFT}`]: "" }, "Choose a category for Straight Stairlift."],
    [{ tick: LIFT, [`kind ${LIFT}`]: "spaceship" }, "Say what Straight Stairlift is."],
    [{ tick: LIFT, [`category ${LIFT}`]: LUIS }, "Choose a category for Straight Stairlift."],
  ];
  for (const [more, complaint] of unclear) {
    const { status, text } = await post(PRODUCTS, choose(more), headers);
    expect([complaint, status, plain(text).includes(complaint)]).toEqual([complaint, 422, true]);
  }
  expect(called("classify")).toEqual([]);
  expect((await post(PRODUCTS, choose({ do: "everything" }), headers)).status).toBe(400);
});

test("a product that somebody else confirmed meanwhile stays as they left it", async () => {
  const gone = { ...UNCLASSIFIED, products: [] };
  const headers = await atTheDesk({ ...CLASSIFIES, unclassified: gone });
  const { status } = await post(PRODUCTS, choose({ tick: LIFT }), headers);
  expect([status, called("classify")]).toEqual([303, []]);
});

const REPORT = {
  run_id: RUN,
  today: "2026-06-02",
  weeks: 12,
  new: 395,
  by_category: { stairlift: { new: 395, already_enrolled: 0, skipped: 2 } },
  skipped: { not_delivered: 2, no_category: 14 },
  already_enrolled: 0,
  to_stagger: 355,
  clients_to_stagger: 323,
  fee_total: "72895.00",
  schedule: { "2026-06-08": 26, "2026-06-15": 27 },
  overdue: { units: 0, longest_days: 0 },
  anchors: { delivery: 395 },
  consent: { purchase: 364, none: 31 },
  missing_emails: 31,
  customers: 461,
  lines: 538,
  claims: 139,
  rejected: [{ file: "lines.csv", line: 88, reason: "<i>two</i>" }],
  notices: [],
};
const TOLD = {
  run_id: RUN,
  today: "2026-06-02",
  weeks: 12,
  first_day: null,
  state: "ready",
  counted_at: "2026-06-02T13:14:00+00:00",
  finished_at: null,
  started_by: "Olga",
  new: 395,
};
const NOTHING_DONE = { done: 0, remaining: 395, enrolled: 0, skipped: 0, failed: 0 };
const page = (told = {}, progress = {}, today = "2026-06-02") => ({
  status: "ok",
  today,
  categories: [{ code: "stairlift", name: "Stair lift" }],
  run: { ...TOLD, ...told, report: REPORT },
  progress: { ...NOTHING_DONE, ...progress },
  fees: { stairlift: "72895.00" },
  runs: [{ ...TOLD, ...told }],
});
const week = (day: string, first: number, capacity = 58) => ({
  week: day,
  first,
  second: 0,
  coming: 1,
  capacity,
});
const OUTLOOK = {
  status: "ok",
  weeks: [week("2026-07-06", 30), week("2026-07-13", 32)],
  skills: [{ skill: "lifts", week: "2026-07-13", visits: 30, capacity: 31 }],
  suggested_weeks: 12,
};

test("a count tells its figures, what is left out and why, and what the pace makes of the weeks", async () => {
  const headers = await atTheDesk({ backfill_page: page(), backfill_outlook: OUTLOOK });
  const { status, text } = await ask(CHECK, { headers });
  expect(status).toBe(200);
  const words = plain(text);
  for (
    const said of [
      "395 units would be enrolled",
      "$72,895.00",
      "Not delivered yet",
      "They enrol by themselves when they are delivered",
      "14 rows of those left out name no category",
      "No wave",
      "has 33 visits; the technicians can do 58",
      "need somebody who may do lifts. They can do 31",
      "395 contracts begin.",
      "The first mails leave on Mon, Jun 8, 2026.",
      "Enrol 395 units",
    ]
  ) expect(words).toContain(said);
  expect(text).toContain(`href="${CHECK}/rows?outcome=skipped&amp;reason=no_category"`);
  expect(text).toContain(`href="/office/consent/${RUN}"`);
  expect(text).not.toContain("<i>two</i>");
  const { run, ...rest } = page();
  api.answer({
    backfill_page: () => ({ ...rest, run: { ...run, report: { ...REPORT, conflicts: 2 } } }),
  });
  expect((await ask(CHECK, { headers })).text).toContain('<a href="/office/conflicts">');
});

test("a count that was enrolled does not say that nothing was", async () => {
  const headers = await atTheDesk({
    backfill_page: page({ state: "done" }, { done: 395, remaining: 0, enrolled: 395 }),
    backfill_outlook: OUTLOOK,
  });
  const words = plain((await ask(CHECK, { headers })).text);
  expect(words).toContain("395 units were found before this run began.");
  expect(words).not.toContain("Nothing has been enrolled");
  expect(words).toContain("Who may be mailed");
});

test("a count whose first mails have passed is not enrolled, whoever presses the button", async () => {
  const headers = await atTheDesk({
    backfill_page: page({}, {}, "2026-06-08"),
    backfill_outlook: OUTLOOK,
    execute_backfill: { status: "stale", ...NOTHING_DONE },
  });
  const { text } = await ask(CHECK, { headers });
  expect(text).not.toContain('value="enrol"');
  const stale = await post(CHECK, { do: "enrol" }, headers);
  expect([stale.status, plain(stale.text).includes("count again first")]).toEqual([422, true]);
});

test("a pace that makes no sense is refused with what was typed, and a good one is set", async () => {
  const headers = await atTheDesk({
    backfill_page: page(),
    backfill_outlook: OUTLOOK,
    set_backfill_weeks: { status: "ready", run_id: RUN },
  });
  for (const [weeks, first_day] of [["0", ""], ["53", ""], ["1e1", ""], ["12", "2026-02-30"]]) {
    const { status, text } = await post(CHECK, { do: "pace", weeks, first_day }, headers);
    expect([weeks, status, text.includes(`value="${weeks}"`)]).toEqual([weeks, 422, true]);
  }
  expect(called("set_backfill_weeks")).toEqual([]);
  const { status } = await post(CHECK, { do: "pace", weeks: "6", first_day: "" }, headers);
  expect([status, called("set_backfill_weeks")]).toEqual([303, [{ run_id: RUN, weeks: 6 }]]);
  expect((await post(CHECK, { do: "burn" }, headers)).status).toBe(400);
});

test("rows are asked for by what there is, and by nothing else", async () => {
  const headers = await atTheDesk({
    backfill_page: page(),
    backfill_rows: { status: "ok", rows: [], next: null },
  });
  for (const query of ["outcome=all", "reason=x", "after=1", "category=a%27b"]) {
    expect((await ask(`${CHECK}/rows?${query}`, { headers })).status).toBe(404);
  }
  expect(called("backfill_rows")).toEqual([]);
  expect((await ask(`${CHECK}/rows?outcome=new&reason=no_email`, { headers })).status).toBe(200);
  expect(called("backfill_rows")).toEqual([
    { run_id: RUN, outcome: "new", reason: "no_email", most: 50 },
  ]);
  expect((await ask("/office/enrol/check/nope/rows", { headers })).status).toBe(404);
});

test("two who have one run open both see how far it is, and one who stops it stops it for both", async () => {
  const headers = await atTheDesk({
    backfill_page: page({ state: "executing" }, { done: 247, remaining: 148, enrolled: 245 }),
    execute_backfill: {
      status: "executing",
      done: 347,
      remaining: 48,
      enrolled: 345,
      skipped: 2,
      failed: 0,
    },
    stop_backfill: { status: "stopped" },
  });
  const { text } = await ask(PROGRESS, { headers });
  expect(plain(text)).toContain("247 of 395 units done");
  // Nothing goes on by itself before a script runs.
  expect(plain(text)).toContain("Press Go on for each next part of the work");
  expect(plain(text)).not.toContain("Leave this page open");
  const step = await post(`${PROGRESS}/step.json`, {}, headers);
  expect(JSON.parse(step.text)).toMatchObject({ status: "executing", done: 347 });
  expect(called("execute_backfill")).toEqual([{ run_id: RUN, batch: 200, go_on: false }]);
  expect((await post(PROGRESS, { do: "stop" }, headers)).status).toBe(303);
  expect(called("stop_backfill")).toEqual([{ run_id: RUN }]);
  api.answer({ backfill_page: () => page({ state: "stopped" }, { done: 247, remaining: 148 }) });
  const over = await post(`${PROGRESS}/step.json`, {}, headers);
  expect(JSON.parse(over.text)).toMatchObject({ status: "stopped" });
  expect(called("execute_backfill")).toHaveLength(1);
});

test("a count that is not at its end goes on by itself, at an address that there is", async () => {
  const scanning = { status: "scanning", run_id: RUN, done: 3000, total: 6000 };
  const headers = await atTheDesk({
    backfill_page: {
      ...page(),
      run: { ...TOLD, state: "scanning", done: 2000, total: 6000, report: null },
      progress: null,
    },
    continue_backfill: scanning,
  });
  const { text } = await ask(CHECK, { headers });
  expect(plain(text)).toContain("2,000 of 6,000 rows looked at");
  expect(plain(text)).toContain("Press Go on counting for the next rows");
  expect(plain(text)).not.toContain("Leave this page open");
  const steps = text.match(/\/office\/enrol\/run\/[0-9a-f-]+/)?.[0];
  const step = await post(`${steps}/step.json`, {}, headers);
  expect([step.status, JSON.parse(step.text)]).toEqual([
    200,
    { status: "scanning", done: 3000, remaining: 3000 },
  ]);
});
test("whoever goes on without a script does not start again what another one stopped", async () => {
  const answers = ["executing", "stopped"];
  const headers = await atTheDesk({
    backfill_page: page({ state: "executing" }, { done: 200, remaining: 195, enrolled: 200 }),
    execute_backfill: () => ({ ...NOTHING_DONE, status: answers.shift() }),
  });
  const goes = (told: string) => post(PROGRESS, { do: told }, headers);
  expect((await ask(PROGRESS, { headers })).text).toContain('value="next"');
  await goes("next");
  expect(called("execute_backfill").map(({ go_on }) => go_on)).toEqual([false, false]);
  answers.push("executing", "stopped");
  await goes("go");
  expect(called("execute_backfill").map(({ go_on }) => go_on)).toEqual([false, false, true, false]);
});

test("a run that somebody was told of is not taken back, and says who", async () => {
  const headers = await atTheDesk({
    backfill_page: page({ state: "done" }, { done: 395, remaining: 0, enrolled: 395 }),
    take_back_backfill: {
      status: "refused",
      reason: "told",
      contracts: 2,
      who: [{ contract_id: CONTRACT, customer_id: UPLOAD, name: "Ada Example", why: "told" }],
    },
  });
  const { status, text } = await post(PROGRESS, { do: "take_back" }, headers);
  expect(status).toBe(409);
  expect(plain(text)).toContain("Ada Example has been told already");
});

const FILE = {
  upload_id: UPLOAD,
  file_name: "lines.csv",
  kind: "sales_order_lines",
  mapping: { columns: [] },
  is_whole: true,
  read: {
    import_file_id: CONTRACT,
    request_id: "00000000-0000-4000-8000-000000000000",
    state: "finished",
    rows: 538,
    to_take: 0,
    taken: 0,
    rejected: 2,
    rejected_rows: [
      { line: 88, problem: 'quantity "<two>" is not a whole number' },
      { line: 90, problem: "The row is a sum of others" },
    ],
    notices: 0,
  },
};

test("each file says what it was taken for, and each rejected row what is wrong and what the file says", async () => {
  const headers = await atTheDesk({ enrolment_files: { files: [FILE] } });
  const { status, text } = await ask("/office/enrol", { headers });
  expect(status).toBe(200);
  const words = plain(text);
  for (
    const said of [
      "Sold lines",
      "2 rows to correct in lines.csv",
      "Quantity is not a whole number",
      "“&lt;two>”",
      "Write the number in figures, without decimals.",
      "The row is a sum of others",
      // It was read with other columns than those that are said now.
      "Waits to be read",
      "Read 1 file",
    ]
  ) expect(words).toContain(said);
  expect(text).toContain(`href="/office/enrol/rejected/${UPLOAD}.csv"`);
  expect(words).not.toContain("technicians");
});

test("who takes rows along as a file is on the trail, and nobody does who asks for none", async () => {
  const headers = await atTheDesk({
    backfill_rows: { status: "ok", rows: [], next: null },
    upload_refusals: ({ after }: { after?: number }) => ({
      status: "ok",
      rows: after === undefined ? [{ line: 2, reason: "name is empty" }] : [],
    }),
    upload_parts: ({ number }: { number: number }) => ({
      status: "whole",
      file_name: "../clients.csv",
      size: 20,
      parts: 1,
      base64: number === 1 ? btoa("customer_ref,name\n1,") : null,
    }),
    note_export: { status: "noted" },
  });
  const rows = await ask(`/office/enrol/check/${RUN}/rows.csv?outcome=new`, { headers });
  expect(rows.text).toContain("File,Line,Number,Client");
  const rejected = await ask(`/office/enrol/rejected/${UPLOAD}.csv`, { headers });
  expect(rejected.text).toContain("name is empty");
  expect(rejected.headers.get("Content-Disposition")).toContain(
    'filename="_clients-to-correct.csv"',
  );
  expect(called("note_export")).toEqual([
    { list: "enrolment", filters: { outcome: "new", run: RUN } },
    { list: "enrolment", filters: { upload: UPLOAD } },
  ]);
  expect((await ask(`/office/enrol/check/${RUN}/rows.csv?outcome=x`, { headers })).status).toBe(
    404,
  );
  expect(called("note_export")).toHaveLength(2);
});

test("forms about files that make no sense change nothing", async () => {
  const headers = await atTheDesk({ enrolment_files: { files: [FILE] } });
  const PATH = "/office/enrol";
  const statuses: [Record<string, string>, number][] = [
    [{ do: "leave_out", upload: "nope" }, 404],
    [{ do: "columns", upload: RUN }, 409],
    [{ do: "kind", upload: UPLOAD, kind: "technicians" }, 400],
    [{ do: "kind", upload: UPLOAD, kind: "spaceships" }, 400],
    [{ do: "burn", upload: UPLOAD }, 400],
    [{ do: "add" }, 422],
  ];
  for (const [fields, expected] of statuses) {
    const { status } = await post(PATH, fields, headers);
    expect([fields, status]).toEqual([fields, expected]);
  }
  const upload = `${PATH}/upload.json`;
  expect((await post(upload, { do: "start", name: "x.csv", size: "1e99" }, headers)).text)
    .toContain("problem");
  expect((await post(upload, { do: "part", upload: UPLOAD, number: "1" }, headers)).status)
    .toBe(400);
  expect((await post(upload, { do: "burn", upload: UPLOAD }, headers)).status).toBe(400);
  expect((await ask(`${PATH}/rejected/${UPLOAD}.exe`, { headers })).status).toBe(404);
  expect(["start_upload", "describe_upload", "leave_out_upload"].flatMap(called)).toEqual([]);
});

/** A file in a form, as a browser without a script sends it. */
async function send(name: string, text: string, headers: HeadersInit) {
  const body = new FormData();
  body.set("do", "add");
  body.set("file", new File([text], name));
  return await ask("/office/enrol", {
    method: "POST",
    body,
    headers: { Origin: SITE, ...headers },
  });
}

test("a file is kept whole by a plain form, under its own name without a folder", async () => {
  const parts: string[] = [];
  const headers = await atTheDesk({
    enrolment_files: { files: [] },
    start_upload: UPLOAD,
    add_upload_part: ({ base64 }: { base64: string }) => (parts.push(base64), { status: "stored" }),
    upload_parts: ({ number }: { number: number }) => ({
      status: "whole",
      file_name: "x.csv",
      size: 5,
      kind: null,
      mapping: {},
      import_file_id: null,
      parts: 1,
      base64: number === 0 ? null : btoa("a,b\n1"),
    }),
  });
  const { status } = await send("C:\\exports\\clients.csv", "a,b\n1", headers);
  expect(status).toBe(303);
  expect(called("start_upload")).toEqual([{ file_name: "clients.csv", size: 5 }]);
  expect(parts.map(atob)).toEqual(["a,b\n1"]);
  const empty = await send("nothing.csv", "", headers);
  expect([empty.status, plain(empty.text).includes("nothing.csv is empty.")]).toEqual([422, true]);
});

test("rows that were rejected and come corrected stand beside the file that they are of", async () => {
  const corrected = "What is wrong,sku,name\nLine 2,S1,Lift";
  const headers = await atTheDesk({
    enrolment_files: { files: [] },
    start_upload: UPLOAD,
    add_upload_part: { status: "stored" },
    upload_parts: ({ number }: { number: number }) => ({
      status: "whole",
      file_name: "x.csv",
      size: corrected.length,
      kind: null,
      mapping: {},
      import_file_id: null,
      parts: 1,
      base64: number === 0 ? null : btoa(corrected),
    }),
    known_mapping: { status: "unknown" },
    describe_upload: { status: "described" },
  });
  await send("products-to-correct.csv", corrected, headers);
  api.answer({ enrolment_files: () => ({ files: [{ ...FILE, kind: null, mapping: {} }] }) });
  const fields = { do: "kind", upload: UPLOAD, kind: "products" };
  expect((await post("/office/enrol", fields, headers)).status).toBe(303);
  expect(called("describe_upload").at(-1)).toMatchObject({
    kind: "products",
    mapping: { adds: true },
  });
});
