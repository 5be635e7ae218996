import { createServerClient, parseCookieHeader, serializeCookieHeader } from "@supabase/ssr";
import type { Database } from "@/lib/database/database.types.ts";
import { type Api, type Rpc, rpcOf } from "@/lib/database/rpc.ts";
import { siteApi } from "./api.ts";
import { authFetch } from "./auth_fetch.ts";
import { pageRpc } from "./errors.ts";
import { isSecure } from "./headers.ts";
import { LONGEST_SESSION } from "./session_age.ts";
import { sessionCookieName, sessionCookies } from "./session_cookie.ts";

/** A staff member's session: it lives in cookies that only the server reads. */
export interface StaffSession {
  /** Tables and sign-in, with the rights of whoever is signed in. */
  api: Api;
  /** Functions with the same rights; refusals are HTTP errors. */
  rpc: Rpc;
  /** Puts the cookies that changed, and the headers that keep caches from them, on an answer. */
  applyTo(response: Response): Response;
}

function cookiesOf(req: Request) {
  return parseCookieHeader(req.headers.get("Cookie") ?? "")
    .map(({ name, value }) => ({ name, value: value ?? "" }));
}

/** Whether a request's cookies hold something of the shape of a session. */
export function hasSession(req: Request): boolean {
  return sessionCookies(cookiesOf(req), sessionCookieName(siteApi().url)).kept.length > 0;
}

/**
 * The session of the request's cookies. `applyTo` tells the browser that it was refreshed or ended.
 * Cookies that hold no session are taken back from the browser and never reach the client.
 *
 * @param address where the request came from
 */
export function staffSession(req: Request, address: string): StaffSession {
  const project = siteApi();
  const { url, key } = project;
  const changed = new Headers();
  const noStore = new Headers();
  const ofOurs = { httpOnly: true, sameSite: "lax", secure: isSecure(req), path: "/" } as const;
  const { kept, refused } = sessionCookies(cookiesOf(req), sessionCookieName(url));
  // One that stayed would be read before the one of the next sign-in.
  for (const { name } of refused) {
    changed.append("Set-Cookie", serializeCookieHeader(name, "", { ...ofOurs, maxAge: 0 }));
  }
  const client = createServerClient<Database>(url, key, {
    global: { fetch: authFetch(project, address) },
    cookieOptions: { ...ofOurs, name: sessionCookieName(url) },
    cookies: {
      getAll: () => kept,
      setAll(cookies, headers) {
        for (const { name, value, options } of cookies) {
          // @supabase/ssr has browsers keep a session for 400 days, whatever it is told.
          const maxAge = Math.min(options.maxAge ?? 0, LONGEST_SESSION);
          const attributes = { ...options, ...ofOurs, maxAge };
          changed.append("Set-Cookie", serializeCookieHeader(name, value, attributes));
        }
        for (const [name, value] of Object.entries(headers)) noStore.set(name, value);
      },
    },
  });
  // @supabase/ssr's types name the class of supabase-js' CommonJS build, which the type checker takes for
  // another one.
  const api = client as unknown as Api;
  return {
    api,
    rpc: pageRpc(rpcOf(api)),
    applyTo(response) {
      for (const cookie of changed.getSetCookie()) response.headers.append("Set-Cookie", cookie);
      for (const [name, value] of noStore) response.headers.set(name, value);
      return response;
    },
  };
}
