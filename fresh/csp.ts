import type { Middleware } from "./middleware.ts";
import { NONCE } from "./nonce.ts";

/** Options of {@linkcode csp}. */
export interface CSPOptions {
  /** Report only, block nothing. */
  reportOnly?: boolean;
  /** Directives that replace the defaults of the same name, such as `img-src 'self' data:`. */
  csp?: string[];
  /** Replace `'unsafe-inline'` by the nonce of the rendered page; by nothing in answers that are none. */
  useNonce?: boolean;
}

const DEFAULTS = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "upgrade-insecure-requests",
];

/** The directives in which a nonce can stand for `'unsafe-inline'`. */
const INLINE = /^(default|script|style)-src(-elem|-attr)?$/;

/** Sets the Content-Security-Policy header of every answer below it. */
export function csp<State>(options: CSPOptions = {}): Middleware<State> {
  const own = options.csp ?? [];
  const replaced = new Set(own.map(nameOf));
  const directives = [
    ...DEFAULTS.filter((each) => !replaced.has(nameOf(each))),
    ...own,
  ];
  const header = `Content-Security-Policy${options.reportOnly ? "-Report-Only" : ""}`;

  return async (ctx) => {
    const response = await ctx.next();
    const { [NONCE]: nonce } = response as Response & { [NONCE]?: string };
    const policy = options.useNonce ? directives.map((each) => withNonce(each, nonce)) : directives;
    response.headers.set(header, policy.join("; "));
    return response;
  };
}

function nameOf(directive: string): string {
  return directive.split(" ", 1)[0];
}

/** What no page of ours was rendered for has nothing inline: without a nonce nothing stands in its place. */
function withNonce(directive: string, nonce: string | undefined): string {
  if (!INLINE.test(nameOf(directive))) return directive;
  const instead = nonce === undefined ? "" : ` 'nonce-${nonce}'`;
  return directive.replaceAll(" 'unsafe-inline'", instead);
}
