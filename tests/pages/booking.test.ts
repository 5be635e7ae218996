/** A client looks at times, books, moves, cancels, asks to be called. */
import { expect } from "expect";
import { TOO_LATE } from "@/lib/booking/words.ts";
import {
  ALONE,
  BOOKED,
  CALL,
  CHAIR,
  DAY,
  GONE,
  LIFT,
  LUIS,
  OPEN,
  slot,
  TOKEN,
  WHEELCHAIR,
} from "./fake_api.ts";
import {
  acted,
  api,
  ask,
  asked,
  BOOK,
  called,
  CHOICE,
  get,
  post,
  postAndGo,
  test,
} from "./world.ts";

const AT = encodeURIComponent(CHOICE.starts_at);

test("the first page says who, what, when and how much, and offers days and times", async () => {
  api.answer({ booking_page: () => ALONE });
  const { status, text } = await get(BOOK);
  expect(status).toBe(200);
  for (
    const words of [
      "Hello Ralph",
      "Handicare 1000 Straight Stairlift",
      "June 30, 2026",
      "about an hour",
      "$189.00 + applicable tax",
      "(HST 13 %: $213.57 in all)",
      "Nothing to pay now.",
      "Week of May 11",
      "You can book up to Thursday, May 14",
      "Tuesday, May 12",
      "3 times",
      "9:00 a.m.",
      "with Luis",
      "Please call me",
      "905-555-0100",
    ]
  ) expect(text).toContain(words);
  expect(text).not.toContain("9:15 a.m.");
});

test("looking around changes nothing, whatever is asked for", async () => {
  for (
    const query of [
      "",
      "?step=details&at=" + AT,
      "?step=call",
      "?step=cancel",
      "?step=move&at=" + AT,
      "?note=booked",
      "?action=cancel",
      "?all=1&day=" + DAY,
    ]
  ) {
    api.answer({ booking_page: () => query.includes("c") ? BOOKED : OPEN });
    expect((await get(BOOK + query)).status).toBe(200);
    expect((await ask(BOOK + query, { method: "HEAD" })).status).toBe(200);
  }
  expect((await get(`/unsubscribe/${TOKEN}`)).status).toBe(200);
  expect(acted()).toEqual([]);
});

test("a chosen time is looked up as that one time", async () => {
  const { text } = await get(`${BOOK}?step=details&at=${AT}&with=${WHEELCHAIR}`);
  expect(text).toContain(
    "Luis comes on Tuesday, May 12, 2026, between 9:00 and 9:30 a.m. and stays about an hour.",
  );
  expect(text).toContain("<dd>$302.84</dd>");
  expect(called("open_slots")).toEqual([
    { token: TOKEN, starts_at: `${DAY}T13:00:00.000Z`, with_contract_ids: [WHEELCHAIR] },
  ]);
});

test("a booking goes on with a page of its own, so that reloading books nothing", async () => {
  const { status, headers } = await post(BOOK, { ...CHOICE, with: WHEELCHAIR });
  expect(status).toBe(303);
  expect(headers.get("Location")).toBe(`${BOOK}?note=booked`);
  expect(called("confirm_booking")).toEqual([{
    token: TOKEN,
    technician_id: LUIS,
    starts_at: `${DAY}T13:00:00.000Z`,
    phone: "905-555-0142",
    access_notes: "Gate code 12",
    with_contract_ids: [WHEELCHAIR],
  }]);
});

const timesOffered = (text: string) =>
  [...text.matchAll(/at (\d+:\d\d [ap]\.m\.) <small>/g)].map(([, time]) => time);

