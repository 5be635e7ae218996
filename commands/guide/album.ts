import type { Browser, Page, PageOptions } from "@/tools/browser/mod.ts";

/** Whom the pictures are taken for: the office unless it needs somebody else. */
export type Role = "office" | "admin" | "technician";

type Thing = ReturnType<Page["locator"]>;

interface Look extends PageOptions {
  role?: Role;
}

/** Keeps a picture of what a page's window shows, under a name. */
export type Keep = (name: string, page: Page) => Promise<void>;

/** Pages of a demonstration that somebody is signed in to, and the pictures that are taken of them. */
export class Album {
  constructor(
    readonly appUrl: string,
    private readonly browser: Browser,
    private readonly staff: { role: string; email: string; password: string }[],
    private readonly keep: Keep,
  ) {}

  async open(path: string, { role = "office", ...options }: Look = {}): Promise<Page> {
    const page = await this.browser.newPage(options);
    const { email, password } = this.staff.find((person) => person.role === role)!;
    await page.goto(`${this.appUrl}/sign-in`);
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL((url) => url.pathname !== "/sign-in");
    await page.goto(this.appUrl + path);
    return page;
  }

  /**
   * Takes a picture of what the window shows.
   * @param height of the window; 800 unless told
   * @param mark what the reader looks for: the first that fits gets a ring, and is in the picture
   */
  async take(
    page: Page,
    name: string,
    { height = 800, mark }: { height?: number; mark?: Thing } = {},
  ) {
    await page.setViewportSize({ width: page.viewportSize()!.width, height });
    if (mark) {
      await mark.first().evaluate((thing) => {
        const { style } = thing as HTMLElement;
        style.outline = "3px solid #d9480f";
        style.outlineOffset = "3px";
        const { top, bottom } = thing.getBoundingClientRect();
        if (top < 80 || bottom > innerHeight - 20) thing.scrollIntoView({ block: "center" });
      });
    }
    await this.keep(name, page);
    if (mark) await mark.first().evaluate((thing) => (thing as HTMLElement).style.outline = "");
  }
}

/** Where the links of a page lead whose address is like that. */
export async function linksLike(page: Page, pattern: RegExp): Promise<string[]> {
  const hrefs = await page.locator("main a").evaluateAll((links) =>
    links.map((link) => link.getAttribute("href") ?? "")
  );
  return hrefs.filter((href) => pattern.test(href));
}

/** The first of them. @throws there is none. */
export async function linkLike(page: Page, pattern: RegExp): Promise<string> {
  const [found] = await linksLike(page, pattern);
  if (found === undefined) throw new Error(`no link like ${pattern} on ${page.url()}`);
  return found;
}
