/** A contract at the desk: where it stands, what it costs, what can be done, and that nothing typed is lost. */
import { expect } from "expect";
import { atTheDesk, BOOKED, ENDED, OVERDUE, RESTING, VISIT } from "./contract_world.ts";
import { CONTRACT } from "./staff_world.ts";
import { ask, called, post, test } from "./world.ts";

/** What is read on a page, each piece of it apart. */
const plain = (html: string) => html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");

const PAGE = `/office/contracts/${CONTRACT}`;

async function open(contract: unknown, query = "") {
  const headers = await atTheDesk(contract);
  const { status, text } = await ask(`${PAGE}${query}`, { headers });
  return { status, text, words: plain(text) };
}

const DOORS = [
  "change_due_date",
  "skip_cycle",
  "pause_contract",
  "resume_contract",
  "set_no_charge",
  "set_contract_tax",
  "cancel_contract",
  "send_reminder_again",
  "copy_booking_link",
  "revoke_booking_link",
];

/** Sends a form of the page; every function of the database that it may ask answers the same. */
async function send(fields: Record<string, string>, answer: unknown, contract: unknown = OVERDUE) {
  const answers = Object.fromEntries(DOORS.map((name) => [name, answer]));
  const sent = await post(PAGE, fields, await atTheDesk(contract, answers));
  return { ...sent, words: plain(sent.text) };
}

test("where a contract stands is told from its opening to the visit that is missing", async () => {
  const { status, words, text } = await open(OVERDUE);
  expect(status).toBe(200);
  for (
    const said of [
      "Overdue by 14 days · due November 12, 2026",
      "This cycle, number 4",
      "Told, 30 days Tue, Oct 13, 2026: sent",
      "Told, 7 days Thu, Nov 5, 2026: could not be sent",
      "Told, 1 day Wed, Nov 11, 2026: could not be mailed",
      "late: Due Thu, Nov 12, 2026",
      "Asked for a call waits for us",
      "Visit not booked",
    ]
  ) expect(words).toContain(said);
  expect(text).toContain(`href="${PAGE}/book"`);
  expect(text).toContain(`href="/office/work/${VISIT}"`);
  expect(text).toContain(`href="/office/letter/${CONTRACT}"`);
});

test("what it costs, why that stays, and what the next will", async () => {
  const { words } = await open(OVERDUE);
  for (
    const said of [
      "told to the client on October 13, 2026, so it stays",
      "$229.00",
      "HST 13 % $29.77",
      "In all $258.77",
      "The contract's fee is $239.00. Great Lakes Insurance pays.",
    ]
  ) expect(words).toContain(said);
  const free = { ...OVERDUE.price, no_charge_until: "2027-01-31", no_charge_reason: "in warranty" };
  expect((await open({ ...OVERDUE, price: free })).words)
    .toContain("Visits due until January 31, 2027 cost nothing: in warranty.");
});

test("the cycles before are told with what became of them", async () => {
  const { words } = await open(OVERDUE);
  expect(words).toContain(
    "Served Fri, May 8, 2026 Luis Two, booked by the client Visit MIR-2026-00112 $229.00",
  );
  expect(words).toContain("Not this time, Thu, Nov 20, 2025 Serviced elsewhere");
});

test("each thing that can be done says what it does before its button", async () => {
  const { words } = await open(OVERDUE);
  for (
    const said of [
      "Send the reminder again to ethel@example.com",
      "Not this time closes cycle 4, next due May 12, 2027",
      "This time only: the visits after it stay counted from November 12, 2024",
      "Pause until … nothing is mailed meanwhile",
      "A booked visit is cancelled. Nobody is told.",
      "Replace the link if it got into wrong hands",
    ]
  ) expect(words).toContain(said);
  expect(words).not.toContain("Let it go on due");
  expect(words).not.toContain("Cancel the booked visit");
});

test("fees are changed by administrators, who are led there", async () => {
  const link = `/office/reprice?contract=${CONTRACT}`;
  expect((await open(OVERDUE)).text).not.toContain(link);
  const { text } = await ask(PAGE, { headers: await atTheDesk(OVERDUE, {}, "admin") });
  expect(text).toContain(link);
});

test("a booked one leads to its visit, and says what has to wait for it", async () => {
  const { words, text } = await open(BOOKED);
  expect(words).toContain("Booked · due");
  expect(words).toContain("Visit Tue, Dec 1, 2026, 9:00 a.m.");
  expect(text).toContain(`href="/office/visits/${VISIT}"`);
  expect(text).not.toContain(`href="${PAGE}/book"`);
  expect(words).toContain("A visit is booked. Move or cancel that first.");
  expect(words).toContain("No reminder can go now");
  expect(words).toContain("Cancel the booked visit if it is before that day; the client is told");
});

