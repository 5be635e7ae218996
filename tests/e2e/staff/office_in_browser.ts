/** Staff sign in; the office looks through its contracts; a technician is told where to go. */
import { expect } from "expect";
import { until } from "@/tests/until.ts";
import type { Page } from "@/tools/browser/mod.ts";
import { clickAndWait, hasSidewaysScroll, objections, test } from "../browser_world.ts";
import type { World } from "../world.ts";

/** The first page of the office is called after its day: "Thursday, November 26". */
export const TODAY = /^[A-Z][a-z]+day\b/;

/** Fills in the sign-in page as the demonstration's person of that role. */
export async function signIn(page: Page, world: World, role: string) {
  const { email, password } = world.staff.find((person) => person.role === role)!;
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await clickAndWait(page, "Sign in");
}

await test("The office signs in and finds a contract with the keyboard", async (browser, world) => {
  await world.addClient("Zebulon", "stairlift");
  const page = await browser.newPage();
  await page.goto(`${world.appUrl}/office/contracts`);
  await signIn(page, world, "office");
  await page.getByRole("heading", { name: "Contracts" }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/office/contracts");
  expect(await page.locator("tbody tr").count()).toBe(50);
  expect(await objections(page)).toEqual([]);

  await page.getByLabel("In this list").focus();
  await page.keyboard.type("zebulon");
  await page.keyboard.press("Enter");
  await page.getByText("1 contract", { exact: true }).waitFor();
  expect(await page.locator("tbody tr").innerText()).toContain("Stair lift");

  await page.goto(`${world.appUrl}/office/contracts?q=nobody-of-that-name`);
  await clickAndWait(page, "Show the list as it usually is", "link");
  await page.getByText("50 of them on this page").waitFor();
});

await test("Numbers on the office's start page lead to as many rows", async (browser, world) => {
  const page = await browser.newPage({ colorScheme: "dark" });
  await page.goto(`${world.appUrl}/sign-in`);
  await signIn(page, world, "admin");
  await page.getByRole("heading", { name: TODAY, level: 1 }).waitFor();
  const figure = page.locator(".figures a", { hasText: "overdue and not booked" });
  const count = parseInt(await figure.innerText());
  expect(await objections(page)).toEqual([]);
  // The way over the header covers none of it.
  await page.keyboard.press("Tab");
  await page.locator(".skip:focus").waitFor();
  expect(await objections(page)).toEqual([]);
  await figure.click();
  await page.getByText(new RegExp(`^${count} contracts?(,|$)`)).waitFor();

  // Of whom was told, who booked and what is done: each number of each week.
  await page.goto(`${world.appUrl}/office`);
  await page.locator('[aria-labelledby="told"] summary').click();
  const numbers = await page.locator('[aria-labelledby="told"] td a').evaluateAll((links) =>
    links.map((link) => [link.textContent, (link as HTMLAnchorElement).href])
  );
  expect(numbers).toHaveLength(32);
  for (const [number, href] of new Set(numbers.filter(([number]) => number !== "0"))) {
    await page.goto(href!);
    const rows = new RegExp(`^${number} (contract|visit)s?(,|$)`);
    await page.getByRole("status").filter({ hasText: rows }).waitFor();
    expect(await page.locator('[aria-label="Only these are shown"] li').count()).toBeGreaterThan(0);
  }
});

await test("Who asked to be called is on the work list", async (browser, world) => {
  const [client] = await world.addClient("Calla", "stairlift");
  const asking = await browser.newPage();
  await asking.goto(`${client.bookingUrl}?step=call`);
  await asking.getByLabel("Your phone number").fill("905 555 0142");
  await asking.getByLabel("When is a good time").fill("Weekday mornings");
  await clickAndWait(asking, "Please call me");
  await asking.getByText("One of us will call you").waitFor();

  const page = await browser.newPage({ width: 360 });
  await page.goto(`${world.appUrl}/office/work?kind=callback`);
  await signIn(page, world, "office");
  const row = page.getByRole("listitem").filter({ hasText: "Calla Example" }).first();
  await row.waitFor();
  for (const words of ["905-555-0142", "Asked for a call: Weekday mornings."]) {
    expect(await row.innerText()).toContain(words);
  }
  expect(await objections(page)).toEqual([]);
  expect(await hasSidewaysScroll(page)).toBe(false);
});

await test(
  "A wrong password is explained, and signing out ends the visit",
  async (browser, world) => {
    const page = await browser.newPage({ width: 360, javaScriptEnabled: false });
    await page.goto(`${world.appUrl}/sign-in`);
    await page.getByLabel("E-mail address").fill("office@example.com");
    await page.getByLabel("Password").fill("not the one");
    await clickAndWait(page, "Sign in");
    await page.getByText("don't go together").waitFor();
    expect(await page.getByLabel("E-mail address").inputValue()).toBe("office@example.com");

    await signIn(page, world, "office");
    await page.getByRole("heading", { name: TODAY, level: 1 }).waitFor();
    expect(await page.evaluate(() => document.cookie)).toBe("");
    await page.locator(".who-is-it > summary").click();
    await clickAndWait(page, "Sign out");
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.goto(`${world.appUrl}/office`);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
  },
);

await test(
  "A technician lands on a page of their own, and is told that others are the office's",
  async (browser, world) => {
    const page = await browser.newPage({ width: 360 });
    await page.goto(`${world.appUrl}/sign-in`);
    await signIn(page, world, "technician");
    await page.getByRole("navigation", { name: "My work" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/tech");
    const refused = await page.goto(`${world.appUrl}/office/contracts`);
    expect(refused!.status()).toBe(403);
    await page.getByRole("heading", { name: "This page is for the office" }).waitFor();
    expect(await objections(page)).toEqual([]);
  },
);

declare global {
  var printed: number;
}

/** How often the page asked for the print dialog. */
const timesPrinted = (page: Page): Promise<number> => page.evaluate(() => globalThis.printed);

/** Where the parts of a printed letter stand on their sheet, in inches. */
async function partsOf(page: Page) {
  return await page.evaluate(() => {
    const sheet = document.querySelector(".letter")!.getBoundingClientRect();
    const place = (selector: string) => {
      const range = document.createRange();
      range.selectNodeContents(document.querySelector(selector)!);
      const box = range.getBoundingClientRect();
      return {
        top: (box.top - sheet.top) / 96,
        bottom: (box.bottom - sheet.top) / 96,
        left: (box.left - sheet.left) / 96,
        right: (box.right - sheet.left) / 96,
      };
    };
    return {
      sheet: { width: sheet.width / 96, height: sheet.height / 96 },
      head: place(".letter header"),
      addressee: place(".letter .addressee"),
      body: place(".letter-body"),
    };
  });
}

const HOUSEHOLDS: [string, ...string[]][] = [
  ["Wilhelmina-Constance", "stairlift"],
  ["Maximiliana-Constance", "stairlift", "stairlift", "porch_lift", "lift_chair"],
];

for (const [name, ...kinds] of HOUSEHOLDS) {
  await test(
    `A printed letter about ${kinds.length} is one sheet, and the window shows the address alone`,
    async (browser, world) => {
      await world.addClient(name, ...kinds);
      const page = await browser.newPage({ width: 816, height: 1056 });
      await page.addInitScript(() => void (globalThis.print = () => {}));
      await page.goto(`${world.appUrl}/office/contracts?q=${name}`);
      await signIn(page, world, "office");
      await page.getByRole("link", { name: /^Letter to/ }).first().click();
      await page.getByRole("heading", { name: /^Letter to/ }).waitFor();
      await clickAndWait(page, "Print the letter");
      await page.locator(".letter").waitFor();
      await page.emulateMedia({ media: "print" });
      const { sheet, head, addressee, body } = await partsOf(page);
      expect(sheet.width).toBeCloseTo(8.5, 1);
      // What the window of a #10 envelope shows wherever the folded sheet slides.
      expect(addressee.top).toBeGreaterThan(2.45);
      expect(addressee.bottom).toBeLessThanOrEqual(3.2);
      expect(addressee.left).toBeGreaterThanOrEqual(0.875);
      expect(addressee.right).toBeLessThanOrEqual(4.375);
      // What it must not show, and that all of it is on the sheet.
      expect(head.bottom).toBeLessThanOrEqual(1.3);
      expect(body.top).toBeGreaterThanOrEqual(3.7);
      expect(body.bottom).toBeLessThan(10.6);
      const pdf = new TextDecoder("latin1").decode(await page.pdf({ preferCSSPageSize: true }));
      expect(pdf.match(/\/Type \/Page\b/g)!.length).toBe(1);
      expect(pdf).toMatch(/\/MediaBox \[0 0 612 792\]/);
    },
  );
}

await test(
  "On a narrow screen a contract is a card: the name first, and nothing to scroll sideways",
  async (browser, world) => {
    await world.addClient("Quorine", "stairlift");
    const signedIn = async (textScale: number) => {
      const page = await browser.newPage({ width: 360, textScale });
      await page.goto(`${world.appUrl}/office/contracts`);
      await signIn(page, world, "office");
      await page.getByRole("heading", { name: "Contracts" }).waitFor();
      await page.goto(`${world.appUrl}/office/contracts?q=example+quorine&after=page-99`);
      await page.getByText("1 contract", { exact: true }).waitFor();
      const [name, ...others] = await Promise.all(
        ["th", "[data-label=Situation]", "[data-label=Unit]", "[data-label=Fee]"].map(async (
          part,
        ) => (await page.locator(`tbody ${part}`).boundingBox())!.y),
      );
      expect(name).toBeLessThan(Math.min(...others));
      expect(await objections(page)).toEqual([]);
      await page.goto(`${world.appUrl}/office/contracts?state=any`);
      return page;
    };
    expect(await hasSidewaysScroll(await signedIn(200))).toBe(false);
    const page = await signedIn(100);
    for (const width of [320, 360, 768, 980, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      expect([width, await hasSidewaysScroll(page)]).toEqual([width, false]);
    }
  },
);

await test("The office prints a letter with the client's link", async (browser, world) => {
  const [client] = await world.addClient("Ottilie", "stairlift");
  const handedOut = async () =>
    (await world.db.from("audit_events").select("id").eq("row_id", client.cycleId).eq(
      "action",
      "read",
    ))
      .data!.length;
  const page = await browser.newPage();
  await page.addInitScript(() => {
    globalThis.printed = 0;
    globalThis.print = () => void globalThis.printed++;
  });
  await page.goto(`${world.appUrl}/office/contracts?q=ottilie`);
  await signIn(page, world, "office");
  await clickAndWait(page, "Letter to Ottilie Example", "link");
  await page.getByRole("heading", { name: "Letter to Ottilie Example" }).waitFor();
  expect(await page.locator("main").innerText()).not.toContain(client.token);
  expect(await handedOut()).toBe(0);
  expect(await objections(page)).toEqual([]);

  await clickAndWait(page, "Print the letter");
  await page.locator(".letter").waitFor();
  await until("the letter to print itself", () => timesPrinted(page).then((times) => times === 1));
  await clickAndWait(page, /^Print$/);
  expect(await timesPrinted(page)).toBe(2);
  const letter = await page.locator(".letter").innerText();
  for (
    const words of [
      "Fusion Maintenance",
      "12 Maple Crescent",
      "stair lift",
      "applicable tax",
      "905-",
    ]
  ) expect(letter).toContain(words);
  expect(letter).toContain(`/book/${client.token}`);
  expect(await page.locator(".letter svg path").count()).toBe(1);
  expect(await handedOut()).toBe(1);
  expect(await objections(page)).toEqual([]);

  // At home: the address that the letter names, the code as it is read, on a phone without JavaScript.
  const code = await page.locator(".letter .code").innerText();
  expect(letter).toContain(`${new URL(world.appUrl).host}/go`);
  const phone = await browser.newPage({ width: 360, javaScriptEnabled: false });
  const type = async (typed: { code: string; postalCode: string }) => {
    await phone.getByLabel("Code", { exact: true }).fill(typed.code);
    await phone.getByLabel("Your postal code").fill(typed.postalCode);
    await clickAndWait(phone, "Go to my visit");
  };
  await phone.goto(`${world.appUrl}/go`);
  await type({ code, postalCode: "K1A 0A1" });
  await phone.getByRole("alert").waitFor();
  expect(await phone.title()).toMatch(/^Error: /);
  expect(await phone.getByLabel("Code", { exact: true }).inputValue()).toBe(code);
  expect(await hasSidewaysScroll(phone)).toBe(false);
  await type({ code: code.toLowerCase().replaceAll("-", " "), postalCode: "m4s1a1" });
  await phone.getByRole("heading", { name: "Hello Ottilie" }).waitFor();
  expect(phone.url()).toBe(client.bookingUrl);
});
