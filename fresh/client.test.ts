/** What this client does better than upstream's: `tests/fresh` holds what both do. */
import { expect } from "expect";
import { open } from "@/tests/fresh/fixture_in_browser.ts";
import { browserTest } from "@/tools/browser/mod.ts";

await browserTest(
  "Coming to life moves nothing, so that no field loses its focus",
  async (browser) => {
    const look: Parameters<typeof open>[2] = async (page) => {
      await page.waitForFunction(() => document.readyState === "complete");
      expect(await page.locator("html").getAttribute("data-added")).toBe("0");
    };
    await open(browser, "/panel", look, countAddedElements);
  },
);

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
