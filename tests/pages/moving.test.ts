/** A client who is booked takes another time. */
import { expect } from "expect";
import { BOOKED, DAY, LUIS, OPEN, slot, WHEELCHAIR } from "./fake_api.ts";
import { api, asked, BOOK, CHOICE, get, post, postAndGo, test } from "./world.ts";

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
