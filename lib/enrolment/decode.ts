/** The text of a file, or why it has none. */
export type Decoded = { text: string; isUtf8: boolean } | { problem: string };

/** How workbooks begin, whatever their name ends in. */
const WORKBOOKS: [name: string, start: number[]][] = [
  ["xlsx", [0x50, 0x4b, 0x03, 0x04]],
  ["xls", [0xd0, 0xcf, 0x11, 0xe0]],
];

/** Reads the bytes of a CSV file: UTF-8, or UTF-16 as some spreadsheets write "Unicode text". */
export function decode(bytes: Uint8Array): Decoded {
  const workbook = WORKBOOKS.find(([, start]) => start.every((byte, i) => bytes[i] === byte));
  if (workbook) {
    return {
      problem: `The file is a workbook (${
        workbook[0]
      }), not CSV: open it and save it as "CSV UTF-8"`,
    };
  }
  const wide = utf16Of(bytes);
  if (wide) return { text: new TextDecoder(wide).decode(bytes), isUtf8: true };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), isUtf8: true };
  } catch {
    // Wrong bytes become replacement characters, which tell the rows that hold them.
    return { text: new TextDecoder("utf-8").decode(bytes), isUtf8: false };
  }
}

/** By its byte-order mark, else by the empty half of the first characters of a header. */
function utf16Of([a, b, c, d]: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if ((a === 0xff && b === 0xfe) || (a > 0 && b === 0 && c > 0 && d === 0)) return "utf-16le";
  if ((a === 0xfe && b === 0xff) || (a === 0 && b > 0 && c === 0 && d > 0)) return "utf-16be";
}

const SEPARATORS = [",", ";", "\t", "|"];

/**
 * What separates the fields: what the file says itself in a first line `sep=;`, else what the header has
 * most of. The line numbers of what is left stay as they are.
 */
export function separatorOf(lines: string[]): { separator: string; lines: string[] } {
  const [, said] = lines[0].match(/^"?sep=(.)"?\s*$/i) ?? [];
  if (said !== undefined) return { separator: said, lines: ["", ...lines.slice(1)] };
  const header = lines.find((line) => line.trim() !== "") ?? "";
  const outside = header.replace(/"[^"]*"/g, "");
  const count = (separator: string) => outside.split(separator).length;
  const separator = SEPARATORS.reduce((best, each) => count(each) > count(best) ? each : best);
  return { separator, lines };
}
