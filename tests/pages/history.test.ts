/** The history of a unit and of a client in the office, and of a unit on the technician's phone. */
import { expect } from "expect";
import {
  BATTERY,
  CLIENT,
  CLIENT_FILE,
  CLIENT_HISTORY,
  DONE,
  INVOICE,
  KNOWN_UNIT,
  NO_SHOW,
  OLDER,
  PUT_IN,
  STEPS,
  UNIT,
  UNIT_HISTORY,
  VISIT,
} from "./history_world.ts";
import { ROW, signIn } from "./staff_world.ts";
import { onTheRoad, SHEET, UNIT as WORK_UNIT, VISIT as JOB } from "./tech_world.ts";
import { api, ask, called, plain, test } from "./world.ts";

const UNIT_PAGE = `/office/units/${UNIT}`;
const CLIENT_PAGE = `/office/clients/${CLIENT}`;

async function open(path: string, answers: Record<string, unknown> = {}) {
  const headers = await signIn("office");
  const { unit = UNIT_HISTORY, client = CLIENT_HISTORY, file = CLIENT_FILE } = answers;
  api.answer({
    unit_history: () => unit,
    client_history: () => client,
    client_file: () => file,
  });
  return await ask(path, { headers });
}

/** What is read, each thing from the next by a bar. */
const words = (html: string) =>
  plain(html.replaceAll(/<(?!\/)(?!a |b>|span|strong)/g, "|<")).replaceAll(/\|+/g, "|");

test("a unit's page says what it is, where it stands and whose it is", async () => {
  const { status, text } = await open(UNIT_PAGE);
  expect(status).toBe(200);
  const read = words(text);
  for (
    const said of [
      "Flow X stair lift",
      "Client|Ada Example",
      "Where|1 Elm St",
      "Out of service since Wed, Jun 3, 2026",
      "Serial number|AC-11223",
      "Put in|March 2019",
      "Every 6 months, $189.00 + applicable tax",
      "Next due|Tue, Dec 1, 2026",
      "Wed, Dec 2, 2026, 9:00 a.m. with Luis",
      "MIR-2026-00001 replaced by a later inspection; it ran until Sun, Jan 10, 2027",
    ]
  ) expect(read).toContain(said);
  expect(text).toMatch(/<h1[^>]*>Flow X stair lift<\/h1>/);
  expect(text).toContain(`href="${CLIENT_PAGE}"`);
  expect(text).toContain(`href="/office/visits/${OLDER}"`);
  expect(called("unit_history")).toEqual([{ unit_id: UNIT }]);
  expect(text).not.toMatch(/<details[^>]*id="repair" open/);
  expect((await open(`${UNIT_PAGE}?repair`)).text).toMatch(
    /<details[^>]*id="repair" open/,
  );
});

test("what happened is one list, newest first, and each visit says all that came of it", async () => {
  const { text } = await open(UNIT_PAGE);
  const list = words(text.match(/<ol class="timeline">.*<\/ol>/s)![0]);
  const order = ["Wed, Jun 3, 2026", "Mon, May 25, 2026, 8:01 a.m.", "Wed, May 20, 2026"]
    .map((day) => list.indexOf(day));
  expect(order).not.toContain(-1);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  for (
    const said of [
      "Visit, by Tess",
      "1 of 16 lines failed",
      "Limit switch|Safety|Arm bent",
      "Found|Carpet lifts at the top.",
      "Told the client|Please don't use it.",
      "Parts|2 × Switch arm, serial 77, for the repair",
      "Signed|Ada Example, client",
      "MIR-2026-00001 revoked; it ran until Sun, Jan 10, 2027",
      "R-000071, $284.50 + applicable tax: quoted, not answered yet",
      "M-000204 $213.57, $100.00 open",
      "Mail: Reminder that it is due|ada@example.com|Mail to it comes back",
      "Nobody home",
    ]
  ) expect(list).toContain(said);
  for (
    const href of [
      `/office/visits/${VISIT}`,
      `/office/visits/${NO_SHOW}`,
      `/office/invoices/${INVOICE}`,
      "/office/certificates/MIR-2026-00001.pdf",
    ]
  ) expect(text).toContain(`href="${href}"`);
});

test("a repair that was quoted and agreed to is on record before anybody came, on the unit's page and the client's", async () => {
  const nothing = { visits: [], mails: [], invoices: [] };
  for (
    const { text } of [
      await open(UNIT_PAGE, { unit: { ...UNIT_HISTORY, ...nothing } }),
      await open(CLIENT_PAGE, { client: { ...CLIENT_HISTORY, ...nothing } }),
    ]
  ) {
    const list = words(text.match(/<ol class="timeline">.*<\/ol>/s)![0]);
    const order = [
      "Tue, Jun 9, 2026, 11:00 a.m.",
      "Repair R-000072 agreed to",
      "For $352.00 with tax ($311.50 before tax)",
      "Tue, Jun 9, 2026, 10:00 a.m.",
      "Repair R-000072: “It stopped half-way”",
      "Quoted at $352.00 with tax ($311.50 before tax)",
    ].map((said) => list.indexOf(said));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(text).toContain("Repairs <b>2</b>");
    expect(text).toContain(`href="/office/repairs/${OLDER}"`);
  }
});