test("one that rests says until when, why, and when it is due after that", async () => {
  const { words, text } = await open(RESTING);
  expect(words).toContain("Rests until April 1, 2027");
  expect(words).toContain("In Florida It goes on by itself, due April 15, 2027.");
  expect(words).toContain("Let it go on due December 26, 2026, or when you say");
  expect(text).toContain('value="2026-12-26"');
  expect(text).not.toContain(`href="${PAGE}/book"`);
  expect(words).not.toContain("Not this time closes");
});

test("one that has ended says why, and offers nothing", async () => {
  const { words } = await open(ENDED);
  expect(words).toContain("Ended: sold the unit, or gave it away");
  expect(words).toContain("To a cousin");
  expect(words).not.toContain("Do something else");
  expect(words).not.toContain("Book a visit");
});

test("each form asks its function, with what the page showed", async () => {
  const shown = "active 4 2026-11-12";
  const at = { contract_id: CONTRACT, shown };
  const cases: [Record<string, string>, string, string, Record<string, unknown>][] = [
    [
      { do: "due", due_on: "2026-12-20", rhythm: "anew", reason: "Asked" },
      "changed",
      "change_due_date",
      { ...at, due_on: "2026-12-20", reason: "Asked", keep_cadence: false },
    ],
    [
      { do: "due", due_on: "2026-12-20", rhythm: "keep", reason: "Asked" },
      "changed",
      "change_due_date",
      { ...at, due_on: "2026-12-20", reason: "Asked", keep_cadence: true },
    ],
    [{ do: "skip", reason: "Elsewhere" }, "skipped", "skip_cycle", { ...at, reason: "Elsewhere" }],
    [{ do: "pause", until: "2027-04-01", reason: "Away" }, "paused", "pause_contract", {
      ...at,
      until: "2027-04-01",
      reason: "Away",
      cancel_booking: false,
    }],
    [
      { do: "pause", until: "", reason: "Away", cancel_booking: "yes" },
      "paused",
      "pause_contract",
      { ...at, until: null, reason: "Away", cancel_booking: true },
    ],
    [{ do: "resume", due_on: "2026-12-26" }, "resumed", "resume_contract", {
      ...at,
      due_on: "2026-12-26",
    }],
    [{ do: "resume" }, "resumed", "resume_contract", at],
    [{ do: "free", until: "2027-01-31", reason: "warranty" }, "set", "set_no_charge", {
      ...at,
      until: "2027-01-31",
      reason: "warranty",
    }],
    [{ do: "free", until: "" }, "set", "set_no_charge", { ...at, until: null, reason: "" }],
    [{ do: "cancel", why: "sold", note: "To a cousin" }, "cancelled", "cancel_contract", {
      ...at,
      reason: "sold",
      note: "To a cousin",
      tell: true,
    }],
    [{ do: "cancel", why: "declined", note: "", tell: "no" }, "cancelled", "cancel_contract", {
      ...at,
      reason: "declined",
      note: "",
      tell: false,
    }],
    [{ do: "tax", tax_code_id: VISIT, reason: "Status card" }, "set", "set_contract_tax", {
      ...at,
      tax_code_id: VISIT,
      reason: "Status card",
    }],
    [{ do: "remind" }, "queued", "send_reminder_again", { contract_id: CONTRACT }],
    [{ do: "replace" }, "revoked", "revoke_booking_link", { ...at }],
  ];
  for (const [fields, answered, door, args] of cases) {
    const { status, headers } = await send({ shown, ...fields }, { status: answered });
    expect([status, headers.get("Location")]).toEqual([303, `${PAGE}?did=${fields.do}#done`]);
    expect([fields, called(door).at(-1)]).toEqual([fields, args]);
  }
});

test("what was done is said, and nothing else is", async () => {
  expect((await open(OVERDUE, "?did=skip")).words).toContain("This visit is let out.");
  expect((await open(OVERDUE, "?did=link")).words).not.toContain("Here is the link");
  expect((await open(OVERDUE, "?did=toString")).status).toBe(200);
});

test("the link is shown once, to whoever asks by a form, and kept nowhere", async () => {
  const url = "https://visits.example/book/secret";
  const { status, text, words, headers } = await send({ do: "link" }, { status: "copied", url });
  expect(status).toBe(200);
  expect(text).toContain(`value="${url}"`);
  expect(words).toContain("That you asked for it is on record");
  expect(headers.get("Cache-Control")).toBe("no-store");
  expect((await open(OVERDUE)).text).not.toContain(url);
});

