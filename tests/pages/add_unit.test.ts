/** At the door another unit of the household is added: with its price first, and a sentence where it cannot be. */
import { expect } from "expect";
import { onTheRoad, OTHER, SHEET, TASK, VISIT } from "./tech_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const PAGE = `/tech/visits/${VISIT}/add-unit`;

const CHAIR = {
  contract_id: OTHER,
  kind: "Lift chair",
  product_name: "Cloud" as string | null,
  told_apart: null,
  due_on: "2026-06-20",
  fee: 99,
  tax: 12.87,
  tax_name: "HST 13 %",
  no_charge_reason: null as string | null,
  minutes: 45,
  refused: null as string | null,
};
const SCOOTER = { ...CHAIR, contract_id: TASK, kind: "Scooter", product_name: null };

async function atTheDoor(
  could_add: (typeof CHAIR)[],
  answer: unknown = { status: "added", visit_id: OTHER },
) {
  const headers = await onTheRoad();
  api.answer({
    visit_sheet: () => ({ ...SHEET, could_add }),
    add_unit_to_stop: () => answer,
  });
  return headers;
}

test("the job leads to what else is due at the door, where there is something", async () => {
  const link = async (units: (typeof CHAIR)[]) =>
    (await ask(`/tech/visits/${VISIT}`, { headers: await atTheDoor(units) })).text.includes(PAGE);
  expect(await link([CHAIR])).toBe(true);
  expect(await link([])).toBe(false);
});

test("each unit stands with its price and time, before anything is added", async () => {
  const headers = await atTheDoor([CHAIR, {
    ...SCOOTER,
    fee: 0,
    tax: 0,
    no_charge_reason: "included in your warranty",
  }]);
  const { status, text } = await ask(PAGE, { headers });
  expect(status).toBe(200);
  for (
    const said of [
      "Cloud lift chair",
      "Costs $99.00 + applicable tax (HST 13 %: $111.87 in all)",
      "Due June 20, 2026, takes about 45 minutes",
      "Costs nothing (included in your warranty)",
    ]
  ) expect(plain(text)).toContain(said);
  expect(text).not.toMatch(/type="radio"[^>]*checked/);
  expect(called("add_unit_to_stop")).toEqual([]);
  expect((await ask(PAGE, { headers: await atTheDoor([CHAIR]) })).text)
    .toMatch(/type="radio"[^>]*checked/);
});

test("what cannot be added says why, and cannot be chosen", async () => {
  const headers = await atTheDoor([
    { ...CHAIR, refused: "skill" },
    { ...SCOOTER, refused: "drive" },
  ]);
  const { text } = await ask(PAGE, { headers });
  expect(plain(text)).toContain("trained for this kind");
  expect(plain(text)).toContain("late for your next stop");
  expect(text).not.toContain('type="radio"');
  expect(plain(text)).toContain("Nothing else that is due here can be serviced at this stop");
});

test("a unit is added to the stop, and the job shows both", async () => {
  const headers = await atTheDoor([CHAIR]);
  const { status, headers: answered } = await post(PAGE, { contract_id: OTHER }, headers);
  expect([status, answered.get("Location")]).toEqual([303, `/tech/visits/${VISIT}?now`]);
  expect(called("add_unit_to_stop")).toEqual([{ task_id: TASK, contract_id: OTHER }]);
});

test("what is refused is said in a sentence, whatever the reason", async () => {
  const reasons = {
    state: "This stop is over",
    closed: "no visit that is due",
    booked: "booked already",
    paused: "rests, or it is out of service",
    household: "isn't due soon, or stands elsewhere",
    skill: "trained for this kind",
    drive: "late for your next stop",
    hours: "your day would be over",
    "something new": "Please call the office",
  };
  for (const [reason, said] of Object.entries(reasons)) {
    const headers = await atTheDoor([CHAIR, SCOOTER], { status: "refused", reason });
    const { status, text } = await post(PAGE, { contract_id: OTHER }, headers);
    expect([reason, status]).toEqual([reason, 422]);
    expect(plain(text.match(/role="alert".*?<\/p>/s)![0])).toContain(said);
    expect(text).toContain("<title>Error: Add another unit</title>");
    expect(text).toMatch(new RegExp(`value="${OTHER}"[^>]*checked|checked[^>]*value="${OTHER}"`));
  }
});

test("nothing chosen is asked for again; somebody else's visit is refused", async () => {
  const headers = await atTheDoor([CHAIR, SCOOTER]);
  for (const contract_id of ["", "1", "'; drop table"]) {
    const { status, text } = await post(PAGE, { contract_id }, headers);
    expect(status).toBe(422);
    expect(plain(text)).toContain("Please choose one of them");
  }
  expect(called("add_unit_to_stop")).toEqual([]);
  api.answer({
    visit_sheet: () => {
      throw { code: "42501", message: "no" };
    },
  });
  expect((await ask(PAGE, { headers })).status).toBe(403);
  expect((await post(PAGE, { contract_id: OTHER }, headers)).status).toBe(403);
  expect(called("add_unit_to_stop")).toEqual([]);
});
