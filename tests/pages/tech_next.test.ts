/** The visit after one that is over, booked at the door: what is offered, what is told, what stands in the way. */
import { expect } from "expect";
import { onTheRoad, OTHER, OUTCOME, SHEET, STOP, TASK, TODAY, UNIT, VISIT } from "./tech_world.ts";
import { signIn } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const AT = `/tech/visits/${VISIT}`;
const PAGE = `${AT}/next`;

const LIFT = {
  contract_id: VISIT,
  kind: "Stair lift",
  product_name: null as string | null,
  told_apart: null,
  due_on: "2026-11-11",
  fee: 189,
  tax: 24.57,
  tax_name: "HST 13 %",
  no_charge_reason: null,
};

const slot = (starts_at: string, technician_id = VISIT, technician_name = "Luis") => ({
  starts_at,
  ends_at: starts_at,
  technician_id,
  technician_name,
  travel_minutes: 5,
});

const BEST = slot("2026-11-10T15:30:00+00:00");
const SLOTS = [
  BEST,
  slot("2026-11-11T14:30:00+00:00"),
  slot("2026-11-09T18:30:00+00:00", OTHER, "Marek"),
];

const KNOWN = {
  what: "next",
  due_on: "2026-11-11",
  today: "2026-05-12",
  again_after: "2026-06-11",
  like: { starts_at: "2026-05-12T14:30:00+00:00", technician_id: VISIT },
  client: { name: "Ethel Example", first_name: "Ethel", is_mailed: true },
};
const OPEN = {
  status: "open",
  ...KNOWN,
  units: [LIFT],
  reminded_on: "2026-10-12" as string | null,
  is_reminded_by_mail: true,
  slots: SLOTS,
  days: [],
  book_until: "2026-12-18" as string | null,
  gone: null as string | null,
};
const BOOKED = {
  status: "booked",
  ...KNOWN,
  appointment: {
    starts_at: BEST.starts_at,
    technician_name: "Luis" as string | null,
    units: [LIFT],
    can_change: true,
  },
};

function answering(next: unknown, answer: unknown = { status: "booked" }) {
  api.answer({ return_slots: () => next, book_return: () => answer });
}

async function atTheDoor(next: unknown = OPEN) {
  const headers = await onTheRoad();
  answering(next);
  return headers;
}

/** Of a radio: its value, and whether it is chosen. */
const chosen = (text: string) =>
  text.match(/<input[^>]*type="radio"[^>]*>/g)!
    .filter((input) => /\schecked/.test(input)).map((input) => input.match(/value="([^"]*)"/)![1]);

test("a visit that is over leads to the next one, and tells of the one that is booked", async () => {
  const headers = await onTheRoad();
  const over = (unit: Record<string, unknown>, stop: Record<string, unknown> = {}) => {
    const told = { ...UNIT, state: "done", ...unit };
    api.answer({
      visit_sheet: () => ({ ...SHEET, unit: told, stop: { ...STOP, units: [told], ...stop } }),
    });
    return ask(AT, { headers });
  };
  expect(plain((await over({})).text)).toContain("Book the next visit");
  expect((await over({ state: "no_show" })).text).toContain(PAGE);
  expect(plain((await over({ state: "not_completed" })).text)).toContain("Book another visit");
  for (
    const page of [
      await over({ condition: "out_of_service" }),
      await over({ state: "reversed" }),
      await over({ state: "needs_rescheduling" }),
      await over({}, { is_near: false }),
      await over({}, { units: [{ ...UNIT, state: "done" }, { ...UNIT, visit_id: OTHER }] }),
    ]
  ) expect(page.text).not.toContain(PAGE);
  api.answer({ visit_outcome: () => ({ ...OUTCOME, next_due_on: null }) });
  expect((await over({})).text).not.toContain(PAGE);
  const next_visit = { starts_at: BEST.starts_at, technician_name: "Luis" };
  api.answer({ visit_outcome: () => ({ ...OUTCOME, next_visit }) });
  const { text } = await over({});
  expect(plain(text)).toContain("Next visit booked: Tue, Nov 10, 2026, 10:30 a.m., with Luis");
  expect(text).toContain(`href="${PAGE}"`);
  expect(plain(text)).not.toContain("Book the next visit");
});

