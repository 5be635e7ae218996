/** Rows that are ticked in a list, and what one button does to all of them. */
import { expect } from "expect";
import { CONTRACT, LETTER, PRINTED, ROW, signIn } from "./staff_world.ts";
import { api, ask, called, handle, plain, SITE, test } from "./world.ts";

const OTHER = "0a0a0a0a-0000-4000-8000-000000000002";
const GONE = "0a0a0a0a-0000-4000-8000-000000000003";
const ROWS = [ROW, { ...ROW, contract_id: OTHER, customer: "Bo Example" }];
const PAGE = { status: "ok", rows: ROWS, counts: { all: 2 }, before: null, after: null };

async function chosen(
  fields: [string, string][],
  answers: Record<string, () => unknown> = {},
  path = "/office/contracts?sort=client",
) {
  const headers = await signIn("office");
  api.answer({ list_contracts: () => PAGE, note_export: () => ({ status: "noted" }), ...answers });
  const body = new URLSearchParams(fields);
  return await ask(path, { method: "POST", body, headers: { Origin: SITE, ...headers } });
}

/** The second press of a button that asks first. */
const SURE: [string, string] = ["sure", "yes"];

const rows = (...ids: string[]) => ids.map((id) => ["row", id] as [string, string]);

test("each row has a box that says whose it is, and one is there for all of the page", async () => {
  const headers = await signIn("office");
  api.answer({ list_contracts: () => PAGE });
  const { text } = await ask("/office/contracts", { headers });
  const boxes = [...text.matchAll(/name="row" value="([^"]*)" aria-labelledby="([^"]*)"/g)];
  expect(boxes.map(([, id]) => id)).toEqual([CONTRACT, OTHER]);
  for (const [, , named] of boxes) {
    for (const id of named.split(" ")) expect(text).toContain(`id="${id}"`);
  }
  expect(text).toContain(`name="shown" value="${CONTRACT} ${OTHER}"`);
  for (
    const said of ["All 2 contracts on this page", "Letters for these", "Send the reminder again"]
  ) {
    expect(plain(text)).toContain(said);
  }
});

test("what became of each is told, of one that is not there as well", async () => {
  const answers = [
    { id: CONTRACT, status: "queued", mailed_to: 1 },
    { id: OTHER, status: "refused", reason: "booked" },
    { id: GONE, status: "unknown" },
  ];
  const fields = [["do", "remind"], SURE, ...rows(CONTRACT, OTHER, GONE, CONTRACT)] as [
    string,
    string,
  ][];
  const { status, text, headers } = await chosen(fields, {
    send_reminders_again: () => ({ status: "ok", answers }),
  });
  expect(status).toBe(200);
  expect(headers.get("Cache-Control")).toBe("no-store");
  expect(called("send_reminders_again")).toEqual([{ contract_ids: [CONTRACT, OTHER, GONE] }]);
  const words = plain(text);
  for (
    const said of [
      "Reminders: 1 done, 2 not",
      "A reminder is on its way.",
      "Bo Example",
      "A visit is booked. Move or cancel that first.",
      "It is not there any more.",
    ]
  ) expect(words).toContain(said);
  expect(text).toContain('href="/office/contracts?sort=client"');
});

test("all of the page are those that it showed, whatever else is ticked", async () => {
  const fields = [["do", "remind"], SURE, ["all", "yes"], ["shown", `${CONTRACT} ${OTHER}`], [
    "row",
    GONE,
  ]];
  await chosen(fields as [string, string][], {
    send_reminders_again: () => ({ status: "ok", answers: [] }),
  });
  expect(called("send_reminders_again")).toEqual([{ contract_ids: [CONTRACT, OTHER] }]);
});

test("what mails many clients says so first, with all that were ticked", async () => {
  const fields = [["do", "remind"], ...rows(CONTRACT, OTHER)] as [string, string][];
  const { status, text } = await chosen(fields);
  expect([status, called("send_reminders_again")]).toEqual([200, []]);
  const words = plain(text);
  for (const said of ["For each of these 2 contracts a mail goes to its client", "Bo Example"]) {
    expect(words).toContain(said);
  }
  expect(text).toContain('name="sure" value="yes"');
  for (const id of [CONTRACT, OTHER]) expect(text).toContain(`name="row" value="${id}"`);
  expect(text).toContain('href="/office/contracts?sort=client"');
});

