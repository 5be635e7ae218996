/** A repair to which somebody drove in vain gets another time while they still stand there. */
import { expect } from "expect";
import { onTheRoad, OTHER, STOP, TASK, UNIT, VISIT } from "./tech_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const AT = `/tech/repairs/${TASK}`;
const PAGE = `${AT}/next`;

const SLOT = {
  starts_at: "2026-05-14T14:30:00+00:00",
  technician_id: VISIT,
  technician_name: "Luis",
};
const OPEN = {
  status: "open",
  number: 71,
  state: "approved",
  today: "2026-05-12",
  like: { starts_at: "2026-05-12T14:30:00+00:00", technician_id: VISIT },
  client: { name: "Ethel Example", first_name: "Ethel", is_mailed: true },
  slots: [SLOT, { ...SLOT, starts_at: "2026-05-13T15:30:00+00:00", technician_id: OTHER }],
  book_until: "2026-12-18",
};

async function inVain(again: unknown = OPEN, answer: unknown = { status: "scheduled" }) {
  const headers = await onTheRoad();
  api.answer({ repair_return_slots: () => again, book_repair_return: () => answer });
  return headers;
}

test("where somebody is at the door, another time is the next question; else the office finds one", async () => {
  const headers = await inVain();
  const sheet = {
    status: "ok",
    work_order_id: TASK,
    number: 71,
    state: "scheduled",
    as_of: STOP.starts_at,
    problem: "It stopped",
    unit: UNIT,
    lines: [],
    labour_minutes: 60,
    quote: { net: 100, tax: 13, total: 113, tax_name: "HST 13 %" },
    parts: [],
    history: [],
    stop: { ...STOP, units: [], work_order_id: TASK },
    done: null,
  };
  api.answer({ repair_sheet: () => sheet, fail_repair: () => ({ status: "recorded" }) });
  const led = async (reason: string) =>
    (await post(`${AT}/could-not`, { reason }, headers)).headers.get("Location");
  expect(await led("parts")).toBe(`${PAGE}?now`);
  expect(await led("no_time")).toBe(`${PAGE}?now`);
  for (const reason of ["nobody_home", "hospital", "deceased", "moved"]) {
    expect([reason, await led(reason)]).toEqual([reason, "/tech"]);
  }
});

test("the times are soon and like the drive; one is chosen and booked, once", async () => {
  const headers = await inVain();
  const { status, text } = await ask(`${PAGE}?now`, { headers });
  expect(status).toBe(200);
  for (
    const words of [
      "Another time for Ethel Example",
      "Repair R-000071 is still to be done.",
      "Thu, May 14, 2026, 10:30 a.m. with you, same time",
      "Wed, May 13, 2026, 11:30 a.m. with Luis",
      "They get an e-mail with the time.",
      "Leave it to the office instead",
    ]
  ) expect(plain(text)).toContain(words);
  expect(text).toContain(`${PAGE}?week=2026-05-18`);
  await ask(`${PAGE}?week=2026-05-18`, { headers });
  expect(called("repair_return_slots")).toEqual([
    { work_order_id: TASK },
    { work_order_id: TASK, from_date: "2026-05-18", days: 7 },
  ]);
  const sent = await post(PAGE, { time: `${SLOT.starts_at}/${VISIT}` }, headers);
  expect([sent.status, sent.headers.get("Location")]).toEqual([303, `${PAGE}?now`]);
  expect(called("book_repair_return")).toEqual([
    { work_order_id: TASK, technician_id: VISIT, starts_at: "2026-05-14T14:30:00.000Z" },
  ]);
  const { like: _, slots: __, ...known } = OPEN;
  const booked = { ...known, status: "booked", ...SLOT };
  api.answer({ repair_return_slots: () => booked });
  expect(plain((await ask(`${PAGE}?now`, { headers })).text))
    .toContain("Thu, May 14, 2026, 10:30 a.m., with Luis. Repair R-000071, Ethel Example.");
  const unmailed = { ...booked, client: { ...known.client, is_mailed: false } };
  api.answer({ repair_return_slots: () => unmailed });
  expect(plain((await ask(`${PAGE}?now`, { headers })).text))
    .toContain("Please write the time down for them: no e-mail reaches them.");
});

test("what stands in the way is said", async () => {
  const headers = await inVain();
  for (
    const [answer, said] of [
      [{ status: "refused", reason: "state" }, "The office has this repair already"],
      [{ status: "refused", reason: "taken" }, "just taken, or can't be kept"],
      [{ status: "refused", reason: "hours" }, "just taken, or can't be kept"],
    ] as const
  ) {
    api.answer({ book_repair_return: () => answer });
    const { status, text } = await post(PAGE, { time: `${SLOT.starts_at}/${VISIT}` }, headers);
    expect([said, status]).toEqual([said, 422]);
    expect(plain(text.match(/role="alert".*?<\/p>/s)![0])).toContain(said);
  }
  expect((await post(PAGE, { time: "soon" }, headers)).status).toBe(422);
  api.answer({ repair_return_slots: () => ({ ...OPEN, slots: [] }) });
  expect(plain((await ask(PAGE, { headers })).text)).toContain("Nobody can come on these days");
  api.answer({ repair_return_slots: () => ({ status: "refused", reason: "state" }) });
  expect(plain((await ask(PAGE, { headers })).text)).toContain("The office has this repair now");
  api.answer({
    repair_return_slots: () => {
      throw { code: "42501", message: "no" };
    },
  });
  expect((await ask(PAGE, { headers })).status).toBe(403);
});
