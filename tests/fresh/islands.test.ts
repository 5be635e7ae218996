import assert from "node:assert/strict";
import { type Browser, browserTest, type Page } from "@/tools/browser/mod.ts";
import { buildFixture } from "./fixture.ts";

const { handler, get } = await buildFixture();

/** Opens a page of the fixture and collects what the browser complains about. */
async function open(
  browser: Browser,
  path: string,
  look: (page: Page, complaints: string[]) => Promise<void>,
): Promise<void> {
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    // The fixture's policy asks for https, which this server does not speak.
    async (request) => {
      const response = await handler(request);
      const policy = response.headers.get("Content-Security-Policy") ?? "";
      response.headers.set(
        "Content-Security-Policy",
        policy.replace("; upgrade-insecure-requests", ""),
      );
      return response;
    },
  );
  const page = await browser.newPage();
  await page.addInitScript(countAddedElements);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() !== "log") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`http://127.0.0.1:${server.addr.port}${path}`);
  await look(page, complaints);
  await page.close();
}

/** Runs in the page: counts what is added to it, or moved, after it was read. */
function countAddedElements(): void {
  let added = 0;
  const observer = new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      added += [...addedNodes].filter((node) => node instanceof Element).length;
    }
    document.documentElement.dataset.added = String(added);
  });
  document.addEventListener("readystatechange", () => {
    // Modules run between these two states.
    const { documentElement } = document;
    if (document.readyState !== "interactive") return;
    documentElement.dataset.added = "0";
    observer.observe(documentElement, { childList: true, subtree: true });
  });
}

Deno.test("A page without islands has no script at all", async () => {
  const response = await get("/form");
  assert.equal(response.headers.get("Link"), null);
  assert.doesNotMatch(await response.text(), /<script|modulepreload/);
});

Deno.test("A page with islands has one script, with the nonce, and preloads what it imports", async () => {
  const response = await get("/counters");
  const policy = response.headers.get("Content-Security-Policy")!;
  const nonce = policy.match(/'nonce-(\w+)'/)![1];
  const html = await response.text();
  assert.deepEqual(html.match(/<script[^>]*>/g), [
    `<script type="module" nonce="${nonce}">`,
  ]);
  assert.match(
    response.headers.get("Link")!,
    /Counter\.js>; rel="modulepreload"/,
  );
});

Deno.test("A function cannot be sent to an island", async () => {
  const { error } = console;
  console.error = () => {};
  try {
    assert.equal((await get("/function-prop")).status, 500);
  } finally {
    console.error = error;
  }
});

await browserTest(
  "Islands come to life and share their signals",
  async (browser) => {
    await open(browser, "/counters", async (page, complaints) => {
      const total = page.locator("output[data-alive=true]");
      assert.equal(await total.innerText(), "3 and 6");
      assert.equal(await total.getAttribute("data-browser"), "true");
      assert.equal(await total.getAttribute("data-fixed"), "true");
      await page.locator("[data-name=first]").click();
      await page.locator("[data-name=second]").click();
      assert.equal(
        await page.locator("[data-name=first]").innerText(),
        "first: 5",
      );
      assert.equal(
        await page.locator("[data-name=second]").innerText(),
        "second: 5",
      );
      // A computed signal is sent as the value it had.
      assert.equal(await total.innerText(), "5 and 6");
      assert.equal(await page.locator("button").count(), 2);
      assert.deepEqual(complaints, []);
    });
  },
);

await browserTest(
  "Props of every kind arrive as they were",
  async (browser) => {
    await open(browser, "/props", async (page, complaints) => {
      const items = page.locator("ul[data-place=browser] li");
      await items.first().waitFor();
      const seen = await Promise.all(
        (await items.all()).map((item) => item.textContent()),
      );
      assert.deepEqual(seen, [
        '</script><!-- "quoted" \u2028',
        "true",
        "true",
        '[1,{"deep":true}]',
        "2026-03-08T07:00:00.000Z",
        "example.com",
        "true",
        "1",
        String(2n ** 70n + 1n),
        "1-2-255",
      ]);
      assert.deepEqual(complaints, []);
    });
  },
);

await browserTest(
  "JSX given to an island stays, and islands in it live too",
  async (browser) => {
    await open(browser, "/panel", async (page, complaints) => {
      await page.locator("[data-name=inner]").click();
      await page.locator("[data-name=outer]").click();
      assert.equal(
        await page.locator("[data-name=inner]").innerText(),
        "inner: 12",
      );
      assert.equal(await page.locator("section em").innerText(), "shown");
      assert.equal(
        await page.locator("section p").innerText(),
        "from the server",
      );
      assert.equal(await page.locator("section input").isChecked(), true);
      assert.equal(await page.locator("section .late").count(), 0);
      await page.locator(".open").click();
      assert.equal(
        await page.locator("section .late").innerText(),
        "kept back",
      );
      assert.equal(await page.locator("section p").count(), 1);
      assert.deepEqual(complaints, []);
    });
  },
);

await browserTest(
  "An island in an island is part of it, and adds only between its own ends",
  async (browser) => {
    const html = await (await get("/pair")).text();
    assert.equal(html.match(/<!--frsh:island:/g)!.length, 2);
    await open(browser, "/pair", async (page, complaints) => {
      await page.locator("[data-name=left]").click();
      assert.equal(await page.locator("[data-name=right]").innerText(), "right: 1");
      await page.locator(".more").click();
      assert.equal(await page.locator("b + .after").innerText(), "after");
      assert.match((await page.locator("img").getAttribute("src"))!, /__frsh_c=[0-9a-f]{40}$/);
      assert.deepEqual(complaints, []);
    });
  },
);

await browserTest(
  "Coming to life moves nothing, so that no field loses its focus",
  async (browser) => {
    await open(browser, "/panel", async (page) => {
      await page.waitForFunction(() => document.readyState === "complete");
      assert.equal(await page.locator("html").getAttribute("data-added"), "0");
    });
  },
);

await browserTest(
  "A strict policy lets the page's own style through",
  async (browser) => {
    await open(browser, "/inline", async (page, complaints) => {
      const colour = await page.locator("p").evaluate((element) => getComputedStyle(element).color);
      assert.equal(colour, "rgb(1, 2, 3)");
      assert.deepEqual(complaints, []);
    });
  },
);
