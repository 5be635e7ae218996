/** A zip file that is damaged, or unpacks to more than anybody's list. */
export class ZipProblem extends Error {
  override name = "ZipProblem";
}

/** Where one file lies within a zip file. */
export interface ZipEntry {
  /** Of its own header. */
  offset: number;
  /** Bytes as they are packed. */
  packed: number;
  isDeflated: boolean;
  isEncrypted: boolean;
}

const DAMAGED =
  "The file is a workbook (xlsx) that is damaged or was not uploaded whole: open it, save it anew and upload that";

export const TOO_MUCH =
  "The workbook unpacks to far more than a list holds: save only the sheet with the list, as CSV";

/** More files than this are in no workbook. */
const MOST_ENTRIES = 5000;
/** Bytes of one unpacked part: a sheet of 500,000 rows has fewer. */
const MOST_UNPACKED = 300_000_000;
/** Lists pack to a tenth or a twentieth; only what was made to burst packs to less than this. */
const MOST_RATIO = 200;
/** Up to here nothing bursts, however well it packs. */
const SMALL = 10_000_000;
/** Packed bytes unpacked at a time: at worst a thousand times as many. */
const PIECE = 1 << 14;

/**
 * The files in a zip file by their names, from the list at its end.
 * @throws {ZipProblem} the list is damaged or too long.
 */
export function listZip(bytes: Uint8Array): Map<string, ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfList(view);
  const count = view.getUint16(end + 10, true);
  if (count > MOST_ENTRIES) throw new ZipProblem(DAMAGED);
  const entries = new Map<string, ZipEntry>();
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) {
      throw new ZipProblem(DAMAGED);
    }
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    entries.set(name.replaceAll("\\", "/").replace(/^\//, ""), {
      offset: view.getUint32(at + 42, true),
      packed: view.getUint32(at + 20, true),
      isDeflated: view.getUint16(at + 10, true) === 8,
      isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function endOfList(view: DataView): number {
  const first = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= first; at--) {
    if (view.getUint32(at, true) === 0x06054b50) return at;
  }
  throw new ZipProblem(DAMAGED);
}

/**
 * The text of one file in a zip file, in pieces.
 * @throws {ZipProblem} it is damaged, or unpacks to more than a list does.
 */
export async function* unzip(bytes: Uint8Array, entry: ZipEntry): AsyncGenerator<string> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { offset, packed, isDeflated, isEncrypted } = entry;
  if (isEncrypted || offset + 30 > bytes.length) throw new ZipProblem(DAMAGED);
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + packed > bytes.length) throw new ZipProblem(DAMAGED);
  const body = bytes.subarray(start, start + packed);
  const decoder = new TextDecoder();
  let unpacked = 0;
  for await (const piece of isDeflated ? inflated(body) : pieces(body)) {
    unpacked += piece.length;
    if (unpacked > MOST_UNPACKED || (unpacked > SMALL && unpacked > packed * MOST_RATIO)) {
      throw new ZipProblem(TOO_MUCH);
    }
    yield decoder.decode(piece, { stream: true });
  }
}

function* pieces(body: Uint8Array): Generator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < body.length; at += PIECE) yield body.slice(at, at + PIECE);
}

/** Piece by piece in and out, so that nothing unpacks ahead of whoever reads it. */
async function* inflated(body: Uint8Array): AsyncGenerator<Uint8Array> {
  const packed = ReadableStream.from(pieces(body));
  try {
    yield* packed.pipeThrough(new DecompressionStream("deflate-raw"));
  } catch (error) {
    if (error instanceof TypeError) throw new ZipProblem(DAMAGED, { cause: error });
    throw error;
  }
}
