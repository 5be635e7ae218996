import { expect } from "expect";
import { browserTest } from "@/tools/browser/mod.ts";
import { buildFixture } from "./fixture.ts";
import { open } from "./fixture_in_browser.ts";

const { get } = await buildFixture();

Deno.test("A page without islands has no script at all", async () => {
  const response = await get("/form");
  expect(response.headers.get("Link")).toBe(null);
  expect(await response.text()).not.toMatch(/<script|modulepreload/);
});

Deno.test("A page with islands has one script, with the nonce, and preloads what it imports", async () => {
  const response = await get("/counters");
  const policy = response.headers.get("Content-Security-Policy")!;
  const nonce = policy.match(/'nonce-(\w+)'/)![1];
  const html = await response.text();
  expect(html.match(/<script[^>]*>/g)).toEqual([
    `<script type="module" nonce="${nonce}">`,
  ]);
  expect(response.headers.get("Link")).toMatch(/Counter\.js>; rel="modulepreload"/);
});

Deno.test("A function cannot be sent to an island", async () => {
  const { error } = console;
  console.error = () => {};
  try {
    expect((await get("/function-prop")).status).toBe(500);
  } finally {
    console.error = error;
  }
});

await browserTest(
  "Islands come to life and share their signals",
  async (browser) => {
    await open(browser, "/counters", async (page, complaints) => {
      const total = page.locator("output[data-alive=true]");
      expect(await total.innerText()).toBe("3 and 6");
      expect(await total.getAttribute("data-browser")).toBe("true");
      expect(await total.getAttribute("data-fixed")).toBe("true");
      await page.locator("[data-name=first]").click();
      await page.locator("[data-name=second]").click();
      expect(await page.locator("[data-name=first]").innerText()).toBe("first: 5");
      expect(await page.locator("[data-name=second]").innerText()).toBe("second: 5");
      // A computed signal is sent as the value it had.
      expect(await total.innerText()).toBe("5 and 6");
      expect(await page.locator("button").count()).toBe(2);
      expect(complaints).toEqual([]);
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
      expect(seen).toEqual([
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
      expect(complaints).toEqual([]);
    });
  },
);

await browserTest(
  "JSX given to an island stays, and islands in it live too",
  async (browser) => {
    await open(browser, "/panel", async (page, complaints) => {
      await page.locator("[data-name=inner]").click();
      await page.locator("[data-name=outer]").click();
      expect(await page.locator("[data-name=inner]").innerText()).toBe("inner: 12");
      expect(await page.locator("section em").innerText()).toBe("shown");
      expect(await page.locator("section p").innerText()).toBe("from the server");
      expect(await page.locator("section input").isChecked()).toBe(true);
      expect(await page.locator("section .late").count()).toBe(0);
      await page.locator(".open").click();
      expect(await page.locator("section .late").innerText()).toBe("kept back");
      expect(await page.locator("section p").count()).toBe(1);
      expect(complaints).toEqual([]);
    });
  },
);

await browserTest(
  "An island in an island is part of it, and adds only between its own ends",
  async (browser) => {
    const html = await (await get("/pair")).text();
    expect(html.match(/<!--frsh:island:/g)!.length).toBe(2);
    await open(browser, "/pair", async (page, complaints) => {
      await page.locator("[data-name=left]").click();
      expect(await page.locator("[data-name=right]").innerText()).toBe("right: 1");
      await page.locator(".more").click();
      expect(await page.locator("b + .after").innerText()).toBe("after");
      expect(await page.locator("img").getAttribute("src")).toMatch(/__frsh_c=[0-9a-f]+$/);
      expect(complaints).toEqual([]);
    });
  },
);

await browserTest(
  "A strict policy lets the page's own style through",
  async (browser) => {
    await open(browser, "/inline", async (page, complaints) => {
      const colour = await page.locator("p").evaluate((element) => getComputedStyle(element).color);
      expect(colour).toBe("rgb(1, 2, 3)");
      expect(complaints).toEqual([]);
    });
  },
);
