import { define } from "./define.ts";

/** What is worth it: text of ours. Files come as the build has made them. */
const IS_TEXT = /^(text\/(html|css|calendar|plain)|application\/json)\b/;

/** A weight of nothing (`gzip;q=0`) means that it is not wanted. */
const ASKS_FOR_GZIP = /(^|,)\s*gzip\s*(;\s*q=(0\.0*[1-9]|1)[^,]*)?\s*(,|$)/i;

/**
 * Pages of staff show what was typed (`?q=`) beside what only staff may see, at an address that a
 * stranger can open in their browser: the length of a compressed answer would tell letter by letter what
 * stands beside it. They go as they are.
 */
const IS_OF_STAFF = /^\/(office|tech|sign-in)(\/|$)/;

/**
 * Sends pages with gzip to browsers that take it. On a client's page the same is safe: its secret is in
 * its address, so nobody who does not hold it can make a browser ask for that page.
 */
export function compressed() {
  return define.middleware(async (ctx) => {
    const response = await ctx.next();
    const { headers } = response;
    if (IS_OF_STAFF.test(ctx.url.pathname) || !IS_TEXT.test(headers.get("Content-Type") ?? "")) {
      return response;
    }
    headers.append("Vary", "Accept-Encoding");
    const isAsked = ASKS_FOR_GZIP.test(ctx.req.headers.get("Accept-Encoding") ?? "");
    if (!isAsked || headers.has("Content-Encoding")) return response;
    // Not before it is compressed: whoever has looked at a body that is text makes a stream of it.
    const { body } = response;
    if (body === null) return response;
    headers.set("Content-Encoding", "gzip");
    headers.delete("Content-Length");
    return new Response(body.pipeThrough(new CompressionStream("gzip")), response);
  });
}
