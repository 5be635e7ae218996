import { expect } from "expect";
import type { WorkRow } from "./shapes.ts";
import { lateText, loggedText, whyText } from "./words.ts";

const TODAY = "2026-11-27";
const ZONE = "America/Toronto";

Deno.test("a certificate that has run out was good, one that runs still is", () => {
  const until = (expires_on: string) =>
    whyText(
      {
        kind: "certificate_expiring",
        details: { expires_on },
        tries: 0,
        unit_kind: null,
      } as unknown as WorkRow,
      TODAY,
      ZONE,
    );
  expect(until("2026-11-26")).toBe("Its certificate was good until Thu, Nov 26, 2026.");
  expect(until(TODAY)).toBe("Its certificate is good until Fri, Nov 27, 2026.");
});

Deno.test("what is due today again stays, what is due later comes back", () => {
  const wrong = (again_on: string) =>
    loggedText(
      { result: "wrong_number", customer: "Ada", kind: "overdue", state: "open", again_on },
      TODAY,
    );
  expect(wrong(TODAY)).toBe("Logged: wrong number, Ada. It stays on the list.");
  expect(wrong("2026-11-30")).toBe("Logged: wrong number, Ada. Comes back Monday, November 30.");
});

Deno.test("what is due today is not overdue, and from tomorrow on it is", () => {
  const said = ["2026-05-10", "2026-05-11", "2026-05-12", "2026-05-13"].map((due) =>
    lateText(due, "2026-05-12")
  );
  expect(said).toEqual(["overdue 2 days", "overdue 1 day", "due today", "due Wed, May 13"]);
});

const why = (row: Partial<WorkRow>) =>
  whyText({ tries: 0, unit_kind: null, technician: null, ...row } as WorkRow, TODAY, ZONE);

Deno.test("whoever calls instead of a mail reads what the mail would have said", () => {
  const call = (message: string, row: Partial<WorkRow> = {}) =>
    why({
      kind: "call_client",
      technician: "Marek",
      details: { message, starts_at: "2026-11-30T14:30:00+00:00" },
      ...row,
    });
  expect(call("work_scheduled", { about_repair_id: "r" }))
    .toBe("Tell them when the repair is: Mon, Nov 30, 9:30 a.m. with Marek.");
  expect(call("work_scheduled", { task_type: "delivery", technician: null }))
    .toBe("Tell them when the delivery is: Mon, Nov 30, 9:30 a.m.");
  expect(call("appointment_changed", { task_type: "maintenance" }))
    .toBe("Tell them when the visit is: now Mon, Nov 30, 9:30 a.m. with Marek.");
  expect(call("appointment_reminder", { task_type: "maintenance" }))
    .toBe("Remind them of the visit: Mon, Nov 30, 9:30 a.m. with Marek.");
  expect(call("work_cancelled", { task_type: "other", technician: null }))
    .toBe("Tell them that the work of Mon, Nov 30, 9:30 a.m. is off.");
});

Deno.test("a delivery that lost its time is no visit, and a repair put aside did not come to nothing", () => {
  const lost = (row: Partial<WorkRow>) =>
    why({ kind: "needs_rescheduling", task_at: "2026-11-30T14:30:00Z", details: {}, ...row });
  expect(lost({ task_type: "delivery" })).toBe("The delivery of Mon, Nov 30 needs another time.");
  expect(lost({ task_type: "maintenance" })).toBe("The visit of Mon, Nov 30 needs another time.");
  expect(
    lost({ task_type: "repair", details: { why: "nobody_home", preferred_times: "mornings" } }),
  )
    .toBe(
      "The repair of Mon, Nov 30 needs another time. Nobody home. Said at the door: mornings.",
    );
  expect(why({ kind: "repair_follow_up", details: { number: 61, reason: "came_to_nothing" } }))
    .toBe("R-000061. Has no time any more: give it another one.");
});

Deno.test("work that a file brought says what the file says", () => {
  const other = (row: Partial<WorkRow>) =>
    why({
      kind: "calendar_conflict",
      technician: "Dana",
      task_type: "maintenance",
      task_at: "2026-12-01T13:15:00Z",
      details: { title: "Delivery D-0882" },
      ...row,
    });
  expect(other({})).toBe(
    "A job elsewhere (Delivery D-0882) is for Dana at the time of the visit of Tue, Dec 1, 8:15 a.m.",
  );
  expect(other({ details: {}, technician: null, task_at: null }))
    .toBe("A job elsewhere is at the time of the visit.");
});
