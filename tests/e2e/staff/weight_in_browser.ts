/** What pages weigh on the wire, and that nothing moves while they load, on a slow line too. */
import { expect } from "expect";
import type { Page } from "@/tools/browser/mod.ts";
import { test } from "../browser_world.ts";
import { signIn, TODAY } from "./office_in_browser.ts";

interface Loaded {
  /** Bytes that came over the wire, headers and all, by path. */
  bytes: Map<string, number>;
  /** Cumulative layout shift. */
  shift: number;
}

/** Opens a page as for the first time, over a line of 1.6 megabits with 150 ms of delay. */
async function load(page: Page, url: string): Promise<Loaded> {
  const wire = await page.context().newCDPSession(page);
  await wire.send("Network.enable");
  await wire.send("Network.setCacheDisabled", { cacheDisabled: true });
  await wire.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 150,
    downloadThroughput: 200_000,
    uploadThroughput: 100_000,
  });
  const paths = new Map<string, string>();
  const bytes = new Map<string, number>();
  wire.on("Network.requestWillBeSent", ({ requestId, request }) => {
    paths.set(requestId, new URL(request.url).pathname);
  });
  wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const path = paths.get(requestId)!;
    bytes.set(path, (bytes.get(path) ?? 0) + encodedDataLength);
  });
  await page.addInitScript(() => {
    const seen = globalThis as unknown as { shift: number };
    seen.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        seen.shift += (entry as unknown as { value: number }).value;
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(url, { waitUntil: "networkidle" });
  const shift = await page.evaluate(() => (globalThis as unknown as { shift: number }).shift);
  return { bytes, shift };
}

const FONT = "/fonts/atkinson-hyperlegible-next.woff2";

await test(
  "Nothing moves while a page loads, and the font is asked for once",
  async (browser, world) => {
    const [client] = await world.addClient("Calm", "stairlift", "scooter");
    const staff = await browser.newPage();
    await staff.goto(`${world.appUrl}/sign-in`);
    await signIn(staff, world, "office");
    await staff.getByRole("heading", { name: TODAY, level: 1 }).waitFor();
    for (const width of [360, 1280]) {
      for (const path of [client.bookingUrl, "/sign-in", "/office/contracts"]) {
        const page = path.startsWith("/office")
          ? await staff.context().newPage()
          : await browser.newPage();
        await page.setViewportSize({ width, height: 800 });
        const { bytes, shift } = await load(page, new URL(path, world.appUrl).href);
        expect([path, width, shift]).toEqual([path, width, 0]);
        // 34 KB of font: fetched twice it would be 68.
        expect([path, bytes.get(FONT)! < 40_000]).toEqual([path, true]);
      }
    }
  },
);

await test("A first visit to the booking page costs 70 KB on the wire", async (browser, world) => {
  const [client] = await world.addClient("Thrift", "stairlift");
  const { bytes } = await load(await browser.newPage({ width: 360 }), client.bookingUrl);
  const sum = (wanted: (path: string) => boolean) =>
    [...bytes].filter(([path]) => wanted(path)).reduce((total, [, each]) => total + each, 0);
  expect(sum((path) => path.startsWith("/_fresh/"))).toBeGreaterThan(1000);
  expect(sum(() => true)).toBeLessThan(70_000);
});
