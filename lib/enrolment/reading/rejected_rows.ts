import { csvLine } from "@/lib/web/csv.ts";
import { openTable } from "./open_table.ts";
import { adviceOn } from "./remedies.ts";

/** The column that a file of rejected rows has in front of its own; nobody reads it when it comes again. */
export const WHAT_IS_WRONG = "What is wrong";

/** Tells spreadsheets that it is UTF-8. */
const MARK = "\uFEFF";

/**
 * The rows of a file that were refused, with its own header and cells as they were and what is wrong with each, as a CSV
 * file that can be corrected and brought again. No spreadsheet takes one of its cells for a formula.
 */
export async function rejectedRows(
  bytes: Uint8Array<ArrayBuffer>,
  refused: { line: number; reason: string }[],
): Promise<string> {
  const table = await openTable(bytes);
  if ("problem" in table) return MARK + csvLine([WHAT_IS_WRONG]) + csvLine([table.problem]);
  // A file of rejected rows that comes again has the column already.
  const kept = table.columns.flatMap((name, at) => name === WHAT_IS_WRONG ? [] : [at]);
  const reasons = new Map(refused.map(({ line, reason }) => [line, reason]));
  const lines = [csvLine([WHAT_IS_WRONG, ...kept.map((at) => table.columns[at])])];
  for await (const row of table.rows()) {
    const reason = reasons.get(row.line);
    if (reason === undefined) continue;
    const cells = row.cells ?? [];
    const own = cells.length > table.columns.length ? cells : kept.map((at) => cells[at] ?? "");
    const advice = adviceOn({ file: "", line: row.line, reason });
    lines.push(csvLine([`Line ${row.line}: ${advice}`, ...own]));
  }
  return MARK + lines.join("");
}