test("letters are one document, with what was not printed above it", async () => {
  const letters = [
    { ...PRINTED, contract_id: CONTRACT },
    { ...LETTER, status: "booked", booked_for: "2026-06-02T13:00:00Z", contract_id: OTHER },
    { status: "together", contract_id: GONE },
  ];
  const fields = [["do", "letters"], ...rows(CONTRACT, OTHER, GONE)] as [string, string][];
  const { text } = await chosen(fields, { print_letters: () => ({ status: "ok", letters }) });
  expect(called("print_letters")).toEqual([{ contract_ids: [CONTRACT, OTHER, GONE] }]);
  expect(text.match(/aria-label="Letter"/g)).toHaveLength(1);
  const words = plain(text);
  for (const said of ["Letters: 2 done, 1 not", "A visit is booked.", "names it too"]) {
    expect(words).toContain(said);
  }
});

test("the rows that are ticked go into a file, on record without their names", async () => {
  const { text, headers } = await chosen([["do", "csv"], ...rows(CONTRACT, OTHER)]);
  expect(headers.get("Content-Type")).toContain("text/csv");
  expect(text.split("\r\n")).toHaveLength(4);
  expect(called("list_contracts")).toEqual([
    { filters: { ids: [CONTRACT, OTHER] }, sort: "client", most: 500, counted: false },
  ]);
  expect(called("note_export")).toEqual([{ list: "contracts", filters: { chosen: 2 } }]);
});

for (
  const [what, fields] of [
    ["nothing is ticked", []],
    ["what is ticked is no row", rows("x", "' or true --")],
    ["over a hundred are", rows(...Array.from({ length: 101 }, () => crypto.randomUUID()))],
  ] as [string, [string, string][]][]
) {
  test(`nothing is done where ${what}, and the list says so`, async () => {
    for (const deed of ["remind", "letters", "csv"]) {
      const { status, text } = await chosen([["do", deed], ...fields]);
      expect(status).toBe(422);
      expect(plain(text)).toContain("Please tick between 1 and 100 of them first.");
      expect(text).toContain("<title>Error: Contracts");
    }
    expect([called("send_reminders_again"), called("print_letters"), called("note_export")])
      .toEqual([[], [], []]);
  });
}

test("a button that the list has not is no form of ours, nor is one from another site", async () => {
  expect((await chosen([["do", "delete"], ...rows(CONTRACT)])).status).toBe(400);
  expect((await chosen([["do", "retry"], ...rows(CONTRACT)])).status).toBe(400);
  const { Cookie } = await signIn("office") as { Cookie: string };
  const { status } = await handle(
    new Request(`${SITE}/office/contracts`, {
      method: "POST",
      headers: { Origin: "https://elsewhere.example", Cookie },
      body: new URLSearchParams([["do", "remind"], ["row", CONTRACT]]),
    }),
  );
  expect(status).toBe(403);
  expect(called("send_reminders_again")).toEqual([]);
});

test("mails that were given up are tried again, all others are told of", async () => {
  const headers = await signIn("office");
  const mail = {
    message_id: CONTRACT,
    kind: "invoice",
    recipient: "ada@example.com",
    state: "queued",
    at: "2026-05-12T13:00:00Z",
    sent_at: null,
    attempts: 0,
    next_attempt_at: null,
    last_error: null,
    set_aside_at: null,
    set_aside_reason: null,
    shown: "dead 1",
    suppressed: null,
    erased: false,
    customer_id: CONTRACT,
    customer: "Ada Example",
  };
  const answers = [{ id: CONTRACT, status: "queued" }, { id: OTHER, status: "uncertain" }];
  api.answer({
    list_messages: () => ({ ...PAGE, rows: [mail, { ...mail, message_id: OTHER }] }),
    retry_messages: () => ({ status: "ok", answers }),
  });
  const body = new URLSearchParams([["do", "retry"], ...rows(CONTRACT, OTHER)]);
  const init = { method: "POST", body, headers: { Origin: SITE, ...headers } };
  const { text } = await ask("/office/messages?state=dead", init);
  expect(called("retry_messages")).toEqual([{ message_ids: [CONTRACT, OTHER] }]);
  for (const said of ["Tried again: 1 done, 1 not", "It is sent again.", "It may have arrived."]) {
    expect(plain(text)).toContain(said);
  }
});

test("a technician does nothing to rows of any list", async () => {
  const headers = await signIn("technician");
  for (const list of ["contracts", "clients", "visits", "invoices", "messages"]) {
    for (const deed of ["remind", "letters", "retry", "csv"]) {
      const body = new URLSearchParams([["do", deed], ["row", CONTRACT]]);
      const { text } = await ask(`/office/${list}`, {
        method: "POST",
        body,
        headers: { Origin: SITE, ...headers },
      });
      expect(text).not.toContain("Ada Example");
    }
  }
  for (const name of ["send_reminders_again", "print_letters", "retry_messages", "note_export"]) {
    expect(called(name)).toEqual([]);
  }
});
