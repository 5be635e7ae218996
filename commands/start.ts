/**
 * `deno task start`: the whole system on one machine. Its last line on stdout is a JSON object that
 * tells where everything is, printed once everything answers. Ctrl-C or SIGTERM stops it cleanly.
 */
import { buildIfNeeded, importServer, loadServer } from "@/dev.ts";
import { type Env, readEnv } from "@/lib/env.ts";
import { surviveRejections } from "@/lib/web/last_resort.ts";
import { logErrorsShort } from "@/lib/web/short_log.ts";
import { closeOnTooLarge } from "@/lib/web/too_large.ts";
import type { Database } from "@/embedded/database.ts";
import { claimDatabase } from "@/embedded/claim.ts";
import {
  beginDemoDay,
  demoLogins,
  demoSnapshot,
  ensureDemoStaff,
  seedDemo,
} from "@/embedded/demo.ts";
import { openConfigured } from "@/embedded/open.ts";
import { type Platform, setSiteUrl, startPlatform } from "@/embedded/platform.ts";
import { isFree, type LoopbackServer, serveOn } from "@/embedded/ports.ts";
import { removeRunning, writeRunning } from "@/embedded/running.ts";
import { CommandError, runCommand } from "./fail.ts";
import { untilStopped } from "./signals.ts";

/** Starts to serve the web application on a loopback port, once its API answers. */
export type ServeWeb = (port: number) => Promise<LoopbackServer>;

if (import.meta.main) {
  await runCommand(async () => {
    const env = readEnv();
    const stopped = untilStopped();
    if (env.SUPABASE_URL) return await serveHosted(env, stopped);
    refuseTakenPort("127.0.0.1", env.PORT);
    await serveEmbedded(env, stopped, serveBuild());
  });
  Deno.exit(0);
}

/** Builds while the database opens, and serves that. */
function serveBuild(): ServeWeb {
  const built = buildIfNeeded();
  return async (port) => {
    await built;
    return serveOn(port, await importServer());
  };
}

/** Hosted Supabase does everything else: only the web application runs here, open to the network. */
async function serveHosted(env: Env, stopped: Promise<void>): Promise<void> {
  refuseTakenPort("0.0.0.0", env.PORT);
  const handler = await loadServer();
  const server = Deno.serve({ port: env.PORT, onListen() {} }, closeOnTooLarge(handler));
  const appUrl = `http://127.0.0.1:${env.PORT}`;
  console.log(`Fusion Maintenance on ${appUrl}, data at ${env.SUPABASE_URL}`);
  console.log(JSON.stringify({
    app_url: appUrl,
    api_url: env.SUPABASE_URL,
    publishable_key: env.SUPABASE_PUBLISHABLE_KEY,
  }));
  await stopped;
  await server.shutdown();
}

/** The whole system, with the web application as `serveWeb` serves it, until it is stopped. */
export async function serveEmbedded(
  env: Env,
  stopped: Promise<void>,
  serveWeb: ServeWeb,
): Promise<void> {
  surviveRejections();
  logErrorsShort();
  if (!env.DATABASE_URL) return await serveDatabase(env, stopped, serveWeb);
  let platform: Platform | undefined;
  const claim = await claimDatabase(env.DATABASE_URL, async () => await platform?.announce());
  let isTaken = false;
  const taken = claim.taken.then(() => void (isTaken = true));
  try {
    await serveDatabase(env, Promise.race([stopped, taken]), serveWeb, (up) => platform = up);
  } finally {
    await claim.release();
  }
  if (isTaken) {
    throw new CommandError(
      "Another process serves the database at DATABASE_URL since the connection that claimed it was lost. This one has stopped.",
    );
  }
}