test("a visit that was done on another day than planned says both; one taken back says so", async () => {
  const moved = { ...DONE, at: "2026-06-02T13:00:00+00:00" };
  const reversed = { ...DONE, visit_id: OLDER, state: "reversed" };
  const passed = { ...DONE, visit_id: NO_SHOW, failed: [] };
  const { text } = await open(UNIT_PAGE, {
    unit: { ...UNIT_HISTORY, visits: [moved, reversed, passed] },
  });
  const read = words(text);
  expect(read).toContain("Planned for Tue, Jun 2, 2026");
  expect(read.match(/Planned for/g)).toHaveLength(1);
  expect(read).toContain("Taken back");
  expect(read).toContain("All 16 lines passed");
});

test("that mail to an address comes back is said once", async () => {
  const [mail] = UNIT_HISTORY.mails;
  const mails = [mail, { ...mail, message_id: VISIT, at: "2026-04-25T12:00:00+00:00" }];
  const { text } = await open(UNIT_PAGE, { unit: { ...UNIT_HISTORY, mails } });
  const read = words(text);
  expect(read.match(/Mail to it comes back/g)).toHaveLength(1);
  expect(read.indexOf("Mail to it comes back")).toBeLessThan(read.lastIndexOf("Mail: Reminder"));
});

test("where a mail to an erased client went is said in words, and so is whose name is gone", async () => {
  const [mail] = CLIENT_HISTORY.mails;
  const mails = [{ ...mail, recipient: null, suppressed: null }];
  const visits = [{ ...DONE, signed_by: "Erased" }];
  const file = { ...CLIENT_FILE, name: "Erased client", erased_on: "2026-06-04" };
  const { text } = await open(CLIENT_PAGE, { client: { ...CLIENT_HISTORY, mails, visits }, file });
  const read = words(text);
  expect(read).toContain("Mail: Reminder that it is due|An erased address");
  expect(read).toContain("Signed|Erased, client");
});

test("a unit in service, without contract, certificate or past", async () => {
  const { text } = await open(UNIT_PAGE, {
    unit: {
      ...UNIT_HISTORY,
      counts: { visits: 0, repairs: 0, mails: 0, invoices: 0 },
      visits: [],
      repair_steps: [],
      mails: [],
      unit: {
        ...KNOWN_UNIT,
        product_name: null,
        told_apart: "1 of 2",
        condition: "in_service",
        condition_since: null,
        serial_number: null,
        contract: null,
        due_on: null,
        coming: null,
        certificate: null,
      },
    },
  });
  const read = words(text);
  for (
    const said of [
      "Stair lift (1 of 2)",
      "In service",
      "None is known",
      "Contract|None",
      "Next due|Not at all",
      "Nothing is on record yet.",
    ]
  ) expect(read).toContain(said);
  expect(text).not.toContain('aria-label="What is shown"');
});

test("one kind alone, and more than a page has, are addresses", async () => {
  const unit = { ...UNIT_HISTORY, older_than: OLDER };
  const { text } = await open(`${UNIT_PAGE}?show=visits&older_than=${NO_SHOW}`, { unit });
  expect(called("unit_history")).toEqual([{ unit_id: UNIT, what: "visits", older_than: NO_SHOW }]);
  expect(text).toMatch(/aria-current="true"[^>]*>Visits <b>2<\/b>/);
  expect(text).toContain(`href="${UNIT_PAGE}?show=mails"`);
  expect(text).toMatch(
    new RegExp(`href="${UNIT_PAGE}\\?show=visits&(amp;)?older_than=${OLDER}"[^>]*>Older`),
  );
  expect(text).toMatch(/href="[^"]*\?show=visits"[^>]*>Back to the newest/);
  await open(`${UNIT_PAGE}?show=nonsense&older_than=1`);
  expect(called("unit_history").at(-1)).toEqual({ unit_id: UNIT });
});

test("a client's page says how they are reached, what they have, owe, and what happened", async () => {
  const { status, text } = await open(CLIENT_PAGE);
  expect(status).toBe(200);
  const read = words(text);
  for (
    const said of [
      "Ada Example",
      "905-555-0142",
      "@example.com|Wants no reminders",
      "1 Elm St, Brampton",
      "Cleo Example, daughter 905-555-0167",
      "cleo@example.com · Gets the mails instead of the client|Pays the invoices",
      "$100.00 to be paid",
      "Flow X stair lift|Serial AC-11223 · every 6 months, $189.00 + applicable tax",
      "Due Tue, Dec 1, 2026",
      "Walker",
      "Retired",
      "Cancelled: unit retired",
      "Flow X stair lift, by Tess",
      "Invoice M-000204|Due Fri, Jul 3, 2026",
    ]
  ) expect(read).toContain(said);
  expect(text).toContain('href="tel:+19055550142"');
  expect(text).toContain(`href="${UNIT_PAGE}"`);
  expect(text).toContain(`href="${CLIENT_PAGE}?show=invoices"`);
  expect(called("client_history")).toEqual([{ customer_id: CLIENT }]);
});

