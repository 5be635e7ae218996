/** A repair from the lift that failed to its invoice: quoted anew, agreed to on the phone, parts, a time, done without signal and kept for the office, which takes it. */
import { expect } from "expect";
import type { Page } from "@/tools/browser/mod.ts";
import { until } from "@/tests/until.ts";
import { clickAndWait, test } from "../browser_world.ts";
import type { World } from "../world.ts";
import { cached, cameraPhoto } from "./no_signal_in_browser.ts";
import { signIn } from "./office_in_browser.ts";
import { expectSound, visitToday } from "./technician_in_browser.ts";

interface Line {
  position: number;
  safety_critical: boolean;
}

/** The visit is recorded, and one line that is critical for safety failed; resolves to the repair. */
async function failAtVisit({ db }: World, visit: string): Promise<string> {
  const { data: sheet } = await db.rpc("visit_sheet", { visit_id: visit }).throwOnError();
  const lines: Line[] = sheet.checklist.flatMap((section: { lines: Line[] }) => section.lines);
  const broken = lines.find(({ safety_critical }) => safety_critical)!;
  const { data } = await db.rpc("complete_visit", {
    visit_id: visit,
    report: {
      version: 1,
      report_id: crypto.randomUUID(),
      checklist: lines.map(({ position }) => ({
        position,
        result: position === broken.position ? "fail" : "pass",
      })),
      signature: { name: "Rosa Example", role: "client", method: "typed" },
    },
  }).throwOnError();
  return data.repair_work_order_id;
}

/** What the office does with mouse and keyboard: the quote, the daughter's yes, the parts, and a place. */
async function agreeOnThePhone(page: Page) {
  await page.getByText("Change the quote", { exact: true }).click();
  const what = page.getByLabel("What", { exact: true });
  await page.getByRole("button", { name: "More lines" }).click();
  expect(await page.locator("fieldset.quote-line:focus-within legend").innerText()).toBe("Line 5");
  expect(await page.locator("#line-5-kind").inputValue()).toBe("part");
  await what.nth(2).fill("Limit switch");
  await page.getByLabel("Price of one").nth(2).fill("sixty");
  await expectSound(page);
  await page.keyboard.press("Enter");
  await page.getByText(/^Line 3: Please give a price/).waitFor();
  expect(await what.nth(2).inputValue()).toBe("Limit switch");
  await page.getByLabel("Price of one").nth(2).fill("60");
  await clickAndWait(page, "Save the quote");
  await page.getByText("The quote is saved.").waitFor();

  await page.getByLabel("Who said it").first().fill("Anne Example, daughter");
  await clickAndWait(page, "Yes, for $350.30 with tax");
  await page.getByText("It is written down: the repair is wanted.").waitFor();
  await expectSound(page);
  await page.getByText("Parts have to be ordered first").click();
  await clickAndWait(page, "It waits for these");
  await page.getByText("It is written down what the repair waits for.").waitFor();
  await expectSound(page);
  await clickAndWait(page, "The parts are here");
  await page.locator(".places button").first().click();
  await page.getByText(/^The repair has a time\./).waitFor();
  await expectSound(page);
  await page.getByText("Take it off the calendar").click();
  await clickAndWait(page, "Take it off");
  await page.getByText(/^The repair is off the calendar\./).waitFor();
}

/** It is put at this very moment, for whoever signs in as the technician. */
async function placeNow({ db }: World, repair: string, technician: string) {
  const quarter = 15 * 60_000;
  const { data } = await db.rpc("schedule_repair", {
    work_order_id: repair,
    technician_id: technician,
    starts_at: new Date(Math.ceil(Date.now() / quarter) * quarter).toISOString(),
    override: true,
  }).throwOnError();
  expect(data.status).toBe("scheduled");
}

const expectSerial = (page: Page) =>
  until(
    "the serial number to be there",
    async () => await page.getByLabel("Serial number").first().inputValue() === "LS-7",
  );

/** The day is on the phone: everything to "Finish the repair" without signal, the page loaded anew in between. */
async function repairInABasement(page: Page, repair: string) {
  await page.getByRole("heading", { name: "Rosa Example" }).waitFor();
  await page.getByText("Limit switch").first().waitFor();
  await expectSound(page);
  const last = `/tech/repairs/${repair}/could-not`;
  await until("the repair to be on the phone", async () => (await cached(page)).includes(last));
  await page.context().setOffline(true);
  await clickAndWait(page, "On my way");
  await clickAndWait(page, "I've arrived");
  await clickAndWait(page, "Finish the repair", "link");
  await page.getByLabel("Serial number").first().fill("LS-7");
  // More parts than the page has room for: at once, and again when the page is loaded anew.
  await page.getByRole("button", { name: "Room for more parts" }).click();
  expect(await page.locator("fieldset.part:focus-within legend").innerText()).toBe("Part 4");
  await page.keyboard.type("Fuse");
  await page.goto(page.url());
  await expectSerial(page);
  expect(await page.locator("#part-4-name").inputValue()).toBe("Fuse");
  const buffer = Buffer.from(await page.evaluate(cameraPhoto), "base64");
  const taken = { name: "IMG_1.jpg", mimeType: "image/jpeg", buffer };
  await page.locator("input[type=file][name=photo]").first().setInputFiles(taken);
  await page.getByText(/^Photo taken, /).waitFor();
  await page.getByLabel("What it shows").fill("The new switch");
  await expectSound(page);
  await page.getByRole("button", { name: "All 1 pass" }).click();
  await page.getByLabel("Name of who signs").fill("Rosa Example");
  await page.getByLabel("The name typed above stands for a signature").check();
  // The signal is gone by then, in the basement where the motor is.
  await page.context().setOffline(true);
  await clickAndWait(page, "Finish the repair");
  await page.getByText("Rosa Example, Repair: Stair lift: repair finished").waitFor();
  await page.getByText("1 line, signature, 1 photo").waitFor();
  await expectSound(page);
}

