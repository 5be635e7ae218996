/** Several units in one home: asked for first, never dropped, told apart, priced and timed together. */
import { expect } from "expect";
import { ALONE, BOOKED, CHAIR, DAY, LIFT, LUIS, OPEN, WHEELCHAIR } from "./fake_api.ts";
import { acted, api, asked, BOOK, called, CHOICE, get, postAndGo, test } from "./world.ts";

const AT = encodeURIComponent(CHOICE.starts_at);
const hrefs = (text: string, kind: string) =>
  [...text.matchAll(new RegExp(`<a class="${kind}" href="([^"]*)"`, "g"))]
    .map(([, href]) => href.replaceAll("&amp;", "&"));

test("a household is asked first, and no time is shown before it has said what the visit is for", async () => {
  const { status, text } = await get(BOOK);
  expect(status).toBe(200);
  expect(text).toContain("what shall we look after?");
  expect(text).toContain("Both in one visit");
  expect(text).toContain("Only the stair lift");
  expect(text).toContain("About 2 hours");
  expect(text).toContain("$268.00 + applicable tax");
  expect(text).toContain("HST 13 %: $302.84 in all");
  expect(hrefs(text, "time")).toEqual([]);
  expect(asked()).toEqual(["booking_page"]);
});

test("what was chosen is on every way on and back: days, weeks, times, details, a call", async () => {
  const [both, only] = hrefs((await get(BOOK)).text, "offer");
  for (const [href, kept] of [[both, `with=${WHEELCHAIR}`], [only, "only=1"]]) {
    const { text } = await get(href);
    const ways = ["day", "time", "half", "button second"].flatMap((kind) => hrefs(text, kind));
    expect(ways.length).toBeGreaterThan(6);
    for (const way of ways) expect(way).toContain(kept);
    const details = await get(hrefs(text, "time")[0]);
    expect(details.text).toMatch(new RegExp(`formaction="[^"]*${kept}[^"]*#day"`));
  }
  expect((await get(both)).text).toContain("both, with Luis");
});

test("a unit that cannot come along any more is told, and never just left out", async () => {
  for (const query of [`with=${LUIS}`, `with=${LUIS}&with=${WHEELCHAIR}`]) {
    for (const step of ["", `&step=details&at=${AT}`]) {
      const { text } = await get(`${BOOK}?${query}${step}`);
      expect(text).toContain("can't be done in the same visit any more");
      expect(text).toContain("Both in one visit");
    }
  }
  expect(called("open_slots")).toEqual([]);

  api.answer({ confirm_booking: () => ({ status: "rejected", reason: "household" }) });
  const posted = await postAndGo(BOOK, { ...CHOICE, with: WHEELCHAIR });
  expect(posted.text).toContain("can't be done in the same visit any more");
});

test("each page says its step once, and a household has one more", async () => {
  const stepsOf = async (query: string) =>
    [...(await get(BOOK + query)).text.matchAll(/Step \d of \d/g)].map(([step]) => step);
  const pages = ["", "?only=1", `?step=details&only=1&at=${AT}`];
  expect(await Promise.all(pages.map(stepsOf)))
    .toEqual([["Step 1 of 3"], ["Step 2 of 3"], ["Step 3 of 3"]]);
  api.answer({ booking_page: () => ALONE });
  expect(await Promise.all([pages[0], pages[2]].map(stepsOf)))
    .toEqual([["Step 1 of 2"], ["Step 2 of 2"]]);
});

test("of three units some can be chosen", async () => {
  const walker = { ...CHAIR, contract_id: crypto.randomUUID(), kind: "Walker", visit_minutes: 30 };
  api.answer({
    booking_page: () => ({ ...OPEN, household: [...OPEN.household, walker] }),
  });
  const { text } = await get(BOOK);
  expect(text).toContain("All 3 in one visit");
  expect(text).toMatch(new RegExp(`type="checkbox" name="with" value="${walker.contract_id}"`));
  expect((await get(`${BOOK}?only=1&with=${WHEELCHAIR}`)).text)
    .toContain("stair lift and manual wheelchair");
});

test("units of one kind are told apart wherever they are named", async () => {
  const units = [{ ...LIFT, told_apart: "Flow X" }, {
    ...LIFT,
    contract_id: WHEELCHAIR,
    told_apart: "serial ends in 8341",
  }];
  const [first, second] = units;
  api.answer({
    booking_page: () => ({
      ...OPEN,
      own: first,
      household: [{ ...second, visit_minutes: 60 }],
    }),
  });
  for (const query of ["", `?with=${WHEELCHAIR}`, `?step=details&at=${AT}&with=${WHEELCHAIR}`]) {
    const { text } = await get(BOOK + query);
    expect(text).toContain("stair lift (Flow X)");
    expect(text).toContain("stair lift (serial ends in 8341)");
  }
  api.answer({
    booking_page: () => ({ ...BOOKED, appointment: { ...BOOKED.appointment, units } }),
  });
  const cancel = await get(`${BOOK}?step=cancel`);
  expect(cancel.text).toContain("Only the stair lift (Flow X)");
  expect(cancel.text).toContain("Only the stair lift (serial ends in 8341)");
  for (const query of ["", "?step=manage"]) {
    expect((await get(BOOK + query)).text)
      .toContain("stair lift (Flow X) and stair lift (serial ends in 8341)");
  }
});

test("each way to cancel says what remains and what that costs", async () => {
  api.answer({ booking_page: () => BOOKED });
  const { text } = await get(`${BOOK}?step=cancel`);
  expect(text).toContain("Luis still comes for the manual wheelchair, $89.27 with tax.");
  expect(text).toContain("Luis still comes for the stair lift, $213.57 with tax.");
  expect(text).toContain("Nobody comes. Both stay due.");
  expect(text).toMatch(/class="button second"[^>]*>Keep my visit</);
});

test("a visit that costs nothing says why, and never zero dollars plus tax", async () => {
  const own = { ...LIFT, fee: 0, tax: 0, no_charge_reason: "included in your warranty" };
  api.answer({ booking_page: () => ({ ...OPEN, own, household: [] }) });
  for (const query of ["", `?step=details&at=${AT}`]) {
    const { text } = await get(BOOK + query);
    expect(text).toContain("included in your warranty");
    expect(text).not.toContain("$0.00 + applicable tax");
  }
});

test("a day with few times says how many, and only-mornings are told", async () => {
  const { text } = await get(`${BOOK}?only=1&half=afternoon`);
  expect(text).toContain("1 afternoon time<");
  expect(text).toContain("On Wednesday there are morning times only.");
  expect((await get(`${BOOK}?only=1&day=${DAY}`)).text).toContain("1 time, mornings");
  expect(acted()).toEqual([]);
});
