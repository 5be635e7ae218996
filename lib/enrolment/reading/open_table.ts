import { openCsv } from "./csv.ts";
import type { Table, Unreadable } from "./table.ts";
import { whatItIs } from "./what_it_is.ts";
import { openWorkbook } from "./workbook.ts";

/** Opens what was uploaded: text with separated fields, or a workbook. */
export async function openTable(bytes: Uint8Array<ArrayBuffer>): Promise<Table | Unreadable> {
  const found = whatItIs(bytes);
  if ("problem" in found) return found;
  const table = found.is === "workbook" ? await openWorkbook(bytes) : openCsv(bytes);
  if ("problem" in table) return table;
  const twice = table.columns.find((name, i) => name !== "" && table.columns.indexOf(name) !== i);
  return twice === undefined ? table : { problem: `Two columns are called ${twice}` };
}
