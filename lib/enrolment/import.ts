import type { Json } from "@/lib/database/database.types.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { FILE_KINDS, type FileKind } from "./files.ts";
import { readFile, type ReadOptions } from "./read_file.ts";

/** Rows per call: each call stays far below the API's time limit. */
const BATCH = 500;

/** The bytes of a file by its name; undefined where there is none. */
export type ReadBytes = (fileName: string) => Promise<Uint8Array<ArrayBuffer> | undefined>;

/** Shown to people as one line; nothing was changed. */
export class MissingFileError extends Error {
  override name = "MissingFileError";
}

/** The bytes of the files of a folder. */
export function folderReader(folder: string | URL): ReadBytes {
  const base = folder instanceof URL ? folder : undefined;
  return async (fileName) => {
    const path = base ? new URL(fileName, base) : `${folder}/${fileName}`;
    try {
      return await Deno.readFile(path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  };
}

/** A file as it was found. */
export interface SourceFile {
  kind: FileKind;
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Reads the files that the backfill knows, in the order in which they build on each other. Claims and
 * the device-type map may be missing.
 * @throws {MissingFileError} another file is missing.
 */
export async function readFiles(readBytes: ReadBytes): Promise<SourceFile[]> {
  const files = await Promise.all(
    FILE_KINDS.map(async (kind) => ({ kind, bytes: await readBytes(kind.fileName) })),
  );
  const missing = files.filter(({ kind, bytes }) => !bytes && !kind.isOptional);
  if (missing.length > 0) {
    throw new MissingFileError(
      `Missing: ${missing.map(({ kind }) => kind.fileName).join(", ")}. Nothing was imported.`,
    );
  }
  return files.flatMap(({ kind, bytes }) => bytes ? [{ kind, bytes }] : []);
}

/** SHA-256, in hexadecimal, of the kinds and bytes of the files and how they are read: the same for the same contents. */
export async function contentHash(files: SourceFile[], options: ReadOptions = {}): Promise<string> {
  const hashes = await Promise.all(
    files.map(async ({ kind, bytes }) => `${kind.kind} ${await sha256(bytes)}`),
  );
  if (options.ordersFromAbove) hashes.push("orders from above");
  return await sha256(new TextEncoder().encode(hashes.join("\n")));
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

/**
 * Imports files and returns the ids of what was imported (`import_files.id`).
 * @throws {DatabaseError} the database refused a call.
 */
export async function importFiles(
  rpc: Rpc,
  files: SourceFile[],
  options: ReadOptions = {},
): Promise<string[]> {
  const ids: string[] = [];
  for (const { kind, bytes } of files) {
    const rows = readFile(kind, bytes, options);
    const file = { kind: kind.kind, file_name: kind.fileName };
    const id = await rpc("start_import", file) as string;
    for (let start = 0; start < rows.length; start += BATCH) {
      const batch = rows.slice(start, start + BATCH) as unknown as Json;
      await rpc("import_batch", { file_id: id, rows: batch });
    }
    await rpc("finish_import", { file_id: id });
    ids.push(id);
  }
  return ids;
}
