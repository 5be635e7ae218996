/** One running system for all tests of a file that drive a browser through it. */
import {
  axeViolations,
  type Browser,
  browserMissing,
  browserTest,
  type Page,
} from "@/tools/browser/mod.ts";
import { until } from "@/tests/until.ts";
import { type Client, startWorld, type World } from "./world.ts";

let started: Promise<World> | undefined;

/** Registers a test with the shared system, which the first one starts. */
export function test(name: string, run: (browser: Browser, world: World) => Promise<void>) {
  return browserTest(name, async (browser) => await run(browser, await (started ??= startWorld())));
}

/** Registers the test that stops the shared system. To be called after all others are registered. */
export async function stopWorldAtLast(): Promise<void> {
  if (await browserMissing() !== null) return;
  Deno.test({
    name: "The system stops cleanly",
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => await (await started)?.stop(),
  });
}

/** What axe objects to and where, short enough to read. */
export async function objections(page: Page): Promise<string[]> {
  return (await axeViolations(page)).map(({ id, help, nodes }) =>
    `${id}: ${help} (${nodes.map(({ html }) => html.slice(0, 200)).join(" · ")})`
  );
}

/** Whether it stays wider than its window: until its font is there, and for a moment more, a page may be. */
export async function hasSidewaysScroll(page: Page): Promise<boolean> {
  await until(
    "the fonts to be there",
    () => page.evaluate(() => document.fonts.status === "loaded"),
  );
  for (let look = 0; look < 20; look++) {
    const isWider = await page.evaluate(() =>
      document.documentElement.scrollWidth > document.documentElement.clientWidth
    );
    if (!isWider) return false;
    await page.waitForTimeout(100);
  }
  return true;
}

/** Fields whose border stands out from its ground by less than 3 to 1 (WCAG 1.4.11), which axe does not measure. */
export async function faintFields(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const luminance = (colour: string) => {
      const [red, green, blue] = colour.match(/[\d.]+/g)!.map((part) => {
        const share = Number(part) / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const fields = document.querySelectorAll<HTMLInputElement>(".field :is(input, textarea)");
    return [...fields].filter((field) => {
      const { borderTopColor, backgroundColor } = getComputedStyle(field);
      const [light, dark] = [borderTopColor, backgroundColor].map(luminance).sort((a, b) => b - a);
      return field.type !== "checkbox" && (light + 0.05) / (dark + 0.05) < 3;
    }).map(({ name }) => name);
  });
}

/** Clicks the first button, or other role, of that name. */
export async function clickAndWait(
  page: Page,
  name: string | RegExp,
  role: "button" | "link" = "button",
) {
  await page.getByRole(role, { name }).first().click();
}

/** From the link to "You're booked", by pointer. */
export async function bookFirstTime(page: Page, { bookingUrl }: Client) {
  await page.goto(bookingUrl);
  await page.locator("a.time").first().click();
  await page.getByLabel(/phone number/).fill("905 555 0142");
  await page.getByLabel(/know to get in/).fill("Two cats");
  await clickAndWait(page, /^Book /);
  await page.getByRole("heading", { name: "You're booked" }).waitFor();
}
