/** What the other tests rely on: axe objects to each kind of fault, wherever it is; a browser that is shared tells nothing. */
import { expect } from "expect";
import { axeViolations, browserTest, type Page } from "@/tools/browser/mod.ts";

const address = (html: string) => `data:text/html;charset=utf-8,${encodeURIComponent(html)}`;

const FAULTY = `<!doctype html><title>Page</title><img src="data:,">
  <p style="color: #aaa; background: #fff">Pale</p><p style="color: #aaa; background: #fff">Pale too</p>
  <p style="color: #000; background: #fff">Dark</p>`;

await browserTest(
  "axe tells each fault with its place, and nothing that WCAG does not ask",
  async (browser) => {
    const page = await browser.newPage();
    await page.goto(address(FAULTY));
    const found = (await axeViolations(page)).flatMap(({ id, nodes }) =>
      nodes.map(({ target }) => [id, ...target])
    );
    expect(found.toSorted()).toEqual([
      ["color-contrast", "p:nth-child(2)"],
      ["color-contrast", "p:nth-child(3)"],
      ["html-has-lang", "html"],
      ["image-alt", "img"],
    ]);
  },
);

await browserTest("a page whose frames axe would not see is refused", async (browser) => {
  const page = await browser.newPage();
  await page.goto(address('<!doctype html><iframe title="Within" srcdoc="<p>Hello"></iframe>'));
  await expect(axeViolations(page)).rejects.toThrow("has frames");
});

let before: Page | undefined;

await browserTest("a test leaves a page open and a cookie behind", async (browser) => {
  before = await browser.newPage();
  await before.context().addCookies([{ name: "kept", value: "1", url: "http://shop.invalid" }]);
});

await browserTest("and the next finds neither in the browser that they share", async (browser) => {
  const page = await browser.newPage();
  expect(before?.isClosed()).toBe(true);
  expect(await page.context().cookies()).toEqual([]);
});
