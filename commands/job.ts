/**
 * `deno task job NAME --as-of ISO --json`: runs one job now, as of an instant, and prints its counts.
 * While `deno task start` runs on the same data folder, its database does the work.
 */
import { parseArgs } from "node:util";
import { connect } from "@/embedded/connect.ts";
import { rpcOf } from "@/lib/database/rpc.ts";
import { sendMessages } from "@/lib/mail/delivery/send_messages.ts";
import { transportsFrom } from "@/lib/mail/delivery/transports.ts";
import { readDeliveryEnv, readEnv } from "@/lib/env.ts";
import { runJob } from "@/lib/jobs/run_job.ts";
import { CommandError, runCommand } from "./fail.ts";

/** What a job did, by name of what was counted; or why it did nothing. */
type Report = { status: string } & Record<string, unknown>;

await runCommand(async () => {
  const { name, asOf, json } = readArguments();
  const report = await run(name, asOf);
  const refusal = explain(report);
  if (refusal !== undefined) {
    console.error(refusal);
    Deno.exit(2);
  }
  if (report.status === "refused") {
    throw new CommandError("Mail is live here: a job does not run as of the future.");
  }
  if (json) console.log(JSON.stringify({ job: name, as_of: asOf.toISOString(), ...report }));
  else for (const [what, count] of Object.entries(report)) console.log(`${what}: ${count}`);
});

/** Runs a job to its end: sending from here, all others in the database, which knows their names. */
async function run(name: string, asOf: Date): Promise<Report> {
  const connection = await connect(readEnv(), { viaRunning: true });
  const rpc = rpcOf(connection.client);
  try {
    if (name !== "send-messages") return await runJob(rpc, name, asOf);
    const delivery = readDeliveryEnv();
    // A catcher that the caller named stays.
    const MAIL_CATCHER_URL = delivery.MAIL_CATCHER_URL ?? connection.mailCatcherUrl;
    const transports = transportsFrom({ ...delivery, MAIL_CATCHER_URL });
    const logins = connection.client.auth.admin;
    return { ...await sendMessages(rpc, { now: asOf, transports, logins }) };
  } finally {
    await connection.close();
  }
}

/** What to tell about a job that cannot be run at all. */
function explain({ status, jobs }: Report): string | undefined {
  if (status !== "unknown") return undefined;
  const names = [...jobs as string[], "send-messages"].sort();
  return `Usage: job NAME [--as-of ISO] [--json]; jobs: ${names.join(", ")}`;
}

interface Arguments {
  name: string;
  asOf: Date;
  json: boolean;
}

function readArguments(): Arguments {
  try {
    const { values, positionals } = parseArgs({
      args: Deno.args,
      allowPositionals: true,
      options: { "as-of": { type: "string" }, json: { type: "boolean", default: false } },
    });
    const asOf = values["as-of"] === undefined ? new Date() : new Date(values["as-of"]);
    if (Number.isNaN(asOf.getTime())) {
      throw new CommandError("--as-of must be an instant like 2026-05-12T12:00:00Z.");
    }
    return { name: positionals[0] ?? "", asOf, json: values.json };
  } catch (error) {
    if (error instanceof TypeError) throw new CommandError(error.message);
    throw error;
  }
}
