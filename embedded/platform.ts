import type { SupabaseClient } from "@supabase/supabase-js";
import { serveHere } from "@/lib/database/clients.ts";
import { type Api, createApi } from "./api.ts";
import { startCron } from "./cron.ts";
import type { Database } from "./database.ts";
import { mountFunctions } from "./functions.ts";
import { type Keys, loadKeys, storeInVault } from "./keys.ts";
import { startMailCatcher } from "./mail_catcher.ts";
import { forOwnPages } from "./own_pages.ts";
import { serveOn } from "./ports.ts";

const FUNCTIONS = new URL("../supabase/functions/", import.meta.url);

export interface PlatformOptions {
  /** Origin of the web application, for links in mails. */
  siteUrl: string;
  /** Wanted ports; another free one is taken where one is in use. 0 means any. */
  ports: { api: number; mail: number; studio: number };
  /** Keeps caught mail over restarts. */
  mailFile?: string;
}

/** A running embedded project. */
export interface Platform {
  apiUrl: string;
  mailUrl: string;
  smtpUrl: string;
  studioUrl: string;
  keys: Keys;
  /** A supabase-js client with the secret key that needs no port. */
  client(): SupabaseClient;
  /** Writes into the database where it is served and where its site is, over whatever another process may have written. */
  announce(): Promise<void>;
  /** Stops serving; the database stays open. */
  stop(): Promise<void>;
}

/**
 * Serves an open, migrated database as a Supabase project on loopback ports: API, auth, Edge Functions,
 * jobs, mail catcher, Studio. Sets the environment variables that Edge Functions and the web
 * application have on hosted projects, for this process.
 */
export async function startPlatform(db: Database, options: PlatformOptions): Promise<Platform> {
  const keys = await loadKeys(db);
  const mail = await startMailCatcher({ port: options.ports.mail, file: options.mailFile });
  const functions = await mountFunctions(FUNCTIONS);
  const api = await createApi(db, keys, { siteUrl: options.siteUrl, functions });

  const apiServer = serveOn(options.ports.api, (request) => api.fetch(request));
  const endHere = serveHere(apiServer.url, api.fetch);
  exportEnv({
    SUPABASE_URL: apiServer.url,
    SUPABASE_PUBLISHABLE_KEY: keys.publishable,
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secret }),
    JOB_SECRET: keys.job,
    IMPORT_SECRET: keys.import,
    MAIL_CATCHER_URL: mail.smtpUrl,
  });
  const studioServer = serveStudio(api, options.ports.studio);
  const tellJobs = async () => {
    await storeInVault(db, "functions_url", `${apiServer.url}/functions/v1`);
    await storeInVault(db, "embedded_smtp_url", mail.smtpUrl);
  };
  await tellJobs();
  const cron = await startCron(db);

  return {
    apiUrl: apiServer.url,
    mailUrl: mail.url,
    smtpUrl: mail.smtpUrl,
    studioUrl: studioServer.url,
    keys,
    client: () => api.client(),
    async announce() {
      await tellJobs();
      await setSiteUrl(db, options.siteUrl);
    },
    async stop() {
      await cron.stop();
      await studioServer.stop();
      endHere();
      await apiServer.stop();
      await mail.stop();
    },
  };
}

/** What Edge Functions and the web application of this process read: the one place that sets variables. */
function exportEnv(variables: Record<string, string>): void {
  for (const [name, value] of Object.entries(variables)) Deno.env.set(name, value);
}

function serveStudio(api: Api, port: number) {
  return serveOn(
    port,
    forOwnPages((request, { remoteAddr }) =>
      api.studio(request, (remoteAddr as Deno.NetAddr).hostname)
    ),
  );
}

/** Links in mails must lead here, unless the office has set a real address. */
export async function setSiteUrl(db: Database, siteUrl: string): Promise<void> {
  await db.query(
    "update public.company_settings set public_url = $1 where public_url ~ '^http://127\\.0\\.0\\.1:'",
    [siteUrl],
  );
}
