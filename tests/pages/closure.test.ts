/** A closed day in the office: what would follow is shown first, each client is told once, and the way back. */
import { expect } from "expect";
import { signIn, staffIs } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const DANA = "10000000-0000-4000-8000-000000000031";
const LUIS = "10000000-0000-4000-8000-000000000032";
const CLOSURE = "10000000-0000-4000-8000-000000000033";
const PATH = "/office/closure";

const stop = (customer: string | null, hour: number, more = {}) => ({
  task_id: `task ${customer} ${hour}`,
  task_type: "maintenance",
  starts_at: `2026-06-04T${hour + 4}:00:00+00:00`,
  ends_at: `2026-06-04T${hour + 5}:00:00+00:00`,
  technician_id: DANA,
  technician: "Dana",
  told: "mail",
  customer_id: customer && `id of ${customer}`,
  customer,
  city: "Oakville",
  has_died: false,
  call: { phone: "905-555-0126", from: "file" },
  reach_by: "email",
  reach_note: null,
  units: [{ kind: "Stair lift", told_apart: null }],
  title: "Stair lift",
  visit_id: null,
  work_order_id: null,
  contract_id: "10000000-0000-4000-8000-000000000035",
  ...more,
});

const STOPS = [
  stop("Vera Simic", 9),
  stop("Vera Simic", 13, { units: [{ kind: "Porch lift", told_apart: null }] }),
  stop("Ann Leclair", 10),
  stop("Paul Renaud", 11, { told: "call", reach_note: "Hard of hearing: ring long" }),
  stop("Carl Munro", 12, { told: "letter", call: null, reach_by: "relay" }),
  stop("Ella Voss", 14, { told: "nobody", call: null, has_died: true }),
];
const TRIED = { status: "tried", stops: STOPS, stays: [], shown: "x7" };

const CLOSED = {
  closure_id: CLOSURE,
  on_day: "2026-06-04",
  starts_at: "2026-06-04T04:00:00+00:00",
  ends_at: "2026-06-05T04:00:00+00:00",
  outdoor_only: false,
  reason: "an ice storm",
  note: "Radio says so",
  technicians: ["Dana", "Luis"],
  made_at: "2026-06-01T12:00:00+00:00",
  made_by: "Olga",
  mails_at: "2099-06-01T12:10:00+00:00",
  undone_at: null,
  undone_by: null,
  stops: 6,
};
const PAGE = {
  status: "ok",
  today: "2026-06-01",
  on_day: "2026-06-04",
  holiday: null,
  outdoor_kinds: ["Porch lift"],
  technicians: [
    {
      technician_id: DANA,
      name: "Dana One",
      first_name: "Dana",
      stops: 6,
      outdoor_stops: 1,
      is_away: false,
    },
    {
      technician_id: LUIS,
      name: "Luis Two",
      first_name: "Luis",
      stops: 0,
      outdoor_stops: 0,
      is_away: true,
    },
  ],
  closures: [{ ...CLOSED, undone_at: "2026-06-01T12:05:00+00:00", undone_by: "Olga" }],
};
const row = (each: ReturnType<typeof stop>, more = {}) => ({
  ...each,
  was_told: each.told,
  mail: each.told === "mail" ? "waiting" : null,
  now: "waits",
  new_time: null,
  activity_id: "10000000-0000-4000-8000-000000000034",
  result: null,
  ...more,
});
const SHOWN = {
  ...CLOSED,
  status: "ok",
  today: "2026-06-01",
  stays_because: null,
  rows: STOPS.map((each) => row(each)),
};

let signedIn: Promise<{ Cookie: string }> | undefined;

async function enter(answers: Record<string, unknown> = {}) {
  const headers = await (signedIn ??= signIn("office"));
  staffIs("office");
  const all = { closures_page: PAGE, closure_page: SHOWN, close_day: TRIED, ...answers };
  api.answer(Object.fromEntries(Object.entries(all).map(([name, said]) => [name, () => said])));
  return headers;
}

const open = async (path: string, answers: Record<string, unknown> = {}) =>
  await ask(path, { headers: await enter(answers) });

const ASKED =
  `${PATH}?asked=yes&day=2026-06-04&why=storm&technician=${DANA}&technician=${LUIS}&which=all`;

