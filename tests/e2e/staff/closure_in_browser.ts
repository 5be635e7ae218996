/** A day is closed for outdoor units, by keyboard, and opened again; on a desk, and with large text on a phone. */
import { expect } from "expect";
import { dayOf } from "@/lib/text/dates.ts";
import { clickAndWait, hasSidewaysScroll, test } from "../browser_world.ts";
import type { Client, World } from "../world.ts";
import { signIn } from "./office_in_browser.ts";
import { expectSound } from "./technician_in_browser.ts";

/** Books a client's first free time; resolves to its day. */
async function bookFirst({ db }: World, { token }: Client): Promise<string> {
  const { data: { slots: [slot] } } = await db.rpc("open_slots", { token, max_slots: 1 });
  const { starts_at, technician_id } = slot;
  const { data } = await db.rpc("confirm_booking", { token, technician_id, starts_at });
  expect(data.status).toBe("booked");
  return dayOf(starts_at, "America/Toronto");
}

await test(
  "The office closes a day for outdoor units and opens it again",
  async (browser, world) => {
    const [client] = await world.addClient("Ottilie", "porch_lift");
    const day = await bookFirst(world, client);
    const page = await browser.newPage({ width: 1280, height: 900 });
    await page.goto(`${world.appUrl}/office/closure?day=${day}`);
    await signIn(page, world, "office");
    await page.getByRole("heading", { name: "Close a day" }).waitFor();
    await expectSound(page);
    // By keyboard: from the first choice of work to the second, then the button.
    await page.getByLabel("All of it").focus();
    await page.keyboard.press("ArrowDown");
    expect(await page.getByLabel(/^Outdoor units only/).isChecked()).toBe(true);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "By mail" }).waitFor();
    await page.getByRole("link", { name: "Ottilie Example" }).waitFor();
    await expectSound(page);

    const large = await browser.newPage({
      width: 360,
      height: 740,
      javaScriptEnabled: false,
      colorScheme: "dark",
      textScale: 200,
    });
    await large.goto(page.url());
    await signIn(large, world, "office");
    await large.getByRole("heading", { name: "By mail" }).waitFor();
    expect(await hasSidewaysScroll(large)).toBe(false);

    await clickAndWait(page, /^Close .* and tell 1 client$/);
    await page.getByRole("heading", { name: /: closed$/ }).waitFor();
    await expectSound(page);
    await large.goto(page.url());
    expect(await hasSidewaysScroll(large)).toBe(false);
    const visitor = await browser.newPage();
    await visitor.goto(client.bookingUrl);
    await visitor.getByText("We are sorry: we can't come at the time you had.").waitFor();
    await page.goto(`${page.url().replace("#done", "")}/call-sheet`);
    await page.getByText("Nobody is left to be called.").waitFor();
    await expectSound(page);
    await page.goBack();

    await clickAndWait(page, "Undo the closure");
    await page.getByRole("heading", { name: /: opened again$/ }).waitFor();
    await expectSound(page);
    await visitor.reload();
    await visitor.getByRole("heading", { name: "You're booked" }).waitFor();
  },
);
