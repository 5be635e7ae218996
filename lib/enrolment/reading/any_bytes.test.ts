/** Whatever bytes somebody brings: each line is a row, or refused, and no reader fails. */
import { expect } from "expect";
import fc from "fast-check";
import { fileSource } from "./file_source.ts";
import { FILE_KINDS } from "@/lib/enrolment/files.ts";
import { openTable } from "./open_table.ts";
import { rowReader } from "./read_file.ts";

const CELL = fc.oneof(
  fc.constantFrom(
    "",
    "C1",
    "Ada Lee",
    "31/02/2026",
    "-1",
    "1.23457E+11",
    "=1+1",
    "\u0000",
    "0",
    "N/A",
    "x y",
    "constructor",
    "__proto__",
  ),
  fc.string({ maxLength: 8 }).map((text) => text.replace(/["\r\n]/g, "")),
);
const row = (width: number) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.array(CELL, { minLength: width, maxLength: width }) },
    { weight: 1, arbitrary: fc.array(CELL, { maxLength: width + 2 }) },
  );

const quoted = (cell: string) => `"${cell}"`;

Deno.test("each line of a file is a row or refused by its line, whatever is in it", async () => {
  for (const kind of FILE_KINDS) {
    const columns = Object.keys(kind.columns);
    await fc.assert(
      fc.asyncProperty(fc.array(row(columns.length), { maxLength: 12 }), async (rows) => {
        // An empty row is none.
        const filled = rows.filter((cells) => cells.some((cell) => cell.trim() !== ""));
        const text = [columns, ...filled].map((cells) => cells.map(quoted).join(",")).join("\n");
        const bytes = new TextEncoder().encode(text + "\n");
        const read = rowReader(kind);
        const source = fileSource({ kind, fileName: kind.fileName, bytes });
        const found = (await Array.fromAsync(source.rows())).map(read);
        const lines = found.map(({ line }) => line);
        expect(lines).toEqual(filled.map((_, i) => i + 2));
        for (const each of found) {
          if ("problem" in each) expect(each.problem).not.toBe("");
          else expect(Object.keys(each.values)).toEqual(columns);
        }
      }),
      { numRuns: 25 },
    );
  }
});

Deno.test("bytes without sense come to problems, and never to a failure", async () => {
  const starts = ["", "PK\x03\x04", "a,b\n", "\xff\xfe", "sep=;\n", '"', "\xef\xbb\xbf"];
  const bytes = fc.tuple(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 300 }))
    .map(([start, rest]) =>
      Uint8Array.from([...[...start].map((char) => char.charCodeAt(0)), ...rest])
    );
  await fc.assert(
    fc.asyncProperty(bytes, async (file) => {
      const table = await openTable(file);
      if ("problem" in table) return expect(table.problem).not.toBe("");
      let line = 0;
      for await (const row of table.rows()) {
        expect(row.line).toBeGreaterThan(line);
        line = row.line;
        if (!("problem" in row)) expect(row.cells).toHaveLength(table.columns.length);
      }
    }),
    { numRuns: 400 },
  );
});
