import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expect } from "expect";
import { buildFixture } from "./fixture.ts";

const { get } = await buildFixture();
const FOR_EVER = "public, max-age=31536000, immutable";

/** The build's script that brings islands to life. */
async function clientScript(): Promise<string> {
  const html = await (await get("/counters")).text();
  return html.match(/import\s*\{\s*boot\s*\}\s*from\s*"([^"]+)"/)![1];
}

Deno.test("A file is served with its type, length and tag, and not cached", async () => {
  const response = await get("/robots.txt");
  expect(response.status).toBe(200);
  expect(response.headers.get("Content-Type")).toBe("text/plain; charset=UTF-8");
  expect(response.headers.get("Content-Length")).toBe("14");
  expect(response.headers.get("ETag")).toMatch(/^W\/"[0-9a-f]+"$/);
  expect(response.headers.get("Cache-Control")).toMatch(/no-cache/);
  expect(await response.text()).toBe("User-agent: *\n");
});

Deno.test("A browser that has the file is told so", async () => {
  const { headers, body } = await get("/robots.txt");
  await body?.cancel();
  const again = (tag: string) => get("/robots.txt", { headers: { "If-None-Match": tag } });
  const known = await again(headers.get("ETag")!);
  expect(known.status).toBe(304);
  expect(await known.text()).toBe("");
  const other = await again('W/"other"');
  expect(other.status).toBe(200);
  await other.body?.cancel();
});

Deno.test("A build's scripts may be cached for ever", async () => {
  const response = await get(await clientScript());
  expect(response.headers.get("Cache-Control")).toBe(FOR_EVER);
  expect(response.headers.get("Content-Type")).toBe("text/javascript; charset=UTF-8");
  await response.body?.cancel();
});

Deno.test("A picture carries the build's key, and with it may be cached for ever", async () => {
  const html = await (await get("/links")).text();
  const src = html.match(/<img src="([^"]+)"/)![1];
  expect(src).toMatch(/^\/fonts\/a\.woff2\?__frsh_c=[0-9a-f]+$/);
  const response = await get(src);
  expect(response.headers.get("Cache-Control")).toBe(FOR_EVER);
  await response.body?.cancel();
});

Deno.test("URLs in style sheets carry the build's key", async () => {
  const css = await (await get("/app.css")).text();
  expect(css).toMatch(/url\("\/fonts\/a\.woff2\?__frsh_c=[0-9a-f]+"\)/);
});

Deno.test("A browser is sent what the build has made small, as it asks", async () => {
  const script = await clientScript();
  const plain = await (await get(script)).bytes();
  const sizes: number[] = [];
  for (
    const [asked, answered] of [
      ["gzip, deflate, br", "br"],
      ["gzip;q=0.5, br;q=0", "gzip"],
      ["GZIP", "gzip"],
      ["identity, zstd", null],
      ["gzip;q=0", null],
    ] as const
  ) {
    const { headers, body } = await get(script, { headers: { "Accept-Encoding": asked } });
    expect([asked, headers.get("Content-Encoding")]).toEqual([asked, answered]);
    expect(headers.get("Vary")).toMatch(/Accept-Encoding/);
    expect(headers.get("Cache-Control")).toBe(FOR_EVER);
    const bytes = await new Response(body).bytes();
    expect(headers.get("Content-Length")).toBe(String(bytes.length));
    const decoded = answered === "br"
      ? brotliDecompressSync(bytes)
      : answered === "gzip"
      ? gunzipSync(bytes)
      : bytes;
    expect(new Uint8Array(decoded)).toEqual(plain);
    sizes.push(bytes.length);
  }
  expect(Math.max(...sizes.slice(0, 3))).toBeLessThan(plain.length / 2);
});

Deno.test("What does not become smaller is sent as it is", async () => {
  const { headers, body } = await get("/fonts/a.woff2", { headers: { "Accept-Encoding": "br" } });
  expect(headers.get("Content-Encoding")).toBeNull();
  await body?.cancel();
});

Deno.test("The key of another build leads to the plain path", async () => {
  const response = await get("/robots.txt?__frsh_c=old&a=1");
  expect(response.status).toBe(307);
  expect(response.headers.get("Location")).toBe("/robots.txt?a=1");
});

Deno.test("A HEAD request has the headers only; other methods are refused", async () => {
  const head = await get("/robots.txt", { method: "HEAD" });
  expect(head.headers.get("Content-Length")).toBe("14");
  expect(await head.text()).toBe("");
  expect((await get("/robots.txt", { method: "DELETE" })).status).toBe(405);
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
    expect([path, (await get(path)).status]).toEqual([path, 404]);
  }
});

Deno.test("A missing favicon costs no page", async () => {
  const response = await get("/favicon.ico");
  expect(response.status).toBe(404);
  expect(await response.text()).toBe("");
});
