import { apiClient, impatientFetch } from "@/lib/database/clients.ts";
import { type Rpc, rpcOf } from "@/lib/database/rpc.ts";
import { EnvError, readSiteEnv } from "@/lib/env.ts";
import { pageRpc } from "./errors.ts";

/**
 * Where the project's API is, and the key that everybody may have.
 * @throws {EnvError} where the environment names none.
 */
export function siteApi(): { url: string; key: string } {
  const { SUPABASE_URL: url, SUPABASE_PUBLISHABLE_KEY: key } = readSiteEnv();
  if (url === undefined || key === undefined) {
    throw new EnvError("SUPABASE_URL and SUPABASE_PUBLISHABLE_KEY must be set.");
  }
  return { url, key };
}

let shared: Rpc | undefined;

/**
 * Calls the database for somebody who is not signed in: it answers the functions for clients only.
 * Refusals are HTTP errors.
 */
export function publicRpc(): Rpc {
  if (shared === undefined) {
    const { url, key } = siteApi();
    shared = pageRpc(rpcOf(apiClient(url, key, impatientFetch)));
  }
  return shared;
}
