/** Every public page: nothing that axe finds, nothing too wide, too small or too heavy. */
import { expect } from "expect";
import type { Page } from "@/tools/browser/mod.ts";
import { brokenWords } from "@/tests/broken_words.ts";
import {
  bookFirstTime,
  clickAndWait,
  hasSidewaysScroll,
  objections,
  test,
} from "../browser_world.ts";

await test(
  "No public page has a fault that axe finds, at any width, light or dark, or text twice as large",
  async (browser, world) => {
    const [open] = await world.addClient("Olive", "stairlift");
    const [home] = await world.addClient("Hal", "stairlift", "manual_wheelchair", "stairlift");
    const [booked] = await world.addClient("Bea", "stairlift");
    await bookFirstTime(await browser.newPage(), booked);
    const [gone] = await world.addClient("Gus", "stairlift");
    const [caller] = await world.addClient("Carl", "stairlift");
    await tellChange(await browser.newPage(), gone.bookingUrl, "I no longer have it");
    await askForCall(await browser.newPage(), caller.bookingUrl);
    const start = await browser.newPage();
    await start.goto(open.bookingUrl);
    const details = (await start.locator("a.time").first().getAttribute("href"))!;
    const change = await browser.newPage();
    await change.goto(`${booked.bookingUrl}?step=change`);
    const move = (await change.locator("a.time").first().getAttribute("href"))!;
    const paths = [
      "/",
      "/sign-in",
      "/go",
      "/verify",
      "/verify/7Q4M2XKD9HVT3R0P",
      "/nope",
      `/book/${"x".repeat(43)}`,
      `/unsubscribe/${"x".repeat(43)}`,
      open.bookingUrl,
      `${open.bookingUrl}?all=1`,
      `${open.bookingUrl}?half=morning`,
      `${open.bookingUrl}?step=report`,
      home.bookingUrl,
      `${home.bookingUrl}?only=1`,
      `${open.bookingUrl}?step=call`,
      gone.bookingUrl,
      caller.bookingUrl,
      `${caller.bookingUrl}?step=call`,
      `${caller.bookingUrl}?note=called`,
      details,
      booked.bookingUrl,
      `${booked.bookingUrl}?note=booked`,
      `${booked.bookingUrl}?step=manage`,
      `${booked.bookingUrl}?step=told`,
      `${booked.bookingUrl}?step=change`,
      `${booked.bookingUrl}?step=cancel`,
      move,
    ];
    for (
      const look of [
        { width: 360, colorScheme: "light" },
        { width: 1280, colorScheme: "dark" },
        { width: 360, colorScheme: "dark", textScale: 200 },
      ] as const
    ) {
      const page = await browser.newPage(look);
      for (const path of paths) {
        await page.goto(new URL(path, world.appUrl).href);
        const where = `${path} ${JSON.stringify(look)}`;
        // Larger text changes no colour and no name: what axe looks for stays the same.
        if (!("textScale" in look)) expect([where, await objections(page)]).toEqual([where, []]);
        expect([where, await hasSidewaysScroll(page)]).toEqual([where, false]);
        expect([where, await smallTargets(page)]).toEqual([where, []]);
        expect([where, await brokenWords(page)]).toEqual([where, []]);
      }
      await page.goto(`${world.appUrl}/go`);
      await page.getByLabel("Code", { exact: true }).fill("K7M2QX9DRT");
      await page.getByLabel("Your postal code").fill("L6Y 0A1");
      await page.getByRole("button", { name: "Go to my visit" }).click();
      await page.getByRole("alert").waitFor();
      if (!("textScale" in look)) expect(await objections(page)).toEqual([]);
      expect([await hasSidewaysScroll(page), await smallTargets(page)]).toEqual([false, []]);
    }
  },
);

async function tellChange(page: Page, bookingUrl: string, what: string): Promise<void> {
  await page.goto(`${bookingUrl}?step=report`);
  await page.getByLabel(what).check();
  await clickAndWait(page, "Send");
  await page.getByText("You told us today").waitFor();
}

async function askForCall(page: Page, bookingUrl: string): Promise<void> {
  await page.goto(`${bookingUrl}?step=call`);
  await page.getByLabel("Your phone number").fill("905 555 0142");
  await page.getByLabel("Anything else?").fill("Let it ring");
  await clickAndWait(page, "Please call me");
  await page.getByText("One of us will call you").waitFor();
}

/** Buttons, and links outside of running text, that are lower than 48 px. */
async function smallTargets(page: Page): Promise<string[]> {
  return await page.evaluate(() =>
    [...document.querySelectorAll("main :is(a, button, input:not([type=hidden]), label.check)")]
      .filter((each) => !each.matches("label.check input") && !each.closest(".call-us"))
      .filter((each) => each.getBoundingClientRect().height < 47.5)
      .map((each) => each.outerHTML)
  );
}

await test(
  "The booking page is light: at most 20 KB of scripts and 60 KB in all, fonts apart",
  async (browser, world) => {
    const [client] = await world.addClient("Lea", "stairlift");
    const page = await browser.newPage();
    const loading = page.goto(client.bookingUrl, { waitUntil: "networkidle" });
    await loading;
    const urls: string[] = await page.evaluate(() =>
      performance.getEntriesByType("resource").map(({ name }) => name)
    );
    const sizes = await Promise.all([client.bookingUrl, ...urls].map(async (url) => {
      const response = await fetch(url);
      const body = response.body!.pipeThrough(new CompressionStream("gzip"));
      return { url, bytes: (await new Response(body).bytes()).length };
    }));
    const sum = (wanted: (url: string) => boolean) =>
      sizes.filter(({ url }) => wanted(url)).reduce((total, { bytes }) => total + bytes, 0);
    const scripts = sum((url) => url.includes(".js"));
    expect(scripts).toBeGreaterThan(1000);
    expect(scripts).toBeLessThanOrEqual(20_000);
    expect(sum((url) => !url.includes("/fonts/"))).toBeLessThanOrEqual(60_000);
  },
);
