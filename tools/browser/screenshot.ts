/**
 * Takes a picture of a page:
 * `deno run -A tools/browser/screenshot.ts URL OUT.png [--width 360] [--dark] [--no-js] [--text 200] [--full]`
 */
import { parseArgs } from "node:util";
import { withBrowser } from "./mod.ts";

const { values, positionals: [url, path] } = parseArgs({
  args: Deno.args,
  allowPositionals: true,
  options: {
    width: { type: "string", default: "1280" },
    text: { type: "string", default: "100" },
    dark: { type: "boolean", default: false },
    "no-js": { type: "boolean", default: false },
    full: { type: "boolean", default: false },
  },
});
if (url === undefined || path === undefined) {
  console.error(
    "Usage: screenshot.ts URL OUT.png [--width 360] [--dark] [--no-js] [--text 200] [--full]",
  );
  Deno.exit(1);
}

await withBrowser(async (browser) => {
  const page = await browser.newPage({
    width: Number(values.width),
    colorScheme: values.dark ? "dark" : "light",
    javaScriptEnabled: !values["no-js"],
    textScale: Number(values.text),
  });
  page.on(
    "console",
    (message) => console.error(`${message.type()}: ${message.text()}`),
  );
  page.on("pageerror", (error) => console.error(error));
  const response = await page.goto(url, { waitUntil: "networkidle" });
  await page.screenshot({ path, fullPage: values.full });
  console.log(`${response?.status()} ${url} → ${path}`);
});
// Playwright leaves timers behind that would keep the process for a while.
Deno.exit(0);
