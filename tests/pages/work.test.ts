/** The work list and one activity: what they say, where each button leads, and that nothing typed is lost. */
import { expect } from "expect";
import { LUIS, WHEELCHAIR } from "./fake_api.ts";
import { ACTIVITY, atWork, LETTER_ROW, LOGGED, NEXT, PAGE, ROW, WORK } from "./work_world.ts";
import { ask, called, plain, post, test } from "./world.ts";

const LIST = "/office/work";
const ONE = `${LIST}/${ACTIVITY}`;

async function open(path: string, answers: Record<string, unknown> = {}) {
  const { status, text } = await ask(path, { headers: await atWork(answers) });
  expect(status).toBe(200);
  return { text, words: plain(text) };
}

const send = async (fields: Record<string, string>, answers: Record<string, unknown>, path = ONE) =>
  await post(path, fields, await atWork(answers));

test("the list says how much waits, of which kind, for whom and why", async () => {
  const { words, text } = await open(LIST);
  for (
    const said of [
      "2 open, 2 due by today, 1 urgent",
      "All 2",
      "Callback 1",
      "Mine and nobody's, any day, any way to reach",
      "Asked for a call: Mornings. Flow X stair lift, overdue 14 days.",
      "Has no address that mail can go to.",
      "Cannot hear: no calls.",
      "Since yesterday",
      "905-555-0199",
      "Priya",
    ]
  ) expect(words).toContain(said);
  expect(text).toContain(`href="${ONE}"`);
  expect(text).toContain(`href="/office/letter/${WHEELCHAIR}"`);
  expect(called("work_list")).toEqual([{ owner: "free", due: "all", search: "", most: 50 }]);
});

test("what is filtered stands in the address, and what is none of ours is as usual", async () => {
  await open(`${LIST}?kind=callback&whose=mine&due=week&how=letter&find=elm&after=${NEXT}`);
  expect(called("work_list")).toEqual([{
    kind: "callback",
    owner: "mine",
    due: "week",
    reach: "letter",
    search: "elm",
    most: 50,
    after: NEXT,
  }]);
  await open(`${LIST}?kind=';drop&whose=toString&due=x&how=x&after=x`);
  expect(called("work_list").at(-1)).toEqual({ owner: "free", due: "all", search: "", most: 50 });
});

test("a long list leads on, with its filter", async () => {
  const { text } = await open(`${LIST}?whose=all`, { work_list: { ...WORK, after: NEXT } });
  expect(text).toContain(`href="${LIST}?whose=all&amp;after=${NEXT}"`);
});

test("an empty list says why and what to look at next", async () => {
  const empty = { ...WORK, activities: 0, parts: {}, kinds: [], rows: [] };
  expect((await open(LIST, { work_list: empty })).words).toContain("Look at what others have");
  const filtered = await open(`${LIST}?kind=overdue`, { work_list: empty });
  expect(filtered.words).toContain("Show all that is mine or nobody's");
});

test("an activity tells whom to call, what to offer and what happened", async () => {
  const { words, text } = await open(ONE);
  for (
    const said of [
      "Callback, since yesterday",
      "Best: Mornings",
      "Hard of hearing: let it ring",
      "Or Carol Example, daughter: 905-555-0147",
      "“Is it Luis again?”",
      "Tue, May 19",
      "9:00 a.m., Luis",
      "$229.00 + applicable tax",
      "HST 13 %: $258.77 in all",
      "Manual wheelchair, due Wed, May 20: same visit, $79.00",
      "Call by Priya Two at 10:09 a.m.: no answer. “rang ten times”",
      "Reminder that it is due: sent",
      "No answerback Thu, May 14",
    ]
  ) expect(words).toContain(said);
  expect(text).toContain(
    `href="/office/contracts/${WHEELCHAIR}/book?at=2026-05-19T13%3A00%3A00%2B00%3A00&amp;technician=${LUIS}"`,
  );
  expect(text).toContain(`href="${LIST}/${NEXT}"`);
  expect(text).toContain('name="seen" value="1"');
  expect(text).toContain(`name="next" value="${NEXT}"`);
});

