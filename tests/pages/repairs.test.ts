/** A repair in the office: one page from the quote to the invoice, and how one is opened. */
import { expect } from "expect";
import {
  APPROVED,
  BELT,
  DONE,
  KEPT,
  PLACED,
  QUOTED,
  REPAIR,
  SLOTS,
  WAITING,
  withRepair,
} from "./repair_world.ts";
import { UNIT, UNIT_HISTORY } from "./history_world.ts";
import { signIn, staffIs } from "./staff_world.ts";
import { INVOICE, OTHER, TASK } from "./tech_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const PAGE = `/office/repairs/${REPAIR}`;

test("a quote is read out line by line, with its tax by name, and answered below", async () => {
  const { text } = await ask(PAGE, { headers: await withRepair(QUOTED) });
  const words = plain(text);
  for (
    const said of [
      "Repair R-000071: Handicare 1000 stair lift, Ethel Example",
      "Quoted, not answered yet",
      "Rail anchored. $350.30 with tax.",
      "“It comes to $310.00, HST 13 %: $40.30, so $350.30 in all. Shall we do it?”",
      "1.5 hours at $100.00",
      "2 × $17.50",
      "Yes, for $350.30 with tax",
      "Standard call-out: $85.00, $95.00 an hour",
      "Reached by: Letter",
      "Anne Example, daughter",
      "“Loose”",
      "The visit of Fri, May 8, 2026",
    ]
  ) expect(words).toContain(said);
  expect(text).toContain('name="amount" value="310.00"');
  expect(called("repair_slots")).toEqual([]);
});

test("its lines change until it is answered: a name in the catalogue is that product at its price", async () => {
  const headers = await withRepair(QUOTED, { change_quote: { status: "saved" } });
  const body = new URLSearchParams({ do: "save", shown: "2" });
  const typed = [
    ["call_out", "Lift call-out", "1", "125"],
    ["part", "drive BELT", "2", ""],
    ["labour", "", "1", "100"],
    ["part", "Odd screw", "", "1,200.50"],
  ];
  for (const [kind, what, quantity, price] of typed) {
    for (const [name, value] of Object.entries({ kind, what, quantity, price })) {
      body.append(name, value);
    }
  }
  const saved = await ask(PAGE, {
    method: "POST",
    body,
    headers: { ...headers, Origin: "http://localhost:8000" },
  });
  expect(saved.headers.get("Location")).toBe(`${PAGE}?did=save`);
  const line = { product_id: null, quantity: 1 };
  expect(called("change_quote")).toEqual([{
    work_order_id: REPAIR,
    shown: 2,
    lines: [
      { ...line, kind: "call_out", description: "Lift call-out", unit_price: 125 },
      {
        kind: "part",
        product_id: BELT,
        description: "drive BELT",
        quantity: 2,
        unit_price: 42,
      },
      { ...line, kind: "part", description: "Odd screw", unit_price: 1200.5 },
    ],
  }]);
});

test("a line that cannot be is told with its number, and nothing typed is lost", async () => {
  const wrong = { status: "rejected", reason: "type", field: "lines[0].unit_price" };
  const fields = { do: "save", shown: "2", kind: "part", what: "Belt", quantity: "1", price: "x" };
  const headers = await withRepair(QUOTED, { change_quote: wrong });
  const { status, text } = await post(PAGE, fields, headers);
  expect(status).toBe(422);
  expect(plain(text)).toContain("Line 1: Please give a price such as 42.50");
  expect(text).toContain('value="Belt"');
  expect(text).toContain('value="x"');
  const changed = { status: "refused", reason: "changed", by: "Priya", at: QUOTED.opened_at };
  api.answer({ change_quote: () => changed });
  const again = await post(PAGE, { ...fields, shown: "1" }, headers);
  expect(plain(again.text)).toContain("This was changed meanwhile by Priya");
  // Saved once more it is meant to stand in place of what the page shows now.
  expect(again.text).toContain('name="shown" value="2"');
  expect(again.text).toContain('value="Belt"');
});

test("the rate card is taken with one press, and room for more with another; neither writes", async () => {
  const headers = await withRepair(QUOTED);
  const fields = { shown: "2", kind: "part", what: "Belt", quantity: "1", price: "42" };
  const rate = await post(PAGE, { ...fields, do: "rate:mobility" }, headers);
  expect(rate.status).toBe(200);
  for (const value of ["Standard call-out", "85.00", "95.00", "Belt"]) {
    expect(rate.text).toContain(`value="${value}"`);
  }
  const more = await post(PAGE, { ...fields, do: "more" }, headers);
  expect(more.text.match(/name="what"/g)).toHaveLength(3);
  expect(called("change_quote")).toEqual([]);
});

test("an agreed repair has its best places one press away, and the board for any other", async () => {
  const headers = await withRepair(APPROVED);
  const { text } = await ask(`${PAGE}?from=2026-05-20`, { headers });
  expect(plain(text)).toContain(
    "Wed, May 13, 2026, from 9:00 to 10:30 a.m., Luis, 12 minutes more drive",
  );
  expect(text).toContain(`href="/office/board?what=repair&amp;id=${REPAIR}"`);
  expect(called("repair_slots")).toEqual([
    { work_order_id: REPAIR, from_date: "2026-05-20", days: 14, max_slots: 3 },
  ]);
  api.answer({ repair_slots: () => ({ ...SLOTS, slots: [] }) });
  expect(plain((await ask(PAGE, { headers })).text)).toContain("Nobody with the skill for it");
});

