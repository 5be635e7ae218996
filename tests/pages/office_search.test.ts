/** The office's one box: its page of results, what is listed while somebody types, and the words around it. */
import { expect } from "expect";
import { LUIS } from "./fake_api.ts";
import { CONTRACT, signIn } from "./staff_world.ts";
import { api, ask, called, plain, test } from "./world.ts";

const STANDING = { situation: "overdue", due_on: "2026-05-01", booked_for: null };
const CLIENT = {
  customer_id: CONTRACT,
  name: "Ethel Marsh",
  city: "Hamilton",
  street: "41 Birch Crescent",
  phone: "905-555-0112",
  deceased_on: null,
  by: [],
  contact: null,
  units: 2,
  next: { ...STANDING, product_name: "Flow X" },
};

/** One of each kind. */
const FOUND = {
  status: "ok",
  total: 25,
  groups: [
    { kind: "client", count: 18, rows: [CLIENT] },
    {
      kind: "unit",
      count: 1,
      rows: [{
        unit_id: LUIS,
        product_name: "Flow X",
        serial_number: "MARS-1",
        condition: "retired",
        customer: "Bo Example",
      }],
    },
    {
      kind: "activity",
      count: 1,
      rows: [{
        activity_id: LUIS,
        kind: "callback",
        what: null,
        urgent: true,
        due_on: "2026-05-12",
        customer: "Ethel Marsh",
      }],
    },
    {
      kind: "contract",
      count: 1,
      rows: [{
        contract_id: CONTRACT,
        customer: "Ethel Marsh",
        product_name: "Flow X",
        serial_number: "D727",
        state: "active",
        situation: "booked",
        due_on: "2026-05-20",
        booked_for: "2026-05-12T13:00:00+00:00",
      }],
    },
    {
      kind: "visit",
      count: 1,
      rows: [{
        visit_id: LUIS,
        at: "2026-05-12T13:00:00+00:00",
        state: "done",
        customer: "Ethel Marsh",
        product_name: "Flow X",
        technician: "Luis Ortega",
      }],
    },
    {
      kind: "invoice",
      count: 1,
      rows: [{
        invoice_id: LUIS,
        number: "M-000204",
        kind: "invoice",
        state: "issued",
        customer: "Ethel Marsh",
        total: 258.77,
        balance: "0.00",
      }],
    },
    {
      kind: "certificate",
      count: 1,
      rows: [{
        number: "MIR-2026-00112",
        visit_id: LUIS,
        customer: "Ethel Marsh",
        service_on: "2026-05-12",
        expires_on: "2027-05-12",
        state: "current",
      }],
    },
    {
      kind: "order",
      count: 1,
      rows: [{
        order_id: LUIS,
        order_number: "S00123",
        order_date: null,
        customer_id: CONTRACT,
        customer: "Ethel Marsh",
      }],
    },
  ],
};

/** Signs in where the search finds that. */
async function whereFound(found: unknown) {
  const headers = await signIn("office");
  api.answer({ find: () => found });
  return headers;
}

/** What the page says, a row a line. */
const told = (html: string) => plain(html.replaceAll(/<(a|h2|small|li|p)\b/g, "\n$&"));

test("what was found is listed by kind, each with what tells it apart and how it stands", async () => {
  const headers = await whereFound(FOUND);
  const { status, text } = await ask("/office/search?q=mars", { headers });
  expect(status).toBe(200);
  expect(called("find")).toEqual([{ typed: "mars", most: 8 }]);
  const page = told(text);
  for (
    const line of [
      "25 results for “mars”",
      "Ethel Marsh",
      "41 Birch Crescent, Hamilton · 905-555-0112 · 2 units",
      "Flow X overdue since Fri, May 1, 2026",
      "Flow X · Bo Example",
      "Retired",
      "Callback, Ethel Marsh",
      "Urgent",
      "Ethel Marsh · serial D727",
      "Booked Tue, May 12, 2026, 9:00 a.m.",
      "Tue, May 12, 2026, 9:00 a.m., Ethel Marsh",
      "Flow X · Luis Ortega",
      "M-000204, Ethel Marsh",
      "$258.77",
      "Paid",
      "MIR-2026-00112, Ethel Marsh",
      "S00123, Ethel Marsh",
    ]
  ) expect(page).toContain(line);
  for (
    const href of [
      `clients/${CONTRACT}`,
      `units/${LUIS}`,
      `work/${LUIS}`,
      `contracts/${CONTRACT}`,
      `visits/${LUIS}`,
      `invoices/${LUIS}`,
    ]
  ) expect(text).toContain(`href="/office/${href}"`);
  expect(text).toContain("Ethel <mark>Mars</mark>h");
  expect(text).toMatch(/<input[^>]* id="find"[^>]*value="mars"/);
});

