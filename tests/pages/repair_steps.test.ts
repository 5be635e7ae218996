/** What the office does with a repair, step by step. */
import { expect } from "expect";
import {
  APPROVED,
  KEPT,
  PLACED,
  QUOTED,
  REPAIR,
  SAID,
  SLOTS,
  WAITING,
  withRepair,
} from "./repair_world.ts";
import { OTHER, TASK } from "./tech_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const PAGE = `/office/repairs/${REPAIR}`;
const { shown } = QUOTED;

/** What the form with that button sends back of what its page showed. */
function heldBy(text: string, deed: string): Record<string, string> {
  const forms = text.match(/<form[^]*?<\/form>/g) ?? [];
  const form = forms.find((each) => each.includes(`name="do" value="${deed}"`)) ?? "";
  const hidden = form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries([...hidden].map(([, name, value]) => [name, value]));
}

test("every step is one form: what was typed is sent, and a refusal stands at its field", async () => {
  const steps: [unknown, string, Record<string, string>, string, unknown, unknown, string][] = [
    [
      QUOTED,
      "approve",
      { said_by: "Anne", said_how: "phone", amount: "310.00" },
      "approve_repair",
      { work_order_id: REPAIR, shown, said_by: "Anne", said_how: "phone", amount: 310 },
      { status: "rejected", reason: "said_by" },
      "Please write who said it.",
    ],
    [
      QUOTED,
      "decline",
      { said_by: "Anne", said_how: "email", note: "Too dear" },
      "decline_repair",
      { work_order_id: REPAIR, shown, said_by: "Anne", said_how: "email", note: "Too dear" },
      { status: "refused", reason: "state" },
      "This changed meanwhile.",
    ],
    [
      APPROVED,
      "reopen",
      { reason: "The motor" },
      "reopen_quote",
      { work_order_id: REPAIR, shown, reason: "The motor" },
      { status: "rejected", reason: "reason" },
      "Please write why",
    ],
    [
      APPROVED,
      "wait",
      { what: "Anchor", ordered_on: "2026-05-11", expected_on: "" },
      "wait_for_parts",
      { work_order_id: REPAIR, shown, what: "Anchor", ordered_on: "2026-05-11" },
      { status: "rejected", reason: "expected_on" },
      "Please give a day after the order",
    ],
    [
      WAITING,
      "expect",
      { what: "Anchor", expected_on: "2026-05-20" },
      "expect_parts",
      { work_order_id: REPAIR, shown, what: "Anchor", expected_on: "2026-05-20" },
      { status: "rejected", reason: "what" },
      "Please write what is waited for.",
    ],
    [
      WAITING,
      "arrived",
      {},
      "parts_arrived",
      { work_order_id: REPAIR, shown },
      { status: "refused", reason: "state" },
      "This changed meanwhile.",
    ],
    [
      APPROVED,
      "place",
      { place: `${SLOTS.slots[0].starts_at}/${OTHER}` },
      "schedule_repair",
      { work_order_id: REPAIR, technician_id: OTHER, starts_at: SLOTS.slots[0].starts_at },
      { status: "refused", reason: "overlap" },
      "That technician has something else at that time by now.",
    ],
    [
      PLACED,
      "unplace",
      {},
      "set_task_state",
      { task_id: TASK, revision: 3, state: "cancelled" },
      { status: "refused", reason: "state" },
      "This changed meanwhile.",
    ],
    [
      PLACED,
      "fail",
      { reason: "nobody_home", note: "Rang twice", report_id: OTHER },
      "fail_repair",
      {
        work_order_id: REPAIR,
        outcome: "no_show",
        reason: "nobody_home",
        note: "Rang twice",
        report_id: OTHER,
        task_id: TASK,
        based_on: 3,
      },
      { status: "refused", reason: "too_early" },
      "This repair is still to come.",
    ],
    [
      APPROVED,
      "cancel",
      { reason: "Sold" },
      "cancel_repair",
      { work_order_id: REPAIR, shown, reason: "Sold" },
      { status: "rejected", reason: "reason" },
      "Please write why",
    ],
  ];
  const GOOD: Record<string, string> = {
    approve_repair: "approved",
    decline_repair: "declined",
    reopen_quote: "quoted",
    schedule_repair: "scheduled",
    set_task_state: "set",
    fail_repair: "recorded",
    cancel_repair: "cancelled",
    parts_arrived: "approved",
  };
  for (const [repair, deed, fields, door, wanted, refused, said] of steps) {
    api.reset();
    const good = { status: GOOD[door] ?? "waiting_for_parts" };
    const headers = await withRepair(repair, { [door]: good });
    const sent = { ...heldBy((await ask(PAGE, { headers })).text, deed), ...fields, do: deed };
    const done = await post(PAGE, sent, headers);
    expect([deed, done.status, done.headers.get("Location")])
      .toEqual([deed, 303, `${PAGE}?did=${deed}`]);
    expect([deed, called(door)]).toEqual([deed, [wanted]]);
    const told = await ask(`${PAGE}?did=${deed}`, { headers });
    expect([deed, told.text.includes('role="status"')]).toEqual([deed, true]);
    api.answer({ [door]: () => refused });
    const { status, text } = await post(PAGE, sent, headers);
    expect([deed, status, plain(text).includes(said)]).toEqual([deed, 422, true]);
    for (const value of Object.values({ ...fields, amount: "", place: "", report_id: "" })) {
      expect([deed, value, text.includes(value)]).toEqual([deed, value, true]);
    }
  }
  const stale = await withRepair(WAITING, {
    parts_arrived: { status: "refused", reason: "changed", by: "Priya", at: SAID.at },
  });
  const late = await post(PAGE, { do: "arrived", shown }, stale);
  expect(plain(late.text)).toContain("This was changed meanwhile by Priya (Monday, May 11");
  expect((await post(PAGE, { do: "unplace" }, stale)).status).toBe(400);
  const headers = await withRepair(QUOTED, {
    approve_repair: { status: "refused", reason: "amount", amount: 400 },
  });
  const more = await post(PAGE, { do: "approve", said_by: "Anne", said_how: "phone" }, headers);
  expect(plain(more.text)).toContain("The quote comes to another amount by now.");
  expect((await post(PAGE, { do: "nonsense" }, headers)).status).toBe(400);
});

