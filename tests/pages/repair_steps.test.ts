/** What the office does with a repair, step by step. */
import { expect } from "expect";
import { APPROVED, PLACED, QUOTED, REPAIR, SLOTS, WAITING, withRepair } from "./repair_world.ts";
import { OTHER, TASK } from "./tech_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const PAGE = `/office/repairs/${REPAIR}`;

test("every step is one form: what was typed is sent, and a refusal stands at its field", async () => {
  const steps: [unknown, string, Record<string, string>, string, unknown, unknown, string][] = [
    [
      QUOTED,
      "approve",
      { said_by: "Anne", said_how: "phone", amount: "310.00" },
      "approve_repair",
      { work_order_id: REPAIR, said_by: "Anne", said_how: "phone", amount: 310 },
      { status: "rejected", reason: "said_by" },
      "Please write who said it.",
    ],
    [
      QUOTED,
      "decline",
      { said_by: "Anne", said_how: "email", note: "Too dear" },
      "decline_repair",
      { work_order_id: REPAIR, said_by: "Anne", said_how: "email", note: "Too dear" },
      { status: "refused", reason: "state" },
      "This changed meanwhile.",
    ],
    [
      APPROVED,
      "reopen",
      { reason: "The motor" },
      "reopen_quote",
      { work_order_id: REPAIR, reason: "The motor" },
      { status: "rejected", reason: "reason" },
      "Please write why",
    ],
    [
      APPROVED,
      "wait",
      { what: "Anchor", ordered_on: "2026-05-11", expected_on: "" },
      "wait_for_parts",
      { work_order_id: REPAIR, what: "Anchor", ordered_on: "2026-05-11" },
      { status: "rejected", reason: "expected_on" },
      "Please give a day after the order",
    ],
    [
      WAITING,
      "expect",
      { what: "Anchor", expected_on: "2026-05-20" },
      "expect_parts",
      { work_order_id: REPAIR, what: "Anchor", expected_on: "2026-05-20" },
      { status: "rejected", reason: "what" },
      "Please write what is waited for.",
    ],
    [
      WAITING,
      "arrived",
      {},
      "parts_arrived",
      { work_order_id: REPAIR },
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
      { task_id: TASK, state: "cancelled" },
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
      },
      { status: "refused", reason: "too_early" },
      "This repair is still to come.",
    ],
    [
      APPROVED,
      "cancel",
      { reason: "Sold" },
      "cancel_repair",
      { work_order_id: REPAIR, reason: "Sold" },
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
    const done = await post(PAGE, { ...fields, do: deed }, headers);
    expect([deed, done.status, done.headers.get("Location")])
      .toEqual([deed, 303, `${PAGE}?did=${deed}`]);
    expect([deed, called(door)]).toEqual([deed, [wanted]]);
    const told = await ask(`${PAGE}?did=${deed}`, { headers });
    expect([deed, told.text.includes('role="status"')]).toEqual([deed, true]);
    api.answer({ [door]: () => refused });
    const { status, text } = await post(PAGE, { ...fields, do: deed }, headers);
    expect([deed, status, plain(text).includes(said)]).toEqual([deed, 422, true]);
    for (const value of Object.values({ ...fields, amount: "", place: "", report_id: "" })) {
      expect([deed, value, text.includes(value)]).toEqual([deed, value, true]);
    }
  }
  const headers = await withRepair(QUOTED, {
    approve_repair: { status: "refused", reason: "amount", amount: 400 },
  });
  const more = await post(PAGE, { do: "approve", said_by: "Anne", said_how: "phone" }, headers);
  expect(plain(more.text)).toContain("The quote comes to $400.00 before tax by now.");
  expect((await post(PAGE, { do: "nonsense" }, headers)).status).toBe(400);
});
