import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import type { Env } from "@/lib/env.ts";
import { createApi } from "./api.ts";
import { DataDirError } from "./data_dir.ts";
import { loadKeys, readFromVault } from "./keys.ts";
import { startMailCatcher } from "./mail_catcher.ts";
import { openConfigured, OpenError } from "./open.ts";
import { readRunning } from "./running.ts";

export interface Connection {
  /** With the secret key: acts as `service_role`. */
  client: SupabaseClient;
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** Where a running `deno task start` holds the data folder, ask it over HTTP instead of refusing. */
  viaRunning?: boolean;
}

/**
 * The project's client for commands, the same on hosted Supabase (`SUPABASE_URL` with
 * `SUPABASE_SECRET_KEY`), on a bare PostgreSQL (`DATABASE_URL`) and on the embedded database, which
 * is opened for this command alone. Where mail is caught, `MAIL_CATCHER_URL` is set to the catcher.
 * @throws {DataDirError | MigrateError | OpenError} one line for people.
 */
export async function connect(env: Env, options: ConnectOptions = {}): Promise<Connection> {
  if (env.SUPABASE_URL) {
    if (!env.SUPABASE_SECRET_KEY) {
      throw new OpenError("With SUPABASE_URL, commands need SUPABASE_SECRET_KEY too.");
    }
    return overHttp(env.SUPABASE_URL, env.SUPABASE_SECRET_KEY);
  }
  try {
    return await inProcess(env);
  } catch (error) {
    const running = options.viaRunning && error instanceof DataDirError
      ? await readRunning(env.DATA_DIR)
      : undefined;
    if (!running) throw error;
    mailToCatcher(running.smtp_url);
    return overHttp(running.api_url, running.secret_key);
  }
}

function overHttp(url: string, key: string): Connection {
  const client = createClient(url, key, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  });
  return { client, close: () => Promise.resolve() };
}

async function inProcess(env: Env): Promise<Connection> {
  const db = await openConfigured(env);
  const api = await createApi(db, await loadKeys(db));
  const mail = env.DATABASE_URL ? undefined : await startMailCatcher({
    port: 0,
    file: env.DATA_DIR === "memory" ? undefined : `${env.DATA_DIR}/mail.jsonl`,
  });
  const smtp = mail?.smtpUrl ?? await readFromVault(db, "embedded_smtp_url");
  if (smtp) mailToCatcher(smtp);
  return {
    client: api.client(),
    async close() {
      await mail?.stop();
      await db.close();
    },
  };
}

/** A catcher that the caller chose stays. */
function mailToCatcher(url: string): void {
  if (!Deno.env.get("MAIL_CATCHER_URL")) Deno.env.set("MAIL_CATCHER_URL", url);
}
