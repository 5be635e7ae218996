/** What each night's import changed, and what a person decides there. */
import { expect } from "expect";
import { signedInAs, signIn } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const RUN = "6f1c2d3e-0000-4000-8000-000000000001";
const FILE = "6f1c2d3e-0000-4000-8000-0000000000f1";
const CLIENT = "6f1c2d3e-0000-4000-8000-0000000000c1";
const CONTRACT = "6f1c2d3e-0000-4000-8000-0000000000d1";
const PAGE = `/office/imports/${RUN}`;

const RAN = {
  import_run_id: RUN,
  number: 7,
  source: "files",
  on_day: "2026-12-22",
  state: "applied",
  counts: { enrolled: 4 },
  started_at: "2026-12-22T07:10:00+00:00",
  finished_at: "2026-12-22T07:11:00+00:00",
};
const LISTED = { ...RAN, changed: 11, files: 5, held_files: 1, to_decide: 4 };
const RUNS = {
  status: "ok",
  as_of: "2026-12-22T14:00:00+00:00",
  last_applied: RAN.finished_at,
  rows: [LISTED],
  after: null,
};

const change = (more: Record<string, unknown>) => ({
  id: FILE,
  change_kind: "corrected",
  subject: "customers",
  field: "phone",
  file_name: "customers.csv",
  line: 96,
  was: "905-555-0126",
  became: "905-555-0127",
  why: "The file changed, nobody here had",
  customer_id: CLIENT,
  client: "Paul Renaud",
  what: null,
  contract_id: null,
  ...more,
});
const ENROLLED = change({
  change_kind: "enrolled",
  subject: "maintenance_contracts",
  field: "due_on",
  was: null,
  became: "2027-03-22",
  why: "Order S1 is confirmed",
  client: "Lena Fox",
  what: "Power chair",
  contract_id: CONTRACT,
});
const file = (more: Record<string, unknown>) => ({
  file_id: FILE,
  kind: "customers",
  file_name: "customers.csv",
  state: "finished",
  rows: 463,
  rows_before: 460,
  news: 5,
  changed: 5,
  refused: 0,
  ...more,
});
const VIEW = {
  status: "ok",
  run: RAN,
  before: FILE,
  after: null,
  files: [
    file({}),
    file({ kind: "sales_order_lines", file_name: "sales_order_lines.csv", refused: 1 }),
  ],
  groups: [
    {
      change_kind: "enrolled",
      subject: "maintenance_contracts",
      field: null,
      count: 4,
      example: ENROLLED,
    },
    {
      change_kind: "corrected",
      subject: "customers",
      field: "phone",
      count: 3,
      example: change({}),
    },
    {
      change_kind: "kept",
      subject: "customers",
      field: "email",
      count: 1,
      example: change({ change_kind: "kept", field: "email" }),
    },
  ],
  conflicts: [{
    conflict_id: FILE,
    conflict_kind: "one_serial_two_clients",
    customer_id: CLIENT,
    client: "Chen Wei",
    other_client: "Ivan Petrov",
    told: {},
  }],
  decided: 0,
};
const QUESTION = {
  conflict_id: FILE,
  conflict_kind: "one_serial_two_clients",
  opened_at: "2026-12-22T07:11:00+00:00",
  import_run_id: RUN,
  client: {
    customer_id: CLIENT,
    name: "Chen Wei",
    phone: null,
    email: null,
    deceased_on: null,
    address: null,
    since: "2026-06-02",
    units: 1,
  },
  other: null,
  unit: null,
  visit: null,
  told: { serial: "F21532093", line: 96 },
  decisions: ["keep", "move", "apart"],
  decision: null,
  decided_at: null,
  by: null,
  can_undo: false,
  shown: "seen",
};

async function open(path: string, answers: Record<string, () => unknown>, role = "office") {
  const headers = await signedInAs(role);
  api.answer(answers);
  return await ask(path, { headers });
}

