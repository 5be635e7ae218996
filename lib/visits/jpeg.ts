/** What a photo is as a file. Runs in browsers as well. */

/** The marks of a JPEG's parts by their second byte; the first is 255. */
const SIZES = [0xc0, 0xc1, 0xc2];
const TABLES = [0xc4, 0xdb, 0xdd];
const START = 0xd8;
const END = 0xd9;
const COLOURS = 0xda;
const JFIF = 0xe0;
const ADOBE = 0xee;

interface Part {
  mark: number;
  /** Where it begins, with its mark, and where it is over. */
  from: number;
  until: number;
}

/** The parts of a JPEG up to its end, or as far as there are bytes; null for what is no JPEG. */
function partsOf(bytes: Uint8Array): Part[] | null {
  if (bytes[0] !== 0xff || bytes[1] !== START) return null;
  const parts: Part[] = [];
  for (let at = 2; at + 1 < bytes.length;) {
    if (bytes[at] !== 0xff) return null;
    const mark = bytes[at + 1];
    if (mark === 0xff) {
      // Filled up.
      at++;
      continue;
    }
    if (mark === END) return [...parts, { mark, from: at, until: at + 2 }];
    if (at + 4 > bytes.length) break;
    const length = (bytes[at + 2] << 8) + bytes[at + 3];
    if (length < 2) return null;
    const until = mark === COLOURS
      ? endOfColours(bytes, at + 2 + length)
      : Math.min(at + 2 + length, bytes.length);
    parts.push({ mark, from: at, until });
    at = until;
  }
  return parts;
}

/** Among colours a byte of 255 is followed by 0, or by one of eight marks that count; any other mark ends them. */
function endOfColours(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
}

const says = (bytes: Uint8Array, { from }: Part, word: string) =>
  [...word].every((letter, n) => bytes[from + 4 + n] === letter.charCodeAt(0));

/** Whether a picture needs that part; all others say where and with what it was taken, or anything. */
function isNeeded(bytes: Uint8Array, part: Part): boolean {
  const length = part.until - part.from;
  if (part.mark === JFIF) return length === 18 && says(bytes, part, "JFIF\0");
  if (part.mark === ADOBE) return length === 16 && says(bytes, part, "Adobe");
  return [...SIZES, ...TABLES, COLOURS, END].includes(part.mark);
}

/**
 * The same picture without anything but the picture: no place, no camera, no comment, nothing behind its end. Null
 * for what is no JPEG, or not whole.
 */
export function bareJpeg(bytes: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const parts = partsOf(bytes);
  if (parts?.at(-1)?.mark !== END) return null;
  const needed = parts.filter((part) => isNeeded(bytes, part));
  const bare = new Uint8Array(needed.reduce((size, { from, until }) => size + until - from, 2));
  bare.set([0xff, START]);
  let at = 2;
  for (const { from, until } of needed) {
    bare.set(bytes.subarray(from, until), at);
    at += until - from;
  }
  return bare;
}

/** Whether it begins as a JPEG does, and is cut off. */
export function isBrokenJpeg(bytes: Uint8Array): boolean {
  const parts = partsOf(bytes);
  return parts !== null && parts.at(-1)?.mark !== END;
}

/** How large the picture of a JPEG is, in pixels, as it lies in the file; null where it does not say. */
export function sizeOfJpeg(bytes: Uint8Array): { width: number; height: number } | null {
  const size = partsOf(bytes)?.find(({ mark }) => SIZES.includes(mark));
  if (size === undefined || size.from + 9 > bytes.length) return null;
  const number = (at: number) => (bytes[size.from + at] << 8) + bytes[size.from + at + 1];
  return { height: number(5), width: number(7) };
}
