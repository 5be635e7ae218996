/** The list of contracts, and what every list of the office has: its address, its order, its pages, its columns, its file. */
import { expect } from "expect";
import { ROW, signedInAs } from "./staff_world.ts";
import { api, ask, called, handle, plain, SITE, test } from "./world.ts";

const COUNTS = { overdue: 84, due: 1001, booked: 0, not_closed: 0, later: 3, all: 1001 };
const NEXT = `next:due:${ROW.contract_id}:2026-05-12`;
const BACK = `prev:due:${ROW.contract_id}:2026-05-12`;

/** The list as the database tells it. */
const LIST = { status: "ok", rows: [ROW], counts: COUNTS, before: null, after: NEXT };

/** Signs in where the list is this. */
async function whereListed(list: unknown = LIST) {
  const headers = await signedInAs("office");
  api.answer({ list_contracts: () => list });
  return headers;
}

/** The addresses that a page leads to, as they are. */
const hrefs = (html: string) =>
  [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href.replaceAll("&amp;", "&"));

test("a row is a contract: whom to call, how it stands, what it is about", async () => {
  const headers = await whereListed();
  const { status, text } = await ask("/office/contracts", { headers });
  expect(status).toBe(200);
  const row = plain(text.split("<tr>")[2]);
  const places = ["Ada Example", "905-555-0142", "Booked", "Handicare 1000", "S-1", "$189.00"]
    .map((word) => row.indexOf(word));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(row).toContain("Tue, May 12, 2026, 9:00 a.m.");
  expect(hrefs(text)).toEqual(expect.arrayContaining([
    `/office/clients/${ROW.customer_id}`,
    `/office/units/${ROW.unit_id}`,
    `/office/contracts/${ROW.contract_id}`,
  ]));
  expect(called("list_contracts")).toEqual([
    { filters: { state: "active" }, sort: "due", most: 50, counted: true },
  ]);
});

test("units of one kind that nothing else tells apart are counted through", async () => {
  const rows = [
    { ...ROW, serial_number: null, told_apart: "2 of 2" },
    { ...ROW, told_apart: "serial ends in S-1" },
  ];
  const headers = await whereListed({ ...LIST, rows });
  const { text } = await ask("/office/contracts", { headers });
  expect(text).toContain("Stair lift · 2 of 2");
  expect(text).toContain("Stair lift · S-1");
});

