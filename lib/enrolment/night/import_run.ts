/** An import that ends in consequences: what another system tells in one go, a night's files or an hour's. */
import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { importFiles, type ImportOptions } from "@/lib/enrolment/import_files.ts";
import type { SourceFile } from "@/lib/enrolment/source.ts";
import { changeShape, fileShape, groupShape } from "./shapes.ts";

const startedShape = z.object({
  status: z.enum(["started", "repeated"]),
  import_run_id: z.string(),
});

const reportShape = z.looseObject({
  status: z.string(),
  /** Of a try: what it would come to; `too_many`: only the first of it was tried. */
  outcome: z.string().optional(),
  /** Rows that a try did not come to. */
  rows_left: z.number().optional(),
  reason: z.string().optional(),
  message: z.string().optional(),
  files: z.array(fileShape).optional(),
  groups: z.array(groupShape).optional(),
  /** The first 500. */
  changes: z.array(changeShape).optional(),
  /** Questions for a person. */
  conflicts: z.number().optional(),
});
/** What became of an import, or what would. */
export type ImportReport = z.infer<typeof reportShape> & { import_run_id: string };

export interface ImportRunOptions {
  /** What the other system is called. */
  source: string;
  /** The same again is the same run. */
  requestId: string;
  /** Only tells what would change. */
  isTried?: boolean;
  onProgress?: ImportOptions["onProgress"];
}

/**
 * Imports files as one run and sees to what follows from them; or, tried, tells what would and takes it back.
 * @throws {DatabaseError} the database refused a call. The same again goes on where this ended.
 */
export async function runImport(
  rpc: Rpc,
  files: SourceFile[],
  { source, requestId, isTried = false, onProgress }: ImportRunOptions,
): Promise<ImportReport> {
  const { status, import_run_id } = startedShape.parse(
    await rpc("start_import_run", { source, request_id: requestId }),
  );
  if (status === "repeated" && await isOver(rpc, import_run_id)) {
    return { ...await finishRun(rpc, import_run_id), import_run_id };
  }
  await importFiles(rpc, files, {
    importRunId: import_run_id,
    requestId,
    isStagedOnly: isTried,
    onProgress,
  });
  const report = isTried
    ? reportShape.parse(await rpc("try_import_run", { import_run_id }))
    : await finishRun(rpc, import_run_id);
  return { ...report, import_run_id };
}

const stateShape = z.object({ run: z.object({ state: z.string() }) });

/** Whether a run takes no files any more. */
async function isOver(rpc: Rpc, import_run_id: string): Promise<boolean> {
  const { run } = stateShape.parse(await rpc("import_run_page", { import_run_id }));
  return run.state !== "receiving";
}

/** Sees to what follows from a run whose files are in, a few orders a call. */
export async function finishRun(rpc: Rpc, import_run_id: string) {
  while (true) {
    const report = reportShape.parse(await rpc("finish_import_run", { import_run_id }));
    if (report.status !== "finishing") return report;
  }
}
