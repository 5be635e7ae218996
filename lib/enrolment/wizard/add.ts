/** Bringing files in: their bytes in parts, and what each seems to be. */
import { HttpError } from "fresh";
import * as z from "zod";
import type { Json } from "@/lib/database/database.types.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { FILE_KINDS, type FileKind } from "@/lib/enrolment/files.ts";
import type { Mapping } from "@/lib/enrolment/mapping.ts";
import { openTable } from "@/lib/enrolment/open_table.ts";
import {
  mappingFrom,
  proposeDays,
  type ProposedColumn,
  proposeKind,
  proposeMapping,
} from "@/lib/enrolment/propose.ts";
import type { Table } from "@/lib/enrolment/table.ts";
import { isFor, type Upload } from "./uploads.ts";

/** Bytes of one call: below what a call may carry, in base64. */
export const PART = 384 * 1024;

/** A file's name without its folder, as long as one may be. */
const nameOf = (name: string) => name.split(/[\\/]/).at(-1)!.trim().slice(-200) || "file";

const uploadId = z.uuid();

/** Opens an upload. @throws HttpError 422 for an empty file, or one that is too large */
export async function startUpload(rpc: Rpc, name: string, size: number): Promise<string> {
  return uploadId.parse(await rpc("start_upload", { file_name: nameOf(name), size }));
}

/** Stores a part of an upload; the same again changes nothing. */
export async function addPart(
  rpc: Rpc,
  file_id: string,
  number: number,
  bytes: Uint8Array,
): Promise<void> {
  await rpc("add_upload_part", { file_id, number, base64: bytes.toBase64() });
}

/** The largest file that is taken, in bytes. */
const LARGEST = 25 * 1024 * 1024;

