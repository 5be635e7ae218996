/** Booking on the phone: three clicks, the sentence before the button, and nothing typed lost. */
import { expect } from "expect";
import { DAY, LUIS, slot, WHEELCHAIR } from "./fake_api.ts";
import {
  AT,
  atTheDesk,
  BOOKED_SHEET,
  IMPOSSIBLE,
  MAREK,
  PAGE,
  SHEET,
  TASK,
  WARNED,
} from "./office_booking_world.ts";
import { CONTRACT, signIn } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const open = async (answers: Record<string, unknown> = {}, query = "") =>
  await ask(`${PAGE}${query}`, { headers: await atTheDesk(answers) });

const send = async (fields: Record<string, string>, answers: Record<string, unknown> = {}) =>
  await post(PAGE, fields, await atTheDesk(answers));

/** What the page sends as it shows nine o'clock with both units. */
const CHOSEN = {
  do: "book",
  at: AT,
  technician: LUIS,
  with: WHEELCHAIR,
  told: WHEELCHAIR,
  phone: "905 555 0199",
  access_notes: "Ring twice",
};

/** The sentence and the button, whichever line they break at. */
const SENTENCE =
  "So Luis comes on Tuesday, May 12, between 9:00 and 9:30 a.m., for the stair lift and the manual wheelchair: $268.00 plus tax, $302.84 in all.";
const BUTTON = "Book Tue, May 12, 9:00 a.m. with Luis";

test("the times are there at once, by day, with who comes and the drive; nothing can be booked yet", async () => {
  const { status, text } = await open();
  expect(status).toBe(200);
  const words = plain(text);
  expect(words).toContain("Book a visit for Ethel Example");
  expect(words).toContain("9:00 a.m. Luis, 12 min10:45 a.m. Luis, 12 min1:30 p.m.");
  expect(words).toContain("Tue, May 12All times of Tue, May 12");
  expect(words).not.toContain("9:15 a.m.");
  expect(words).toContain("Wed, May 139:30 a.m. Luis");
  expect(text).not.toContain('value="book"');
  expect(called("contract_slots")).toEqual([{
    contract_id: CONTRACT,
    days: 14,
    max_slots: 500,
    with_contract_ids: [WHEELCHAIR],
  }]);
  expect(called("check_time")).toEqual([]);
});

test("a time is chosen, read back in one sentence, and the button says what it does", async () => {
  const { status, text } = await send({ ...CHOSEN, do: "", choose: `${AT}/${LUIS}` });
  expect(status).toBe(200);
  const words = plain(text);
  expect(words).toContain(SENTENCE);
  expect(words).toContain(BUTTON);
  expect(words.indexOf(SENTENCE)).toBeLessThan(words.indexOf(BUTTON));
  expect(text).toContain('value="905 555 0199"');
  expect(text).toContain('value="Ring twice"');
  expect(text).toMatch(/aria-pressed="true"[^>]*><span>9:00/);
  expect(called("check_time")).toEqual([{
    contract_id: CONTRACT,
    technician_id: LUIS,
    starts_at: AT,
    with_contract_ids: [WHEELCHAIR],
  }]);
  expect(called("book_for_client")).toEqual([]);
});

test("an address that names a time is one click from booked, and holds nothing personal", async () => {
  const { text } = await open({}, `?at=${encodeURIComponent(AT)}&technician=${LUIS}`);
  expect(plain(text)).toContain(BUTTON);
  expect(text).toContain('value="905-555-0112"');
  expect(text).toContain('value="Key with the neighbour"');
  const nonsense = await open({}, "?at=tomorrow&technician=somebody&from=x&only=1");
  expect(nonsense.status).toBe(200);
  expect(called("check_time")).toEqual([]);
});

test("it is booked as it was read back", async () => {
  const { status, headers } = await send(CHOSEN, { book_for_client: { status: "booked" } });
  expect([status, headers.get("Location")]).toEqual([303, `${PAGE}?did=booked`]);
  expect(called("book_for_client")).toEqual([{
    contract_id: CONTRACT,
    technician_id: LUIS,
    starts_at: AT,
    override: false,
    phone: "905-555-0199",
    access_notes: "Ring twice",
    with_contract_ids: [WHEELCHAIR],
  }]);
  const twice = await send(CHOSEN, { book_for_client: { status: "already_booked" } });
  expect(twice.headers.get("Location")).toBe(`${PAGE}?did=found`);
});

