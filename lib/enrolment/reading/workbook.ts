import { unwrapped } from "./cells.ts";
import { formatsOf, sharedTexts, type SheetEntry, sheetsOf } from "./workbook_parts.ts";
import { type SheetRow, sheetRows, type Workbook } from "./sheet_rows.ts";
import {
  type BadRow,
  headerAt,
  type Table,
  type TableRow,
  titleNotice,
  type Unreadable,
} from "./table.ts";
import { isKnownHeader } from "@/lib/enrolment/columns/headers.ts";
import { listZip, ZipProblem } from "./zip.ts";

/** Rows that are looked at to find the header. */
const FIRST = 25;
/** Characters in which the header of some sheet is found: each has it at its beginning. */
const MOST_LOOKED_AT = 100_000_000;
/** A row with more columns than this is no header. */
const MOST_COLUMNS = 1000;

/**
 * Opens the sheet of an Excel workbook that has the list: the first that is shown and whose header names columns that
 * we know, else the first with anything on it. Formulas are read by the value that was stored with them.
 */
export async function openWorkbook(bytes: Uint8Array): Promise<Table | Unreadable> {
  try {
    const entries = listZip(bytes);
    const parts = { bytes, entries };
    const { sheets, is1904 } = await sheetsOf(parts);
    const [texts, formats] = [await sharedTexts(parts), await formatsOf(parts)];
    const book: Workbook = { ...parts, is1904, texts, formats };
    return await openSheet(book, sheets);
  } catch (error) {
    if (error instanceof ZipProblem) return { problem: error.message };
    throw error;
  }
}

async function openSheet(book: Workbook, sheets: SheetEntry[]): Promise<Table | Unreadable> {
  const shown = sheets.filter(({ isHidden }) => !isHidden);
  if (shown.length === 0) {
    return { problem: "All sheets of the workbook are hidden: show the one with the list" };
  }
  const begun = { ...book, patience: { left: MOST_LOOKED_AT } };
  let found: { sheet: SheetEntry; header: SheetRow; isTitled: boolean } | undefined;
  for (const sheet of shown) {
    const first = await firstRows(begun, sheet);
    if (first.length === 0) continue;
    const at = headerAt(first.map(({ cells }) => cells));
    const header = first[at];
    const isKnown = header.cells.filter((cell) => isKnownHeader(unwrapped(cell))).length >= 2;
    if (found === undefined || isKnown) found = { sheet, header, isTitled: at > 0 };
    if (isKnown) break;
  }
  if (found === undefined) return { problem: "The workbook is empty" };
  const { sheet, header, isTitled } = found;
  const columns = header.cells.map(unwrapped).slice(0, MOST_COLUMNS);
  const notices = [
    ...(sheets.length > 1 ? [`Of ${sheets.length} sheets, “${sheet.name}” was read`] : []),
    ...(isTitled ? [titleNotice(header.line)] : []),
  ];
  return { columns, notices, rows: () => rowsBelow(book, sheet, header.line, columns) };
}

async function firstRows(book: Workbook, sheet: SheetEntry): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const row of sheetRows(book, sheet.path)) {
    if (rows.push(row) >= FIRST) break;
  }
  return rows;
}

async function* rowsBelow(
  book: Workbook,
  sheet: SheetEntry,
  header: number,
  columns: string[],
): AsyncGenerator<TableRow | BadRow> {
  const told = new Set<number>();
  let line = header;
  try {
    for await (const row of sheetRows(book, sheet.path)) {
      if (row.line <= header) continue;
      line = row.line;
      yield rowOf(row, columns, told);
    }
  } catch (error) {
    if (!(error instanceof ZipProblem)) throw error;
    yield { line: line + 1, problem: `From here on nothing is read. ${error.message}` };
  }
}

/** Of formulas each column is told once, on the first row that has one. */
function rowOf(row: SheetRow, columns: string[], told: Set<number>): TableRow | BadRow {
  const { line, cells, formulas } = row;
  const beyond = cells.findIndex((cell, at) => at >= columns.length && cell !== "");
  if (beyond >= 0) {
    return {
      line,
      cells,
      problem: `The row has ${beyond + 1} fields, the header ${columns.length}`,
    };
  }
  const all = columns.map((_, at) => cells[at] ?? "");
  const news = formulas.filter((at) => at < columns.length && !told.has(at));
  if (news.length === 0) return { line, cells: all };
  for (const at of news) told.add(at);
  const names = news.map((at) => columns[at]).join(", ");
  return { line, cells: all, notice: `${names}: a formula, read by the value stored with it` };
}
