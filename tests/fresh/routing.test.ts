import { expect } from "expect";
import { App } from "fresh";
import { buildFixture } from "./fixture.ts";

const { get } = await buildFixture();

async function textOf(path: string, init?: RequestInit): Promise<string> {
  return await (await get(path, init)).text();
}

Deno.test("A file's path decides the URL; parameters end at a dot", async () => {
  expect(await textOf("/calendar/abc.ics")).toBe("feed abc");
  expect(await textOf("/calendar/abc")).toBe("page abc");
  expect(await textOf("/book/abc/appointment.ics")).toBe("ics abc");
  expect(await (await get("/book/abc/slots.json?from=x")).json()).toEqual({
    token: "abc",
  });
});

Deno.test("A fixed path wins over a parameter", async () => {
  expect(await textOf("/calendar/today")).toBe("today");
  expect(await textOf("/book/help")).toBe("help");
});

Deno.test("An index file answers for its folder and knows its pattern and parameters", async () => {
  expect(await textOf("/book/abc")).toMatch(/book abc at \/book\/:token/);
});

Deno.test("Parameters are decoded", async () => {
  expect(await textOf("/calendar/a%20b")).toBe("page a b");
});

Deno.test("A path whose escapes are no text is not found, whether or not a route takes it", async () => {
  for (const path of ["/calendar/%E0%A4%A", "/book/%ff", "/every/%", "/%E0%A4%A"]) {
    expect([path, (await get(path)).status]).toEqual([path, 404]);
  }
  expect((await get("/calendar/%E0%A4%A", { method: "POST" })).status).toBe(404);
});

Deno.test("A file for the rest of a path answers what no other file does", async () => {
  expect(await textOf("/rest/a/b%20c")).toBe("rest a/b c");
  expect(await textOf("/rest/a")).toBe("one a");
  expect(await textOf("/rest")).toBe("rest ");
});

Deno.test("A group of routes is not part of the URL", async () => {
  expect(await textOf("/hours")).toMatch(/hours/);
  expect((await get("/(staff)/hours")).status).toBe(404);
});

Deno.test("Repeated slashes are one, and a slash at the end of a fixed path does no harm", async () => {
  expect(await textOf("//every")).toBe("GET");
  expect(await textOf("/every/")).toBe("GET");
  expect((await get("/calendar/abc/")).status).toBe(404);
});

Deno.test("A HEAD request is answered like GET, without the body", async () => {
  const response = await get("/hours", { method: "HEAD" });
  expect(response.status).toBe(200);
  expect(response.headers.get("Content-Type")).toBe("text/html; charset=utf-8");
  expect(await response.text()).toBe("");
  const whole = await (await get("/hours")).bytes();
  expect(response.headers.get("Content-Length")).toBe(String(whole.length));
  expect((await get("/calendar/abc", { method: "HEAD" })).status).toBe(200);
  expect((await get("/added", { method: "HEAD" })).status).toBe(200);
});

Deno.test("A file that has handlers, but none for the method, answers 404", async () => {
  expect((await get("/calendar/abc", { method: "POST" })).status).toBe(404);
  expect((await get("/methods", { method: "PUT" })).status).toBe(404);
});

Deno.test("A page without handlers answers any method", async () => {
  expect((await get("/form", { method: "POST" })).status).toBe(200);
});

Deno.test("A page with handlers for other methods is shown by GET", async () => {
  const response = await get("/methods");
  expect(response.status).toBe(200);
  expect(await response.text()).toMatch(/methods/);
});

Deno.test("A handler answers with the page again, with its status, or sends elsewhere", async () => {
  const post = (name: string) => {
    const body = new FormData();
    body.set("name", name);
    return get("/methods", { method: "POST", body });
  };
  const refused = await post("");
  expect(refused.status).toBe(422);
  expect(await refused.text()).toMatch(/methods A name is missing/);
  const accepted = await post("Ada");
  expect(accepted.status).toBe(303);
  expect(accepted.headers.get("Location")).toBe("/form");
});

Deno.test("One function answers all methods", async () => {
  for (const method of ["GET", "POST", "PATCH", "PUT", "DELETE"]) {
    expect(await textOf("/every", { method })).toBe(method);
  }
});

Deno.test("A route that the application adds by method answers 405 to others", async () => {
  expect(await (await get("/added")).json()).toEqual({ added: true });
  expect((await get("/added", { method: "POST" })).status).toBe(405);
  const options = await get("/added", { method: "OPTIONS" });
  expect(options.status).toBe(204);
  expect(options.headers.get("Allow")).toBe("GET");
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
  expect(await trail("/a/b")).toEqual(["all", "a"]);
  expect(await trail("/c/7")).toEqual(["all", "7"]);
});

Deno.test("A middleware that is added after a route has no part in it", async () => {
  const answer = new App()
    .get("/", (ctx) => ctx.text("early"))
    .use(() => new Response("late"))
    .handler();
  expect(await (await answer(new Request("http://x/"))).text()).toBe("early");
});

Deno.test("Requests that are answered at the same time do not disturb each other", async () => {
  const answers = await Promise.all(
    Array.from(
      { length: 50 },
      (_, n) => textOf(n % 2 ? `/calendar/${n}` : "/office"),
    ),
  );
  answers.forEach((text, n) => expect(text).toMatch(n % 2 ? new RegExp(`page ${n}$`) : /desk/));
});
