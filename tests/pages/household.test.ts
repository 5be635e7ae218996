/** Several units in one home: asked for first, never dropped, told apart, priced and timed together. */
import { expect } from "expect";
import { addDays } from "@/lib/text/dates.ts";
import { ALONE, BOOKED, CHAIR, DAY, LIFT, LUIS, OPEN, WHEELCHAIR } from "./fake_api.ts";
import { acted, api, ask, asked, BOOK, called, CHOICE, get, postAndGo, test } from "./world.ts";

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

test("units of one kind stand together from the question to the bill, whichever of them the link is about", async () => {
  const own = { ...LIFT, told_apart: "2 of 2" };
  const other = { ...LIFT, told_apart: "1 of 2", contract_id: WHEELCHAIR, visit_minutes: 60 };
  const chair = { ...CHAIR, contract_id: LUIS, due_on: LIFT.due_on, visit_minutes: 45 };
  api.answer({ booking_page: () => ({ ...OPEN, own, household: [chair, other] }) });
  const both = `with=${WHEELCHAIR}&with=${LUIS}`;
  for (const query of ["", both, `step=details&at=${AT}&${both}`]) {
    const { text } = await get(`${BOOK}?${query}`);
    const named = [...text.matchAll(/lift \((\d) of 2\)|wheelchair/gi)].map(([, which]) => which);
    expect([query, named.slice(0, 3)]).toEqual([query, ["2", "1", undefined]]);
  }
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

test("a unit that can't come along is told by what still can, on the day and half that were chosen", async () => {
  const walker = { ...CHAIR, contract_id: LUIS, kind: "Walker", visit_minutes: 30 };
  const refuse = (household: unknown[]) =>
    api.answer({
      booking_page: () => ({ ...OPEN, household }),
      confirm_booking: () => ({ status: "rejected", reason: "household" }),
    });
  const place = `step=details&half=morning&with=${WHEELCHAIR}&with=${LUIS}&at=${AT}`;
  const refused = () => postAndGo(`${BOOK}?${place}`, { ...CHOICE, with: WHEELCHAIR });

  refuse([walker]);
  const asked = await get(`${BOOK}?${place}`);
  expect(asked.text).toContain("Your stair lift and walker still can.");
  for (const { text } of [asked, await refused()]) {
    expect(text).toContain("can't be done in the same visit any more");
    const offers = hrefs(text, "offer");
    expect(offers.length).toBe(2);
    for (const offer of offers) expect(offer).toContain(`day=${DAY}&half=morning`);
  }
  refuse([]);
  for (const { text } of [await get(`${BOOK}?${place}`), await refused()]) {
    expect(text).toContain("The times below are for your stair lift.");
    expect(text).toMatch(/aria-current="true"[^>]*>Mornings|>Mornings<\/a>/);
    expect(text).toContain("Times on Tuesday, May 12");
  }
});

test("a time close to one that was taken is booked with the way back to what was chosen", async () => {
  const { text } = await get(
    `${BOOK}?step=details&half=morning&with=${WHEELCHAIR}&at=${DAY}T14:00:00Z`,
  );
  expect(text).toContain(`action="${BOOK}?half=morning&amp;with=${WHEELCHAIR}"`);
});

test("from saying that something is not right the way back leads to what was chosen", async () => {
  const place = `day=${DAY}&half=morning&with=${WHEELCHAIR}`;
  const { text } = await get(`${BOOK}?${place}`);
  const report = hrefs(text, "quiet").find((href) => href.includes("step=report"))!;
  expect(report).toContain(place);
  const page = await get(report);
  expect(page.text).toContain(`formaction="${BOOK}?${place.replaceAll("&", "&amp;")}#days"`);
  const wrong = await postAndGo(report, { action: "report", what: "gone", phone: "call me" });
  expect(wrong.location).toContain(place.replace("&with", "&check=1&with"));
});

test("what was typed into a form survives the way back from it, each form's for itself", async () => {
  api.answer({ booking_page: () => ALONE });
  const wish = {
    action: "call",
    phone: "905 555 01",
    preferred_times: "Mornings",
    note: "Let it ring",
    instead: "look",
  };
  const back = await postAndGo(`${BOOK}?day=${DAY}`, wish);
  expect(back.location).toBe(`${BOOK}?day=${DAY}`);
  const change = { action: "report", what: "moved", note: "To Guelph", phone: "", instead: "look" };
  const again = await postAndGo(`${BOOK}?day=${DAY}`, change, back.keeps.Cookie);
  expect(again.text).toContain("Times on Tuesday, May 12");
  expect(acted()).toEqual([]);

  const call = await ask(`${BOOK}?step=call`, { headers: again.keeps });
  for (const typed of ['value="905 555 01"', 'value="Mornings"', ">Let it ring</textarea>"]) {
    expect(call.text).toContain(typed);
  }
  const report = await ask(`${BOOK}?step=report`, { headers: again.keeps });
  expect(report.text).toMatch(/value="moved" checked/);
  expect(report.text).toContain(">To Guelph</textarea>");
});

test("what was typed to cancel goes along with whoever does not have it any more, and comes back", async () => {
  api.answer({ booking_page: () => BOOKED });
  const { text } = await get(`${BOOK}?step=cancel`);
  const [, action] = /formaction="([^"]*)"[^>]*>\s*I don't have it any more/.exec(text)!;
  expect(action).toBe(`${BOOK}?step=report`);
  const typed = { action: "cancel", contract_id: LUIS, reason: "Sold in spring", instead: "look" };
  const report = await postAndGo(action, typed);
  expect(report.text).toContain("What has changed?");
  expect(report.text).toContain(">Sold in spring</textarea>");
  const told = { action: "report", what: "gone", note: "", phone: "", instead: "look" };
  const back = await postAndGo(BOOK, told, report.keeps.Cookie);
  const again = await ask(`${BOOK}?step=cancel`, { headers: back.keeps });
  expect(again.text).toContain(">Sold in spring</textarea>");
  expect(again.text).toMatch(new RegExp(`value="${LUIS}" checked`));
  // What was left out of the report on purpose stays out.
  const empty = await ask(`${BOOK}?step=report`, { headers: back.keeps });
  expect(empty.text).not.toContain("Sold in spring");
  expect(acted()).toEqual([]);
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

  const next = addDays(DAY, 1);
  for (const place of [`day=${next}&half=morning`, `from=${DAY}`, ""]) {
    const page = await get(`${BOOK}?${place}`);
    const [, form] = /<form method="get"[^>]*>(.*?)<\/form>/s.exec(page.text)!;
    const hidden = [...form.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)];
    const sent = new URLSearchParams(hidden.map(([, name, value]) => [name, value]));
    const wanted = new URLSearchParams(`only=1&${place}`);
    expect(sent.toString()).toBe(wanted.toString());
  }
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
