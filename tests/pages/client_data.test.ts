/** A copy of what is kept about a client, and the person erased. */
import { expect } from "expect";
import { signedInAs } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const ID = "00000000-0000-4000-8000-0000000000aa";
const PAGE = `/office/clients/${ID}/data`;
const CHANGES = {
  units: 2,
  contracts: 1,
  visits: 3,
  mails: 1234,
  work: 1,
  contacts: 0,
  events: 210,
  kept: { invoices: 2, certificates: 1, until: 2032, stopped_addresses: 1 },
};
const FILE = {
  status: "ok",
  customer_id: ID,
  shown: "s",
  name: "Ada Example",
  first_name: "Ada",
  phone: null,
  email: null,
  stopped: null,
  reach_by: "email",
  reach_note: null,
  notes: null,
  deceased_on: null,
  erased_on: null,
  consent_basis: "none",
  consent_on: null,
  since: null,
  contacts: [],
  work: [],
};

async function world(answers: Record<string, (args: Record<string, unknown>) => unknown>) {
  const cookie = await signedInAs("admin");
  api.answer({
    client_file: () => FILE,
    erase_customer: () => ({ status: "tried", changes: CHANGES, shown: "abc" }),
    ...answers,
  });
  return cookie;
}

async function open(answers = {}, query = "") {
  const headers = await world(answers);
  return await ask(PAGE + query, { headers });
}

test("what goes and what stays is told before the button, and looking does nothing", async () => {
  const { status, text } = await open();
  expect(status).toBe(200);
  expect(called("erase_customer")).toEqual([{ customer_id: ID, reason: "", dry_run: true }]);
  expect(plain(text)).toContain("1 contract ended. Nobody is told.");
  expect(plain(text)).toContain("1,234 mails without address and text.");
  expect(plain(text)).toContain("at least until the end of 2032");
  expect(plain(text)).toContain("1 address on the list");
  expect(plain(text)).not.toContain("0 contacts");
  expect(plain(text)).toContain("Erase Ada Example for ever");
});

test("what is in the way is told instead of the button", async () => {
  for (const [reason, words] of [["money", "Money is open"], ["booked", "Work is booked"]]) {
    const { text } = await open({ erase_customer: () => ({ status: "refused", reason }) });
    expect(plain(text)).toContain(words);
    expect(text).not.toContain('value="erase"');
    expect(text).toContain('value="export"');
  }
});

test("a copy is a file, and only a form asks for it", async () => {
  const cookie = await world({ export_customer: () => ({ customers: [{ name: "Ada" }] }) });
  const { status, headers, text } = await post(PAGE, { do: "export" }, cookie);
  expect(status).toBe(200);
  expect(headers.get("Content-Disposition")).toBe(`attachment; filename="client-${ID}.json"`);
  expect(headers.get("Cache-Control")).toContain("no-store");
  expect(JSON.parse(text)).toEqual({ customers: [{ name: "Ada" }] });
});

test("a person is erased as it was shown, for a reason", async () => {
  const cookie = await world({ erase_customer: () => ({ status: "recorded" }) });
  const form = { do: "erase", reason: "Asked by letter", shown: "abc" };
  const { status, headers } = await post(PAGE, form, cookie);
  expect([status, headers.get("Location")]).toEqual([303, `${PAGE}?did=erased`]);
  expect(called("erase_customer")).toEqual([
    { customer_id: ID, reason: "Asked by letter", dry_run: false, shown: "abc" },
  ]);
  const done = await open(
    { erase_customer: () => ({ status: "refused", reason: "already" }) },
    "?did=erased",
  );
  expect(plain(done.text)).toContain("The person is erased.");
  expect(done.text).not.toContain('value="erase"');
});

test("what changed meanwhile is shown anew, and the reason stays", async () => {
  const erase_customer = ({ dry_run }: Record<string, unknown>) =>
    dry_run
      ? { status: "tried", changes: { ...CHANGES, contacts: 5 }, shown: "new" }
      : { status: "refused", reason: "changed", changes: CHANGES, shown: "abc" };
  const cookie = await world({ erase_customer });
  const form = { do: "erase", reason: "Asked <b>twice", shown: "old" };
  const { status, text } = await post(PAGE, form, cookie);
  expect(status).toBe(422);
  expect(plain(text)).toContain("Something changed meanwhile.");
  expect(plain(text)).toContain("5 contacts removed.");
  expect(text).toContain('value="new"');
  expect(text).toContain('value="Asked &lt;b');
});

test("no reason is asked for, and nobody erases what was not shown", async () => {
  const erase_customer = ({ dry_run }: Record<string, unknown>) =>
    dry_run
      ? { status: "tried", changes: CHANGES, shown: "abc" }
      : { status: "rejected", reason: "reason" };
  const cookie = await world({ erase_customer });
  const empty = await post(PAGE, { do: "erase", reason: "", shown: "abc" }, cookie);
  expect(empty.status).toBe(422);
  expect(plain(empty.text)).toContain("Please write why");
  expect((await post(PAGE, { do: "erase", reason: "x" }, cookie)).status).toBe(400);
  expect((await post(PAGE, { do: "burn", shown: "abc" }, cookie)).status).toBe(400);
  expect((await ask("/office/clients/7/data", { headers: cookie })).status).toBe(404);
});
