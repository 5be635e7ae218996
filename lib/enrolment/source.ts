import type { FileKind } from "./files.ts";

/** One row as a file has it, its cells by the names of our columns. */
export interface RawRow {
  /** The header is line 1. */
  line: number;
  fields: Record<string, string>;
  /** What was put into the row, or how it had to be read. */
  notice?: string;
}

/** A row that could not even be taken apart, or, on line 1, what is wrong with the header. */
export interface RefusedRow {
  line: number;
  problem: string;
}

/** One file of one kind, whatever it is read from: its rows come as they are asked for. */
export interface SourceFile {
  kind: FileKind;
  fileName: string;
  /** Whether it tells of everything; false where it tells only what changed since the last time. */
  isWhole: boolean;
  rows(): AsyncIterable<RawRow | RefusedRow>;
}
