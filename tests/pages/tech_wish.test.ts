/** When the next visit would suit, noted at the door: what is kept, what is told, what comes too late. */
import { expect } from "expect";
import { PHONE } from "@/lib/web/phone_headers.ts";
import { onTheRoad, TODAY, VISIT } from "./tech_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const AT = `/tech/visits/${VISIT}`;
const REPAIR = "99999999-9999-4999-8999-999999999999";
const SAID = "11111111-2222-4333-8444-555555555555";

const WISH = {
  wish_day: "wed",
  wish_part: "morning",
  wish_after: "2027-05-10",
  wish: "Not Fridays",
};

test("a wish is ticked and said, and reads as one sentence", async () => {
  const headers = await onTheRoad();
  const { text } = await ask(`${AT}/wish`, { headers });
  expect(plain(text)).toContain("When would it suit Ethel Example?");
  expect(plain(text)).toContain("Nothing is booked yet.");
  api.answer({ note_wish: () => ({ status: "noted" }) });
  const { status, headers: told } = await post(`${AT}/wish`, WISH, {
    ...headers,
    [PHONE.asks]: SAID,
  });
  expect([status, told.get(PHONE.goesTo)]).toEqual([204, `${AT}/wish?now`]);
  expect(called("note_wish")).toEqual([{
    visit_id: VISIT,
    preferred_times: "Wednesdays, morning, not before Mon, May 10, 2027",
    note: "Not Fridays",
    request_id: SAID,
  }]);
  expect(plain((await ask(`${AT}/wish?now`, { headers })).text)).toContain("The office has it");
});

test("nothing is no wish; what is not over, booked or too long is told, and stays in the form", async () => {
  const headers = await onTheRoad();
  const empty = await post(`${AT}/wish`, {}, headers);
  expect([empty.status, called("note_wish")]).toEqual([422, []]);
  expect(empty.text).toContain("Please tick what suits");
  for (
    const [answer, words] of [
      [{ status: "refused", reason: "state" }, "You are not there yet."],
      [{ status: "expired" }, "Nothing is due here any more."],
      [{ status: "rejected", reason: "notes", most: 500 }, "no more than 500 characters"],
    ] as const
  ) {
    api.answer({ note_wish: () => answer });
    const { status, text } = await post(`${AT}/wish`, WISH, headers);
    expect([status, plain(text).includes(words)]).toEqual([422, true]);
    expect(text).toMatch(/value="wed"[^>]*checked|checked[^>]*value="wed"/);
    expect(text).toContain("Not Fridays");
  }
  api.answer({ note_wish: () => ({ status: "booked" }) });
  expect((await post(`${AT}/wish`, WISH, headers)).headers.get("Location")).toBe(`${AT}/next`);
});

test("what was heard at a door is taken also where the visit is somebody else's by now", async () => {
  const headers = await onTheRoad();
  api.answer({
    visit_sheet: () => {
      throw { code: "42501", message: "no" };
    },
    note_wish: () => ({ status: "noted" }),
  });
  const { status, text } = await ask(`${AT}/wish`, { headers });
  expect([status, plain(text).includes("When would it suit?")]).toEqual([200, true]);
  expect((await post(`${AT}/wish`, WISH, headers)).headers.get("Location")).toBe(`${AT}/wish?now`);
});

test("a repair that came to nothing has its wish beside what stopped them", async () => {
  const headers = await onTheRoad();
  const [stop] = TODAY.stops;
  api.answer({
    technician_day: () => ({ ...TODAY, stops: [{ ...stop, work_order_id: REPAIR }] }),
    note_repair_wish: () => ({ status: "noted" }),
  });
  const at = `/tech/repairs/${REPAIR}/wish`;
  expect(plain((await ask(at, { headers })).text)).toContain("When would it suit Ethel Example?");
  expect((await post(at, WISH, headers)).headers.get("Location")).toBe(`${at}?now`);
  expect(called("note_repair_wish")).toMatchObject([{
    work_order_id: REPAIR,
    note: "Not Fridays",
  }]);
});
