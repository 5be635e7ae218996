import { createServerClient, parseCookieHeader, serializeCookieHeader } from "@supabase/ssr";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { EnvError, readSiteEnv } from "@/lib/env.ts";

/** How long a page waits for the database's API, in milliseconds. */
const PATIENCE_MS = 10_000;

/** Where the database's API is, and the key that everybody may have. */
function platform(): { url: string; key: string } {
  const { SUPABASE_URL: url, SUPABASE_PUBLISHABLE_KEY: key } = readSiteEnv();
  if (url === undefined || key === undefined) {
    throw new EnvError("SUPABASE_URL and SUPABASE_PUBLISHABLE_KEY must be set.");
  }
  return { url, key };
}

function impatientFetch(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const signals = [AbortSignal.timeout(PATIENCE_MS), init.signal].filter((each) => !!each);
  return fetch(input, { ...init, signal: AbortSignal.any(signals) });
}

let shared: SupabaseClient | undefined;

/** The client of everybody who is not signed in; it may call the functions for clients only. */
export function publicClient(): SupabaseClient {
  if (shared === undefined) {
    const { url, key } = platform();
    shared = createClient(url, key, {
      auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
      global: { fetch: impatientFetch },
    });
  }
  return shared;
}

/** A client that acts as whoever is signed in. */
export type StaffClient = ReturnType<typeof createServerClient>;

/** A staff member's session: it lives in cookies that only the server reads. */
export interface StaffSession {
  client: StaffClient;
  /** Puts the cookies that changed, and the headers that keep caches from them, on an answer. */
  applyTo(response: Response): Response;
}

/** The session of the request's cookies; refreshing or ending it is told by `applyTo`. */
export function staffSession(req: Request): StaffSession {
  const { url, key } = platform();
  const changed = new Headers();
  const noStore = new Headers();
  const secure = new URL(req.url).protocol === "https:" ||
    req.headers.get("X-Forwarded-Proto") === "https";
  const client = createServerClient(url, key, {
    global: { fetch: impatientFetch },
    cookieOptions: { httpOnly: true, sameSite: "lax", secure, path: "/" },
    cookies: {
      getAll: () =>
        parseCookieHeader(req.headers.get("Cookie") ?? "")
          .map(({ name, value }) => ({ name, value: value ?? "" })),
      setAll(cookies, headers) {
        for (const { name, value, options } of cookies) {
          const cookie = serializeCookieHeader(name, value, {
            ...options,
            httpOnly: true,
            sameSite: "lax",
            secure,
            path: "/",
          });
          changed.append("Set-Cookie", cookie);
        }
        for (const [name, value] of Object.entries(headers)) noStore.set(name, value);
      },
    },
  });
  return {
    client,
    applyTo(response) {
      for (const cookie of changed.getSetCookie()) response.headers.append("Set-Cookie", cookie);
      for (const [name, value] of noStore) response.headers.set(name, value);
      return response;
    },
  };
}
