/** Bringing files in: their bytes, what each seems to be, and what somebody says of its columns. */
import { HttpError } from "fresh";
import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { FILE_KINDS } from "@/lib/enrolment/files.ts";
import type { Mapping } from "@/lib/enrolment/columns/mapping.ts";
import type { ProposedColumn } from "@/lib/enrolment/columns/propose.ts";
import { WHAT_IS_WRONG } from "@/lib/enrolment/reading/rejected_rows.ts";
import {
  describeUpload,
  type Inspected,
  inspectUpload,
  keepUpload,
  UploadError,
} from "@/lib/enrolment/upload.ts";
import { shown } from "@/lib/enrolment/reading/cells.ts";
import { columnTitle } from "./columns.ts";
import { isFor, type Uploaded } from "./uploads.ts";

/** The largest file that is taken, in bytes: `import_uploads.size`. */
const LARGEST = 25 * 1024 * 1024;

/** Why a file is not taken, before anything of it is sent; null where it is. */
export function sizeComplaint(name: string, size: number): string | null {
  if (!Number.isInteger(size) || size < 1) return `${nameOf(name)} is empty.`;
  return size > LARGEST ? `${nameOf(name)} is larger than 25 MB: bring it in in two halves.` : null;
}

/** A file's name without its folder, as long as one may be. */
const nameOf = (name: string) => shown(name).split(/[\\/]/).at(-1)!.trim().slice(-200) || "file";

