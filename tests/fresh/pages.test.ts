import assert from "node:assert/strict";
import { App, HttpError } from "fresh";
import { buildFixture } from "./fixture.ts";

const { get } = await buildFixture();

/** The document's text, and the names of the elements that surround its paragraph. */
async function documentAt(
  path: string,
): Promise<{ html: string; around: string[] }> {
  const html = await (await get(path)).text();
  const before = html.slice(0, html.indexOf("<p>"));
  return {
    html,
    around: [...before.matchAll(/<(app-|\w+-layout)>/g)].map(([, name]) => name),
  };
}

/** What the error handler under test says is wrong is expected: it need not be printed. */
async function quietly<T>(
  run: () => Promise<T>,
): Promise<{ result: T; logged: unknown[] }> {
  const { error } = console;
  const logged: unknown[] = [];
  console.error = (...args: unknown[]) => logged.push(...args);
  try {
    return { result: await run(), logged };
  } finally {
    console.error = error;
  }
}

Deno.test("A page is inside its layouts, outermost first, and those inside the app wrapper", async () => {
  assert.deepEqual((await documentAt("/")).around, ["app-", "root-layout"]);
  const office = await documentAt("/office");
  assert.deepEqual(office.around, ["app-", "root-layout", "office-layout"]);
  const hours = await documentAt("/hours");
  assert.deepEqual(hours.around, ["app-", "root-layout", "staff-layout"]);
});

Deno.test("A page can leave out wrapper and layouts; the document's frame is added then", async () => {
  const { html } = await documentAt("/bare");
  assert.equal(
    html,
    '<!DOCTYPE html><html><head><meta charset="utf-8"/></head><body><p>bare</p></body></html>',
  );
});

Deno.test("State goes from middleware to middleware, handler and page", async () => {
  assert.match((await documentAt("/")).html, /passed root</);
  assert.match((await documentAt("/office")).html, /passed root,office,desk</);
});

Deno.test("Headers come from the page's handler and from middlewares on the way back", async () => {
  const response = await get("/");
  assert.equal(response.headers.get("X-Page"), "index");
  assert.equal(response.headers.get("X-Root"), "passed");
  assert.equal(response.headers.get("X-Office"), null);
  assert.equal((await get("/office")).headers.get("X-Office"), "passed");
});

Deno.test("What a page puts into the head replaces what the app wrapper has there", async () => {
  const { html } = await documentAt("/");
  const head = html.slice(0, html.indexOf("</head>"));
  assert.deepEqual(head.match(/<title>.*?<\/title>/g), [
    "<title>Start</title>",
  ]);
  assert.deepEqual(head.match(/<meta name="description"[^>]*>/g), [
    '<meta name="description" content="of the page"/>',
  ]);
  assert.match(head, /<meta name="robots" content="noindex"\/>/);
  assert.match((await documentAt("/form")).html, /<title>Fixture<\/title>/);
});

Deno.test("An async page is awaited, and may answer with a response", async () => {
  assert.match((await documentAt("/later?word=x")).html, /later x/);
  const refused = await get("/later");
  assert.equal(refused.status, 422);
  assert.equal(await refused.text(), "no word");
});

Deno.test("Links to the page itself and to pages above it are marked", async () => {
  const { html } = await documentAt("/links");
  assert.match(html, /<a href="\/links" [^>]*aria-current="page"/);
  assert.match(html, /<a href="\/" [^>]*aria-current="true"/);
  assert.match(html, /<a href="\/form">/);
});

Deno.test("An unknown path shows the root's error page with status 404", async () => {
  const response = await get("/nowhere");
  assert.equal(response.status, 404);
  assert.match(await response.text(), /<app->.*root error 404/);
});

Deno.test("The error page shows the status that was thrown", async () => {
  for (const code of [403, 410, 429]) {
    const response = await get(`/status/${code}`);
    assert.equal(response.status, code);
    assert.match(await response.text(), new RegExp(`root error ${code}`));
  }
});

Deno.test("An unexpected error has status 500 and says nothing of its cause", async () => {
  const response = await get("/fail");
  assert.equal(response.status, 500);
  const html = await response.text();
  assert.match(html, /root error unexpected/);
  assert.doesNotMatch(html, /a fault of ours/);
});

Deno.test("The nearest error page lies inside its folder's layout and outside of its middlewares", async () => {
  const response = await get("/office/broken");
  assert.equal(response.status, 500);
  assert.equal(response.headers.get("X-Office"), null);
  assert.equal(response.headers.get("X-Root"), "passed");
  assert.match(
    await response.text(),
    /<office-layout>.*office error broken while rendering/,
  );
});

Deno.test("An outer folder's error page is not inside the inner folder's layout", async () => {
  assert.deepEqual((await documentAt("/absent")).around, ["app-", "root-layout"]);
});

Deno.test("Without an error page the answer is the message or the reason phrase", async () => {
  const answer = new App()
    .get("/gone", () => {
      throw new HttpError(410);
    })
    .get("/told", () => {
      throw new HttpError(409, "Somebody was faster");
    })
    .get("/fault", () => {
      throw new Error("secret");
    })
    .handler();
  const { logged } = await quietly(async () => {
    const texts = await Promise.all(
      ["/gone", "/told", "/fault", "/none"].map(async (path) => {
        const response = await answer(new Request(`http://x${path}`));
        return `${response.status} ${await response.text()}`;
      }),
    );
    assert.deepEqual(texts, [
      "410 Gone",
      "409 Somebody was faster",
      "500 Internal server error",
      "404 Not Found",
    ]);
  });
  assert.deepEqual(logged.map((error) => (error as Error).message), ["secret"]);
});

Deno.test("onError answers below its path, notFound every 404", async () => {
  const answer = new App()
    .notFound((ctx) => ctx.text("nothing here", { status: 404 }))
    .onError(
      "/a",
      (ctx) => ctx.text(`caught ${(ctx.error as Error).message}`, { status: 500 }),
    )
    .get("/a/b", () => {
      throw new Error("b");
    })
    .get("/c", () => {
      throw new HttpError(404);
    })
    .handler();
  const text = async (path: string) => await (await answer(new Request(`http://x${path}`))).text();
  assert.equal(await text("/a/b"), "caught b");
  assert.equal(await text("/c"), "nothing here");
  assert.equal(await text("/zzz"), "nothing here");
});
