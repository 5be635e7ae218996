import { readCsv } from "./csv.ts";
import type { FileKind } from "./files.ts";
import { ordersFromAbove } from "./orders_from_above.ts";
import type { RawRow, RefusedRow, SourceFile } from "./source.ts";

/** What whoever brings the files knows of them. */
export interface ReadOptions {
  /** What belongs to an order stands on its first line only. */
  ordersFromAbove?: boolean;
}

/** A file as it was found. */
export interface FoundFile {
  kind: FileKind;
  fileName: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * A file whose columns have our names. A column that may be empty may also be missing: that is a problem of line 1,
 * and the rows are read without it. Without any other column no row can be read.
 */
export function fileSource(
  { kind, fileName, bytes }: FoundFile,
  options: ReadOptions = {},
): SourceFile {
  return { kind, fileName, isWhole: true, rows: () => rowsOf(kind, bytes, options) };
}

async function* rowsOf(
  kind: FileKind,
  bytes: Uint8Array,
  options: ReadOptions,
): AsyncGenerator<RawRow | RefusedRow> {
  const csv = readCsv(bytes);
  const problems = [...csv.problems];
  const missing = Object.keys(kind.columns).filter((column) => !csv.columns.includes(column));
  // What is wrong with the header itself says more than what it lacks.
  const hasHeader = csv.columns.length > 0 && !csv.problems.some(({ line }) => line === 1);
  const isReadable = missing.every((column) => kind.columns[column].safeParse("").success);
  if (missing.length > 0 && hasHeader) {
    problems.push({ line: 1, reason: missingColumns(missing, isReadable) });
  }
  const found = options.ordersFromAbove ? ordersFromAbove(kind, csv) : csv.rows;
  const rows = isReadable ? found : [];
  yield* [...rows, ...problems.map(({ line, reason }) => ({ line, problem: reason }))]
    .sort((a, b) => a.line - b.line);
}

function missingColumns(columns: string[], isReadable: boolean): string {
  const what = columns.length === 1
    ? `The column ${columns[0]} is missing`
    : `The columns ${columns.join(", ")} are missing`;
  return `${what}: ${isReadable ? "the rows are read without" : "no row can be read"}`;
}
