import type { FoundFile, ReadOptions } from "./reading/file_source.ts";
import { FILE_KINDS, type FileKind } from "./files.ts";

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
      const { isFile, size } = await Deno.stat(path);
      if (!isFile) throw cannotBeRead(fileName, "it is no file");
      if (size > LARGEST) throw cannotBeRead(fileName, "it is larger than 300 MB");
      return await Deno.readFile(path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      if (error instanceof Deno.errors.PermissionDenied) {
        throw cannotBeRead(fileName, "it is locked");
      }
      throw error;
    }
  };
}

/** No company's list is as large, and all of it is held while it is read. */
const LARGEST = 300 * 1024 * 1024;

const cannotBeRead = (fileName: string, why: string) =>
  new MissingFileError(`${fileName} cannot be read: ${why}. Nothing was imported.`);

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
