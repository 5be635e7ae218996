/** What we mail, whether it goes out, and the addresses that are not written to. */
import { expect } from "expect";
import { kindWords } from "@/lib/mail/kinds.ts";
import { samples } from "@/lib/mail/samples.ts";
import { signedInAs } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const KINDS = "/office/messages/kinds";
const STOPPED = "/office/messages/stopped";
const ID = "00000000-0000-4000-8000-0000000000aa";
const COMPANY = {
  ...samples.reminder.company as Record<string, unknown>,
  name: "Westland Lifts",
  sender_name: "Westland Lifts",
};
const GOING = {
  status: "ok",
  mode: "live",
  is_paused: false,
  paused: null,
  waiting: 0,
  oldest_at: null,
  allow_list: null,
  stopped: 3,
  company: COMPANY,
  kinds: [
    { kind: "reminder", about: "due_units", needs_consent: true },
    { kind: "confirmation", about: "stop", needs_consent: false },
    { kind: "digest", about: "company", needs_consent: true },
  ],
};
const PAUSED = {
  ...GOING,
  is_paused: true,
  paused: { at: "2026-05-12T14:44:00+00:00", by: "Karen Doe", shown: "812" },
  waiting: 1234,
  oldest_at: "2026-05-12T12:00:00+00:00",
};
const ROWS = [
  {
    id: ID,
    address: "ada@example.com",
    reason: "hard_bounce",
    has_unsubscribed: true,
    since: "2026-05-04",
    clients: [{ customer_id: ID, name: "Ada Example" }],
  },
  {
    id: ID.replace("aa", "ab"),
    address: "bo@example.com",
    reason: "unsubscribed",
    has_unsubscribed: true,
    since: "2026-05-03",
    clients: [],
  },
];

async function open(role: string, path = KINDS, state: unknown = GOING) {
  const headers = await signedInAs(role);
  api.answer({
    mail_state: () => state,
    stopped_addresses: () => ({ status: "ok", total: 2, rows: ROWS, after_id: ID }),
  });
  return await ask(path, { headers });
}

async function send(path: string, fields: Record<string, string>, answers = {}) {
  const cookie = await signedInAs("admin");
  api.answer({
    stopped_addresses: () => ({ status: "ok", total: 2, rows: ROWS, after_id: null }),
    ...answers,
  });
  const answer = await post(path, fields, cookie);
  return { ...answer, location: answer.headers.get("Location") };
}

test("each kind says when it goes out, and leads to what it looks like", async () => {
  const { status, text } = await open("office");
  expect(status).toBe(200);
  expect(text).toContain(`href="${KINDS}/reminder"`);
  expect(plain(text)).toContain("Clients: mail is live.");
  expect(plain(text)).toContain("3 addresses");
  expect(text).not.toContain('value="pause"');
});

