/** What could go wrong at a desk: a price changed by a slip, two people on one record, a session that ends in a form. */
import { expect } from "expect";
import type { Page } from "@/tools/browser/mod.ts";
import { clickAndWait, test } from "../browser_world.ts";
import type { World } from "../world.ts";
import { signIn } from "./office_in_browser.ts";
import { expectSound } from "./technician_in_browser.ts";

async function customerOf({ db }: World, name: string) {
  const { data } = await db.from("customers").select("id, phone, notes, email").eq("name", name)
    .single().throwOnError();
  return data!;
}

/** The form that changes how a client is reached, opened. */
async function changeForm(page: Page) {
  await page.locator("summary", { hasText: "how to reach" }).click();
  const form = page.locator("form", { has: page.getByLabel("What to mind") });
  await form.getByLabel("Phone").waitFor();
  return form;
}

await test(
  "A policy's change is looked at, and nothing is changed by it",
  async (browser, world) => {
    const page = await browser.newPage();
    await page.goto(`${world.appUrl}/office/catalogue`);
    await signIn(page, world, "admin");
    await clickAndWait(page, "Stair lift", "link");
    const fee = page.getByLabel("Fee before tax");
    const before = await fee.inputValue();
    await fee.fill("211.00");
    await clickAndWait(page, "Look at what would differ");
    await page.getByRole("heading", { name: "What would differ" }).waitFor();
    const row = page.getByRole("row", { name: /^Fee before tax/ });
    expect(await row.innerText()).toMatch(/\$211\.00/);
    await page.getByRole("button", { name: "Save the policy" }).waitFor();
    await expectSound(page);
    await page.goto(page.url());
    expect(await fee.inputValue()).toBe(before);
  },
);

await test(
  "Of two people on one record the second overwrites nothing, and keeps what was typed",
  async (browser, world) => {
    await world.addClient("Perpetua", "stairlift");
    const { id } = await customerOf(world, "Perpetua Example");
    const [first, second] = [await browser.newPage(), await browser.newPage({ width: 360 })];
    const roles: [Page, string][] = [[first, "admin"], [second, "office"]];
    for (const [page, role] of roles) {
      await page.goto(`${world.appUrl}/office/clients/${id}`);
      await signIn(page, world, role);
      await page.getByRole("heading", { name: "Perpetua Example", exact: true }).waitFor();
    }
    const [ofFirst, ofSecond] = [await changeForm(first), await changeForm(second)];
    await ofFirst.getByLabel("Phone").fill("905-555-0177");
    await ofSecond.getByLabel("Remarks").fill("Dog bites");
    await ofFirst.getByRole("button", { name: "Save" }).click();
    await first.getByRole("link", { name: "905-555-0177" }).first().waitFor();

    await ofSecond.getByRole("button", { name: "Save" }).click();
    const alert = second.getByRole("alert");
    await alert.waitFor();
    expect(await alert.innerText()).toMatch(/changed meanwhile by Demo Admin/);
    expect(await second.getByLabel("Remarks").inputValue()).toBe("Dog bites");
    await second.getByRole("link", { name: "905-555-0177" }).first().waitFor();
    await expectSound(second);
    expect(await customerOf(world, "Perpetua Example")).toMatchObject({
      phone: "905-555-0177",
      notes: null,
    });
  },
);

await test(
  "Who is signed out in the middle of a form signs in and finds what was typed",
  async (browser, world) => {
    await world.addClient("Eulalia", "stairlift");
    const { id } = await customerOf(world, "Eulalia Example");
    const page = await browser.newPage({ width: 360, colorScheme: "dark" });
    await page.goto(`${world.appUrl}/office/clients/${id}`);
    await signIn(page, world, "office");
    await page.getByRole("heading", { name: "Eulalia Example", exact: true }).waitFor();
    const form = await changeForm(page);
    await form.getByLabel("Remarks").fill("Ring twice,\nshe comes slowly");
    await page.context().clearCookies();
    await form.getByRole("button", { name: "Save" }).click();
    await page.getByText("What you typed is kept here").waitFor();
    // Not for whoever else comes by.
    expect(await page.getByText("Ring twice,").count()).toBe(0);
    await expectSound(page);
    await signIn(page, world, "office");
    await page.getByText("You are signed in again").waitFor();
    await page.getByText("Ring twice,").first().waitFor();
    expect(await customerOf(world, "Eulalia Example")).toMatchObject({ notes: null });
    await expectSound(page);
    await page.locator(`main form[action='/office/clients/${id}'] button[type=submit]`).click();
    await page.getByRole("heading", { name: "Eulalia Example", exact: true }).waitFor();
    expect(await customerOf(world, "Eulalia Example")).toMatchObject({
      notes: "Ring twice,\nshe comes slowly",
    });
  },
);