test("one kind alone is asked for by its chip, and says that there is more", async () => {
  const headers = await whereFound(FOUND);
  const { text } = await ask("/office/search?q=mars&kind=client", { headers });
  expect(called("find")).toEqual([{ typed: "mars", most: 50, kind: "client" }]);
  expect(text).toMatch(/kind=client" aria-current="true">Clients <b>18</);
  expect(text).toMatch(/href="\/office\/search\?q=mars&amp;kind=invoice"/);
  expect(text).toContain("The first 1 of 18");
  await ask("/office/search?q=mars&kind=secret", { headers });
  expect(called("find").at(-1)).toEqual({ typed: "mars", most: 8 });
});

test("where nothing fits, the page says what was searched, and offers a new client", async () => {
  const headers = await whereFound({ status: "ok", total: 0, groups: [] });
  const phone = await ask("/office/search?q=%28905%29+555-0999", { headers });
  expect(phone.text).toContain("Nothing found for “(905) 555-0999”");
  expect(phone.text).toContain('href="/office/clients/new?phone=905-555-0999"');
  expect(phone.text).toContain("New client with this number");
  const name = await ask("/office/search?q=Ida+Moss", { headers });
  expect(name.text).toContain('href="/office/clients/new?name=Ida+Moss"');
  const nothing = await ask("/office/search", { headers });
  expect(nothing.text).toContain("<h1>Find anything</h1>");
  expect(nothing.text).not.toContain("Nothing found");
});

test("who has died is told as such, and through whom somebody was found", async () => {
  const contact = { name: "Carol Care", relation: "daughter", phone: "905-555-0147", email: null };
  const row = { ...CLIENT, deceased_on: "2026-05-02", contact, by: ["l@example.com"], units: 1 };
  const headers = await whereFound({
    status: "ok",
    total: 1,
    groups: [{ kind: "client", count: 1, rows: [row] }],
  });
  const { text } = await ask("/office/search?q=carol", { headers });
  expect(told(text)).toContain("1 result for “carol”");
  expect(told(text)).toContain("l@example.com · through Carol Care, daughter, 905-555-0147");
  expect(told(text)).toContain("Died Sat, May 2, 2026");
  expect(text).not.toContain("overdue");
});

test("while somebody types, three of each kind come as they are listed", async () => {
  const headers = await whereFound(FOUND);
  const { status, text } = await ask("/office/search.json?q=mars", { headers });
  expect(status).toBe(200);
  expect(called("find")).toEqual([{ typed: "mars", most: 3 }]);
  const { total, groups } = JSON.parse(text);
  expect([total, groups[0].label, groups[0].count]).toEqual([25, "Clients", 18]);
  expect(groups[0].rows[0].name).toEqual([["Ethel ", false], ["Mars", true], ["h", false]]);
});

test("what is typed is shown as text, and no longer than an address may be", async () => {
  const headers = await whereFound({ status: "ok", total: 0, groups: [] });
  const script = "<script>alert(1)</script>";
  const { text } = await ask(`/office/search?q=${encodeURIComponent(script)}`, { headers });
  expect(text).not.toContain(script);
  await ask(`/office/search?q=${"x".repeat(900)}`, { headers });
  expect(called("find").at(-1)?.typed).toHaveLength(200);
});

test("technicians and strangers find nothing", async () => {
  const headers = await signIn("technician");
  for (const path of ["/office/search?q=mars", "/office/search.json?q=mars"]) {
    expect((await ask(path, { headers })).status).toBe(403);
    expect((await ask(path)).status).toBe(303);
  }
  expect(called("find")).toEqual([]);
});
