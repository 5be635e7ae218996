import { parse } from "csv-parse/sync";
import { unwrapped } from "./cells.ts";
import { decode, separatorOf } from "./decode.ts";

/** One data row: the line it starts on (the header is line 1) and its fields by column. */
export interface CsvRow {
  line: number;
  fields: Record<string, string>;
}

/** A place in a file that could not be read. */
export interface CsvProblem {
  line: number;
  reason: string;
}

export interface Csv {
  /** Names in the header, as written but trimmed. */
  columns: string[];
  rows: CsvRow[];
  problems: CsvProblem[];
}

interface Parsed {
  record: string[];
  raw: string;
  info: { lines: number };
}

const REPLACEMENT = "\uFFFD";
/** The database stores no text with it. */
const NUL = "\0";
/** A file with more broken quotes than this is given up from there on. */
const MOST_REPAIRS = 100;

/**
 * Reads a CSV file with a header: UTF-8 or UTF-16 with or without a byte-order mark, fields separated by
 * commas, semicolons, tabs or bars, any line ends, fields quoted or not. What is around a field is trimmed
 * and unwrapped, and empty lines are skipped. A row that is not UTF-8, holds a NUL character, has another
 * number of fields than the header, or never closes a quote is a problem of its line; the other rows are
 * read. The problem of a quote too many says that the rest of the file is not. Nothing is read of a workbook,
 * or where two columns have one name.
 */
export function readCsv(bytes: Uint8Array): Csv {
  const decoded = decode(bytes);
  if ("problem" in decoded) return unreadable(decoded.problem);
  const { text, isUtf8 } = decoded;
  const { records, problems } = parseRecords(text);
  const header = records.shift();
  if (!header) return unreadable("The file is empty");

  const columns = header.record.map(unwrapped);
  const twice = columns.find((name, i) => name !== "" && columns.indexOf(name) !== i);
  if (twice !== undefined) return unreadable(`Two columns are called ${twice}`, columns);
  const rows: CsvRow[] = [];
  for (const parsed of records) {
    const { record } = parsed;
    const line = startLine(parsed);
    if (record.some((field) => field.includes(NUL))) {
      problems.push({ line, reason: "The row holds a NUL character" });
    } else if (!isUtf8 && record.some((field) => field.includes(REPLACEMENT))) {
      problems.push({ line, reason: "The row is not UTF-8" });
    } else if (record.length !== columns.length) {
      problems.push({ line, reason: fieldCount(record, columns) });
    } else {
      rows.push({
        line,
        fields: Object.fromEntries(columns.map((column, i) => [column, unwrapped(record[i])])),
      });
    }
  }
  return { columns, rows, problems: problems.sort((a, b) => a.line - b.line) };
}

function unreadable(reason: string, columns: string[] = []): Csv {
  return { columns, rows: [], problems: [{ line: 1, reason }] };
}

/**
 * A stray quote swallows the lines after it. The line it stands on is given up and the rest is read
 * again, so that one bad row never loses the others.
 */
function parseRecords(text: string): { records: Parsed[]; problems: CsvProblem[] } {
  const { separator, lines } = separatorOf(text.split(/\r\n|\r|\n/));
  const problems: CsvProblem[] = [];
  while (true) {
    const { records, isOpen } = parseOnce(lines.join("\n"), separator);
    const width = records[0]?.record.length;
    const swallowing = records.find(({ record, raw }) =>
      record.length !== width && raw.trim().includes("\n")
    );
    const line = swallowing
      ? startLine(swallowing)
      : isOpen
      ? firstLineAfter(records.at(-1), lines)
      : undefined;
    if (line === undefined) return { records, problems };
    const reason = "A quotation mark is not closed";
    if (problems.length === MOST_REPAIRS) {
      problems.push({ line, reason: `${reason}, once too often: from here on nothing is read` });
      return { records: records.filter((record) => startLine(record) < line), problems };
    }
    problems.push({ line, reason });
    lines[line - 1] = "";
  }
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

function fieldCount(record: string[], columns: string[]): string {
  return `The row has ${record.length} fields, the header ${columns.length}`;
}
