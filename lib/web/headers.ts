/** Pages that are only for the person who has the link, or is signed in: kept nowhere, found nowhere. */
export const PRIVATE_PAGE = {
  "Cache-Control": "no-store",
  "X-Robots-Tag": "noindex, nofollow",
};

/**
 * What pages carry that are rendered outside of the middlewares that set these headers
 * elsewhere: error pages. They have no script of their own.
 */
export const ERROR_PAGE = {
  ...PRIVATE_PAGE,
  "Content-Security-Policy":
    "default-src 'self'; script-src 'none'; img-src 'self' data: https:; " +
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "Referrer-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
};