test("where a client has moved to is told beside the reason, on the call sheet too", async () => {
  const moved = { kind: "client_change", details: { what: "moved", where_to: "22 Lake Road" } };
  const one = await open(ONE, { activity_page: { ...PAGE, ...moved } });
  expect(one.words).toContain("Moved to: 22 Lake Road");
  const sheet = await open(`${LIST}/call-sheet`, {
    work_list: { ...WORK, rows: [{ ...ROW, ...moved }] },
  });
  expect(sheet.words).toContain("Moved to: 22 Lake Road");
});

test("one press logs the call with the note and opens the next", async () => {
  const fields = { result: "left_message", note: " Was out ", seen: "1", next: NEXT };
  const { status, headers } = await send(fields, { log_call: { status: "logged" } });
  expect([status, headers.get("Location")]).toEqual([303, `${LIST}/${NEXT}?was=${ACTIVITY}`]);
  expect(called("log_call")).toEqual([{
    activity_id: ACTIVITY,
    result: "left_message",
    note: "Was out",
    calls_seen: 1,
    shown: "",
  }]);
});

test("after the last one the list says what was logged, and how to take it back", async () => {
  const only = await open(ONE, { work_list: { ...WORK, rows: [ROW] } });
  expect(only.text).toContain('name="next" value/>');
  expect(only.words).not.toContain("Next: ");
  const fields = { result: "no_answer", seen: "1", next: "" };
  const answers = { log_call: { status: "logged" } };
  const { headers } = await send(fields, answers, `${ONE}?whose=all`);
  expect(headers.get("Location")).toBe(`${LIST}?whose=all&was=${ACTIVITY}`);
  const { text, words } = await open(`${LIST}?was=${ACTIVITY}`);
  expect(words).toContain(
    "Logged: left a message, Ethel Example. Comes back Thursday, May 14.",
  );
  expect(text).toContain('role="status"');
  expect(text).toContain(`action="${ONE}"`);
  const undone = await open(`${LIST}?was=${ACTIVITY}`, {
    call_logged: { ...LOGGED, result: "undone", can_undo: false },
  });
  expect(undone.words).toContain("Taken back: Ethel Example is on the list as before.");
  expect(undone.text).not.toContain('value="undo"');
  const declined = await open(`${LIST}?was=${ACTIVITY}`, {
    call_logged: { ...LOGGED, state: "done", result: "declined", can_undo: false },
  });
  expect(declined.text).not.toContain('value="undo"');
});

test("a call is taken back on its own page", async () => {
  const { headers } = await send({ do: "undo", seen: "1" }, { undo_call: { status: "undone" } });
  expect(called("undo_call")).toEqual([{ activity_id: ACTIVITY, calls_seen: 1 }]);
  expect(headers.get("Location")).toBe(`${ONE}?was=${ACTIVITY}`);
});

test("what changed in a client's life is logged, and their page opens", async () => {
  for (
    const [result, event] of [
      ["moved", "moved"],
      ["sold", "sold"],
      ["deceased", "deceased"],
      ["hospital", "away"],
    ]
  ) {
    const { headers } = await send({ result }, { log_call: { status: "logged" } });
    expect(headers.get("Location")).toBe(`/office/clients/${LUIS}/changed?what=${event}`);
  }
});