/** Opens an upload whose parts come one by one. */
export async function startUpload(rpc: Rpc, name: string, size: number): Promise<string> {
  return z.uuid().parse(await rpc("start_upload", { file_name: nameOf(name), size }));
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

/** Brings in a whole file, as a form without a script sends it. @returns why it was not taken, or null */
export async function addFile(rpc: Rpc, file: File, isAdmin: boolean): Promise<string | null> {
  const complaint = sizeComplaint(file.name, file.size);
  if (complaint !== null) return complaint;
  const id = await keepUpload(rpc, nameOf(file.name), new Uint8Array(await file.arrayBuffer()));
  return await describe(rpc, id, isAdmin);
}

/** What is asked of somebody else's file, or one that cannot be read, is no fault of ours. */
async function inspect(rpc: Rpc, id: string, kind?: string): Promise<Inspected | string> {
  return await inspectUpload(rpc, id, kind).catch((error) => {
    if (error instanceof UploadError) return `${error.message}.`;
    throw error;
  });
}

/** Whether rows can be read with what was proposed, and nothing of it has to be looked at. */
const isSound = ({ proposed, isKnown, asksDays }: Inspected): boolean =>
  !asksDays && (isKnown ||
    proposed.every(({ header, confidence, column, examples }) =>
      column === "line_ref" ||
      // Of an empty column nothing can be read wrongly.
      header !== null && (confidence !== "check" || column === null || examples.length === 0)
    ));

/** A file of rejected rows that were corrected comes beside the file that they are of. */
const asSaid = <Said extends object>(mapping: Said, { columns }: Inspected): Said =>
  columns.includes(WHAT_IS_WRONG) ? { ...mapping, adds: true } : mapping;

const FOR_ADMINISTRATORS = "Only an administrator brings in categories and technicians.";

/**
 * Says of a file that is whole what it seems to be. Where nothing is in doubt, or the same header came before, it waits to be
 * read; else a person looks at it.
 *
 * @returns why it cannot be read, in a sentence; else null
 */
export async function describe(rpc: Rpc, id: string, isAdmin: boolean): Promise<string | null> {
  const found = await inspect(rpc, id);
  if (typeof found === "string") return found;
  const { kind } = found;
  if (kind === null || kind.confidence !== "sure") return null;
  if (!isFor(kind.kind, isAdmin)) return FOR_ADMINISTRATORS;
  await keepKind(rpc, id, kind.kind, found);
  return null;
}

/** Says of a file that it is of a kind, and of its columns what nobody has to look at. */
async function keepKind(rpc: Rpc, id: string, kind: string, found: Inspected): Promise<void> {
  const mapping = asSaid(isSound(found) ? found.mapping : {}, found);
  await rpc("describe_upload", { file_id: id, kind, mapping: mapping as never });
}

/** The same as the kind that somebody chose. @returns why not, in a sentence; else null */
export async function describeAs(
  rpc: Rpc,
  id: string,
  kind: string,
  isAdmin: boolean,
): Promise<string | null> {
  if (!isFor(kind, isAdmin)) throw new HttpError(400);
  const found = await inspect(rpc, id, kind);
  if (typeof found === "string") return found;
  await keepKind(rpc, id, kind, found);
  return null;
}

/** The columns of a file for a person to look at: what was said of them, else what is proposed. */
export interface Columns {
  columns: ProposedColumn[];
  asksDays: boolean;
  days: "dmy" | "mdy" | null;
  readsAbove: boolean;
  /** No column says the state of an order, and everything was sold. */
  allSold: boolean;
}

/**
 * `typed`: what somebody said that has to be corrected, and stays as they said it.
 *
 * @returns why it cannot be read, in a sentence, where it cannot
 */
export async function columnsFor(
  rpc: Rpc,
  upload: Uploaded,
  isAdmin: boolean,
  typed?: Said,
): Promise<Columns | string> {
  const found = await inspect(rpc, upload.upload_id, upload.kind ?? undefined);
  if (typeof found === "string") return found;
  if (found.kind?.confidence === "sure" && !isFor(found.kind.kind, isAdmin)) {
    return FOR_ADMINISTRATORS;
  }
  const said: Mapping | null = typed !== undefined
    ? { columns: typed.columns }
    : "columns" in upload.mapping
    ? upload.mapping as Mapping
    : found.isKnown
    ? found.mapping
    : null;
  const { proposed } = found;
  const isKept = said !== null && typed === undefined;
  const shown = isKept ? proposed.filter(({ header }) => header !== null) : proposed;
  const mapping = said ?? found.mapping;
  return {
    columns: upload.kind === null ? [] : shown.filter(({ header }) => header !== WHAT_IS_WRONG)
      .map((each) => said === null || each.header === null ? each : answered(each, said)),
    asksDays: found.asksDays,
    days: typed?.days ?? mapping.days ?? null,
    readsAbove: typed?.readsAbove ?? mapping.ordersFromAbove ?? false,
    allSold: typed?.allSold ?? mapping.always?.order_state === "sale",
  };
}

/** A proposal as somebody answered it. */
function answered(proposed: ProposedColumn, { columns }: Mapping): ProposedColumn {
  const column = columns.find(({ header }) => header === proposed.header)?.column ?? null;
  const confidence = column === null ? "none" : "sure";
  return column === proposed.column
    ? { ...proposed, confidence }
    : { ...proposed, column, confidence, why: "as you said" };
}

/** What somebody says of the columns of a file. */
export interface Said {
  columns: { header: string; column: string }[];
  days: "dmy" | "mdy" | null;
  readsAbove: boolean;
  /** No column says the state of an order, and everything was sold. */
  allSold: boolean;
}

/** Several columns of a file may be put together as these. */
const TOGETHER: readonly string[] = ["name", "street", "serial_numbers"];

/** Keeps what somebody said of the columns, for the next file of this header too. @returns why not, in a sentence; else null */
export async function keepColumns(rpc: Rpc, upload: Uploaded, said: Said): Promise<string | null> {
  const kind = FILE_KINDS.find(({ kind }) => kind === upload.kind);
  if (!kind) return "Say what the file holds first.";
  const found = await inspect(rpc, upload.upload_id, kind.kind);
  if (typeof found === "string") return found;
  const known = new Set([...Object.keys(kind.columns), "address"]);
  const columns = said.columns.filter(({ header, column }) =>
    known.has(column) && found.columns.includes(header)
  );
  const twice = columns.find(({ column }, place) =>
    !TOGETHER.includes(column) && columns.findIndex((each) => each.column === column) < place
  );
  if (twice) return `Two columns are taken as “${columnTitle(twice.column)}”: choose one of them.`;
  if (found.asksDays && said.days === null) return "Say how days are written in this file.";
  const has = new Set(columns.map(({ column }) => column));
  const numbersLines = kind.kind === "sales_order_lines" && !has.has("line_ref");
  const { order_state: _, ...others } = found.mapping.always ?? {};
  const isAllSold = kind.kind === "sales_order_lines" && said.allSold && !has.has("order_state");
  const always: Record<string, string> = isAllSold ? { ...others, order_state: "sale" } : others;
  const missing = Object.entries(kind.columns).find(([column, field]) =>
    !has.has(column) && !(column in always) && !(column === "line_ref" && numbersLines) &&
    !(column === "customer_ref" && found.mapping.headings) && !field.safeParse("").success
  );
  if (missing) {
    return `No column is taken as “${columnTitle(missing[0])}”, and no row can be read without it.`;
  }
  const mapping: Mapping = asSaid({ ...found.mapping, columns, always }, found);
  if (said.days) mapping.days = said.days;
  setOrForget(mapping, "ordersFromAbove", said.readsAbove);
  setOrForget(mapping, "numbersLines", numbersLines);
  await describeUpload(rpc, upload.upload_id, kind.kind, found.columns, mapping);
  return null;
}

function setOrForget(mapping: Mapping, name: "ordersFromAbove" | "numbersLines", is: boolean) {
  if (is) mapping[name] = true;
  else delete mapping[name];
}
