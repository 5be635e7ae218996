/** Questions of imports: their sides, one button each, what follows before it is done, and the way back. */
import { expect } from "expect";
import { signIn, staffIs, WAITING } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const ID = "33333333-3333-4333-8333-333333333333";
const CHEN = "44444444-4444-4444-8444-444444444444";
const IVAN = "55555555-5555-4555-8555-555555555555";
const UNIT = "66666666-6666-4666-8666-666666666666";
const TASK = "77777777-7777-4777-8777-777777777777";
const PAGE = `/office/conflicts/${ID}`;

const client = (customer_id: string, name: string) => ({
  customer_id,
  name,
  phone: "905-555-0111",
  email: null,
  deceased_on: null,
  address: "1 Elm St, Brampton",
  since: "2026-03-02",
  units: 2,
});
const SERIAL = {
  status: "ok",
  conflict_id: ID,
  conflict_kind: "one_serial_two_clients",
  opened_at: "2026-05-12T06:10:00+00:00",
  import_run_id: null,
  client: client(CHEN, "Chen Wei"),
  other: client(IVAN, "Ivan Petrov"),
  unit: {
    unit_id: UNIT,
    kind: "Scooter",
    product_name: "Pride Pathrider",
    told_apart: "F21532093",
    installed: false,
    condition: "in_service",
    address: "1 Elm St, Brampton",
    contract_id: UNIT,
    due_on: "2026-06-30",
    last_service_on: "2026-01-05",
    booked: null,
  },
  visit: null,
  told: {
    serial: "F21532093",
    file: "lines.csv",
    line: 96,
    delivered_on: "2026-05-11",
    quantity: -1,
    odd: {},
  },
  decisions: ["keep", "move", "apart"],
  decision: null,
  decided_at: null,
  by: null,
  can_undo: false,
  shown: "seen",
  admins: ["Ada Admin"],
  next_id: null,
};
const JOB = {
  ...SERIAL,
  conflict_kind: "job_over_visit",
  other: null,
  unit: null,
  visit: {
    task_id: TASK,
    starts_at: "2026-05-14T18:30:00+00:00",
    ends_at: "2026-05-14T19:30:00+00:00",
    state: "scheduled",
    day: "2026-05-14",
    technician_name: "Aisha",
    customer: "Chen Wei",
    city: "Etobicoke",
  },
  told: {
    job: "D-0882",
    title: "Delivery",
    starts_at: "2026-05-14T18:00:00+00:00",
    ends_at: "2026-05-14T20:00:00+00:00",
    where: "Vaughan",
  },
  decisions: ["leave"],
};
const TWICE = {
  ...SERIAL,
  conflict_kind: "one_person_twice",
  unit: null,
  told: { same: ["email", "phone"] },
  decisions: ["merge", "two"],
};
const DECIDED = {
  ...SERIAL,
  decision: "keep",
  decided_at: "2026-05-12T14:00:00+00:00",
  by: "Olga",
  can_undo: true,
};
const NOTHING = Object.fromEntries(
  [
    "ended",
    "goes_on",
    "rests",
    "due",
    "units",
    "cancelled",
    "stays",
    "called_off",
    "withdrawn",
    "told",
    "closed",
    "opened",
  ].map((name) => [name, []]),
);
const MOVES = {
  ...NOTHING,
  ended: [{ unit_id: UNIT, until: null, due_on: null }],
  units: [{ unit_id: UNIT, condition: "in_service", owner: "Ivan Petrov", address: "2 Oak Ave" }],
};

const sessions = new Map<string, Promise<{ Cookie: string }>>();

async function enter(answers: Record<string, unknown>, role = "office") {
  if (!sessions.has(role)) sessions.set(role, signIn(role));
  const headers = await sessions.get(role)!;
  staffIs(role);
  api.answer(Object.fromEntries(Object.entries(answers).map(([name, said]) => [name, () => said])));
  return headers;
}

const list = (rows: unknown[], kinds = { one_serial_two_clients: 1 }) => ({
  list_conflicts: { status: "ok", kinds, rows, after: null },
});
const open = async (path: string, answers: Record<string, unknown>, role?: string) =>
  await ask(path, { headers: await enter(answers, role) });
const send = async (
  fields: Record<string, string>,
  answer: unknown,
  others: Record<string, unknown> = {},
) =>
  await post(
    PAGE,
    fields,
    await enter({ conflict_page: SERIAL, decide_conflict: answer, ...others }),
  );
const where = (
  { status, headers }: { status: number; headers: Headers },
) => [status, headers.get("Location")];

test("a question has its sides beside each other, each with the button that chooses it", async () => {
  const { status, text } = await open("/office/conflicts", list([SERIAL]));
  expect(status).toBe(200);
  expect(text).toContain("Open (1)");
  expect(text).toContain(`action="${PAGE}"`);
  expect(text.match(/name="decision" value="(\w+)"/g)).toEqual(
    ["keep", "move", "apart"].map((each) => `name="decision" value="${each}"`),
  );
  const read = plain(text);
  for (
    const said of [
      "F21532093 stands on a",
      "Here since Mon, Mar 2, 2026",
      "In the file, line 96",
      "Delivered Mon, May 11, 2026",
      "Quantity −1",
      "Chen Wei's, keep it",
      "Ivan Petrov's, move it",
      "Keep apart and ask",
    ]
  ) {
    expect(read.replaceAll("\u00a0", " ")).toContain(said);
  }
});

