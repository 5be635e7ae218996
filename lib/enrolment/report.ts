import { DateTime } from "luxon";
import { moneyText } from "@/lib/text/money.ts";
import type { BackfillReport, FileRemark } from "./run.ts";

/** Width of the longest bar. */
const BAR = 40;

/** The report for people: counts, first mails per week as bars, and what was refused. */
export function reportText(report: BackfillReport): string {
  return [
    `Dry run ${report.run_id} for ${report.today}`,
    "",
    ...categoryTable(report),
    "",
    `Fees of the new contracts, one visit each: ${moneyText(report.fee_total)}`,
    `Overdue: ${report.overdue.units} units, the longest by ${report.overdue.longest_days} days`,
    `Due dates count from: ${counts(report.anchors)}`,
    `May be written to because of: ${counts(report.consent)}${consentDays(report.consent_on)}`,
    `Clients without an e-mail address: ${report.missing_emails}`,
    `Devices that another client has: ${report.conflicts}`,
    `Rows read: ${report.customers} customers, ${report.lines} order lines, ${report.claims} claims`,
    `Skipped rows: ${counts(report.skipped)}`,
    "",
    ...weekChart(report),
    ...remarks("Refused rows and missing columns", report.rejected),
    ...remarks("Left out", report.notices),
    ...(report.executed
      ? [
        "",
        `Enrolled ${report.executed.enrolled} units; ${report.executed.skipped} were no longer new, ` +
        `${report.executed.failed} failed.`,
      ]
      : []),
  ].join("\n");
}

function categoryTable({ by_category, ...report }: BackfillReport): string[] {
  const rows = Object.entries(by_category).sort(([a], [b]) => a < b ? -1 : 1);
  const row = (name: string, ...numbers: (number | string)[]) =>
    name.padEnd(20) + numbers.map((number) => String(number).padStart(10)).join("");
  return [
    row("Category", "new", "enrolled", "skipped"),
    ...rows.map(([code, found]) => row(code, found.new, found.already_enrolled, found.skipped)),
    row("(none)", 0, 0, sum(report.skipped) - sum(rows.map(([, found]) => found.skipped))),
    row("Total", report.new, report.already_enrolled, sum(report.skipped)),
  ];
}

function weekChart({ schedule, to_stagger, clients_to_stagger }: BackfillReport): string[] {
  if (to_stagger === 0) return ["No first mails to spread."];
  const weeks = new Map<string, number>();
  for (const [day, clients] of Object.entries(schedule).sort()) {
    const monday = DateTime.fromISO(day, { zone: "utc" }).startOf("week").toISODate()!;
    weeks.set(monday, (weeks.get(monday) ?? 0) + clients);
  }
  const most = Math.max(...weeks.values());
  return [
    `First mails to ${clients_to_stagger} clients about ${to_stagger} units, by week:`,
    ...[...weeks].map(([monday, clients]) =>
      `${monday}  ${String(clients).padStart(4)}  ${"█".repeat(Math.ceil(clients / most * BAR))}`
    ),
  ];
}

function remarks(title: string, found: FileRemark[]): string[] {
  if (found.length === 0) return [];
  return [
    "",
    `${title}:`,
    ...found.map(({ file, line, reason }) => `  ${file}:${line}  ${reason}`),
  ];
}

function consentDays(days: BackfillReport["consent_on"]): string {
  const told = Object.entries(days).sort().map(([basis, { from, until }]) =>
    `${basis} ${from} to ${until}`
  );
  return told.length === 0 ? "" : ` (${told.join(", ")})`;
}

function counts(numbers: Record<string, number>): string {
  return Object.entries(numbers).sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name.replaceAll("_", " ")} ${count}`).join(", ") || "none";
}

function sum(numbers: Record<string, number> | number[]): number {
  return Object.values(numbers).reduce((total, number) => total + number, 0);
}
