import { createClient } from "@supabase/supabase-js";
import type { Database } from "./database.types.ts";
import type { Api } from "./rpc.ts";

/**
 * A client for one key that keeps no session: for everybody (publishable key), or for jobs and commands
 * (secret key).
 *
 * @param url origin of the project
 * @param send how requests travel; by `fetch` unless told
 */
export function apiClient(url: string, key: string, send?: typeof fetch): Api {
  return createClient<Database>(url, key, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: send === undefined ? {} : { fetch: send },
  });
}

/** How long a page waits for the database's API, in milliseconds. */
const PATIENCE_MS = 10_000;

/** `fetch` that gives up in time to tell the person who waits. */
export function impatientFetch(
  input: RequestInfo | URL,
  init: RequestInit = {},
): Promise<Response> {
  const signals = [AbortSignal.timeout(PATIENCE_MS), init.signal].filter((each) => !!each);
  return fetch(input, { ...init, signal: AbortSignal.any(signals) });
}
