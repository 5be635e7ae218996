/** Technicians in the office: what follows is shown before it is done, and no form overwrites another. */
import { expect } from "expect";
import { workHref } from "@/lib/text/visits.ts";
import { signIn, staffIs } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const TESS = "10000000-0000-4000-8000-000000000021";
const VISIT = "10000000-0000-4000-8000-000000000022";
const LIFTS = "10000000-0000-4000-8000-000000000023";
const PAGE = `/office/technicians/${TESS}`;

const WEEK = [1, 2, 3].map((weekday) => ({ weekday, starts: "08:00", ends: "16:00" }));
const DAYS = Array.from({ length: 7 }, (_, n) => ({
  on_day: `2026-06-0${n + 1}`,
  visits: n === 3 ? 2 : 0,
  minutes: n === 3 ? 120 : 0,
  is_away: n === 4,
  work_minutes: n < 5 ? 480 : 0,
}));
const LEAVE = {
  task_id: VISIT,
  starts_at: "2099-12-24T05:00:00+00:00",
  ends_at: "2099-12-26T05:00:00+00:00",
  why: "Vacation",
};
const JOB = {
  task_id: VISIT,
  task_type: "maintenance",
  starts_at: "2026-06-04T19:30:00+00:00",
  ends_at: "2026-06-04T20:30:00+00:00",
  customer: "Ada Example",
  visit_id: VISIT as string | null,
  work_order_id: null as string | null,
};
const SHOWN = { person: "p", home: "h", skills: "s", hours: "w", calendar: "none" };
const PAST_LEAVE = {
  task_id: JOB.task_id,
  starts_at: "2026-06-01T04:00:00+00:00",
  ends_at: "2026-06-02T04:00:00+00:00",
  why: "Flu",
};
const TECHNICIAN = {
  today: "2026-06-01",
  technician_id: TESS,
  name: "Tess One",
  first_name: "Tess",
  active: true,
  phone: "905-555-0103",
  email: null,
  licence_number: null,
  login: null,
  home: { address: "1 Main Street", latitude: 43.7, longitude: -79.7, most: 6, lookup: null },
  map: {
    towns: [
      { name: "Brampton", latitude: 43.69, longitude: -79.76, clients: 120 },
      { name: "Oakville", latitude: 43.45, longitude: -79.68, clients: 40 },
    ],
    areas: [{ latitude: 43.69, longitude: -79.76, clients: 60 }],
    homes: [{ name: "Luis", latitude: 43.6, longitude: -79.6 }],
  },
  lacks: ["login"],
  shown: SHOWN,
  skills: [{ skill_id: LIFTS, name: "Lifts", has: true }],
  weeks: [{ from_day: "2026-06-01", until_day: null, week: WEEK }],
  leave: [LEAVE],
  past_leave: [PAST_LEAVE],
  days: DAYS,
  ahead: 2,
  misfits: [{ ...JOB, why: "hours" }],
  calendar_since: null as string | null,
  logins: [],
};
const ROW = {
  technician_id: TESS,
  name: "Tess One",
  active: true,
  phone: null,
  lacks: ["hours", "skills"],
  week: [],
  skills: [],
  leave: null,
  days: DAYS,
};

let signedIn: Promise<{ Cookie: string }> | undefined;

async function enter(answers: Record<string, unknown> = {}, role = "admin") {
  const headers = await (signedIn ??= signIn("admin"));
  staffIs(role);
  const all = {
    technician_page: TECHNICIAN,
    technicians_page: { today: "2026-06-01", technicians: [ROW] },
    ...answers,
  };
  api.answer(Object.fromEntries(Object.entries(all).map(([name, said]) => [name, () => said])));
  return headers;
}

async function open(path = PAGE, more: Record<string, unknown> = {}, role = "admin") {
  const headers = await enter({ technician_page: { ...TECHNICIAN, ...more } }, role);
  return await ask(path, { headers });
}

const send = async (fields: Record<string, string>, answers: Record<string, unknown>) =>
  await post(PAGE, fields, await enter(answers));

test("the list says who works when, and what is missing before times can be offered", async () => {
  const { status, text } = await open("/office/technicians");
  expect(status).toBe(200);
  const words = plain(text);
  for (const said of ["Tess One", "No hours", "No skills", "Thu 2 booked", "Fri away", "Add"]) {
    expect(words).toContain(said);
  }
  expect(text).toContain(`href="${PAGE}"`);
});

