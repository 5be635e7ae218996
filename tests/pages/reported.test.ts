/** What a link says once its holder told us that something is not right any more. */
import { expect } from "expect";
import { ALONE, BOOKED, CHAIR, GONE, LIFT, LUIS, WHEELCHAIR } from "./fake_api.ts";
import { api, BOOK, called, get, plain, postAndGo, test } from "./world.ts";

const DIED = { ...GONE, what: "died" };
const { appointment } = BOOKED;
const TOO_LATE = { ...appointment, can_change: false };

/** The page of a visit that is booked, after such a report. */
async function pageOf(
  reported: unknown,
  { query = "", visit = appointment }: { query?: string; visit?: unknown } = {},
) {
  api.answer({ booking_page: () => ({ ...BOOKED, appointment: visit, reported }) });
  return (await get(BOOK + query)).text;
}

test("a visit that is cancelled after a report is told to be cancelled, in the tone that fits", async () => {
  for (const told of [GONE, DIED]) {
    const reported = { ...told, was_cancelled: true };
    api.answer({ booking_page: () => ({ status: "paused", reported }) });
    const { text } = await postAndGo(BOOK, { action: "cancel", contract_id: "whole", reason: "" });
    expect(text).toContain("The visit is cancelled, and nobody comes.");
    expect(text).toContain(told === DIED ? "We are sorry for your loss" : "we've noted it");
    expect(text).not.toMatch(/choose another time|still booked/);
    expect((await get(BOOK)).text).not.toContain("is cancelled");
  }
});

test("whoever reported a death is not asked why the visit is cancelled", async () => {
  for (const [told, asked] of [[null, true], [GONE, false], [DIED, false]] as const) {
    const text = await pageOf(told, { query: "?step=cancel" });
    expect([told, text.includes("tell us why")]).toEqual([told, asked]);
  }
});

test("a visit that was cancelled stays so when a report is taken back, and that is said", async () => {
  for (
    const [was_cancelled, said] of [[false, "Everything is as it was before."], [
      true,
      "Your visit stays cancelled.",
    ]] as const
  ) {
    api.answer({ booking_page: () => ({ ...ALONE, was_cancelled }) });
    const { text } = await postAndGo(BOOK, { action: "withdraw" });
    expect(text).toContain(said);
    expect(text.includes("as it was before")).toBe(!was_cancelled);
  }
});

test("an address that says so cancels nothing", async () => {
  for (const note of ["cancelled", "unit_cancelled"]) {
    api.answer({ booking_page: () => ({ status: "paused", reported: GONE }) });
    const { text } = await get(`${BOOK}?note=${note}`);
    expect(text).toContain("we've noted it");
    expect(text).not.toMatch(/is cancelled|is off the visit/);
  }
});

test("a reported unit that is taken off a visit is told to be off it", async () => {
  const gone = { ...GONE, was_cancelled: true };
  api.answer({ booking_page: () => ({ status: "paused", reported: gone }) });
  const own = await postAndGo(BOOK, { action: "cancel", contract_id: LUIS, reason: "" });
  expect(own.text).toContain("Your stair lift is off the visit.");

  const left = { ...appointment, units: [LIFT], given_up: [CHAIR] };
  const other = await pageOf(DIED, {
    query: `?note=unit_cancelled&with=${WHEELCHAIR}`,
    visit: left,
  });
  expect(other).toContain("Your manual wheelchair is off the visit.");
  expect(other).toContain("We are sorry for your loss");
});

test("before the cut-off a visit can be cancelled where a change was noted, after it a call can", async () => {
  for (const reported of [GONE, DIED]) {
    const inTime = await pageOf(reported, { query: "?note=noted" });
    expect(inTime).toMatch(/href="[^"]*step=cancel"[^>]*>Cancel the visit/);
    expect(inTime).not.toContain("too close");
    const late = await pageOf(reported, { query: "?note=noted", visit: TOO_LATE });
    expect(late).not.toContain("step=cancel");
    expect(plain(late)).toContain("too close to the visit to cancel it here");
    expect(late).toMatch(/class="button" href="tel:\+19055550100"/);
  }
  expect(await pageOf(GONE, { visit: TOO_LATE })).not.toContain("until you cancel it");
  expect(await pageOf(GONE)).toContain("This visit stays booked until you cancel it.");
});

test("a booked link stays the page that is sorry, whenever it is opened", async () => {
  const queries = ["", "?note=noted", "?note=booked", "?note=moved", "?step=details"];
  for (const query of queries) {
    const text = await pageOf(DIED, { query });
    expect(text).toContain("We are sorry for your loss");
    expect(plain(text)).toContain(
      "Luis comes on Tuesday, May 12, 2026, between 9:00 and 9:30 a.m.",
    );
    expect(text).toMatch(/href="[^"]*step=cancel"[^>]*>Cancel the visit/);
    expect(text).toContain('name="action" value="withdraw"');
    expect(text).not.toMatch(/You're booked|To get ready|What it costs|appointment\.ics|Print/);
  }
  expect(await pageOf(GONE)).toContain("You're booked");
});

test("nobody is told that there is nothing to do, and what there is to do", async () => {
  for (const reported of [GONE, DIED]) {
    const booked = await pageOf(reported, { query: "?note=noted" });
    expect(booked).toContain("If nobody should come");
    expect(booked).not.toMatch(/nothing (more )?you need to do/);
    api.answer({ booking_page: () => ({ status: "paused", reported }) });
    const rests = (await get(BOOK)).text;
    expect(rests).toMatch(/nothing (more )?you need to do/);
    expect(rests).not.toContain("If nobody should come");
  }
});

test("whoever cancels after a report is not asked to come back, or what they told us already", async () => {
  const several = await pageOf(DIED, { query: "?step=cancel" });
  expect(several).toContain("Nobody comes.");
  expect(several).not.toMatch(/stay due|I don't have it any more/);
  const visit = { ...appointment, units: [LIFT] };
  expect(await pageOf(GONE, { query: "?step=cancel", visit }))
    .not.toMatch(/choose another time|I don't have it any more/);
  expect(await pageOf(null, { query: "?step=cancel", visit }))
    .toMatch(/choose another time.*I don't have it any more/s);
  expect(called("cancel_booking")).toEqual([]);
});

test("of several units of one kind the page says which was reported", async () => {
  const reported = { ...GONE, told_apart: "Flow X", was_cancelled: true };
  const noted = /that you no longer have your stair lift \(Flow X\)\./;
  expect(await pageOf(reported)).toMatch(noted);
  expect(await pageOf(reported, { query: "?note=noted" })).toMatch(noted);
  api.answer({ booking_page: () => ({ status: "paused", reported }) });
  expect((await get(BOOK)).text).toMatch(noted);
  expect((await get(`${BOOK}?note=unit_cancelled&with=${LUIS}`)).text)
    .toContain("Your stair lift (Flow X) is off the visit.");
});

test("a death told by one link names the visit that is booked by another", async () => {
  const reported = { ...DIED, visit_at: appointment.starts_at };
  api.answer({ booking_page: () => ({ status: "paused", reported }) });
  const text = plain((await get(BOOK)).text);
  expect(text).toMatch(/A visit is still booked: .* If nobody should come, please call us\./);
  expect(text).not.toContain("nothing you need to do");
});
