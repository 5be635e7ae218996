import { parse } from "csv-parse/sync";
import { unwrapped } from "./cells.ts";
import {
  type Encoding,
  encodingOf,
  linesOf,
  MOST_CHARACTERS,
  separatorOf,
  textOf,
} from "./decode.ts";
import {
  type BadRow,
  headerAt,
  MOST_TITLES,
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
/** Characters of a file that are read again for its quotes, before it is given up: a few seconds of work. */
const MOST_READ_AGAIN = 100_000_000;

/** A file with more rows of another width than its header is no table: each of them would be kept and told. */
const MOST_BROKEN = 10_000;

/** Ends the parser early. */
const STOP = new Error("stop");

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
  const repairs: Repairs = { left: MOST_REPAIRS, characters: MOST_READ_AGAIN };
  let pending: string[] = [];
  let before = 0;
  let waiting = 0;
  for (const { lines, isLast } of linesOf(textOf(bytes, encoding))) {
    pending = pending.concat(lines);
    if (waiting > 0 && !isLast) {
      waiting += charactersOf(lines);
      // Without another quote a cell cannot end.
      if (waiting <= MOST_CHARACTERS && !lines.some((line) => line.includes('"'))) continue;
    }
    if (shape.separator === "") {
      ({ separator: shape.separator, lines: pending } = separatorOf(pending));
    }
    const { found, rest, isGivenUp } = readBlock(pending, shape, isLast, repairs);
    for (const each of found) yield { ...each, line: before + each.line };
    if (isGivenUp) return;
    before += pending.length - rest.length;
    pending = rest;
    waiting = charactersOf(rest);
  }
}

/** Characters of lines with their ends. */
function charactersOf(lines: string[]): number {
  return lines.reduce((sum, { length }) => sum + length + 1, 0);
}

/** What is known of a file after its first lines. */
interface Shape {
  separator: string;
  /** Fields of the header; undefined before it was found. */
  width: number | undefined;
}

/** What may still be spent on the quotes of a file. */
interface Repairs {
  left: number;
  characters: number;
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
  repairs: Repairs,
): Block {
  const problems = withoutLongLines(lines);
  let before: Parsed[] = [];
  let from = 0;
  while (true) {
    const { records, isOpen, titles, width, swallowing } = parseOnce(lines, from, before, shape);
    const open = isOpen ? firstLineAfter(records.at(-1), lines) : lines.length + 1;
    const waiting = swallowing ? 0 : charactersOf(lines.slice(open - 1));
    const isTooLong = waiting > MOST_CHARACTERS;
    repairs.characters -= waiting;
    const broken = swallowing
      ? startLine(swallowing)
      : isOpen && (isLast || isTooLong || repairs.characters < 0)
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
    if (repairs.left === 0 || repairs.characters < 0) {
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
    // What stands above is read already.
    before = records.filter((record) => record !== swallowing);
    from = broken;
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
    problems.push({ line: at + 1, problem: `The row is too long: ${TOO_LONG}` });
    lines[at] = "";
  }
  return problems;
}

interface ParsedBlock {
  records: Parsed[];
  isOpen: boolean;
  /** Records above the header. */
  titles: number;
  width: number | undefined;
  /** A record with lines of others in it; nothing is parsed after it. */
  swallowing?: Parsed;
}

/** Parses the lines from one on, after the records that are known already. */
function parseOnce(lines: string[], from: number, before: Parsed[], shape: Shape): ParsedBlock {
  const records = [...before];
  let titles = 0;
  let width = shape.width;
  let isOpen = false;
  let swallowing: Parsed | undefined;
  const isSwallowing = ({ record, raw }: Parsed) =>
    raw.trim().includes("\n") &&
    (record.length !== width || holdsRow(record, width, shape.separator));
  const findHeader = () => {
    if (shape.width === undefined) titles = headerAt(records.map(({ record }) => record));
    width = shape.width ?? records[titles]?.record.length;
    swallowing = records.slice(titles).find(isSwallowing);
  };
  let isHeaderKnown = false;
  const take = (parsed: Parsed) => {
    parsed.info.lines += from;
    records.push(parsed);
    if (isHeaderKnown) swallowing = isSwallowing(parsed) ? parsed : undefined;
    else if (shape.width !== undefined || records.length >= MOST_TITLES) {
      isHeaderKnown = true;
      findHeader();
    }
    if (swallowing) throw STOP;
    return undefined;
  };
  try {
    // Its types know `info` and `raw` one at a time only.
    parse(lines.slice(from).join("\n"), {
      info: true,
      raw: true,
      trim: true,
      record_delimiter: "\n",
      delimiter: shape.separator,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      on_record: take as never,
      on_skip: () => {
        isOpen = true;
        return undefined;
      },
    });
  } catch (error) {
    if (error !== STOP) throw error;
  }
  if (!isHeaderKnown) findHeader();
  if (swallowing) records.length = records.indexOf(swallowing) + 1;
  return { records, isOpen, titles, width, swallowing };
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
