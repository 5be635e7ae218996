import { expect } from "expect";
import { reportText } from "./report.ts";
import type { BackfillReport } from "./run.ts";

const REPORT: BackfillReport = {
  run_id: "run-1",
  today: "2026-06-02",
  weeks: 12,
  first_day: "2026-06-03",
  new: 5,
  new_by_category: { stairlift: 4, scooter: 1 },
  by_category: {
    stairlift: { new: 4, already_enrolled: 2, skipped: 1 },
    scooter: { new: 1, already_enrolled: 0, skipped: 3 },
  },
  skipped: { no_serial: 3, not_delivered: 1, unknown_customer: 2 },
  already_enrolled: 2,
  to_stagger: 9,
  clients_to_stagger: 8,
  fee_total: "1234.50",
  // Thursday, Friday, Monday, and the Sunday of the same week.
  schedule: { "2026-06-08": 1, "2026-06-04": 2, "2026-06-05": 2, "2026-06-14": 3 },
  overdue: { units: 3, longest_days: 400 },
  anchors: { delivery: 4, order: 1 },
  consent: { purchase: 4, none: 1 },
  consent_on: { purchase: { from: "2024-06-10", until: "2026-05-30" } },
  conflicts: 2,
  missing_emails: 1,
  customers: 10,
  lines: 20,
  claims: 30,
  rejected: [],
  notices: [],
};

const lines = (report: BackfillReport) => reportText(report).split("\n");

Deno.test("first mails are counted by week, Monday to Sunday, the longest bar the busiest week", () => {
  expect(lines(REPORT).filter((line) => line.includes("█"))).toEqual([
    `2026-06-01     4  ${"█".repeat(40)}`,
    `2026-06-08     4  ${"█".repeat(40)}`,
  ]);
  const [first, second] = lines({ ...REPORT, schedule: { "2026-06-03": 1, "2026-06-10": 4 } })
    .filter((line) => line.includes("█"));
  expect([first.match(/█/g)!.length, second.match(/█/g)!.length]).toEqual([10, 40]);
  expect(lines({ ...REPORT, to_stagger: 0, schedule: {} })).toContain("No first mails to spread.");
});

Deno.test("each category has its counts, what has none its own, and all add up", () => {
  const rows = lines(REPORT).map((line) => line.split(/\s+/).join(" "));
  const at = rows.indexOf("Category new enrolled skipped");
  expect(rows.slice(at, at + 5)).toEqual([
    "Category new enrolled skipped",
    "scooter 1 0 3",
    "stairlift 4 2 1",
    "(none) 0 0 2",
    "Total 5 2 6",
  ]);
});

Deno.test("reasons are told by how many they are, money with its cents", () => {
  const text = reportText(REPORT);
  expect(text).toContain("Skipped rows: no serial 3, unknown customer 2, not delivered 1");
  expect(text).toContain("Fees of the new contracts, one visit each: $1,234.50");
  expect(reportText({ ...REPORT, skipped: {} })).toContain("Skipped rows: none");
  expect(text).not.toContain("Refused");
});

Deno.test("what was refused, left out and enrolled is told where there is any", () => {
  const report = lines({
    ...REPORT,
    rejected: [{ file: "customers.csv", line: 7, reason: "name is empty" }],
    notices: [{ file: "products.csv", line: 9, reason: "no such category" }],
    executed: { status: "done", done: 5, remaining: 0, enrolled: 3, skipped: 1, failed: 1 },
  });
  expect(report.slice(-7)).toEqual([
    "Refused rows and missing columns:",
    "  customers.csv:7  name is empty",
    "",
    "Left out:",
    "  products.csv:9  no such category",
    "",
    "Enrolled 3 units; 1 were no longer new, 1 failed.",
  ]);
});
