/** Each refusal of the board where it happened, with what can be done instead; and new work that is written down there. */
import { expect } from "expect";
import {
  AGNES,
  at,
  atTheBoard,
  CALL,
  MAREK,
  PAGE,
  refusedFor,
  UNDO,
  words,
} from "./board_world.ts";
import { DAY, LUIS } from "./fake_api.ts";
import { called, post, test } from "./world.ts";

const PUT = {
  do: "put",
  what: "task",
  id: AGNES,
  revision: "4",
  technician: MAREK,
  day: DAY,
  time: "13:45",
};
const NEAREST = {
  technician_id: LUIS,
  technician_name: "Luis Ortega",
  starts_at: at("18:15"),
  travel_minutes: 11,
};

/** Puts it there, and resolves to what the place says. */
async function refusal(
  answer: unknown,
  put = PUT,
): Promise<{ status: number; said: string; html: string }> {
  const headers = await atTheBoard({ move_task: answer });
  const { status, text } = await post(`${PAGE}&task=${AGNES}`, put, headers);
  const lane = text.slice(text.indexOf(`data-lane="${MAREK}"`));
  const html = lane.slice(
    lane.indexOf('<div class="refusal" role="alert"'),
    lane.indexOf("</section>"),
  );
  return { status, said: words(html), html };
}

const KINDS: [string, Record<string, unknown>, string, boolean][] = [
  [
    "overlap",
    { client_name: "Peter Vance", ends_at: at("18:30") },
    "Overlaps Marek, today, 1:45 p.m.: Peter Vance, until 2:30 p.m.",
    false,
  ],
  ["technician", {}, "Not here", false],
  ["skill", { skills: ["Porch lifts"] }, "Has not learned porch lifts.", true],
  ["holiday", { name: "Founders' Day" }, "Holiday Marek, today, 1:45 p.m.: Founders' Day.", true],
  [
    "hours",
    { works_from: at("12:00"), works_until: at("17:00") },
    "Works from 8:00 a.m. to 1:00 p.m.",
    true,
  ],
  [
    "hours",
    {
      works_from: at("12:00"),
      works_until: at("20:30"),
      breaks: [{ starts_at: at("18:00"), ends_at: at("18:30") }],
      ends_at: at("18:45"),
    },
    "Break Marek, today, 1:45 p.m.: On a break from 2:00 to 2:30 p.m.",
    true,
  ],
  [
    "hours",
    {
      works_from: at("12:00"),
      works_until: at("18:00"),
      breaks: [{ starts_at: at("16:00"), ends_at: at("16:30") }],
      ends_at: at("18:45"),
    },
    "Works from 8:00 a.m. to 2:00 p.m., with a break from 12:00 to 12:30 p.m.",
    true,
  ],
  ["hours", { works_from: null, works_until: null }, "Does not work that day.", true],
  ["notice", { is_past: true, hours: 0 }, "This time has begun or is over.", true],
  ["horizon", { last_day: "2026-12-18" }, "The office books until Fri, Dec 18.", true],
  [
    "drive",
    { side: "after", minutes: 44, planned: 30, is_home: false, place: "Milton" },
    "44 min to Milton, 30 free.",
    true,
  ],
  ["winter", { again_on: "2026-06-01" }, "Outdoor units again from Mon, Jun 1.", true],
  ["closed", { why: "Ice storm" }, "Closed Marek, today, 1:45 p.m.: Ice storm.", true],
  ["full", { most: 5 }, "5 visits that day already.", true],
];

for (const [reason, figures, said, mayOverride] of KINDS) {
  test(`refused for ${reason}: it says so at that place, changes nothing, and offers the nearest that works (${said})`, async () => {
    const came = await refusal(refusedFor(reason, figures, NEAREST));
    expect(came.status).toBe(422);
    expect(came.said).toContain(said);
    expect(came.said).toContain("Nothing was moved, and nobody is told.");
    expect(came.said).toContain("Use Luis, today, 2:15 p.m.");
    expect(came.said).toContain("Leave it");
    expect(came.html).toContain(`name="technician" value="${LUIS}"`);
    expect(came.html).toContain('name="time" value="14:15"');
    expect(came.html.includes('name="override"')).toBe(mayOverride);
    if (mayOverride) expect(came.said).toContain("The client gets a mail five minutes later;");
  });
}

test("put all the same where the time has begun or is over, nobody is told, and the place says so", async () => {
  const answer = refusedFor("notice", { is_past: true, hours: 0 }, NEAREST);
  for (const time of ["10:45", "11:00"]) {
    const { said } = await refusal(answer, { ...PUT, time });
    expect(said).toContain("no client is told. Make sure that it took place.");
    expect(said).not.toContain("by mail");
  }
  expect((await refusal(answer, { ...PUT, time: "11:15" })).said).toContain(
    "gets a mail five minutes later",
  );
});

test("what somebody changed meanwhile says who and when, and can't be put there all the same", async () => {
  const came = await refusal({
    status: "refused",
    reason: "changed",
    by: "Priya",
    at: at("14:45"),
  });
  expect(came.said).toContain("changed meanwhile by Priya (Tuesday, May 12, 2026, 10:45 a.m.)");
  expect(came.html).not.toContain('name="override"');
  const begun = await refusal({ status: "refused", reason: "state" });
  expect(begun.said).toContain("It has begun, has ended or was given up meanwhile.");
  expect(begun.html).not.toContain('name="override"');
});