test("a refused form says why, and holds what was typed", async () => {
  const cases: [Record<string, string>, Record<string, unknown>, string, string][] = [
    [
      { do: "due", due_on: "2019-01-01", reason: "Asked <b>", rhythm: "anew" },
      { status: "rejected", reason: "due_on" },
      "no longer ago than a year",
      'value="Asked &lt;b>"',
    ],
    [
      { do: "due", due_on: "soon", reason: "Asked" },
      {},
      "no longer ago than a year",
      'value="Asked"',
    ],
    [
      { do: "pause", until: "2027-99-01", reason: "Away" },
      {},
      "choose a day that lies ahead",
      'value="Away"',
    ],
    [
      { do: "pause", until: "2027-04-01", reason: "Away" },
      { status: "refused", reason: "booked" },
      "Move or cancel that first.",
      'value="2027-04-01"',
    ],
    [{ do: "skip", reason: "" }, { status: "rejected", reason: "reason" }, "Please write why", ""],
    [
      { do: "cancel", note: "To a cousin" },
      { status: "rejected", reason: "reason" },
      "Please say which of these it is",
      'value="To a cousin"',
    ],
    [
      { do: "cancel", why: "other" },
      { status: "rejected", reason: "note" },
      "Please write a few words",
      "",
    ],
    [{ do: "remind" }, { status: "refused", reason: "recent" }, "less than five minutes ago", ""],
    [{ do: "link" }, { status: "expired" }, "so it has no link", ""],
    [
      { do: "skip", reason: "No" },
      { status: "refused", reason: "something new" },
      "Please look again",
      "",
    ],
  ];
  for (const [fields, answer, said, kept] of cases) {
    const { status, words, text } = await send(fields, answer);
    expect([fields, status]).toEqual([fields, 422]);
    expect(words).toContain(said);
    expect(text).toContain(kept);
    expect(text).toContain("<title>Error: ");
    expect(text).toMatch(new RegExp(`<details class="fold" open id="${fields.do}"`));
  }
});

test("who changed it meanwhile is named, and nothing is overwritten", async () => {
  const at = "2026-11-26T15:00:00+00:00";
  const { words, text } = await send({ do: "skip", reason: "Elsewhere" }, {
    status: "refused",
    reason: "changed",
    by: "Priya Example",
    at,
  });
  expect(words).toContain(
    "changed meanwhile by Priya Example (Thursday, November 26, 2026, 10:00 a.m.).",
  );
  expect(text).toContain('value="Elsewhere"');
  const nobody = await send({ do: "skip", reason: "Elsewhere" }, {
    status: "refused",
    reason: "changed",
    by: null,
    at: null,
  });
  expect(nobody.words).toContain("changed meanwhile by the client, a file or a job.");
});

test("what is no form of the page, and no contract, is refused", async () => {
  expect((await send({ do: "explode" }, { status: "changed" })).status).toBe(400);
  const headers = await atTheDesk(OVERDUE);
  expect((await ask("/office/contracts/nothing", { headers })).status).toBe(404);
});

test("a contract ends without a mail where somebody says so, asked only where a visit is booked", async () => {
  expect((await open(OVERDUE)).text).not.toContain('name="tell"');
  expect((await open(BOOKED)).words).toContain("No mail about the booked visit");
  const { text } = await send({ do: "cancel", note: "", tell: "no" }, {
    status: "rejected",
    reason: "reason",
  }, BOOKED);
  expect(text).toMatch(/name="tell" value="no"[^>]*checked/);
});

test("another tax is chosen from those there are, and none that is none gets as far as the database", async () => {
  const { words, text } = await open(OVERDUE);
  expect(words).toContain("Tax it otherwise now HST 13 %");
  expect(text).toMatch(new RegExp(`value="${OVERDUE.price.tax_code_id}"[^>]*selected`));
  const { status, words: said, text: typed } = await send(
    { do: "tax", tax_code_id: "hst", reason: "Status card" },
    { status: "set" },
  );
  expect(status).toBe(422);
  expect(said).toContain("Please choose a tax.");
  expect(typed).toContain('value="Status card"');
  expect(called("set_contract_tax")).toEqual([]);
});

test("the cycle ahead is told, and when it can be booked", async () => {
  expect((await open(BOOKED)).words).toContain(
    "After that, number 5 is due May 12, 2027, if this one is served as it is booked. It can be booked as soon as this visit is done.",
  );
  expect((await open(ENDED)).words).not.toContain("After that");
});
