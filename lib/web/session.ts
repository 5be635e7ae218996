import { createServerClient, parseCookieHeader, serializeCookieHeader } from "@supabase/ssr";
import { impatientFetch } from "@/lib/database/clients.ts";
import type { Database } from "@/lib/database/database.types.ts";
import { type Api, type Rpc, rpcOf } from "@/lib/database/rpc.ts";
import { siteApi } from "./api.ts";
import { pageRpc } from "./errors.ts";

/** A staff member's session: it lives in cookies that only the server reads. */
export interface StaffSession {
  /** Tables and sign-in, with the rights of whoever is signed in. */
  api: Api;
  /** Functions with the same rights; refusals are HTTP errors. */
  rpc: Rpc;
  /** Puts the cookies that changed, and the headers that keep caches from them, on an answer. */
  applyTo(response: Response): Response;
}

/** The session of the request's cookies. `applyTo` tells the browser that it was refreshed or ended. */
export function staffSession(req: Request): StaffSession {
  const { url, key } = siteApi();
  const changed = new Headers();
  const noStore = new Headers();
  const secure = new URL(req.url).protocol === "https:" ||
    req.headers.get("X-Forwarded-Proto") === "https";
  const client = createServerClient<Database>(url, key, {
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
