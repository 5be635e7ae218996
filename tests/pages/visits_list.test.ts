/** The office's list of visits: narrowed, put in order and taken along as a file. */
import { expect } from "expect";
import { CONTRACT, signIn } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const LUIS = "99999999-9999-4999-8999-999999999999";
const ROW = {
  visit_id: CONTRACT,
  state: "scheduled",
  starts_at: "2026-05-12T13:00:00+00:00",
  ends_at: "2026-05-12T14:30:00+00:00",
  not_closed: false,
  customer_id: CONTRACT,
  customer: "Ada Example",
  phone: "905-555-0142" as string | null,
  city: "Brampton",
  unit_id: CONTRACT,
  category: "Stair lift",
  product_name: "Handicare 1000",
  serial_number: "S-1",
  told_apart: null,
  technician: "Luis Two",
  contract_id: CONTRACT,
};
const PAGE = {
  status: "ok",
  rows: [ROW, { ...ROW, state: "no_show" }, { ...ROW, not_closed: true }],
  counts: { all: 2000, today: 1, to_come: 3, scheduled: 3, not_closed: 1 },
  before: "prev:start:x:y" as string | null,
  after: "next:start:x:z" as string | null,
  technicians: [{ technician_id: LUIS, name: "Luis Two" }],
};
const EMPTY = { ...PAGE, rows: [], counts: { all: 0 }, before: null, after: null };

async function open(query = "", answer: unknown = PAGE) {
  const headers = await signIn("office");
  api.answer({ list_visits: () => answer, note_export: () => ({ status: "noted" }) });
  return await ask(`/office/visits${query}`, { headers });
}

test("a visit says when, where, what with and who goes there, and leads to each", async () => {
  const { status, text } = await open();
  expect(status).toBe(200);
  for (
    const words of [
      "More than 1,000 visits, 3 of them on this page",
      "Tue, May 12, 2026",
      "9:00 a.m. to 10:30 a.m.",
      "Ada Example",
      "Brampton",
      "Stair lift · S-1",
      "Luis Two",
      "Booked",
      "Nobody home",
      "Not closed",
    ]
  ) expect(plain(text)).toContain(words);
  for (const room of ["visits", "clients", "units"]) {
    expect(text).toContain(`href="/office/${room}/${CONTRACT}"`);
  }
  expect(text).toContain('href="/office/visits" aria-current="page"');
  expect(called("list_visits")).toEqual([{ filters: {}, sort: "-start", most: 50, counted: true }]);
});

