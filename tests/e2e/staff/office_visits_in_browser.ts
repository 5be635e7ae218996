/** A visit in the office: recorded from paper, looked at, and taken back by an administrator. */
import { expect } from "expect";
import { clockTime, dayOf } from "@/lib/text/dates.ts";
import type { Page } from "@/tools/browser/mod.ts";
import { clickAndWait, hasSidewaysScroll, objections, test } from "../browser_world.ts";
import { signIn } from "./office_in_browser.ts";
import { expectSound, visitToday } from "./technician_in_browser.ts";

const ZONE = "America/Toronto";

/** "All pass", section by section: each answer is the whole form again, with nothing recorded. */
async function passOnPaper(page: Page) {
  const buttons = page.locator("button[name=all_pass]");
  for (let left = await buttons.count(); left > 0; left--) {
    await buttons.first().click();
    await buttons.nth(left - 1).waitFor({ state: "detached" });
  }
}

/** Types that the visit ended two minutes ago. */
async function typeTimes(page: Page) {
  const at = new Date(Date.now() - 120_000);
  await page.getByLabel("Day").fill(dayOf(at, ZONE));
  await page.getByLabel("Began at").fill(clockTime(at, ZONE));
  await page.getByLabel("Ended at").fill(clockTime(at, ZONE));
}

await test(
  "The office records a visit from paper, sees what came of it, and an administrator takes it back",
  async (browser, world) => {
    const [client] = await world.addClient("Pia", "stairlift");
    const visit = await visitToday(world, client);
    const page = await browser.newPage({ width: 360, height: 740 });
    await page.goto(`${world.appUrl}/office/visits/${visit}`);
    await signIn(page, world, "admin");
    await page.getByRole("heading", { name: /^Stair lift, / }).waitFor();
    await expectSound(page);
    await page.getByText("Nobody was there, or it could not be done").click();
    await expectSound(page);

    await clickAndWait(page, "Record it from paper", "link");
    await page.getByRole("heading", { name: /^Record from paper/ }).waitFor();
    await expectSound(page);
    await passOnPaper(page);
    await typeTimes(page);
    await page.getByLabel("What was found").fill("Rail greased");
    await clickAndWait(page, /^Record: /);
    await page.getByRole("heading", { name: "One thing is still to do" }).waitFor();
    expect(await page.getByLabel("What was found").inputValue()).toBe("Rail greased");
    await expectSound(page);

    await page.getByLabel("Name of who signs").fill("Pia Example");
    await page.getByText("Signed on paper, by the name typed above").click();
    await clickAndWait(page, /^Record: /);
    await page.getByText("The visit is recorded as done.").waitFor();
    await page.getByText(/^MIR-.*PDF/).waitFor();
    await page.getByText("Take this visit back").click();
    await page.getByText(/^Revoke MIR/).click();
    await expectSound(page);

    await page.getByLabel("Why it is taken back").fill("The wrong house");
    await clickAndWait(page, "Take the visit back");
    await page.getByText("The visit is taken back.").waitFor();
    await page.getByText("“The wrong house”").waitFor();
    await expectSound(page);
  },
);

await test(
  "Without a script, in the dark and with large text, a sheet is recorded all the same",
  async (browser, world) => {
    const [client] = await world.addClient("Runa", "walker");
    const visit = await visitToday(world, client);
    const page = await browser.newPage({
      width: 360,
      javaScriptEnabled: false,
      colorScheme: "dark",
      textScale: 200,
    });
    await page.goto(`${world.appUrl}/office/visits/${visit}/report`);
    await signIn(page, world, "office");
    await page.getByRole("heading", { name: /^Record from paper/ }).waitFor();
    expect(await hasSidewaysScroll(page)).toBe(false);
    await passOnPaper(page);
    await typeTimes(page);
    await page.getByLabel("Name of who signs").fill("Runa Example");
    await page.getByLabel("Signed on paper, by the name typed above").check();
    await page.getByLabel("Paid at the door").check();
    await clickAndWait(page, /^Record: /);
    await page.getByRole("heading", { name: "Record a payment" }).waitFor();
    expect(await hasSidewaysScroll(page)).toBe(false);
    await page.goto(`${world.appUrl}/office/visits/${visit}`);
    await page.getByText("What came of it").waitFor();
    expect(await hasSidewaysScroll(page)).toBe(false);
    // The cycle before, and the day's bars: words wrap, and push nothing out of sight.
    await page.goto(`${world.appUrl}/office/contracts/${client.contractId}`);
    await page.getByRole("heading", { name: "Before" }).waitFor();
    expect(await hasSidewaysScroll(page)).toBe(false);
    await page.goto(`${world.appUrl}/office`);
    await page.getByRole("heading", { name: "How full the technicians are" }).waitFor();
    expect(await hasSidewaysScroll(page)).toBe(false);
  },
);

await test(
  "On a phone each visit's number to call is a whole target, all down the list",
  async (browser, world) => {
    for (const name of ["Uma", "Ulf", "Una", "Ugo", "Ute"]) {
      const [client] = await world.addClient(name, "walker");
      await visitToday(world, client);
    }
    const page = await browser.newPage({ width: 360, colorScheme: "dark" });
    await page.goto(`${world.appUrl}/office/visits`);
    await signIn(page, world, "office");
    await page.getByRole("heading", { name: "Visits" }).waitFor();
    expect(await page.locator("a.phone").count()).toBeGreaterThan(3);
    expect(await objections(page)).toEqual([]);
  },
);
