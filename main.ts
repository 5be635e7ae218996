import { csp, csrf, staticFiles } from "fresh";
import { compressed } from "@/lib/web/compression.ts";
import type { State } from "@/lib/web/define.ts";
import { isMailLookedAt, isPhoto, MAIL_LOOKED_AT, PHOTO_ALONE } from "@/lib/web/headers.ts";
import { ForgivingApp } from "@/lib/web/forgiving_app.ts";
import { surviveRejections } from "@/lib/web/last_resort.ts";
import { logErrorsShort } from "@/lib/web/short_log.ts";

// Here, because every way of running the application comes by: start, dev, any host of Deno's.
surviveRejections();
logErrorsShort();

/** The web application. It answers requests once it is built: see `loadServer` in dev.ts. */
export const app = new ForgivingApp<State>();

// Outermost: it makes another answer of what the others have finished.
app.use(compressed());

// The policy asks browsers to load everything by https. Where the page itself came by plain http
// (a laptop, a phone in the office's network) that would leave it without styles.
app.use(async (ctx) => {
  const response = await ctx.next();
  const policy = response.headers.get("Content-Security-Policy");
  if (policy !== null && ctx.url.protocol === "http:") {
    response.headers.set(
      "Content-Security-Policy",
      policy.replace(/; upgrade-insecure-requests\b/, ""),
    );
  }
  return response;
});
// A mail is looked at inside a page of the office, where none of it runs, leads on or loads but pictures. A photo is
// opened by itself.
app.use(async (ctx) => {
  const response = await ctx.next();
  if (response.ok && isMailLookedAt(ctx.url)) {
    response.headers.set("Content-Security-Policy", MAIL_LOOKED_AT);
  }
  if (response.ok && isPhoto(ctx.url)) {
    response.headers.set("Content-Security-Policy", PHOTO_ALONE);
  }
  return response;
});
app.use(csp({ useNonce: true }));

app.use(async (ctx) => {
  const response = await ctx.next();
  response.headers.set("X-Content-Type-Options", "nosniff");
  // Links to personal pages hold a secret: it must not travel to other sites.
  response.headers.set("Referrer-Policy", "same-origin");
  return response;
});

app.use(staticFiles());

app.use(csrf({
  // Only hosts are compared, because a proxy in front may have taken the TLS off. Mail programs
  // unsubscribe with one click, from a page of their own: that post is allowed from anywhere.
  origin: (origin, { url }) =>
    url.pathname.startsWith("/unsubscribe/") || (URL.parse(origin)?.host ?? "") === url.host,
}));

app.fsRoutes();
