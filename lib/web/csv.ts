/** What a spreadsheet would take for a formula and run, on opening a file. */
const RUNS = /^[=+\-@\t\r\n＝＋－＠]/;

/** An amount below zero, which runs nothing and is to be added up. */
const AMOUNT = /^-\d+\.\d\d$/;

/** A cell as RFC 4180 has it: no spreadsheet runs what a client wrote. */
export function csvCell(text: string): string {
  const plain = RUNS.test(text) && !AMOUNT.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** A row with the end of its line. */
export function csvLine(cells: string[]): string {
  return cells.map(csvCell).join(",") + "\r\n";
}

/** Lines as a file that a browser keeps under that name. */
export function csvResponse(lines: AsyncIterable<string>, name: string): Response {
  return new Response(ReadableStream.from(lines).pipeThrough(new TextEncoderStream()), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name}"`,
    },
  });
}
