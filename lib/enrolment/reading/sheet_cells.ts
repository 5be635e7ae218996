/** What cells of a workbook say as text: numbers and days are stored in other ways than they are shown. */

/** How a cell's number is shown. */
export type Format = "number" | "date" | { digits: number };

/** Formats that every workbook knows by number: days among them. */
const DATES = new Set([14, 15, 16, 17, 22, ...span(27, 36), ...span(50, 58)]);

function span(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** The kind of a number format by its id, and its code where the workbook made it itself. */
export function formatOf(id: number, code: string | undefined): Format {
  if (code === undefined) return DATES.has(id) ? "date" : "number";
  if (/^0{2,30}$/.test(code)) return { digits: code.length };
  const [shown] = code.replace(/"[^"]*"|\\.|\[[^\]]*\]|[_*]./g, "").split(";");
  const isDay = /[yd]/i.test(shown) || (/m/i.test(shown) && !/[hs]/i.test(shown));
  return isDay && !/general/i.test(shown) ? "date" : "number";
}

/** More digits than a workbook keeps: those after them are noughts, whatever was typed. */
const MOST_DIGITS = 15;

/**
 * A stored number as text without loss: 7 under the format 00000 is 00007, 1.2E+11 is 120000000000, and a number that
 * lost its last digits when it was typed stays shortened, so that nobody takes it for a serial number.
 */
export function numberText(stored: string, format: Format, is1904: boolean): string {
  const value = Number(stored);
  if (stored.trim() === "" || !Number.isFinite(value)) return stored;
  if (format === "date") return dayText(value, is1904) ?? stored;
  if (Number.isInteger(value)) {
    if (Math.abs(value) >= 10 ** MOST_DIGITS) return value.toExponential(5).toUpperCase();
    const digits = typeof format === "object" ? format.digits : 0;
    return value < 0 ? String(value) : String(value).padStart(digits, "0");
  }
  return plainDecimals(Number(value.toPrecision(MOST_DIGITS)));
}

function plainDecimals(value: number): string {
  const text = String(value);
  return /e/i.test(text) ? value.toFixed(20).replace(/0+$/, "") : text;
}

const DAY = 86_400_000;
/** The last day that a workbook knows, in the year 9999. */
const LAST = 2_958_466;

/** A day as YYYY-MM-DD, with the time where it has one; undefined where the number is no day. */
function dayText(value: number, is1904: boolean): string | undefined {
  const days = is1904 ? value + 1462 : value;
  if (days < 1 || days >= LAST) return undefined;
  // Workbooks believe that 1900 had a 29 February.
  const real = days < 60 ? days + 1 : days;
  const text = new Date(Math.round(real * 86_400) * 1000 + Date.UTC(1899, 11, 30)).toISOString();
  const isWhole = Math.abs(real - Math.round(real)) * DAY < 500;
  return isWhole ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}

/** Text with the characters that a workbook writes by their codes: `_x000D_` ends a line. */
export function unescaped(text: string): string {
  return text.replace(
    /_x([0-9a-f]{4})_/gi,
    // The database stores no text with a NUL, nor with half a character.
    (_, code) => code === "0000" ? "" : String.fromCharCode(parseInt(code, 16)),
  ).toWellFormed();
}

/** The number of a column: A is 0, AB 27. */
export function columnOf(reference: string): number {
  let column = 0;
  for (const char of reference) {
    const code = char.charCodeAt(0);
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return column - 1;
}