test("what cannot be logged is said, and the note stays", async () => {
  const refused = {
    status: "refused",
    reason: "changed",
    by: "Priya Two",
    at: "2026-05-12T14:00:00Z",
    result: "spoke",
  };
  const cases: [unknown, string][] = [
    [refused, "Priya Two logged “dealt with” meanwhile, at 10:00 a.m. Nothing of yours was logged"],
    [
      { status: "not_open", by: "Priya Two", outcome: "declined" },
      "Priya Two has dealt with it meanwhile: not this time.",
    ],
    [
      { status: "rejected", reason: "again_on" },
      "Please choose a day from tomorrow to a year ahead.",
    ],
    [{ status: "rejected", reason: "not_booked" }, "There is no visit yet. Book it first"],
    [{ status: "refused", reason: "booked" }, "A visit is booked. Cancel it first"],
  ];
  for (const [answer, complaint] of cases) {
    const { status, text } = await send({ result: "no_answer", note: "rang twice" }, {
      log_call: answer,
    });
    expect(status).toBe(422);
    expect(plain(text)).toContain(complaint);
    expect(text).toContain('value="rang twice"');
    expect(text).toContain("<title>Error: Ethel Example</title>");
  }
});

test("a form that is none of ours is refused", async () => {
  expect((await send({ do: "__proto__" }, {})).status).toBe(400);
  expect((await post(LIST, { do: "undo" }, await atWork())).status).toBe(400);
  expect((await ask(`${LIST}/42`, { headers: await atWork() })).status).toBe(404);
});

test("whose it is, that it is done and that it waits need no call", async () => {
  await send({ do: "take" }, { take_activity: { status: "given" } });
  const shown = "2026-05-12 nobody 1";
  expect((await open(ONE)).text.split(`name="shown" value="${shown}"`)).toHaveLength(5);
  await send({ do: "give", staff_id: "", shown }, { give_activity: { status: "given" } });
  expect(called("give_activity")).toEqual([{ activity_id: ACTIVITY, staff_id: null, shown }]);
  const stale = await send({ do: "postpone", due_on: "2026-06-01", reason: "on holiday", shown }, {
    postpone_activity: {
      status: "refused",
      reason: "changed",
      by: "Priya Two",
      at: "2026-05-12T14:00:00Z",
    },
  });
  expect(stale.status).toBe(422);
  expect(plain(stale.text)).toContain(
    "Priya Two changed it meanwhile, at 10:00 a.m. Nothing of yours was done",
  );
  expect(stale.text).toContain('value="on holiday"');
  const closed = await send({ do: "close", outcome: "Was settled", next: NEXT }, {
    close_activity: { status: "closed" },
  });
  expect(closed.headers.get("Location")).toBe(`${LIST}/${NEXT}?was=${ACTIVITY}`);
  const late = await send({ do: "close", outcome: "Was settled" }, {
    close_activity: { status: "not_open" },
  });
  expect(plain(late.text)).toContain("has dealt with it meanwhile");
  const { status, text } = await send(
    { do: "postpone", due_on: "x", reason: "on holiday" },
    {},
  );
  expect([status, called("postpone_activity").length]).toEqual([422, 1]);
  expect(plain(text)).toContain("Please choose a day from tomorrow");
  expect(text).toContain('value="on holiday"');
});

test("several at once need ticks and a reason", async () => {
  const none = await post(LIST, { do: "close", reason: "x" }, await atWork());
  expect(plain(none.text)).toContain("Please tick those that you mean first.");
  const fields = {
    do: "postpone",
    reason: "Storm",
    due_on: "2026-05-13",
    activity: `${ACTIVITY} ${ROW.shown}`,
  };
  expect((await ask(LIST, { headers: await atWork() })).text)
    .toContain(`name="activity" value="${fields.activity}"`);
  const { status } = await post(
    LIST,
    fields,
    await atWork({ postpone_activities: { status: "postponed" } }),
  );
  expect(status).toBe(303);
  expect(called("postpone_activities")).toEqual([{
    activity_ids: [ACTIVITY],
    due_on: "2026-05-13",
    reason: "Storm",
    shown: [ROW.shown],
  }]);
  const changed = { status: "postponed", activities: 3, changed: 1 };
  const some = await post(LIST, fields, await atWork({ postpone_activities: changed }));
  expect([
    some.status,
    plain(some.text).includes("3 are done. 1 was changed by somebody meanwhile"),
  ])
    .toEqual([422, true]);
  const misread = await post(LIST, { ...fields, due_on: "12/05/2026" }, await atWork());
  expect(plain(misread.text)).toContain("Please choose a day from tomorrow to a year ahead.");
  expect(called("postpone_activities")).toHaveLength(2);
});

