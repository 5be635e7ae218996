/** Pictures of pages as small files: a page has few colours, so a palette does. */
import { Buffer } from "node:buffer";
import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const MOST_COLOURS = 256;

interface Picture {
  width: number;
  height: number;
  /** Red, green, blue of each pixel, row by row. */
  pixels: Uint8Array;
}

/**
 * The same picture with at most 256 colours, each of which is in it.
 * @param png as Chromium writes it: 8 bits, no palette, not interlaced
 */
export function smallPng(png: Uint8Array): Uint8Array {
  const { width, height, pixels } = read(png);
  const indexOf = paletteOf(pixels);
  const colours = [...new Set(indexOf.values())];
  const at = new Map(colours.map((colour, index) => [colour, index]));
  const rows = new Uint8Array(height * (width + 1));
  for (let y = 0, pixel = 0; y < height; y++) {
    for (let x = 0; x < width; x++, pixel += 3) {
      rows[y * (width + 1) + x + 1] = at.get(indexOf.get(colourAt(pixels, pixel))!)!;
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const palette = Uint8Array.from(
    colours.flatMap((colour) => [colour >> 16, colour >> 8 & 255, colour & 255]),
  );
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", head),
    chunk("PLTE", palette),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", new Uint8Array()),
  ]);
}

const colourAt = (pixels: Uint8Array, at: number) =>
  pixels[at] << 16 | pixels[at + 1] << 8 | pixels[at + 2];

/** Which colour stands for each: those that are seen most for themselves, and the most alike of them for all others. */
function paletteOf(pixels: Uint8Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (let at = 0; at < pixels.length; at += 3) {
    const colour = colourAt(pixels, at);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const byCount = [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)!);
  const kept = byCount.slice(0, MOST_COLOURS);
  const others = byCount.slice(MOST_COLOURS).map((colour): [number, number] => [
    colour,
    kept.reduce((best, each) => distance(each, colour) < distance(best, colour) ? each : best),
  ]);
  return new Map([...kept.map((colour): [number, number] => [colour, colour]), ...others]);
}

function distance(one: number, other: number): number {
  const apart = [16, 8, 0].map((shift) => (one >> shift & 255) - (other >> shift & 255));
  return apart.reduce((sum, each) => sum + each * each, 0);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  whole.set(body, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

function read(png: Uint8Array): Picture {
  const bytes = Buffer.from(png);
  const width = bytes.readUInt32BE(16);
  const height = bytes.readUInt32BE(20);
  const [depth, kind, , , interlaced] = bytes.subarray(24, 29);
  const step = kind === 6 ? 4 : 3;
  if (depth !== 8 || (kind !== 2 && kind !== 6) || interlaced !== 0) {
    throw new Error(`no such picture is expected: ${depth} bits, kind ${kind}`);
  }
  const data: Uint8Array[] = [];
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString("latin1", at + 4, at + 8) === "IDAT") {
      data.push(bytes.subarray(at + 8, at + 8 + length));
    }
    at += length + 12;
  }
  const lines = unfiltered(inflateSync(Buffer.concat(data)), width * step, height, step);
  const pixels = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < pixels.length; from += step, to += 3) {
    pixels.set(lines.subarray(from, from + 3), to);
  }
  return { width, height, pixels };
}

/** Rows without the filters that PNG puts on them: each byte is told by its neighbours. */
function unfiltered(packed: Uint8Array, line: number, height: number, step: number): Uint8Array {
  const out = new Uint8Array(line * height);
  for (let y = 0; y < height; y++) {
    const filter = packed[y * (line + 1)];
    for (let x = 0; x < line; x++) {
      const left = x < step ? 0 : out[y * line + x - step];
      const above = y === 0 ? 0 : out[(y - 1) * line + x];
      const corner = y === 0 || x < step ? 0 : out[(y - 1) * line + x - step];
      const told = [0, left, above, left + above >> 1, nearest(left, above, corner)][filter];
      out[y * line + x] = packed[y * (line + 1) + 1 + x] + told;
    }
  }
  return out;
}

/** "Paeth": which of the three is nearest to left + above - corner. */
function nearest(left: number, above: number, corner: number): number {
  const [toLeft, toAbove, toCorner] = [
    Math.abs(above - corner),
    Math.abs(left - corner),
    Math.abs(left + above - 2 * corner),
  ];
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}
