/**
 * Headers of a page that only the holder of a link, or somebody signed in, may see: no cache keeps it,
 * no search engine lists it.
 */
export const PRIVATE_PAGE = {
  "Cache-Control": "no-store",
  "X-Robots-Tag": "noindex, nofollow",
};

/** Whether somebody came by HTTPS, be it to a proxy in front of us. */
export function isSecure(req: Request): boolean {
  return new URL(req.url).protocol === "https:" ||
    req.headers.get("X-Forwarded-Proto") === "https";
}

/**
 * Headers of an error page, which is rendered outside of the middlewares that set them on other
 * pages. It has no script of its own.
 */
export const ERROR_PAGE = {
  ...PRIVATE_PAGE,
  "Content-Security-Policy":
    "default-src 'self'; script-src 'none'; img-src 'self' data: https:; " +
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "Referrer-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
};