test("above the rows stands how many there are of each situation, and no exact number beyond a thousand", async () => {
  const headers = await whereListed();
  const { text } = await ask("/office/contracts?situation=overdue", { headers });
  const words = plain(text);
  expect(words).toContain("84 contracts, 1 of them on this page");
  expect(words).toMatch(/All 1,000\+/);
  expect(text).toMatch(/situation=overdue" aria-current="true">Overdue <b>84</);
  expect(plain((await ask("/office/contracts", { headers })).text))
    .toContain("More than 1,000 contracts, 1 of them on this page");
});

test("what narrows the list stands in its address, and is kept by every way on", async () => {
  const headers = await whereListed({ ...LIST, before: BACK });
  const query = "q=zo%C3%AB&category=stairlift&due_by=2026-06-30&reach=phone&state=any";
  const { text } = await ask(`/office/contracts?${query}&situation=due`, { headers });
  expect(called("list_contracts").at(-1)?.filters).toEqual({
    search: "zoë",
    category: "stairlift",
    due_by: "2026-06-30",
    reach: "phone",
    situation: "due",
  });
  const ways = hrefs(text);
  for (
    const way of [
      `${query}&situation=overdue`,
      `${query}&situation=due&after=${encodeURIComponent(NEXT)}`,
      `${query}&situation=due&after=${encodeURIComponent(BACK)}`,
      `${query}&situation=due&sort=client`,
    ]
  ) expect(ways).toContain(`/office/contracts?${way}`);
  expect(ways).toContain(`/office/contracts.csv?${query}&situation=due`);
  expect(text).toMatch(/<input type="hidden" name="situation" value="due"/);
  expect(text).toMatch(/name="q" value="zoë"/);
  expect(text).toMatch(/<option value="stairlift" selected/);
});

test("what makes no sense in an address is left out", async () => {
  const headers = await whereListed();
  const query = "category=2lift&due_by=soon&reach=owl&state=x&situation=lost&sort=secret&page=2";
  expect((await ask(`/office/contracts?${query}`, { headers })).status).toBe(200);
  await ask(`/office/contracts?q=%00ada%0A%0D%1Fb%00${"x".repeat(500)}`, { headers });
  const [nonsense, long] = called("list_contracts");
  expect(nonsense).toEqual({
    filters: { state: "active" },
    sort: "due",
    most: 50,
    counted: true,
  });
  const { search } = long.filters as { search: string };
  expect([search.length, search.slice(0, 6)]).toEqual([100, "ada b "]);
});

test("a column's name puts the list in its order, and turns it round", async () => {
  const headers = await whereListed();
  const head = async (query: string) => {
    const { text } = await ask(`/office/contracts${query}`, { headers });
    return text.match(/<thead>.*?<\/thead>/s)![0];
  };
  const usual = await head("");
  // No link of the head says that one is there already.
  expect(usual).not.toContain('aria-current="true"');
  expect(usual.match(/aria-sort/g)).toHaveLength(1);
  expect(usual).toMatch(/aria-sort="ascending"[^>]*><a href="\/office\/contracts\?sort=-due"/);
  expect(hrefs(usual)).toContain("/office/contracts?sort=client");
  const turned = await head("?sort=-client");
  expect(turned).toMatch(/aria-sort="descending"[^>]*><a href="\/office\/contracts\?sort=client"/);
  expect(called("list_contracts").map(({ sort }) => sort)).toEqual(["due", "-client"]);
});

test("on the first page there is no way back, on the last none on", async () => {
  const headers = await whereListed();
  const first = (await ask("/office/contracts", { headers })).text;
  expect([first.includes('rel="next"'), first.includes('rel="prev"')]).toEqual([true, false]);
  await whereListed({ ...LIST, before: BACK, after: null });
  const last = (await ask(`/office/contracts?after=${NEXT}`, { headers })).text;
  expect([last.includes('rel="next"'), last.includes('rel="prev"')]).toEqual([false, true]);
  expect(called("list_contracts").at(-1)?.after).toBe(NEXT);
});

test("a place that nobody was given leads to the beginning", async () => {
  const headers = await whereListed();
  api.answer({
    list_contracts: ({ after }: { after?: string }) =>
      after === undefined ? LIST : { status: "rejected", reason: "after" },
  });
  const { status, text } = await ask("/office/contracts?q=ada&after=next:due:x", { headers });
  expect(status).toBe(200);
  expect(text).toContain("Ada Example");
  expect(called("list_contracts").map(({ after }) => after)).toEqual(["next:due:x", undefined]);
});

test("what the database cannot use is told as such", async () => {
  const headers = await whereListed({ status: "rejected", reason: "filters" });
  const { status, text } = await ask("/office/contracts?due_by=2026-02-28", { headers });
  expect(status).toBe(422);
  expect(text).toContain("We couldn't read that");
});

test("a list without rows says which of its filters to let go of", async () => {
  const none = { ...LIST, rows: [], counts: { all: 0 }, after: null };
  const headers = await whereListed(none);
  const { text } = await ask("/office/contracts?q=nobody&reach=phone", { headers });
  expect(text).toContain("No contract fits");
  expect(text).toContain("Accents, spaces and dashes");
  expect(hrefs(text)).toEqual(
    expect.arrayContaining(["/office/contracts?reach=phone", "/office/contracts?q=nobody"]),
  );
  const usual = await ask("/office/contracts", { headers });
  expect(usual.text).toContain("No units are enrolled yet");
  expect(usual.text).not.toContain("<table");
});

test("who chose columns sees these and the first, here and on the next page", async () => {
  const headers = await whereListed();
  const answer = await ask("/office/contracts?q=ada", {
    method: "POST",
    body: new URLSearchParams([["do", "columns"], ["column", "fee"], ["column", "secret"]]),
    headers: { ...headers, Origin: SITE },
  });
  expect([answer.status, answer.headers.get("Location")])
    .toEqual([303, "/office/contracts?q=ada"]);
  const [cookie] = answer.headers.getSetCookie();
  expect(cookie).toMatch(/^columns_contracts=fee; Path=\/office\/contracts; .*HttpOnly/);
  const Cookie = `${headers.Cookie}; ${cookie.split(";")[0]}`;
  const { text } = await ask("/office/contracts", { headers: { Cookie } });
  const heads = [...text.matchAll(/<th scope="col".*?<\/th>/gs)].map(([head]) =>
    plain(head).trim()
  );
  expect(heads).toEqual([expect.stringContaining("Client"), "Fee"]);
});

test("a file holds every row of the filter, whatever a page shows, and runs nothing", async () => {
  const headers = await whereListed();
  const formula = { ...ROW, customer: '=HYPERLINK("x")', city: "St. John's, NL" };
  api.answer({
    note_export: () => ({ status: "noted" }),
    list_contracts: ({ after }: { after?: string }) =>
      after === undefined
        ? { ...LIST, counts: null }
        : { ...LIST, counts: null, rows: [formula], after: null },
  });
  const path = "/office/contracts.csv?q=ada&situation=due&after=page";
  const { status, text, headers: given } = await ask(path, { headers });
  expect([status, given.get("Content-Type")]).toEqual([200, "text/csv; charset=utf-8"]);
  expect(given.get("Content-Disposition")).toMatch(
    /^attachment; filename="contracts-\d{4}-\d\d-\d\d\.csv"$/,
  );
  const file = await (await handle(new Request(SITE + path, { headers }))).bytes();
  expect([...file.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  api.calls.splice(api.calls.length / 2);
  const lines = text.split("\r\n");
  expect(lines[0]).toMatch(/^\ufeff?Client,Phone,City,/);
  expect(lines[1]).toMatch(/^Ada Example,905-555-0142,.*,189\.00$/);
  expect(lines[2]).toMatch(/^"'=HYPERLINK\(""x""\)",905-555-0142,"St\. John's, NL",/);
  expect(lines.slice(3)).toEqual([""]);
  expect(called("note_export")).toEqual([
    { list: "contracts", filters: { state: "active", situation: "due", search: "ada" } },
  ]);
  expect(called("list_contracts").map(({ after, most, counted }) => [after, most, counted]))
    .toEqual([[undefined, 500, false], [NEXT, 500, false]]);
});

test("technicians and strangers read no list, nor take one along", async () => {
  const headers = await signedInAs("technician");
  for (const path of ["/office/contracts", "/office/contracts.csv"]) {
    expect((await ask(path, { headers })).status).toBe(403);
    expect((await ask(path)).status).toBe(303);
  }
  expect([...called("list_contracts"), ...called("note_export")]).toEqual([]);
});