test("a repair that was put aside says which time it lost and why, and one that rests in winter from when there are times", async () => {
  const put_aside = {
    at: "2026-05-11T12:00:00+00:00",
    reason: "closed",
    was_at: "2026-05-12T18:45:00+00:00",
    technician: "Luis",
    why: "an ice storm",
  };
  const winter = { from_on: "2026-11-15", again_on: "2027-04-16" };
  const headers = await withRepair({ ...APPROVED, put_aside }, {
    repair_slots: { ...SLOTS, slots: [], winter },
  });
  const { text } = await ask(PAGE, { headers });
  for (
    const said of [
      "Give it another time",
      "It had a time on Tue, May 12, 2026, 2:45 p.m. with Luis, and was put aside because that day was closed (an ice storm).",
      "Nobody goes to such units from Sun, Nov 15, 2026 on.",
      "Times are offered again from Fri, Apr 16, 2027.",
    ]
  ) expect(plain(text)).toContain(said);
  api.answer({
    repair_page: () => ({
      ...APPROVED,
      put_aside: {
        ...put_aside,
        was_at: null,
        technician: null,
        reason: "nobody has it",
        why: null,
      },
    }),
    repair_slots: () => SLOTS,
  });
  const other = plain((await ask(PAGE, { headers })).text);
  expect(other).toContain(
    "It had a time, and was put aside because it was taken from its technician.",
  );
  expect(other).not.toContain("Nobody goes to such units");
});

test("a report that was kept is there whole, and is taken once the repair has a time, or not", async () => {
  const answers = { accept_report: { status: "done" }, discard_report: { status: "discarded" } };
  const off = { ...APPROVED, kept: [KEPT] };
  const headers = await withRepair(off, answers);
  const before = await ask(PAGE, { headers });
  for (
    const said of [
      "The repair had been taken off the calendar, or moved to another time.",
      "On the phone by Luis Two",
      "1 line answered, 0 passed, 1 failed.",
      "Line 2, Rail anchored: fail, “Still loose”",
      "“New anchors”",
      "Parts: 2 × Anchor, serial A-7.",
      "50 minutes of work.",
      "Signed by Ethel Example.",
      "Give it one first",
    ]
  ) expect(plain(before.text)).toContain(said);
  expect(before.text).toContain("data:image/png;base64,iVBORw0KGgo=");
  expect(plain(before.text)).not.toContain("Take it:");
  const placed = { ...PLACED, kept: [{ ...KEPT, can_be_taken: true }] };
  api.answer({ repair_page: () => placed });
  expect(plain((await ask(PAGE, { headers })).text))
    .toContain("Take it: the repair was done as it says");
  const report_id = KEPT.report_id;
  const taken = await post(PAGE, { do: "accept", report_id }, headers);
  expect(taken.headers.get("Location")).toBe(`${PAGE}?did=accept`);
  const dropped = await post(PAGE, { do: "discard", report_id, reason: "Not so" }, headers);
  expect(dropped.headers.get("Location")).toBe(`${PAGE}?did=discard`);
  expect([called("accept_report"), called("discard_report")])
    .toEqual([[{ report_id }], [{ report_id, reason: "Not so" }]]);
  for (
    const [door, deed, answer, said] of [
      ["accept_report", "accept", { status: "refused", reason: "repair" }, "has no time"],
      ["accept_report", "accept", { status: "refused", reason: "too_early" }, "still to come"],
      ["accept_report", "accept", { status: "not_open" }, "has decided"],
      ["accept_report", "accept", { status: "incomplete" }, "Record the repair from paper"],
      ["discard_report", "discard", { status: "not_open" }, "has decided"],
      ["discard_report", "discard", { status: "rejected", reason: "notes" }, "2,000"],
    ] as const
  ) {
    api.answer({ [door]: () => answer });
    const again = await post(PAGE, { do: deed, report_id, reason: "Because" }, headers);
    expect([again.status, plain(again.text).includes(said)]).toEqual([422, true]);
  }
  expect((await post(PAGE, { do: "accept", report_id: "1" }, headers)).status).toBe(400);
  const vain = { kind: "failed", why: "cancelled", report: { reason: "parts", note: "Wrong one" } };
  api.answer({
    repair_page: () => ({
      ...APPROVED,
      state: "cancelled",
      kept: [{ ...KEPT, ...vain, picture: null }, { ...KEPT, state: "discarded" }],
    }),
  });
  const words = plain((await ask(PAGE, { headers })).text);
  for (
    const said of [
      "2 reports were kept",
      "The repair had been cancelled.",
      "A part was missing",
      "“Wrong one”",
      "The repair was given up.",
      "Discarded.",
    ]
  ) expect(words).toContain(said);
});

test("what the office says of a repair that had changed meanwhile is kept", async () => {
  const answers = { fail_repair: { status: "conflict", reason: "done" } };
  const headers = await withRepair(PLACED, answers);
  const fields = { do: "fail", reason: "parts", task: TASK, revision: "3" };
  const { headers: led } = await post(PAGE, fields, headers);
  expect(led.get("Location")).toBe(`${PAGE}?did=keep`);
  expect(plain((await ask(`${PAGE}?did=keep`, { headers })).text))
    .toContain("What you typed is kept below");
});
