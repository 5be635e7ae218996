/** A client books, changes and cancels in Chromium, with and without JavaScript. */
import { expect } from "expect";
import {
  axeViolations,
  type Browser,
  browserMissing,
  browserTest,
  type Page,
} from "@/tools/browser/mod.ts";
import { type Client, startWorld, type World } from "./world.ts";

let started: Promise<World> | undefined;
const world = () => started ??= startWorld();

function test(name: string, run: (browser: Browser, world: World) => Promise<void>) {
  return browserTest(name, async (browser) => await run(browser, await world()));
}

/** What axe objects to, short enough to read. */
async function objections(page: Page): Promise<string[]> {
  return (await axeViolations(page)).map(({ id, help }) => `${id}: ${help}`);
}

async function hasSidewaysScroll(page: Page): Promise<boolean> {
  return await page.evaluate(() =>
    document.documentElement.scrollWidth > document.documentElement.clientWidth
  );
}

async function clickAndWait(page: Page, name: string | RegExp, role = "button") {
  await page.getByRole(role, { name }).first().click();
}

/** From the link to "You're booked", by pointer. */
async function bookFirstTime(page: Page, { bookingUrl }: Client) {
  await page.goto(bookingUrl);
  await page.locator("a.time").first().click();
  await page.getByLabel(/phone number/).fill("905 555 0142");
  await page.getByLabel(/know to get in/).fill("Two cats");
  await clickAndWait(page, /^Book /);
  await page.getByRole("heading", { name: "You're booked" }).waitFor();
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";
  await test(`A client books, moves and cancels a visit ${how}`, async (browser, world) => {
    const [client] = await world.addClient("Ralph", "stairlift");
    const page = await browser.newPage({ width: 360, javaScriptEnabled });
    await page.goto(client.bookingUrl);
    // Another day than the first.
    await page.locator("a.day").nth(1).click();
    await page.locator('a.day[aria-current="true"]').filter({ hasText: /time/ }).waitFor();
    const day = (await page.locator("a.day").nth(1).locator("span").innerText()).trim();
    await page.getByRole("heading", { name: day }).waitFor();
    await page.locator("a.time").first().click();
    await page.getByLabel(/phone number/).fill("905 555 0142");
    await clickAndWait(page, `Book ${day}`);
    await page.getByRole("heading", { name: "You're booked" }).waitFor();
    expect(await page.locator(".lead").innerText()).toContain(day);

    await clickAndWait(page, "Change the time", "link");
    await page.locator("a.time").nth(1).click();
    await clickAndWait(page, /^Move to/);
    await page.getByRole("heading", { name: "You're booked" }).waitFor();
    expect(await page.getByRole("status").first().innerText()).toContain("new time");

    await clickAndWait(page, "Cancel the visit", "link");
    await page.getByLabel(/tell us why/).fill("On holiday");
    await clickAndWait(page, "Cancel my visit");
    await page.getByText("Your visit is cancelled").waitFor();
    const { data } = await world.db.from("booking_attempts").select("action, status")
      .eq("cycle_id", client.cycleId).order("at");
    expect(data!.map(({ action, status }) => `${action} ${status}`)).toEqual([
      "confirm booked",
      "reschedule booked",
      "cancel cancelled",
    ]);
  });
}

await test("A client books with the keyboard alone", async (browser, world) => {
  const [client] = await world.addClient("Rose", "stairlift");
  const page = await browser.newPage();
  await page.goto(client.bookingUrl);
  const press = async (key: string, until: () => boolean | Promise<boolean>) => {
    for (let i = 0; i < 60; i++) {
      if (await page.evaluate(until)) return;
      await page.keyboard.press(key);
    }
    throw new Error("The keyboard does not reach it");
  };
  await press("Tab", () => document.activeElement!.matches("a.day:not([aria-current=true])"));
  await page.keyboard.press("Enter");
  // Opening a day brings the reader to its times.
  await page.locator("#day:focus").waitFor();
  await press("Tab", () => document.activeElement!.matches("a.time"));
  expect(
    await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle),
  ).toBe("solid");
  await page.keyboard.press("Enter");
  await page.getByLabel(/phone number/).waitFor();
  await press("Tab", () => document.activeElement!.id === "phone");
  await page.keyboard.type("905 555 0142");
  await press("Tab", () => document.activeElement!.textContent!.startsWith("Book "));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "You're booked" }).waitFor();
});

