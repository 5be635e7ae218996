/**
 * Controls, marks of writing direction, characters without width, and hyphens that do not show: copied along,
 * never meant. The database keeps no such text (`private.on_one_line`).
 */
const INVISIBLE =
  // deno-lint-ignore no-control-regex -- they are what is meant
  /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;
/** Spaces that do not break, and other kinds of them. */
const SPACES = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g;

/** A text as it shows: without what turns it round, hides in it or breaks its line. */
export const shown = (text: string) => text.replace(INVISIBLE, "").replace(/[\0\s]+/g, " ");

/**
 * A cell without what spreadsheets wrap around it: `="00777"` and `'00777` are 00777, and invisible
 * characters are dropped. A Dutch name ('t Hooft) keeps its apostrophe.
 */
export function unwrapped(cell: string): string {
  const plain = cell.replace(INVISIBLE, "").replace(SPACES, " ").trim();
  const [, formula] = plain.match(/^="(.*)"$/s) ?? [];
  if (formula !== undefined) return formula.replaceAll('""', '"').trim();
  return plain.replace(/^'(?![ts][ -])/, "").trim();
}

/** What people and programs write into a cell that has nothing to say. */
const NOTHING =
  /^(true|false|vrai|faux|#?n ?[./]? ?a\.?|none|null|nil|nan|tbd|tba|unk|unknown\.?|see file|not available|\(blank\)|#(ref|value|name|num|null|div\/0)[!?]?|#+|[-–—]+|\.+)$/i;

/**
 * What may stand for an empty cell depends on the column: FALSE, which French spreadsheets write FAUX, is an
 * answer to a question, a nought is a number, and X may be a flat.
 */
export const isNothing = {
  text: (cell: string) => NOTHING.test(cell) || /^(0+|x{1,3}|\?+)$/i.test(cell),
  apartment: (cell: string) => NOTHING.test(cell) || /^0+$/.test(cell),
  date: (cell: string) => NOTHING.test(cell) || /^0+$/.test(cell),
  number: (cell: string) => NOTHING.test(cell),
  flag: (cell: string) => NOTHING.test(cell) && !/^(true|false|vrai|faux)$/i.test(cell),
} as const;

/** A long number of which a spreadsheet kept the first digits only: 1.23457E+11, or 123.5E+9 as engineers have it. */
export function isShortened(cell: string): boolean {
  return /^\d{1,3}([.,]\d+)?E[+-]\d{1,3}$/i.test(cell);
}

const MONTH =
  "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|janv|f[ée]vr|mars|avr|mai|juin|juil|ao[uû]t|sept|d[ée]c)\\.?";
const DATE = new RegExp(
  `^(\\d{1,2}-${MONTH}|${MONTH}-\\d{2}|\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{4}|\\d{4}-\\d\\d-\\d\\d( .*)?)$`,
  "i",
);

/** What a spreadsheet made a date of: 3-Jan, which may have been 1-3. */
export function isDateLike(cell: string): boolean {
  return DATE.test(cell);
}

/** A number that a spreadsheet took for one: 12345.0 is 12345. */
export function withoutDecimals(cell: string): string {
  return cell.replace(/^(\d+)\.0+$/, "$1");
}

/** Reports end in a line that looks like a record. */
export function isSum(cell: string): boolean {
  return /^((grand|sub)[ -]?)?total(s|e|en)?( g[ée]n[ée]ral)?\s*:?$/i.test(cell);
}
