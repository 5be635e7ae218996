/** What the office sees: its contracts, what waits, and what clients asked for. */
import { expect } from "expect";
import { CALLBACK, CHANGE, CONTRACT, ROW, signIn } from "./staff_world.ts";
import { api, ask, called, plain, test } from "./world.ts";

test("the office sees its contracts, a page at a time", async () => {
  const headers = await signIn("office");
  const { status, text } = await ask("/office/contracts?page=2&q=ada", { headers });
  expect(status).toBe(200);
  for (
    const words of [
      "Olga",
      "120 contracts",
      "Page 2 of 3",
      "Ada Example",
      "Handicare 1000",
      "$189.00",
      "Tue, May 12, 2026, 9:00 a.m.",
    ]
  ) expect(text).toContain(words);
  expect(called("find_contracts")).toEqual([{ search: "ada", page: 2, state: "active" }]);
  expect(text).toMatch(/href="\/office\/contracts\?q=ada&(amp;)?page=3"/);
});

test("a page beyond the last is the last", async () => {
  const headers = await signIn("office");
  const { status, text } = await ask("/office/contracts?page=99&q=ada", { headers });
  expect(status).toBe(200);
  expect(text).toContain("Page 3 of 3");
  expect(text).toMatch(/href="\/office\/contracts\?q=ada&(amp;)?page=2"/);
  expect(text).not.toContain("Later due");
});

test("a card begins with whom to call, and how", async () => {
  const headers = await signIn("office");
  const { text } = await ask("/office/contracts", { headers });
  const row = text.split("<tr>")[2].replace(/<[^>]*>/g, "|");
  const places = ["Ada Example", "905-555-0142", "Booked", "Handicare 1000", "S-1"]
    .map((word) => row.indexOf(word));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test("where nothing fits, the page says what to try", async () => {
  const headers = await signIn("office");
  api.answer({ find_contracts: () => ({ contracts: 0, page: 1, pages: 1, rows: [] }) });
  const { text } = await ask("/office/contracts?q=nobody", { headers });
  expect(text).toContain("No active contract fits");
  expect(text).toContain("Accents, spaces and dashes");
  expect(text).toMatch(/href="\/office\/contracts\?q=nobody&(amp;)?state=any"/);
  const everywhere = await ask("/office/contracts?q=nobody&state=any", { headers });
  expect(everywhere.text).toContain("No contract fits");
  expect(everywhere.text).not.toContain("among all contracts");
  expect((await ask("/office/contracts", { headers })).text).toContain("No units are enrolled yet");
});

test("units of one kind that nothing else tells apart are counted through in the list", async () => {
  const headers = await signIn("office");
  const alike = { ...ROW, serial_number: null, told_apart: "2 of 2" };
  const rows = [alike, { ...ROW, told_apart: "serial ends in S-1" }];
  api.answer({
    find_contracts: () => ({ status: "ok", contracts: 2, page: 1, pages: 1, rows }),
  });
  const { text } = await ask("/office/contracts", { headers });
  expect(text).toContain("Stair lift · 2 of 2");
  expect(text).toContain("Stair lift · S-1");
});

test("the first page counts what is overdue, due, booked and active, and leads to each", async () => {
  const headers = await signIn("office");
  const { text } = await ask("/office", { headers });
  const figures = [...text.matchAll(/<a href="([^"]*)"><strong>([^<]*)<\/strong> ([^<]*)</g)];
  expect(figures.map(([, href, count, label]) => [count, label, href])).toEqual([
    ["3", "overdue and not booked", "/office/contracts?situation=overdue"],
    ["4", "due in the next 30 days and not booked", "/office/contracts?situation=due"],
    ["5", "booked", "/office/contracts?situation=booked&amp;state=any"],
    ["1,234", "active contracts", "/office/contracts"],
  ]);
});

test("the start page lists what clients asked for: who, how to reach them, what, and since when", async () => {
  const headers = await signIn("office");
  api.answer({
    list_activities: () => ({ status: "ok", activities: 60, rows: [CHANGE, CALLBACK] }),
  });
  const { text } = await ask("/office", { headers });
  const rows = plain(text.replaceAll("<tr>", "|").replaceAll(/<td|<small|<span/g, " $&"));
  for (
    const words of [
      "2 of 60",
      "Bo Example",
      "Has moved",
      "Still booked Wed, May 20, 2026, 9:00 a.m.",
      "Asked for a call",
      "Mon, May 11, 2026, 9:00 a.m.",
      "Call by Tue, May 12, 2026",
      "When: Mornings",
      "Let it ring",
    ]
  ) expect(rows).toContain(words);
  expect(rows.match(/Urgent/g)).toHaveLength(1);
  expect(text).toContain('href="tel:+19055550199"');
  expect(text).toMatch(/href="\/office\/contracts\?q=Ada\+Example&(amp;)?state=any"/);
  expect(called("list_activities"))
    .toEqual([{ kinds: ["callback", "client_change"], most: 50 }]);

  api.answer({ list_activities: () => ({ status: "ok", activities: 0, rows: [] }) });
  expect((await ask("/office", { headers })).text).toContain("Nobody waits for a call");
});

test("each thing asked says which unit it is about, and whether its number was left for it", async () => {
  const headers = await signIn("office");
  const rows = [
    { ...CALLBACK, told_apart: "serial ends in 8341", has_number: true },
    { ...CALLBACK, told_apart: "Handicare 1000", has_number: false },
    { ...CHANGE, phone: "905-555-0177", has_number: false },
    { ...CHANGE, phone: null, has_number: false },
  ];
  api.answer({ list_activities: () => ({ status: "ok", activities: rows.length, rows }) });
  const { text } = await ask("/office", { headers });
  const [first, second, third, fourth] = text.split("<tr>").slice(2).map((row) =>
    plain(row.replaceAll(/<small/g, " $&"))
  );
  expect(first).toContain("Handicare 1000 (serial ends in 8341)");
  expect(first).toContain("905-555-0199 Left for this");
  expect(second).toMatch(/Ada Example Handicare 1000905/);
  expect(second).toContain("905-555-0199 On file");
  expect(third).toContain("905-555-0177 On file: they left none");
  expect(fourth).not.toMatch(/On file|Left for this/);
});

test("wherever the office sees a visit it can go there, first to those without an outcome", async () => {
  const headers = await signIn("office");
  const visit = {
    visit_id: CONTRACT,
    why: "not_closed",
    starts_at: "2026-05-12T13:00:00+00:00",
    received_at: null,
    customer: "Ada Example",
    phone: "905-555-0142",
    kind: "Stair lift",
    told_apart: null,
    technician_name: "Luis Two",
  };
  const kept = { ...visit, why: "report", received_at: "2026-05-13T13:00:00+00:00" };
  api.answer({
    list_activities: () => ({ status: "ok", activities: 1, rows: [CHANGE] }),
    visits_to_settle: () => ({ status: "ok", visits: 60, rows: [visit, kept] }),
  });
  const link = `href="/office/visits/${CONTRACT}"`;
  const start = (await ask("/office", { headers })).text;
  expect(start.split(link)).toHaveLength(4);
  const words = plain(start);
  for (const said of ["2 of 60", "Ada Example, Stair lift", "Not closed", "Report to decide on"]) {
    expect(words).toContain(said);
  }
  expect((await ask("/office/contracts", { headers })).text).toContain(link);
  api.answer({ visits_to_settle: () => ({ status: "ok", visits: 0, rows: [] }) });
  expect(plain((await ask("/office", { headers })).text)).not.toContain("without an outcome");
});
