/** The pages of a client's link through the application's handler, HTTP alone, no database. */
import { expect } from "expect";
import { loadServer } from "@/dev.ts";
import { BOOKED, DAY, LUIS, OPEN, slot, startFakeApi, TOKEN, WHEELCHAIR } from "./fake_api.ts";

const api = startFakeApi();
Deno.env.set("SUPABASE_URL", api.url);
Deno.env.set("SUPABASE_PUBLISHABLE_KEY", "sb_publishable_test");
const handle = await loadServer();
const SITE = "http://localhost:8000";
const BOOK = `/book/${TOKEN}`;
const ACTING = [
  "confirm_booking",
  "reschedule_booking",
  "cancel_booking",
  "request_callback",
  "unsubscribe",
];

function test(name: string, run: () => Promise<void>): void {
  Deno.test({ name, sanitizeResources: false, sanitizeOps: false }, async () => {
    api.reset();
    await run();
  });
}

async function ask(path: string, init: RequestInit = {}) {
  const response = await handle(new Request(SITE + path, init));
  const text = (await response.text()).replaceAll("\u00a0", " ");
  return { status: response.status, headers: response.headers, text };
}

const get = (path: string) => ask(path);

function post(path: string, fields: Record<string, string>, headers: HeadersInit = {}) {
  const body = new URLSearchParams(fields);
  return ask(path, { method: "POST", body, headers: { Origin: SITE, ...headers } });
}

const CHOICE = {
  action: "book",
  technician_id: LUIS,
  starts_at: `${DAY}T13:00:00Z`,
  phone: "905 555 0142",
  access_notes: "Gate code 12",
};
const called = (name: string) => api.calls.filter((call) => call.name === name);
const acted = () => api.calls.filter(({ name }) => ACTING.includes(name));

test("the first page says who, what, when and how much, and offers days and times", async () => {
  const { status, text } = await get(BOOK);
  expect(status).toBe(200);
  for (
    const words of [
      "Hello Ralph",
      "Handicare 1000 Straight Stairlift",
      "June 30, 2026",
      "about an hour",
      "$189.00 + applicable tax",
      "Tuesday, May 12",
      "3 times",
      "9:00 a.m.",
      "with Luis",
      "Please call me",
      "905-555-0100",
    ]
  ) expect(text).toContain(words);
  expect(text).not.toContain("9:15 a.m.");
});

test("looking around changes nothing, whatever is asked for", async () => {
  const at = encodeURIComponent(CHOICE.starts_at);
  for (
    const query of [
      "",
      "?step=details&at=" + at,
      "?step=call",
      "?step=cancel",
      "?step=move&at=" + at,
      "?note=booked",
      "?action=cancel",
      "?all=1&day=" + DAY,
    ]
  ) {
    api.answer({ booking_page: () => query.includes("c") ? BOOKED : OPEN });
    expect((await get(BOOK + query)).status).toBe(200);
    expect((await ask(BOOK + query, { method: "HEAD" })).status).toBe(200);
  }
  expect((await get(`/unsubscribe/${TOKEN}`)).status).toBe(200);
  expect(acted()).toEqual([]);
});

test("no page uses a word that clients never read", async () => {
  const pages = [
    "/",
    BOOK,
    `${BOOK}?step=call`,
    `${BOOK}?step=details&at=${CHOICE.starts_at}`,
    "/nope",
    `/unsubscribe/${TOKEN}`,
    "/sign-in",
  ];
  for (const path of pages) {
    const words = (await get(path)).text.replace(/<script.*<\/script>|<[^>]*>/gs, " ");
    expect(words).not.toMatch(/\b(slots?|tokens?|sessions?|invalid)\b/i);
  }
});

test("private pages are kept by no cache, found by no search engine, and say nothing to other sites", async () => {
  api.answer({ booking_page: () => OPEN });
  const { headers } = await get(BOOK);
  expect(headers.get("Cache-Control")).toBe("no-store");
  expect(headers.get("X-Robots-Tag")).toContain("noindex");
  expect(headers.get("Referrer-Policy")).toBe("same-origin");
  expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
  const policy = headers.get("Content-Security-Policy")!;
  expect(policy).toMatch(/script-src 'self' 'nonce-\w+'/);
  expect(policy).not.toContain("unsafe-inline");
});

test("error pages carry the same headers", async () => {
  const { status, headers } = await get("/nope");
  expect(status).toBe(404);
  expect(headers.get("Referrer-Policy")).toBe("same-origin");
  expect(headers.get("Content-Security-Policy")).toContain("script-src 'none'");
});

test("a booking goes on with a page of its own, so that reloading books nothing", async () => {
  const { status, headers } = await post(BOOK, { ...CHOICE, with: WHEELCHAIR });
  expect(status).toBe(303);
  expect(headers.get("Location")).toBe(`${BOOK}?note=booked`);
  expect(called("confirm_booking")[0].wanted).toEqual({
    token: TOKEN,
    technician_id: LUIS,
    starts_at: `${DAY}T13:00:00.000Z`,
    phone: "905-555-0142",
    access_notes: "Gate code 12",
    with_contract_ids: [WHEELCHAIR],
  });
});