test("on paper each sheet says what it is about, and when it was printed", async () => {
  const head = (text: string) => words(text.match(/<div class="sheet-head.*?<\/div>/s)![0]);
  const unit = head((await open(UNIT_PAGE)).text);
  expect(unit).toContain("Flow X stair lift, Ada Example");
  expect(unit).toContain("Wednesday, June 10, 2026");
  expect(head((await open(CLIENT_PAGE)).text)).toContain("Ada Example");
});

test("the list of contracts leads to the client and to the unit", async () => {
  const headers = await signIn("office");
  const { text } = await ask("/office/contracts", { headers });
  expect(text).toContain(`href="/office/clients/${ROW.customer_id}"`);
  expect(text).toContain(`href="/office/units/${ROW.unit_id}"`);
});

test("what is not there, and whoever is not of the office", async () => {
  const headers = await signIn("office");
  api.answer({
    unit_history: () => {
      throw { code: "PT404", message: "no such unit" };
    },
  });
  expect((await ask(UNIT_PAGE, { headers })).status).toBe(404);
  expect((await ask("/office/units/1", { headers })).status).toBe(404);
  expect((await ask("/office/clients/x", { headers })).status).toBe(404);
  const own = await signIn("technician");
  api.calls.length = 0;
  for (const path of [UNIT_PAGE, CLIENT_PAGE]) {
    expect((await ask(path, { headers: own })).status).toBe(403);
  }
  expect([...called("unit_history"), ...called("client_history")]).toEqual([]);
  expect((await ask(UNIT_PAGE)).headers.get("Location")).toContain("/sign-in?next=");
});

test("a technician reads all that was found at a unit before, and nothing of money", async () => {
  const headers = await onTheRoad();
  const history = {
    status: "ok",
    visit_id: JOB,
    unit: WORK_UNIT,
    put_in: [PUT_IN],
    battery: { ...BATTERY, is_old: true },
    visits: [DONE],
    repair_steps: STEPS.map(({ net: _net, total: _total, ...step }) => step),
    older_than: OLDER,
  };
  api.answer({ visit_history: () => history });
  const job = await ask(`/tech/visits/${JOB}`, { headers });
  expect(job.text).toContain(`href="/tech/visits/${JOB}/history"`);
  const { status, text } = await ask(`/tech/visits/${JOB}/history`, { headers });
  expect(status).toBe(200);
  const read = words(text);
  for (
    const said of [
      "Stair lift: earlier visits and repairs",
      "Tue, Jun 9, 2026|Repair R-000072 agreed to",
      "Tue, Jun 9, 2026|Repair R-000072: “It stopped half-way”",
      "Handicare 1000 stair lift",
      "Battery: From June 2026: older than 36 months",
      "June 2026: 2 × Battery, serial P-7, by Luis Two",
      "Wed, Jun 3, 2026, Tess 1 failed",
      "Safety Limit switch: Arm bent",
      "Carpet lifts at the top.",
      "The client was told: “Please don't use it.”",
      "Parts: 2 × Switch arm",
      "MIR-2026-00001, revoked",
      "Repair: quoted, not answered yet",
    ]
  ) expect(read).toContain(said);
  for (const hidden of ["M-000204", "$213.57", "$311.50", "$352.00", "Signed"]) {
    expect(text).not.toContain(hidden);
  }
  expect(text).toContain(`href="/tech/visits/${JOB}/history?older_than=${OLDER}"`);
  await ask(`/tech/visits/${JOB}/history?older_than=${OLDER}`, { headers });
  expect(called("visit_history")).toEqual([{ visit_id: JOB }, {
    visit_id: JOB,
    older_than: OLDER,
  }]);
});

test("a unit's past is told for one's own work alone", async () => {
  const headers = await onTheRoad();
  api.answer({
    visit_history: () => {
      throw { code: "42501", message: "no" };
    },
  });
  expect((await ask(`/tech/visits/${JOB}/history`, { headers })).status).toBe(403);
  api.answer({ visit_history: () => ({ status: "cancelled" }) });
  expect((await ask(`/tech/visits/${JOB}/history`, { headers })).status).toBe(404);
  api.answer({ visit_sheet: () => ({ ...SHEET, history: [] }) });
  const { text } = await ask(`/tech/visits/${JOB}`, { headers });
  expect(words(text)).toContain("No earlier visit of this unit is on record. Its repairs");
  expect(text).toContain(`href="/tech/visits/${JOB}/history"`);
});
