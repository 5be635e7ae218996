import { unwrapped } from "@/lib/enrolment/reading/cells.ts";
import { type DayOrder, readDay } from "./days.ts";
import { readWholeAddress } from "./whole_address.ts";
import type { RawRow } from "@/lib/enrolment/source.ts";
import type { TableRow } from "@/lib/enrolment/reading/table.ts";

/** How the columns of a file become ours; kept with an upload and remembered for the next file of the same header. */
export interface Mapping {
  /**
   * Which column of the file is which of ours. Several of one are put together in this order, and one of the file may be
   * several of ours. `address` is a whole address in one cell.
   */
  columns: { header: string; column: string }[];
  /** What rows say in columns that the file has not, or where such a cell is empty. */
  always?: Record<string, string>;
  /** The file's words for ours, in lower case: `{order_state: {"sales order": "sale"}}`. */
  words?: Record<string, Record<string, string>>;
  /** Whether lines without a reference are counted within their order: S1/1, S1/2. */
  numbersLines?: boolean;
  days?: DayOrder;
  /** What stands before cents in amounts that also have separators of thousands. */
  decimals?: "point" | "comma";
  /** What belongs to an order stands on its first line only. */
  ordersFromAbove?: boolean;
  /** What a row with its first cell only says of the rows below it, as reports by customer or by product do. */
  headings?: "customer_ref" | "sku";
}

/** Below the rows of a heading reports write what they come to. */
const SUM = /^total\b/i;
const DAYS = /_date$/;
const AMOUNTS = /^(unit_price|list_price|maintenance_fee)$/;
/** What stands between the parts of a column that is put together. */
const BETWEEN: Record<string, string> = { street: ", ", serial_numbers: ";" };

/** The mapping of a file whose columns have our names. */
export function ownMapping(columns: string[]): Mapping {
  return {
    columns: columns.filter((name) => name !== "").map((name) => ({ header: name, column: name })),
  };
}

/** Our columns that a mapping brings. */
export function mappedColumns(
  { columns, always = {}, numbersLines, headings }: Mapping,
): Set<string> {
  const found = new Set([...columns.map(({ column }) => column), ...Object.keys(always)]);
  if (found.delete("address")) {
    for (const part of ["street", "unit", "city", "province", "postal_code"]) {
      found.add(part);
    }
  }
  if (numbersLines) found.add("line_ref");
  if (headings) found.add(headings);
  return found;
}

/** Reads the rows of a table through a mapping; nothing comes of a row that only heads others. */
export function rowMapper(
  columns: string[],
  mapping: Mapping,
): (row: TableRow) => RawRow | undefined {
  const places = mapping.columns
    .map(({ header, column }) => ({ column, at: columns.indexOf(header) }))
    .filter(({ at }) => at >= 0);
  const lines = new Map<string, number>();
  let heading = "";
  return ({ line, cells, notice }) => {
    const said = cells.map(unwrapped);
    if (mapping.headings && said[0] !== "") {
      const isAlone = said.slice(1).every((cell) => cell === "");
      if (isAlone) heading = said[0];
      if (isAlone || SUM.test(said[0])) return undefined;
    }
    const fields: Record<string, string> = {};
    for (const { column, at } of places) {
      const between = BETWEEN[column] ?? " ";
      fields[column] = [fields[column], said[at]].filter(Boolean).join(between);
    }
    for (const [column, cell] of Object.entries(mapping.always ?? {})) fields[column] ||= cell;
    if (mapping.headings && !fields[mapping.headings]) fields[mapping.headings] = heading;
    const notices = notice === undefined ? [] : [notice];
    for (const [column, cell] of Object.entries(fields)) {
      fields[column] = translated(column, cell, mapping);
    }
    if (fields.address !== undefined) notices.push(...takeApart(fields));
    if (mapping.numbersLines && fields.order_number) {
      const number = (lines.get(fields.order_number) ?? 0) + 1;
      lines.set(fields.order_number, number);
      fields.line_ref ||= `${fields.order_number}/${number}`;
    }
    return notices.length === 0 ? { line, fields } : { line, fields, notice: notices.join("; ") };
  };
}

function translated(column: string, cell: string, { words, days, decimals }: Mapping): string {
  const ours = words?.[column] ?? {};
  // Every object knows the word "constructor".
  if (Object.hasOwn(ours, cell.toLowerCase())) return ours[cell.toLowerCase()];
  if (DAYS.test(column)) return readDay(cell, days);
  if (AMOUNTS.test(column) && decimals) return readAmount(cell, decimals);
  return cell;
}

/** An amount with its separators of thousands taken away; what is not written like one stays as it is. */
function readAmount(cell: string, decimals: "point" | "comma"): string {
  const plain = cell.replace(/^(-?)\s*\$\s*/, "$1").replace(/\s*\$$/, "");
  if (decimals === "point") {
    return /^-?\d{1,3}(,\d{3})+(\.\d+)?$|^-?\d+(\.\d+)?$/.test(plain)
      ? plain.replaceAll(",", "")
      : cell;
  }
  return /^-?\d{1,3}([. ]\d{3})+(,\d+)?$|^-?\d+(,\d+)?$/.test(plain)
    ? plain.replace(/[. ]/g, "").replace(",", ".")
    : cell;
}

function takeApart(fields: Record<string, string>): string[] {
  const { address } = fields;
  delete fields.address;
  if (address === "") return [];
  const parts = readWholeAddress(address);
  if (parts === undefined) {
    return [`address "${address.slice(0, 60)}" cannot be taken apart and was left out`];
  }
  for (const [column, part] of Object.entries(parts)) fields[column] ||= part;
  return [];
}
