import { isSum } from "./cells.ts";
import { readCsv } from "./csv.ts";
import type { FileKind, Values } from "./files.ts";
import { type FilledRow, ordersFromAbove } from "./orders_from_above.ts";

/** A row on its way to the database: read, or refused with the problem. */
export type ImportRow =
  | { line: number; values: Values; notice?: string }
  | { line: number; problem: string };

/** What whoever brings the files knows of them. */
export interface ReadOptions {
  /** What belongs to an order stands on its first line only. */
  ordersFromAbove?: boolean;
}

/**
 * Reads one of the files into rows in file order. A column that may be empty may also be missing: that
 * is a problem of line 1, and the rows are read without it. Without any other column no row can be read.
 */
export function readFile(
  kind: FileKind,
  bytes: Uint8Array,
  options: ReadOptions = {},
): ImportRow[] {
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
  const rows = isReadable ? readRows(kind, found) : [];
  return [...rows, ...problems.map(({ line, reason }) => ({ line, problem: reason }))]
    .sort((a, b) => a.line - b.line);
}

function readRows(kind: FileKind, rows: FilledRow[]) {
  const lineOf = new Map<string, number>();
  return rows.map(({ line, fields, notice }): ImportRow => {
    const parsed = parseFields(kind, fields);
    if (typeof parsed === "string") return { line, problem: parsed };
    const { values, notices } = parsed;
    if (notice !== undefined) notices.unshift(notice);
    const refused = kind.refuse?.(values) ?? repeated(kind, values, line, lineOf);
    if (refused !== undefined) return { line, problem: refused };
    const leftOut = kind.leaveOut?.(values);
    if (leftOut !== undefined) notices.push(leftOut);
    return notices.length === 0 ? { line, values } : { line, values, notice: notices.join("; ") };
  });
}

/** The values of a row with what was left out of it, or what is wrong with its first bad field. */
function parseFields(
  kind: FileKind,
  fields: Record<string, string>,
): { values: Values; notices: string[] } | string {
  const columns = Object.entries(kind.columns);
  if (columns.slice(0, 2).some(([column]) => isSum(fields[column] ?? ""))) {
    return "The row is a sum of others";
  }
  const values: Values = {};
  const notices: string[] = [];
  for (const [column, field] of columns) {
    const raw = fields[column] ?? "";
    const parsed = field.safeParse(raw);
    if (parsed.success) {
      values[column] = parsed.data;
      continue;
    }
    const complaint = complain(column, raw, parsed.error.issues[0]);
    if (!kind.dispensable?.includes(column)) return complaint;
    values[column] = null;
    notices.push(`${complaint} and was left out`);
  }
  return { values, notices };
}

interface Issue {
  message: string;
  errors?: { message: string }[][];
}

function complain(column: string, raw: string, issue: Issue): string {
  if (raw === "") return `${column} is empty`;
  // An optional field fails as "neither empty nor …"; the second is the interesting half.
  const message = issue.errors?.at(-1)?.[0].message ?? issue.message;
  const shown = raw.length > 60 ? `${raw.slice(0, 60)}…` : raw;
  return `${column} "${shown}" ${message}`;
}

function repeated(kind: FileKind, values: Values, line: number, lineOf: Map<string, number>) {
  if (!kind.key) return;
  const written = String(values[kind.key]);
  const key = kind.foldsKey ? written.toLowerCase() : written;
  const first = lineOf.get(key);
  if (first !== undefined) return `${kind.key} "${written}" is already on line ${first}`;
  lineOf.set(key, line);
}

function missingColumns(columns: string[], isReadable: boolean): string {
  const what = columns.length === 1
    ? `The column ${columns[0]} is missing`
    : `The columns ${columns.join(", ")} are missing`;
  return `${what}: ${isReadable ? "the rows are read without" : "no row can be read"}`;
}
