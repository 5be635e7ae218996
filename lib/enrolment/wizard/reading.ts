/** Reading the files that wait, in the order in which they build on each other, and telling how far it is. */
import { HttpError } from "fresh";
import type { Rpc } from "@/lib/database/rpc.ts";
import { finishFile, importFiles } from "@/lib/enrolment/import_files.ts";
import { readUpload, UploadError } from "@/lib/enrolment/upload.ts";
import { wordingFor } from "@/lib/web/errors.ts";
import { isFor, readUploads, type Uploaded } from "./uploads.ts";

/** How far the reading of one file is. */
export interface ReadingLine {
  file_name: string;
  /** Rows that were looked at so far, those with something wrong among them. */
  rows: number;
  refused: number;
  /** Whether its rows are in and are being written down. */
  isTakingIn: boolean;
}

/** Those that are read now, as far as somebody of that role may. */
export const toRead = (files: Uploaded[], isAdmin: boolean): Uploaded[] =>
  files.filter(({ state, kind }) =>
    (state === "waiting" || state === "reading") && kind !== null && isFor(kind, isAdmin)
  );

/**
 * Reads all files that wait. What is half read goes on where it stopped; two who press the button read the same, and
 * nothing is read twice.
 */
export async function readAll(
  rpc: Rpc,
  isAdmin: boolean,
  tell: (line: ReadingLine) => void,
): Promise<void> {
  for (const file of toRead(await readUploads(rpc), isAdmin)) await readOne(rpc, file, tell);
}

/** @throws HttpError what the database refuses */
async function readOne(
  rpc: Rpc,
  file: Uploaded,
  tell: (line: ReadingLine) => void,
): Promise<void> {
  const { upload_id, file_name, state, read } = file;
  let [rows, refused] = [read?.rows ?? 0, read?.rejected ?? 0];
  // All its rows are in: they are only written down.
  if (state === "reading" && read!.state === "taking_in") {
    tell({ file_name, rows, refused, isTakingIn: true });
    return await finishFile(rpc, read!.import_file_id);
  }
  const source = await readUpload(rpc, upload_id);
  await importFiles(rpc, [source], {
    requestId: file.request_id,
    async onStart(import_file_id) {
      await rpc("describe_upload", { file_id: upload_id, kind: file.kind!, import_file_id });
    },
    onProgress(progress) {
      [rows, refused] = [progress.rows, progress.refused];
      tell({ file_name, rows, refused, isTakingIn: false });
    },
  });
  tell({ file_name, rows, refused, isTakingIn: true });
}

/** The same as lines of JSON, the last of which says what went wrong, if something did. Nobody has to listen to the end. */
export function readingLines(rpc: Rpc, isAdmin: boolean): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let isHeard = true;
  return new ReadableStream({
    async start(controller) {
      const tell = (line: object) => {
        if (isHeard) controller.enqueue(encoder.encode(JSON.stringify(line) + "\n"));
      };
      await readAll(rpc, isAdmin, tell).catch((error) => tell({ failed: failureOf(error) }));
      if (isHeard) controller.close();
    },
    cancel() {
      isHeard = false;
    },
  });
}

function failureOf(error: unknown): string {
  if (error instanceof UploadError) return `${error.message}.`;
  const { title, advice } = wordingFor(error instanceof HttpError ? error.status : 500);
  return `${title}. ${advice} What is read is kept.`;
}
