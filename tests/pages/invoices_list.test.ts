/** The office's list of invoices: narrowed, put in order and taken along as a file. */
import { expect } from "expect";
import { CONTRACT, signIn } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const ROW = {
  invoice_id: CONTRACT,
  kind: "invoice",
  number: "M-000123" as string | null,
  state: "issued",
  dated: "2026-05-12",
  due_on: "2026-06-11" as string | null,
  overdue: false,
  customer_id: CONTRACT,
  customer: "Ada Example",
  phone: "905-555-0142" as string | null,
  bill_to: "Insurer Inc." as string | null,
  net: 1189,
  tax: "154.57",
  total: 1343.57,
  paid: 0,
  balance: 1343.57,
};
const DRAFT = { ...ROW, number: null, state: "draft", due_on: null, bill_to: null, balance: 0 };
const PAGE = {
  status: "ok",
  rows: [
    ROW,
    { ...ROW, paid: 100, balance: 1243.57 },
    { ...ROW, overdue: true },
    { ...ROW, paid: 1343.57, balance: 0 },
    { ...ROW, net: 0, tax: 0, total: 0, balance: 0 },
    { ...DRAFT, state: "void" },
    DRAFT,
    { ...ROW, kind: "credit_note" },
  ],
  counts: { all: 61, draft: 1, overdue: 9 },
  before: "prev:-date:x:y" as string | null,
  after: "next:-date:x:z" as string | null,
};
const EMPTY = { ...PAGE, rows: [], counts: { all: 0 }, before: null, after: null };

async function open(query = "", answer: unknown = PAGE) {
  const headers = await signIn("office");
  api.answer({ list_invoices: () => answer });
  return await ask(`/office/invoices${query}`, { headers });
}

test("an invoice says whose it is, how it stands and what is left to pay, and leads there", async () => {
  const { status, text } = await open();
  expect(status).toBe(200);
  const words = plain(text);
  for (
    const said of [
      "61 invoices, 8 of them on this page",
      "M-000123",
      "Ada Example",
      "Billed to Insurer Inc.",
      "905-555-0142",
      "Tue, May 12, 2026",
      "Thu, Jun 11, 2026",
      "$1,343.57",
      "$1,243.57",
      "Credit note",
      "Never issued",
    ]
  ) expect(words).toContain(said);
  const marks = [...text.matchAll(/<span class="mark \w+">([^<]*)/g)].map(([, mark]) => mark);
  expect(marks).toEqual([
    "To pay",
    "Partly paid",
    "Overdue",
    "Paid",
    "Nothing to pay",
    "Void",
    "Draft",
    "To pay",
  ]);
  expect(text).toContain(`href="/office/invoices/${CONTRACT}"`);
  expect(text).toContain(`href="/office/clients/${CONTRACT}"`);
  expect(text).toContain('aria-label="Invoice for Ada Example, a draft"');
  expect(text).toContain('href="/office/invoices" aria-current="page"');
  // Tax is shown to whoever asks for it.
  expect(words).not.toContain("$154.57");
});