const openRun = (view: Record<string, unknown> = {}, query = "") =>
  open(PAGE + query, {
    import_run_page: () => ({ ...VIEW, ...view }),
    list_conflicts: () => ({ status: "ok", kinds: {}, rows: [QUESTION], after: null }),
    conflict_page: () => ({
      ...QUESTION,
      decision: "keep",
      can_undo: true,
      admins: [],
      next_id: null,
    }),
  });

const spaced = (html: string) => plain(html).replace(/\s+/g, " ");

test("imports are listed with what each came to, and lead to their pages", async () => {
  const { status, text: html } = await open("/office/imports", { list_import_runs: () => RUNS });
  expect(status).toBe(200);
  expect(html).toContain(`href="${PAGE}"`);
  expect(spaced(html)).toContain("Tuesday, December 22, 2026, 2:10 a.m.");
  expect(spaced(html)).toMatch(/Taken in\s*5\s*1 held back\s*11\s*4/);
  expect(html).not.toContain("The files did not come");
  expect(html).toContain('href="/office/imports" aria-current="page"');
});

test("files that did not come are said, both sides of a day and two hours", async () => {
  const on = (as_of: string) =>
    open("/office/imports", { list_import_runs: () => ({ ...RUNS, as_of }) });
  expect((await on("2026-12-23T09:11:00+00:00")).text).not.toContain("did not come");
  const { text: html } = await on("2026-12-23T09:11:01+00:00");
  expect(spaced(html)).toContain(
    "The files did not come. The last good import was on Tuesday, December 22, 2026, 2:11 a.m. Nothing is lost",
  );
});

test("where nothing was ever imported the page says how it begins", async () => {
  const none = { ...RUNS, last_applied: null, rows: [] };
  const { text: html } = await open("/office/imports", { list_import_runs: () => none });
  expect(spaced(html)).toContain("No imports yet");
  expect(html).not.toContain("did not come");
});

test("older imports are a page further", async () => {
  const more = { ...RUNS, after: 3 };
  const { text: html } = await open("/office/imports", { list_import_runs: () => more });
  expect(html).toContain('href="/office/imports?after=3"');
  await open("/office/imports?after=3", { list_import_runs: () => RUNS });
  await open("/office/imports?after=x", { list_import_runs: () => RUNS });
  expect(called("list_import_runs").slice(-2)).toEqual([{ after: 3 }, {}]);
});

