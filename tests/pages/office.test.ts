/** What somebody who is signed in sees, by their role. */
import { expect } from "expect";
import { addDays, dayOf } from "@/lib/text/dates.ts";
import { CALLBACK, CHANGE, CONTRACT, LETTER, PRINTED, ROW, signIn, USER } from "./staff_world.ts";
import { api, ask, called, get, post, SITE, test } from "./world.ts";

/** What is read on a page. */
const plain = (html: string) => html.replace(/<[^>]*>/g, "");

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

test("a page that there is not is told inside of the office, with the way to its start", async () => {
  const headers = await signIn("office");
  for (const path of ["/office/nope", "/office/contracts/nope", "/office/letter/mine"]) {
    const { status, text } = await ask(path, { headers });
    expect([path, status]).toEqual([path, 404]);
    expect(text).toContain("There is no such page");
    expect(text).toContain('aria-label="Office"');
    expect(text).not.toContain("link in your e-mail");
  }
  const own = await ask("/tech/nope", { headers: await signIn("technician") });
  expect(own.status).toBe(404);
  expect(own.text).toMatch(/href="\/tech"[^>]*>Go to my day/);
});

test("a letter says what is due, for how much with its tax, and to whom it is sent", async () => {
  const headers = await signIn("admin");
  const before = await ask(`/office/letter/${CONTRACT}`, { headers });
  expect(before.text).toContain("4-12 Elm Street, Brampton ON  L6Y 0A1");
  expect(called("print_letter")).toEqual([]);

  const { text } = await post(`/office/letter/${CONTRACT}`, {}, headers);
  expect(text).toContain("Your Handicare 1000 stair lift is due for its maintenance visit");
  expect(plain(text)).toContain(
    "is due by June 30, 2099. A technician comes to you, cleans it, adjusts it and tests it. The visit " +
      "costs $199.00 + applicable tax (HST 13 %: $224.87 in all). There is nothing to pay now.",
  );
  expect(called("print_letter")).toEqual([{ contract_id: CONTRACT }]);
});

test("a letter bears the way to the client's page three times: square, address, code", async () => {
  const headers = await signIn("office");
  const { text } = await post(`/office/letter/${CONTRACT}`, {}, headers);
  expect(text).toContain('aria-label="QR code of the booking page');
  expect(text).toContain("visits.example/book/secret");
  expect(plain(text)).toContain(
    "Or open visits.example/go and type this code and your postal code:K7M-2QX-9DRT",
  );
  api.answer({ print_letter: () => ({ ...PRINTED, short_code: null }) });
  const without = await post(`/office/letter/${CONTRACT}`, {}, headers);
  expect(without.text).toContain("visits.example/book/secret");
  expect(without.text).toContain("No postal code is known");
  expect(without.text).not.toContain("visits.example/go");
});

test("units of one kind are told apart, and what costs nothing says why", async () => {
  const headers = await signIn("office");
  const unit = {
    ...PRINTED.unit,
    product_name: null,
    told_apart: "serial ends in 8341",
    fee: 0,
    tax: 0,
    no_charge_reason: "included in your warranty",
  };
  api.answer({ print_letter: () => ({ ...PRINTED, unit }) });
  const text = plain((await post(`/office/letter/${CONTRACT}`, {}, headers)).text);
  expect(text).toContain("Your stair lift (serial ends in 8341) is due by");
  expect(text).toContain("The visit costs nothing (included in your warranty).");
});

test("a letter about what is late says that it was due; on the very day it is due", async () => {
  const headers = await signIn("office");
  const bodyFor = async (due_on: string) => {
    api.answer({ print_letter: () => ({ ...PRINTED, due_on }) });
    return plain((await post(`/office/letter/${CONTRACT}`, {}, headers)).text);
  };
  const today = dayOf(new Date(), "America/Toronto");
  expect(await bodyFor(addDays(today, -1))).toContain("was due for its maintenance visit");
  expect(await bodyFor(addDays(today, -1))).toContain("Handicare 1000 stair lift was due on ");
  expect(await bodyFor(today)).toContain("is due for its maintenance visit");
});

