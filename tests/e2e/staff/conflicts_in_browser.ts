/** Questions of imports, answered with the keys alone: what has no consequences at once, what has them when they were read. */
import { expect } from "expect";
import type { Page } from "@/tools/browser/mod.ts";
import { test } from "../browser_world.ts";
import type { World } from "../world.ts";
import { signIn } from "./office_in_browser.ts";
import { expectSound } from "./technician_in_browser.ts";

/** A client whose other system says that they live elsewhere now. */
async function moves(world: World, firstName: string) {
  const [{ contractId }] = await world.addClient(firstName, "stairlift");
  const { data } = await world.db.from("maintenance_contracts").select("customer_id")
    .eq("id", contractId).single();
  await world.db.from("customers").update({ street: "402 Lakeshore Rd", city: "Oakville" })
    .eq("id", data!.customer_id);
  return contractId;
}

const stateOf = async ({ db }: World, id: string) =>
  (await db.from("maintenance_contracts").select("state").eq("id", id).single()).data!.state;

const hasFocus = (page: Page, words: RegExp) =>
  page.waitForFunction(
    (source) => new RegExp(source).test(document.activeElement?.textContent ?? ""),
    words.source,
  );

await test("Questions of imports are answered by keyboard", async (browser, world) => {
  const [ursula, viktor] = [await moves(world, "Ursula"), await moves(world, "Viktor")];
  const page = await browser.newPage({ width: 1280 });
  await page.goto(`${world.appUrl}/office`);
  await signIn(page, world, "office");
  await page.getByRole("link", { name: /^Questions/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Questions of imports" }).waitFor();
  await expectSound(page);
  await page.setViewportSize({ width: 768, height: 900 });
  await expectSound(page);
  await page.getByText("next and previous question").waitFor();
  const head = page.getByRole("heading", { name: "Ursula Example has a new address" });
  await head.waitFor();
  for (let step = 0; step < 20; step++) {
    await page.keyboard.press("j");
    if (await page.evaluate(() => document.activeElement!.textContent!.includes("Ursula"))) break;
  }
  await page.keyboard.press("3");
  await page.getByRole("heading", { name: "This is what follows" }).waitFor();
  await hasFocus(page, /This is what follows/);
  await expectSound(page);
  expect(await stateOf(world, ursula)).toBe("active");
  await page.keyboard.press("Tab");
  await hasFocus(page, /Call first/);
  await page.keyboard.press("Enter");
  await hasFocus(page, /A call to Ursula Example is on the work list/);
  expect(await stateOf(world, ursula)).toBe("paused");
  await expectSound(page);

  await page.getByRole("link", { name: "Viktor Example has a new address" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Viktor Example has a new address", level: 1 }).waitFor();
  await expectSound(page);
  await page.setViewportSize({ width: 1280, height: 860 });
  await page.getByText("next and previous question").waitFor();
  await page.keyboard.press("2");
  await page.getByRole("heading", { name: "This is what follows" }).waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await hasFocus(page, /moved along with Viktor Example/);
  expect(await stateOf(world, viktor)).toBe("active");
});