await test(
  "Somebody who comes second is offered near times, and nothing is typed twice",
  async (browser, world) => {
    const [first] = await world.addClient("First", "porch_lift");
    const [second] = await world.addClient("Second", "porch_lift");
    const page = await browser.newPage({ width: 360, javaScriptEnabled: false });
    await page.goto(second.bookingUrl);
    await page.locator("a.time").first().click();
    await page.getByLabel(/phone number/).fill("905 555 0142");
    await page.getByLabel(/know to get in/).fill("Side door");

    const faster = await browser.newPage();
    await faster.goto(page.url().replace(second.token, first.token));
    await clickAndWait(faster, /^Book /);
    await faster.getByRole("heading", { name: "You're booked" }).waitFor();

    await clickAndWait(page, /^Book /);
    await page.getByRole("heading", { name: "That time was just taken" }).waitFor();
    expect(await objections(await copyWithScript(browser, page))).toEqual([]);
    await clickAndWait(page, "Look at other days");
    await page.locator("button.time").last().click();
    expect(await page.getByLabel(/know to get in/).inputValue()).toBe("Side door");
    await clickAndWait(page, /^Book /);
    await page.getByRole("heading", { name: "You're booked" }).waitFor();
  },
);

/** The page's document again in a page where axe can run. */
async function copyWithScript(browser: Browser, page: Page): Promise<Page> {
  const copy = await browser.newPage({ width: 360 });
  await copy.goto(page.url());
  const html = await page.evaluate("document.documentElement.outerHTML");
  await copy.evaluate((text: string) => {
    document.documentElement.innerHTML = text;
  }, html);
  return copy;
}

await test(
  "Another unit of the household comes along, and is given up by itself",
  async (browser, world) => {
    const [lift, chair] = await world.addClient("Ada", "stairlift", "manual_wheelchair");
    const page = await browser.newPage({ width: 360 });
    await page.goto(lift.bookingUrl);
    await page.getByLabel(/Manual wheelchair/).check();
    await clickAndWait(page, "Update my visit");
    await page.getByText("$268.00 + applicable tax").waitFor();
    await page.locator("a.time").first().click();
    await clickAndWait(page, /^Book /);
    await page.getByRole("heading", { name: "You're booked" }).waitFor();
    expect(await page.locator(".prices").innerText()).toContain("Manual wheelchair");
    const other = await browser.newPage();
    await other.goto(chair.bookingUrl);
    await other.getByRole("heading", { name: "You're booked" }).waitFor();

    await clickAndWait(page, "Cancel the visit", "link");
    await page.getByLabel(/Only the manual wheelchair/).check();
    await clickAndWait(page, "Cancel my visit");
    await page.getByText("We still come").waitFor();
    expect(await page.locator(".prices").innerText()).not.toContain("Manual wheelchair");
  },
);

await test(
  "No public page has a fault that axe finds, at any width, light or dark, or text twice as large",
  async (browser, world) => {
    const [open] = await world.addClient("Olive", "scooter", "stairlift");
    const [booked] = await world.addClient("Bea", "stairlift");
    await bookFirstTime(await browser.newPage(), booked);
    const start = await browser.newPage();
    await start.goto(open.bookingUrl);
    const details = (await start.locator("a.time").first().getAttribute("href"))!;
    const change = await browser.newPage();
    await change.goto(`${booked.bookingUrl}?step=change`);
    const move = (await change.locator("a.time").first().getAttribute("href"))!;
    const paths = [
      "/",
      "/sign-in",
      "/nope",
      `/book/${"x".repeat(43)}`,
      `/unsubscribe/${"x".repeat(43)}`,
      open.bookingUrl,
      `${open.bookingUrl}?all=1`,
      `${open.bookingUrl}?step=call`,
      `${open.bookingUrl}?note=called`,
      details,
      booked.bookingUrl,
      `${booked.bookingUrl}?note=booked`,
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
        expect([where, await objections(page)]).toEqual([where, []]);
        expect([where, await hasSidewaysScroll(page)]).toEqual([where, false]);
        expect([where, await smallTargets(page)]).toEqual([where, []]);
      }
    }
  },
);

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

if (await browserMissing() === null) {
  Deno.test({
    name: "The system stops cleanly",
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => await (await started)?.stop(),
  });
}
