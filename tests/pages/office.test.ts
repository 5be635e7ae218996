/** What the office sees of its contracts. */
import { expect } from "expect";
import { ROW, signIn } from "./staff_world.ts";
import { api, ask, called, test } from "./world.ts";

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