test("what the address narrows the list to stays in every way on", async () => {
  const query = "?q=ada&from=2026-05-11&to=2026-05-17&state=overdue";
  const { text } = await open(query);
  expect(called("list_invoices")).toEqual([{
    filters: { search: "ada", from: "2026-05-11", until: "2026-05-17", state: "overdue" },
    sort: "due",
    most: 50,
    counted: true,
  }]);
  const kept = query.replaceAll("&", "&amp;");
  expect(text).toContain(`href="/office/invoices.csv${kept}"`);
  expect(text).toContain(
    `href="/office/invoices${kept}&amp;after=next%3A-date%3Ax%3Az" rel="next"`,
  );
  expect(text).toContain(
    `href="/office/invoices${kept}&amp;after=prev%3A-date%3Ax%3Ay" rel="prev"`,
  );
  expect(text).toContain(`href="/office/invoices${kept}&amp;sort=-due"`);
  expect(text).toMatch(/<a [^>]*state=overdue"[^>]* aria-current="true">Overdue <b>9</);
});

test("every state that another page leads to is one of the list", async () => {
  for (const state of ["draft", "issued", "open", "overdue", "paid", "with_payments", "void"]) {
    await open(`?state=${state}`);
    expect(called("list_invoices").at(-1)).toMatchObject({ filters: { state } });
  }
});

test("what is owed is read by its day, all else from the latest back", async () => {
  const order = async (query: string) =>
    (await open(query)).text.match(/aria-sort="(\w+)"><a [^>]*>(\w+)/)?.slice(1);
  expect(await order("?state=open")).toEqual(["ascending", "Due"]);
  expect(await order("?state=paid")).toEqual(["descending", "Date"]);
  expect(await order("?sort=due")).toEqual(["ascending", "Due"]);
});

test("an empty list says why, and what to do", async () => {
  expect(plain((await open("", EMPTY)).text)).toContain("No invoices yet");
  const { text } = await open("?q=nobody&state=void", EMPTY);
  expect(plain(text)).toContain("No invoice fits");
  expect(plain(text)).toContain("Try fewer words");
});

test("a place that nobody was given leads to the beginning", async () => {
  const headers = await signIn("office");
  api.answer({
    list_invoices: ({ after }: { after?: string }) =>
      after ? { status: "rejected", reason: "after" } : PAGE,
  });
  const { status, text } = await ask("/office/invoices?after=next:-date:nobody:0", { headers });
  expect(status).toBe(200);
  expect(text).toContain("M-000123");
});

test("all invoices of a filter go into a file, and no spreadsheet runs what is in it", async () => {
  const headers = await signIn("office");
  const odd = { ...DRAFT, customer: "@Ada" };
  api.answer({
    note_export: () => ({ status: "noted" }),
    list_invoices: ({ after }: { after?: string }) => ({
      ...EMPTY,
      counts: null,
      rows: after ? [odd] : [{ ...ROW, overdue: true }],
      after: after ? null : "next:-date:x:z",
    }),
  });
  const { headers: told, text } = await ask("/office/invoices.csv?state=issued", { headers });
  expect(told.get("Content-Disposition")).toMatch(/filename="invoices-\d{4}-\d\d-\d\d\.csv"/);
  expect(text.replace("\ufeff", "").split("\r\n")).toEqual([
    "Number,Kind,State,Date,Due,Client,Billed to,Before tax,Tax,Total,Paid,Balance",
    "M-000123,invoice,overdue,2026-05-12,2026-06-11,Ada Example,Insurer Inc.,1189.00,154.57,1343.57,0.00,1343.57",
    ",invoice,draft,2026-05-12,,'@Ada,,1189.00,154.57,1343.57,0.00,0.00",
    "",
  ]);
  expect(called("note_export")).toEqual([{ list: "invoices", filters: { state: "issued" } }]);
});

test("the columns that somebody chose are kept, and the first stays", async () => {
  const headers = await signIn("office");
  api.answer({ list_invoices: () => PAGE });
  const chosen = await post("/office/invoices", { do: "columns", column: "tax" }, headers);
  expect([chosen.status, chosen.headers.get("Location")]).toEqual([303, "/office/invoices"]);
  const kept = chosen.headers.get("Set-Cookie")!.split(";")[0];
  const { text } = await ask("/office/invoices", {
    headers: { Cookie: `${headers.Cookie}; ${kept}` },
  });
  expect(plain(text)).toContain("$154.57");
  expect(plain(text.match(/<thead>.*<\/thead>/s)![0]).trim()).toBe("InvoiceTax");
});

test("technicians see no list of invoices, and take none along", async () => {
  const headers = await signIn("technician");
  for (const path of ["/office/invoices", "/office/invoices.csv"]) {
    const { text } = await ask(path, { headers });
    expect(text).not.toContain("Ada Example");
  }
  expect([called("list_invoices"), called("note_export")]).toEqual([[], []]);
});
