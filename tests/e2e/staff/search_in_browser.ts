/** The office's one box, by keyboard and by mouse, and without a script. */
import { expect } from "expect";
import { until } from "@/tests/until.ts";
import type { Page } from "@/tools/browser/mod.ts";
import { clickAndWait, hasSidewaysScroll, objections, test } from "../browser_world.ts";
import { signIn, TODAY } from "./office_in_browser.ts";

/** Puts the cursor into the box by its key: the script that listens may come a moment after the page. */
async function slash(page: Page) {
  await until("the key to lead to the box", async () => {
    await page.keyboard.press("/");
    return await page.evaluate(() => document.activeElement!.id === "find");
  });
}

await test(
  "The office finds a client while typing, with the keyboard alone",
  async (browser, world) => {
    await world.addClient("Zenobia", "stairlift");
    const page = await browser.newPage();
    await page.goto(`${world.appUrl}/office`);
    await signIn(page, world, "office");
    await page.getByRole("heading", { name: TODAY, level: 1 }).waitFor();
    await slash(page);
    const box = page.getByRole("combobox", { name: "Find anything" });
    await page.keyboard.type("Zénob");
    const options = page.getByRole("listbox").getByRole("option");
    await options.first().waitFor();
    expect(await box.getAttribute("aria-expanded")).toBe("true");
    expect(await options.first().innerText()).toContain("Zenobia Example");
    expect(await options.last().innerText()).toMatch(/^All \d+ results? for “Zénob”$/);
    expect(await objections(page)).toEqual([]);

    // Around the list and back into the box.
    const activeText = () =>
      page.evaluate(() => {
        const id = document.getElementById("find")!.getAttribute("aria-activedescendant");
        return id && document.getElementById(id)!.textContent;
      });
    await page.keyboard.press("ArrowUp");
    await until("the last one to be chosen", async () => /^All/.test(await activeText() ?? ""));
    await page.keyboard.press("ArrowDown");
    await until("none to be chosen", async () => await activeText() === null);
    await page.keyboard.press("ArrowDown");
    await until("the first one to be chosen", async () => /Zenobia/.test(await activeText() ?? ""));
    await page.keyboard.press("Escape");
    await page.getByRole("listbox").waitFor({ state: "detached" });
    expect(await box.inputValue()).toBe("Zénob");
    expect(await box.getAttribute("aria-expanded")).toBe("false");

    await page.keyboard.type("ia");
    await options.first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Zenobia Example", exact: true }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/office\/clients\//);
  },
);

await test(
  "What is typed before the page's script is there is looked up when it is",
  async (browser, world) => {
    await world.addClient("Walburga", "stairlift");
    const page = await browser.newPage();
    await page.goto(`${world.appUrl}/office`);
    await signIn(page, world, "office");
    const isTyped = Promise.withResolvers<void>();
    await page.route(/\/FindBox[^/]*\.js/, async (route) => {
      await isTyped.promise;
      await route.continue();
    });
    await page.goto(`${world.appUrl}/office`, { waitUntil: "commit" });
    await page.getByLabel("Find anything").pressSequentially("Walbur");
    isTyped.resolve();
    await page.getByRole("option", { name: "Walburga Example" }).first().waitFor();
  },
);

await test(
  "Enter without a choice leads to all results, as it does without a script",
  async (browser, world) => {
    await world.addClient("Zipporah", "stairlift");
    for (const javaScriptEnabled of [true, false]) {
      const page = await browser.newPage({ width: 360, javaScriptEnabled });
      await page.goto(`${world.appUrl}/office`);
      await signIn(page, world, "office");
      await page.getByLabel("Find anything").fill("zipporah");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: /results? for “zipporah”/ }).waitFor();
      expect(await page.getByLabel("Find anything").inputValue()).toBe("zipporah");
      expect(await hasSidewaysScroll(page)).toBe(false);
      // What looks for faults is a script itself.
      if (javaScriptEnabled) expect(await objections(page)).toEqual([]);
      await clickAndWait(page, "Zipporah Example", "link");
      await page.getByRole("heading", { name: "Zipporah Example", exact: true }).waitFor();
    }
  },
);

await test(
  "The keys of a page are listed by a key, and do nothing while somebody types",
  async (browser, world) => {
    const page = await browser.newPage();
    await page.goto(`${world.appUrl}/office`);
    await signIn(page, world, "office");
    await slash(page);
    await page.keyboard.type("?/");
    expect(await page.getByLabel("Find anything").inputValue()).toBe("?/");
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: TODAY, level: 1 }).click();
    const keys = page.getByRole("dialog", { name: "Keys on this page" });
    await page.keyboard.press("?");
    await keys.waitFor();
    expect(await keys.innerText()).toMatch(/\/\s+Find anything/);
    expect(await objections(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await keys.waitFor({ state: "hidden" });
  },
);
