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

/** Whether an address is that of a photo alone. */
export const isPhoto = ({ pathname }: URL): boolean =>
  /^\/(office|tech)\/(visits|repairs)\/[^/]+\/photos\/[^/]+$/.test(pathname);

/** The policy of a photo: whatever else its bytes might be taken for, nothing of it acts. Browsers lay it out with styles. */
export const PHOTO_ALONE =
  "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

/** Whether an address is that of a mail alone, as a page of the office shows it. */
export const isMailLookedAt = ({ pathname }: URL): boolean =>
  /^\/office\/messages\/kinds\/[a-z_]+\/mail$/.test(pathname);

/** The policy of a mail that is looked at: styles of its own and pictures, and nothing that acts or leads away. */
export const MAIL_LOOKED_AT =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: data:; sandbox; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
