/** The trail as administrators read it. */
import { expect } from "expect";
import { signedInAs } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const PAGE = "/office/audit";
const ID = "00000000-0000-4000-8000-0000000000aa";
const LINE = {
  seq: 48198,
  at: "2026-05-12T14:42:00+00:00",
  by: "staff",
  who: "Karen Doe",
  function: "change_due_date",
  table: "maintenance_contracts",
  row_id: ID,
  action: "update",
  changes: { fee: [189, 199], notes: [null, "<b>Ring twice</b>"] },
  is_forgotten: false,
  about: { name: "Ada Example", kind: "Stair lift", customer_id: ID, contract_id: ID },
};
const FORGOTTEN = {
  ...LINE,
  seq: 48197,
  by: "client",
  who: null,
  action: "insert",
  changes: { state: "active" },
  is_forgotten: true,
  about: null,
};
const TRAIL = {
  status: "ok",
  lines: [LINE, FORGOTTEN],
  before_seq: 48197,
  looked_back_to: null,
  tables: ["customers", "maintenance_contracts"],
  staff: [{ staff_id: ID, name: "Karen Doe" }],
  events: 48213,
  head: { number: 12, digest: "5f".repeat(32), sealed_at: "2026-05-12T14:40:00+00:00" },
};

async function open(path = PAGE, trail: unknown = TRAIL) {
  const headers = await signedInAs("admin");
  api.answer({ trail_page: () => trail });
  return await ask(path, { headers });
}

async function check(answers: unknown[], after = "") {
  const cookie = await signedInAs("admin");
  api.answer({ trail_page: () => TRAIL, check_trail: () => answers.shift() });
  return await post(PAGE, { do: "check", ...after && { after } }, cookie);
}

test("a line says when, who, what, and leads to what it is about", async () => {
  const { status, text } = await open();
  expect(status).toBe(200);
  expect(plain(text)).toContain("10:42 a.m.");
  expect(plain(text)).toContain("Karen Doe");
  expect(plain(text)).toContain("Changed: contract");
  expect(plain(text)).toContain("Fee $189.00 → $199.00");
  expect(text).toContain(`href="/office/contracts/${ID}"`);
  expect(text).toContain(`href="${PAGE}?row=${ID}"`);
  expect(plain(text)).toContain("A client, by a link");
  expect(plain(text)).toContain("What was personal in it is erased");
  expect(text).not.toContain("<b>Ring");
});

test("what is looked for is asked of the database, and stays in every address", async () => {
  const { text } = await open(`${PAGE}?table=customers&who=${ID}&action=update&day=2026-05-12`);
  expect(called("trail_page")).toEqual([
    { table_name: "customers", staff_id: ID, action: "update", on_day: "2026-05-12" },
  ]);
  expect(text).toContain(
    `href="${PAGE}?table=customers&amp;who=${ID}&amp;action=update&amp;day=2026-05-12&amp;before=48197"`,
  );
  expect(text).toMatch(/<option value="customers" selected/);
  await open(`${PAGE}?who=client&row=nonsense&before=77`);
  expect(called("trail_page").at(-1)).toEqual({ by_whom: "client", before_seq: 77 });
});

test("nothing found says so, and how far was looked", async () => {
  const none = { ...TRAIL, lines: [], before_seq: null };
  expect(plain((await open(PAGE, none)).text)).toContain("Nothing like that happened.");
  const far = { ...TRAIL, lines: [], looked_back_to: "2026-01-05T15:00:00+00:00" };
  expect(plain((await open(PAGE, far)).text)).toMatch(/Look further back than Monday, January 5/);
});

test("the seals are proved in steps, to their end", async () => {
  const step = (number: number, more: boolean) => ({ status: "whole", break: null, number, more });
  const { text } = await check([step(5, true), step(12, false)]);
  expect(called("check_trail")).toEqual([{}, { after_number: 5 }]);
  expect(plain(text)).toContain("Nothing was altered. Every entry is as it was written");
});

test("a trail of years is gone through in several looks", async () => {
  const endless = { shift: () => ({ status: "whole", break: null, number: 40, more: true }) };
  const { text } = await check(endless as unknown as unknown[], "7");
  expect(called("check_trail").length).toBe(40);
  expect(called("check_trail")[0]).toEqual({ after_number: 7 });
  expect(plain(text)).toContain("up to seal 40; there are more.");
  expect(text).toMatch(/name="after" value="40"/);
});

test("where it was altered is an alarm", async () => {
  const broken = { seq: 31, seal: 2, what: "events changed" };
  const { text } = await check([{ status: "broken", break: broken, number: 2, more: false }]);
  expect(text).toContain('class="notice danger"');
  expect(plain(text)).toContain("It was altered: entries were changed, from entry 31 on.");
});

test("nobody invents a form", async () => {
  const cookie = await signedInAs("admin");
  expect((await post(PAGE, { do: "forget" }, cookie)).status).toBe(400);
  expect((await post(PAGE, { do: "check", after: "1;drop" }, cookie)).status).toBe(400);
});
