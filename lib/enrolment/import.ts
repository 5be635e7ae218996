import type { FoundFile, ReadOptions } from "./file_source.ts";
import { FILE_KINDS, type FileKind } from "./files.ts";

export { importFiles, type ImportOptions, type ImportProgress } from "./import_files.ts";

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

/**
 * Reads the files that the backfill knows, each as CSV or as an Excel workbook of the same name, in the order in which
 * they build on each other. Claims and the device-type map may be missing.
 * @throws {MissingFileError} another file is missing, or one is there twice.
 */
export async function readFiles(readBytes: ReadBytes): Promise<FoundFile[]> {
  const files = await findFiles(readBytes);
  const missing = FILE_KINDS.filter((kind) =>
    !kind.isOptional && !files.some((file) => file.kind === kind)
  );
  if (missing.length > 0) {
    throw new MissingFileError(
      `Missing: ${missing.map(({ fileName }) => fileName).join(", ")}. Nothing was imported.`,
    );
  }
  return files;
}

/**
 * Those of the known files that are there, as CSV or as a workbook, in the order in which they build on each other.
 * @throws {MissingFileError} one is there as both.
 */
export async function findFiles(readBytes: ReadBytes): Promise<FoundFile[]> {
  const found = await Promise.all(
    FILE_KINDS.flatMap((kind) =>
      [kind.fileName, kind.fileName.replace(/\.csv$/, ".xlsx")].map(async (fileName) => ({
        kind,
        fileName,
        bytes: await readBytes(fileName),
      }))
    ),
  );
  const files = found.flatMap(({ bytes, ...file }) => bytes ? [{ ...file, bytes }] : []);
  const of = (wanted: FileKind) => files.filter(({ kind }) => kind === wanted);
  const twice = FILE_KINDS.map(of).find((same) => same.length > 1);
  if (twice) {
    const names = twice.map(({ fileName }) => fileName).join(" and ");
    throw new MissingFileError(`${names} are both there: take one away. Nothing was imported.`);
  }
  return files;
}

/** SHA-256, in hexadecimal, of the kinds and bytes of the files and how they are read: the same for the same contents. */
export async function contentHash(files: FoundFile[], options: ReadOptions = {}): Promise<string> {
  const hashes = await Promise.all(
    files.map(async ({ kind, bytes }) => `${kind.kind} ${await sha256(bytes)}`),
  );
  if (options.ordersFromAbove) hashes.push("orders from above");
  return await sha256(new TextEncoder().encode(hashes.join("\n")));
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

/** How far one file has come. */
export interface ImportProgress {
  /** As `import_files.kind`. */
  kind: string;
  /** Rows that were handed over, refused ones included. */
  rows: number;
  refused: number;
}

export interface ImportOptions {
  /** The run that the files belong to, where another system tells them. */
  importRunId?: string;
  /** What one reading of a single file is called: the same again goes on with it. */
  requestId?: string;
  /** Told before the first row is handed over. */
  onStart?(fileId: string): Promise<void>;
  onProgress?(progress: ImportProgress): void;
}

/**
 * Imports files, in the order given, and returns the ids of what was imported (`import_files.id`). No more than a
 * batch of a file is held at a time.
 * @throws {DatabaseError} the database refused a call.
 */
export async function importFiles(
  rpc: Rpc,
  files: SourceFile[],
  options: ImportOptions = {},
): Promise<string[]> {
  const ids: string[] = [];
  for (const file of files) ids.push(await importFile(rpc, file, options));
  return ids;
}

async function importFile(rpc: Rpc, file: SourceFile, options: ImportOptions): Promise<string> {
  const { importRunId, requestId } = options;
  const told = {
    kind: file.kind.kind,
    file_name: file.fileName,
    import_run_id: importRunId,
    request_id: requestId,
    is_whole: file.isWhole ? undefined : false,
  };
  const id = await rpc("start_import", told) as string;
  await options.onStart?.(id);
  const progress = { kind: told.kind, rows: 0, refused: 0 };
  let number = 0;
  for await (const rows of batches(file)) {
    number += 1;
    await rpc("import_batch", { file_id: id, rows: rows as unknown as Json, number });
    progress.rows += rows.length;
    progress.refused += rows.filter((row) => "problem" in row).length;
    options.onProgress?.({ ...progress });
  }
  await finishFile(rpc, id);
  return id;
}

async function* batches(file: SourceFile): AsyncGenerator<ImportRow[]> {
  const read = rowReader(file.kind);
  let rows: ImportRow[] = [];
  for await (const row of file.rows()) {
    rows.push(read(row));
    if (rows.length < BATCH) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

/** Writes down what a file told, whose rows have all come: in steps, each of them short. */
export async function finishFile(rpc: Rpc, fileId: string): Promise<void> {
  while (true) {
    const { status } = await rpc("finish_import", { file_id: fileId }) as { status: string };
    if (status !== "finishing") return;
  }
}