test("every kind of mail that the outbox has is told in words, and shown", async () => {
  const outbox = await Deno.readTextFile("supabase/migrations/20261126011700_outbox.sql");
  const kinds = [...outbox.matchAll(/^ {2}\('(\w+)', '(\w+)', (true|false), '/gm)]
    .map(([, kind, about, consent]) => ({ kind, about, needs_consent: consent === "true" }));
  expect(kinds.map(({ kind }) => kind).sort()).toEqual(Object.keys(samples).sort());
  const { status, text } = await open("office", KINDS, { ...GOING, kinds });
  expect(status).toBe(200);
  for (const { kind } of kinds) {
    expect(text).toContain(`href="${KINDS}/${kind}"`);
    expect([kind, kindWords(kind).when]).not.toEqual([kind, ""]);
  }
  expect(plain(text)).toContain("a login here, not something one unsubscribes from");
});

test("to whom mail goes is what the settings make of it", async () => {
  const goesTo = async (state: Record<string, unknown>) =>
    plain((await open("office", KINDS, { ...GOING, ...state })).text);
  expect(await goesTo({ mode: "catch" })).toContain("No client gets anything");
  expect(await goesTo({ mode: "off" })).toContain("delivery is off");
  expect(await goesTo({ allow_list: ["@example.org"] })).toContain("Only @example.org");
  expect(await goesTo({ allow_list: [] })).toContain("who may get it is empty");
});

test("while all mail is paused that is said first: since when, by whom, and what waits", async () => {
  const office = plain((await open("office", KINDS, PAUSED)).text);
  expect(office).toContain("All mail is paused");
  expect(office).toMatch(/10:44 a\.m\., by Karen Doe\./);
  expect(office).toMatch(/1,234 mails wait, the first since .*8:00 a\.m\. Clients can still book/);
  expect(office).toContain("Only an administrator can let it go on.");
  const { text } = await open("admin", KINDS, PAUSED);
  expect(text).toContain('value="resume"');
  expect(text).toContain('name="shown" value="812"');
  expect(text).not.toContain('value="pause"');
});

test("an administrator stops all mail, and lets it go on", async () => {
  const pause_messages = ({ is_paused }: Record<string, unknown>) => ({
    status: is_paused ? "paused" : "resumed",
  });
  expect((await send(KINDS, { do: "pause" }, { pause_messages })).location)
    .toBe(`${KINDS}?did=paused`);
  expect((await send(KINDS, { do: "resume", shown: "812" }, { pause_messages })).location)
    .toBe(`${KINDS}?did=resumed`);
  expect(called("pause_messages")).toEqual([{ is_paused: true }, {
    is_paused: false,
    shown: "812",
  }]);
  const again = { pause_messages: () => ({ status: "refused", reason: "changed" }) };
  expect((await send(KINDS, { do: "resume", shown: "812" }, again)).location).toBe(
    `${KINDS}?did=refused`,
  );
  expect(plain((await open("admin", `${KINDS}?did=refused`, PAUSED)).text)).toContain(
    "so it stays paused",
  );
  expect((await send(KINDS, { do: "burn" })).status).toBe(400);
  expect(plain((await open("admin", `${KINDS}?did=resumed`)).text)).toContain("Mail goes on.");
});

test("a mail is looked at in light, in the dark and as text, with what goes along", async () => {
  const { text } = await open("office", `${KINDS}/confirmation?look=dark`);
  expect(text).toContain(`src="${KINDS}/confirmation/mail?look=dark"`);
  const dark = await open("office", `${KINDS}/confirmation/mail?look=dark`);
  expect(dark.text).toMatch(/@media all\b/);
  const light = await open("office", `${KINDS}/confirmation/mail?look=light`);
  expect(light.text).toMatch(/@media not all\b/);
  expect(dark.text + light.text).not.toContain("prefers-color-scheme");
  expect(plain(text)).toContain("appointment.ics");
  const asText = await open("office", `${KINDS}/reminder?look=text`);
  expect(asText.text).toMatch(/<pre[^>]*>[^<]*Westland Lifts/);
  expect((await open("office", `${KINDS}/gossip`)).status).toBe(404);
  expect((await open("office", `${KINDS}/constructor`)).status).toBe(404);
});

test("every kind that there is a template for can be looked at", async () => {
  for (const kind of Object.keys(samples)) {
    const { status, text } = await open("office", `${KINDS}/${kind}/mail`);
    expect([kind, status]).toEqual([kind, 200]);
    expect(text).toContain("Westland Lifts");
  }
});

test("a mail that is looked at runs nothing, leads nowhere, and is shown on our own pages only", async () => {
  const { headers, text } = await open("office", `${KINDS}/reminder/mail`);
  const policy = headers.get("Content-Security-Policy")!;
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("; sandbox;");
  expect(policy).toContain("frame-ancestors 'self'");
  expect(text).toContain('<base target="_blank">');
  const page = (await open("office", `${KINDS}/reminder`)).headers.get("Content-Security-Policy");
  expect(page).toContain("frame-ancestors 'none'");
  const refused = await open("technician", `${KINDS}/reminder/mail`);
  expect(refused.status).toBe(403);
  expect(refused.headers.get("Content-Security-Policy")).toContain("frame-ancestors 'none'");
});

test("an address says why it is not written to, whose it is, and who may change that", async () => {
  const { text } = await open("office", `${STOPPED}?find=ADA`);
  expect(called("stopped_addresses")).toEqual([{ search: "ADA" }]);
  expect(plain(text)).toContain("Mail came back, and unsubscribed");
  expect(text).toContain(`href="/office/clients/${ID}"`);
  expect(plain(text)).toContain("Nobody’s any more");
  expect(text).toContain(`href="${STOPPED}?find=ADA&amp;after=${ID}"`);
  expect(text).toContain('value="resubscribe"');
  expect(text).not.toContain('value="lift"');
  expect((await open("admin", STOPPED)).text).toContain('value="lift"');
});

test("where a page begins is an id or nothing", async () => {
  await open("office", `${STOPPED}?after=${ID}`);
  await open("office", `${STOPPED}?after=%27;drop`);
  expect(called("stopped_addresses")).toEqual([{ after_id: ID }, {}]);
});

test("an address is written to again, and what was typed stays until it is right", async () => {
  const lift_bounce = ({ why }: Record<string, unknown>) =>
    why ? { status: "lifted" } : { status: "rejected", reason: "why" };
  const address = "ada@example.com";
  const lifted = await send(STOPPED, { do: "lift", address, why: "She wrote" }, { lift_bounce });
  expect(lifted.location).toBe(`${STOPPED}?did=lifted`);
  const empty = await send(STOPPED, { do: "lift", address, why: "" }, { lift_bounce });
  expect(empty.status).toBe(422);
  expect(plain(empty.text)).toContain("Please write how you know that it works.");
  const again = { resubscribe: () => ({ status: "resubscribed" }) };
  expect((await send(STOPPED, { do: "resubscribe", address: "bo@example.com" }, again)).location)
    .toBe(`${STOPPED}?did=resubscribed`);
  const gone = { resubscribe: () => ({ status: "not_unsubscribed" }) };
  expect((await send(STOPPED, { do: "resubscribe", address }, gone)).location)
    .toBe(`${STOPPED}?did=meanwhile`);
  expect((await send(STOPPED, { do: "shout", address })).status).toBe(400);
});
