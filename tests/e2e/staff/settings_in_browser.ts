/** How the company runs: a policy looked at before it is saved, a checklist changed by keyboard, a technician's leave. */
import { expect } from "expect";
import type { Page } from "@/tools/browser/mod.ts";
import { addDays, dayOf } from "@/lib/text/dates.ts";
import { clickAndWait, hasSidewaysScroll, test } from "../browser_world.ts";
import { signIn } from "./office_in_browser.ts";
import { expectSound } from "./technician_in_browser.ts";

/** The lines of a checklist's form, in order. */
const labels = (page: Page) =>
  page.getByLabel("What is checked").evaluateAll(
    (all) => all.map((field) => (field as HTMLTextAreaElement).value),
  );

/** What has the focus, as it is read out. */
const focused = (page: Page) => page.evaluate(() => document.activeElement!.textContent!.trim());

await test(
  "A policy is looked at before it is saved, and its checklist changed by keyboard",
  async (browser, world) => {
    const page = await browser.newPage({ width: 360, colorScheme: "dark" });
    await page.goto(`${world.appUrl}/office/catalogue`);
    await signIn(page, world, "admin");
    await page.getByRole("heading", { name: "Catalogue" }).waitFor();
    await expectSound(page);
    await clickAndWait(page, "Walker", "link");
    await page.getByRole("heading", { name: "Walker", level: 1 }).waitFor();
    await page.getByLabel("Fee before tax").fill("77.00");
    await clickAndWait(page, "Look at what would differ");
    const differ = page.getByRole("region", { name: "What would differ" });
    expect(await differ.innerText()).toContain("$77.00");
    await expectSound(page);
    await clickAndWait(page, "Save the policy");
    await page.getByText("Saved. It holds from now on.").waitFor();

    await clickAndWait(page, "Change the checklist", "link");
    await page.getByRole("heading", { name: "Checklist: Walker" }).waitFor();
    await expectSound(page);
    await page.setViewportSize({ width: 1280, height: 860 });
    await page.emulateMedia({ colorScheme: "light" });
    await expectSound(page);
    const [first, second, ...rest] = await labels(page);
    await page.locator("#s0l0-down").focus();
    await page.keyboard.press("Enter");
    await page.getByText("Nothing is saved yet.").waitFor();
    expect(await labels(page)).toEqual([second, first, ...rest]);
    expect(await focused(page)).toBe(`Down: ${first}`);
    await page.getByRole("button", { name: /^Add a line/ }).first().focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.tagName === "TEXTAREA");
    await page.keyboard.type(second.toUpperCase());
    await clickAndWait(page, "Save the checklist");
    await page.getByText("This stands in this section already.").waitFor();
    await expectSound(page);
    await page.keyboard.press("Control+A");
    await page.keyboard.type("Bell rings");
    await clickAndWait(page, "Save the checklist");
    await page.getByText("Saved. It holds for visits that are booked from now on.").waitFor();
    expect(await labels(page)).toContain("Bell rings");
    expect(await page.getByRole("region", { name: "Earlier versions" }).innerText())
      .toContain("version 1");
  },
);

await test("A leave is looked at before it is written down", async (browser, world) => {
  const page = await browser.newPage({ width: 1280 });
  await page.goto(`${world.appUrl}/office/technicians`);
  await signIn(page, world, "admin");
  await page.getByRole("heading", { name: "Technicians" }).waitFor();
  await expectSound(page);
  await page.locator("main a[href^='/office/technicians/']").first().click();
  await page.getByRole("heading", { name: "Leave", exact: true }).waitFor();
  await page.getByRole("img", { name: /^Where / }).waitFor();
  await expectSound(page);
  // Far from whatever else is booked here.
  const day = addDays(dayOf(new Date(), "America/Toronto"), 200);
  await page.locator("#leave-from").fill(day);
  await page.locator("#leave-why").fill("A wedding");
  await page.locator("#leave button[value=look]").click();
  await page.getByText("Nothing is booked then: nobody has to be told.").waitFor();
  await expectSound(page);
  await page.locator("#leave button[value=place]").click();
  await page.getByText("A wedding").waitFor();
});

await test("Who may get mail is said on the settings page", async (browser, world) => {
  const page = await browser.newPage({ width: 360, textScale: 200, javaScriptEnabled: false });
  await page.goto(`${world.appUrl}/office/settings`);
  await signIn(page, world, "admin");
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  expect(await hasSidewaysScroll(page)).toBe(false);
  await page.getByLabel("Let only this one have mail").fill("example.com");
  await page.locator("button[value=add]").click();
  await page.getByText("These, and nobody else:").waitFor();
  expect(await hasSidewaysScroll(page)).toBe(false);
  await clickAndWait(page, /^Give the list up/);
  await page.getByText("Everybody: there is no list.").waitFor();
});

await test(
  "A pin is put where somebody clicks, without a script and on any screen",
  async (browser, world) => {
    for (const [width, textScale] of [[360, 100], [1280, 100], [768, 200]]) {
      const page = await browser.newPage({ width, textScale, javaScriptEnabled: false });
      await page.goto(`${world.appUrl}/office/technicians`);
      await signIn(page, world, "admin");
      await page.locator("main a[href^='/office/technicians/']").first().click();
      await page.locator("#home-address").fill("99 Elm St");
      const picture = page.locator(".map-picture .picture");
      await picture.click({ position: { x: 200, y: 60 } });
      await page.getByText("It is not saved yet.").waitFor();
      expect(await page.locator("#home-address").inputValue()).toBe("99 Elm St");
      const [pin, all] = [
        await page.locator(".map-picture .pin").boundingBox(),
        await picture.boundingBox(),
      ];
      // The point of the pin, to the breadth of its line.
      expect(Math.abs(pin!.x + pin!.width / 2 - all!.x - 200)).toBeLessThan(3);
      expect(Math.abs(pin!.y + pin!.height - all!.y - 60)).toBeLessThan(5);
      expect(await hasSidewaysScroll(page)).toBe(false);
      const clicked = await page.locator("#home-place").inputValue();
      await page.getByRole("button", { name: "North" }).press("Enter");
      await page.locator(`#home-place:not([value="${clicked}"])`).waitFor();
      await page.locator("#home-address").press("Enter");
      await page.getByText("Where they start is saved.").waitFor();
    }
  },
);
