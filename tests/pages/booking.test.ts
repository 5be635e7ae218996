/** A client looks at times, books, asks to be called. */
import { expect } from "expect";
import { ALONE, BOOKED, CALL, DAY, GONE, LUIS, OPEN, slot, TOKEN, WHEELCHAIR } from "./fake_api.ts";
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
