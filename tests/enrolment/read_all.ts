import { fileSource, type ReadOptions } from "@/lib/enrolment/reading/file_source.ts";
import { FILE_KINDS } from "@/lib/enrolment/files.ts";
import { type ImportRow, rowReader } from "@/lib/enrolment/reading/read_file.ts";

/** All rows of a file of our own columns, read as an import reads them. */
export async function readAll(
  kindName: string,
  bytes: Uint8Array<ArrayBuffer>,
  options: ReadOptions = {},
): Promise<ImportRow[]> {
  const kind = FILE_KINDS.find(({ kind }) => kind === kindName)!;
  const read = rowReader(kind);
  const source = fileSource({ kind, fileName: kind.fileName, bytes }, options);
  return (await Array.fromAsync(source.rows())).map(read);
}
