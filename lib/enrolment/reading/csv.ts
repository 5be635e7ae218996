import { parse } from "csv-parse/sync";
import { unwrapped } from "./cells.ts";
import { type Encoding, encodingOf, linesOf, separatorOf, textOf } from "./decode.ts";
import {
  type BadRow,
  headerAt,
  type Table,
  type TableRow,
  titleNotice,
  type Unreadable,
} from "./table.ts";

interface Parsed {
  record: string[];
  raw: string;
  info: { lines: number };
}

/** A record with the line it starts on. */
interface CsvRecord {
  line: number;
  cells: string[];
}

const REPLACEMENT = "\uFFFD";
/** The database stores no text with it. */
const NUL = "\0";
/** A file with more broken quotes than this is given up from there on. */
const MOST_REPAIRS = 100;
/** Characters of one row: no cell of a list is a book. */
const MOST_CHARACTERS = 1_000_000;

/** A file with more rows of another width than its header is no table: each of them would be kept and told. */
const MOST_BROKEN = 10_000;

const NO_TEXT =
  'The file is no list, or damaged: open it in a spreadsheet and save it as "CSV UTF-8"';
const NOT_CLOSED = "A quotation mark is not closed";
const TOO_LONG = "a cell is longer than a million";

/**
 * Opens a CSV file with a header: UTF-8, UTF-16 or Windows-1252, fields separated by commas, semicolons, tabs or
 * bars, any line ends, fields quoted or not. Empty lines are skipped, and so are rows of separators alone, which spreadsheets leave below a list. A row that is not UTF-8 in a file that is,
 * holds a NUL character, has another number of fields than the header, is longer than a book, or never closes a
 * quote is a problem of its line; the other rows are read, as many at a time as fit into a block. The problem of a
 * quote too many, or of a row too many that is broken, says that the rest of the file is not.
 */
export function openCsv(bytes: Uint8Array): Table | Unreadable {
  const encoding = encodingOf(bytes);
  const first = recordsOf(bytes, encoding).next();
  if (first.done) return { problem: "The file is empty" };
  if ("problem" in first.value) return { problem: first.value.problem };
  const { line, cells } = first.value;
  const notices = [
    ...(line > 1 && isAfterTitle(bytes, encoding, line) ? [titleNotice(line)] : []),
    ...(encoding.name === "windows-1252"
      ? ["The file is not UTF-8: it was read as Windows-1252. Look at names with accents"]
      : []),
  ];
  if (cells.some((cell) => cell.includes(NUL))) return { problem: NO_TEXT };
  const columns = cells.map(unwrapped);
  return { columns, notices, rows: () => checked(recordsOf(bytes, encoding), columns, encoding) };
}

function isAfterTitle(bytes: Uint8Array, encoding: Encoding, header: number): boolean {
  const [{ lines }] = linesOf(textOf(bytes.subarray(0, 1 << 16), encoding));
  return separatorOf(lines).lines.slice(0, header - 1).some((line) => line.trim() !== "");
}

async function* checked(
  records: Iterable<CsvRecord | BadRow>,
  columns: string[],
  encoding: Encoding,
): AsyncGenerator<TableRow | BadRow> {
  let isHeader = true;
  let broken = 0;
  for (const record of records) {
    if ("problem" in record) yield record;
    else if (isHeader) isHeader = false;
    else if (record.cells.some((cell) => cell.trim() !== "")) {
      const problem = problemOf(record.cells, columns, encoding);
      if (record.cells.length !== columns.length && ++broken > MOST_BROKEN) {
        yield { ...record, problem: `${problem}, once too often: from here on nothing is read` };
        return;
      }
      yield problem === undefined ? record : { ...record, problem };
    }
  }
}

function problemOf(cells: string[], columns: string[], encoding: Encoding): string | undefined {
  if (cells.some((cell) => cell.includes(NUL))) return "The row holds a NUL character";
  if (!encoding.isExact && cells.some((cell) => cell.includes(REPLACEMENT))) {
    return "The row is not UTF-8";
  }
  if (cells.length === columns.length) return undefined;
  return `The row has ${cells.length} fields, the header ${columns.length}`;
}

/**
 * The records of a file from its header on, in order, a block of lines at a time. What is not at its end with a
 * block waits for the next one.
 */
