/** `deno task guide`: takes the pictures of docs/guide anew, from a demonstration of its own. */
import { withBrowser } from "@/tools/browser/mod.ts";
import { makeGuide } from "./guide/make.ts";
import { smallPng } from "./guide/small_png.ts";

const folder = new URL("../docs/guide/pictures/", import.meta.url);
await withBrowser((browser) =>
  makeGuide(browser, async (name, page) => {
    const png = smallPng(await page.screenshot());
    await Deno.writeFile(new URL(`${name}.png`, folder), png);
    console.log(`${name}: ${Math.round(png.length / 1000)} KB`);
  })
);

// Playwright leaves timers behind that would keep the process for a while.
Deno.exit(0);
