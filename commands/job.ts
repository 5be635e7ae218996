/**
 * `deno task job NAME --as-of ISO --json`: runs one job now, as of an instant, and prints its counts.
 * While `deno task start` runs on the same data folder, its database does the work.
 */
import { parseArgs } from "node:util";
import { connect } from "@/embedded/connect.ts";
import { type Rpc, rpcOf } from "@/lib/database/rpc.ts";
import { sendMessages } from "@/lib/mail/delivery/send_messages.ts";
import { type Transports, transportsFrom } from "@/lib/mail/delivery/transports.ts";
import { readEnv } from "@/lib/env.ts";
import { runJob } from "@/lib/jobs/run_job.ts";
import { CommandError, runCommand } from "./fail.ts";

/** What a job did, by name of what was counted. */
type Counts = Record<string, unknown>;

/** Runs a job as of an instant. */
type Job = (rpc: Rpc, asOf: Date, transports: Transports) => Promise<Counts>;

const JOBS: Record<string, Job> = {
  "reminders": inDatabase("reminders"),
  "follow-ups": inDatabase("follow-ups"),
  "roll-forward": inDatabase("roll-forward"),
  "certificates": inDatabase("certificates"),
  "self-check": inDatabase("self-check"),
  "send-messages": async (rpc, now, transports) => ({
    ...await sendMessages(rpc, { now, transports }),
  }),
};

await runCommand(async () => {
  const { name, asOf, json } = readArguments();
  const job = Object.hasOwn(JOBS, name ?? "") ? JOBS[name!] : undefined;
  if (!job) {
    console.error(`Usage: job NAME [--as-of ISO] [--json]; jobs: ${Object.keys(JOBS).join(", ")}`);
    Deno.exit(2);
  }
  const env = readEnv();
  const connection = await connect(env, { viaRunning: true });
  // A catcher that the caller named stays.
  const MAIL_CATCHER_URL = env.MAIL_CATCHER_URL ?? connection.mailCatcherUrl;
  try {
    const transports = transportsFrom({ ...env, MAIL_CATCHER_URL });
    const counts = await job(rpcOf(connection.client), asOf, transports);
    if (json) console.log(JSON.stringify({ job: name, as_of: asOf.toISOString(), ...counts }));
    else for (const [what, count] of Object.entries(counts)) console.log(`${what}: ${count}`);
  } finally {
    await connection.close();
  }
});

interface Arguments {
  name?: string;
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
    return { name: positionals[0], asOf, json: values.json };
  } catch (error) {
    if (error instanceof TypeError) throw new CommandError(error.message);
    throw error;
  }
}

/** A job that is one function of the database. */
function inDatabase(name: string): Job {
  return async (rpc, asOf) => {
    const report = await runJob(rpc, name, asOf);
    if (report.status === "not_yet") {
      console.error(`The job ${name} is not part of this version yet.`);
      Deno.exit(2);
    }
    if (report.status === "refused") {
      throw new CommandError("Mail is live here: a job does not run as of the future.");
    }
    return report;
  };
}