test("a taken time offers others as the database ranks them, and keeps what was typed", async () => {
  const slots = [slot("13:15"), slot("12:00"), slot("18:00")];
  api.answer({ confirm_booking: () => ({ status: "slot_taken", slots, days: [] }) });
  const access_notes = "<script>alert(1)</script>";
  const { status, text, keeps } = await postAndGo(BOOK, {
    ...CHOICE,
    access_notes,
    with: WHEELCHAIR,
  });
  expect(status).toBe(409);
  expect(text).toContain("That time was just taken");
  expect(timesOffered(text)).toEqual(["9:15 a.m.", "8:00 a.m.", "2:00 p.m."]);
  expect(text).toContain('name="phone" value="905 555 0142"');
  expect(text).toContain(`name="with" value="${WHEELCHAIR}"`);
  expect(text).toContain("&lt;script>alert(1)");
  expect(text).not.toContain("<script>alert(1)");
  // The answer told which times are near, and the page says no others.
  expect(asked()).toEqual(["confirm_booking", "booking_page"]);

  const elsewhere = await ask(`${BOOK}?step=details&at=${AT}&only=1`, { headers: keeps });
  expect(elsewhere.text).toContain('value="905 555 0142"');
});

test("a time that is gone before anything is posted is told at once", async () => {
  const { status, text } = await get(`${BOOK}?step=details&at=${DAY}T14:00:00Z`);
  expect(status).toBe(409);
  expect(text).toContain("That time was just taken");
  expect(timesOffered(text)).toContain("9:15 a.m.");
  expect(asked()).toEqual(["booking_page", "open_slots"]);

  api.answer({ booking_page: () => BOOKED });
  const move = await get(`${BOOK}?step=move&at=${DAY}T14:00:00Z`);
  expect(move.status).toBe(409);
  expect(move.text).toMatch(/name="action" value="move"/);
});

test("a booked link shows its appointment, and changes it only by a form", async () => {
  api.answer({ booking_page: () => BOOKED });
  const page = await get(`${BOOK}?note=booked`);
  expect(page.text).toContain("You're booked");
  expect(page.text).toContain("Tuesday, May 12, 2026, between 9:00 and 9:30 a.m.");
  expect(page.text).toContain("<dd>$302.84</dd>");
  expect(page.text).toContain("<dd>$34.84</dd>");

  const moved = await post(BOOK, { ...CHOICE, action: "move" });
  expect(moved.headers.get("Location")).toBe(`${BOOK}?note=moved`);
});

test("another technician than the chosen one is told before anything is booked or moved", async () => {
  const shown = async (query: string) => (await get(`${BOOK}?${query}`)).text;
  const at = encodeURIComponent(slot("18:00").starts_at);
  for (
    const [step, page, still] of [
      ["details", OPEN, "nothing is booked yet"],
      ["move", BOOKED, "your visit stays as it is until you move it"],
    ] as const
  ) {
    api.answer({ booking_page: () => page });
    const wanted = `step=${step}&only=1&at=${at}`;
    expect(await shown(`${wanted}&who=${WHEELCHAIR}`))
      .toContain(
        `At that time Luis is free now. The technician you chose isn't any more, and ${still}.`,
      );
    for (const query of [wanted, `${wanted}&who=${LUIS}`]) {
      expect(await shown(query)).not.toContain("isn't any more");
    }
  }
});

test("a visit that is moved to where it is was not moved", async () => {
  api.answer({
    booking_page: () => BOOKED,
    reschedule_booking: () => ({ status: "booked", unchanged: true }),
  });
  const moved = await post(BOOK, { ...CHOICE, action: "move" });
  expect(moved.headers.get("Location")).toBe(BOOK);
});

test("a move to a time that was taken offers others to move to, and says that nothing changed", async () => {
  const { appointment } = BOOKED;
  const slots = [slot("18:00")];
  api.answer({
    booking_page: () => ({ ...BOOKED, appointment: { ...appointment, ...slot("20:00") } }),
    reschedule_booking: () => ({ status: "slot_taken", slots, appointment }),
  });
  const { status, text } = await postAndGo(BOOK, { ...CHOICE, action: "move" });
  expect(status).toBe(409);
  expect(text).toContain("Your visit stays as it was");
  expect(text).toMatch(/name="action" value="move"/);
  expect(text).toContain("Move to Tuesday, May 12 at 2:00 p.m.");
  expect(asked()).toEqual(["reschedule_booking", "booking_page"]);
});

