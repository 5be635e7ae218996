/** Somebody calls: found by half a phone number, booked in three clicks, and the visit is seen. */
import { expect } from "expect";
import type { Page } from "@/tools/browser/mod.ts";
import { clickAndWait, test } from "../browser_world.ts";
import { signIn, TODAY } from "./office_in_browser.ts";
import { expectSound } from "./technician_in_browser.ts";

/** Counts the clicks of the pointer from here on, on every page that follows. */
async function countClicks(page: Page): Promise<() => Promise<number>> {
  const count = () =>
    addEventListener("click", ({ isTrusted, detail }) => {
      if (!isTrusted || detail === 0) return;
      sessionStorage.setItem("clicks", String(1 + Number(sessionStorage.getItem("clicks"))));
    }, { capture: true });
  await page.addInitScript(count);
  await page.evaluate(count);
  return () => page.evaluate(() => Number(sessionStorage.getItem("clicks")));
}

await test(
  "A caller is found by half a phone number and booked in three clicks",
  async (browser, world) => {
    const [{ contractId }] = await world.addClient("Leocadia", "stairlift");
    const stored = await world.db.from("customers").update({ phone: "(343) 555-0163" })
      .eq("name", "Leocadia Example");
    expect(stored.error).toBe(null);

    const page = await browser.newPage();
    await page.goto(`${world.appUrl}/office`);
    await signIn(page, world, "office");
    await page.getByRole("heading", { name: TODAY, level: 1 }).waitFor();
    await page.getByLabel("Find anything").pressSequentially("343 5");
    await page.keyboard.type("55");
    await page.getByRole("option", { name: "Leocadia Example" }).first().click();
    await page.getByRole("heading", { name: "Leocadia Example", exact: true }).waitFor();
    await expectSound(page);
    await clickAndWait(page, "Contract of the stair lift", "link");
    await page.getByRole("link", { name: "Book a visit", exact: true }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/office/contracts/${contractId}`);
    await expectSound(page);

    const clicks = await countClicks(page);
    await clickAndWait(page, "Book a visit", "link");
    await page.getByRole("heading", { name: "Book a visit for Leocadia Example" }).waitFor();
    await page.locator("button.time").first().click();
    await page.locator(".say q").waitFor();
    await clickAndWait(page, /^Book .* with /);
    await page.getByText("It is booked.").waitFor();
    expect(await clicks()).toBe(3);

    await clickAndWait(page, "Open the visit", "link");
    await page.getByRole("link", { name: "Leocadia Example" }).first().waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/office\/visits\//);
    await expectSound(page);
    await clickAndWait(page, "Leocadia Example", "link");
    await page.getByRole("heading", { name: "Leocadia Example", exact: true }).waitFor();
    expect(await page.locator(".units").innerText()).toMatch(/Visit \w+/);
  },
);
