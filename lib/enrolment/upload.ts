import type { Json } from "@/lib/database/database.types.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { fileSource, firstRows } from "./reading/file_source.ts";
import { FILE_KINDS } from "./files.ts";
import type { Mapping } from "./columns/mapping.ts";
import { PART } from "./parts.ts";
import { openTable } from "./reading/open_table.ts";
import { adviceOn } from "./reading/remedies.ts";
import {
  mappingFrom,
  proposeDays,
  type ProposedColumn,
  type ProposedKind,
  proposeKind,
  proposeMapping,
} from "./columns/propose.ts";
import { WHAT_IS_WRONG } from "./reading/rejected_rows.ts";
import type { Table } from "./reading/table.ts";
import type { SourceFile } from "./source.ts";

/** An upload that cannot be read; shown to people as it is. */
export class UploadError extends Error {
  override name = "UploadError";
}

/** What is known of an upload. */
export interface Upload {
  status: "whole" | "unfinished" | "gone";
  file_name: string;
  /** Bytes. */
  size: number;
  kind: string | null;
  /** Empty before somebody named its columns. */
  mapping: Mapping | Record<string, never>;
  import_file_id: string | null;
  parts: number;
}

/**
 * Keeps a file in parts and returns the id of the upload.
 * @throws {DatabaseError} it is empty, too large or has no name.
 */
export async function keepUpload(rpc: Rpc, fileName: string, bytes: Uint8Array): Promise<string> {
  const id = await rpc("start_upload", { file_name: fileName, size: bytes.length }) as string;
  for (let number = 1, at = 0; at < bytes.length; number++, at += PART) {
    const base64 = bytes.subarray(at, at + PART).toBase64();
    await rpc("add_upload_part", { file_id: id, number, base64 });
  }
  return id;
}

/**
 * What is known of an upload, and its bytes.
 * @throws {UploadError} not all of it has come, or its bytes were forgotten.
 */
export async function uploadedBytes(
  rpc: Rpc,
  id: string,
): Promise<Upload & { bytes: Uint8Array<ArrayBuffer> }> {
  const { base64: _, ...upload } = await part(rpc, id, 0);
  if (upload.status !== "whole") {
    throw new UploadError(
      upload.status === "gone"
        ? `${upload.file_name} was forgotten after thirty days, or when a client was erased: upload it again`
        : `${upload.file_name} did not come whole: upload it again`,
    );
  }
  const bytes = new Uint8Array(upload.size);
  for (let number = 1, at = 0; number <= upload.parts; number++) {
    const { base64 } = await part(rpc, id, number);
    const piece = Uint8Array.fromBase64(base64 ?? "");
    bytes.set(piece, at);
    at += piece.length;
  }
  return { ...upload, bytes };
}

async function part(rpc: Rpc, id: string, number: number) {
  return await rpc("upload_parts", { file_id: id, number }) as Upload & { base64: string | null };
}

/**
 * An upload as rows of our columns, read by the mapping that was said of it.
 * @throws {UploadError} nobody said what it holds, not all of it has come, or its bytes were forgotten.
 */
export async function readUpload(rpc: Rpc, id: string): Promise<SourceFile> {
  const { bytes, kind: name, mapping, file_name } = await uploadedBytes(rpc, id);
  const kind = FILE_KINDS.find(({ kind }) => kind === name);
  if (!kind) throw new UploadError(`Say first what ${file_name} holds`);
  const said = "columns" in mapping ? mapping as Mapping : undefined;
  const source = fileSource({ kind, fileName: file_name, bytes, mapping: said });
  // Rows that were rejected, corrected, are no telling of everything, and are meant as they stand.
  return "adds" in mapping ? { ...source, isWhole: false } : source;
}

/** What an upload seems to hold, for a person to confirm. */
export interface Inspected {
  columns: string[];
  /** How the file was read, where that is worth a word. */
  notices: string[];
  kind: ProposedKind | null;
  proposed: ProposedColumn[];
  mapping: Mapping;
  /** Whether a file of this header was brought before, and the mapping is the one of then. */
  isKnown: boolean;
  /** Whether days could be read in two ways, and somebody has to say in which. */
  asksDays: boolean;
}

/**
 * Looks at the first rows of an upload: what it holds, by its header where nobody says it, and what each column is.
 * @throws {UploadError} it cannot be read.
 */
export async function inspectUpload(rpc: Rpc, id: string, kindName?: string): Promise<Inspected> {
  const { bytes, file_name } = await uploadedBytes(rpc, id);
  const table = await openTable(bytes);
  if ("problem" in table) {
    const advice = adviceOn({ file: file_name, line: 1, reason: table.problem });
    throw new UploadError(`${file_name}: ${advice}`);
  }
  const { columns, notices } = table;
  const rows = await firstRows(table);
  // Taken for a list it would take the place of the one that somebody brought before.
  if (rows.length === 0 && await isEmpty(table)) {
    throw new UploadError(`${file_name}: There is no row below its heading. Export it again`);
  }
  const proposedKind = proposeKind(columns, rows);
  const kind = FILE_KINDS.find(({ kind }) => kind === (kindName ?? proposedKind?.kind));
  if (!kind) {
    return {
      columns,
      notices,
      kind: null,
      proposed: [],
      mapping: { columns: [] },
      isKnown: false,
      asksDays: false,
    };
  }
  const proposed = proposeMapping(kind, columns, rows);
  const known = await rpc("known_mapping", {
    kind: kind.kind,
    header: await fingerprint(columns),
  }) as {
    mapping?: Mapping;
  };
  const mapping = known.mapping ?? mappingFrom(kind, proposed, columns, rows);
  return {
    columns,
    notices,
    kind: kindName === undefined
      ? proposedKind
      : { kind: kind.kind, confidence: "sure", why: "as you said" },
    proposed,
    mapping,
    isKnown: known.mapping !== undefined,
    asksDays: mapping.days === undefined && proposeDays(proposed, columns, rows).isAsked,
  };
}

/** Whether a file has a heading only: rows that cannot be taken apart are rows too. */
async function isEmpty(table: Table): Promise<boolean> {
  for await (const _ of table.rows()) return false;
  return true;
}
/** Says of an upload what it holds and how its columns are read, and remembers that for the next of this header. */
export async function describeUpload(
  rpc: Rpc,
  id: string,
  kind: string,
  columns: string[],
  mapping: Mapping,
): Promise<void> {
  const said = mapping as unknown as Json;
  await rpc("describe_upload", {
    file_id: id,
    kind,
    mapping: said,
    header: await fingerprint(columns),
  });
}

/** SHA-256, in hexadecimal, of the names in a header, without the one that rejected rows have more. */
export async function fingerprint(columns: string[]): Promise<string> {
  const names = columns.filter((name) => name !== WHAT_IS_WRONG).join("\n");
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(names));
  return new Uint8Array(hash).toHex();
}
