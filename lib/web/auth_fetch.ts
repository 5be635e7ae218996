import { impatientFetch } from "@/lib/database/clients.ts";
import type { SiteApi } from "./api.ts";

/**
 * `fetch` for the session of somebody at an address. Supabase Auth counts attempts by address, and would
 * take all of them for this server's. It believes the header `Sb-Forwarded-For` where the project allows
 * it and the request has a secret key; without one, only this application's own limits tell people apart.
 * Tables and functions keep the key that everybody may have: the secret one opens all of them.
 */
export function authFetch(
  { url, key, secretKey }: SiteApi,
  address: string,
  send: typeof fetch = impatientFetch,
): typeof fetch {
  if (secretKey === undefined || address === "") return send;
  return (input, init = {}) => {
    if (!String(input).startsWith(`${url}/auth/v1/`)) return send(input, init);
    const headers = new Headers(init.headers);
    headers.set("apikey", secretKey);
    if (headers.get("Authorization") === `Bearer ${key}`) {
      headers.set("Authorization", `Bearer ${secretKey}`);
    }
    headers.set("Sb-Forwarded-For", address);
    return send(input, { ...init, headers });
  };
}
