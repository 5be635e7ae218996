import assert from "node:assert/strict";
import { App, csp, csrf, trailingSlashes } from "fresh";
import { buildFixture } from "./fixture.ts";

const { get } = await buildFixture();

async function post(
  path: string,
  headers: Record<string, string>,
): Promise<number> {
  const response = await get(path, { method: "POST", headers });
  await response.body?.cancel();
  return response.status;
}

Deno.test("Posts of the site's own pages and of programs are allowed", async () => {
  assert.equal(await post("/form", {}), 200);
  assert.equal(await post("/form", { Origin: "http://site.test" }), 200);
  assert.equal(await post("/form", { "Sec-Fetch-Site": "same-origin" }), 200);
  assert.equal(await post("/form", { "Sec-Fetch-Site": "none" }), 200);
});

Deno.test("Posts of other sites' pages are refused", async () => {
  const evil = "http://evil.test";
  assert.equal(await post("/form", { Origin: evil }), 403);
  assert.equal(await post("/form", { Origin: "null" }), 403);
  assert.equal(
    await post("/form", { Origin: evil, "Sec-Fetch-Site": "cross-site" }),
    403,
  );
  assert.equal(await post("/form", { "Sec-Fetch-Site": "same-site" }), 403);
});

Deno.test("A path can be exempt", async () => {
  assert.equal(
    await post("/unsubscribe/abc", { Origin: "http://mail.test" }),
    200,
  );
  assert.equal(await post("/unsubscribe", { Origin: "http://mail.test" }), 403);
});

Deno.test("Reading is always allowed", async () => {
  const headers = {
    Origin: "http://evil.test",
    "Sec-Fetch-Site": "cross-site",
  };
  assert.equal((await get("/form", { headers })).status, 200);
});

Deno.test("Other origins can be named", async () => {
  const answer = new App()
    .use(csrf({ origin: ["http://a.test"] }))
    .post("/", (ctx) => ctx.text("ok"))
    .handler();
  const status = async (Origin: string) =>
    (await answer(
      new Request("http://x/", { method: "POST", headers: { Origin } }),
    )).status;
  assert.equal(await status("http://a.test"), 200);
  assert.equal(await status("http://x"), 403);
});

Deno.test("Each page has a nonce of its own, in the policy and on its inline elements", async () => {
  const nonces = new Set<string>();
  for (let i = 0; i < 2; i++) {
    const response = await get("/inline");
    const policy = response.headers.get("Content-Security-Policy")!;
    const nonce = policy.match(/script-src 'self' 'nonce-(\w+)'/)![1];
    assert.match(policy, new RegExp(`style-src 'self' 'nonce-${nonce}'`));
    assert.doesNotMatch(policy, /unsafe-inline/);
    assert.match(await response.text(), new RegExp(`<style nonce="${nonce}">`));
    nonces.add(nonce);
  }
  assert.equal(nonces.size, 2);
});

Deno.test("A directive of the application replaces the default of the same name", async () => {
  const answer = new App()
    .use(csp({ csp: ["img-src 'none'"], reportOnly: true }))
    .get("/", (ctx) => ctx.text("ok"))
    .handler();
  const { headers } = await answer(new Request("http://x/"));
  const policy = headers.get("Content-Security-Policy-Report-Only")!.split(
    "; ",
  );
  assert.deepEqual(policy.filter((each) => each.startsWith("img-src")), [
    "img-src 'none'",
  ]);
  assert.ok(policy.includes("frame-ancestors 'none'"));
});

Deno.test("A redirect cannot leave the site through a path", async () => {
  const location = async (to: string) =>
    (await get(`/redirect?to=${encodeURIComponent(to)}`)).headers.get(
      "Location",
    );
  assert.equal(
    await location("//evil.test/a//b?next=//c"),
    "/evil.test/a/b?next=//c",
  );
  assert.equal(await location("/a?b=c#d"), "/a?b=c#d");
  assert.equal(await location("https://other.test/x"), "https://other.test/x");
});

Deno.test("Slashes at the end of paths are added or taken away", async () => {
  async function location(
    mode: "always" | "never",
    path: string,
  ): Promise<string | null> {
    const answer = new App().use(trailingSlashes(mode)).all(
      "*",
      (ctx) => ctx.text("ok"),
    ).handler();
    return (await answer(new Request(`http://x${path}`))).headers.get(
      "Location",
    );
  }
  assert.equal(await location("never", "/a/?b=c"), "/a?b=c");
  assert.equal(await location("never", "/a"), null);
  assert.equal(await location("always", "/a?b"), "/a/?b");
  assert.equal(await location("always", "/"), null);
});
