import { expect } from "expect";
import { FILE_KINDS } from "@/lib/enrolment/files.ts";

const DOCUMENT = await Deno.readTextFile(new URL("../../docs/imports.md", import.meta.url));

interface Told {
  column: string;
  isNeeded: boolean;
  example: string;
}

/** What the document tells of the columns of a file. */
function columnsOf(fileName: string): Told[] {
  const [, section = ""] = DOCUMENT.split(`\n### ${fileName}\n`);
  const [table] = section.split(/\n##/);
  return [...table.matchAll(/^\| `(\w+)` \| (●?) ?\| .*?\| `([^`]*)` \|$/gm)].map((
    [, column, mark, example],
  ) => ({ column, isNeeded: mark === "●", example }));
}

Deno.test("the document tells of every file, in the order in which they build on each other", () => {
  const told = [...DOCUMENT.matchAll(/^### (\w+\.csv)$/gm)].map(([, name]) => name);
  expect(told).toEqual(FILE_KINDS.map(({ fileName }) => fileName));
});

for (const { fileName, columns, isOptional = false } of FILE_KINDS) {
  Deno.test(`of ${fileName} the document tells every column, what it needs, and an example that is read`, () => {
    const told = columnsOf(fileName);
    expect(told.map(({ column }) => column)).toEqual(Object.keys(columns));
    for (const { column, isNeeded, example } of told) {
      expect([column, !columns[column].safeParse("").success]).toEqual([column, isNeeded]);
      expect([column, columns[column].safeParse(example).success]).toEqual([column, true]);
    }
    const [, section] = DOCUMENT.split(`\n### ${fileName}\n`);
    expect(section.trimStart().startsWith("Optional.")).toBe(isOptional);
  });
}
