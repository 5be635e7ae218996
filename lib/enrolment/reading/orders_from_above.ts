import { isNothing } from "./cells.ts";
import type { FileKind } from "@/lib/enrolment/files.ts";
import type { RawRow, RefusedRow } from "@/lib/enrolment/source.ts";

/**
 * Some systems write what belongs to an order on its first line only. The lines below it that have no order
 * number, or the same, take the order's cells from there, where they do not say something else; each such row says so.
 * Behind a line that could not be read, or whose order cannot be, nobody knows whose the next ones are:
 * they stay as they are, without a number.
 */
export function ordersFromAbove(
  { order, columns }: FileKind,
): (row: RawRow | RefusedRow) => RawRow | RefusedRow {
  let above: RawRow | undefined;
  return (row) => {
    if (order === undefined) return row;
    if ("problem" in row) {
      above = undefined;
      return row;
    }
    const { line, fields, notice } = row;
    const first = above;
    const isNext = first !== undefined &&
      (isBlank(fields[order[0]]) || fields[order[0]] === first.fields[order[0]]);
    const isOther = (column: string) =>
      !isBlank(fields[column]) && fields[column] !== first?.fields[column];
    if (!isNext && !isBlank(fields[order[0]])) {
      const isReadable = order.every((column) =>
        columns[column].safeParse(fields[column] ?? "").success
      );
      above = isReadable ? row : undefined;
      return row;
    }
    if (first === undefined || order.some(isOther)) return row;
    const taken = order.filter((column) =>
      isBlank(fields[column]) && !isBlank(first.fields[column])
    );
    if (taken.length === 0) return row;
    const filled = Object.fromEntries(taken.map((column) => [column, first.fields[column]]));
    const notices = [notice, `${taken.join(", ")} taken from line ${first.line}`];
    return {
      line,
      fields: { ...fields, ...filled },
      notice: notices.filter(Boolean).join("; "),
    };
  };
}

function isBlank(cell: string | undefined): boolean {
  return cell === undefined || cell === "" || isNothing.text(cell);
}