test("who has died is offered nothing", async () => {
  const died = {
    ...PAGE,
    has_died: true,
    call: null,
    offers: [],
    unit: null,
    results: ["spoke"],
  };
  const { words } = await open(ONE, { activity_page: died });
  expect(words).toContain("Has died.");
  expect(words).toContain("Spoke with the family");
  for (const unsaid of ["Offer a time", "Not this time", "Wrong number", "What to say"]) {
    expect(words).not.toContain(unsaid);
  }
});

test("a call offers what fits what it is about, and comes back on a day of work", async () => {
  const visit = await open(ONE, { activity_page: PAGE });
  expect(visit.words).toContain("Not this timeskips this visit");
  expect(visit.text).toMatch(/<input(?=[^>]*name="again_on")[^>]*value="2026-05-13"/);
  expect(visit.text).toMatch(/<input(?=[^>]*name="due_on")[^>]*value="2026-05-20"/);
  const certificate = await open(ONE, { activity_page: { ...PAGE, subject: "unit" } });
  expect(certificate.words).toContain("Not wantedcloses this");
  const repair = await open(ONE, {
    activity_page: {
      ...PAGE,
      kind: "repair_follow_up",
      subject: "work_order",
      about_repair_id: NEXT,
      offers: [],
      unit: null,
      others: [],
      results: ["no_answer", "left_message", "spoke", "wrong_number"],
    },
  });
  expect(repair.words).toContain("Go on with the repair");
  expect(repair.words).toContain("Dealt withcloses this");
  for (const unsaid of ["Not this time", "Offer a time", "skips this visit"]) {
    expect(repair.words).not.toContain(unsaid);
  }
});

test("somebody else who has it open is named, and the third try offers a letter", async () => {
  const { words } = await open(ONE, {
    activity_page: {
      ...PAGE,
      opened: { by: "Priya Two", at: "2026-05-12T14:09:00+00:00" },
      tries: 3,
      letter_contract_id: WHEELCHAIR,
    },
  });
  expect(words).toContain("Priya Two has this open since 10:09 a.m.");
  expect(words).not.toContain("a.m..");
  expect(words).toContain("3 tries without an answer: offer a letter.");
  expect(words).toContain("Print a letter instead");
});

test("the call sheet lists who is called, and names who gets a letter", async () => {
  const rows = [{ ...ROW, details: {}, customer: "Fern Example" }, ROW, LETTER_ROW];
  const { words } = await open(`${LIST}/call-sheet`, { work_list: { ...WORK, rows } });
  expect(words).toContain("2 calls");
  expect(words).toContain("a letter goes to them: Doreen Example.");
  expect(words.indexOf("Mornings")).toBeLessThan(words.indexOf("Fern Example"));
  expect(words).toContain("Left message");
});

test("work on no client has neither call nor price", async () => {
  const job = {
    ...PAGE,
    kind: "self_check",
    customer_id: null,
    customer: null,
    has_died: null,
    call: null,
    client: null,
    unit: null,
    unit_kind: null,
    contract_id: null,
    offers: [],
    others: [],
    lately: [],
    details: { reason: "reminder_failed" },
  };
  const { words } = await open(ONE, { activity_page: job });
  expect(words).toContain("Something failed");
  expect(words).not.toContain("How did the call go?");
  expect(words).toContain("Close it");
});

