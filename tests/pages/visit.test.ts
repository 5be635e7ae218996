/** A booked visit: what its page says, how it is changed, and what its holder tells us. */
import { expect } from "expect";
import { ALONE, BOOKED, CALL, DAY, GONE, LUIS, slot, SLOTS, TOKEN } from "./fake_api.ts";
import { api, ask, BOOK, called, CHOICE, get, plain, post, postAndGo, test } from "./world.ts";

const AT = encodeURIComponent(CHOICE.starts_at);

test("the page of a visit says who comes when, for how long, what was told, where we wrote, and what to pay", async () => {
  api.answer({ booking_page: () => BOOKED });
  const { text } = await get(BOOK);
  for (
    const words of [
      "on Tuesday, May 12, 2026, between 9:00 and 9:30 a.m.",
      "and stays about an hour",
      "Please have the way to them clear.",
      "Nothing to pay now.",
      "to r•••@example.com, and remind you the day before.",
      "Somebody needs to be at home from 9:00 to 10:30 a.m.",
      "dates=20260512T130000Z%2F20260512T143000Z",
      "ends in 0142",
      "“Side door”",
      "You can change or cancel until Monday, May 11, 2026, 9:00 a.m.",
      "https://calendar.google.com/calendar/render?action=TEMPLATE",
      "https://outlook.live.com/calendar/0/deeplink/compose",
      "/appointment.ics",
    ]
  ) expect(text).toContain(words);
  // Calendars elsewhere learn when, and never the link.
  for (const [, href] of text.matchAll(/href="(https:[^"]*)"/g)) {
    expect(href).not.toContain(TOKEN);
  }
  api.answer({
    booking_page: () => ({ ...BOOKED, appointment: { ...BOOKED.appointment, mailed_to: [] } }),
  });
  expect((await get(BOOK)).text).toContain("We can't e-mail you: please print this page");
  api.answer({
    booking_page: () => ({ ...BOOKED, appointment: { ...BOOKED.appointment, will_remind: false } }),
  });
  expect((await get(BOOK)).text).not.toContain("remind you");
});

test("the technician that a time was chosen with is asked for, and another is announced", async () => {
  api.answer({ booking_page: () => ALONE });
  const other = "44444444-4444-4444-8444-444444444444";
  await get(`${BOOK}?step=details&at=${AT}&who=${LUIS}`);
  expect(called("open_slots")).toEqual([{
    token: TOKEN,
    starts_at: `${DAY}T13:00:00.000Z`,
    technician_id: LUIS,
    with_contract_ids: [],
  }]);
  const { text } = await get(`${BOOK}?step=details&at=${AT}&who=${other}`);
  expect(text).toContain("At that time Luis is free now.");
});

test("a time that is over, too soon, too far ahead or never offered was not just taken", async () => {
  const titles = {
    past: "That time has passed",
    notice: "That time is too soon for us",
    horizon: "That time is too far ahead",
    never: "That is not a time that we offer",
    taken: "That time was just taken",
  };
  for (const [gone, title] of Object.entries(titles)) {
    const answer = { ...SLOTS, gone, slots: [slot("18:00")] };
    const offered = gone === "taken" ? "Here are others close to it." : "Here are the nearest";
    api.answer({ booking_page: () => ALONE, open_slots: () => answer });
    const taken = await get(`${BOOK}?step=details&at=${AT}`);
    api.answer({ booking_page: () => BOOKED, open_slots: () => answer });
    const moved = await get(`${BOOK}?step=move&at=${DAY}T14:00:00Z`);
    for (const { text } of [taken, moved]) {
      for (const words of [`<title>${title}</title>`, offered, "2:00 p.m."]) {
        expect(text).toContain(words);
      }
    }
  }
});

test("a form with a time that nobody offered leads to what is so of it, and to real ones", async () => {
  const never = { ...SLOTS, gone: "never", slots: [slot("18:00")] };
  api.answer({
    booking_page: () => ALONE,
    confirm_booking: () => ({ status: "rejected", reason: "time" }),
    open_slots: () => never,
  });
  const booked = await postAndGo(BOOK, { ...CHOICE, starts_at: `${DAY}T13:07:00Z` });
  expect(booked.text).toContain("That is not a time that we offer");
  expect(booked.text).toContain('name="access_notes" value="Gate code 12"');
  api.answer({
    booking_page: () => BOOKED,
    reschedule_booking: () => ({ status: "rejected", reason: "time" }),
  });
  const moved = await postAndGo(BOOK, { ...CHOICE, action: "move", starts_at: `${DAY}T14:07:00Z` });
  expect(moved.text).toContain("That is not a time that we offer");
  expect(moved.text).toContain("Move to");
});

