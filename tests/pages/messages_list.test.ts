/** The office's list of messages: narrowed, decided about, and taken along as a file. */
import { expect } from "expect";
import { CONTRACT, signedInAs, signIn } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const ROW = {
  message_id: CONTRACT,
  kind: "confirmation",
  recipient: "ada@example.com" as string | null,
  state: "sent",
  at: "2026-05-12T13:00:00+00:00",
  sent_at: "2026-05-12T13:01:00+00:00" as string | null,
  attempts: 1,
  next_attempt_at: null as string | null,
  last_error: null as string | null,
  set_aside_at: null as string | null,
  set_aside_reason: null as string | null,
  shown: "sent 1",
  suppressed: null as string | null,
  erased: false,
  customer_id: CONTRACT as string | null,
  customer: "Ada Example" as string | null,
};
const DEAD = {
  ...ROW,
  kind: "invoice",
  state: "dead",
  sent_at: null,
  last_error: "550 no such mailbox",
  suppressed: "hard_bounce",
};
const UNCERTAIN = { ...ROW, state: "uncertain", sent_at: null };
const NOBODYS = { customer_id: null, customer: null };
const PAGE = {
  status: "ok",
  rows: [ROW, DEAD, UNCERTAIN],
  counts: { all: 2000, needs_you: 2, dead: 1, uncertain: 1 },
  before: "prev:-at:x:y" as string | null,
  after: "next:-at:x:z" as string | null,
};
const EMPTY = { ...PAGE, rows: [], counts: { all: 0 }, before: null, after: null };

async function open(query = "", answer: unknown = PAGE) {
  const headers = await signIn("office");
  api.answer({ list_messages: () => answer, note_export: () => ({ status: "noted" }) });
  return await ask(`/office/messages${query}`, { headers });
}

async function decide(fields: Record<string, string>, answers: Parameters<typeof api.answer>[0]) {
  const headers = await signIn("office");
  api.answer(answers);
  const sent = await post("/office/messages?state=needs_you", fields, headers);
  return [sent.status, sent.headers.get("Location")];
}

test("a message says what it was, whose, where to, and what became of it", async () => {
  const { status, text } = await open();
  expect(status).toBe(200);
  for (
    const words of [
      "More than 1,000 messages, 3 of them on this page",
      "Appointment confirmed",
      "Ada Example",
      "ada@example.com",
      "Tue, May 12, 2026",
      "Could not be sent",
      "550 no such mailbox",
      "mail came back",
    ]
  ) expect(plain(text)).toContain(words);
  expect(text).toContain(`href="/office/clients/${CONTRACT}"`);
  expect(text).toContain('href="/office/messages/stopped?find=ada%40example.com"');
  expect(text).toContain('href="/office/messages/kinds"');
  expect(called("list_messages"))
    .toEqual([{ filters: {}, sort: "-at", most: 50, counted: true }]);
});

test("how many messages somebody has to decide about stands beside their room", async () => {
  const { text } = await open();
  expect(text).toMatch(
    /href="\/office\/messages"[^>]*>Messages<span class="count">3<span class="unseen"> to decide about/,
  );
});

test("what the address narrows the list to stays in every way on", async () => {
  const query = "?q=ada&kind=reminder&from=2026-05-11&to=2026-05-17&state=sent";
  const { text } = await open(query);
  expect(called("list_messages")[0]).toMatchObject({
    filters: {
      search: "ada",
      kind: "reminder",
      from: "2026-05-11",
      until: "2026-05-17",
      state: "sent",
    },
  });
  const kept = query.replaceAll("&", "&amp;");
  expect(text).toContain(`href="/office/messages.csv${kept}"`);
  expect(text).toContain(`href="/office/messages${kept}&amp;after=next%3A-at%3Ax%3Az" rel="next"`);
  expect(text).toContain(`href="/office/messages${kept}&amp;after=prev%3A-at%3Ax%3Ay" rel="prev"`);
  expect(text).toContain(`href="/office/messages${kept}&amp;sort=at"`);
  expect(text).toContain('aria-sort="descending"');
  await open("?kind=gossip&from=2026-02-30&state=lost&sort=kind");
  expect(called("list_messages").at(-1)).toMatchObject({ filters: {}, sort: "-at" });
});

