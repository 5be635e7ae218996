import { columnOf, type Format, numberText, unescaped } from "./sheet_cells.ts";
import { DAMAGED, localName, type Parts, readXml } from "./xml_parts.ts";
import { ZipProblem } from "./zip.ts";

/** A workbook whose sheets can be read one row at a time. */
export interface Workbook extends Parts {
  /** The texts that cells share. */
  texts: string[];
  /** How numbers are shown, by the style of a cell. */
  formats: Format[];
  /** Whether its days count from 1904, as on old Macs. */
  is1904: boolean;
}

/** A row of a sheet with anything on it. */
export interface SheetRow {
  line: number;
  /** By column; what is missing at the end is empty. */
  cells: string[];
  /** Columns whose cell is a formula. */
  formulas: number[];
}

/** Rows that a sheet can have. */
const MOST_ROWS = 1_048_576;
/** Columns that a sheet can have. */
const MOST_COLUMNS = 16_384;

/** The rows of a sheet from top to bottom; those with nothing on them are left out. */
export function sheetRows(book: Workbook, path: string): AsyncGenerator<SheetRow> {
  return readXml<SheetRow>(book, path, (parser, add) => {
    let row: SheetRow = { line: 0, cells: [], formulas: [] };
    let cell = { at: 0, type: "", style: 0, text: "", isFormula: false };
    /** Text counts within a value or an inline string, not within a formula or how a name is pronounced. */
    let isValue = false;
    let isAside = false;
    parser.on("opentag", (tag) => {
      const name = localName(tag);
      const said = tag.attributes as Record<string, string>;
      if (name === "row") {
        row = { line: lineAfter(row.line, said.r), cells: [], formulas: [] };
      } else if (name === "c") {
        const at = said.r ? columnOf(said.r) : row.cells.length;
        cell = { at, type: said.t ?? "n", style: Number(said.s ?? 0), text: "", isFormula: false };
      } else if (name === "v" || name === "t") isValue = true;
      else if (name === "f") cell.isFormula = true;
      else if (name === "rPh") isAside = true;
    });
    parser.on("text", (text) => {
      if (isValue && !isAside) cell.text += text;
    });
    parser.on("closetag", (tag) => {
      const name = localName(tag);
      if (name === "v" || name === "t") isValue = false;
      else if (name === "rPh") isAside = false;
      else if (name === "c") put(book, row, cell);
      else if (name === "row" && row.cells.some((text) => text !== "")) add(row);
    });
  });
}

/** Rows go from top to bottom, each once; whoever wrote something else, nobody knows which row is meant. */
function lineAfter(before: number, said: string | undefined): number {
  const line = said === undefined ? before + 1 : Number(said);
  if (Number.isInteger(line) && line > before && line <= MOST_ROWS) return line;
  throw new ZipProblem(DAMAGED);
}

function put(
  book: Workbook,
  row: SheetRow,
  cell: { at: number; type: string; style: number; text: string; isFormula: boolean },
): void {
  if (cell.at < 0 || cell.at >= MOST_COLUMNS) throw new ZipProblem(DAMAGED);
  if (row.cells[cell.at]) throw new ZipProblem(DAMAGED);
  while (row.cells.length < cell.at) row.cells.push("");
  row.cells[cell.at] = cellText(book, cell).trim();
  if (cell.isFormula) row.formulas.push(cell.at);
}

function cellText(
  book: Workbook,
  { type, style, text }: { type: string; style: number; text: string },
): string {
  switch (type) {
    case "s":
      if (text !== "" && book.texts[Number(text)] === undefined) throw new ZipProblem(DAMAGED);
      return book.texts[Number(text)] ?? "";
    case "b":
      return text === "1" ? "TRUE" : "FALSE";
    // #N/A and its like say nothing.
    case "e":
      return "";
    case "d":
      return text.replace(/T00:00:00(\.0+)?Z?$/, "").replace("T", " ");
    case "n":
      return numberText(text, book.formats[style] ?? "number", book.is1904);
    default:
      return unescaped(text);
  }
}
