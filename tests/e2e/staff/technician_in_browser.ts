/** A technician's visit on a phone: on my way, the checklist, a drawn signature, paid in cash. */
import { expect } from "expect";
import type { Page } from "@/tools/browser/mod.ts";
import {
  clickAndWait,
  faintFields,
  hasSidewaysScroll,
  objections,
  test,
} from "../browser_world.ts";
import { signIn } from "./office_in_browser.ts";
import type { Client, World } from "../world.ts";

const QUARTER = 15 * 60_000;

/**
 * Puts a client's visit, as of this very moment, on the calendar of the technician who signs in, which holds nothing
 * else; resolves to the visit's id.
 */
export async function visitToday(
  world: World,
  { contractId, cycleId }: Client,
): Promise<string> {
  const { db } = world;
  const { data, error } = await db.rpc("book_for_client", {
    contract_id: contractId,
    technician_id: await newTechnician(world),
    starts_at: new Date(Math.floor(Date.now() / QUARTER) * QUARTER).toISOString(),
    override: true,
  });
  if (error) throw error;
  expect(data.status).toBe("booked");
  const { data: visit } = await db.from("maintenance_visits").select("id").eq("cycle_id", cycleId)
    .single();
  return visit!.id;
}

/** A technician who has the login from now on: the hour never decides whether something fits. */
async function newTechnician({ db, staff }: World): Promise<string> {
  const { email } = staff.find(({ role }) => role === "technician")!;
  const { data: login } = await db.from("staff").select("id").eq("email", email).single();
  const { data: skills } = await db.from("skills").select("id");
  await db.from("technicians").update({ staff_id: null }).eq("staff_id", login!.id).throwOnError();
  const { data: technician } = await db.from("technicians")
    .insert({ name: "Tess Example", staff_id: login!.id }).select("id").single().throwOnError();
  await db.from("technician_skills")
    .insert(skills!.map(({ id }) => ({ technician_id: technician.id, skill_id: id })))
    .throwOnError();
  return technician.id;
}

export async function expectSound(page: Page) {
  expect(await objections(page)).toEqual([]);
  expect(await hasSidewaysScroll(page)).toBe(false);
  expect(await faintFields(page)).toEqual([]);
}

/** "All pass", section by section: each time the next one without answers is open. */
export async function passEverything(page: Page) {
  const buttons = page.locator("button[name=all_pass]");
  for (let left = await buttons.count(); left > 0; left--) {
    await page.locator("details[open] button[name=all_pass]").first().click();
    await buttons.nth(left - 1).waitFor({ state: "detached" });
  }
}

/** Draws a stroke across the pad, as a finger does. */
export async function draw(page: Page) {
  const box = (await page.locator("canvas.pad").boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.5);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.3);
  await page.mouse.move(box.x + box.width * 0.8, box.y + box.height * 0.6);
  await page.mouse.up();
  await page.getByRole("img", { name: "Signature pad, signed" }).waitFor();
}

await test(
  "A technician goes, checks, has it signed and paid, on a phone",
  async (browser, world) => {
    const [client] = await world.addClient("Thea", "stairlift");
    const visit = await visitToday(world, client);
    const page = await browser.newPage({ width: 360, height: 740 });
    await page.goto(`${world.appUrl}/tech/visits/${visit}`);
    await signIn(page, world, "technician");
    await page.getByRole("heading", { name: "Thea Example" }).waitFor();
    await expectSound(page);

    await clickAndWait(page, "On my way");
    await clickAndWait(page, "I've arrived");
    await clickAndWait(page, "Start the checklist", "link");
    await page.getByRole("heading", { name: "Stair lift checklist" }).waitFor();
    await expectSound(page);
    await passEverything(page);
    await clickAndWait(page, "Next: finish");
    await page.getByRole("heading", { name: "Finish the visit" }).waitFor();
    expect(await page.evaluate(() => document.activeElement!.tagName)).toBe("H1");
    await page.getByLabel("What you found").fill("Rail greased");
    await clickAndWait(page, "Finish the visit");
    await page.getByRole("heading", { name: "Almost there" }).waitFor();
    expect(await page.getByLabel("What you found").inputValue()).toBe("Rail greased");
    await expectSound(page);

    await page.getByLabel("Name of who signs").fill("Thea Example");
    await page.getByText("Draws here").click();
    await draw(page);
    await clickAndWait(page, "Finish the visit");
    await page.getByRole("heading", { name: "Visit finished" }).waitFor();
    await page.getByText(/^MIR-/).waitFor();
    await expectSound(page);
    await page.getByText("Cash", { exact: true }).click();
    await clickAndWait(page, "Record the payment");
    await page.getByText(/^Paid:/).waitFor();
    await expectSound(page);
  },
);

await test(
  "Without a script a visit is signed by a typed name, in the dark",
  async (browser, world) => {
    const [client] = await world.addClient("Nola", "walker");
    const visit = await visitToday(world, client);
    const page = await browser.newPage({
      width: 360,
      javaScriptEnabled: false,
      colorScheme: "dark",
      textScale: 200,
    });
    await page.goto(`${world.appUrl}/tech/visits/${visit}/checklist`);
    await signIn(page, world, "technician");
    await page.getByRole("heading", { name: "Walker checklist" }).waitFor();
    expect(await hasSidewaysScroll(page)).toBe(false);
    await passEverything(page);
    await clickAndWait(page, "Next: finish");
    expect(await faintFields(page)).toEqual([]);
    await page.getByLabel("Name of who signs").fill("Nola Example");
    await page.getByLabel("The name typed above stands for a signature").check();
    expect(await hasSidewaysScroll(page)).toBe(false);
    await clickAndWait(page, "Finish the visit");
    await page.getByRole("heading", { name: "Visit finished" }).waitFor();
  },
);
