import type { Rpc } from "@/lib/database/rpc.ts";
import { importFiles, type ImportProgress } from "../import_files.ts";
import { type ImportReport, runImport } from "@/lib/enrolment/night/import_run.ts";
import { NoOdooError, OdooError } from "./client.ts";
import { odooFiles, type OdooFilesOptions } from "./odoo_files.ts";

export interface OdooImportOptions extends OdooFilesOptions {
  /** Only tells what would change. */
  isTried?: boolean;
}

/**
 * Imports from Odoo what is new or changed, as one run, and notes how far it came once that was applied. A run that
 * was held, or broke off, is told the same again by the next one.
 * @throws {OdooError} as `odooFiles`.
 * @throws {DatabaseError} the database refused a call.
 */
export async function importFromOdoo(rpc: Rpc, options: OdooImportOptions): Promise<ImportReport> {
  const { files, keep } = await odooFiles(rpc, options);
  // What is read differs from one time to the next, and so does its name.
  const requestId = crypto.randomUUID();
  const report = await runImport(rpc, files, {
    source: "odoo",
    requestId,
    isTried: options.isTried,
  });
  if (report.status === "applied") await keep();
  return report;
}

/**
 * The same for a job of every night, at which nobody looks: where there is no Odoo it is `off`, and why one could not
 * be read is put on the work list.
 * @throws {DatabaseError} the database refused a call.
 */
export async function importFromOdooAtNight(rpc: Rpc, options: OdooFilesOptions) {
  try {
    return await importFromOdoo(rpc, options);
  } catch (error) {
    if (error instanceof NoOdooError) return { status: "off" };
    if (!(error instanceof OdooError)) throw error;
    const { message } = error;
    await rpc("import_failed", { source: "odoo", message });
    return { status: "failed", message };
  }
}

/**
 * Takes in all that Odoo has, as if a person had brought the files: nobody is enrolled, and the wizard does that at a
 * pace of its own. Returns how many rows each file had.
 * @throws {OdooError} as `odooFiles`.
 * @throws {DatabaseError} the database refused a call.
 */
export async function takeInHistory(
  rpc: Rpc,
  options: OdooFilesOptions,
): Promise<ImportProgress[]> {
  const { files, keep } = await odooFiles(rpc, { ...options, isWhole: true });
  const told = new Map<string, ImportProgress>();
  // Jobs are of today, and come with the first night.
  const sold = files.filter(({ kind }) => kind.kind !== "technician_jobs");
  await importFiles(rpc, sold, { onProgress: (file) => told.set(file.kind, file) });
  await keep();
  return [...told.values()];
}
