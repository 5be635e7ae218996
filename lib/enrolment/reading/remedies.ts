/** What was wrong with a row of a file, in full: where, why, and what to do about it. */
export interface Refusal {
  file: string;
  /** The header is line 1. */
  line: number;
  /** Ours, where it is one column's fault. */
  column?: string;
  reason: string;
  /** What whoever brought the file can do, where there is something. */
  remedy?: string;
}

/** Complaints by how they read, each with what helps; the first that fits counts. */
const REMEDIES: [complaint: RegExp, remedy: string][] = [
  [
    /was shortened by a spreadsheet/,
    "Export it again, or format the column as text before the numbers are typed",
  ],
  [
    /is not a date/,
    "Write the day as YYYY-MM-DD, or say at the columns how days are written in the file",
  ],
  [/was made a date of/, "Format the column as text and write the apartment again"],
  [/is not an amount/, "Write it as 1200.00"],
  [/is not a whole number/, "Write the number in figures, without decimals"],
  [/is not between/, "Look whether a figure too many was typed"],
  [/is none of/, "Use one of these words"],
  [/is neither true nor false/, "Write true or false"],
  [/is already on line/, "Two rows have one reference: keep the one that counts"],
  [/is no name/, "A name has letters: look whether the columns are in their places"],
  [/^\S+ (is empty|says nothing)/, "Fill the cell, or leave the row out"],
  [/is longer than \d+ characters/, "Shorten it; notes have no place here"],
  [/is not a phone number/, "Write the number with its area code, one number in a cell"],
  [/is not an address/, "Write one e-mail address in the cell"],
  [/is not a code/, "A code has small letters, figures and underscores only"],
  [/is no category/, "Look up the code under Settings, or give the product a category there"],
  [/is a sum of others/, "Nothing to do: sums are no rows"],
  [/An enabled category needs/, "Fill these cells"],
  [
    /fields, the header/,
    "A separator within a cell or a missing one: put the cell in quotation marks, or export again",
  ],
  [/quotation mark is not closed/, "Close the quotation mark, or take it away"],
  [/NUL character/, "Export the file again: the row is damaged"],
  [/not UTF-8/, 'Save the file as "CSV UTF-8"'],
  [/longer than a million|characters: a cell/, "Take what is no list out of the cell"],
  [/Two columns are called/, "Rename one of the two"],
  [
    /(is|are) missing: no row can be read/,
    "Say at the columns which column of the file it is, or export it too",
  ],
  [
    /(is|are) missing: the rows are read without/,
    "Nothing to do, unless the file has them under other names",
  ],
  [/The file is empty|The workbook is empty/, "Export it again: nothing is in it"],
];

/** A remark of a file with the column that it is about and its remedy. */
export function refusalOf(remark: { file: string; line: number; reason: string }): Refusal {
  const { file, line, reason } = remark;
  const [, column] = reason.match(/^([a-z][a-z_]*)(?: "|:? is empty|: "| says nothing)/) ?? [];
  const [, says] = /^The (?:file|workbook) is [^:]+: (.+)$/.exec(reason) ?? [];
  const remedy = says ?? REMEDIES.find(([complaint]) => complaint.test(reason))?.[1];
  return { file, line, ...(column && { column }), reason, ...(remedy && { remedy }) };
}

/** A remark with what to do about it, as two sentences; one where it says so itself, or nothing can be done. */
export function adviceOn(remark: { file: string; line: number; reason: string }): string {
  const { reason, remedy } = refusalOf(remark);
  return remedy === undefined || reason.includes(remedy) ? reason : `${reason}. ${remedy}`;
}
