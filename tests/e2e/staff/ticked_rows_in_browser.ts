/** Rows of a list are ticked, and one button does something to all of them. */
import { expect } from "expect";
import { hasSidewaysScroll, objections, test } from "../browser_world.ts";
import { signIn } from "./office_in_browser.ts";

await test(
  "Rows are ticked and dealt with by keyboard alone, without a script",
  async (browser, world) => {
    await world.addClient("Peregrina", "stairlift");
    await world.addClient("Peregrino", "stairlift");
    const page = await browser.newPage({ javaScriptEnabled: false });
    await page.goto(`${world.appUrl}/office/contracts?q=peregrin`);
    await signIn(page, world, "office");
    const box = page.getByRole("checkbox", { name: /^Choose Peregrina/ });
    await box.focus();
    await page.keyboard.press("Space");
    expect(await box.isChecked()).toBe(true);
    await page.getByRole("button", { name: "Send the reminder again" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Send the reminder again?" }).waitFor();
    await page.getByRole("button", { name: "Send the reminder again" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Reminders: done" }).waitFor();
    expect(await page.locator("tbody tr").count()).toBe(1);

    await page.getByRole("link", { name: "Back to the list" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("checkbox", { name: "All 2 contracts on this page" }).focus();
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: "Send the reminder again" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Send the reminder again?" }).waitFor();
    await page.getByRole("button", { name: "Send the reminder again" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Reminders: 1 done, 1 not" }).waitFor();
    const told = await page.locator("tbody").innerText();
    expect(told).toMatch(/A reminder is on its way already|less than five minutes ago/);
  },
);

await test("Letters for those that are ticked are a sheet each", async (browser, world) => {
  await world.addClient("Ismerelda", "stairlift");
  await world.addClient("Ismereldo", "stairlift", "lift_chair");
  const page = await browser.newPage({ width: 360, colorScheme: "dark" });
  await page.addInitScript(() => void (globalThis.print = () => {}));
  await page.goto(`${world.appUrl}/office/contracts?q=ismereld`);
  await signIn(page, world, "office");
  await page.getByRole("button", { name: "Letters for these" }).click();
  await page.getByText("Please tick between 1 and 100 of them first.").waitFor();
  await page.getByRole("checkbox", { name: "All 3 contracts on this page" }).check();
  expect(await objections(page)).toEqual([]);
  expect(await hasSidewaysScroll(page)).toBe(false);
  await page.getByRole("button", { name: "Letters for these" }).click();
  await page.getByRole("heading", { name: "Letters: all 3 done" }).waitFor();
  expect(await objections(page)).toEqual([]);
  expect(await hasSidewaysScroll(page)).toBe(false);
  const pdf = new TextDecoder("latin1").decode(await page.pdf({ preferCSSPageSize: true }));
  // One home has two units.
  expect(pdf.match(/\/Type \/Page\b/g)!.length).toBe(2);
});