test("who is booked, or told us that something has changed, gets no letter", async () => {
  const headers = await signIn("office");
  const booked_for = "2026-05-12T13:00:00+00:00";
  const none = {
    "is booked for Tuesday, May 12, 2026, 9:00 a.m.Look": {
      ...LETTER,
      status: "booked",
      booked_for,
    },
    "Nobody is written to until it is.": { ...LETTER, status: "paused" },
    "Nothing is due on this contract.": { status: "expired" },
  };
  for (const [words, answer] of Object.entries(none)) {
    api.answer({ letter_facts: () => answer, print_letter: () => answer });
    const path = `/office/letter/${CONTRACT}`;
    for (const { text } of [await ask(path, { headers }), await post(path, {}, headers)]) {
      expect(plain(text)).toContain(words);
      expect(text).toContain("No letter");
      expect(text).not.toContain("<article");
    }
  }
  api.answer({ letter_facts: () => ({ ...LETTER, status: "booked", booked_for }) });
  expect((await ask(`/office/letter/${CONTRACT}`, { headers })).text)
    .toMatch(/href="\/office\/contracts\?q=Ada\+Example&(amp;)?situation=booked"/);
});

test("a letter without a street says what is missing", async () => {
  const headers = await signIn("office");
  api.answer({ letter_facts: () => ({ ...LETTER, address_lines: [] }) });
  expect((await ask(`/office/letter/${CONTRACT}`, { headers })).text)
    .toContain("No street is known");
});