test("what was read back is what is booked: another choice of units is read back first", async () => {
  const { with: _, ...alone } = CHOSEN;
  const { status, text } = await send(alone);
  expect(status).toBe(200);
  expect(called("book_for_client")).toEqual([]);
  expect(plain(text)).toContain("What comes along is different now.");
  expect(called("check_time").at(-1)!.with_contract_ids).toEqual([]);
  expect(text).toMatch(/name="told" value(="")?\/>/);
  const untold = await send({ ...CHOSEN, told: "" }, {});
  expect(untold.status).toBe(200);
  expect(called("book_for_client")).toEqual([]);
});

test("without a time nothing is booked, and a number that cannot be one is told beside it", async () => {
  const none = await send({ ...CHOSEN, at: "" });
  expect([none.status, plain(none.text).includes("Please choose a time first.")])
    .toEqual([422, true]);
  const { status, text } = await send({ ...CHOSEN, phone: "905 555 01" });
  expect(status).toBe(422);
  expect(text).toMatch(/<input[^>]*value="905 555 01"[^>]*aria-describedby="phone-complaint"/);
  expect(text).toContain('value="Ring twice"');
  expect(called("book_for_client")).toEqual([]);
});

test("who was slower sees times near it, and what was typed", async () => {
  const taken = {
    book_for_client: { status: "slot_taken", slots: [slot("14:45"), slot("13:30", "2026-05-13")] },
    check_time: IMPOSSIBLE,
  };
  const { status, text } = await send(CHOSEN, taken);
  expect(status).toBe(422);
  const words = plain(text);
  expect(words).toContain("That time was just taken");
  expect(words).toContain("These are closest");
  expect(words).toContain("Wed, May 13, 9:30 a.m. Luis, 12 min");
  expect(text).toContain('value="905 555 0199"');
  expect(text).toContain('value="Ring twice"');
  expect(text).not.toContain('value="book"');
});

test("another time is looked at first: possible, but wants a tick and says why in figures", async () => {
  const own = { ...CHOSEN, do: "check", day: DAY, time: "16:30", who: MAREK };
  const { text } = await send(own, { check_time: WARNED });
  expect(called("check_time").at(-1)).toMatchObject({
    technician_id: MAREK,
    starts_at: `${DAY}T20:30:00.000Z`,
  });
  const words = plain(text);
  expect(words).toContain("Possible, but");
  expect(words).toContain("Marek's day ends at 5:00 p.m.; this would end at 6:15 p.m.");
  expect(words).toContain("38 minutes from Milton before it, 30 are planned.");
  expect(words).toContain("Book it anyway, Marek knows");
  expect(text).toContain('name="warned" value="yes"');
  const marek = { ...CHOSEN, warned: "yes", at: `${DAY}T20:30:00Z`, technician: MAREK };
  const booked = { check_time: WARNED, book_for_client: { status: "booked" } };
  expect((await send({ ...marek, anyway: "yes" }, booked)).status).toBe(303);
  expect(called("book_for_client").at(-1)!.override).toBe(true);
  const unticked = await send(marek, booked);
  expect(unticked.status).toBe(422);
  expect(unticked.text).toContain('id="anyway-complaint"');
  expect(called("book_for_client")).toEqual([]);
});

test("a tick for one time says nothing of the next", async () => {
  const { text } = await send(
    { ...CHOSEN, do: "check", day: DAY, time: "16:30", who: MAREK, anyway: "yes" },
    { check_time: WARNED },
  );
  expect(text).not.toMatch(/name="anyway"[^>]*checked/);
});

