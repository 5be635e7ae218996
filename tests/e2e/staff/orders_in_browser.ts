/** A sale by keyboard alone: the client is found, the order written and confirmed, its delivery told, and it is cancelled. */
import { expect } from "expect";
import type { Page } from "@/tools/browser/mod.ts";
import { test } from "../browser_world.ts";
import { signIn } from "./office_in_browser.ts";
import { expectSound } from "./technician_in_browser.ts";

/** Nothing objects to the page on a screen, a tablet and a phone. */
async function expectSoundEverywhere(page: Page) {
  for (const width of [1280, 768, 360]) {
    await page.setViewportSize({ width, height: 900 });
    await expectSound(page);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

/** "11242026", as a field of a day is typed. */
function daysAgo(days: number): string {
  const [year, month, day] = new Date(Date.now() - days * 86_400_000).toISOString().split(/[-T]/);
  return `${month}${day}${year}`;
}

/** Tabs to what has this name, as somebody without a mouse does, and presses it. */
async function press(page: Page, name: RegExp) {
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press("Tab");
    const there = await page.evaluate(() => document.activeElement?.textContent ?? "");
    if (name.test(there)) return await page.keyboard.press("Enter");
  }
  throw new Error(`nobody gets to ${name} by keyboard`);
}

await test(
  "The office writes an order, confirms and cancels it by keyboard",
  async (browser, world) => {
    await world.addClient("Salome", "stairlift");
    const page = await browser.newPage();
    await page.goto(`${world.appUrl}/office/orders`);
    await signIn(page, world, "office");
    await page.getByRole("heading", { name: "Orders", level: 1 }).waitFor();
    await expectSoundEverywhere(page);
    await press(page, /^New order$/);
    await page.getByRole("heading", { name: "Whose order is it?" }).waitFor();
    await page.keyboard.type("salome");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Choose one" }).waitFor();
    await press(page, /^Salome/);
    await page.getByRole("heading", { name: /^New order of Salome/ }).waitFor();

    await page.getByLabel("Product").focus();
    await page.keyboard.type("SL-AB-FLOW");
    await page.keyboard.press("Tab");
    await page.keyboard.type("2");
    await page.getByLabel("Serial numbers").focus();
    await page.keyboard.type("WALK-10001, walk-10001");
    await press(page, /^One more line$/);
    expect(await page.locator("fieldset.quote-line:focus-within legend").innerText()).toBe(
      "Line 2",
    );
    await page.keyboard.type("Goodwill");
    await page.keyboard.press("Enter");
    await page.getByText("stands on the order already").waitFor();
    // Where it is to be corrected, the cursor is.
    expect(await page.evaluate(() => document.activeElement!.id)).toBe("line-1-serials");
    await expectSoundEverywhere(page);
    await page.locator("#line-1-serials").fill("WALK-10001");
    await press(page, /^Save and confirm the sale$/);

    await page.getByText("The order is confirmed. 2 units enrolled.").waitFor();
    await page.getByText("Unit 2, no serial number").waitFor();
    await page.getByLabel("Delivered on").first().focus();
    await page.keyboard.type(daysAgo(9));
    await press(page, /^Write it down/);
    await page.getByText(/^The delivery is written down\. 2 due dates moved along\./).waitFor();
    await press(page, /^Cancel the sale/);
    await page.getByText("2 contracts without a visit so far end.").waitFor();
    await expectSoundEverywhere(page);
    await page.getByLabel("Why").focus();
    await page.keyboard.type("Changed their mind");
    await press(page, /^Cancel the sale$/);
    await page.getByText(/^The order is cancelled\. 2 contracts ended\./).waitFor();
    await expectSound(page);
  },
);
