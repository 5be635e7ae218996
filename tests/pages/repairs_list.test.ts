/** The list of repairs: who waits for what, narrowed, summed and taken along. */
import { expect } from "expect";
import { REPAIR } from "./repair_world.ts";
import { signIn } from "./staff_world.ts";
import { OTHER } from "./tech_world.ts";
import { api, ask, called, plain, test } from "./world.ts";

const ROW = {
  work_order_id: REPAIR,
  number: 71,
  state: "quoted",
  opened_at: "2026-05-08T14:30:00+00:00",
  days: 4,
  customer_id: OTHER,
  customer: "Ethel Example",
  phone: "905-555-0143",
  city: "Oakville",
  unit_id: OTHER,
  category: "Stair lift",
  product_name: "Handicare 1000",
  serial_number: "HC-7",
  condition: "out_of_service",
  what: "Rail anchored" as string | null,
  net: 310,
  waits_for: null as string | null,
  expected_on: null as string | null,
  is_late: false,
  starts_at: null as string | null,
  technician: null as string | null,
  invoice: null as unknown,
};
const parts = { ...ROW, state: "waiting_for_parts", waits_for: "Belt", expected_on: "2026-05-11" };
const LIST = {
  status: "ok",
  rows: [
    ROW,
    { ...ROW, state: "approved", days: 0 },
    { ...parts, is_late: true },
    { ...parts, expected_on: null, days: 1 },
    { ...ROW, state: "scheduled", starts_at: "2026-05-13T13:00:00+00:00", technician: "Luis Two" },
    {
      ...ROW,
      state: "done",
      what: null,
      invoice: { invoice_id: OTHER, number: "M-000124", balance: 0 },
    },
  ],
  counts: { all: 6, quoted: 1 },
  net: 1860,
  before: null,
  after: null,
};

test("the list says who waits for what, since when, and what all of it comes to", async () => {
  const headers = await signIn("office");
  api.answer({ list_repairs: () => LIST });
  const { status, text } = await ask("/office/repairs?state=open&q=ethel", { headers });
  expect(status).toBe(200);
  const words = plain(text);
  for (
    const said of [
      "$1,860.00 before tax in all.",
      "R-000071",
      "Out of service",
      "Rail anchored",
      "The client's answer",
      "The office: a time",
      "Belt, expected Mon, May 11, 2026",
      "Luis Two, Wed, May 13, 2026, 9:00 a.m.",
      "4 days",
      "today",
      "1 day",
      "M-000124",
    ]
  ) expect(words).toContain(said);
  const marks = [
    ...text.matchAll(/<td[^>]*data-label="State"[^>]*><span class="mark \w+">([^<]*)/g),
  ];
  expect(marks.map(([, mark]) => mark)).toEqual([
    "Quoted",
    "Needs a time",
    "Parts late",
    "Waits for parts",
    "Has a time",
    "Done",
  ]);
  expect(called("list_repairs")[0]).toMatchObject({
    filters: { state: "open", search: "ethel" },
    sort: "opened",
  });
  api.answer({ note_export: () => ({ status: "noted" }) });
  const file = await ask("/office/repairs.csv?state=open", { headers });
  expect(file.text.split("\r\n")[1]).toContain("R-000071,quoted,2026-05-08,4,Ethel Example");
  api.answer({ list_repairs: () => ({ ...LIST, rows: [], counts: { all: 0 }, net: 0 }) });
  expect(plain((await ask("/office/repairs", { headers })).text)).toContain("No repairs");
});
