import assert from "node:assert/strict";
import { buildFixture } from "./fixture.ts";

const { get } = await buildFixture();
const FOR_EVER = "public, max-age=31536000, immutable";

/** The build's script that brings islands to life. */
async function clientScript(): Promise<string> {
  const html = await (await get("/counters")).text();
  return html.match(/import\{boot\}from"([^"]+)"/)![1];
}

Deno.test("A file is served with its type, length and tag, and not cached", async () => {
  const response = await get("/robots.txt");
  assert.equal(response.status, 200);
  assert.equal(
    response.headers.get("Content-Type"),
    "text/plain; charset=UTF-8",
  );
  assert.equal(response.headers.get("Content-Length"), "14");
  assert.match(response.headers.get("ETag")!, /^W\/"[0-9a-f]{40}"$/);
  assert.match(response.headers.get("Cache-Control")!, /no-cache/);
  assert.equal(await response.text(), "User-agent: *\n");
});

Deno.test("A browser that has the file is told so", async () => {
  const { headers, body } = await get("/robots.txt");
  await body?.cancel();
  const again = (tag: string) => get("/robots.txt", { headers: { "If-None-Match": tag } });
  const known = await again(headers.get("ETag")!);
  assert.equal(known.status, 304);
  assert.equal(await known.text(), "");
  const other = await again('W/"other"');
  assert.equal(other.status, 200);
  await other.body?.cancel();
});

Deno.test("A build's scripts may be cached for ever", async () => {
  const response = await get(await clientScript());
  assert.equal(response.headers.get("Cache-Control"), FOR_EVER);
  assert.equal(
    response.headers.get("Content-Type"),
    "text/javascript; charset=UTF-8",
  );
  await response.body?.cancel();
});

Deno.test("A picture carries the build's key, and with it may be cached for ever", async () => {
  const html = await (await get("/links")).text();
  const src = html.match(/<img src="([^"]+)"/)![1];
  assert.match(src, /^\/fonts\/a\.woff2\?__frsh_c=[0-9a-f]{40}$/);
  const response = await get(src);
  assert.equal(response.headers.get("Cache-Control"), FOR_EVER);
  await response.body?.cancel();
});

Deno.test("URLs in style sheets carry the build's key", async () => {
  const css = await (await get("/app.css")).text();
  assert.match(css, /url\("\/fonts\/a\.woff2\?__frsh_c=[0-9a-f]{40}"\)/);
});

Deno.test("The key of another build leads to the plain path", async () => {
  const response = await get("/robots.txt?__frsh_c=old&a=1");
  assert.equal(response.status, 307);
  assert.equal(response.headers.get("Location"), "/robots.txt?a=1");
});

Deno.test("A HEAD request has the headers only; other methods are refused", async () => {
  const head = await get("/robots.txt", { method: "HEAD" });
  assert.equal(head.headers.get("Content-Length"), "14");
  assert.equal(await head.text(), "");
  assert.equal((await get("/robots.txt", { method: "DELETE" })).status, 405);
});

Deno.test("Nothing else of the machine is served", async () => {
  for (
    const path of [
      "/.hidden",
      "/%2e%2e/main.ts",
      "/..%2fmain.ts",
      "/%E0%A4%A",
      "/main.ts",
    ]
  ) {
    assert.equal((await get(path)).status, 404, path);
  }
});

Deno.test("A missing favicon costs no page", async () => {
  const response = await get("/favicon.ico");
  assert.equal(response.status, 404);
  assert.equal(await response.text(), "");
});