test("a taken time offers the nearest others first and keeps what was typed", async () => {
  const slots = [slot("18:00"), slot("13:15"), slot("12:00")];
  api.answer({ confirm_booking: () => ({ status: "slot_taken", slots, days: [] }) });
  const notes = "<script>alert(1)</script>";
  const { status, text } = await post(BOOK, { ...CHOICE, access_notes: notes });
  expect(status).toBe(409);
  expect(text).toContain("That time was just taken");
  const order = [...text.matchAll(/at (\d+:\d\d [ap]\.m\.) <small>/g)].map(([, time]) => time);
  expect(order).toEqual(["9:15 a.m.", "8:00 a.m.", "2:00 p.m."]);
  expect(text).toContain('name="phone" value="905 555 0142"');
  expect(text).toContain("&lt;script>alert(1)");
  expect(text).not.toContain("<script>alert(1)");

  const elsewhere = await post(BOOK, { action: "look", phone: "905 555 0142" });
  expect(elsewhere.status).toBe(200);
  expect(elsewhere.text).toContain('name="phone" value="905 555 0142"');
});

test("a phone number that cannot be one is explained beside the field, the rest is kept", async () => {
  const { status, text } = await post(BOOK, { ...CHOICE, phone: "call me" });
  expect(status).toBe(422);
  expect(text).toContain("It needs ten digits");
  expect(text).toContain("Gate code 12");
  expect(text).toMatch(/aria-invalid/);
  expect(acted()).toEqual([]);
});

test("a booked link shows its appointment, and changes or cancels it only by a form", async () => {
  api.answer({ booking_page: () => BOOKED });
  const page = await get(`${BOOK}?note=booked`);
  expect(page.text).toContain("You're booked");
  expect(page.text).toContain("Tuesday, May 12, 2026, between 9:00 and 9:30 a.m.");
  expect(page.text).toContain("$268.00 + applicable tax");

  const moved = await post(BOOK, { ...CHOICE, action: "move" });
  expect(moved.headers.get("Location")).toBe(`${BOOK}?note=moved`);
  const one = await post(BOOK, { action: "cancel", contract_id: WHEELCHAIR, reason: "Sold" });
  expect(one.headers.get("Location")).toBe(`${BOOK}?note=unit_cancelled`);
  expect(called("cancel_booking")[0].wanted).toEqual({
    token: TOKEN,
    reason: "Sold",
    contract_id: WHEELCHAIR,
  });
});

test("close to the visit the page says to call instead", async () => {
  const appointment = { ...BOOKED.appointment, can_change: false };
  api.answer({
    booking_page: () => ({ ...BOOKED, appointment }),
    cancel_booking: () => ({ status: "too_late" }),
  });
  expect((await get(`${BOOK}?step=cancel`)).text).not.toContain("Cancel my visit");
  const { status, text } = await post(BOOK, { action: "cancel" });
  expect(status).toBe(409);
  expect(text).toContain("Please call us");
});

test("links that lead nowhere are friendly, and an odd one is not even looked up", async () => {
  const expired = await get(`/book/${"B".repeat(43)}`);
  expect([expired.status, expired.text.includes("This link has expired")]).toEqual([410, true]);
  expect(expired.text).toContain("905-555-0100");
  api.answer({ booking_page: () => ({ status: "paused" }) });
  expect((await get(BOOK)).status).toBe(200);

  for (
    const odd of [
      "x",
      "..%2f..",
      "%00",
      "a".repeat(5000),
      "%F0%9F%98%80",
      "%E0%A4%A",
      "'%20or%201=1--",
    ]
  ) {
    api.calls.length = 0;
    const { status, text } = await get(`/book/${odd}`);
    expect(status).toBe(404);
    expect(text).toContain("905-555-0100");
    expect(called("booking_page").filter(({ wanted }) => wanted.token !== "")).toEqual([]);
    expect((await post(`/book/${odd}`, CHOICE)).status).toBe(404);
    expect((await get(`/book/${odd}/slots.json`)).status).toBe(404);
    expect((await get(`/book/${odd}/appointment.ics`)).status).toBe(404);
  }
});

test("senseless addresses and forged choices are answered, never with an error of ours", async () => {
  const senseless = [
    "?day=2026-02-31&from=9999-99-99",
    "?step=details&at=never&who=me",
    "?step=details&at=9999999999999-01-01",
    "?with=1&with=%00&with=" + WHEELCHAIR,
    "?step=" + "x".repeat(2000),
    "?note=hacked",
  ];
  for (const query of senseless) expect((await get(BOOK + query)).status).toBe(200);
  const forged = [
    { ...CHOICE, technician_id: "nobody" },
    { ...CHOICE, starts_at: "yesterday" },
    { ...CHOICE, starts_at: "" },
    { ...CHOICE, with: "mine" },
  ];
  for (const fields of forged) expect((await post(BOOK, fields)).status).toBeLessThan(500);
  expect((await post(BOOK, { action: "destroy" })).status).toBe(400);
  api.answer({ confirm_booking: () => ({ status: "rejected", reason: "household" }) });
  expect((await post(BOOK, { ...CHOICE, with: LUIS })).status).toBe(422);
  api.answer({ confirm_booking: () => ({ status: "rejected", reason: "too_many_attempts" }) });
  expect((await post(BOOK, CHOICE)).status).toBe(429);
});

