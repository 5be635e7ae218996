import { expect } from "expect";
import type { Rpc } from "@/lib/database/rpc.ts";
import { FILE_KINDS } from "@/lib/enrolment/files.ts";
import { takeBatch } from "@/lib/enrolment/night/http_batch.ts";

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

Deno.test("the calls of the example are calls that the function takes", async () => {
  const run = "3f2b8c1e-7d55-4b0a-9a53-6a7f0c9be002";
  const rpc: Rpc = (name) =>
    Promise.resolve(
      ({
        start_import_run: { status: "started", import_run_id: run },
        start_import: "file",
        import_batch: { status: "stored" },
        import_run_page: {
          files: ["customers", "sales_order_lines"].map((kind) => ({
            file_id: kind,
            kind,
            file_name: kind,
            state: "receiving",
            rows: 1,
          })),
        },
        finish_import: { status: "finished" },
        finish_import_run: { status: "applied" },
      } as Record<string, unknown>)[name],
    );
  const bodies = [...DOCUMENT.matchAll(/post '(\{"do".*?\})'(?:\)|\n| \|)/gs)]
    .map(([, body]) => JSON.parse(body.replaceAll("'$RUN'", run)));
  expect(bodies.map((body) => body.do)).toEqual(["start", "batch", "batch", "finish"]);
  for (const body of bodies) {
    const answer = await takeBatch(rpc, body);
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body.problems ?? []).toEqual([]);
  }
});
