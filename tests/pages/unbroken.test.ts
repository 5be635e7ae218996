/** What belongs together stays in one line, however narrow the page: dates, times of day, "(1 of 2)". */
import { expect } from "expect";
import { ALONE, BOOKED, CALL, CHAIR, GONE, LIFT, OPEN, SLOTS, WHEELCHAIR } from "./fake_api.ts";
import { CONTRACT, signIn } from "./staff_world.ts";
import { api, BOOK, CHOICE, handle, SITE, test } from "./world.ts";

const FIRST = { ...LIFT, told_apart: "1 of 2" };
const SECOND = { ...LIFT, told_apart: "2 of 2", contract_id: WHEELCHAIR, visit_minutes: 60 };
const home = { ...OPEN, own: FIRST, household: [SECOND] };
const visit = { ...BOOKED.appointment, units: [FIRST, SECOND], technician_name: "Luis" };
const booked = { ...BOOKED, own: FIRST, appointment: visit };
const AT = encodeURIComponent(CHOICE.starts_at);
const BOTH = `with=${WHEELCHAIR}`;

/** What may be read on a page and is written with spaces that a line may end at. */
async function breakable(path: string, headers: HeadersInit = {}): Promise<string[]> {
  const page = await (await handle(new Request(SITE + path, { headers }))).text();
  const text = page.slice(page.indexOf("<main"))
    .replace(/<script.*?<\/script>/gs, "")
    .replace(/<select.*?<\/select>/gs, "")
    .replace(/<!--.*?-->|<\/?(strong|b)>/gs, "")
    .replace(/<[^>]*>/g, "\n");
  const months =
    "January|February|March|April|May|June|July|August|September|October|November|December";
  return [
    ...text.matchAll(new RegExp(`.*((${months}) \\d| [ap]\\.m\\.|\\(\\d of|of \\d\\)).*`, "g")),
  ]
    .map(([line]) => `${path}: ${line.trim()}`);
}

test("dates, times and counts of an open link are never broken", async () => {
  for (const page of [home, { ...ALONE, call: CALL }, { ...home, still_coming: visit }]) {
    api.answer({ booking_page: () => page });
    for (
      const query of [
        "",
        BOTH,
        "only=1",
        "half=morning&only=1",
        "step=call",
        "note=called",
        "step=report",
        `step=details&at=${AT}&${BOTH}`,
        `step=details&at=${AT}&only=1`,
      ]
    ) expect(await breakable(`${BOOK}?${query}`)).toEqual([]);
  }
  api.answer({ booking_page: () => ALONE, open_slots: () => ({ ...SLOTS, gone: "taken" }) });
  const late = encodeURIComponent("2026-05-12T16:00:00Z");
  expect(await breakable(`${BOOK}?step=details&at=${late}`)).toEqual([]);
});

test("nor are those of a visit", async () => {
  const reported = { ...GONE, on: "2026-04-11" };
  const gone = { ...visit, units: [CHAIR], given_up: [FIRST] };
  for (const page of [booked, { ...booked, reported }, { ...booked, appointment: gone }]) {
    api.answer({ booking_page: () => page });
    for (
      const query of [
        "note=booked",
        `note=unit_cancelled&with=${FIRST.contract_id}`,
        "note=noted",
        "step=manage",
        "step=change",
        "step=cancel",
        "step=told",
        `step=move&at=${encodeURIComponent("2026-05-12T18:00:00Z")}`,
      ]
    ) expect(await breakable(`${BOOK}?${query}`)).toEqual([]);
  }
  api.answer({
    booking_page: () => ({ ...booked, appointment: { ...visit, can_change: false } }),
  });
  expect(await breakable(`${BOOK}?step=cancel`)).toEqual([]);
});

test("nor are those of a letter", async () => {
  const office = await signIn("office");
  expect(await breakable(`/office/letter/${CONTRACT}`, office)).toEqual([]);
});
