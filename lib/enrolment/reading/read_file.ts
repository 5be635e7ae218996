import { isSum } from "./cells.ts";
import type { FileKind, Values } from "@/lib/enrolment/files.ts";
import type { RawRow, RefusedRow } from "@/lib/enrolment/source.ts";

/** A row on its way to the database: read, or refused with the problem. */
export type ImportRow =
  | { line: number; values: Values; notice?: string }
  | { line: number; problem: string };

/**
 * Reads the rows of one file into values, one after the other: what does not read exactly is refused, and so is a
 * second row of a name.
 */
export function rowReader(kind: FileKind): (row: RawRow | RefusedRow) => ImportRow {
  const lineOf = new Map<string, number>();
  return (row) => {
    if ("problem" in row) return row;
    const { line, fields, notice } = row;
    const parsed = parseFields(kind, fields);
    if (typeof parsed === "string") return { line, problem: parsed };
    const { values, notices } = parsed;
    if (notice !== undefined) notices.unshift(notice);
    const refused = kind.refuse?.(values) ?? repeated(kind, values, line, lineOf);
    if (refused !== undefined) return { line, problem: refused };
    const leftOut = kind.leaveOut?.(values);
    if (leftOut !== undefined) notices.push(leftOut);
    return notices.length === 0 ? { line, values } : { line, values, notice: notices.join("; ") };
  };
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