test("parts that should have come are late; a time that is to come has no outcome yet", async () => {
  const late = plain((await ask(PAGE, { headers: await withRepair(WAITING) })).text);
  expect(late).toContain("Its parts should have come");
  expect(late).toContain("so it is late: ask where it is");
  const placed = await ask(PAGE, { headers: await withRepair(PLACED) });
  expect(placed.text).toContain(`href="${PAGE}/report"`);
  const ahead = { ...PLACED.task as object, starts_at: "2026-05-13T13:00:00+00:00" };
  const { text } = await ask(PAGE, { headers: await withRepair({ ...PLACED, task: ahead }) });
  expect(text).not.toContain(`href="${PAGE}/report"`);
  expect(plain(text)).not.toContain("Nobody was there");
});

test("a repair that is done says what was done, what still fails, and leads to its papers", async () => {
  const { text } = await ask(PAGE, { headers: await withRepair(DONE) });
  const words = plain(text);
  for (
    const said of [
      "Recorded on the phone by Luis Two, 1 minute of work",
      "2 × Anchor, serial A-7",
      "Rail anchored Fail“Still loose”",
      "Something still fails. It was quoted again; the unit stays out of service.",
      "Current until Sat, May 8, 2027",
      "$350.30 to pay",
      "Anne Example, daughter agreed to $350.30 with tax ($310.00 before tax) on the phone",
    ]
  ) expect(words).toContain(said);
  expect(text).toContain('href="/office/certificates/MIR-2026-00002.pdf"');
});

test("where a client calls, a repair is opened on the page of the unit", async () => {
  const headers = await withRepair(QUOTED, {
    unit_history: UNIT_HISTORY,
    open_repair: { status: "quoted", work_order_id: REPAIR },
  });
  const at = `/office/units/${UNIT}`;
  const fields = { do: "repair", problem: "It stopped", out_of_service: "yes" };
  const opened = await post(at, fields, headers);
  expect(opened.headers.get("Location")).toBe(`${PAGE}?did=open`);
  expect(called("open_repair")).toEqual([
    { unit_id: UNIT, problem: "It stopped", out_of_service: true },
  ]);
  api.answer({
    open_repair: () => ({ status: "refused", reason: "open", work_order_id: REPAIR }),
  });
  expect((await post(at, fields, headers)).headers.get("Location")).toBe(PAGE);
  api.answer({
    open_repair: () => ({ status: "refused", reason: "visit", visit_id: OTHER }),
    quote_repair: () => ({ status: "quoted", work_order_id: REPAIR }),
  });
  expect((await post(at, fields, headers)).headers.get("Location")).toBe(`${PAGE}?did=open`);
  expect(called("quote_repair")).toEqual([{ visit_id: OTHER }]);
  api.answer({ open_repair: () => ({ status: "rejected", reason: "problem" }) });
  const { status, text } = await post(at, { ...fields, problem: " " }, headers);
  expect(status).toBe(422);
  expect(plain(text)).toContain("Please write what is wrong");
});

test("the unit and the client tell their repairs, what was put in, and how old the battery is", async () => {
  const headers = await withRepair(QUOTED, { unit_history: UNIT_HISTORY });
  const words = plain((await ask(`/office/units/${UNIT}`, { headers })).text);
  expect(words).toContain("R-000072, $311.50 + applicable tax: quoted, not answered yet");
  expect(words).toContain("“It stopped half-way”");
  expect(words).toContain("Wed, Jun 3, 2026: 2 × Battery, serial P-7, by Luis Two");
  expect(words).toContain("BatteryFrom June 2026");
});

test("a technician sees no page of the office about repairs", async () => {
  const headers = await signIn("technician");
  staffIs("technician");
  for (const path of ["/office/repairs", PAGE, `${PAGE}/report`, "/office/repairs.csv"]) {
    expect([path, (await ask(path, { headers })).status]).toEqual([path, 403]);
  }
});

test("photos of its report, of a drive in vain and of none stand on its page; those of a kept report beside it", async () => {
  const photo = (file_id: string, caption: string) => ({
    file_id,
    line: null,
    caption,
    taken_at: "2026-05-12T19:00:00+00:00",
    bytes: 9000,
  });
  const failure = {
    outcome: "no_show",
    reason: "nobody_home",
    note: null,
    at: "2026-05-11T15:00:00+00:00",
    by: "Luis Two",
    photos: [photo(OTHER, "The door")],
  };
  const headers = await withRepair({
    ...DONE,
    report: { ...DONE.report, photos: [photo(INVOICE, "The rail")] },
    failures: [failure],
    photos: [photo(TASK, "The cable")],
    kept: [{ ...KEPT, photos: [photo(BELT, "The belt")] }],
  });
  const { text } = await ask(PAGE, { headers });
  for (const [id, name] of [[OTHER, "door"], [INVOICE, "rail"], [TASK, "cable"], [BELT, "belt"]]) {
    expect(text).toContain(`<img src="${PAGE}/photos/${id}`);
    expect(text).toMatch(new RegExp(`alt="Photo \\d: The ${name}"`));
  }
  expect(plain(text)).toContain("Not all of them came with the report");
});
