import type { Context } from "./context.ts";
import { HttpError } from "./error.ts";
import type { Middleware } from "./middleware.ts";

/** Options of {@linkcode csrf}. */
// deno-lint-ignore no-explicit-any -- the state's type is of no concern to a rule about origins
export interface CsrfOptions<State = any> {
  /** Origins that may post besides the site's own, or a rule that decides for each request. */
  origin?: string | string[] | ((origin: string, context: Context<State>) => boolean);
}

/**
 * Refuses, with status 403, requests that change something and come from another site's page.
 * Browsers tell by `Sec-Fetch-Site` or `Origin`; a request with neither is not from a page.
 */
export function csrf<State>(options: CsrfOptions<State> = {}): Middleware<State> {
  const { origin: allowed } = options;

  function isAllowed(origin: string | null, ctx: Context<State>): boolean {
    if (origin === null) return false;
    if (allowed === undefined) return origin === ctx.url.origin;
    if (typeof allowed === "function") return allowed(origin, ctx);
    return [allowed].flat().includes(origin);
  }

  return (ctx) => {
    const { method, headers } = ctx.req;
    if (["GET", "HEAD", "OPTIONS"].includes(method)) return ctx.next();
    const origin = headers.get("Origin");
    const site = headers.get("Sec-Fetch-Site");
    const isFromNoPage = site === null && origin === null;
    const isFromOwnPage = site === "same-origin" || site === "none";
    if (isFromNoPage || isFromOwnPage || isAllowed(origin, ctx)) return ctx.next();
    throw new HttpError(403);
  };
}
