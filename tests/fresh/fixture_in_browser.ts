import type { Browser, Page } from "@/tools/browser/mod.ts";
import { buildFixture } from "./fixture.ts";

const { handler } = await buildFixture();

/**
 * Opens a page of the fixture and collects what the browser complains about. `prepare` runs in
 * the page, before anything of the page itself.
 */
export async function open(
  browser: Browser,
  path: string,
  look: (page: Page, complaints: string[]) => Promise<void>,
  prepare: () => void = () => {},
): Promise<void> {
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (request) => withoutUpgrade(await handler(request)),
  );
  const page = await browser.newPage();
  await page.addInitScript(prepare);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() !== "log") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`http://127.0.0.1:${server.addr.port}${path}`);
  await look(page, complaints);
  await page.close();
}

/** The fixture's policy asks for https, which the server here does not speak. */
function withoutUpgrade(response: Response): Response {
  const policy = response.headers.get("Content-Security-Policy") ?? "";
  response.headers.set(
    "Content-Security-Policy",
    policy.replace("; upgrade-insecure-requests", ""),
  );
  return response;
}
