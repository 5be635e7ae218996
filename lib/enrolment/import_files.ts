/** Hands the rows of files to the database; whatever they are read from is no concern of this. */
import type { Json } from "@/lib/database/database.types.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { type ImportRow, rowReader } from "./reading/read_file.ts";
import { requestIdOf } from "./night/request_id.ts";
import type { SourceFile } from "./source.ts";

/** Rows per call: each call stays far below the API's time limit. */
const BATCH = 500;

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
  /** Of the run, or of the one file that no run has: the same again goes on with the same. */
  requestId?: string;
  /** Hands the rows over and takes none of them in. */
  isStagedOnly?: boolean;
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
    request_id: requestId && importRunId
      ? await requestIdOf(requestId, file.kind.kind, file.fileName)
      : requestId,
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
  if (!options.isStagedOnly) await finishFile(rpc, id);
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
