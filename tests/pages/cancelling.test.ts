/** A client cancels a visit, or one unit of it. */
import { expect } from "expect";
import { TOO_LATE } from "@/lib/booking/words.ts";
import { ALONE, BOOKED, CHAIR, LIFT, LUIS, TOKEN, WHEELCHAIR } from "./fake_api.ts";
import { api, asked, BOOK, called, CHOICE, get, post, postAndGo, test } from "./world.ts";

const AT = encodeURIComponent(CHOICE.starts_at);

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
