/**
 * `deno task backfill DIR --today D [--execute] [--weeks N] [--orders-from-above] [--json]`: imports the
 * company's files (CSV or Excel), makes a dry run of enrolling them and prints its report; with `--execute` then enrols
 * that run.
 */
import { parseArgs } from "node:util";
import { connect } from "@/embedded/connect.ts";
import { DatabaseError, rpcOf } from "@/lib/database/rpc.ts";
import { folderReader, MissingFileError } from "@/lib/enrolment/import.ts";
import { refusalOf } from "@/lib/enrolment/reading/remedies.ts";
import { reportText } from "@/lib/enrolment/report.ts";
import { runBackfill } from "@/lib/enrolment/run.ts";
import { isDay } from "@/lib/text/dates.ts";
import { readEnv } from "@/lib/env.ts";
import { CommandError, runCommand } from "./fail.ts";

interface Arguments {
  folder: string;
  /** Company day of the run, YYYY-MM-DD. */
  today: string;
  weeks?: number;
  execute: boolean;
  ordersFromAbove: boolean;
  json: boolean;
}

await runCommand(async () => {
  const { folder, today, weeks, execute, ordersFromAbove, json } = readArguments();
  await refuseNoFolder(folder);
  const connection = await connect(readEnv());
  try {
    const report = await runBackfill(rpcOf(connection.client), folderReader(folder), {
      today,
      weeks,
      isExecuted: execute,
      ordersFromAbove,
    });
    const rejected = report.rejected.map(refusalOf);
    console.log(json ? JSON.stringify({ ...report, rejected }) : reportText(report));
  } catch (error) {
    if (error instanceof MissingFileError || error instanceof DatabaseError) {
      throw new CommandError(error.message, { cause: error });
    }
    throw error;
  } finally {
    await connection.close();
  }
});

function readArguments(): Arguments {
  const { values, positionals } = parse();
  const { today, weeks } = values;
  if (positionals.length !== 1 || today === undefined) {
    throw new CommandError(
      "Usage: backfill DIR --today YYYY-MM-DD [--execute] [--weeks N] [--orders-from-above] [--json]",
    );
  }
  if (!isDay(today)) {
    throw new CommandError(`--today must be a day like 2026-06-02, not "${today}".`);
  }
  if (weeks !== undefined && !/^([1-9]|[1-4]\d|5[0-2])$/.test(weeks)) {
    throw new CommandError(`--weeks must be a number from 1 to 52, not "${weeks}".`);
  }
  return {
    folder: positionals[0],
    today,
    weeks: weeks === undefined ? undefined : Number(weeks),
    execute: values.execute,
    ordersFromAbove: values["orders-from-above"],
    json: values.json,
  };
}

function parse() {
  try {
    return parseArgs({
      args: Deno.args,
      allowPositionals: true,
      options: {
        today: { type: "string" },
        weeks: { type: "string" },
        execute: { type: "boolean", default: false },
        "orders-from-above": { type: "boolean", default: false },
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
