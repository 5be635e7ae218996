/** What a spreadsheet would take for a formula and run, on opening a file. */
const RUNS = /^[=+\-@\t\r\n＝＋－＠]/;

/** An amount below zero, which runs nothing and is to be added up. */
const AMOUNT = /^-\d+\.\d\d$/;

/** A cell as RFC 4180 has it: no spreadsheet runs what a client wrote. */
export function csvCell(text: string): string {
  const plain = RUNS.test(text) && !AMOUNT.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

export function csvLine(cells: string[]): string {
  return cells.map(csvCell).join(",") + "\r\n";
}
