import { parse } from "csv-parse/sync";
import type { ReadBytes } from "@/lib/enrolment/import.ts";

const LINE_END = 10;

/** Files that name a client in each row. */
const OF_CLIENTS = ["customers.csv", "sales_order_lines.csv", "device_claims.csv"];

/** Files that are the same whoever joins. */
const OF_COMPANY = ["equipment_categories.csv", "products.csv", "technicians.csv"];

/** The same files without what the company has from its first day on: reading that again costs as much as its clients. */
export function withoutCompany(readBytes: ReadBytes): ReadBytes {
  return async (fileName) => {
    const bytes = await readBytes(fileName);
    if (!bytes || !OF_COMPANY.includes(fileName)) return bytes;
    return bytes.slice(0, bytes.indexOf(LINE_END) + 1);
  };
}

/** The same files with the rows of these clients only, as a company would begin with a few. */
export function onlyClients(readBytes: ReadBytes, customerRefs: string[]): ReadBytes {
  return async (fileName) => {
    const bytes = await readBytes(fileName);
    if (!bytes || !OF_CLIENTS.includes(fileName)) return bytes;
    const [header, ...rows] = parse(new TextDecoder().decode(bytes)) as string[][];
    const column = header.indexOf("customer_ref");
    const kept = rows.filter((row) => customerRefs.includes(row[column]));
    return new TextEncoder().encode([header, ...kept].map(written).join("\n") + "\n");
  };
}

function written(row: string[]): string {
  return row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",");
}
