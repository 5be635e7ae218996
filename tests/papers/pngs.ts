/** PNG pictures made by hand, good ones and such as nobody's signature pad makes. */
import { deflateSync } from "node:zlib";

interface Look {
  width: number;
  height: number;
  depth?: number;
  /** As PNG counts them: 0 grey, 2 colours, 3 palette, 4 grey with alpha, 6 colours with alpha. */
  colours?: number;
  interlaced?: boolean;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** A chunk; its checksum is left empty, as nothing of ours reads it. */
export function chunk(type: string, data: Uint8Array | number[]): number[] {
  const { length } = data;
  const size = [length >>> 24, length >>> 16 & 255, length >>> 8 & 255, length & 255];
  return [...size, ...new TextEncoder().encode(type), ...data, 0, 0, 0, 0];
}

function head({ width, height, depth = 8, colours = 6, interlaced = false }: Look): number[] {
  const four = (n: number) => [n >>> 24, n >>> 16 & 255, n >>> 8 & 255, n & 255];
  return [...four(width), ...four(height), depth, colours, 0, 0, interlaced ? 1 : 0];
}

/** @param rows each of them with its filter's number first */
export function png(look: Look, rows: number[][], extra: number[] = []): Uint8Array {
  return wrapped(look, deflateSync(Uint8Array.from(rows.flat())), extra);
}

/** @param packed what the picture's data are, whether or not they are any */
export function wrapped(look: Look, packed: Uint8Array, extra: number[] = []): Uint8Array {
  return Uint8Array.from([
    ...SIGNATURE,
    ...chunk("IHDR", head(look)),
    ...extra,
    ...chunk("IDAT", packed),
    ...[0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82],
  ]);
}

const INK = [16, 21, 27, 255];
const PAPER = [0, 0, 0, 0];

/** What a canvas gives: `#` is ink, anything else nothing at all. */
export function drawn(picture: string[], extra: number[] = []): Uint8Array {
  const rows = picture.map((row) => [0, ...[...row].flatMap((dot) => dot === "#" ? INK : PAPER)]);
  return png({ width: picture[0].length, height: picture.length }, rows, extra);
}
