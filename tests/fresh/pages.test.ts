import { expect } from "expect";
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
  expect((await documentAt("/")).around).toEqual(["app-", "root-layout"]);
  const office = await documentAt("/office");
  expect(office.around).toEqual(["app-", "root-layout", "office-layout"]);
  const hours = await documentAt("/hours");
  expect(hours.around).toEqual(["app-", "root-layout", "staff-layout"]);
});

Deno.test("A page can leave out wrapper and layouts; the document's frame is added then", async () => {
  const { html } = await documentAt("/bare");
  expect(html).toBe(
    '<!DOCTYPE html><html><head><meta charset="utf-8"/></head><body><p>bare</p></body></html>',
  );
});

Deno.test("State goes from middleware to middleware, handler and page", async () => {
  expect((await documentAt("/")).html).toMatch(/passed root</);
  expect((await documentAt("/office")).html).toMatch(/passed root,office,desk</);
});

Deno.test("Headers come from the page's handler and from middlewares on the way back", async () => {
  const response = await get("/");
  expect(response.headers.get("X-Page")).toBe("index");
  expect(response.headers.get("X-Root")).toBe("passed");
  expect(response.headers.get("X-Office")).toBe(null);
  expect((await get("/office")).headers.get("X-Office")).toBe("passed");
});

Deno.test("What a page puts into the head replaces what the app wrapper has there", async () => {
  const { html } = await documentAt("/");
  const head = html.slice(0, html.indexOf("</head>"));
  expect(head.match(/<title>.*?<\/title>/g)).toEqual([
    "<title>Start</title>",
  ]);
  expect(head.match(/<meta name="description"[^>]*>/g)).toEqual([
    '<meta name="description" content="of the page"/>',
  ]);
  expect(head).toMatch(/<meta name="robots" content="noindex"\/>/);
  expect((await documentAt("/form")).html).toMatch(/<title>Fixture<\/title>/);
});

Deno.test("An async page is awaited, and may answer with a response", async () => {
  expect((await documentAt("/later?word=x")).html).toMatch(/later x/);
  const refused = await get("/later");
  expect(refused.status).toBe(422);
  expect(await refused.text()).toBe("no word");
});

Deno.test("Links to the page itself and to pages above it are marked", async () => {
  const { html } = await documentAt("/links");
  expect(html).toMatch(/<a href="\/links" [^>]*aria-current="page"/);
  expect(html).toMatch(/<a href="\/" [^>]*aria-current="true"/);
  expect(html).toMatch(/<a href="\/form">/);
});

Deno.test("An unknown path shows the root's error page with status 404", async () => {
  const response = await get("/nowhere");
  expect(response.status).toBe(404);
  expect(await response.text()).toMatch(/<app->.*root error 404/);
});

Deno.test("The error page shows the status that was thrown", async () => {
  for (const code of [403, 410, 429]) {
    const response = await get(`/status/${code}`);
    expect(response.status).toBe(code);
    expect(await response.text()).toMatch(new RegExp(`root error ${code}`));
  }
});

Deno.test("An unexpected error has status 500 and says nothing of its cause", async () => {
  const response = await get("/fail");
  expect(response.status).toBe(500);
  const html = await response.text();
  expect(html).toMatch(/root error unexpected/);
  expect(html).not.toMatch(/a fault of ours/);
});

Deno.test("The nearest error page lies inside its folder's layout and outside of its middlewares", async () => {
  const response = await get("/office/broken");
  expect(response.status).toBe(500);
  expect(response.headers.get("X-Office")).toBe(null);
  expect(response.headers.get("X-Root")).toBe("passed");
  expect(await response.text()).toMatch(/<office-layout>.*office error broken while rendering/);
});

Deno.test("An outer folder's error page is not inside the inner folder's layout", async () => {
  expect((await documentAt("/absent")).around).toEqual(["app-", "root-layout"]);
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
    expect(texts).toEqual([
      "410 Gone",
      "409 Somebody was faster",
      "500 Internal server error",
      "404 Not Found",
    ]);
  });
  expect(logged.map((error) => (error as Error).message)).toEqual(["secret"]);
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
  expect(await text("/a/b")).toBe("caught b");
  expect(await text("/c")).toBe("nothing here");
  expect(await text("/zzz")).toBe("nothing here");
});