test("a technician's page tells hours, leave, what is missing and what does not fit", async () => {
  const words = plain((await open()).text);
  for (
    const said of [
      "Mon–Wed 8:00 a.m. to 4:00 p.m., 24 hours a week",
      "Thu, Dec 24, 2099 to Fri, Dec 25, 2099: Vacation",
      "They cannot sign in: their visits are recorded from paper.",
      "Thu, Jun 4, 2026, 3:30 p.m., Ada Example: outside of the hours",
      "does not sign in · 905-555-0103 · 2 booked ahead",
    ]
  ) expect(words).toContain(said);
});

test("the office reads, and places leave; it has no form for hours, skills, home or login", async () => {
  const { text } = await open(PAGE, {}, "office");
  for (const box of ["hours", "skills", "home", "person", "again"]) {
    expect(text).not.toContain(`name="box" value="${box}"`);
  }
  for (const box of ["leave", "back", "go"]) expect(text).toContain(`name="box" value="${box}"`);
  expect(plain((await open("/office/technicians", {}, "office")).text)).not.toContain("Add a");
});

test("a leave is told before it is placed, with who learns of it how", async () => {
  const tried = { status: "tried", put_aside: [{ ...JOB, told: "mail" }], shown: "x7" };
  const fields = { box: "leave", from: "2026-06-04", until: "2026-06-05", why: "Ill" };
  const { status, text } = await send({ ...fields, do: "look" }, { place_time_off: tried });
  expect(status).toBe(200);
  expect(plain(text)).toContain(
    "1 booking will need another time: 1 client gets a mail to choose one.",
  );
  expect(text).toContain('name="shown" value="x7"');
  expect(text).toContain('value="Ill"');
  expect(called("place_time_off")).toEqual([{
    technician_id: TESS,
    starts_at: "2026-06-04T04:00:00.000Z",
    ends_at: "2026-06-06T04:00:00.000Z",
    note: "Ill",
    dry_run: true,
  }]);
  const placed = await send({ ...fields, do: "place", shown: "x7" }, {
    place_time_off: { status: "placed" },
  });
  expect([placed.status, placed.headers.get("Location")])
    .toEqual([303, `${PAGE}?did=leave#done`]);
  expect(called("place_time_off").at(-1)).toMatchObject({ dry_run: false, shown: "x7" });
});

Deno.test("each booking that a leave puts aside leads to where it is looked at: visit, repair, or the board", () => {
  const of = (change: Partial<typeof JOB>) => workHref({ ...JOB, ...change }, "America/Toronto");
  expect(of({})).toBe(`/office/visits/${VISIT}`);
  expect(of({ visit_id: null, task_type: "repair", work_order_id: TESS }))
    .toBe(`/office/repairs/${TESS}`);
  expect(of({ visit_id: null, task_type: "delivery" }))
    .toBe(`/office/board?day=2026-06-04&task=${JOB.task_id}`);
});

test("whoever comes from the board finds the leave filled in; what it put aside is said, with the way to the board", async () => {
  const { text } = await open(PAGE + "?from=2026-06-04&why=Ill");
  expect(text).toMatch(/name="from"[^>]*value="2026-06-04"|value="2026-06-04"[^>]*name="from"/);
  expect(text).toMatch(/name="why"[^>]*value="Ill"|value="Ill"[^>]*name="why"/);
  const placed = await send({ box: "leave", from: "2026-06-04", do: "place", shown: "x7" }, {
    place_time_off: { status: "placed", put_aside: [{ ...JOB, told: "mail" }] },
  });
  expect(placed.headers.get("Location")).toBe(`${PAGE}?did=leave&waits=1#done`);
  const after = await open(PAGE + "?did=leave&waits=1");
  expect(plain(after.text)).toContain(
    "The leave is written down. 1 booking waits for another time.",
  );
  expect(after.text).toContain('href="/office/board"');
});

test("a leave that comes to something else meanwhile is shown anew", async () => {
  const changed = { status: "refused", reason: "changed", put_aside: [], shown: "x8" };
  const { status, text } = await send({ box: "leave", from: "2026-06-04", do: "place" }, {
    place_time_off: changed,
  });
  expect(status).toBe(422);
  expect(plain(text)).toContain("Something changed meanwhile.");
  expect(text).toContain('name="shown" value="x8"');
});