test("who lives too far to choose a time is asked to call or be called, wherever they come from", async () => {
  const area = { status: "open", slots: [], days: [], gone: "area" };
  const pages = [`${BOOK}`, `${BOOK}?step=details&at=${AT}`];
  api.answer({ booking_page: () => ALONE, open_slots: () => area });
  for (const path of pages) {
    const { text } = await get(path);
    expect([path, text]).toEqual([path, expect.stringContaining("We plan your visit by phone")]);
    expect(text).toContain("step=call");
    expect(text).not.toContain("Look at other days");
    expect(text).not.toContain("no free times");
    expect(text).not.toMatch(/Ralph, choose|None of these/);
  }
  api.answer({ confirm_booking: () => ({ status: "rejected", reason: "area" }) });
  expect((await postAndGo(BOOK, CHOICE)).text).toContain("We plan your visit by phone");
});

test("a visit that was booked far ahead is moved by phone, and from when here is told", async () => {
  const far = { status: "booked", slots: [], days: [], gone: "far", moves_from: "2027-03-09" };
  api.answer({ booking_page: () => BOOKED, open_slots: () => far });
  const { text } = await get(`${BOOK}?step=change`);
  expect(text).toContain("We move this visit by phone");
  expect(plain(text)).toContain("From Tuesday, March 9 on you can also choose another time here.");
  expect(text).toMatch(/step=call[^]*href="tel:/);
  expect(text).not.toMatch(/no free times|None of these/);
  api.answer({ reschedule_booking: () => ({ status: "rejected", reason: "far" }) });
  const asked = await postAndGo(BOOK, { ...CHOICE, action: "move", starts_at: `${DAY}T14:07:00Z` });
  expect(asked.text).toContain("We move this visit by phone");
  expect(asked.text).toContain("step=call");
  expect(asked.text).not.toContain("Look at other days");
});

test("where there is no free time nobody is told to choose one of them", async () => {
  const none = { ...SLOTS, slots: [], days: SLOTS.days.map((day) => ({ ...day, times: 0 })) };
  api.answer({ booking_page: () => ALONE, open_slots: () => none });
  const { text } = await get(BOOK);
  expect(text).toContain("There are no free times");
  expect(text).toContain("let's find a time");
  expect(text).toContain("step=call");
  expect(text).not.toMatch(/Ralph, choose|None of these/);
});

test("a change opens at the visit's own day, and does not take its own time for a new one", async () => {
  const { appointment } = BOOKED;
  const starts_at = `${DAY}T13:00:00+00:00`;
  api.answer({ booking_page: () => ({ ...BOOKED, appointment: { ...appointment, starts_at } }) });
  const { text } = await get(`${BOOK}?step=change`);
  expect(text).toContain("Times on Tuesday, May 12");
  expect(text).not.toContain(">9:00 a.m.<");
  expect(text).toContain(">9:15 a.m.<");
  const island = await get(`${BOOK}/slots.json?step=change&view=1`);
  expect(island.text).not.toContain("9:00 a.m.");
  const same = await get(`${BOOK}?step=move&at=${AT}`);
  expect(same.text).toContain("That is the time you have now.");
  expect(same.text).not.toContain('name="action" value="move"');
  const move = await get(`${BOOK}?step=move&at=${DAY}T18:00:00Z&who=${LUIS}`);
  for (const words of ["From", "To", "The same as before", "$302.84 with tax"]) {
    expect(move.text).toContain(words);
  }
});

test("what was told can be changed later, and is kept where it cannot be taken", async () => {
  api.answer({ booking_page: () => BOOKED });
  const page = await get(`${BOOK}?step=told`);
  expect(page.text).toContain("it stays the one that ends in 0142");
  expect(page.text).toContain(">Side door</textarea>");
  const fields = { action: "tell", phone: "", access_notes: "Back door" };
  const saved = await post(BOOK, fields);
  expect(saved.headers.get("Location")).toBe(`${BOOK}?note=told`);
  expect(called("change_details")).toEqual([{
    token: TOKEN,
    phone: "",
    access_notes: "Back door",
  }]);
  const wrong = await postAndGo(BOOK, { ...fields, phone: "call me" });
  expect(wrong.text).toContain(">Back door</textarea>");
});

test("what is ticked stays ticked, and is written once, whatever else was not taken", async () => {
  api.answer({ booking_page: () => ALONE });
  const ticked = { ...CHOICE, access: "There is a dog or a cat." };
  const refused = await postAndGo(BOOK, { ...ticked, phone: "call me" });
  expect(refused.text).toMatch(/value="There is a dog or a cat\." checked/);
  expect(refused.text).not.toMatch(/value="There is a gate[^"]*" checked/);
  expect(refused.text).toContain(">Gate code 12</textarea>");

  const looked = await postAndGo(BOOK, { ...ticked, instead: "look" });
  const details = await ask(`${BOOK}?step=details&at=${AT}`, { headers: looked.keeps });
  expect(details.text).toMatch(/value="There is a dog or a cat\." checked/);

  api.answer({
    confirm_booking: () => ({ status: "slot_taken", slots: [slot("18:00")] }),
  });
  const taken = await postAndGo(BOOK, ticked);
  expect(taken.text).toContain("There is a dog or a cat. Gate code 12");
  expect(taken.text).toContain('name="access" value="There is a dog or a cat."');
  expect(taken.text).toContain('name="access_notes" value="Gate code 12"');

  const access_notes = "There is a dog or a cat. It sleeps.";
  await post(BOOK, { ...ticked, access_notes });
  expect(called("confirm_booking").at(-1)!.access_notes).toBe(access_notes);
});

test("a page with something to correct says so first: in its title, and at its top", async () => {
  api.answer({ booking_page: () => BOOKED });
  const wrong: Record<string, string>[] = [
    { action: "tell", phone: "call me" },
    { action: "call", phone: "call me" },
    { action: "report", what: "gone", phone: "call me" },
  ];
  for (const fields of wrong) {
    const { text } = await postAndGo(BOOK, fields);
    expect(text).toContain("<title>Error: ");
    expect(text).toMatch(/role="alert".*href="#phone"/s);
  }
  api.answer({ booking_page: () => ALONE });
  const details = await postAndGo(BOOK, { ...CHOICE, phone: "call me" });
  expect(details.text).toContain("<title>Error: ");
});

test("what is ticked about getting in reaches the technician with what is written", async () => {
  await post(BOOK, { ...CHOICE, access: "There is a dog or a cat." });
  expect(called("confirm_booking")[0].access_notes).toBe("There is a dog or a cat. Gate code 12");
});

test("another time is looked for without losing what was typed", async () => {
  api.answer({ booking_page: () => ALONE });
  const { text, keeps } = await postAndGo(`${BOOK}?day=${DAY}`, { ...CHOICE, instead: "look" });
  expect(text).toContain("Times on Tuesday, May 12");
  const details = await ask(`${BOOK}?step=details&at=${AT}`, { headers: keeps });
  expect(details.text).toContain('value="905 555 0142"');
  expect(details.text).toContain(">Gate code 12</textarea>");
  expect(called("confirm_booking")).toEqual([]);
});

test("a call that was asked for has its day, on the page that thanks and on the link", async () => {
  api.answer({ booking_page: () => ({ ...ALONE, call: CALL }) });
  expect((await get(`${BOOK}?note=called`)).text).toContain("call you by Tuesday, May 13");
  for (const page of [{ ...ALONE, call: CALL }, { ...BOOKED, call: CALL }]) {
    api.answer({ booking_page: () => page });
    const { text } = await get(BOOK);
    expect(text).toContain(
      "You asked us to call. We will call you by May 13, 2036, at the number that ends in 0142. " +
        "You said when: “Mornings”. You wrote: “Let it ring”.",
    );
    expect(text).toMatch(/href="[^"]*step=call"[^>]*>Change that/);
  }
  api.answer({ booking_page: () => ({ ...ALONE, call: { ...CALL, by: DAY } }) });
  const call = await get(`${BOOK}?step=call&day=${DAY}&half=morning`);
  expect(call.text).toContain(`formaction="${BOOK}?day=${DAY}&amp;half=morning#days"`);
  // To change it, only what changes is written again.
  expect(call.text).toContain("it stays the one that ends in 0142");
  expect(call.text).toContain('value="Mornings"');
  expect(call.text).toContain(">Let it ring</textarea>");
  await post(BOOK, { action: "call", phone: "", preferred_times: "Evenings", note: "" });
  expect(called("request_callback"))
    .toEqual([{ token: TOKEN, phone: "", preferred_times: "Evenings", note: "" }]);
});

test("a unit that is not there any more is reported, and thanked for in a fitting tone", async () => {
  api.answer({ booking_page: () => ALONE });
  const page = await get(`${BOOK}?step=report`);
  for (const what of ["gone", "moved", "died", "care_home", "other"]) {
    expect(page.text).toContain(`name="what" value="${what}"`);
  }
  const fields = { action: "report", what: "gone", note: "Sold in spring", phone: "" };
  expect((await post(BOOK, fields)).headers.get("Location")).toBe(`${BOOK}?note=noted`);
  const death = await post(BOOK, { ...fields, what: "died" });
  expect(death.headers.get("Location")).toBe(`${BOOK}?note=noted`);
  expect(called("report_change")[0])
    .toEqual({ token: TOKEN, what: "gone", note: "Sold in spring", phone: "", where_to: "" });

  api.answer({
    booking_page: () => ALONE,
    report_change: () => ({ status: "rejected", reason: "what" }),
  });
  const none = await postAndGo(BOOK, { ...fields, what: "" });
  expect(none.text).toContain("Please say which of these it is.");
  expect(none.text).toContain("Sold in spring");
  api.answer({ report_change: () => ({ status: "rejected", reason: "note" }) });
  const silent = await postAndGo(BOOK, { ...fields, what: "other", note: "" });
  expect(silent.text).toMatch(/id="note-complaint">Please tell us in a few words what has changed/);
  expect(silent.text).toMatch(/value="other" checked/);
});

test("whoever has moved is asked where to, and only of them it is told", async () => {
  api.answer({ booking_page: () => ALONE });
  expect((await get(`${BOOK}?step=report`)).text).toMatch(/name="where_to"/);
  const fields = { action: "report", note: "", phone: "", where_to: "22 Lake Road, Barrie" };
  await post(BOOK, { ...fields, what: "moved" });
  await post(BOOK, { ...fields, what: "gone" });
  expect(called("report_change").map(({ where_to }) => where_to))
    .toEqual(["22 Lake Road, Barrie", ""]);

  const rejected = { status: "rejected", reason: "where_to", most: 254 };
  api.answer({ booking_page: () => ALONE, report_change: () => rejected });
  const long = await postAndGo(BOOK, { ...fields, what: "moved" });
  expect(long.text).toMatch(/href="#where_to">Please shorten this to 254 characters/);
  expect(long.text).toMatch(/<textarea[^>]*name="where_to"[^>]*>22 Lake Road, Barrie/);
});

test("a link on which a change was reported says what was told, what follows, and how to take it back", async () => {
  const pageOf = async (reported: unknown, path = BOOK) => {
    api.answer({ booking_page: () => ({ status: "paused", reported }) });
    return (await get(path)).text;
  };
  const gone = await pageOf(GONE);
  for (
    const words of [
      "We have stopped the reminders about it.",
      "we call the number you left",
      "905-555-0100",
      'name="action" value="withdraw"',
    ]
  ) expect(gone).toContain(words);
  expect(gone).toMatch(/You told us on May 11(, 2026)? that you no longer have your stair lift\./);
  expect(await pageOf({ ...GONE, may_call: false })).toContain("you left no number");
  expect(await pageOf(GONE, `${BOOK}?step=details&at=${AT}`)).toContain("You told us on May 11");
  const death = await pageOf({ ...GONE, what: "died" });
  expect(death).toContain("We are sorry for your loss");
  expect(death).not.toContain("You told us");
  for (const what of ["moved", "care_home", "other", "not yet known here"]) {
    expect(await pageOf({ ...GONE, what })).toMatch(/You told us on May 11(, 2026)? that /);
  }
  const rests = await pageOf(null);
  expect(rests).toContain("Let's talk first");
  expect(rests).not.toMatch(/can't be booked here|value="withdraw"/);

  api.answer({ booking_page: () => ({ ...BOOKED, reported: GONE }) });
  const booked = (await get(BOOK)).text;
  expect(booked).toContain("You're booked");
  expect(booked).toContain("that you no longer have your stair lift. This visit stays booked");
  expect(booked).toContain('name="action" value="withdraw"');
});

test("what was reported by mistake is taken back, and that is said once it is so", async () => {
  api.answer({ booking_page: () => ALONE });
  const back = await postAndGo(BOOK, { action: "withdraw" });
  expect(called("withdraw_change")).toEqual([{ token: TOKEN }]);
  expect(back.text).toContain("Everything is as it was before.");
  expect((await get(back.location)).text).not.toContain("as it was before");
  api.answer({ withdraw_change: () => ({ status: "not_reported" }) });
  expect((await postAndGo(BOOK, { action: "withdraw" })).location).toBe(BOOK);
});

test("the page of a visit can be printed by a button where a script runs, and no printed page shows it", async () => {
  api.answer({ booking_page: () => BOOKED });
  const { text } = await get(BOOK);
  expect(text).toMatch(/<button type="button" class="second on-screen not-yet">Print<\/button>/);
});

test("an unknown link leads to the form that takes it again", async () => {
  const { status, text } = await get(`/book/${"x".repeat(10)}`);
  expect(status).toBe(404);
  expect(text).toContain('href="/#link"');
  for (const path of ["/book/", "/book", "/nope", "/office.html"]) {
    const unknown = await get(path);
    expect([path, unknown.status, unknown.text.includes('href="/#link"')])
      .toEqual([path, 404, true]);
  }
});
