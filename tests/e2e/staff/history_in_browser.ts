/** The history of a unit and of a client: read by the office, on the technician's phone, and on paper. */
import { expect } from "expect";
import { clickAndWait, test } from "../browser_world.ts";
import { signIn } from "./office_in_browser.ts";
import { expectSound, visitToday } from "./technician_in_browser.ts";

await test("What happened to a unit is read in the office, and printed", async (browser, world) => {
  const [client] = await world.addClient("Hyacinth", "stairlift", "walker");
  const visit = await visitToday(world, client);
  const { error } = await world.db.rpc("fail_visit", {
    visit_id: visit,
    outcome: "no_show",
    reason: "nobody_home",
  });
  expect(error).toBeNull();

  const page = await browser.newPage({ width: 360 });
  await page.goto(`${world.appUrl}/office/contracts?q=hyacinth`);
  await signIn(page, world, "office");
  await clickAndWait(page, "Stair lift", "link");
  await page.getByRole("heading", { name: "Stair lift" }).waitFor();
  expect(await page.locator(".timeline .visits").innerText()).toContain("Nobody home");
  await expectSound(page);
  await clickAndWait(page, /^Visits/, "link");
  await page.getByRole("heading", { name: "Visits" }).waitFor();
  await clickAndWait(page, "Hyacinth Example", "link");
  await page.getByRole("heading", { name: "Hyacinth Example", level: 1 }).waitFor();
  expect(await page.locator(".units > li").count()).toBe(2);
  await expectSound(page);

  await page.emulateMedia({ media: "print" });
  expect(await page.locator(".sheet-head").innerText()).toContain("Hyacinth Example");
  expect(await page.locator(".staff-nav").isVisible()).toBe(false);
});

await test(
  "A technician reads a unit's past and looks for what else is due there",
  async (browser, world) => {
    const [client] = await world.addClient("Isolde", "stairlift", "walker");
    const visit = await visitToday(world, client);
    const page = await browser.newPage({ width: 360, textScale: 200, colorScheme: "dark" });
    await page.goto(`${world.appUrl}/tech/visits/${visit}`);
    await signIn(page, world, "technician");
    await clickAndWait(page, "Add another unit that is due here (1)", "link");
    await page.getByRole("heading", { name: "Add another unit" }).waitFor();
    // Whether it fits depends on the hour: it can be chosen, or says why not.
    expect(await page.locator("main").innerText()).toContain("Walker");
    await expectSound(page);
    await page.goto(`${world.appUrl}/tech/visits/${visit}/history`);
    await page.getByText("No earlier visit or repair of this unit is on record.").waitFor();
    await expectSound(page);
  },
);