test("each thing that is against a time is a sentence", async () => {
  const against = [
    [{ reason: "skill", skills: ["Porch lifts"] }, "Marek has not learned “Porch lifts”."],
    [{ reason: "holiday", name: "Victoria Day" }, "It is a holiday: Victoria Day."],
    [
      { reason: "winter", again_on: "2026-12-18" },
      "Such units are not visited in winter; times are offered again from Friday, December 18 on.",
    ],
    [
      { reason: "closed", why: "an ice storm" },
      "That day is closed for outdoor units, because of an ice storm.",
    ],
    [
      { reason: "hours", works_from: null, works_until: null, breaks: null, ends_at: AT },
      "Marek does not work on that day.",
    ],
    [
      {
        reason: "hours",
        works_from: `${DAY}T12:00:00Z`,
        works_until: `${DAY}T21:00:00Z`,
        breaks: [{ starts_at: `${DAY}T16:00:00Z`, ends_at: `${DAY}T16:30:00Z` }],
        ends_at: `${DAY}T16:45:00Z`,
      },
      "Marek works from 8:00 a.m. to 5:00 p.m., with a break from 12:00 to 12:30 p.m.; this does not fit in.",
    ],
    [{ reason: "notice", hours: 24, is_past: false }, "It begins in less than 24 hours."],
    [{ reason: "notice", hours: 24, is_past: true }, "has begun or passed already."],
    [{ reason: "horizon", last_day: "2026-12-14" }, "It lies after Monday, December 14"],
    [{ reason: "full", most: 1 }, "Marek has a visit on that day already, which is the most."],
    [{ reason: "grid", step: 15 }, "Times begin every 15 minutes"],
    [
      { reason: "drive", side: "after", minutes: 40, planned: 10, is_home: true, place: null },
      "40 minutes to Marek's home, 10 are planned.",
    ],
    [
      { reason: "deceased", on: "2026-04-02" },
      "The client died: we were told on Thursday, April 2",
    ],
  ] as const;
  const { text } = await open(
    { check_time: { ...WARNED, warnings: against.map(([warning]) => warning) } },
    `?at=${AT}&technician=${MAREK}`,
  );
  for (const [, said] of against) expect(plain(text)).toContain(said);
});

test("what is in the way is named, with the first free time after it", async () => {
  const { text } = await open({ check_time: IMPOSSIBLE }, `?at=${AT}&technician=${MAREK}`);
  const words = plain(text);
  expect(words).toContain("Can't be booked.");
  expect(words).toContain("Marek is with Bernard Kowalski from 2:00 to 3:00 p.m.");
  expect(words).toContain("Free after it: Tue, May 12, 3:30 p.m.");
  expect(text).toContain(`value="${DAY}T19:30:00Z/${MAREK}"`);
  expect(text).not.toContain('value="book"');
});

test("mornings, one technician, a day and later days are asked for, and the rest is kept", async () => {
  const { text } = await send({
    ...CHOSEN,
    do: "show",
    from: "2026-05-11",
    half: "afternoon",
    only: LUIS,
  });
  expect(called("contract_slots")[0]).toMatchObject({
    from_date: "2026-05-11",
    technician_id: LUIS,
  });
  const words = plain(text);
  expect(words).toContain("1:30 p.m. Luis");
  expect(words).not.toContain("10:45 a.m. Luis");
  expect(words).toContain(BUTTON);
  expect(text).toContain('value="905 555 0199"');
  const whole = await send({ ...CHOSEN, do: "", whole: DAY });
  expect(plain(whole.text)).toContain("9:15 a.m.");
  const later = await send({ ...CHOSEN, do: "", later: "2026-05-14" });
  expect(called("contract_slots")[0].from_date).toBe("2026-05-14");
  expect(later.text).toContain('name="later" value="2026-05-14"');
});

test("a visit that is due in months is sought about its day", async () => {
  await open({ booking_sheet: { ...SHEET, due_on: "2026-06-08" } });
  expect(called("contract_slots")[0].from_date).toBe("2026-05-25");
  await open({ booking_sheet: { ...SHEET, due_on: "2026-06-07" } });
  expect(called("contract_slots").at(-1)!.from_date).toBeUndefined();
});

test("where two weeks have no time, two months are looked through, and then it is said", async () => {
  const none = { status: "open", slots: [], days: [], book_until: "2026-12-15" };
  const { text } = await open({ contract_slots: none });
  expect(called("contract_slots").map(({ days }) => days)).toEqual([14, 62]);
  expect(plain(text)).toContain("Nobody with the skill “Stair lifts” has such a time then.");
  expect(plain(text)).toContain("The office books up to Tue, Dec 15");
  const far = await open({ contract_slots: { ...none, gone: "area" } });
  expect(plain(far.text)).toContain("further than the company goes");
});

test("a visit that is booked is told, and moved as the page showed it", async () => {
  const answers = { booking_sheet: BOOKED_SHEET };
  const { text } = await open(answers, "?did=booked");
  const words = plain(text);
  expect(words).toContain("It is booked. The client is told by mail.");
  expect(text).toMatch(/<p[^>]*role="status"[^>]*autofocus/);
  expect(words).toContain("Tuesday, May 12, between 9:00 and 9:30 a.m.");
  expect(words).toContain("stair lift and manual wheelchair: $268.00 plus tax, $302.84 in all");
  expect(text).toContain(`href="/office/visits/${LUIS}"`);
  expect(text).toContain('name="revision" value="3"');
  const move = { ...CHOSEN, told: "", task: TASK, revision: "3" };
  const moved = await send(move, { ...answers, move_task: { status: "moved" } });
  expect(moved.headers.get("Location")).toBe(`${PAGE}?did=moved`);
  expect(called("move_task")).toEqual([{
    task_id: TASK,
    technician_id: LUIS,
    starts_at: AT,
    override: false,
    revision: 3,
  }]);
  for (
    const [reason, said] of [
      ["changed", "This was changed meanwhile by the client, a file or a job."],
      ["hours", "Something is against that time."],
      ["overlap", "That time was just taken"],
    ]
  ) {
    const refused = await send(move, { ...answers, move_task: { status: "refused", reason } });
    expect([reason, refused.status, plain(refused.text).includes(said)])
      .toEqual([reason, 422, true]);
  }
});

