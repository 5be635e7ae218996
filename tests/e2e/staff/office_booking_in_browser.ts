/** The office books on the phone: three clicks, counted, by keyboard too; then another time. */
import { expect } from "expect";
import type { Page } from "@/tools/browser/mod.ts";
import { clickAndWait, test } from "../browser_world.ts";
import { signIn } from "./office_in_browser.ts";
import { expectSound } from "./technician_in_browser.ts";

/** The sentence to read back, once a time is chosen. */
async function readBack(page: Page): Promise<string> {
  const said = page.locator(".say q");
  await said.waitFor();
  return (await said.innerText()).replaceAll("\u00a0", " ");
}

for (const javaScriptEnabled of [true, false]) {
  await test(
    `A visit is booked in two clicks on its page ${
      javaScriptEnabled ? "with" : "without"
    } JavaScript`,
    async (browser, world) => {
      const [client] = await world.addClient("Bettina", "stairlift", "lift_chair");
      const page = await browser.newPage({ javaScriptEnabled });
      // What looks for faults is a script itself.
      const sound = async () => javaScriptEnabled && await expectSound(page);
      await page.goto(`${world.appUrl}/office/contracts/${client.contractId}/book`);
      await signIn(page, world, "office");
      await page.getByRole("heading", { name: "Book a visit for Bettina Example" }).waitFor();
      await sound();
      await page.getByLabel("Getting in").fill("Two cats");

      await page.locator("button.time").first().click();
      const said = await readBack(page);
      expect(said).toMatch(/^So \S+ comes on \w+day, \w+ \d+.*, between .* [ap]\.m\., for the /);
      expect(said).toContain("stair lift");
      expect(said).toContain("lift chair");
      expect(said).toMatch(/ plus tax, \$[\d.]+ in all\.$/);
      expect(await page.getByLabel("Getting in").inputValue()).toBe("Two cats");
      await sound();

      await clickAndWait(page, /^Book .* with /);
      await page.getByText("It is booked.").waitFor();
      expect(await page.locator(".facts").innerText()).toContain("Two cats");
      await sound();
      const visits = await world.db.from("maintenance_visits").select("state, booked_by")
        .eq("cycle_id", client.cycleId);
      expect(visits.data).toEqual([{ state: "scheduled", booked_by: "office" }]);
    },
  );
}

await test(
  "With the keyboard alone another time is checked, ticked and booked, on a narrow dark screen",
  async (browser, world) => {
    const [client] = await world.addClient("Cosima", "stairlift");
    const page = await browser.newPage({ width: 360, height: 740, colorScheme: "dark" });
    await page.goto(`${world.appUrl}/office/contracts/${client.contractId}/book`);
    await signIn(page, world, "office");
    await page.getByRole("heading", { name: "Book a visit for Cosima Example" }).waitFor();
    await page.getByText("Another time or technician").focus();
    await page.keyboard.press("Enter");
    const first = await page.locator("button.time").first().getAttribute("value");
    await page.getByLabel("Day", { exact: true }).fill(first!.slice(0, 10));
    await page.getByLabel("Time", { exact: true }).fill("06:07");
    await page.getByRole("button", { name: "Check this time" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("Possible, but").waitFor();
    await expectSound(page);
    // The eye and the reader are where the answer is; the tick and the button come next.
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("choice");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("It is booked.").waitFor();
    await expectSound(page);

    await page.getByText("Another time", { exact: true }).click();
    await page.locator("button.time").first().click();
    await readBack(page);
    await clickAndWait(page, /^Move it to /);
    await page.getByText("It is moved.").waitFor();
  },
);
