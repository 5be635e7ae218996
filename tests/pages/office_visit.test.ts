/** A visit in the office: what it says, what can be done about it, and that nothing typed is lost. */
import { expect } from "expect";
import { DONE_VISIT, inTheOffice, KEPT, NOT_CLOSED, REVERSAL } from "./office_visit_world.ts";
import { signIn } from "./staff_world.ts";
import { INVOICE, OTHER, REPORT, VISIT } from "./tech_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const PAGE = `/office/visits/${VISIT}`;

async function open(visit: unknown, role = "office", query = "") {
  const headers = await inTheOffice(visit, {}, role);
  return await ask(`${PAGE}${query}`, { headers });
}

/** Sends a form of the page; every function of the database that it may ask answers the same. */
async function send(
  fields: Record<string, string>,
  answer: unknown,
  visit: unknown = DONE_VISIT,
  role = "admin",
) {
  const doors = [
    "fail_visit",
    "accept_report",
    "discard_report",
    "revoke_certificate",
    "reverse_visit",
    "mail_summary_again",
  ];
  const answers = Object.fromEntries(doors.map((name) => [name, answer]));
  return await post(PAGE, fields, await inTheOffice(visit, answers, role));
}

test("a visit without an outcome is not closed, never booked, and can be recorded", async () => {
  const { status, text } = await open(NOT_CLOSED);
  expect(status).toBe(200);
  const words = plain(text);
  expect(words).toContain("Not closed: nobody said what became of it");
  expect(words).not.toContain("Booked Ethel");
  expect(words).toContain("Ethel Example · Luis Two · Tue, May 12, 2026, from 10:30 to 11:30 a.m.");
  expect(text).toContain(`href="${PAGE}/report"`);
  expect(words).toContain("Nobody was there, or it could not be done");
  expect(words).toContain("Nobody home");
  expect(words).not.toContain("Take this visit back");
  const booked = plain((await open({ ...NOT_CLOSED, not_closed: false })).text);
  expect(booked).toContain("Booked");
  expect(booked).not.toContain("Not closed");
});

test("a visit that is to come, or waits for another time, leads to where it gets one", async () => {
  const book = `href="/office/contracts/${NOT_CLOSED.contract_id}/book"`;
  expect((await open({ ...NOT_CLOSED, not_closed: false })).text).toContain(book);
  const put_aside = { ...NOT_CLOSED, state: "needs_rescheduling", is_expected: false };
  const { text } = await open(put_aside);
  expect(plain(text)).toContain("Give it another time");
  expect(text).not.toContain(`href="${PAGE}/report"`);
  const done = plain((await open(DONE_VISIT)).text);
  expect(done).toContain("Book the next visit");
  for (const state of ["no_show", "not_completed"]) {
    expect(plain((await open({ ...put_aside, state })).text)).toContain("Book another visit");
  }
  for (const over of [{ ...put_aside, state: "cancelled" }, { ...DONE_VISIT, next_due_on: null }]) {
    expect((await open(over)).text).not.toContain(book);
  }
});

test("one minute of work is one minute", async () => {
  const { record } = DONE_VISIT;
  const { text } = await open({ ...DONE_VISIT, record: { ...record, labour_minutes: 1 } });
  expect(plain(text)).toContain("1 minute of work");
});

test("what is on record is told, what failed before what passed", async () => {
  const { text } = await open(DONE_VISIT);
  const words = plain(text);
  for (
    const said of [
      "from 10:02 to 11:18 a.m., 70 minutes of work",
      "Carpet edge lifts.",
      "“Have it glued.”",
      "Grease, included",
      "2 × Belt, serial B-7, billed at $10.50",
      "Ethel Example, client, drawn",
      "On the phone by Luis Two, Tuesday, May 12, 2026, 11:16 a.m., here since Tuesday",
      "1 of 3 passed, 1 failed",
      "“Runs past the stop.”",
      "1 line passed",
    ]
  ) expect(words).toContain(said);
  expect(text).toContain('src="data:image/png;base64,iVBORw0KGgo="');
  expect(text.indexOf("2. Rail anchored")).toBeLessThan(text.indexOf("1. Rail clean"));
  expect(words).not.toContain("clock was off");
  expect(words).not.toContain("Record it from paper");
});

test("a phone's clock that was off, and a safety line that failed, are said", async () => {
  const checklist = DONE_VISIT.checklist.map(({ section, lines }) => ({
    section,
    lines: lines.map((line) => ({ ...line, safety_critical: true })),
  }));
  const record = { ...DONE_VISIT.record, clock_in_doubt: true };
  const words = plain((await open({ ...DONE_VISIT, checklist, record })).text);
  expect(words).toContain("Done, and a safety line failed");
  expect(words).toContain("A safety line failed.");
  expect(words).toContain("The phone's clock was off.");
});

