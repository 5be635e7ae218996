/** The work list: one call after the other, by mouse and by keyboard alone. */
import { expect } from "expect";
import { clickAndWait, test } from "../browser_world.ts";
import { signIn } from "./office_in_browser.ts";
import { expectSound } from "./technician_in_browser.ts";

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

    const page = await browser.newPage({ width: 360 });
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
    const said = page.locator("[role=status]");
    expect(await said.innerText()).toContain("Logged: left a message, Jacinta Example.");
    await clickAndWait(page, "Undo");
    await page.getByRole("heading", { name: "Jacinta Example" }).waitFor();
    expect(await said.innerText()).toContain("Taken back");

    // By keyboard alone, where there is room for list and activity
    await page.setViewportSize({ width: 1280, height: 860 });
    await page.emulateMedia({ colorScheme: "dark" });
    await page.goto(`${world.appUrl}/office/work?kind=callback&find=kunigunde`);
    await page.getByRole("button", { name: "Switch single keys off" }).waitFor({
      state: "attached",
    });
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Kunigunde Example" }).waitFor();
    await page.getByRole("button", { name: "Switch single keys off" }).waitFor({
      state: "attached",
    });
    await expectSound(page);
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: "Work list", level: 1 }).waitFor();
  },
);