/** Waits until a page shows the photo. */
async function shownIn(page: Page) {
  await page.getByAltText("Photo 1: The new switch").waitFor();
  await page.waitForFunction(() =>
    document.querySelector<HTMLImageElement>(".gallery img")?.naturalWidth === 800
  );
}

/** The office took it off the calendar meanwhile: the report is kept, and taken once the repair has a time. */
async function decide(world: World, phone: Page, office: Page, repair: string, by: string) {
  const { data: task } = await world.db.from("technician_tasks").select("id")
    .eq("work_order_id", repair).eq("state", "scheduled").single().throwOnError();
  await world.db.rpc("set_task_state", { task_id: task.id, state: "cancelled" }).throwOnError();
  await phone.context().setOffline(false);
  await until("the office to have it", async () => {
    const button = phone.getByRole("button", { name: "Try now" });
    if (await button.isVisible()) await button.click({ timeout: 1000 }).catch(() => {});
    return await phone.getByText("With the office, which decides").isVisible();
  });
  await expectSound(phone);
  await office.goto(`${world.appUrl}/office/repairs/${repair}`);
  await office.getByRole("heading", { name: "A report was kept" }).waitFor();
  await office.getByText("Parts: Limit switch, serial LS-7; Fuse").waitFor();
  await shownIn(office);
  await office.getByText("It cannot be taken while the repair has no time.").waitFor();
  await expectSound(office);
  await placeNow(world, repair, by);
  await office.reload();
  await expectSound(office);
  await clickAndWait(office, "Take it: the repair was done as it says");
  await office.getByText("The report counts.").waitFor();
  await office.getByRole("heading", { name: "Photos" }).waitFor();
  await shownIn(office);
  await phone.goto(`${world.appUrl}/tech/repairs/${repair}`);
}

async function payAtTheDoor(page: Page) {
  await page.getByRole("heading", { name: "Repair finished" }).waitFor();
  await page.getByText(/^MIR-/).waitFor();
  await page.getByText("Photos (1)").click();
  await shownIn(page);
  await expectSound(page);
  await page.getByText("Card", { exact: true }).click();
  await clickAndWait(page, "Record the payment");
  await page.getByText("Paid: $350.30").waitFor();
}

await test(
  "A failed lift is quoted, agreed to, waited for, placed, repaired without signal, certified and paid",
  async (browser, world) => {
    const [client] = await world.addClient("Rosa", "stairlift");
    const visit = await visitToday(world, client);
    const repair = await failAtVisit(world, visit);
    const { data: stop } = await world.db.from("maintenance_visits")
      .select("technician_tasks(technician_id)").eq("id", visit).single().throwOnError();
    const { technician_id } = stop.technician_tasks as unknown as { technician_id: string };

    const office = await browser.newPage({ width: 1280, height: 900 });
    await office.goto(`${world.appUrl}/office/visits/${visit}`);
    await signIn(office, world, "office");
    await office.getByRole("link", { name: /^R-/ }).click();
    await office.getByRole("heading", { name: /^Repair R-/ }).waitFor();
    await agreeOnThePhone(office);

    await placeNow(world, repair, technician_id);
    const phone = await browser.newPage({ width: 360, height: 740, colorScheme: "dark" });
    await phone.goto(`${world.appUrl}/tech/repairs/${repair}`);
    await signIn(phone, world, "technician");
    await repairInABasement(phone, repair);
    await decide(world, phone, office, repair, technician_id);
    await payAtTheDoor(phone);

    await office.goto(`${world.appUrl}/office/repairs/${repair}`);
    await office.getByText("Limit switch, serial LS-7").waitFor();
    await office.getByText("Anne Example, daughter agreed to $350.30 with tax").first().waitFor();
    await office.getByRole("link", { name: /^M-/ }).click();
    await office.getByText("Paid in full").waitFor();
    await office.getByRole("link", { name: /^R-/ }).click();
    await office.getByRole("link", { name: /stair lift$/i }).first().click();
    await office.getByText("Limit switch, serial LS-7").waitFor();
    await office.getByText("1 photo", { exact: true }).waitFor();
    await expectSound(office);
  },
);