function* recordsOf(bytes: Uint8Array, encoding: Encoding): Generator<CsvRecord | BadRow> {
  const shape: Shape = { separator: "", width: undefined };
  const repairs = { left: MOST_REPAIRS };
  let pending: string[] = [];
  let before = 0;
  for (const { lines, isLast } of linesOf(textOf(bytes, encoding))) {
    pending = pending.concat(lines);
    if (shape.separator === "") {
      ({ separator: shape.separator, lines: pending } = separatorOf(pending));
    }
    const { found, rest, isGivenUp } = readBlock(pending, shape, isLast, repairs);
    for (const each of found) yield { ...each, line: before + each.line };
    if (isGivenUp) return;
    before += pending.length - rest.length;
    pending = rest;
  }
}

/** What is known of a file after its first lines. */
interface Shape {
  separator: string;
  /** Fields of the header; undefined before it was found. */
  width: number | undefined;
}

interface Block {
  found: (CsvRecord | BadRow)[];
  /** Lines of a record that is not at its end. */
  rest: string[];
  isGivenUp?: boolean;
}

/**
 * A stray quote swallows the lines after it: the line it stands on is given up and those after it are read again,
 * so that one bad row never loses the others.
 */
function readBlock(
  lines: string[],
  shape: Shape,
  isLast: boolean,
  repairs: { left: number },
): Block {
  const problems = withoutLongLines(lines);
  while (true) {
    const { records, isOpen } = parseOnce(lines.join("\n"), shape.separator);
    const titles = shape.width === undefined ? headerAt(records.map(({ record }) => record)) : 0;
    const width = shape.width ?? records[titles]?.record.length;
    const swallowing = records.slice(titles).find(({ record, raw }) =>
      raw.trim().includes("\n") &&
      (record.length !== width || holdsRow(record, width, shape.separator))
    );
    const open = isOpen ? firstLineAfter(records.at(-1), lines) : lines.length + 1;
    const isTooLong = lines.slice(open - 1).join("\n").length > MOST_CHARACTERS;
    const broken = swallowing
      ? startLine(swallowing)
      : isOpen && (isLast || isTooLong)
      ? open
      : undefined;
    const read = (end: number) => {
      shape.width = width;
      const rows = records.slice(titles)
        .map((parsed) => ({ line: startLine(parsed), cells: parsed.record }))
        .filter(({ line }) => line < end);
      return [...rows, ...problems].sort((a, b) => a.line - b.line);
    };
    if (broken === undefined) return { found: read(open), rest: lines.slice(open - 1) };
    const problem = isTooLong && !swallowing ? `${NOT_CLOSED}, or ${TOO_LONG}` : NOT_CLOSED;
    if (repairs.left === 0) {
      problems.push({
        line: broken,
        problem: `${problem}, once too often: from here on nothing is read`,
      });
      return { found: read(broken), rest: [], isGivenUp: true };
    }
    repairs.left -= 1;
    // Whoever corrects it sees the line as it stood.
    problems.push({ line: broken, problem, cells: [lines[broken - 1]] });
    lines[broken - 1] = "";
  }
}

/** Lists of fewer columns have cells that look like their rows. */
const LEAST_COLUMNS = 4;

/** Whether a cell of several lines has as many separators as a row: two quotation marks too many make one of two rows. */
function holdsRow(cells: string[], width: number, separator: string): boolean {
  return width >= LEAST_COLUMNS &&
    cells.some((cell) => cell.includes("\n") && cell.split(separator).length >= width);
}

/** Takes lines that no row has away, each with its problem. */
function withoutLongLines(lines: string[]): BadRow[] {
  const problems: BadRow[] = [];
  for (const [at, { length }] of lines.entries()) {
    if (length <= MOST_CHARACTERS) continue;
    problems.push({ line: at + 1, problem: `The row has ${length} characters: ${TOO_LONG}` });
    lines[at] = "";
  }
  return problems;
}

function parseOnce(text: string, separator: string): { records: Parsed[]; isOpen: boolean } {
  let isOpen = false;
  // Its types know `info` and `raw` one at a time only.
  const records = parse(text, {
    info: true,
    raw: true,
    trim: true,
    record_delimiter: "\n",
    delimiter: separator,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: () => {
      isOpen = true;
      return undefined;
    },
  }) as unknown as Parsed[];
  return { records, isOpen };
}

/** The parser counts the line on which a record ends. */
function startLine({ raw, info }: Parsed): number {
  return info.lines - (raw.trim().match(/\n/g)?.length ?? 0);
}

function firstLineAfter(record: Parsed | undefined, lines: string[]): number {
  let line = record ? record.info.lines + 1 : 1;
  while (line < lines.length && lines[line - 1].trim() === "") line++;
  return line;
}