/** Brings in a whole file, as a form without a script sends it. @returns its upload, or why it was not taken */
export async function addFile(rpc: Rpc, file: File): Promise<{ id: string } | { problem: string }> {
  if (file.size === 0) return { problem: `${file.name} is empty.` };
  if (file.size > LARGEST) {
    return { problem: `${file.name} is larger than 25 MB: bring it in in two halves.` };
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const id = await startUpload(rpc, file.name, bytes.length);
  for (let from = 0; from < bytes.length; from += PART) {
    await addPart(rpc, id, from / PART + 1, bytes.subarray(from, from + PART));
  }
  return { id };
}

/** A file that was opened: its header, its first rows, and what kind it is taken for. */
export interface Opened {
  table: Table;
  rows: string[][];
}

/** So many rows tell what the columns are. */
const ROWS_TO_LOOK_AT = 200;

/** Opens a file and looks at its first rows; or why it cannot be read. */
export async function openBytes(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Opened | { problem: string }> {
  const table = await openTable(bytes);
  if ("problem" in table) return table;
  const rows: string[][] = [];
  for await (const row of table.rows()) {
    if ("cells" in row) rows.push(row.cells);
    if (rows.length >= ROWS_TO_LOOK_AT) break;
  }
  return { table, rows };
}

const knownShape = z.union([
  z.object({ status: z.literal("known"), mapping: z.custom<Mapping>() }),
  z.object({ status: z.literal("unknown") }),
]);

/** SHA-256 of a header's names, by which its mapping is remembered. */
async function headerHash({ columns }: Table): Promise<string> {
  const bytes = new TextEncoder().encode(columns.join("\n"));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

const kindOf = (kind: string): FileKind => {
  const found = FILE_KINDS.find((each) => each.kind === kind);
  if (!found) throw new HttpError(400);
  return found;
};

/** Whether rows can be read with what was proposed, and nothing of it has to be looked at. */
const isSound = (proposed: ProposedColumn[], asksDays: boolean) =>
  !asksDays && proposed.every(({ header, confidence, column }) =>
    header !== null && (confidence !== "check" || column === null)
  );

/**
 * Says of a file that is whole what it seems to be. Where nothing is in doubt, or the same header came before, it waits to be
 * read; else a person looks at it.
 */
export async function describe(
  rpc: Rpc,
  file_id: string,
  { table, rows }: Opened,
  isAdmin: boolean,
): Promise<void> {
  const found = proposeKind(table.columns, rows);
  if (found === null || found.confidence !== "sure" || !isFor(found.kind, isAdmin)) return;
  await describeAs(rpc, file_id, found.kind, { table, rows });
}

/** The same as a kind that somebody chose. */
export async function describeAs(
  rpc: Rpc,
  file_id: string,
  name: string,
  { table, rows }: Opened,
): Promise<void> {
  const kind = kindOf(name);
  const header = await headerHash(table);
  const known = knownShape.parse(await rpc("known_mapping", { kind: name, header }));
  const proposed = proposeMapping(kind, table.columns, rows);
  const { isAsked } = proposeDays(proposed, table.columns, rows);
  const mapping = known.status === "known"
    ? known.mapping
    : isSound(proposed, isAsked)
    ? mappingFrom(kind, proposed, table.columns, rows)
    : {};
  await rpc("describe_upload", { file_id, kind: name, mapping: mapping as unknown as Json });
}

/** The columns of a file for a person to look at: what was said of them, else what is proposed. */
export interface Columns {
  columns: ProposedColumn[];
  asksDays: boolean;
  days: "dmy" | "mdy" | null;
  readsAbove: boolean;
}

export function columnsFor(upload: Upload, { table, rows }: Opened): Columns {
  if (upload.kind === null) {
    return { columns: [], asksDays: false, days: null, readsAbove: false };
  }
  const kind = kindOf(upload.kind);
  const proposed = proposeMapping(kind, table.columns, rows);
  const { order, isAsked } = proposeDays(proposed, table.columns, rows);
  const proposal = mappingFrom(kind, proposed, table.columns, rows);
  const said = "columns" in upload.mapping ? upload.mapping as Mapping : null;
  const mapping = said ?? proposal;
  const columns = said === null ? proposed : proposed.filter(({ header }) => header !== null)
    .map((each) => asSaid(each, said));
  return {
    columns,
    asksDays: isAsked,
    days: mapping.days ?? order ?? null,
    readsAbove: mapping.ordersFromAbove ?? false,
  };
}

/** A proposal as somebody answered it. */
function asSaid(proposed: ProposedColumn, { columns }: Mapping): ProposedColumn {
  const column = columns.find(({ header }) => header === proposed.header)?.column ?? null;
  return column === proposed.column
    ? { ...proposed, confidence: column === null ? "none" : "sure" }
    : { ...proposed, column, confidence: column === null ? "none" : "sure", why: "you said so" };
}

/** What somebody says of the columns of a file. */
export interface Said {
  columns: { header: string; column: string }[];
  days: "dmy" | "mdy" | null;
  readsAbove: boolean;
}

/** Several columns of the file may be put together as these. */
const TOGETHER: readonly string[] = ["name", "street", "serial_numbers"];

/** Keeps what somebody said of the columns, for the next file of this header too. @returns why not, in a sentence; else null */
export async function keepColumns(
  rpc: Rpc,
  { upload_id, kind: name }: Upload,
  opened: Opened,
  said: Said,
  titleOf: (column: string) => string,
): Promise<string | null> {
  if (name === null) return "Say what the file holds first.";
  const kind = kindOf(name);
  const { table, rows } = opened;
  const known = new Set([...Object.keys(kind.columns), "address"]);
  const columns = said.columns.filter(({ header, column }) =>
    known.has(column) && table.columns.includes(header)
  );
  const twice = columns.find(({ column }, place) =>
    !TOGETHER.includes(column) && columns.findIndex((each) => each.column === column) < place
  );
  if (twice) return `Two columns are taken as “${titleOf(twice.column)}”: choose one of them.`;
  const proposed = proposeMapping(kind, table.columns, rows);
  const { isAsked } = proposeDays(proposed, table.columns, rows);
  if (isAsked && said.days === null) return "Say how days are written in this file.";
  const proposal = mappingFrom(kind, proposed, table.columns, rows);
  const has = new Set(columns.map(({ column }) => column));
  const mapping: Mapping = {
    ...proposal,
    columns,
    ...(said.days && { days: said.days }),
    ordersFromAbove: said.readsAbove || undefined,
    numbersLines: name === "sales_order_lines" && !has.has("line_ref") || undefined,
  };
  const missing = Object.entries(kind.columns).find(([column, field]) =>
    !has.has(column) && !(column === "line_ref" && mapping.numbersLines) &&
    !field.safeParse("").success
  );
  if (missing) {
    return `No column is taken as “${titleOf(missing[0])}”, and no row can be read without it.`;
  }
  await rpc("describe_upload", {
    file_id: upload_id,
    kind: name,
    mapping: mapping as unknown as Json,
    header: await headerHash(table),
  });
  return null;
}