test("only what went nowhere, or may have, can be decided about", async () => {
  const { text } = await open();
  expect(text.match(/value="again"/g)).toHaveLength(1);
  expect(text.match(/value="arrived"/g)).toHaveLength(1);
  expect(text.match(/value="lost"/g)).toHaveLength(1);
  expect(plain(text)).toContain("Send again: Invoice, Ada Example");
});

test("a message is sent again, or said to have arrived or not, and the list stays as it was", async () => {
  const message = CONTRACT;
  const back = "/office/messages?state=needs_you&did=";
  const retry = (status: string) => ({ retry_message: () => ({ status }) });
  const known = (status: string) => ({ decide_uncertain: () => ({ status }) });
  expect(await decide({ do: "again", message }, retry("queued"))).toEqual([303, `${back}again`]);
  expect(await decide({ do: "again", message }, retry("suppressed")))
    .toEqual([303, `${back}stopped`]);
  expect(await decide({ do: "again", message }, retry("not_stuck")))
    .toEqual([303, `${back}meanwhile`]);
  expect(await decide({ do: "arrived", message }, known("decided")))
    .toEqual([303, `${back}arrived`]);
  expect(await decide({ do: "lost", message }, known("decided"))).toEqual([303, `${back}lost`]);
  expect(await decide({ do: "lost", message }, known("not_uncertain")))
    .toEqual([303, `${back}meanwhile`]);
  expect(called("retry_message")[0]).toEqual({ message_id: message, shown: "" });
  expect(called("decide_uncertain").map(({ arrived }) => arrived)).toEqual([true, false, false]);
  expect((await decide({ do: "burn", message }, {}))[0]).toBe(400);
  expect((await decide({ do: "again", message: "1" }, {}))[0]).toBe(400);
  expect(plain((await open("?did=stopped")).text)).toContain("Nothing was sent");
});

test("what a colleague decided meanwhile is told, and what was typed is there", async () => {
  const changed = {
    status: "refused",
    reason: "changed",
    by: "Priya Two",
    at: "2026-05-12T14:00:00Z",
  };
  const headers = await signedInAs("office");
  api.answer({
    list_messages: () => PAGE,
    set_aside_message: () => changed,
    retry_message: () => changed,
    decide_uncertain: () => changed,
  });
  const fields = { message: CONTRACT, shown: "dead 3", reason: "They moved to paper" };
  for (const deed of ["aside", "again", "arrived", "lost"]) {
    const { status, text } = await post("/office/messages", { ...fields, do: deed }, headers);
    expect(status).toBe(422);
    expect(plain(text)).toContain("This was changed meanwhile by Priya Two");
    expect(plain(text)).toContain("You wrote: “They moved to paper”");
  }
  expect(called("retry_message")).toEqual([{ message_id: CONTRACT, shown: "dead 3" }]);
  const { text } = await ask("/office/messages", { headers });
  expect(text).toContain('name="shown" value="sent 1"');
});

test("what could not be sent is set aside with why, and says so", async () => {
  const message = CONTRACT;
  const back = "/office/messages?state=needs_you&did=";
  const answers = (status: string) => ({ set_aside_message: () => ({ status }) });
  const fields = { do: "aside", message, reason: "They have no mail any more" };
  expect(await decide(fields, answers("set_aside"))).toEqual([303, `${back}aside`]);
  expect(called("set_aside_message")[0])
    .toEqual({ message_id: message, reason: "They have no mail any more", shown: "" });
  expect(await decide(fields, answers("refused"))).toEqual([303, `${back}meanwhile`]);
  expect(await decide({ ...fields, reason: "" }, answers("rejected")))
    .toEqual([303, `${back}why`]);
  expect(plain((await open("?did=why")).text)).toContain("please write why");
  expect((await open()).text.match(/value="aside"/g)).toHaveLength(1);
  const aside = {
    ...DEAD,
    set_aside_at: "2026-05-13T14:00:00+00:00",
    set_aside_reason: "They have no mail any more",
  };
  const { text } = await open("", { ...PAGE, rows: [aside] });
  expect(plain(text)).toContain("Set asideThey have no mail any more");
  expect(text).not.toContain('value="aside"');
  expect(text).toContain('value="again"');
});

