import assert from "node:assert/strict";
import { App } from "fresh";
import { buildFixture } from "./fixture.ts";

const { get } = await buildFixture();

async function textOf(path: string, init?: RequestInit): Promise<string> {
  return await (await get(path, init)).text();
}

Deno.test("A file's path decides the URL; parameters end at a dot", async () => {
  assert.equal(await textOf("/calendar/abc.ics"), "feed abc");
  assert.equal(await textOf("/calendar/abc"), "page abc");
  assert.equal(await textOf("/book/abc/appointment.ics"), "ics abc");
  assert.deepEqual(await (await get("/book/abc/slots.json?from=x")).json(), {
    token: "abc",
  });
});

Deno.test("A fixed path wins over a parameter", async () => {
  assert.equal(await textOf("/calendar/today"), "today");
  assert.equal(await textOf("/book/help"), "help");
});

Deno.test("An index file answers for its folder and knows its pattern and parameters", async () => {
  assert.match(await textOf("/book/abc"), /book abc at \/book\/:token/);
});

Deno.test("Parameters are decoded", async () => {
  assert.equal(await textOf("/calendar/a%20b"), "page a b");
});

Deno.test("A path whose escapes are no text is not found, whether or not a route takes it", async () => {
  for (const path of ["/calendar/%E0%A4%A", "/book/%ff", "/every/%", "/%E0%A4%A"]) {
    assert.equal((await get(path)).status, 404, path);
  }
  assert.equal((await get("/calendar/%E0%A4%A", { method: "POST" })).status, 404);
});

Deno.test("A group of routes is not part of the URL", async () => {
  assert.match(await textOf("/hours"), /hours/);
  assert.equal((await get("/(staff)/hours")).status, 404);
});

Deno.test("Repeated slashes are one, and a slash at the end of a fixed path does no harm", async () => {
  assert.equal(await textOf("//every"), "GET");
  assert.equal(await textOf("/every/"), "GET");
  assert.equal((await get("/calendar/abc/")).status, 404);
});

Deno.test("A HEAD request is answered like GET, without the body", async () => {
  const response = await get("/hours", { method: "HEAD" });
  assert.equal(response.status, 200);
  assert.equal(
    response.headers.get("Content-Type"),
    "text/html; charset=utf-8",
  );
  assert.equal(await response.text(), "");
  assert.equal((await get("/calendar/abc", { method: "HEAD" })).status, 200);
  assert.equal((await get("/added", { method: "HEAD" })).status, 200);
});

Deno.test("A file that has handlers, but none for the method, answers 404", async () => {
  assert.equal((await get("/calendar/abc", { method: "POST" })).status, 404);
  assert.equal((await get("/methods", { method: "PUT" })).status, 404);
});

Deno.test("A page without handlers answers any method", async () => {
  assert.equal((await get("/form", { method: "POST" })).status, 200);
});

Deno.test("A page with handlers for other methods is shown by GET", async () => {
  const response = await get("/methods");
  assert.equal(response.status, 200);
  assert.match(await response.text(), /methods/);
});

Deno.test("A handler answers with the page again, with its status, or sends elsewhere", async () => {
  const post = (name: string) => {
    const body = new FormData();
    body.set("name", name);
    return get("/methods", { method: "POST", body });
  };
  const refused = await post("");
  assert.equal(refused.status, 422);
  assert.match(await refused.text(), /methods A name is missing/);
  const accepted = await post("Ada");
  assert.equal(accepted.status, 303);
  assert.equal(accepted.headers.get("Location"), "/form");
});

Deno.test("One function answers all methods", async () => {
  for (const method of ["GET", "POST", "PATCH", "PUT", "DELETE"]) {
    assert.equal(await textOf("/every", { method }), method);
  }
});

Deno.test("A route that the application adds by method answers 405 to others", async () => {
  assert.deepEqual(await (await get("/added")).json(), { added: true });
  assert.equal((await get("/added", { method: "POST" })).status, 405);
  const options = await get("/added", { method: "OPTIONS" });
  assert.equal(options.status, 204);
  assert.equal(options.headers.get("Allow"), "GET");
});

Deno.test("Middlewares run in the order of the calls, and only below their path", async () => {
  const answer = new App<{ trail: string[] }>()
    .use((ctx) => {
      ctx.state.trail = ["all"];
      return ctx.next();
    })
    .use("/a", (ctx) => {
      ctx.state.trail.push("a");
      return ctx.next();
    })
    .all("/a/b", (ctx) => ctx.json(ctx.state.trail))
    .get("/c/:id", (ctx) => ctx.json([...ctx.state.trail, ctx.params.id]))
    .handler();
  const trail = async (path: string) => await (await answer(new Request(`http://x${path}`))).json();
  assert.deepEqual(await trail("/a/b"), ["all", "a"]);
  assert.deepEqual(await trail("/c/7"), ["all", "7"]);
});

Deno.test("A middleware that is added after a route has no part in it", async () => {
  const answer = new App()
    .get("/", (ctx) => ctx.text("early"))
    .use(() => new Response("late"))
    .handler();
  assert.equal(await (await answer(new Request("http://x/"))).text(), "early");
});

Deno.test("Requests that are answered at the same time do not disturb each other", async () => {
  const answers = await Promise.all(
    Array.from(
      { length: 50 },
      (_, n) => textOf(n % 2 ? `/calendar/${n}` : "/office"),
    ),
  );
  answers.forEach((text, n) => assert.match(text, n % 2 ? new RegExp(`page ${n}$`) : /desk/));
});
