import { apiClient, impatientFetch } from "@/lib/database/clients.ts";
import { type Rpc, rpcOf } from "@/lib/database/rpc.ts";
import { EnvError, readSiteEnv } from "@/lib/env.ts";
import { pageRpc } from "./errors.ts";

/** The project as the web application knows it. */
export interface SiteApi {
  /** Where its API is. */
  url: string;
  /** The key that everybody may have. */
  key: string;
  /** Where it is set: see `authFetch`. */
  secretKey?: string;
}

let known: SiteApi | undefined;

/** The project of this process. @throws {EnvError} where the environment names none. */
export function siteApi(): SiteApi {
  return known ??= readSiteApi();
}

function readSiteApi(): SiteApi {
  const { SUPABASE_URL: url, SUPABASE_PUBLISHABLE_KEY: key, SUPABASE_SECRET_KEY: secretKey } =
    readSiteEnv();
  if (url === undefined || key === undefined) {
    throw new EnvError("SUPABASE_URL and SUPABASE_PUBLISHABLE_KEY must be set.");
  }
  return { url, key, secretKey };
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
