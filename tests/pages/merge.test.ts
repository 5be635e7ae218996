/** Two clients who are one: found, side by side, and what follows before the button. */
import { expect } from "expect";
import { CLIENT, CLIENT_FILE, CLIENT_HISTORY, OLDER, UNIT, VISIT } from "./history_world.ts";
import { signIn, staffIs } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const PAGE = `/office/clients/${CLIENT}/merge`;
const OTHER = OLDER;
const ADA = {
  customer_id: CLIENT,
  name: "Ada Example",
  phone: "905-555-0111",
  email: "ada@example.com",
  address: "1 Elm St, Brampton",
  reach_by: "email",
  reach_note: null,
  consent_basis: "express",
  consent_on: "2026-01-01",
  deceased_on: null,
  customer_ref: "C-1",
  notes: "Dog",
  since: "2020-01-01",
  units: [{ unit_id: UNIT, kind: "Stair lift", product_name: "Flow X", told_apart: null }],
  contacts: ["Cleo Example"],
  open_work: 0,
  invoices: 2,
};
const ADAH = {
  ...ADA,
  customer_id: OTHER,
  name: "Adah Example",
  phone: null,
  email: "adah@example.com",
  customer_ref: "C-2",
  consent_basis: "purchase",
  units: [],
};
const ALIKE = {
  customer_id: OTHER,
  name: "Adah Example",
  phone: null,
  email: "adah@example.com",
  address: "1 Elm St, Brampton",
  same: ["name", "address"],
};
const NOTHING = Object.fromEntries(
  [
    "ended",
    "goes_on",
    "rests",
    "due",
    "units",
    "cancelled",
    "called_off",
    "withdrawn",
    "told",
    "closed",
    "opened",
  ]
    .map((name) => [name, []]),
);
const TRIED = {
  status: "tried",
  moves: {
    units: 3,
    contracts: 2,
    stops: 1,
    invoices: 1,
    messages: 4,
    activities: 0,
    contacts: 2,
  },
  quiet: true,
  becomes: { ...ADA, consent_basis: "purchase", notes: "Dog\nAlso: Adah Example" },
  changes: {
    ...NOTHING,
    stays: [{ unit_id: UNIT, starts_at: "2026-06-04T13:00:00+00:00", technician_name: "Tess" }],
  },
  shown: "abc",
};

const sessions = new Map<string, Promise<{ Cookie: string }>>();

async function enter(answers: Record<string, unknown> = {}, role = "admin") {
  if (!sessions.has(role)) sessions.set(role, signIn(role));
  const headers = await sessions.get(role)!;
  staffIs(role);
  const all = { merge_page: { status: "ok", client: ADA, other: ADAH, alike: [] }, ...answers };
  api.answer(Object.fromEntries(Object.entries(all).map(([name, said]) => [name, () => said])));
  return headers;
}

const send = async (fields: Record<string, string>, answer: unknown) =>
  await post(`${PAGE}?with=${OTHER}`, fields, await enter({ merge_customers: answer }));

test("the office is told who merges clients, and has no button for it", async () => {
  const headers = await enter(
    { client_history: CLIENT_HISTORY, client_file: CLIENT_FILE },
    "office",
  );
  const { status, text } = await ask(PAGE, { headers });
  expect(status).toBe(403);
  expect(plain(text)).toContain("Only an administrator merges clients.");
  expect(called("merge_page")).toEqual([]);
  expect((await ask(`/office/clients/${CLIENT}`, { headers })).text).not.toContain(PAGE);
  staffIs("admin");
  expect((await ask(`/office/clients/${CLIENT}`, { headers })).text).toContain(`href="${PAGE}"`);
});