test("before anything is asked, everybody is ticked with what they have, and past closures are listed", async () => {
  const { status, text } = await open(`${PATH}?day=2026-06-04`);
  expect(status).toBe(200);
  expect(called("close_day")).toEqual([]);
  const words = plain(text);
  for (
    const said of [
      "Dana One 6 stops",
      "Luis Two nothing booked, away already",
      "Outdoor units only, 1 stop",
      "Because of an ice storm: all day, Dana and LuisOpened again",
    ]
  ) expect(words).toContain(said);
  expect(text.match(/name="technician"[^>]*checked|checked[^>]*name="technician"/g)).toHaveLength(
    2,
  );
});

test("the answer is grouped by how clients hear of it, calls first, and the button says what it does", async () => {
  const { status, text } = await open(ASKED);
  expect(status).toBe(200);
  const words = plain(text);
  for (
    const said of [
      "6 stops, 5 clients",
      "2 get a mail",
      "1 to call",
      "1 to write to",
      "1 is told nothing",
      "Vera SimicStair lift; Porch lift, Oakville",
      "Hard of hearing: ring long",
      "The client has died: nothing is sent to that name.",
      "because of an ice storm we cannot come on Thursday, June 4 at 9:00 a.m.",
      "Close Thursday and tell 2 clients",
    ]
  ) expect(words).toContain(said);
  expect(text.indexOf('id="calls"')).toBeLessThan(text.indexOf('id="mails"'));
  expect(called("close_day")).toEqual([{
    on_day: "2026-06-04",
    technician_ids: [DANA, LUIS],
    outdoor_only: false,
    reason: "an ice storm",
    dry_run: true,
  }]);
});

const FORM = {
  asked: "yes",
  day: "2026-06-04",
  why: "other",
  other: "a power failure",
  technician: DANA,
  which: "outdoor",
  from: "09:00",
  until: "",
  shown: "x7",
  note: "Radio says so",
};

test("the button closes what was shown, and leads to the closed day", async () => {
  const headers = await enter({ close_day: { ...TRIED, status: "closed", closure_id: CLOSURE } });
  const answer = await post(PATH, FORM, headers);
  expect([answer.status, answer.headers.get("Location")]).toEqual([303, `${PATH}/${CLOSURE}#done`]);
  expect(called("close_day")).toEqual([{
    on_day: "2026-06-04",
    technician_ids: [DANA],
    outdoor_only: true,
    reason: "a power failure",
    from_time: "09:00",
    note: "Radio says so",
    dry_run: false,
    shown: "x7",
  }]);
});

test("what changed meanwhile is shown anew, with what was typed", async () => {
  const changed = { ...TRIED, status: "refused", reason: "changed", shown: "x8" };
  const { status, text } = await post(PATH, FORM, await enter({ close_day: changed }));
  expect(status).toBe(422);
  expect(plain(text)).toContain("Something changed meanwhile.");
  expect(text).toContain('name="shown" value="x8"');
  expect(text).toContain("Radio says so");
  expect(text).toContain('value="a power failure"');
});

for (
  const [reason, said] of [
    ["past", "is over. Please choose one that is to come."],
    ["far", "Please choose a day within a year."],
    ["technicians", "Please tick who stays at home."],
    ["reason", "Please write why"],
    ["closed", "It is closed already"],
  ]
) {
  test(`a refusal is told in plain words: ${reason}`, async () => {
    const refused = { status: reason === "closed" ? "refused" : "rejected", reason };
    const { status, text } = await open(ASKED, { close_day: refused });
    expect([status, plain(text).includes(said)]).toEqual([422, true]);
    expect(text).not.toContain('name="shown"');
  });
}

test("what is no day or no time is not even asked about", async () => {
  for (const query of ["asked=yes&day=soon", "asked=yes&day=2026-06-04&from=noon"]) {
    expect((await open(`${PATH}?${query}`)).status).toBe(422);
  }
  expect(called("close_day")).toEqual([]);
});