test("when a mail went is told once: again only where it went later", async () => {
  const shown = async (sent_at: string) => {
    const { text } = await open("", { ...PAGE, rows: [{ ...ROW, sent_at }] });
    return plain(text).split("ada@example.com")[1].split("Display")[0];
  };
  const soon = await shown("2026-05-12T13:01:00+00:00");
  expect(soon.match(/May 12, 2026/g)).toHaveLength(1);
  expect(soon).not.toContain("9:01");
  const late = await shown("2026-05-12T14:30:00+00:00");
  expect(late.match(/May 12, 2026/g)).toHaveLength(1);
  expect(late).toContain("Sentat 10:30 a.m.");
  expect(await shown("2026-05-13T13:01:00+00:00")).toContain("May 13, 2026, 9:01 a.m.");
});

test("of a client who was erased no address is shown, and staff is no client", async () => {
  const erased = { ...ROW, ...NOBODYS, recipient: null, erased: true, state: "superseded" };
  const digest = { ...ROW, ...NOBODYS, kind: "digest", recipient: "boss@example.com" };
  const { text } = await open("", { ...PAGE, rows: [erased, digest] });
  expect(plain(text)).toContain("An erased client");
  expect(plain(text)).toContain("Our staff");
  expect(text).not.toContain("/office/clients/");
});

test("an empty list says why, and a place that nobody was given leads to the beginning", async () => {
  expect(plain((await open("", EMPTY)).text)).toContain("Nothing was mailed yet");
  expect(plain((await open("?state=dead&kind=invoice", EMPTY)).text)).toContain("No message fits");
  const headers = await signIn("office");
  api.answer({
    list_messages: ({ after }) => after ? { status: "rejected", reason: "after" } : PAGE,
  });
  const { status, text } = await ask("/office/messages?after=next:-at:nobody:0", { headers });
  expect(status).toBe(200);
  expect(text).toContain("Ada Example");
});

test("all messages of a filter go into a file, and no spreadsheet runs what is in it", async () => {
  const headers = await signIn("office");
  const odd = { ...DEAD, customer: "=1+1, Ada" };
  api.answer({
    note_export: () => ({ status: "noted" }),
    list_messages: ({ after }) => ({
      ...EMPTY,
      counts: null,
      rows: after ? [odd] : [ROW],
      after: after ? null : "next:-at:x:z",
    }),
  });
  const { text } = await ask("/office/messages.csv?q=ada&state=dead", { headers });
  expect(text.replace("\ufeff", "").split("\r\n")).toEqual([
    "Mail,Client,Address,Decided,State,Sent,Attempts,Last error,Set aside,Not written to",
    "Appointment confirmed,Ada Example,ada@example.com,2026-05-12 09:00,Sent,2026-05-12 09:01,1,,,",
    `Invoice,"'=1+1, Ada",ada@example.com,2026-05-12 09:00,Could not be sent,,1,550 no such mailbox,,hard bounce`,
    "",
  ]);
  expect(called("note_export"))
    .toEqual([{ list: "messages", filters: { state: "dead", search: "ada" } }]);
});

test("technicians see no list of messages, take none along, and decide nothing", async () => {
  const headers = await signIn("technician");
  for (const path of ["/office/messages", "/office/messages.csv"]) {
    expect((await ask(path, { headers })).status).toBe(403);
  }
  const fields = { do: "again", message: CONTRACT };
  expect((await post("/office/messages", fields, headers)).status).toBe(403);
  expect([called("list_messages"), called("note_export"), called("retry_message")])
    .toEqual([[], [], []]);
});
