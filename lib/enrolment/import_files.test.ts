import { expect } from "expect";
import type { Rpc } from "@/lib/database/rpc.ts";
import { FILE_KINDS } from "./files.ts";
import { importFiles } from "./import_files.ts";

const kind = FILE_KINDS.find(({ kind }) => kind === "technicians")!;

/** A file of 1,600 rows, thus of four batches. */
function file(onRow: (line: number) => void = () => {}) {
  async function* rows() {
    for (let line = 2; line < 1602; line++) {
      await Promise.resolve();
      onRow(line);
      yield { line, fields: { name: `Tech ${line}`, email: "", skills: "" } };
    }
  }
  return { kind, fileName: "technicians.csv", isWhole: true, rows };
}

/** Answers as the database does; a batch takes as long as the caller says. */
function database(store: (number: number) => Promise<void>): { rpc: Rpc; calls: string[] } {
  const calls: string[] = [];
  const rpc: Rpc = async (name, args) => {
    calls.push(`${name} ${(args as { number?: number }).number ?? ""}`.trim());
    if (name === "import_batch") await store((args as { number: number }).number);
    return name === "start_import" ? "id" : { status: "finished" };
  };
  return { rpc, calls };
}

Deno.test("one batch is read ahead while another is stored, no more, and all are stored in their order", async () => {
  let lastRead = 0;
  let isStoring = false;
  const ahead: number[] = [];
  const { rpc, calls } = database(async (number) => {
    expect(isStoring).toBe(false);
    isStoring = true;
    await new Promise((resolve) => setTimeout(resolve, 30));
    ahead.push(lastRead - (1 + number * 500));
    isStoring = false;
  });
  await importFiles(rpc, [file((line) => lastRead = line)]);
  expect(calls).toEqual([
    "start_import",
    ...[1, 2, 3, 4].map((number) => `import_batch ${number}`),
    "finish_import",
  ]);
  expect(ahead.slice(0, 2)).toEqual([500, 500]);
});

Deno.test("a batch that cannot be stored ends the import with its error, and nothing more is told", async () => {
  const { rpc, calls } = database(async (number) => {
    await Promise.resolve();
    if (number === 2) throw new Error("cut");
  });
  await expect(importFiles(rpc, [file()])).rejects.toThrow("cut");
  expect(calls).toEqual(["start_import", "import_batch 1", "import_batch 2"]);
});

Deno.test("a file that breaks off leaves no call behind", async () => {
  let isStoring = false;
  const { rpc } = database(async () => {
    isStoring = true;
    await new Promise((resolve) => setTimeout(resolve, 10));
    isStoring = false;
  });
  const broken = file((line) => {
    if (line > 700) throw new Error("no more rows");
  });
  await expect(importFiles(rpc, [broken])).rejects.toThrow("no more rows");
  expect(isStoring).toBe(false);
});
