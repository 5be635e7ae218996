import { expect } from "expect";
import { h } from "preact";
import { App, csp, csrf, withBody } from "fresh";
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
  expect(await post("/form", {})).toBe(200);
  expect(await post("/form", { Origin: "http://site.test" })).toBe(200);
  expect(await post("/form", { "Sec-Fetch-Site": "same-origin" })).toBe(200);
  expect(await post("/form", { "Sec-Fetch-Site": "none" })).toBe(200);
});

Deno.test("Posts of other sites' pages are refused", async () => {
  const evil = "http://evil.test";
  expect(await post("/form", { Origin: evil })).toBe(403);
  expect(await post("/form", { Origin: "null" })).toBe(403);
  expect(await post("/form", { Origin: evil, "Sec-Fetch-Site": "cross-site" })).toBe(403);
  expect(await post("/form", { "Sec-Fetch-Site": "same-site" })).toBe(403);
});

Deno.test("A path can be exempt", async () => {
  expect(await post("/unsubscribe/abc", { Origin: "http://mail.test" })).toBe(200);
  expect(await post("/unsubscribe", { Origin: "http://mail.test" })).toBe(403);
});

Deno.test("Reading is always allowed", async () => {
  const headers = {
    Origin: "http://evil.test",
    "Sec-Fetch-Site": "cross-site",
  };
  expect((await get("/form", { headers })).status).toBe(200);
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
  expect(await status("http://a.test")).toBe(200);
  expect(await status("http://x")).toBe(403);
});

Deno.test("Each page has a nonce of its own, in the policy and on its inline elements", async () => {
  const nonces = new Set<string>();
  for (let i = 0; i < 2; i++) {
    const response = await get("/inline");
    const policy = response.headers.get("Content-Security-Policy")!;
    const nonce = policy.match(/script-src 'self' 'nonce-(\w+)'/)![1];
    expect(policy).toMatch(new RegExp(`style-src 'self' 'nonce-${nonce}'`));
    expect(policy).not.toMatch(/unsafe-inline/);
    expect(await response.text()).toMatch(new RegExp(`<style nonce="${nonce}">`));
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(2);
});

Deno.test("A page that another middleware writes anew keeps its nonce, and what was not rendered lets nothing inline be", async () => {
  const answer = new App()
    .use(csp({ useNonce: true }))
    .use(async (ctx) => {
      const response = await ctx.next();
      return withBody(response, await response.text());
    })
    .get("/page", (ctx) => ctx.render(h("style", null, "a")))
    .get("/", (ctx) => ctx.text("ok"))
    .handler();
  const policyOf = async (path: string) =>
    (await answer(new Request(`http://x${path}`))).headers.get("Content-Security-Policy")!;
  expect(await policyOf("/page")).toMatch(/script-src 'self' 'nonce-\w+'/);
  for (const path of ["/page", "/"]) expect(await policyOf(path)).not.toMatch(/unsafe-inline/);
  expect(await policyOf("/")).toMatch(/script-src 'self';/);
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
  expect(policy.filter((each) => each.startsWith("img-src"))).toEqual([
    "img-src 'none'",
  ]);
  expect(policy).toContain("frame-ancestors 'none'");
});

Deno.test("A redirect cannot leave the site through a path", async () => {
  const location = async (to: string) =>
    (await get(`/redirect?to=${encodeURIComponent(to)}`)).headers.get(
      "Location",
    );
  expect(await location("//evil.test/a//b?next=//c")).toBe("/evil.test/a/b?next=//c");
  expect(await location("/a?b=c#d")).toBe("/a?b=c#d");
  expect(await location("https://other.test/x")).toBe("https://other.test/x");
});
