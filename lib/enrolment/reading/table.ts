import { unwrapped } from "./cells.ts";
import { isKnownHeader } from "@/lib/enrolment/columns/headers.ts";
import type { RefusedRow } from "@/lib/enrolment/source.ts";

/** One row of a table as it was found, with as many cells as the table has columns. */
export interface TableRow {
  line: number;
  cells: string[];
  /** How a cell of it had to be read. */
  notice?: string;
}

/** A row that cannot be read, with its cells where it could be taken apart. */
export interface BadRow extends RefusedRow {
  cells?: string[];
}

/** A file with a header and rows below it, whatever it is. */
export interface Table {
  /** Names in the header, unwrapped. */
  columns: string[];
  /** How the file as a whole was read, where that is worth a word. */
  notices: string[];
  /** The rows from the first one on, as often as they are asked for. */
  rows(): AsyncIterable<TableRow | BadRow>;
}

/** Why a file as a whole cannot be read. */
export interface Unreadable {
  problem: string;
}

/** Rows above a header: the name of a company, of a report, its days. */
export const MOST_TITLES = 20;

/**
 * Which of the first rows is the header: the first, unless it has one cell only, as titles of reports have, and a
 * row below it names columns that we know.
 */
export function headerAt(rows: string[][]): number {
  const filled = (cells: string[]) => cells.map(unwrapped).filter((cell) => cell !== "");
  for (const [at, cells] of rows.slice(0, MOST_TITLES).entries()) {
    if (filled(cells).length < 2) continue;
    return at === 0 || filled(cells).filter(isKnownHeader).length >= 2 ? at : 0;
  }
  return 0;
}

/** A word about the lines above a header, which are no rows. */
export function titleNotice(line: number): string {
  return `The header is on line ${line}: what stands above it was taken for a title`;
}