test("put there all the same says to the database that somebody knows", async () => {
  const headers = await atTheBoard({
    move_task: { status: "moved", warnings: ["hours"], undo: UNDO },
  });
  expect((await post(PAGE, { ...PUT, override: "yes" }, headers)).status).toBe(303);
  expect(called("move_task")[0]).toMatchObject({ override: true, technician_id: MAREK });
});

const NEW = {
  do: "add",
  task_type: "repair",
  technician: MAREK,
  day: DAY,
  time: "13:45",
  minutes: "90",
  title: "Footrest switch",
  notes: "",
  client: "",
  address: "",
};

test("new work is made where it was asked for", async () => {
  const headers = await atTheBoard({
    create_task: { status: "created", task_id: CALL, revision: 0, warnings: [], undo: UNDO },
  });
  const { status, headers: answered } = await post(`${PAGE}&new=yes`, NEW, headers);
  expect(status).toBe(303);
  expect(answered.get("Location")).toContain(`task=${CALL}`);
  expect(called("create_task")).toEqual([{
    task_type: "repair",
    technician_id: MAREK,
    starts_at: `${DAY}T17:45:00.000Z`,
    minutes: 90,
    fields: { title: "Footrest switch", override: false },
  }]);
});

test("what lacks is asked for beside its field, and what was typed is kept", async () => {
  const cases: [Record<string, string>, string, string][] = [
    [{ minutes: "0" }, "minutes", "Minutes, from 5 to 1440."],
    [{ time: "" }, "time", "At what time?"],
    [{ technician: "" }, "technician", "Who does it?"],
    [{ title: "" }, "title", "What is it, in a few words?"],
    [{ day: "2026-02-31" }, "day", "Please choose a day."],
  ];
  for (const [change, field, said] of cases) {
    const headers = await atTheBoard({});
    const { status, text } = await post(`${PAGE}&new=yes`, {
      ...NEW,
      notes: "Ring twice",
      ...change,
    }, headers);
    expect([field, status]).toEqual([field, 422]);
    expect(text).toMatch(new RegExp(`id="${field}-complaint">${said.replace("?", "\\?")}`));
    expect(text).toContain("Ring twice");
    expect(called("create_task")).toEqual([]);
  }
});

test("a client is looked up by name, and chosen among those who fit", async () => {
  const row = {
    customer_id: LUIS,
    name: "Ruth Okafor",
    city: "Toronto",
    street: "1 Elm St",
    phone: null,
    deceased_on: null,
    by: [],
    contact: null,
    units: 1,
    next: null,
  };
  const headers = await atTheBoard({
    find: { total: 1, groups: [{ kind: "client", count: 1, rows: [row] }] },
    create_task: { status: "created", task_id: CALL, revision: 0, warnings: [] },
  });
  const looked = await post(`${PAGE}&new=yes`, { ...NEW, do: "look", client: "okafor" }, headers);
  expect(looked.status).toBe(200);
  expect(words(looked.text)).toContain("Which one? Ruth Okafor 1 Elm St, Toronto");
  const blind = await post(`${PAGE}&new=yes`, { ...NEW, client: "okafor" }, headers);
  expect(blind.status).toBe(422);
  expect(words(blind.text)).toContain("Look the client up and choose one");
  await post(`${PAGE}&new=yes`, { ...NEW, client: "okafor", customer: LUIS }, headers);
  expect(called("create_task")[0].fields).toMatchObject({ customer_id: LUIS });
});

test("new work that does not fit is refused at its place, with the nearest that works", async () => {
  const headers = await atTheBoard({
    create_task: refusedFor(
      "overlap",
      { client_name: "Peter Vance", ends_at: at("18:30") },
      NEAREST,
    ),
  });
  const { status, text } = await post(`${PAGE}&new=yes`, NEW, headers);
  expect(status).toBe(422);
  const alert = text.slice(text.indexOf('role="alert"'));
  expect(words(alert)).toContain("Use Luis, today, 2:15 p.m.");
  expect(alert).toContain('name="title" value="Footrest switch"');
  expect(alert).toContain('name="time" value="14:15"');
});

test("time off that would put stops aside leads to the technician's page instead", async () => {
  let headers = await atTheBoard({
    place_time_off: { status: "tried", put_aside: [{}, {}], shown: "x" },
  });
  const off = { ...NEW, task_type: "time_off", title: "Dentist" };
  const { status, text } = await post(`${PAGE}&new=yes`, off, headers);
  expect(status).toBe(422);
  expect(words(text)).toContain("2 stops are booked then.");
  expect(text.replaceAll("&amp;", "&")).toContain(
    `href="/office/technicians/${MAREK}?from=${DAY}&from_time=13%3A45&until=${DAY}&until_time=15%3A15&why=Dentist#leave"`,
  );
  expect(called("place_time_off")).toHaveLength(1);
  headers = await atTheBoard({
    place_time_off: { status: "placed", task_id: CALL, put_aside: [] },
  });
  expect((await post(`${PAGE}&new=yes`, off, headers)).status).toBe(303);
  expect(called("place_time_off")[0]).toMatchObject({
    technician_id: MAREK,
    starts_at: `${DAY}T17:45:00.000Z`,
    ends_at: `${DAY}T19:15:00.000Z`,
    note: "Dentist",
  });
});
