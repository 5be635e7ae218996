/** At the door the visit after the one that is done is booked, by keyboard alone, and gets another time. */
import { expect } from "expect";
import type { Page } from "@/tools/browser/mod.ts";
import { hasSidewaysScroll, test } from "../browser_world.ts";
import type { World } from "../world.ts";
import { signIn } from "./office_in_browser.ts";
import { expectSound, visitToday } from "./technician_in_browser.ts";

/** Says that a visit was done, all of it in order. */
async function complete({ db }: World, visit_id: string) {
  const { data: sheet } = await db.rpc("visit_sheet", { visit_id });
  const now = new Date().toISOString();
  const lines = sheet.checklist.flatMap((section: { lines: { position: number }[] }) =>
    section.lines
  );
  const { data, error } = await db.rpc("complete_visit", {
    visit_id,
    report: {
      version: 1,
      report_id: crypto.randomUUID(),
      based_on: sheet.stop.revision,
      recorded_at: now,
      sent_at: now,
      started_at: sheet.stop.starts_at,
      finished_at: now,
      labour_minutes: 10,
      checklist: lines.map(({ position }: { position: number }) => ({ position, result: "pass" })),
      signature: { name: "Nora Example", role: "client", method: "typed" },
    },
  });
  if (error) throw error;
  expect(data.status).toBe("done");
}

/** By keyboard, to the next thing of that name. */
async function tabTo(page: Page, name: RegExp) {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press("Tab");
    const said = await page.evaluate(() => document.activeElement?.textContent ?? "");
    if (name.test(said)) return;
  }
  throw new Error(`no way by keyboard to ${name}`);
}

/** The time that is chosen, as its radio sends it. */
const chosen = (page: Page) => page.locator("input[name=time]:checked").getAttribute("value");

await test(
  "At the door the next visit is booked by keyboard, and gets another time",
  async (browser, world) => {
    const [client] = await world.addClient("Nora", "stairlift");
    const visit = await visitToday(world, client);
    await complete(world, visit);
    const page = await browser.newPage({ width: 360 });
    await page.goto(`${world.appUrl}/sign-in`);
    await signIn(page, world, "technician");
    await page.waitForURL(/\/tech/);
    await page.goto(`${world.appUrl}/tech/visits/${visit}`);

    await tabTo(page, /^Book the next visit$/);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Next visit for Nora Example" }).waitFor();
    await expectSound(page);
    const closest = await chosen(page);
    await page.locator("input[name=time]:checked").focus();
    await page.keyboard.press("ArrowDown");
    expect(await chosen(page)).not.toBe(closest);
    await tabTo(page, /^Book the chosen time$/);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Booked" }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Booked");
    await page.getByText("We'll write two weeks before").waitFor();
    await expectSound(page);

    await page.getByRole("link", { name: "Another time" }).click();
    await page.getByText("Booked so far").waitFor();
    await page.getByRole("link", { name: /^Week of/ }).last().click();
    await page.getByRole("heading", { name: /^Week of/ }).waitFor();
    const other = await chosen(page);
    await page.getByRole("button", { name: "Book the chosen time" }).click();
    await page.getByRole("heading", { name: "Booked" }).waitFor();
    const { data } = await world.db.from("maintenance_visits")
      .select("booked_by, technician_tasks(during), maintenance_cycles!inner(contract_id, number)")
      .eq("maintenance_cycles.contract_id", client.contractId).eq("state", "scheduled").single();
    expect([data!.booked_by, (data!.maintenance_cycles as unknown as { number: number }).number])
      .toEqual(["technician", 2]);
    const during = (data!.technician_tasks as unknown as { during: string }).during;
    const begins = Date.parse(during.match(/"([^"]+)"/)![1].replace(" ", "T") + ":00");
    expect(new Date(begins).toISOString()).toBe(new Date(other!.split("/")[0]).toISOString());

    const dark = await browser.newPage({ width: 360, colorScheme: "dark", textScale: 200 });
    await dark.goto(`${world.appUrl}/sign-in`);
    await signIn(dark, world, "technician");
    await dark.waitForURL(/\/tech/);
    await dark.goto(`${world.appUrl}/tech/visits/${visit}/next?change=yes`);
    // Larger text changes no colour and no name.
    expect(await hasSidewaysScroll(dark)).toBe(false);
  },
);
