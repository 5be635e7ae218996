/** The work list: one call after the other, by mouse and by keyboard alone. */
import { expect } from "expect";
import type { Page } from "@/tools/browser/mod.ts";
import { clickAndWait, test } from "../browser_world.ts";
import { signIn } from "./office_in_browser.ts";
import { expectSound } from "./technician_in_browser.ts";

/** The script that listens to single keys comes a moment after the page. */
async function keysAreListenedTo(page: Page) {
  await page.getByRole("button", { name: "Switch single keys off", includeHidden: true })
    .waitFor({ state: "attached" });
}

await test(
  "Calls are made one after the other, by mouse and by keyboard",
  async (browser, world) => {
    for (const name of ["Jacinta", "Kunigunde"]) {
      const [client] = await world.addClient(name, "stairlift");
      const { data, error } = await world.db.rpc("request_callback", {
        token: client.bookingUrl.split("/").at(-1)!,
        phone: "905-555-0142",
        preferred_times: "Mornings",
        note: "Let it ring",
      });
      expect([error, data.status]).toEqual([null, "received"]);
    }

    const page = await browser.newPage({ width: 360, colorScheme: "dark" });
    await page.goto(`${world.appUrl}/office/work?kind=callback`);
    await signIn(page, world, "office");
    await page.getByRole("heading", { name: "Work list" }).waitFor();
    await expectSound(page);
    await clickAndWait(page, "Jacinta Example", "link");
    await page.getByRole("heading", { name: "Jacinta Example" }).waitFor();
    expect(await page.locator(".big").innerText()).toBe("905-555-0142");
    await expectSound(page);

    await page.getByLabel("Note").fill("Was in the garden");
    await clickAndWait(page, /^Left a message/);
    await page.getByText("Logged: left a message, Jacinta Example.").waitFor();
    await clickAndWait(page, "Undo");
    await page.getByText("Taken back: Jacinta Example is on the list as before.").waitFor();
    await page.getByRole("heading", { name: "Jacinta Example" }).waitFor();

    // By keyboard alone, where there is room for list and activity
    await page.setViewportSize({ width: 1280, height: 860 });
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(`${world.appUrl}/office/work?kind=callback`);
    await keysAreListenedTo(page);
    await expectSound(page);
    const [first, second] = await page.locator(".todos .cover").allInnerTexts();
    for (const [key, name] of [["j", first], ["j", second], ["k", first]]) {
      await page.keyboard.press(key);
      expect(await page.evaluate(() => document.activeElement!.textContent!.trim())).toBe(name);
    }
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: first, level: 1 }).waitFor();
    await keysAreListenedTo(page);
    await expectSound(page);

    // Esc closes the list of keys first, and goes back then.
    const keys = page.getByRole("dialog", { name: "Keys on this page" });
    await page.keyboard.press("?");
    await keys.waitFor();
    expect(await keys.innerText()).toMatch(/j k\s+next and previous row/);
    await page.keyboard.press("Escape");
    await keys.waitFor({ state: "hidden" });
    await page.getByRole("heading", { name: first, level: 1 }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: "Work list", level: 1 }).waitFor();
  },
);