test("what came of it leads on", async () => {
  const { text } = await open(DONE_VISIT);
  const words = plain(text);
  for (
    const said of [
      "Current until Wed, May 12, 2027",
      "$13.57 to pay by Thu, Jun 11, 2026",
      "R-000071, $284.50 + applicable tax: quoted, not answered yet",
      "Next dueWed, Jun 9, 2027",
      "Summary of the visit to ethel@example.com: sent",
    ]
  ) expect(words).toContain(said);
  for (
    const href of [
      "/office/certificates/MIR-2026-00001.pdf",
      `/office/units/${VISIT}`,
      `/office/clients/${VISIT}`,
      "/verify/7Q4M2XKD9HVT3R0P",
      `/office/invoices/${INVOICE}`,
      `/office/visits/${OTHER}`,
      `/office/clients/${DONE_VISIT.client.customer_id}`,
    ]
  ) expect(text).toContain(`href="${href}"`);
});

test("a visit that came to nothing says why", async () => {
  const failed = { ...NOT_CLOSED, state: "not_completed", not_closed: false, is_expected: false };
  const words = plain((await open({ ...failed, reason: "weather" })).text);
  expect(words).toContain("Could not be done");
  expect(words).toContain("Weather or road");
});

test("an administrator sees what taking it back brings about before the button", async () => {
  const words = plain((await open(DONE_VISIT, "admin")).text);
  for (
    const said of [
      "The unit is due again on Tue, Jun 9, 2026",
      "Certificate MIR-2026-00001 is revoked.",
      "Invoice M-000123 is void.",
      "The other unit on it is charged anew.",
      "Repair R-000071 is cancelled.",
      "stays out of service",
    ]
  ) {
    expect(words).toContain(said);
    expect(words.indexOf(said)).toBeLessThan(words.indexOf("Take the visit back"));
  }
  const office = plain((await open(DONE_VISIT)).text);
  expect(office).toContain("Only an administrator can take a visit back");
  expect(office).toContain("Only an administrator can revoke MIR-2026-00001");
  expect(office).not.toContain("Take the visit back");
});

test("why it cannot be taken back stands where the button would", async () => {
  for (
    const [refusal, said] of [["link", "copied or printed"], ["paid", "at the foot of its invoice"]]
  ) {
    const words = plain(
      (await open({ ...DONE_VISIT, reversal: { ...REVERSAL, refusal } }, "admin")).text,
    );
    expect(words).toContain(said);
    expect(words).not.toContain("Take the visit back");
  }
});

test("it is taken back for a reason, and a refusal keeps what was typed", async () => {
  const done = await send({ do: "reverse", reason: "Wrong house" }, { status: "reversed" });
  expect([done.status, done.headers.get("Location")]).toEqual([303, `${PAGE}?did=reverse`]);
  expect(called("reverse_visit")).toEqual([{ visit_id: VISIT, reason: "Wrong house" }]);
  const none = await send({ do: "reverse", reason: "" }, { status: "rejected", reason: "reason" });
  expect(none.status).toBe(422);
  expect(none.text).toMatch(/<input[^>]*id="reverse-reason"[^>]*reverse-reason-complaint/);
  const told = await send({ do: "reverse", reason: "Kept words" }, {
    status: "refused",
    reason: "reminder",
  });
  expect(plain(told.text)).toContain("reminded of the next visit already");
  expect(told.text).toContain('value="Kept words"');
  expect(plain((await open(DONE_VISIT, "admin", "?did=reverse")).text)).toContain(
    "The visit is taken back.",
  );
  expect(plain((await open(DONE_VISIT, "admin", "?did=toString")).text)).not.toContain("native");
});

test("a certificate is revoked for a reason", async () => {
  const form = { do: "revoke", number: "MIR-2026-00001", reason: "Wrong unit" };
  expect((await send(form, { status: "revoked" })).status).toBe(303);
  expect(called("revoke_certificate")).toEqual([{ number: form.number, reason: form.reason }]);
  const refused = await send({ ...form, reason: "" }, { status: "rejected", reason: "reason" });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('id="reason-MIR-2026-00001-complaint"');
  const again = await send(form, { status: "refused", reason: "revoked" });
  expect(plain(again.text)).toContain("was revoked already");
});

test("a kept report says what it found, and is taken or not", async () => {
  const visit = { ...NOT_CLOSED, kept: [KEPT] };
  const words = plain((await open(visit)).text);
  expect(words).toContain("The visit had been given to somebody else.");
  expect(words).toContain("2 lines answered, 1 passed, 1 failed.");
  expect(words).toContain("Line 2, Rail anchored: fail, “Loose.”");
  expect(words).toContain("“Bracket loose.”");
  const took = await send({ do: "accept", report_id: REPORT }, { status: "done" }, visit);
  expect(took.headers.get("Location")).toBe(`${PAGE}?did=accept`);
  expect(called("accept_report")).toEqual([{ report_id: REPORT }]);
  for (
    const [answer, said] of [
      [{ status: "refused", reason: "visit" }, "Book one first"],
      [{ status: "incomplete", missing: [3] }, "are missing in it"],
      [{ status: "not_open" }, "decided on this report already"],
    ] as const
  ) {
    const refused = await send({ do: "accept", report_id: REPORT }, answer, visit);
    expect([refused.status, plain(refused.text).includes(said)]).toEqual([422, true]);
  }
  const not = await send({ do: "discard", report_id: REPORT, reason: "Twice" }, {
    status: "discarded",
  }, visit);
  expect(not.status).toBe(303);
  expect(called("discard_report").at(-1)).toEqual({ report_id: REPORT, reason: "Twice" });
  const gone = plain((await open({ ...visit, kept: [{ ...KEPT, can_be_taken: false }] })).text);
  expect(gone).toContain("It cannot be taken while no visit is to happen");
  expect(gone).not.toContain("the visit was done as it says");
});