test("what the address narrows the list to stays in every way on", async () => {
  const query = `?q=ada&technician=${LUIS}&from=2026-05-11&to=2026-05-17&state=to_come`;
  const { text } = await open(query);
  expect(called("list_visits")).toEqual([{
    filters: {
      search: "ada",
      technician: LUIS,
      from: "2026-05-11",
      until: "2026-05-17",
      state: "to_come",
    },
    sort: "start",
    most: 50,
    counted: true,
  }]);
  const kept = query.replaceAll("&", "&amp;");
  expect(text).toContain(`href="/office/visits.csv${kept}"`);
  expect(text).toContain(`href="/office/visits${kept}&amp;after=next%3Astart%3Ax%3Az" rel="next"`);
  expect(text).toContain(`href="/office/visits${kept}&amp;after=prev%3Astart%3Ax%3Ay" rel="prev"`);
  expect(text).toContain(`href="/office/visits${kept}&amp;sort=-start"`);
  expect(text).toMatch(/<option value="99999999[^>]*selected/);
  expect(text).toMatch(/<a [^>]*state=to_come"[^>]* aria-current="true">To come/);
});

test("what is ahead is read from the next on, what is over from the last back", async () => {
  const order = async (query: string) => (await open(query)).text.match(/aria-sort="(\w+)"/)?.[1];
  expect(await order("?state=to_come")).toBe("ascending");
  expect(await order("?state=done")).toBe("descending");
  expect(await order("?state=done&sort=start")).toBe("ascending");
  expect(await order("?from=2026-05-12&to=2026-05-12")).toBe("ascending");
});

test("what makes no sense in an address narrows nothing", async () => {
  await open("?technician=luis&from=2026-02-30&state=lost&sort=name");
  expect(called("list_visits")[0]).toMatchObject({ filters: {}, sort: "-start" });
});

test("an empty list says why, and what to do", async () => {
  expect(plain((await open("", EMPTY)).text)).toContain("No visits yet");
  const { text } = await open("?technician=" + LUIS + "&state=no_show", EMPTY);
  expect(plain(text)).toContain("No visit fits");
  expect(plain(text)).toContain("Leave out “Technician”");
  const one = await open("?state=no_show", EMPTY);
  expect(plain(one.text)).not.toContain("Leave out");
});

test("a place that nobody was given leads to the beginning", async () => {
  const headers = await signIn("office");
  api.answer({
    list_visits: ({ after }: { after?: string }) =>
      after ? { status: "rejected", reason: "after" } : PAGE,
  });
  const { status, text } = await ask("/office/visits?after=next:start:nobody:0", { headers });
  expect(status).toBe(200);
  expect(text).toContain("Ada Example");
});

test("all visits of a filter go into a file, page after page, and no spreadsheet runs what is in it", async () => {
  const headers = await signIn("office");
  const odd = { ...ROW, customer: "=1+1, Ada", phone: null, not_closed: true };
  api.answer({
    note_export: () => ({ status: "noted" }),
    list_visits: ({ after }: { after?: string }) => ({
      ...EMPTY,
      counts: null,
      rows: after ? [odd] : [ROW],
      after: after ? null : "next:start:x:z",
    }),
  });
  const { headers: told, text } = await ask("/office/visits.csv?q=ada&state=scheduled", {
    headers,
  });
  expect(told.get("Content-Type")).toBe("text/csv; charset=utf-8");
  expect(told.get("Content-Disposition")).toMatch(/filename="visits-\d{4}-\d\d-\d\d\.csv"/);
  expect(text.replace("\ufeff", "").split("\r\n")).toEqual([
    "Start,End,State,Client,Phone,City,Kind,Product,Serial number,Unit,Technician",
    "2026-05-12 09:00,2026-05-12 10:30,scheduled,Ada Example,905-555-0142,Brampton,Stair lift,Handicare 1000,S-1,,Luis Two",
    `2026-05-12 09:00,2026-05-12 10:30,not closed,"'=1+1, Ada",,Brampton,Stair lift,Handicare 1000,S-1,,Luis Two`,
    "",
  ]);
  expect(called("note_export")).toEqual([
    { list: "visits", filters: { search: "ada", state: "scheduled" } },
  ]);
  expect(called("list_visits").map(({ after, most, counted }) => [after, most, counted])).toEqual([
    [undefined, 500, false],
    ["next:start:x:z", 500, false],
  ]);
});

test("the columns that somebody chose are kept, and the first stays", async () => {
  const headers = await signIn("office");
  api.answer({ list_visits: () => PAGE });
  const chosen = await post(
    "/office/visits?state=done",
    { do: "columns", column: "client" },
    headers,
  );
  expect([chosen.status, chosen.headers.get("Location")])
    .toEqual([303, "/office/visits?state=done"]);
  const kept = chosen.headers.get("Set-Cookie")!.split(";")[0];
  const { text } = await ask("/office/visits", {
    headers: { Cookie: `${headers.Cookie}; ${kept}` },
  });
  const head = text.match(/<thead>.*<\/thead>/s)![0];
  expect(plain(head).trim()).toMatch(/^When ↓Client$/);
});

test("technicians see no list of visits, and take none along", async () => {
  const headers = await signIn("technician");
  for (const path of ["/office/visits", "/office/visits.csv"]) {
    const { text } = await ask(path, { headers });
    expect(text).not.toContain("Ada Example");
  }
  expect([called("list_visits"), called("note_export")]).toEqual([[], []]);
});

test("what another page narrowed the list to is told, kept, and let go of one by one", async () => {
  const { text } = await open("?told=2026-05-11&first=client&state=done");
  expect(called("list_visits")[0]).toMatchObject({
    filters: { told: "2026-05-11", booked_by: "client", state: "done" },
  });
  const words = plain(text);
  expect(words).toContain("First told in the week of May 11, 2026");
  expect(words).toContain("First booked by the client");
  expect(text).toMatch(/href="\/office\/visits\?first=client&amp;state=done"/);
  expect(text).toMatch(/href="\/office\/visits\?told=2026-05-11&amp;state=done"/);
  for (const kept of ['name="told" value="2026-05-11"', 'name="first" value="client"']) {
    expect(text).toContain(kept);
  }
  expect((await open()).text).not.toContain("Only these are shown");
});