test("a seal that broke says what should hold, and leads to where the trail is checked", async () => {
  const details = { rule: "The audit trail is as it was written.", check: "trail", seal: 2 };
  const none = { customer_id: null, customer: null, has_died: null, call: null, client: null };
  const unit = { unit: null, unit_kind: null, contract_id: null, offers: [], others: [] };
  const page = { ...PAGE, kind: "broken_trail", ...none, ...unit, lately: [], details };
  const { text, words } = await open(ONE, { activity_page: page });
  expect(words).toContain("Audit trail broken");
  expect(words).toContain("This should hold, and does not: The audit trail is as it was written.");
  expect(text).toContain('href="/office/audit"');
});

test("a mail that did not go leads to where it is sent again or set aside", async () => {
  const details = { message: "invoice", address: "ada+1@example.com" };
  const page = { ...PAGE, kind: "delivery_failure", details };
  const { text, words } = await open(ONE, { activity_page: page });
  expect(words).toContain("Decide about the mail");
  expect(text).toContain(
    'href="/office/messages?state=needs_you&amp;q=ada%2B1%40example.com"',
  );
  // A mail that came back is no mail that waits for anybody: the address is wrong.
  const bounced = { ...page, details: { address: "ada@example.com", reason: "hard_bounce" } };
  const of = await open(ONE, { activity_page: bounced });
  expect(of.words).not.toContain("Decide about the mail");
  expect(of.words).toContain("Write down an address");
});

test("what no call settles leads to the thing itself", async () => {
  const about = { about_visit_id: LUIS, about_invoice_id: NEXT };
  const of = async (kind: string, details = {}) =>
    await open(ONE, { activity_page: { ...PAGE, ...about, kind, details } });
  for (const kind of ["unclosed_visit", "needs_rescheduling", "report_conflict"]) {
    expect((await of(kind)).text).toContain(`href="/office/visits/${LUIS}"`);
  }
  for (
    const [what, event] of [["moved", "?what=moved"], ["died", "?what=deceased"], ["other", ""]]
  ) {
    expect((await of("client_change", { what })).text)
      .toContain(`href="/office/clients/${PAGE.customer_id}/changed${event}"`);
  }
  const repair = async (kind: string, about_repair_id: string | null) =>
    (await open(ONE, { activity_page: { ...PAGE, ...about, about_repair_id, kind } })).text;
  for (const kind of ["repair_follow_up", "unit_out_of_service", "unclosed_visit"]) {
    expect(await repair(kind, NEXT)).toContain(`href="/office/repairs/${NEXT}"`);
  }
  const kept = { about_visit_id: null, about_repair_id: NEXT, kind: "report_conflict" };
  const late = await open(ONE, { activity_page: { ...PAGE, ...kept, details: {} } });
  expect(late.text).toContain(`href="/office/repairs/${NEXT}"`);
  expect(late.words).toContain("A report met a repair that had changed");
  expect(await repair("unit_out_of_service", null)).toContain(`href="/office/units/`);
  const vain = await of("repair_follow_up", { number: 71, problem: "It stopped", why: "parts" });
  expect(vain.words).toContain("R-000071, “It stopped”, a part was missing.");
  const owed = await of("unpaid_invoice", {
    number: "M-000026",
    balance: 258.77,
    due_on: "2026-05-01",
  });
  expect(owed.text).toContain(`href="/office/invoices/${NEXT}"`);
  expect(owed.words).toContain("M-000026: $258.77 to pay since Fri, May 1, 2026.");
});

test("whoever has one activity open still stands in the room of the work list", async () => {
  const { text } = await open(ONE);
  expect(text).toMatch(/href="\/office\/work"[^>]*aria-current="true"/);
  expect(text).toMatch(/href="\/office"[^>]*aria-current="false"[^>]*>Today/);
});

test("a due date is said once where it is still to come, and beside the delay where it has passed", async () => {
  const { words } = await open(ONE);
  expect(words).toContain("overdue 14 days, due date");
  const unit = { ...PAGE.unit, due_on: "2027-05-28" };
  const later = await open(ONE, { activity_page: { ...PAGE, unit } });
  expect(later.words).not.toContain("due date");
});