test("the times stand in their order, the closest chosen, each with what is the same as today", async () => {
  const headers = await atTheDoor();
  const { status, text } = await ask(PAGE, { headers });
  expect(status).toBe(200);
  expect(called("return_slots")).toEqual([{ visit_id: VISIT, change: false }]);
  for (
    const words of [
      "Next visit for Ethel Example",
      "Stair lift, due Wednesday, November 11, 2026",
      "Costs $189.00 + applicable tax (HST 13 %: $213.57 in all)",
      "Same time of day again?",
      "Tue, Nov 10, 2026, 10:30 a.m. with you, same day of the week, same time",
      "Wed, Nov 11, 2026, 9:30 a.m. with you",
      "Mon, Nov 9, 2026, 1:30 p.m. with Marek",
      "You can book up to Fri, Dec 18, 2026",
      "Ethel gets a confirmation by e-mail now, and is asked again by e-mail two weeks before",
      "Remind Ethel instead (e-mail on Mon, Oct 12, 2026)",
    ]
  ) expect(plain(text)).toContain(words);
  const days = [...plain(text).matchAll(/Nov (\d+), 2026, \d/g)].map(([, day]) => day);
  expect(days).toEqual(["9", "10", "11"]);
  expect(chosen(text)).toEqual([`${BEST.starts_at}/${VISIT}`]);
  expect(text).toMatch(/name="with" value="44444444/);
  // Nothing is written down where a reminder will do.
  expect(text).toContain(`href="${AT}"`);
});

test("other weeks and any day are a link and a form, as far as can be booked", async () => {
  const headers = await atTheDoor();
  const { text } = await ask(PAGE, { headers });
  expect(text).toContain(`${PAGE}?week=2026-11-02`);
  expect(text).toContain(`${PAGE}?week=2026-11-16`);
  expect(text).toMatch(/type="date"[^>]*min="2026-05-12"[^>]*max="2026-12-18"/);
  await ask(`${PAGE}?week=2026-12-17`, { headers });
  await ask(`${PAGE}?day=2026-11-12`, { headers });
  await ask(`${PAGE}?day=yesterday&week=then`, { headers });
  expect(called("return_slots").slice(1)).toEqual([
    { visit_id: VISIT, from_date: "2026-12-14", days: 7, change: false },
    { visit_id: VISIT, from_date: "2026-11-12", days: 1, change: false },
    { visit_id: VISIT, change: false },
  ]);
  const last = await ask(`${PAGE}?week=2026-12-14`, { headers });
  expect(last.text).toContain("?week=2026-12-07");
  expect(last.text).not.toContain("?week=2026-12-21");
  const first = await ask(`${PAGE}?week=2026-05-11`, { headers });
  expect(first.text).not.toContain("?week=2026-05-04");
});

test("what is chosen is booked once, for what was told, and said back", async () => {
  const headers = await atTheDoor();
  const fields = { time: `${BEST.starts_at}/${VISIT}`, with: VISIT };
  const sent = await post(PAGE, fields, headers);
  expect([sent.status, sent.headers.get("Location")]).toEqual([303, `${PAGE}?now`]);
  expect(called("book_return")).toEqual([{
    visit_id: VISIT,
    technician_id: VISIT,
    starts_at: "2026-11-10T15:30:00.000Z",
    with_contract_ids: [VISIT],
    change: false,
  }]);
  api.answer({ return_slots: () => BOOKED, technician_day: () => TODAY });
  const { text } = await ask(`${PAGE}?now`, { headers });
  for (
    const words of [
      "Tue, Nov 10, 2026, 10:30 a.m., with Luis. Stair lift, Ethel Example.",
      "A confirmation is on its way to Ethel.",
      "You don't have to do anything. We'll write two weeks before.",
      "Next job: Ethel Example",
    ]
  ) expect(plain(text)).toContain(words);
  expect(text).toMatch(/<h1[^>]*autofocus[^>]*>Booked<\/h1>/);
});

test("what was booked at the door has another time there, or is left as it is", async () => {
  const headers = await atTheDoor(BOOKED);
  expect((await ask(PAGE, { headers })).text).toContain(`${PAGE}?change=yes`);
  const theirs = { ...BOOKED, appointment: { ...BOOKED.appointment, can_change: false } };
  answering(theirs);
  const { text } = await ask(PAGE, { headers });
  expect(text).not.toContain("change=yes");
  expect(plain(text)).toContain("The link in the e-mail changes it, and so does the office.");
  const client = { ...BOOKED.client, is_mailed: false };
  answering({ ...theirs, client });
  expect(plain((await ask(PAGE, { headers })).text))
    .toContain("Another time? The office changes it.");

  answering({ ...OPEN, appointment: BOOKED.appointment });
  const times = await ask(`${PAGE}?change=yes&week=2026-11-09`, { headers });
  expect(called("return_slots").at(-1))
    .toEqual({ visit_id: VISIT, from_date: "2026-11-09", days: 7, change: true });
  expect(plain(times.text)).toContain("Booked so far: Tue, Nov 10, 2026, 10:30 a.m.");
  expect(times.text).not.toContain("a.m..");
  expect(plain(times.text)).toContain("Leave it as it is");
  expect(times.text).toContain(`${PAGE}?week=2026-11-02&amp;change=yes`);
  const fields = { time: `${BEST.starts_at}/${VISIT}`, with: VISIT, change: "yes" };
  expect((await post(PAGE, fields, headers)).status).toBe(303);
  expect(called("book_return").at(-1)).toMatchObject({ change: true });
});

test("what stands in the way is said in a sentence, and other times are there", async () => {
  const answers: [unknown, string][] = [
    [
      { status: "slot_taken", slots: [slot("2026-11-12T15:30:00+00:00")], gone: "taken" },
      "just taken",
    ],
    [{ status: "expired" }, "Nothing is due"],
    [{ status: "not_booked" }, "changed meanwhile"],
    [{ status: "too_late" }, "changed meanwhile"],
    [{ status: "refused", reason: "booked" }, "can't be changed here"],
    [{ status: "refused", reason: "state" }, "not over yet"],
    [{ status: "rejected", reason: "household" }, "What goes along is different now"],
    [{ status: "rejected", reason: "paused" }, "rests now"],
    [{ status: "rejected", reason: "area" }, "call the office"],
    [{ status: "rejected", reason: "horizon" }, "further ahead"],
    [{ status: "rejected", reason: "time" }, "choose another one"],
    [{ status: "rejected", reason: "deceased" }, "Please call the office"],
  ];
  const headers = await atTheDoor();
  for (const [answer, said] of answers) {
    answering(OPEN, answer);
    const { status, text } = await post(PAGE, { time: `${BEST.starts_at}/${VISIT}` }, headers);
    expect([said, status]).toEqual([said, 422]);
    expect(plain(text.match(/role="alert".*?<\/p>/s)![0])).toContain(said);
    expect(text).toContain("<title>Error: Next visit for Ethel Example</title>");
  }
  answering(OPEN, answers[0][0]);
  const { text } = await post(PAGE, { time: `${BEST.starts_at}/${VISIT}` }, headers);
  expect(plain(text)).toContain("Close to that time");
  expect(chosen(text)).toEqual([`2026-11-12T15:30:00+00:00/${VISIT}`]);
  for (const time of ["", "soon/somebody", `${BEST.starts_at}/1`, "/"]) {
    const none = await post(PAGE, { time }, headers);
    expect(none.status).toBe(422);
    expect(plain(none.text)).toContain("Please choose a time first.");
    expect(called("book_return").length).toBe(answers.length + 1);
  }
});

test("a day beyond the horizon says so, and a reminder is as easy", async () => {
  const next = { ...OPEN, due_on: "2027-05-11", reminded_on: "2027-04-11", slots: [] };
  const { text } = await ask(PAGE, { headers: await atTheDoor(next) });
  for (
    const words of [
      "That is further ahead than can be booked. The last day is Fri, Dec 18, 2026.",
      "Remind Ethel instead (e-mail on Sun, Apr 11, 2027)",
      "Back to the visit",
    ]
  ) expect(plain(text)).toContain(words);
  expect(text).not.toContain("Book the chosen time");
});

test("who is not mailed, nameless, out of reach, or without times: each is said", async () => {
  const headers = await atTheDoor();
  const page = async (more: Record<string, unknown>) => {
    answering({ ...OPEN, ...more });
    return plain((await ask(PAGE, { headers })).text);
  };
  const client = { name: "Maple Lodge", first_name: "", is_mailed: false };
  const unmailed = await page({ client, is_reminded_by_mail: false });
  expect(unmailed).toContain("The client can't be reached by e-mail: please write the time down");
  expect(unmailed).toContain("Don't book now: the office calls or writes a letter");
  expect(await page({ slots: [] })).toContain("Nobody can come on these days");
  const away = await page({ slots: [], gone: "area", book_until: null });
  expect(away).toContain("further than the company goes");
  expect(away).not.toContain("Or go to a day");
  const chair = { ...LIFT, contract_id: OTHER, kind: "Lift chair", fee: 99, tax: 12.87 };
  expect(await page({ units: [LIFT, chair] })).toContain("Stair lift and lift chair, due");
});

test("after a visit that came to nothing another one is booked soon", async () => {
  const next = { ...OPEN, what: "return", slots: [slot("2026-05-14T14:30:00+00:00")] };
  const { text } = await ask(PAGE, { headers: await atTheDoor(next) });
  const said = plain(text);
  expect(said).toContain("Another visit for Ethel Example");
  expect(said).not.toContain("asked again");
  expect(said).toContain("Let Ethel choose a time instead (by the link in our e-mail)");
  expect(text).toContain(`${PAGE}?week=2026-05-18`);
  expect(text).not.toContain(`${PAGE}?week=2026-05-04`);
});

test("what rests, ended or is not over has nothing to book; somebody else's is refused", async () => {
  const headers = await atTheDoor();
  for (
    const [next, said] of [
      [{ status: "paused", ...KNOWN }, "The office sees to it"],
      [{ status: "expired" }, "Nothing is due for this unit any more"],
      [{ status: "refused", reason: "state" }, "Finish it first"],
      [{ status: "rejected", reason: "time" }, "Please call the office"],
    ] as const
  ) {
    answering(next);
    const { status, text } = await ask(PAGE, { headers });
    expect(status).toBe(200);
    expect(plain(text)).toContain(said);
  }
  const no = () => {
    throw { code: "42501", message: "no" };
  };
  api.answer({ return_slots: no, book_return: no });
  expect((await ask(PAGE, { headers })).status).toBe(403);
  expect((await post(PAGE, { time: `${BEST.starts_at}/${TASK}` }, headers)).status).toBe(403);
});

test("the office reads with whom each time is, and is led back to the visit", async () => {
  const headers = await signIn("office");
  answering(OPEN);
  const { text } = await ask(PAGE, { headers });
  expect(plain(text)).toContain("10:30 a.m. with Luis, same day of the week, same time");
});
