import { BUILD_ID, CACHE_KEY, SCRIPT_FOLDER } from "./build_id.ts";
import { ui } from "./context.ts";
import type { Middleware } from "./middleware.ts";

const FOR_EVER = "public, max-age=31536000, immutable";
const NOT_AT_ALL = "no-cache, no-store, max-age=0, must-revalidate";

/**
 * Serves the build's scripts and the files of the static folder. What carries the build's key
 * may be cached for ever; an old key is redirected to the plain path.
 */
export function staticFiles<State>(): Middleware<State> {
  return async (ctx) => {
    const { req, url, config } = ctx;
    const pathname = normalised(url.pathname);
    const file = pathname === null ? undefined : ctx[ui].snapshot.staticFiles.get(pathname);
    if (file === undefined) {
      // Browsers ask for it on their own: that is not worth a page.
      if (pathname === "/favicon.ico") {
        return new Response(null, { status: 404 });
      }
      return await ctx.next();
    }
    if (req.method !== "GET" && req.method !== "HEAD") {
      return new Response("Method Not Allowed", { status: 405 });
    }

    const key = url.searchParams.get(CACHE_KEY);
    if (key !== null && key !== BUILD_ID) {
      url.searchParams.delete(CACHE_KEY);
      return new Response(null, {
        status: 307,
        headers: { location: url.pathname + url.search },
      });
    }

    const headers = new Headers({
      "Content-Type": file.contentType,
      Vary: "If-None-Match",
    });
    const production = config.mode === "production";
    if (production) {
      const etag = `W/"${file.hash}"`;
      const known = req.headers.get("If-None-Match");
      if (known === etag || known === file.hash) {
        return new Response(null, { status: 304, headers });
      }
      headers.set("ETag", etag);
    }
    const keyed = key !== null ||
      url.pathname.startsWith(`${SCRIPT_FOLDER}${BUILD_ID}/`);
    headers.set("Cache-Control", production && keyed ? FOR_EVER : NOT_AT_ALL);

    const path = `${config.root}/${file.path}`;
    headers.set("Content-Length", String((await Deno.stat(path)).size));
    const body = req.method === "HEAD" ? null : (await Deno.open(path)).readable;
    return new Response(body, { headers });
  };
}

/** The path as it stands in the snapshot, or null when it cannot be decoded. */
function normalised(pathname: string): string | null {
  try {
    return "/" + decodeURIComponent(pathname).split("/").filter(Boolean)
      .map(encodeURIComponent).join("/");
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