test("a leave is taken back as it was shown, a past one too", async () => {
  const { text } = await open();
  expect(plain(text)).toContain("Leave that ended in the last 31 days");
  expect(plain(text)).toContain("Mon, Jun 1, 2026: Flu");
  expect(text).toContain(`name="shown" value="${PAST_LEAVE.ends_at}"`);
  const fields = { box: "back", task_id: PAST_LEAVE.task_id, shown: PAST_LEAVE.ends_at };
  const back = await send(fields, { take_back_time_off: { status: "taken_back" } });
  expect([back.status, back.headers.get("Location")]).toEqual([303, `${PAGE}?did=back#done`]);
  const { task_id, ends_at: shown } = PAST_LEAVE;
  expect(called("take_back_time_off")).toEqual([{ task_id, shown }]);
  const some = await send(fields, {
    take_back_time_off: { status: "taken_back", back: 2, waits: 1 },
  });
  expect(some.headers.get("Location")).toBe(`${PAGE}?did=back&back=2&waits=1#done`);
  const after = await open(PAGE + "?did=back&back=2&waits=1");
  expect(plain(after.text)).toContain(
    "The leave is taken back. 2 bookings are where they were, and nobody is told. 1 booking waits for another time.",
  );
});

for (
  const [reason, from, said] of [
    ["past", "2020-01-04", "Please enter leave that began within the last 31 days, or is to come."],
    ["far", "2099-01-04", "Please enter leave that ends within two years."],
  ]
) {
  test(`a leave is refused in plain words: ${reason}`, async () => {
    const { status, text } = await send({ box: "leave", from, do: "look" }, {
      place_time_off: { status: "rejected", reason },
    });
    expect(status).toBe(422);
    expect(plain(text)).toContain(said);
  });
}

test("a leave of another century is a slip in the year, and is not even asked about", async () => {
  for (const [from, said] of [["9990-06-04", "within two years"], ["0026-06-04", "31 days"]]) {
    const { status, text } = await send({ box: "leave", from, do: "look" }, {});
    expect([status, plain(text).includes(said)]).toEqual([422, true]);
  }
  expect(called("place_time_off")).toEqual([]);
});

test("a leave of no day is not even asked about", async () => {
  const { status, text } = await send({ box: "leave", from: "soon", do: "look" }, {});
  expect(status).toBe(422);
  expect(plain(text)).toContain("Please enter when it begins");
  expect(called("place_time_off")).toEqual([]);
});

test("hours that bookings do not fit are saved only by who has seen which", async () => {
  const fields = { box: "hours", breaks: "1", from: "2026-06-02", shown: "w", h1_0: "09:00" };
  const answer = { status: "misfits", misfits: [{ ...JOB, why: "hours" }] };
  const { status, text } = await send({ ...fields, h1_1: "12:00", do: "save" }, {
    set_technician_hours: answer,
  });
  expect(status).toBe(200);
  expect(plain(text)).toContain("Not saved yet: these bookings would no longer fit.");
  expect(text).toContain('value="despite"');
  expect(text).toContain('value="09:00"');
  expect(called("set_technician_hours")).toEqual([{
    technician_id: TESS,
    week: [{ weekday: 1, starts: "09:00", ends: "12:00" }],
    from_day: "2026-06-02",
    shown: "w",
    despite: false,
  }]);
});

test("a stale form says who was first, and keeps what was typed", async () => {
  const changed = { status: "refused", reason: "changed", by: "Olga", at: "2026-06-01T12:00:00Z" };
  const fields = { box: "home", address: "2 Elm", place: "43.5, -79.6", most: "4", shown: "old" };
  const { status, text } = await send(fields, { set_technician_home: changed });
  expect(status).toBe(422);
  expect(plain(text)).toContain(
    "This was changed meanwhile by Olga (Monday, June 1, 2026, 8:00 a.m.).",
  );
  expect(text).toContain('value="2 Elm"');
  expect(text).toContain('name="shown" value="old"');
  expect(called("set_technician_home")[0]).toMatchObject({ latitude: 43.5, longitude: -79.6 });
});

test("a picture shows where home is among towns, clients and the others, and says it in words", async () => {
  const { text } = await open();
  expect(text).toContain('role="img"');
  expect(plain(text)).toContain("5 km from the middle of Brampton. Luis starts 14 km away.");
  const home = { address: "1 Main Street", latitude: null, longitude: null, most: null };
  const lost = await open(PAGE, { home: { ...home, lookup: "unknown" } });
  expect(plain(lost.text)).toContain("Nobody knows where this is yet.");
  expect(plain(lost.text)).toContain("The service that is asked does not know this address.");
  const empty = { towns: [], areas: [], homes: [] };
  const bare = await open(PAGE, { home: { ...home, lookup: null }, map: empty });
  expect(bare.text).not.toContain('role="img"');
});