test("of a report that came after its client was erased it is told that it came", async () => {
  const report = { report_id: KEPT.report_id, is_emptied: true };
  const kept = { ...KEPT, why: "erased", can_be_taken: false, report };
  for (const kind of ["completed", "failed"]) {
    const headers = await inTheOffice({ ...NOT_CLOSED, kept: [{ ...kept, kind }] });
    const text = plain((await ask(PAGE, { headers })).text);
    expect(text).toContain("The visit is of a client who had been erased.");
    expect(text).toContain("Nothing that it said is kept: the client was erased.");
    expect(text).not.toContain("answered");
    expect(text).toContain("Discard it");
  }
});

test("a kept report that it came to nothing says why, and is taken for that", async () => {
  const report = { outcome: "no_show", reason: "nobody_home", note: "Rang twice." };
  const visit = { ...NOT_CLOSED, kept: [{ ...KEPT, kind: "failed", why: "moved", report }] };
  const words = plain((await open(visit)).text);
  expect(words).toContain("The visit had been taken off the calendar, or moved to another time.");
  expect(words).toContain("Nobody home");
  expect(words).toContain("“Rang twice.”");
  expect(words).toContain("Take it: the visit came to nothing, as it says");
  expect(words).not.toContain("lines answered");
  const took = await send({ do: "accept", report_id: REPORT }, { status: "recorded" }, visit);
  expect(took.headers.get("Location")).toBe(`${PAGE}?did=accept`);
});

test("what the office says of a visit that has its outcome is kept", async () => {
  const form = { do: "fail", why: "nobody_home", note: "Rang twice", report_id: REPORT };
  const kept = await send(form, { status: "conflict", reason: "done" }, NOT_CLOSED);
  expect(kept.headers.get("Location")).toBe(`${PAGE}?did=keep`);
});

test("the office says that it came to nothing", async () => {
  const form = { do: "fail", why: "nobody_home", note: "Rang twice", report_id: REPORT };
  expect((await send(form, { status: "recorded" }, NOT_CLOSED)).status).toBe(303);
  expect(called("fail_visit")).toEqual([{
    visit_id: VISIT,
    outcome: "no_show",
    reason: "nobody_home",
    note: "Rang twice",
    report_id: REPORT,
  }]);
  const none = await send({ ...form, why: "" }, { status: "recorded" }, NOT_CLOSED);
  expect(none.status).toBe(422);
  expect(plain(none.text)).toContain("Please say which of these it was.");
  expect(none.text).toContain("Rang twice");
  const early = await send(form, { status: "refused", reason: "too_early" }, NOT_CLOSED);
  expect(plain(early.text)).toContain("still to come");
});

test("the summary goes out once more, unless it just went", async () => {
  expect((await send({ do: "send" }, { status: "queued", mailed_to: 1 })).status).toBe(303);
  for (
    const [reason, said] of [["recent", "five minutes"], ["nobody", "no address"], [
      "quiet",
      "death",
    ]]
  ) {
    const { status, text } = await send({ do: "send" }, { status: "refused", reason });
    expect([status, plain(text).includes(said)]).toEqual([422, true]);
  }
});

test("what is none of its forms, and no visit, is refused", async () => {
  for (const fields of [{ do: "dance" }, { do: "accept", report_id: "1" }, { do: "revoke" }]) {
    expect((await send(fields as Record<string, string>, {})).status).toBe(400);
  }
  const headers = await signIn("office");
  expect((await ask("/office/visits/1", { headers })).status).toBe(404);
  api.answer({
    visit_page: () => {
      throw { code: "PT404", message: "no such visit" };
    },
  });
  expect((await ask(PAGE, { headers })).status).toBe(404);
  const technician = await signIn("technician");
  expect((await ask(PAGE, { headers: technician })).status).toBe(403);
});

test("a draft that was given up is told as that", async () => {
  const invoice = {
    invoice_id: INVOICE,
    number: null,
    state: "void",
    total: 213.57,
    balance: 0,
    due_on: null,
  };
  const words = plain((await open({ ...NOT_CLOSED, state: "no_show", invoices: [invoice] })).text);
  expect(words).toContain("Draft, $213.57Given up, it was never issued");
});