test("who may be the same is offered, and anybody can be found, but not the client", async () => {
  const alone = { status: "ok", client: ADA, other: null, alike: [ALIKE] };
  const found = {
    total: 2,
    groups: [{
      kind: "client",
      count: 2,
      rows: [ADA, ADAH].map(({ customer_id, name }) => ({
        customer_id,
        name,
        city: "Brampton",
        street: "1 Elm St",
        phone: null,
        deceased_on: null,
        by: [],
        contact: null,
        units: 1,
        next: null,
      })),
    }],
  };
  const headers = await enter({ merge_page: alone, find: found });
  const { text } = await ask(PAGE, { headers });
  expect(text).toContain(`href="${PAGE}?with=${OTHER}"`);
  expect(plain(text)).toContain("Same name and addressadah@example.com · 1 Elm St, Brampton");
  expect(called("find")).toEqual([]);
  const searched = await ask(`${PAGE}?q=example`, { headers });
  expect(searched.text).toContain(`href="${PAGE}?with=${OTHER}"`);
  expect(searched.text).not.toContain(`with=${CLIENT}`);
  expect(called("find")).toEqual([{ typed: "example", most: 20, kind: "client" }]);
});

test("both are side by side, and only what differs is asked", async () => {
  const { status, text } = await ask(`${PAGE}?with=${OTHER}`, { headers: await enter() });
  expect(status).toBe(200);
  const words = plain(text);
  for (
    const said of [
      "This one stays",
      "This one goes",
      "The other way round: Adah Example stays",
      "ReferenceC-2",
      "Show what follows",
    ]
  ) expect(words).toContain(said);
  expect(words).not.toContain("Merge them");
  expect([...text.matchAll(/<input type="radio" name="(\w+)"/g)].map(([, name]) => name))
    .toEqual(["name", "name", "email", "email"]);
  expect(called("merge_page")).toEqual([{ customer_id: CLIENT, other_id: OTHER }]);
});

test("what follows is told before the button, and what was chosen is kept", async () => {
  const { status, text } = await send({ name: "other", email: "own", do: "look" }, TRIED);
  expect(status).toBe(200);
  const words = plain(text);
  const order = [
    "Adah Example is no client of their own any more",
    "Goes along: 3 units.",
    "Goes along: 1 visit to come.",
    "Goes along: 1 invoice, made out as it was.",
    "No reminders are mailed",
    "Remarks: Dog · Also: Adah Example",
    "9:00 a.m. with Tess stays.",
    "Nobody is told of this by mail.",
    "It cannot be taken back.",
    "Merge them",
  ].map((said) => words.indexOf(said));
  expect(order).not.toContain(-1);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(words).not.toContain("things to do");
  expect(text).toMatch(/name="name" value="other"[^>]*checked/);
  expect(text).toMatch(/name="email" value="own"[^>]*checked/);
  expect(called("merge_customers")).toEqual([
    { keep_id: CLIENT, drop_id: OTHER, take: ["name"], dry_run: true },
  ]);
});

test("the button does what was shown, and leads to the one who was kept", async () => {
  const sent = await send({ name: "other", shown: "abc", do: "merge" }, {
    ...TRIED,
    status: "merged",
  });
  expect([sent.status, sent.headers.get("Location")])
    .toEqual([303, `/office/clients/${CLIENT}?did=merged`]);
  expect(called("merge_customers")).toEqual([
    { keep_id: CLIENT, drop_id: OTHER, take: ["name"], dry_run: false, shown: "abc" },
  ]);
});

test("a refusal is a sentence, nothing that was chosen is lost, and what follows now is shown", async () => {
  for (
    const [reason, said] of [
      ["changed", "Something changed meanwhile."],
      ["deceased", "One of them is on record as having died."],
      ["erased", "One of them was erased."],
      ["begun", "Technicians are at work at both"],
      ["notes", "Their remarks are too long together"],
      ["merged", "One of them was merged meanwhile."],
    ]
  ) {
    const answer = { ...TRIED, status: "refused", reason };
    const { status, text } = await send({ email: "other", shown: "old", do: "merge" }, answer);
    expect(status).toBe(422);
    expect(plain(text)).toContain(said);
    expect(text).toMatch(/name="email" value="other"[^>]*checked/);
    expect(text).toContain('name="shown" value="abc"');
  }
});

test("the old page of somebody who was merged leads to the one who was kept", async () => {
  const headers = await enter({ client_history: CLIENT_HISTORY, client_file: CLIENT_FILE });
  const { status, headers: said } = await ask(`/office/clients/${VISIT}`, { headers });
  expect([status, said.get("Location")]).toEqual([303, `/office/clients/${CLIENT}`]);
});