async function serveDatabase(
  env: Env,
  stopped: Promise<void>,
  serveWeb: ServeWeb,
  isUp: (platform: Platform) => void = () => {},
): Promise<void> {
  const appUrl = `http://127.0.0.1:${env.PORT}`;
  const keepsData = !env.DATABASE_URL && env.DATA_DIR !== "memory";
  const now = new Date();
  const db = await openConfigured(env, () => demoSnapshot(now));
  try {
    // Papers of the demonstration's day are frozen with the address they were made at.
    await setSiteUrl(db, appUrl);
    // A server's database starts empty; a folder made by another command has data but no logins.
    await (env.DATABASE_URL ? seedDemo(db, now) : ensureDemoStaff(db));
    // Also what a start that was killed had not begun.
    await beginDemoDay(db, now);
    const platform = await startPlatform(db, {
      siteUrl: appUrl,
      ports: { api: env.PORT + 1, mail: env.PORT + 2, studio: env.PORT + 3 },
      mailFile: keepsData ? `${env.DATA_DIR}/mail.jsonl` : undefined,
    });
    isUp(platform);
    const web = await serveWeb(env.PORT);
    if (keepsData) await announceToCommands(env.DATA_DIR, platform);
    await untilItAnswers(web.url);
    await tell(db, web, platform);
    await stopped;
    if (keepsData) await removeRunning(env.DATA_DIR);
    await web.stop();
    await platform.stop();
  } finally {
    await db.close();
  }
}

/** @throws {CommandError} when somebody else listens there. */
export function refuseTakenPort(hostname: string, port: number): void {
  if (isFree(hostname, port)) return;
  throw new CommandError(`Port ${port} is in use. Set PORT to another one.`);
}

function announceToCommands(dataDir: string, platform: Platform): Promise<void> {
  return writeRunning(dataDir, {
    api_url: platform.apiUrl,
    secret_key: platform.keys.secret,
    smtp_url: platform.smtpUrl,
  });
}

/**
 * The first request of all takes the API a second to learn the schema, on a busy machine longer than a
 * page waits: nobody should have to wait for it.
 */
async function untilItAnswers(url: string): Promise<void> {
  let status = 0;
  for (let attempt = 1; attempt <= 4; attempt++) {
    const response = await fetch(`${url}/healthz`);
    await response.body?.cancel();
    if (response.ok) return;
    status = response.status;
  }
  throw new CommandError(`The web app answers ${status} at ${url}.`);
}

/** For people first, for programs in the last line. */
async function tell(db: Database, web: LoopbackServer, platform: Platform): Promise<void> {
  const staff = await demoLogins(db);
  // Nobody's who knows us already, and the client's only unit: a household is asked first which of them it means.
  const [open] = await db.query<{ token: string }>(
    `select cycle.token from public.maintenance_cycles cycle
     join public.maintenance_contracts contract on contract.id = cycle.contract_id
     join public.units unit on unit.id = contract.unit_id and unit.condition = 'in_service'
     where cycle.closed_at is null and contract.state = 'active' and cycle.token is not null
       and not exists (select from public.maintenance_visits visit where visit.cycle_id = cycle.id)
     order by exists (
       select from public.maintenance_contracts other
       where other.customer_id = contract.customer_id and other.id <> contract.id and other.state = 'active'
     ), cycle.number, cycle.due_on, cycle.id
     limit 1`,
  );
  const sampleBookingUrl = open ? `${web.url}/book/${open.token}` : null;
  console.log(`Fusion Maintenance  ${web.url}`);
  console.log(`a client's link     ${sampleBookingUrl ?? "none: no unit is enrolled"}`);
  for (const { role, email, password } of staff) {
    console.log(`${role.padEnd(18)}  ${web.url}/sign-in  ${email}  ${password}`);
  }
  console.log(`caught mail         ${platform.mailUrl}`);
  console.log(`database in Studio  ${platform.studioUrl}`);
  console.log(JSON.stringify({
    app_url: web.url,
    api_url: platform.apiUrl,
    publishable_key: platform.keys.publishable,
    secret_key: platform.keys.secret,
    sample_booking_url: sampleBookingUrl,
    staff,
    mail_url: platform.mailUrl,
    studio_url: platform.studioUrl,
  }));
}