test("the answer to a cancellation tells whether anybody still comes", async () => {
  const whole = await post(BOOK, { action: "cancel", contract_id: "whole", reason: "" });
  expect(whole.headers.get("Location")).toBe(`${BOOK}?note=cancelled`);

  api.answer({
    cancel_booking: () => ({ status: "cancelled", appointment: BOOKED.appointment }),
  });
  const one = await post(BOOK, { action: "cancel", contract_id: WHEELCHAIR, reason: "Sold" });
  expect(one.headers.get("Location")).toBe(`${BOOK}?note=unit_cancelled&with=${WHEELCHAIR}`);
  expect(called("cancel_booking")[1])
    .toEqual({ token: TOKEN, reason: "Sold", contract_id: WHEELCHAIR });
  expect(asked()).toEqual(["cancel_booking", "cancel_booking"]);
});

test("whoever gave up one unit is told which, and who still comes for what", async () => {
  const { appointment } = BOOKED;
  const left = { ...appointment, units: [appointment.units[0]], given_up: [CHAIR] };
  api.answer({ booking_page: () => ({ ...BOOKED, appointment: left }) });
  const other = await get(`${BOOK}?note=unit_cancelled&with=${WHEELCHAIR}`);
  expect(other.text).toContain("Your manual wheelchair is off the visit");
  expect(other.text).toContain("still comes");
  expect(other.text).not.toContain("has changed");

  // What went earlier was told then.
  const earlier = { ...CHAIR, contract_id: LUIS, kind: "Power wheelchair" };
  const both = { ...left, given_up: [earlier, CHAIR] };
  api.answer({ booking_page: () => ({ ...BOOKED, appointment: both }) });
  const second = await get(`${BOOK}?note=unit_cancelled&with=${WHEELCHAIR}`);
  expect(second.text).toContain("Your manual wheelchair is off the visit");
  expect(second.text).not.toContain("power wheelchair");

  const still_coming = { ...appointment, units: [CHAIR] };
  api.answer({ booking_page: () => ({ ...ALONE, still_coming }) });
  const own = await get(`${BOOK}?note=unit_cancelled&with=${LUIS}`);
  expect(own.text).toContain("Your stair lift is off the visit.");
  expect(own.text).toContain("Luis comes on Tuesday, May 12, 2026");
  expect(own.text).toContain("for your manual wheelchair.");
  expect(own.text).not.toContain("Your visit is cancelled");

  api.answer({ booking_page: () => ({ ...ALONE, was_cancelled: true }) });
  expect((await get(`${BOOK}?note=cancelled`)).text).toContain("Your visit is cancelled.");
});

test("close to the visit the page says to call instead", async () => {
  const appointment = { ...BOOKED.appointment, can_change: false };
  api.answer({
    booking_page: () => ({ ...BOOKED, appointment }),
    cancel_booking: () => ({ status: "too_late" }),
  });
  for (const step of ["cancel", "change", "manage", "move&at=" + AT]) {
    const page = await get(`${BOOK}?step=${step}`);
    expect(page.text).not.toContain("<form");
    expect(page.text).toContain(TOO_LATE);
  }
  const { text } = await postAndGo(BOOK, { action: "cancel", contract_id: "whole" });
  expect(text).toContain("Please call us");
});

test("a wish to be called reaches the office, and needs a number", async () => {
  const wish = { action: "call", phone: "(905) 555-0142", preferred_times: "Mornings", note: "" };
  const received = await post(BOOK, wish);
  expect(received.headers.get("Location")).toBe(`${BOOK}?note=called`);
  expect(called("request_callback"))
    .toEqual([{ token: TOKEN, phone: "905-555-0142", preferred_times: "Mornings", note: "" }]);

  api.answer({ request_callback: () => ({ status: "rejected", reason: "phone" }) });
  const without = await postAndGo(BOOK, { ...wish, phone: "" });
  expect(without.text).toContain("It needs ten digits");
  expect(without.text).toContain('value="Mornings"');
  await postAndGo(BOOK, { ...wish, phone: "call me" });
  expect(called("request_callback").length).toBe(2);
});

