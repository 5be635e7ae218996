/**
 * `deno task import DIR [--dry-run] [--json]`: takes in a folder of files that another system exported, and sees to
 * what follows: newly sold units are enrolled, cancelled orders end, jobs of technicians block their time.
 * `deno task import --from odoo [--execute] [--json]` reads them from Odoo, and only tells what would change unless
 * it is told to execute. With `--history` all that it has is taken in and nobody is enrolled: the wizard does that.
 */
import { parseArgs } from "node:util";
import { connect } from "@/embedded/connect.ts";
import { DatabaseError, type Rpc, rpcOf } from "@/lib/database/rpc.ts";
import { fileSource } from "@/lib/enrolment/reading/file_source.ts";
import { contentHash, findFiles, folderReader, MissingFileError } from "@/lib/enrolment/import.ts";
import type { ImportProgress } from "@/lib/enrolment/import_files.ts";
import { type ImportReport, runImport } from "@/lib/enrolment/night/import_run.ts";
import { importText } from "@/lib/enrolment/night/import_text.ts";
import { OdooError } from "@/lib/enrolment/odoo/client.ts";
import { importFromOdoo, takeInHistory } from "@/lib/enrolment/odoo/import_odoo.ts";
import { requestIdOf } from "@/lib/enrolment/night/request_id.ts";
import { readEnv } from "@/lib/env.ts";
import { dayOf } from "@/lib/text/dates.ts";
import { CommandError, runCommand } from "./fail.ts";

const USAGE = "Usage: import DIR [--dry-run] [--json], " +
  "or import --from odoo [--execute | --history] [--json]";

interface Arguments {
  /** Undefined: from Odoo. */
  folder?: string;
  isTried: boolean;
  isHistory: boolean;
  json: boolean;
}

await runCommand(async () => {
  const { folder, isTried, isHistory, json } = readArguments();
  if (folder !== undefined) await refuseNoFolder(folder);
  const connection = await connect(readEnv(), { viaRunning: true });
  try {
    const rpc = rpcOf(connection.client);
    if (isHistory) {
      const files = await takeInHistory(rpc, { now: new Date() });
      console.log(json ? JSON.stringify({ files }) : historyText(files));
      return;
    }
    const report = folder === undefined
      ? await importFromOdoo(rpc, { now: new Date(), isTried })
      : await fromFolder(rpc, folder, isTried);
    console.log(json ? JSON.stringify(report) : importText(report));
    if (report.status === "held") Deno.exitCode = 3;
  } catch (error) {
    const known = [DatabaseError, MissingFileError, OdooError];
    if (known.some((kind) => error instanceof kind)) {
      throw new CommandError((error as Error).message, { cause: error });
    }
    throw error;
  } finally {
    await connection.close();
  }
});

/** The same files on the same day are the same run: whoever was interrupted starts the command again. */
async function fromFolder(rpc: Rpc, folder: string, isTried: boolean): Promise<ImportReport> {
  const found = await findFiles(folderReader(folder));
  if (found.length === 0) {
    throw new CommandError(`The files did not come: there is none that is known in ${folder}.`);
  }
  const source = "files";
  const requestId = isTried
    ? crypto.randomUUID()
    : await requestIdOf(source, dayOf(new Date(), "UTC"), await contentHash(found));
  return await runImport(rpc, found.map((file) => fileSource(file)), {
    source,
    requestId,
    isTried,
  });
}

function historyText(files: ImportProgress[]): string {
  return [
    "Taken in; nobody is enrolled. Go on at /office/enrol.",
    ...files.map(({ kind, rows, refused }) => `${kind}: ${rows} rows, ${refused} refused`),
  ].join("\n");
}

function readArguments(): Arguments {
  const { values, positionals } = parse();
  const { from, history: isHistory } = values;
  if (from === undefined ? positionals.length !== 1 : positionals.length !== 0) {
    throw new CommandError(USAGE);
  }
  if (from !== undefined && from !== "odoo") {
    throw new CommandError(`--from must be odoo, not "${from}".`);
  }
  if (from === undefined ? values.execute || isHistory : values["dry-run"]) {
    throw new CommandError(USAGE);
  }
  if (values.execute && isHistory) throw new CommandError(USAGE);
  return {
    folder: positionals[0],
    isTried: from === undefined ? values["dry-run"] : !values.execute,
    isHistory,
    json: values.json,
  };
}

function parse() {
  try {
    return parseArgs({
      args: Deno.args,
      allowPositionals: true,
      options: {
        from: { type: "string" },
        "dry-run": { type: "boolean", default: false },
        execute: { type: "boolean", default: false },
        history: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new CommandError((error as Error).message);
  }
}

/** Before a database is opened, so that a slip of the keyboard costs nothing. */
async function refuseNoFolder(folder: string): Promise<void> {
  const found = await Deno.stat(folder).catch(() => undefined);
  if (!found?.isDirectory) throw new CommandError(`There is no folder ${folder}.`);
}
