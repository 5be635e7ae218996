import { BUILD_ID, CACHE_KEY, SCRIPT_FOLDER } from "./build_id.ts";
import type { StaticFile } from "./client_build.ts";
import { type Context, ui } from "./context.ts";
import { accepts, ENCODINGS } from "./encodings.ts";
import type { Middleware } from "./middleware.ts";

const FOR_EVER = "public, max-age=31536000, immutable";
const NOT_AT_ALL = "no-cache, no-store, max-age=0, must-revalidate";

/**
 * Serves the build's scripts and the files of the static folder. What carries the build's key
 * may be cached for ever; an old key is redirected to the plain path. What the build has encoded is
 * sent so to browsers that take it.
 */
export function staticFiles<State>(): Middleware<State> {
  return async (ctx) => {
    const { req, url } = ctx;
    const pathname = normalised(url.pathname);
    const file = ctx[ui].build.staticFiles.get(pathname);
    if (file === undefined) {
      // Browsers ask for it on their own: that is not worth a page.
      if (pathname === "/favicon.ico") return new Response(null, { status: 404 });
      return await ctx.next();
    }
    if (req.method !== "GET" && req.method !== "HEAD") {
      return new Response("Method Not Allowed", { status: 405 });
    }
    const key = url.searchParams.get(CACHE_KEY);
    if (key !== null && key !== BUILD_ID) {
      url.searchParams.delete(CACHE_KEY);
      const location = url.pathname + url.search;
      return new Response(null, { status: 307, headers: { location } });
    }
    return await answerWith(file, ctx);
  };
}

/** The file itself, or 304 where the browser has it. In development nothing is cached. */
async function answerWith<State>(
  file: StaticFile,
  { req, url, config }: Context<State>,
): Promise<Response> {
  const headers = new Headers({
    "Content-Type": file.contentType,
    Vary: "If-None-Match, Accept-Encoding",
  });
  const isProduction = config.mode === "production";
  if (isProduction) {
    const etag = `W/"${file.hash}"`;
    const known = req.headers.get("If-None-Match");
    if (known === etag || known === file.hash) return new Response(null, { status: 304, headers });
    headers.set("ETag", etag);
  }
  const isKeyed = url.searchParams.has(CACHE_KEY) ||
    url.pathname.startsWith(`${SCRIPT_FOLDER}${BUILD_ID}/`);
  headers.set("Cache-Control", isProduction && isKeyed ? FOR_EVER : NOT_AT_ALL);
  const encoding = ENCODINGS.find((each) =>
    file.encoded?.[each] !== undefined && accepts(req.headers.get("Accept-Encoding"), each)
  );
  if (encoding !== undefined) headers.set("Content-Encoding", encoding);
  const source = encoding === undefined ? file : { path: file.encoded![encoding]! };
  headers.set("Content-Length", String(await sizeOf(source, config.root)));
  const body = req.method === "HEAD" ? null : await bodyOf(source, config.root);
  return new Response(body, { headers });
}

/** Where the bytes of an answer are: in memory, or on the disk below the application's root. */
type Source = { contents: Uint8Array<ArrayBuffer> } | { path: string };

async function sizeOf(source: Source, root: string): Promise<number> {
  if ("contents" in source) return source.contents.length;
  return (await Deno.stat(`${root}/${source.path}`)).size;
}

async function bodyOf(source: Source, root: string): Promise<BodyInit> {
  if ("contents" in source) return source.contents;
  return (await Deno.open(`${root}/${source.path}`)).readable;
}

/** The path as it stands in the snapshot. */
function normalised(pathname: string): string {
  const parts = decodeURIComponent(pathname).split("/").filter(Boolean);
  return "/" + parts.map(encodeURIComponent).join("/");
}
