/** The list of clients. */
import { expect } from "expect";
import { CONTRACT, signedInAs } from "./staff_world.ts";
import { api, ask, called, plain, test } from "./world.ts";

const ADA = {
  customer_id: CONTRACT,
  name: "Ada Example",
  street: "12 Elm Street",
  apartment: "3",
  city: "Brampton",
  postal_code: "L6Y 0A1",
  phone: "905-555-0142",
  email: "ada@example.com",
  reach_by: "relay",
  deceased_on: null,
  contracts: 3,
  kinds: ["Scooter", "Stair lift", "Stair lift"],
  due_on: "2026-06-30",
};
/** Of whom next to nothing is known. */
const BO = {
  ...ADA,
  name: "+Bo",
  street: null,
  apartment: null,
  city: null,
  postal_code: null,
  phone: null,
  email: null,
  deceased_on: "2026-05-02",
  contracts: 0,
  kinds: [],
  due_on: null,
};
const NEXT = `next:name:${CONTRACT}:ada example`;
const LIST = {
  status: "ok",
  rows: [ADA, BO],
  counts: { without_email: 12, deceased: 1, all: 61 },
  before: null,
  after: NEXT,
};

async function whereListed(list: unknown = LIST) {
  const headers = await signedInAs("office");
  api.answer({ list_clients: () => list });
  return headers;
}

test("a row is a client: how they are reached, where they live, what they have", async () => {
  const headers = await whereListed();
  const { status, text } = await ask("/office/clients", { headers });
  expect(status).toBe(200);
  expect(plain(text)).toContain("61 clients, 2 of them on this page");
  const [ada, bo] = text.split("<tr>").slice(2).map(plain);
  for (
    const words of [
      "905-555-0142",
      "ada@example.com",
      "12 Elm Street, Apt 3",
      "Brampton, L6Y 0A1",
      "Scooter, 2 × Stair lift",
      "Tue, Jun 30, 2026",
    ]
  ) expect(ada).toContain(words);
  expect(bo).toContain("Died Sat, May 2, 2026");
  expect(text).toContain(`href="/office/clients/${CONTRACT}"`);
  expect(text).toContain('href="tel:+19055550142"');
  expect(text).toContain('href="/office/clients/new"');
  expect(text).toMatch(/about=without_email" aria-current="false">Without e-mail <b>12</);
});

test("what narrows it stands in its address, and is kept on the next page and in another order", async () => {
  const headers = await whereListed({ ...LIST, before: "prev:name:x:y" });
  const query = "q=ada+guelph&reach=phone&about=without_email";
  const { text } = await ask(`/office/clients?${query}&sort=-name&after=${NEXT}`, { headers });
  expect(called("list_clients")).toEqual([{
    filters: { search: "ada guelph", reach: "phone", about: "without_email" },
    sort: "-name",
    after: NEXT,
    most: 50,
    counted: true,
  }]);
  const page = text.replaceAll("&amp;", "&");
  expect(page).toContain(`href="/office/clients?${query}"`);
  for (const [rel, place] of [["next", NEXT], ["prev", "prev:name:x:y"]]) {
    const after = new URLSearchParams({ after: place });
    expect(page).toContain(`href="/office/clients?${query}&sort=-name&${after}" rel="${rel}"`);
  }
  expect(page).toContain(`href="/office/clients.csv?${query}&sort=-name"`);
  expect(page).toMatch(/aria-sort="descending"/);
});

test("a list without anybody says why, and what to do", async () => {
  const headers = await whereListed({ ...LIST, rows: [], counts: { all: 0 }, after: null });
  expect((await ask("/office/clients", { headers })).text).toContain("Nobody is on file yet");
  const { text } = await ask("/office/clients?q=nobody&about=deceased", { headers });
  expect(text).toContain("No client fits");
  expect(text.replaceAll("&amp;", "&")).toContain('href="/office/clients?about=deceased"');
});

test("a place that nobody was given leads to the beginning", async () => {
  const headers = await whereListed();
  api.answer({
    list_clients: ({ after }: { after?: string }) =>
      after === undefined ? LIST : { status: "rejected", reason: "after" },
  });
  const { status, text } = await ask("/office/clients?after=next:name:1:x", { headers });
  expect([status, text.includes("Ada Example")]).toEqual([200, true]);
});

test("a file holds everybody of the filter, and runs nothing", async () => {
  const headers = await whereListed();
  api.answer({
    note_export: () => ({ status: "noted" }),
    list_clients: ({ after }: { after?: string }) =>
      after ? { ...LIST, rows: [BO], after: null } : { ...LIST, rows: [ADA] },
  });
  const { status, text } = await ask("/office/clients.csv?reach=relay", { headers });
  expect(status).toBe(200);
  expect(text.replace("\ufeff", "").split("\r\n")).toEqual([
    "Name,Phone,E-mail,Street,City,Postal code,Reached by,Died on,Contracts,Units,Next due",
    'Ada Example,905-555-0142,ada@example.com,"12 Elm Street, Apt 3",Brampton,L6Y 0A1,Relay service,,3,"Scooter, 2 × Stair lift",2026-06-30',
    "'+Bo,,,,,,Relay service,2026-05-02,0,,",
    "",
  ]);
  expect(called("note_export")).toEqual([{ list: "clients", filters: { reach: "relay" } }]);
});

test("technicians and strangers read nobody", async () => {
  const headers = await signedInAs("technician");
  for (const path of ["/office/clients", "/office/clients.csv"]) {
    expect((await ask(path, { headers })).status).toBe(403);
    expect((await ask(path)).status).toBe(303);
  }
  expect([...called("list_clients"), ...called("note_export")]).toEqual([]);
});