test("a click on the picture puts the pin there, and what was typed stays; saving is another button", async () => {
  const { text } = await open();
  const frame = text.match(/name="frame" value="([^"]+)"/)![1];
  expect(text).toMatch(/<input[^>]*type="image"[^>]*name="wide"/);
  const typed = {
    box: "home",
    address: "2 Elm",
    place: "43.7, -79.7",
    most: "4",
    shown: "old",
    frame,
  };
  const clicked = await send({ ...typed, "narrow.x": "144", "narrow.y": "99" }, {});
  expect(clicked.status).toBe(200);
  const [latitude, longitude] = frame.split(" ").map((each) => Number(Number(each).toFixed(4)));
  expect(clicked.text).toContain(`value="${latitude}, ${longitude}"`);
  expect(clicked.text).toContain('value="2 Elm"');
  expect(clicked.text).toContain('name="shown" value="old"');
  expect(plain(clicked.text)).toContain("It is not saved yet.");
  const moved = await send({ ...typed, do: "north" }, {});
  expect(moved.text).not.toContain('value="43.7, -79.7"');
  expect(called("set_technician_home")).toEqual([]);
  // Enter in a field presses the corner of the picture.
  const saved = await send({ ...typed, "narrow.x": "0", "narrow.y": "0" }, {
    set_technician_home: { status: "saved" },
  });
  expect(saved.status).toBe(303);
  expect(called("set_technician_home")[0]).toMatchObject({ latitude: 43.7, longitude: -79.7 });
});

test("half a place is none", async () => {
  const { status, text } = await send({ box: "home", place: "43.5", shown: "h" }, {});
  expect(status).toBe(422);
  expect(plain(text)).toContain("Please enter both numbers");
  expect(called("set_technician_home")).toEqual([]);
});

test("who is added has a page at once; a form of no box is none", async () => {
  const headers = await enter({ add_technician: { status: "added", technician_id: TESS } });
  const { status, headers: to } = await post("/office/technicians", { name: "Nora" }, headers);
  expect([status, to.get("Location")]).toEqual([303, `${PAGE}?did=added`]);
  expect((await send({ box: "nope" }, {})).status).toBe(400);
});

test("a new calendar address is on the page that answers, once, with what it ends", async () => {
  const url = `https://book.example/calendar/${"C".repeat(43)}.ics`;
  const none = await open();
  expect(plain(none.text)).toContain("They have no calendar address.");
  expect(none.text).toContain('name="shown" value="none"');
  const answers = { rotate_calendar_link: { status: "made", url } };
  const made = await send({ box: "calendar", do: "make", shown: "none" }, answers);
  expect(called("rotate_calendar_link")).toEqual([{ technician_id: TESS, shown: "none" }]);
  expect(made.text).toContain(url);
  expect(plain(made.text)).toContain("This is Tess’s new address.");
  const since = { calendar_since: "2026-06-01T14:00:00+00:00" };
  const again = await open(PAGE, since);
  expect(plain(again.text)).toContain("a calendar address since Mon, Jun 1, 2026");
  expect(plain(again.text)).toContain("the one before stops working");
  expect(again.text).not.toContain(url);
});

test("a calendar address is ended from the office, and who has left gets none", async () => {
  const ended = await send({ box: "calendar", do: "end" }, {
    revoke_calendar_link: { status: "revoked" },
  });
  expect(ended.headers.get("Location")).toBe(`${PAGE}?did=calendar#done`);
  const left = await send({ box: "calendar", do: "make" }, {
    rotate_calendar_link: { status: "rejected", reason: "technician" },
  });
  expect([left.status, plain(left.text).includes("They have left already.")]).toEqual([422, true]);
  const stale = await send({ box: "calendar", do: "make", shown: "none" }, {
    rotate_calendar_link: { status: "refused", reason: "changed" },
  });
  expect([stale.status, plain(stale.text).includes("Another address was made")]).toEqual([
    422,
    true,
  ]);
  expect((await send({ box: "calendar", do: "look" }, {})).status).toBe(400);
});
