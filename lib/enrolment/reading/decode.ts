/** How the bytes of a text file are read. */
export interface Encoding {
  name: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
  /** Whether every byte makes sense; where one does not, a replacement character tells its row. */
  isExact: boolean;
}

/** Bytes that become text at a time: as much is read again for each quotation mark too many. */
const CHUNK = 1 << 16;

/** Characters of one row: no cell of a list is a book. */
export const MOST_CHARACTERS = 1_000_000;

/** Bytes that mean nothing in Windows-1252. */
const NO_WESTERN = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/**
 * UTF-16 by its mark or by the empty half of its first characters, else UTF-8 where every byte is, else Windows-1252.
 * A file that holds characters of UTF-8 and bytes that are none is neither: nobody knows what those were.
 */
export function encodingOf(bytes: Uint8Array): Encoding {
  const wide = utf16Of(bytes);
  if (wide) return { name: wide, isExact: true };
  if (isUtf8(bytes)) return { name: "utf-8", isExact: true };
  return isWestern(bytes)
    ? { name: "windows-1252", isExact: true }
    : { name: "utf-8", isExact: false };
}

/** The text of a file in pieces. */
export function* textOf(bytes: Uint8Array, { name }: Encoding): Generator<string> {
  const decoder = new TextDecoder(name);
  for (let start = 0; start < bytes.length; start += CHUNK) {
    yield decoder.decode(bytes.subarray(start, start + CHUNK), { stream: true });
  }
  yield decoder.decode();
}

/** The lines of a text in blocks; the last block says that it is. */
export function* linesOf(
  text: Iterable<string>,
): Generator<{ lines: string[]; isLast: boolean }> {
  let rest = "";
  for (const piece of text) {
    // A carriage return at the end may be half of a line end.
    const whole = rest + piece;
    const end = whole.endsWith("\r") ? whole.length - 1 : whole.length;
    const lines = whole.slice(0, end).split(/\r\n|\r|\n/);
    // What is longer is refused by its length alone: the rest of it is not kept.
    rest = lines.pop()!.slice(0, MOST_CHARACTERS + 1) + whole.slice(end);
    if (lines.length > 0) yield { lines, isLast: false };
  }
  yield { lines: rest.split("\r"), isLast: true };
}

function isUtf8(bytes: Uint8Array): boolean {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for (let start = 0; start < bytes.length; start += CHUNK) {
      decoder.decode(bytes.subarray(start, start + CHUNK), { stream: true });
    }
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

function isWestern(bytes: Uint8Array): boolean {
  return !bytes.some((byte, i) => NO_WESTERN.has(byte) || isStartOfUtf8(bytes, i));
}

/** Whether a character of several bytes begins here, as UTF-8 writes it. */
function isStartOfUtf8(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at];
  if (byte < 0xc2 || byte > 0xf4) return false;
  const more = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
  for (let i = 1; i <= more; i++) {
    if ((bytes[at + i] & 0xc0) !== 0x80) return false;
  }
  return true;
}

function utf16Of([a, b, c, d]: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if ((a === 0xff && b === 0xfe) || (a > 0 && b === 0 && c > 0 && d === 0)) return "utf-16le";
  if ((a === 0xfe && b === 0xff) || (a === 0 && b > 0 && c === 0 && d > 0)) return "utf-16be";
}

const SEPARATORS = [",", ";", "\t", "|"];

/**
 * What separates the fields: what the file says itself in a first line `sep=;`, else what the first line that
 * has any has most of. The line numbers of what is left stay as they are.
 */
export function separatorOf(lines: string[]): { separator: string; lines: string[] } {
  const [, said] = lines[0].match(/^"?sep=(.)"?\s*$/i) ?? [];
  if (said !== undefined) return { separator: said, lines: ["", ...lines.slice(1)] };
  const outside = lines.slice(0, 20).map((line) => line.replace(/"[^"]*"/g, ""));
  const header = outside.find((line) => SEPARATORS.some((each) => line.includes(each))) ?? "";
  const count = (separator: string) => header.split(separator).length;
  const separator = SEPARATORS.reduce((best, each) => count(each) > count(best) ? each : best);
  return { separator, lines };
}