test("whom no mail reaches is not said to have been told by one", async () => {
  const client = { ...SHEET.client, is_mailed: false };
  const answers = { booking_sheet: { ...BOOKED_SHEET, client } };
  for (const did of ["booked", "moved", "cancelled"]) {
    const words = plain((await open(answers, `?did=${did}`)).text);
    expect(words).toContain("No mail goes to the client: what you tell them is all they have.");
    expect(words).not.toContain("told by mail");
  }
});

test("a visit is called off, with what follows said before the button", async () => {
  const answers = { booking_sheet: BOOKED_SHEET };
  const words = plain((await open(answers)).text);
  const follows = "The client is told by mail and asked to book again";
  expect(words).toContain(follows);
  expect(words.indexOf(follows)).toBeLessThan(words.indexOf("Cancel the visit"));
  const cancelled = await send({ do: "cancel", task: TASK, revision: "3" }, {
    ...answers,
    set_task_state: { status: "set" },
  });
  expect(cancelled.headers.get("Location")).toBe(`${PAGE}?did=cancelled`);
  expect(called("set_task_state")).toEqual([
    { task_id: TASK, state: "cancelled", revision: 3 },
  ]);
  const stale = await send({ do: "cancel", task: TASK, revision: "2" }, {
    ...answers,
    set_task_state: {
      status: "refused",
      reason: "changed",
      by: "Priya Two",
      at: "2026-05-12T14:00:00Z",
    },
  });
  expect([stale.status, plain(stale.text).includes("changed meanwhile by Priya Two")])
    .toEqual([422, true]);
  expect(plain((await open({}, "?did=cancelled")).text)).toContain("The visit is cancelled.");
  const begun = await send({ do: "cancel", task: TASK }, {
    ...answers,
    set_task_state: { status: "refused", reason: "state" },
  });
  expect([begun.status, plain(begun.text).includes("has begun or ended meanwhile")])
    .toEqual([422, true]);
  const under_way = { ...BOOKED_SHEET.booked, can_move: false };
  const text = (await open({ booking_sheet: { ...BOOKED_SHEET, booked: under_way } })).text;
  expect(text).not.toContain('value="cancel"');
  expect(text).not.toContain('name="choose"');
});

test("nobody books unawares for who has died, or what rests", async () => {
  const client = { ...SHEET.client, deceased_on: "2026-04-02" };
  const died = await open({ booking_sheet: { ...SHEET, client } });
  expect(plain(died.text)).toContain("Ethel Example has died: we were told on Thursday, April 2.");
  const refused = await send(CHOSEN, {
    book_for_client: { status: "rejected", reason: "deceased" },
  });
  expect(plain(refused.text)).toContain("This client has died.");
  for (
    const [sheet, said] of [
      [{ situation: "paused", paused_until: "2026-07-01" }, "rests until Wednesday, July 1."],
      [{ situation: "out_of_service" }, "Stair lift is out of service."],
      [{ situation: "ended", due_on: null, minutes: null, address: null }, "has ended."],
    ] as const
  ) {
    const { text } = await open({ booking_sheet: { ...SHEET, ...sheet } });
    expect(plain(text)).toContain(said);
    expect(text).not.toContain('name="choose"');
  }
});

test("only the office comes here, to a contract that there is", async () => {
  const technician = await signIn("technician");
  expect((await ask(PAGE, { headers: technician })).status).toBe(403);
  const headers = await atTheDesk();
  expect((await ask("/office/contracts/1/book", { headers })).status).toBe(404);
  api.answer({
    booking_sheet: () => {
      throw { code: "PT404", message: "no such contract" };
    },
  });
  expect((await ask(PAGE, { headers })).status).toBe(404);
  const foreign = await post(PAGE, CHOSEN, { ...headers, Origin: "https://elsewhere.example" });
  expect(foreign.status).toBe(403);
});
