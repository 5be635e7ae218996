import type { SupabaseClient } from "@supabase/supabase-js";
import { apiClient } from "@/lib/database/clients.ts";
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
  /** Where this project's mail is caught: `smtp://…`. */
  mailCatcherUrl?: string;
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** Where a running `deno task start` holds the data folder, ask it over HTTP instead of refusing. */
  viaRunning?: boolean;
}

/**
 * The project's client for commands, the same on hosted Supabase (`SUPABASE_URL` with
 * `SUPABASE_SECRET_KEY`), on a bare PostgreSQL (`DATABASE_URL`) and on the embedded database, which
 * is opened for this command alone.
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
    const connection = overHttp(running.api_url, running.secret_key);
    return { ...connection, mailCatcherUrl: running.smtp_url };
  }
}

function overHttp(url: string, key: string): Connection {
  return { client: apiClient(url, key), close: () => Promise.resolve() };
}

async function inProcess(env: Env): Promise<Connection> {
  const db = await openConfigured(env);
  const api = await createApi(db, await loadKeys(db));
  const mail = env.DATABASE_URL ? undefined : await startMailCatcher({
    port: 0,
    file: env.DATA_DIR === "memory" ? undefined : `${env.DATA_DIR}/mail.jsonl`,
  });
  return {
    client: api.client(),
    mailCatcherUrl: mail?.smtpUrl ?? await readFromVault(db, "embedded_smtp_url"),
    async close() {
      await mail?.stop();
      await db.close();
    },
  };
}