test("a day on which nobody has a visit, a holiday, and what has begun", async () => {
  const empty = await open(ASKED, {
    close_day: { ...TRIED, stops: [] },
    closures_page: { ...PAGE, holiday: "Canada Day", closures: [CLOSED] },
  });
  const words = plain(empty.text);
  for (
    const said of [
      "Nobody has a visit then",
      "Closing it only stops new bookings.",
      "That day is a holiday: Canada Day.",
      "That day is closed already",
    ]
  ) expect(words).toContain(said);
  expect(words).toMatch(/Close Thursday(?! and)/);
  const stays = [{
    task_id: "t",
    task_type: "maintenance",
    starts_at: STOPS[0].starts_at,
    customer: "Fay Duncan",
    visit_id: null,
    work_order_id: null,
    technician: "Luis",
  }];
  expect(plain((await open(ASKED, { close_day: { ...TRIED, stays } })).text))
    .toContain("One visit has begun and goes on: 9:00 a.m., Luis with Fay Duncan.");
});

test("as long as nobody was told the closed day can be opened again", async () => {
  const { text } = await open(`${PATH}/${CLOSURE}`);
  const words = plain(text);
  for (
    const said of [
      "Thursday, June 4, 2026: closed",
      "Thursday is closed. The 2 mails leave at 8:10 a.m.",
      "Undo the closure",
      "Because of an ice storm",
      "Radio says so",
      "Log the call",
    ]
  ) expect(words).toContain(said);
  expect(text).toContain('href="/office/letter/10000000-0000-4000-8000-000000000035"');
  const undone = { status: "undone", back: 6, not_back: [] };
  const answer = await post(
    `${PATH}/${CLOSURE}`,
    { do: "undo" },
    await enter({ undo_closure: undone }),
  );
  expect([answer.status, answer.headers.get("Location")]).toEqual([303, `${PATH}/${CLOSURE}#done`]);
  expect(called("undo_closure")).toEqual([{ closure_id: CLOSURE }]);
});

test("once mails go out, it says how far everybody was told", async () => {
  const rows = STOPS.map((each) =>
    row(each, { mail: each.customer === "Ann Leclair" ? "sent" : "waiting" })
  )
    .map((each) => each.told === "call" ? { ...each, result: "spoke" } : each);
  const { text } = await open(`${PATH}/${CLOSURE}`, {
    closure_page: { ...SHOWN, stays_because: "sent", rows },
  });
  const words = plain(text);
  expect(words).toContain("1 of 2 mails sent, 1 of 1 call made. It can no longer be undone");
  expect(text).toContain('<progress max="3" value="2"');
  expect(words).not.toContain("Undo the closure");
  const refused = await post(
    `${PATH}/${CLOSURE}`,
    { do: "undo" },
    await enter({
      undo_closure: { status: "refused", reason: "sent" },
      closure_page: { ...SHOWN, stays_because: "sent", rows },
    }),
  );
  expect(refused.status).toBe(409);
  expect(plain(refused.text)).toContain("It was too late to undo it");
});

test("opened again, what is not where it was is listed", async () => {
  const rows = STOPS.map((each, n) =>
    row(each, n === 0 ? {} : { now: "placed", new_time: each.starts_at })
  );
  const { text } = await open(`${PATH}/${CLOSURE}`, {
    closure_page: {
      ...SHOWN,
      undone_at: "2026-06-01T12:05:00+00:00",
      stays_because: "undone",
      rows,
    },
  });
  const words = plain(text);
  expect(words).toContain("5 stops at the old time, with whom it was.");
  expect(words).toContain("Vera Simic, 9:00 a.m., Dana: somebody took its place");
});

test("the call sheet has the calls that are left, with boxes to tick", async () => {
  const { status, text } = await open(`${PATH}/${CLOSURE}/call-sheet`);
  expect(status).toBe(200);
  const words = plain(text);
  for (const said of ["Paul Renaud905-555-0126", "11:00 a.m., Dana", "New time:"]) {
    expect(words).toContain(said);
  }
  expect(words).not.toContain("Ann Leclair");
  const rows = SHOWN.rows.map((each) => ({ ...each, result: "spoke" }));
  const done = await open(`${PATH}/${CLOSURE}/call-sheet`, { closure_page: { ...SHOWN, rows } });
  expect(plain(done.text)).toContain("Nobody is left to be called.");
});