test("forged choices are answered, never with an error of ours", async () => {
  const forged = [
    { ...CHOICE, technician_id: "nobody" },
    { ...CHOICE, starts_at: "yesterday" },
    { ...CHOICE, starts_at: "" },
    { ...CHOICE, with: "mine" },
  ];
  for (const fields of forged) expect((await post(BOOK, fields)).status).toBeLessThan(500);
  expect((await post(BOOK, { action: "destroy" })).status).toBe(400);
  api.answer({ confirm_booking: () => ({ status: "rejected", reason: "household" }) });
  expect((await post(BOOK, { ...CHOICE, with: LUIS })).status).toBe(303);
  api.answer({ confirm_booking: () => ({ status: "rejected", reason: "too_many_attempts" }) });
  expect((await post(BOOK, CHOICE)).status).toBe(429);
});

test("an address that was kept says nothing that is not so", async () => {
  const saidBy = async (note: string, page: unknown) => {
    api.answer({ booking_page: () => page });
    return (await get(`${BOOK}?note=${note}`)).text;
  };
  for (
    const note of ["noted", "called", "cancelled", "unit_cancelled", "booked", "moved", "told"]
  ) {
    const said = await saidBy(note, ALONE);
    expect(said).toContain("choose a time");
    expect(said).not.toMatch(
      /You told us|One of us will call|is cancelled|off the visit|It's done|we have noted/,
    );
  }
  for (const note of ["noted", "called", "cancelled", "unit_cancelled", "moved"]) {
    const said = await saidBy(note, BOOKED);
    expect(said).toContain("You're booked");
    expect(said).not.toMatch(/You told us that|will call you|is cancelled|off the visit|new time/);
  }
  expect(await saidBy("called", { ...ALONE, call: CALL })).toContain("One of us will call you");
  expect(await saidBy("noted", { ...BOOKED, reported: GONE })).toContain("You told us on May 11");
  const appointment = { ...BOOKED.appointment, revision: 1 };
  expect(await saidBy("moved", { ...BOOKED, appointment })).toContain("has its new time");
});

test("whoever chose another time in a second tab is told of the visit that there is", async () => {
  api.answer({
    confirm_booking: () => ({ ...BOOKED, status: "already_booked" }),
    booking_page: () => BOOKED,
  });
  const at = { technician_id: LUIS, starts_at: `${DAY}T13:00:00Z` };
  const second = await post(BOOK, { action: "book", phone: "", access_notes: "", ...at });
  expect(second.headers.get("Location")).toBe(`${BOOK}?note=already`);
  expect((await get(`${BOOK}?note=already`)).text).toContain("This visit was booked before");
});

test("a unit to cancel that cannot be read cancels nothing", async () => {
  const { status } = await post(BOOK, { action: "cancel", contract_id: "all", reason: "" });
  expect(status).toBe(400);
  expect(called("cancel_booking")).toEqual([]);
});

test("where a visit is for several units, nothing is cancelled that was not named", async () => {
  api.answer({ booking_page: () => BOOKED });
  const nothing: Record<string, string>[] = [{}, { contract_id: "" }];
  for (const named of nothing) {
    const { text } = await postAndGo(BOOK, { action: "cancel", reason: "Away", ...named });
    expect(text).toContain("Please say what to cancel.");
    expect(text).toContain(">Away</textarea>");
    expect(called("cancel_booking")).toEqual([]);
  }
  const appointment = { ...BOOKED.appointment, units: [LIFT] };
  api.answer({ booking_page: () => ({ ...BOOKED, appointment }) });
  expect((await get(`${BOOK}?step=cancel`)).text).toContain('name="contract_id" value="whole"');
  await post(BOOK, { action: "cancel", reason: "" });
  expect(called("cancel_booking")).toEqual([{ token: TOKEN, reason: "" }]);
});
