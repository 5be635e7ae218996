import { FILE_KINDS, type FileKind } from "@/lib/enrolment/files.ts";
import {
  mappedColumns,
  type Mapping,
  ownMapping,
  rowMapper,
} from "@/lib/enrolment/columns/mapping.ts";
import { openTable } from "./open_table.ts";
import { ordersFromAbove } from "./orders_from_above.ts";
import { mappingFrom, proposeKind, proposeMapping } from "@/lib/enrolment/columns/propose.ts";
import type { RawRow, RefusedRow, SourceFile } from "@/lib/enrolment/source.ts";
import type { Table } from "./table.ts";

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
  /** How its columns become ours; without one, those of our names count, or those whose meaning is sure. */
  mapping?: Mapping;
}

/**
 * A file, CSV or workbook, as rows of our columns. A column that may be empty may also be missing: that is a problem
 * of line 1, and the rows are read without it; none where somebody saw what the columns are. Without any other column no
 * row can be read.
 */
export function fileSource(found: FoundFile, options: ReadOptions = {}): SourceFile {
  const { kind, fileName } = found;
  return { kind, fileName, isWhole: true, rows: () => rowsOf(found, options) };
}

async function* rowsOf(
  { kind, bytes, mapping: given }: FoundFile,
  options: ReadOptions,
): AsyncGenerator<RawRow | RefusedRow> {
  const table = await openTable(bytes);
  if ("problem" in table) return yield { line: 1, problem: table.problem };
  const mapping = given ?? await mappingOf(kind, table);
  const mapped = mappedColumns(mapping);
  const missing = Object.keys(kind.columns).filter((column) => !mapped.has(column));
  const isReadable = missing.every((column) => kind.columns[column].safeParse("").success);
  if (missing.length > 0 && (given === undefined || !isReadable)) {
    const other = isReadable ? undefined : await otherKind(kind, table);
    const problem = missingColumns(missing, isReadable);
    yield { line: 1, problem: other ? `${problem}. It looks like ${other}` : problem };
  }
  if (isReadable) yield* readRows(kind, table, { ...mapping, ...options });
}

/** What a file seems to be that was brought as something else. */
async function otherKind(kind: FileKind, table: Table): Promise<string | undefined> {
  const found = proposeKind(table.columns, await firstRows(table));
  const other = FILE_KINDS.find((each) => each.kind === found?.kind);
  return other && other !== kind
    ? other.fileName.replace(/\.csv$/, "").replaceAll("_", " ")
    : undefined;
}

/** Reports have their own names for columns: only what leaves no doubt is taken for ours. */
async function mappingOf(kind: FileKind, table: Table): Promise<Mapping> {
  const own = ownMapping(table.columns);
  const mapped = mappedColumns(own);
  const lacking = Object.keys(kind.columns).filter((column) => !mapped.has(column));
  const isOthers = (header: string | null) => header !== null && !(header in kind.columns);
  if (lacking.length === 0 || !table.columns.some(isOthers)) return own;
  const first = await firstRows(table);
  const sure = proposeMapping(kind, table.columns, first)
    .filter(({ confidence }) => confidence === "sure");
  if (lacking.some((column) => !kind.columns[column].safeParse("").success)) {
    return mappingFrom(kind, sure, table.columns, first);
  }
  // An export of ours of which some columns were renamed goes on being read as one.
  const renamed = sure.flatMap(({ column, header }) =>
    column !== null && header !== null && lacking.includes(column) && isOthers(header)
      ? [{ column, header }]
      : []
  );
  return { ...own, columns: [...own.columns, ...renamed] };
}

/** Rows that a proposal is made from. */
const LOOKED_AT = 1000;

/** The cells of the first rows that could be taken apart. */
export async function firstRows(table: Table): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const row of table.rows()) {
    if (!("problem" in row) && rows.push(row.cells) >= LOOKED_AT) break;
  }
  return rows;
}

async function* readRows(
  kind: FileKind,
  table: Table,
  mapping: Mapping,
): AsyncGenerator<RawRow | RefusedRow> {
  const map = rowMapper(table.columns, mapping);
  const fill = mapping.ordersFromAbove ? ordersFromAbove(kind) : (row: RawRow | RefusedRow) => row;
  let news = table.notices;
  for await (const row of table.rows()) {
    const mapped = "problem" in row ? { line: row.line, problem: row.problem } : map(row);
    if (mapped === undefined) continue;
    const filled = fill(mapped);
    if ("problem" in filled || news.length === 0) {
      yield filled;
      continue;
    }
    // How the whole file was read is told once, on its first row.
    yield { ...filled, notice: [...news, filled.notice].filter(Boolean).join("; ") };
    news = [];
  }
}

function missingColumns(columns: string[], isReadable: boolean): string {
  const what = columns.length === 1
    ? `The column ${columns[0]} is missing`
    : `The columns ${columns.join(", ")} are missing`;
  return `${what}: ${isReadable ? "the rows are read without" : "no row can be read"}`;
}
