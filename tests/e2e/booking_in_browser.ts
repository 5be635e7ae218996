/** A client books, changes and cancels in Chromium, with and without JavaScript. */
import { expect } from "expect";
import type { Browser, Page } from "@/tools/browser/mod.ts";
import { clickAndWait, objections, test } from "./browser_world.ts";

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
    const booked = await page.locator(".lead").innerText();
    expect(booked.replaceAll("\u00a0", " ")).toContain(day);

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
  const html = await page.evaluate<string>("document.documentElement.outerHTML");
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