test("the list is narrowed in its address, and tells what was decided", async () => {
  await open("/office/conflicts?kind=one_person_twice&after=nonsense", list([]));
  expect(called("list_conflicts")).toEqual([{
    conflict_kind: "one_person_twice",
    state: "open",
    most: 20,
  }]);
  const { text } = await open("/office/conflicts?state=decided&kind=nonsense", list([DECIDED]));
  expect(plain(text)).toContain("Kept: F21532093 stays with Chen Wei.");
  expect(text).not.toContain('name="decision"');
});

test("who may not merge is told whom to ask, and an administrator is led there", async () => {
  const merging = `/office/clients/${CHEN}/merge?with=${IVAN}`;
  const office = await open(PAGE, { conflict_page: TWICE });
  expect(office.text).not.toContain(merging);
  expect(plain(office.text)).toContain("Only an administrator merges: ask Ada Admin.");
  expect(plain(office.text)).toContain("The same name and the same e-mail and phone.");
  expect((await open(PAGE, { conflict_page: TWICE }, "admin")).text).toContain(`href="${merging}"`);
});

test("our visit is moved on the board, where it is in the hand", async () => {
  const { text } = await open(PAGE, { conflict_page: JOB });
  expect(text.replaceAll("&amp;", "&")).toContain(
    `href="/office/board?day=2026-05-14&task=${TASK}&hold=move"`,
  );
  expect(plain(text)).toContain("Delivery, D-0882, Vaughan");
  expect(text).toContain('value="leave"');
});

test("an answer without consequences is done at once, and leads back with the way to undo it", async () => {
  const answer = await send({
    decision: "keep",
    shown: "seen",
    back: "/office/conflicts?kind=returned_unit",
  }, { status: "decided", decision: "keep", repeated: false });
  expect(where(answer)).toEqual([303, `/office/conflicts?kind=returned_unit&of=${ID}`]);
  expect(called("decide_conflict")).toEqual([{ conflict_id: ID, decision: "keep", shown: "seen" }]);
  const { text } = await open(`/office/conflicts?of=${ID}`, {
    ...list([]),
    conflict_page: DECIDED,
  });
  expect(plain(text)).toContain("Kept: F21532093 stays with Chen Wei.");
  expect(text).toContain('value="undo"');
  expect(where(await send({ decision: "undo" }, null, { undo_conflict: { status: "open" } })))
    .toEqual([303, `/office/conflicts#q-${ID}`]);
});

test("nobody is led away from here, whatever is sent as the way back", async () => {
  for (
    const back of [
      "https://evil.example/",
      "//evil.example",
      "/office/conflicts/../../sign-out",
      "/office/imports/x",
    ]
  ) {
    const answer = await send({ decision: "keep", shown: "seen", back }, { status: "decided" });
    expect(where(answer)).toEqual([303, `/office/conflicts?of=${ID}`]);
  }
  const night = `/office/imports/${UNIT}`;
  expect(where(await send({ decision: "keep", shown: "seen", back: night }, { status: "decided" })))
    .toEqual([303, `${night}?of=${ID}`]);
});

test("what has consequences is told first, and then done as it was told", async () => {
  const tried = { status: "tried", changes: MOVES, shown: "follows" };
  const first = await send({ decision: "move", shown: "seen" }, tried);
  expect(where(first)).toEqual([303, `${PAGE}?look=move&back=%2Foffice%2Fconflicts`]);
  const { text } = await open(`${PAGE}?look=move`, {
    conflict_page: SERIAL,
    decide_conflict: tried,
  });
  expect(called("decide_conflict").at(-1)).toEqual({ conflict_id: ID, decision: "move" });
  expect(plain(text)).toContain("This is what follows");
  expect(plain(text)).toContain("is Ivan Petrov's.");
  expect(text).toContain('name="shown" value="follows"');
});

test("a question that changed meanwhile is shown anew with who changed it", async () => {
  const changed = {
    status: "refused",
    reason: "changed",
    by: "Priya",
    at: "2026-05-12T13:00:00+00:00",
    changes: MOVES,
    shown: "new",
  };
  const { status, text } = await send({ decision: "move", shown: "old" }, changed);
  expect(status).toBe(422);
  expect(plain(text)).toContain("This was changed meanwhile by Priya");
  expect(text).toContain('name="shown" value="new"');
  const booked = await send({ decision: "move", shown: "seen" }, {
    status: "refused",
    reason: "booked",
  });
  expect([booked.status, plain(booked.text)]).toEqual([
    422,
    expect.stringContaining("Move or cancel it first."),
  ]);
  const late = await send({ decision: "move", shown: "seen" }, {
    status: "refused",
    reason: "decided",
  }, { conflict_page: DECIDED });
  expect(plain(late.text)).toContain("Somebody answered this question meanwhile");
  expect(plain(late.text)).toContain("Kept: F21532093 stays with Chen Wei.");
});

test("an answer that did something is not taken back, and says so", async () => {
  const { status } = await send({ decision: "undo" }, { status: "rejected", reason: "decision" }, {
    undo_conflict: { status: "refused", reason: "done" },
  });
  expect(status).toBe(422);
});

test("a look at what is decided already asks nothing", async () => {
  await open(`${PAGE}?look=move`, { conflict_page: DECIDED });
  expect(called("decide_conflict")).toEqual([]);
  await open(`${PAGE}?look=nonsense`, { conflict_page: SERIAL });
  expect(called("decide_conflict")).toEqual([]);
});

test("the room is there while a question waits", async () => {
  const me = (conflicts: number) => ({
    who_am_i: { status: "ok", name: "Olga", role: "office", waiting: { ...WAITING, conflicts } },
  });
  const none = await open("/office/contracts", me(0));
  expect(none.text).not.toContain('href="/office/conflicts"');
  const two = await open("/office/contracts", me(2));
  expect(plain(two.text)).toContain("Questions2 of imports to decide");
});
