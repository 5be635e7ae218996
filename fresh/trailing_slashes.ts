import type { Middleware } from "./middleware.ts";

/** Redirects paths so that they always, or never, end with a slash. */
export function trailingSlashes<State>(
  mode: "always" | "never",
): Middleware<State> {
  return (ctx) => {
    const { pathname, search } = ctx.url;
    if (pathname === "/" || pathname.endsWith("/") === (mode === "always")) {
      return ctx.next();
    }
    const other = mode === "always" ? `${pathname}/` : pathname.slice(0, -1);
    return ctx.redirect(other + search);
  };
}
