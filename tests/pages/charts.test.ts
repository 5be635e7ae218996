/** The charts of the office's first page, in a browser: whatever the size of text, words lie on nothing, and tables fit. */
import { expect } from "expect";
import { hasSidewaysScroll } from "@/tests/e2e/browser_world.ts";
import { overlappingWords } from "@/tests/overlapping_words.ts";
import { browserTest } from "@/tools/browser/mod.ts";
import { CONTRACT, DESK, signIn } from "./staff_world.ts";
import { api, handle } from "./world.ts";

const weeks = [{ work: 2400, stops: 1200, drives: 600 }, { work: 0, stops: 0, drives: 0 }];
const BUSY = {
  ...DESK,
  funnel: Array.from({ length: 8 }, (_, week) => ({
    from: `2026-05-${String(week + 1).padStart(2, "0")}`,
    told: week * 137,
    by_client: week * 60,
    by_office: week * 40,
    done: week * 50,
  })),
  load: [
    { technician_id: CONTRACT, name: "Maximiliana Featherstonehaugh", weeks },
    { technician_id: "2", name: "Luis Two", weeks },
  ],
};

await browserTest("The words of charts lie on nothing, and their tables fit", async (browser) => {
  const { Cookie } = await signIn("office");
  api.answer({ desk: () => BUSY });
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handle);
  const url = `http://127.0.0.1:${server.addr.port}`;
  const cookies = Cookie.split("; ").map((cookie) => {
    const [name, ...value] = cookie.split("=");
    return { name, value: value.join("="), url };
  });
  for (
    const size of [
      { width: 360, textScale: 200 },
      { width: 360, textScale: 100 },
      { width: 768, textScale: 200 },
      { width: 1280, textScale: 200 },
      { width: 1280, textScale: 100 },
    ]
  ) {
    const page = await browser.newPage(size);
    await page.context().addCookies(cookies);
    await page.goto(`${url}/office`);
    expect([size, await overlappingWords(page, ".bars")]).toEqual([size, []]);
    for (const fold of await page.locator(".bars summary").all()) await fold.click();
    await page.getByRole("link", { name: "959", exact: true }).waitFor();
    expect([size, await overlappingWords(page, ".bars")]).toEqual([size, []]);
    expect([size, await hasSidewaysScroll(page)]).toEqual([size, false]);
  }
});
