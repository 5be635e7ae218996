/**
 * Chromium for tests. Import this module: it installs Playwright into the folder on first use.
 * Whoever only asks whether there is a browser imports `chromium.ts`.
 */
import { createRequire } from "node:module";
import { within } from "../../embedded/within.ts";
import { runProgram } from "../run_program.ts";
import { browserMissing, chromiumPath } from "./chromium.ts";
import type { AxeResults, Result } from "./node_modules/axe-core/axe.d.ts";
import type * as Playwright from "./node_modules/playwright-core/types/types.d.ts";

export { browserMissing } from "./chromium.ts";

export type Page = Playwright.Page;

/** One rule of axe that a page breaks. */
export type Violation = Result;

/** What is used of `@axe-core/playwright`. */
interface Axe {
  AxeBuilder: new (options: { page: Page }) => AxeBuilder;
}

interface AxeBuilder {
  options(options: { resultTypes: ["violations"] }): AxeBuilder;
  withTags(tags: string[]): AxeBuilder;
  setLegacyMode(): AxeBuilder;
  analyze(): Promise<AxeResults>;
}

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Without windows letters would be put on whole pixels, which makes a long word wider than anybody sees it.
  "--font-render-hinting=none",
];

/** WCAG 2.2, levels A and AA, as axe's rules are tagged. */
const WCAG_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

const require = createRequire(import.meta.url);

/** How a page is looked at. */
export interface PageOptions {
  /** CSS pixels; 1280 by 800 unless told. */
  width?: number;
  height?: number;
  colorScheme?: "light" | "dark";
  javaScriptEnabled?: boolean;
  /** Size of text in per cent, as a reader would set it in the browser; 100 unless told. */
  textScale?: number;
}

/** A running browser. */
export interface Browser {
  /** Opens a page in a context of its own: no cookies, nothing stored. */
  newPage(options?: PageOptions): Promise<Page>;
}

/** Longer than a loaded machine takes for anything that is waited for. */
const PATIENCE_MILLISECONDS = 60_000;

/** Runs `visit` with a browser, which is closed afterwards with all its pages. */
export async function withBrowser<T>(
  visit: (browser: Browser) => Promise<T>,
): Promise<T> {
  const running = new RunningBrowsers();
  try {
    return await visit({ newPage: (options) => running.newPage(options) });
  } finally {
    await running.close();
  }
}

/** The size of text is a setting of the whole browser: one is started for each size. */
class RunningBrowsers {
  #launched = new Map<number, Promise<Playwright.Browser>>();

  async newPage(options: PageOptions = {}): Promise<Page> {
    const { width = 1280, height = 800, textScale = 100 } = options;
    const browser = await this.#browserFor(textScale);
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: options.colorScheme ?? "light",
      // Half-way to another colour nothing can be judged.
      reducedMotion: "reduce",
      javaScriptEnabled: options.javaScriptEnabled ?? true,
      locale: "en-CA",
      timezoneId: "America/Toronto",
    });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MILLISECONDS);
    return page;
  }

  #browserFor(textScale: number): Promise<Playwright.Browser> {
    const launched = this.#launched.get(textScale) ?? launch(textScale);
    this.#launched.set(textScale, launched);
    return launched;
  }

  /** Closes every page, with what it has stored; the browsers run on. */
  async closePages(): Promise<void> {
    const browsers = await Promise.all(this.#launched.values());
    const contexts = browsers.flatMap((browser) => browser.contexts());
    const closed = Promise.all(contexts.map((context) => context.close()));
    await within(PATIENCE_MILLISECONDS, "the pages to close", closed);
  }

  async close(): Promise<void> {
    for (const browser of await Promise.all(this.#launched.values())) {
      await within(PATIENCE_MILLISECONDS, "Chromium to close", browser.close());
    }
    this.#launched.clear();
  }
}

async function launch(textScale: number): Promise<Playwright.Browser> {
  const executablePath = await chromiumPath();
  if (executablePath === undefined) throw new Error((await browserMissing())!);
  const { chromium } = await load<typeof Playwright>("playwright-core");
  const size = `--blink-settings=defaultFontSize=${16 * textScale / 100}`;
  const timeout = PATIENCE_MILLISECONDS;
  return await chromium.launch({ executablePath, args: [...FLAGS, size], timeout });
}

/** Of one test file: to start a browser takes longer than most of what a test does with it. */
let ofAllTests: RunningBrowsers | undefined;

function browsersOfAllTests(): RunningBrowsers {
  if (ofAllTests !== undefined) return ofAllTests;
  const browsers = new RunningBrowsers();
  Deno.test.afterAll(() => browsers.close());
  return ofAllTests = browsers;
}

/**
 * Registers a test that needs a browser, which it shares with those of its file: not what is stored, nor the pages.
 * Where there is none it is ignored and its name says why; with `CI` set it fails instead.
 */
export async function browserTest(
  name: string,
  run: (browser: Browser, t: Deno.TestContext) => Promise<void>,
): Promise<void> {
  const missing = await browserMissing();
  const skip = missing !== null && Deno.env.get("CI") === undefined;
  const browsers = browsersOfAllTests();
  Deno.test({
    name: skip ? `${name} (skipped: ${missing})` : name,
    ignore: skip,
    // Playwright keeps its timers and its connection to the browser's process between tests.
    sanitizeOps: false,
    sanitizeResources: false,
    async fn(t) {
      try {
        await run({ newPage: (options) => browsers.newPage(options) }, t);
      } finally {
        await browsers.closePages();
      }
    },
  });
}

/**
 * What axe finds on a page against WCAG 2.2 AA; an empty list is what one wants. Nobody reads what passes,
 * and only frames need the mode that sums up on a second page: both together would take three times as long.
 * @throws the page has frames, or no JavaScript: what is injected there never answers
 */
export async function axeViolations(page: Page): Promise<Violation[]> {
  if (page.frames().length > 1) throw new Error(`${page.url()} has frames: axe would not see them`);
  const { AxeBuilder } = await load<Axe>("@axe-core/playwright");
  const analysis = new AxeBuilder({ page })
    .options({ resultTypes: ["violations"] })
    .withTags(WCAG_AA)
    .setLegacyMode()
    .analyze();
  const { violations } = await within(PATIENCE_MILLISECONDS, `axe on ${page.url()}`, analysis);
  return violations;
}

/** A package from this folder's node_modules, which is filled when it is not there. */
async function load<T>(name: string): Promise<T> {
  const here = import.meta.dirname!;
  if (!await Deno.stat(`${here}/node_modules/${name}`).then(() => true, () => false)) {
    const { success, stderr } = await runProgram(Deno.execPath(), { args: ["install"], cwd: here });
    if (!success) throw new Error(`Could not install ${name}: ${stderr}`);
  }
  return require(name);
}