test("absurd numbers of days and times are brought within bounds", async () => {
  const path = `${BOOK}/slots.json`;
  expect((await get(`${path}?from=${DAY}&days=1`)).status).toBe(200);
  await get(`${path}?from=never&days=1e9&max_slots=-5`);
  const [one, absurd] = called("open_slots").map(({ wanted }) => wanted);
  expect([one.from_date, one.days, one.max_slots]).toEqual([DAY, 1, 500]);
  expect([absurd.from_date, absurd.days, absurd.max_slots]).toEqual([null, 62, 1]);
});

test("a post from another site, a huge one, and one that is no form are refused kindly", async () => {
  const elsewhere = await post(BOOK, CHOICE, {
    Origin: "https://evil.example",
    "Sec-Fetch-Site": "cross-site",
  });
  expect(elsewhere.status).toBe(403);
  expect(elsewhere.text).toContain("905-555-0100");
  const huge = await post(BOOK, { ...CHOICE, access_notes: "x".repeat(10_000_000) });
  expect(huge.status).toBe(413);
  expect(huge.text).toContain("shorter note");
  const noForm = await ask(BOOK, {
    method: "POST",
    body: "{}",
    headers: { "Content-Type": "application/json" },
  });
  expect(noForm.status).toBe(400);
  const long = await post(BOOK, { ...CHOICE, access_notes: "x".repeat(5000) });
  expect(long.status).toBe(422);
  expect(acted()).toEqual([]);
});

test("one click in a mail program unsubscribes, from wherever it is posted", async () => {
  const oneClick = await post(`/unsubscribe/${TOKEN}`, { "List-Unsubscribe": "One-Click" }, {
    Origin: "https://mail.example",
    "Sec-Fetch-Site": "cross-site",
  });
  expect(oneClick.status).toBe(200);
  expect(oneClick.text).toContain("No more reminder e-mails");
  expect(acted().length).toBe(1);
  api.answer({ unsubscribe: () => ({ status: "invalid" }) });
  expect((await post(`/unsubscribe/${TOKEN}`, {})).status).toBe(404);
});

test("links of the earlier system lead to the booking page", async () => {
  const { status, headers } = await get(`/repairs/maintenance/book/${TOKEN}`);
  expect([status, headers.get("Location")]).toEqual([308, BOOK]);
});

test("a pasted link, a part of it, or its code leads to the booking page", async () => {
  for (const link of [TOKEN, BOOK, `https://visits.example${BOOK}?step=call`, ` <${BOOK}> `]) {
    expect((await post("/", { link })).headers.get("Location")).toBe(BOOK);
  }
  expect((await post("/", { link: "hello" })).status).toBe(422);
});

test("the appointment can be taken into a calendar", async () => {
  expect((await get(`${BOOK}/appointment.ics`)).status).toBe(404);
  api.answer({ booking_page: () => BOOKED });
  const { headers, text } = await get(`${BOOK}/appointment.ics`);
  expect(headers.get("Content-Type")).toContain("text/calendar");
  expect(text).toContain("DTSTART;TZID=America/Toronto:20260512T090000");
});

test("while the database does not answer, pages say so with the phone number", async () => {
  await get("/");
  const down = () => {
    throw { code: "57014", message: "canceling statement due to statement timeout" };
  };
  api.answer({ booking_page: down });
  const { status, text } = await get(BOOK);
  expect(status).toBe(503);
  expect(text).toContain("905-555-0100");
  expect((await get("/healthz")).status).toBe(503);
  api.reset();
  expect((await get("/healthz")).status).toBe(200);
});

test("a wrong colour cannot write style of its own", async () => {
  const { headers, text } = await get("/brand.css?c=000}body{display:none");
  expect(headers.get("Content-Type")).toContain("text/css");
  expect(text).not.toContain("display");
  expect(text).toContain("--brand:#0b5d3b");
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

test("an address that asks without end gets a page that says to wait, others do not", async () => {
  const from = (hostname: string) => ({
    remoteAddr: { transport: "tcp" as const, hostname, port: 1 },
    completed: Promise.resolve(),
  });
  const ask = (hostname: string, path = "/sign-in") =>
    handle(new Request(SITE + path), from(hostname));
  const asked = Array.from({ length: 650 }, () => ask("203.0.113.7"));
  // Whoever watches over the service may share the address.
  const watch = ask("203.0.113.7", "/healthz");
  const answers = await Promise.all(asked);
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(20);
  expect(await refused[0].text()).toContain("905-555-0100");
  expect((await ask("203.0.113.8")).status).toBe(200);
  expect((await watch).status).toBe(200);
});

Deno.test("the stand-in is stopped", () => api.stop());