test("a letter is about contracts that there are", async () => {
  const headers = await signIn("office");
  expect((await ask("/office/letter/mine", { headers })).status).toBe(404);
  expect(called("letter_facts")).toEqual([]);
  api.answer({
    letter_facts: () => {
      throw { code: "PT404", message: "no such contract" };
    },
  });
  expect((await ask(`/office/letter/${CONTRACT}`, { headers })).status).toBe(404);
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

test("the first page counts what is overdue, due, booked and active, and leads to each", async () => {
  const headers = await signIn("office");
  const { text } = await ask("/office", { headers });
  const figures = [...text.matchAll(/<a href="([^"]*)"><strong>([^<]*)<\/strong> ([^<]*)</g)];
  expect(figures.map(([, href, count, label]) => [count, label, href])).toEqual([
    ["3", "overdue and not booked", "/office/contracts?situation=overdue"],
    ["4", "due in the next 30 days and not booked", "/office/contracts?situation=due"],
    ["5", "booked", "/office/contracts?situation=booked&amp;state=any"],
    ["1,234", "active contracts", "/office/contracts"],
  ]);
});

test("what goes wrong on our side is in the log, what somebody may not see is not", async () => {
  const headers = await signIn("office");
  const logged: unknown[] = [];
  const log = console.error;
  console.error = (...args) => logged.push(args[0]);
  try {
    api.answer({
      find_contracts: () => {
        throw { code: "XX000", message: "broken" };
      },
    });
    expect((await ask("/office/contracts", { headers })).status).toBe(500);
    expect((await ask("/office/letter/mine", { headers })).status).toBe(404);
  } finally {
    console.error = log;
  }
  expect(logged).toEqual(["GET /office/contracts"]);
});

test("a technician has a page of their own, and none of the office's", async () => {
  const headers = await signIn("technician");
  expect((await ask("/tech", { headers })).text).toContain("Hello Olga");
  const { status, text } = await ask("/office/contracts", { headers });
  expect(status).toBe(403);
  expect(text).toContain("This page is for the office");
  expect(text).not.toContain("office-nav");
  expect(called("find_contracts")).toEqual([]);
});

test("whoever is no longer on the staff sees nothing, though signed in", async () => {
  const headers = await signIn("office");
  api.answer({ staff: () => [] });
  expect((await ask("/office", { headers })).status).toBe(403);
  expect((await ask("/tech", { headers })).status).toBe(403);
});

test("somebody who is not signed in learns of no page whether there is one", async () => {
  expect((await get("/office/nope")).status).toBe(303);
});

test("somebody who is not signed in is sent to sign in, and back to our own pages only", async () => {
  const { status, headers } = await get("/office/contracts?q=x");
  expect(status).toBe(303);
  expect(headers.get("Location")).toBe("/sign-in?next=%2Foffice%2Fcontracts%3Fq%3Dx");
  for (const next of ["https://evil.example", "//evil.example", "/office\\@evil", "/book/x"]) {
    const { text } = await get(`/sign-in?next=${encodeURIComponent(next)}`);
    expect(text).toMatch(/name="next" value\/>/);
  }
});

test("signing out ends the session in the browser", async () => {
  const headers = await signIn("office");
  api.answer({ logout: () => ({}) });
  const { status, headers: answered } = await ask("/sign-out", {
    method: "POST",
    headers: { ...headers, Origin: SITE },
  });
  expect([status, answered.get("Location")]).toEqual([303, "/sign-in"]);
  expect(answered.getSetCookie().join()).toMatch(/Max-Age=0/);
});

test("the start page lists what clients asked for: who, how to reach them, what, and since when", async () => {
  const headers = await signIn("office");
  api.answer({
    list_activities: () => ({ status: "ok", activities: 60, rows: [CHANGE, CALLBACK] }),
  });
  const { text } = await ask("/office", { headers });
  const rows = plain(text.replaceAll("<tr>", "|").replaceAll(/<td|<small|<span/g, " $&"));
  for (
    const words of [
      "2 of 60",
      "Bo Example",
      "Has moved",
      "Still booked Wed, May 20, 2026, 9:00 a.m.",
      "Asked for a call",
      "Mon, May 11, 2026, 9:00 a.m.",
      "Call by Tue, May 12, 2026",
      "When: Mornings",
      "Let it ring",
    ]
  ) expect(rows).toContain(words);
  expect(rows.match(/Urgent/g)).toHaveLength(1);
  expect(text).toContain('href="tel:+19055550199"');
  expect(text).toMatch(/href="\/office\/contracts\?q=Ada\+Example&(amp;)?state=any"/);
  expect(called("list_activities"))
    .toEqual([{ kinds: ["callback", "client_change"], most: 50 }]);

  api.answer({ list_activities: () => ({ status: "ok", activities: 0, rows: [] }) });
  expect((await ask("/office", { headers })).text).toContain("Nobody waits for a call");
});

test("each thing asked says which unit it is about, and whether its number was left for it", async () => {
  const headers = await signIn("office");
  const rows = [
    { ...CALLBACK, told_apart: "serial ends in 8341", has_number: true },
    { ...CALLBACK, told_apart: "Handicare 1000", has_number: false },
    { ...CHANGE, phone: "905-555-0177", has_number: false },
    { ...CHANGE, phone: null, has_number: false },
  ];
  api.answer({ list_activities: () => ({ status: "ok", activities: rows.length, rows }) });
  const { text } = await ask("/office", { headers });
  const [first, second, third, fourth] = text.split("<tr>").slice(2).map((row) =>
    plain(row.replaceAll(/<small/g, " $&"))
  );
  expect(first).toContain("Handicare 1000 (serial ends in 8341)");
  expect(first).toContain("905-555-0199 Left for this");
  expect(second).toMatch(/Ada Example Handicare 1000905/);
  expect(second).toContain("905-555-0199 On file");
  expect(third).toContain("905-555-0177 On file: they left none");
  expect(fourth).not.toMatch(/On file|Left for this/);
});

test("whoever works here gets the staff's answer at any address that there is not", async () => {
  for (const [role, home] of [["office", "/office"], ["technician", "/tech"]]) {
    const headers = await signIn(role);
    for (const path of ["/nope", "/book/", "/book"]) {
      const { status, text } = await ask(path, { headers });
      expect([path, status]).toEqual([path, 404]);
      expect(text).toContain("There is no such page");
      expect(text).toContain(`href="${home}"`);
      expect(text).not.toContain("Paste the link");
    }
  }
  const headers = await signIn("office");
  const gone = () => {
    throw new Response("{}", { status: 500 });
  };
  const staffless = [() => api.answer({ staff: () => [] }), () => api.answer({ staff: gone })];
  for (const change of [...staffless, () => api.answer({ user: gone })]) {
    change();
    const { status, text } = await ask("/nope", { headers });
    expect(status).toBe(404);
    expect(text).toContain("Paste the link");
  }
});

test("a session that is refreshed at an address that there is not stays with the browser", async () => {
  await signIn("office");
  const expires_at = Math.floor(Date.now() / 1000) - 60;
  const session = { access_token: "a.b.c", refresh_token: "r", expires_at, user: USER };
  const Cookie = `sb-127-auth-token=base64-${btoa(JSON.stringify(session))}`;
  const { status, headers, text } = await ask("/nope", { headers: { Cookie } });
  expect(status).toBe(404);
  expect(text).toContain('href="/office"');
  expect(called("token").at(-1)).toMatchObject({ grant_type: "refresh_token" });
  expect(headers.getSetCookie().join()).toMatch(/^sb-127-auth-token=base64-\w/);
});
