import { isNothing } from "./cells.ts";
import type { Csv, CsvRow } from "./csv.ts";
import type { FileKind } from "./files.ts";

/** A row, with what was put into it. */
export interface FilledRow extends CsvRow {
  notice?: string;
}

/**
 * Some systems write what belongs to an order on its first line only. The lines below it that have no order
 * number take the order's cells from there, where they do not say something else; each such row says so.
 * Behind a line that could not be read, or whose order cannot be, nobody knows whose the next ones are:
 * they stay as they are, without a number.
 */
export function ordersFromAbove({ order, columns }: FileKind, csv: Csv): FilledRow[] {
  if (order === undefined) return csv.rows;
  let above: CsvRow | undefined;
  return csv.rows.map((row) => {
    const { line, fields } = row;
    if (csv.problems.some((problem) => problem.line > (above?.line ?? 0) && problem.line < line)) {
      above = undefined;
    }
    if (!isBlank(fields[order[0]])) {
      const isReadable = order.every((column) =>
        columns[column].safeParse(fields[column] ?? "").success
      );
      above = isReadable ? row : undefined;
      return row;
    }
    const first = above;
    const isOther = (column: string) =>
      !isBlank(fields[column]) && fields[column] !== first?.fields[column];
    if (first === undefined || order.some(isOther)) return row;
    const taken = order.filter((column) =>
      isBlank(fields[column]) && !isBlank(first.fields[column])
    );
    const filled = Object.fromEntries(taken.map((column) => [column, first.fields[column]]));
    return {
      line,
      fields: { ...fields, ...filled },
      notice: `${taken.join(", ")} taken from line ${first.line}`,
    };
  });
}

function isBlank(cell: string | undefined): boolean {
  return cell === undefined || cell === "" || isNothing.text(cell);
}