test("an import says in one sentence what it came to, and what changed with examples and why", async () => {
  const { status, text: html } = await openRun();
  const text = spaced(html);
  expect(status).toBe(200);
  expect(text).toContain("Import of Tuesday, December 22, 2026, 2:10 a.m.");
  expect(text).toContain(
    "2 of 2 files taken in. 7 things changed by themselves, 1 waits for a person.",
  );
  expect(text).toMatch(
    /Enrolled as new sale\s*4.*Lena Fox, Power chair.*due Mar(ch)? 22, 2027.*Order S1 is confirmed/,
  );
  expect(text).toMatch(/Phone corrected\s*3.*905-555-0126\s*905-555-0127/);
  expect(text).toMatch(/E-mail: kept as corrected here\s*1/);
  expect(html).toContain(`href="/office/contracts/${CONTRACT}"`);
  expect(html).toContain(`href="/office/clients/${CLIENT}"`);
  expect(html).toContain(
    `${PAGE}/changes?change_kind=corrected&amp;subject=customers&amp;field=phone`,
  );
  expect(html).toContain(`href="/office/conflicts/${FILE}"`);
  expect(text).toContain("Changed by itself (7)");
  expect(text).toMatch(
    /For you to decide \(1\).*F21532093.*Chen Wei's, keep it.*Keep apart and ask/,
  );
  expect(html).toContain(`name="back" value="${PAGE}"`);
  expect(called("list_conflicts")).toEqual([{ import_run_id: RUN, most: 20 }]);
  expect(html).toContain(`${PAGE}/refused?file=${FILE}`);
  expect(html).toContain(`href="/office/imports/${FILE}" rel="prev"`);
  expect(html).not.toMatch(/<form[^>]*>(?:(?!<\/form>).)*value="use/s);
});

test("a question that was answered there can be opened again", async () => {
  const { text: html } = await openRun({}, `?of=${FILE}`);
  expect(spaced(html)).toContain("Kept: the unit stays with Chen Wei.");
  expect(html).toContain('value="undo"');
});

test("nothing new is said so", async () => {
  const { text: html } = await openRun({ groups: [], conflicts: [] });
  expect(spaced(html)).toContain("Nothing changed.");
  expect(spaced(html)).toContain("Nothing that came was different from the last time.");
});

test("a file that was held back says why, and what can be done", async () => {
  const held = file({ file_name: "device_claims.csv", state: "held", rows: 119, rows_before: 139 });
  const { text: html } = await openRun({ run: { ...RAN, state: "held" }, files: [held] });
  const text = spaced(html);
  expect(text).toContain(
    "Held back: device_claims.csv lost 14 % of its rows (139 the last time, 119 now), so nothing of it was used.",
  );
  expect(text).toContain(
    "0 of 1 file taken in. 7 things changed by themselves, 1 waits for a person, 1 file was held back.",
  );
  expect(html).toContain('value="use_file"');
  expect(html).toContain('value="drop_file"');
  expect(html).toContain(`href="${PAGE}/lost?file=${FILE}"`);
  expect(text).toContain(
    "takes in 5 rows that say something new; what it lacks stays here as it is.",
  );
  const jobs = file({ ...held, kind: "technician_jobs" });
  const { text: other } = await openRun({ run: { ...RAN, state: "held" }, files: [jobs] });
  expect(spaced(other)).toContain(
    "Using this one takes in its 119 jobs; those that it lacks are taken off the calendar.",
  );
  // What would be enrolled is no question of this run.
  expect(html).not.toContain('value="leave"');
});

test("too many new units wait for a person", async () => {
  const run = { ...RAN, state: "held", counts: { held_for: "new_units", new_units: 25 } };
  const { text: html } = await openRun({ run });
  expect(spaced(html)).toContain("this import would enrol 25 new units by itself");
  expect(html).toContain('value="use"');
  expect(html).toContain('value="leave"');
});

async function send(fields: Record<string, string>, answers: Record<string, () => unknown>) {
  const cookie = await signIn("office");
  api.answer(answers);
  const { status, headers } = await post(PAGE, fields, cookie);
  return [status, headers.get("Location")];
}

test("what a person decides is done to its end, and told", async () => {
  let calls = 0;
  const finish_import_run = () => ({ status: ++calls < 3 ? "finishing" : "applied" });
  const use_import_run = () => ({ status: "finishing" });
  expect(await send({ do: "use" }, { use_import_run, finish_import_run }))
    .toEqual([303, `${PAGE}?did=use&status=applied`]);
  expect(called("finish_import_run")).toHaveLength(3);
  expect(await send({ do: "leave" }, { leave_import_run: () => ({ status: "refused" }) }))
    .toEqual([303, `${PAGE}?did=leave&status=refused`]);

  let steps = 0;
  const finish_import = () => ({ status: ++steps < 2 ? "finishing" : "finished" });
  const use_import_file = () => ({ status: "used" });
  expect(
    await send({ do: "use_file", file: FILE }, {
      use_import_file,
      finish_import,
      finish_import_run,
    }),
  ).toEqual([303, `${PAGE}?did=use_file&status=applied`]);
  expect(called("finish_import")).toEqual([{ file_id: FILE }, { file_id: FILE }]);
  expect(
    await send({ do: "drop_file", file: FILE }, {
      drop_import_file: () => ({ status: "dropped" }),
      finish_import_run,
    }),
  ).toEqual([303, `${PAGE}?did=drop_file&status=applied`]);
  const decided = { use_import_file: () => ({ status: "refused" }) };
  expect(await send({ do: "use_file", file: FILE }, decided))
    .toEqual([303, `${PAGE}?did=use_file&status=refused`]);
  const { text: html } = await openRun({}, "?did=use_file&status=applied");
  expect(spaced(html)).toContain("The file was used as it is.");
  const refused = await openRun({}, "?did=leave&status=refused");
  expect(spaced(refused.text)).toContain("Somebody decided this already");
});

test("nobody invents a form, a file or a place", async () => {
  expect((await send({ do: "dance" }, {}))[0]).toBe(400);
  expect((await send({ do: "use_file", file: "x" }, {}))[0]).toBe(404);
  expect((await openRun({}, "?did=%3Cb%3E&status=x")).text).not.toContain("<b>");
  const rejected = { list_import_changes: () => ({ status: "rejected", reason: "after" }) };
  expect((await open(`${PAGE}/changes?after=x`, rejected)).status).toBe(400);
  expect((await open("/office/imports/none", {})).status).toBe(404);
});

test("every change is read a page at a time, with its line, and taken along as a file", async () => {
  const list_import_changes = () => ({
    status: "ok",
    rows: [change({ was: "=1+1" })],
    after: "96:x",
  });
  const { text: html } = await open(
    `${PAGE}/changes?change_kind=corrected&subject=customers&field=phone`,
    { list_import_changes },
  );
  expect(spaced(html)).toContain("customers.csv, line 96");
  expect(html).toContain("after=96%3Ax");
  expect(called("list_import_changes")[0]).toEqual({
    import_run_id: RUN,
    filters: { change_kind: "corrected", subject: "customers", field: "phone" },
    most: 50,
  });
  let pages = 0;
  const twice = () => ({ ...list_import_changes(), after: ++pages < 2 ? "96:x" : null });
  const csv = await open(`${PAGE}/changes.csv`, {
    list_import_changes: twice,
    note_export: () => ({ status: "noted" }),
  });
  expect(called("note_export")).toEqual([{ list: "imports", filters: { import_run_id: RUN } }]);
  expect(csv.headers.get("Content-Type")).toContain("text/csv");
  expect(csv.text.trim().split("\r\n")).toHaveLength(3);
  expect(csv.text).toContain("'=1+1");
});

test("rows that were refused are shown with their lines", async () => {
  const list_refused_rows = () => ({
    status: "ok",
    file: { file_id: FILE, file_name: "customers.csv", import_run_id: RUN },
    rows: [{ line: 12, problem: 'name "" is empty' }],
    after: 12,
  });
  const { text: html } = await open(`${PAGE}/refused?file=${FILE}`, { list_refused_rows });
  expect(spaced(html)).toContain("Refused rows of customers.csv");
  expect(spaced(html)).toMatch(/12\s*name/);
  expect(html).toContain("after=12");
});

test("what a held file lacks is shown as it was told last", async () => {
  const row = { ref: "L1", what: "Stair lift", order_number: "S1", customer_id: CLIENT };
  const lost_rows = () => ({
    status: "ok",
    file: { file_id: FILE, file_name: "sales.csv", import_run_id: RUN },
    rows: [{ ...row, client: "Lena Fox" }],
    after: "L 1",
  });
  const { text: html } = await open(`${PAGE}/lost?file=${FILE}&after=K`, { lost_rows });
  expect(called("lost_rows")).toEqual([{ file_id: FILE, after: "K" }]);
  expect(spaced(html)).toMatch(/Lost rows of sales.csv.*L1\s*Lena Fox\s*Order S1, Stair lift/);
  expect(html).toContain(`href="/office/clients/${CLIENT}"`);
  expect(html).toContain("after=L+1");
  const decided = { lost_rows: () => ({ status: "refused", reason: "state" }) };
  const { text: over } = await open(`${PAGE}/lost?file=${FILE}`, decided);
  expect(spaced(over)).toContain("Somebody decided about this file already");
  expect((await open(`${PAGE}/lost?file=x`, decided)).status).toBe(404);
});
