/** A client books, changes and cancels in Chromium, with and without JavaScript. */
import { expect } from "expect";
import type { Browser, Page } from "@/tools/browser/mod.ts";
import { bookFirstTime, clickAndWait, objections, test } from "../browser_world.ts";

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";
  await test(`A client books, moves and cancels a visit ${how}`, async (browser, world) => {
    const [client] = await world.addClient("Ralph", "stairlift");
    const page = await browser.newPage({ width: 360, javaScriptEnabled });
    await page.goto(client.bookingUrl);
    // Another week than the first, and another day than its first.
    await clickAndWait(page, /Later week/, "link");
    await page.getByRole("link", { name: /Earlier week/ }).waitFor();
    const other = page.locator(".picker > .days a.day").nth(1);
    const day = (await other.locator("span").innerText()).trim().replaceAll("\u00a0", " ");
    await other.click();
    await page.getByRole("heading", { name: `Times on ${day}` }).waitFor();
    expect(new URL(page.url()).hash).toBe("#day");
    await page.locator("a.time").first().click();
    await page.getByLabel(/phone number/).fill("905 555 0142");
    await clickAndWait(page, `Book ${day}`);
    await page.getByRole("heading", { name: "You're booked" }).waitFor();
    const booked = await page.locator(".lead").innerText();
    expect(booked.replaceAll("\u00a0", " ")).toContain(day);

    await clickAndWait(page, "Change or cancel the visit", "link");
    await clickAndWait(page, /Change the time/, "link");
    await page.getByRole("heading", { name: `Times on ${day}` }).waitFor();
    await page.locator("a.time").nth(1).click();
    await clickAndWait(page, /^Move to/);
    await page.getByRole("heading", { name: "You're booked" }).waitFor();
    expect(await page.getByRole("status").first().innerText()).toContain("new time");

    await clickAndWait(page, "Change or cancel the visit", "link");
    await clickAndWait(page, /Change phone number or notes/, "link");
    await page.getByLabel(/know to get in/).fill("Two cats");
    await clickAndWait(page, "Save this");
    await page.getByText("“Two cats”").waitFor();

    await clickAndWait(page, "Change or cancel the visit", "link");
    await clickAndWait(page, /Cancel the visit/, "link");
    await page.getByLabel(/tell us why/).fill("On holiday");
    await clickAndWait(page, "Cancel my visit");
    await page.getByText("Your visit is cancelled").waitFor();
    const { data } = await world.db.from("booking_attempts").select("action, status")
      .eq("cycle_id", client.cycleId).order("at");
    expect(data!.map(({ action, status }) => `${action} ${status}`)).toEqual([
      "confirm booked",
      "reschedule booked",
      "details changed",
      "cancel cancelled",
    ]);
  });
}

await test("A client books with the keyboard alone", async (browser, world) => {
  const [client] = await world.addClient("Rose", "stairlift");
  const page = await browser.newPage();
  await page.goto(client.bookingUrl);
  const press = async (key: string, until: () => boolean | Promise<boolean>) => {
    for (let i = 0; i < 60; i++) {
      if (await page.evaluate(until)) return;
      await page.keyboard.press(key);
    }
    throw new Error("The keyboard does not reach it");
  };
  await press("Tab", () => document.activeElement!.textContent!.startsWith("Later week"));
  await page.keyboard.press("Enter");
  // Opening a week brings the reader to its days.
  await page.locator("#days:focus").waitFor();
  await press("Tab", () => document.activeElement!.matches("a.day:not([aria-current=true])"));
  await page.keyboard.press("Enter");
  // Opening a day brings the reader to its times.
  await page.locator("#day:focus").waitFor();
  await press("Tab", () => document.activeElement!.matches("a.time"));
  expect(
    await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle),
  ).toBe("solid");
  await page.keyboard.press("Enter");
  await page.getByLabel(/phone number/).waitFor();
  await press("Tab", () => document.activeElement!.id === "phone");
  await page.keyboard.type("905 555 0142");
  await press("Tab", () => document.activeElement!.textContent!.startsWith("Book "));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "You're booked" }).waitFor();
});

await test(
  "Somebody who comes second is offered near times, and nothing is typed twice",
  async (browser, world) => {
    const [second] = await world.addClient("Second", "porch_lift");
    const page = await browser.newPage({ width: 360, javaScriptEnabled: false });
    await page.goto(second.bookingUrl);
    await page.locator("a.time").first().click();
    await page.getByLabel(/phone number/).fill("905 555 0142");
    await page.getByLabel(/know to get in/).fill("Side door");

    // As long as another technician is free at that time, that is offered first.
    const isTaken = page.getByRole("heading", { name: "That time was just taken" });
    for (let technicians = 0; await isTaken.count() === 0; technicians++) {
      expect(technicians).toBeLessThan(10);
      const [first] = await world.addClient("First", "porch_lift");
      const faster = await browser.newPage();
      await faster.goto(page.url().replace(second.token, first.token));
      await clickAndWait(faster, /^Book /);
      await faster.getByRole("heading", { name: "You're booked" }).waitFor();
      await clickAndWait(page, /^Book /);
      await isTaken.or(page.getByText("nothing is booked yet")).waitFor();
    }
    expect(await objections(await copyWithScript(browser, page))).toEqual([]);
    await clickAndWait(page, "Look at other days", "link");
    await page.locator("a.time").last().click();
    expect(await page.getByLabel(/know to get in/).inputValue()).toBe("Side door");
    await clickAndWait(page, /^Book /);
    await page.getByRole("heading", { name: "You're booked" }).waitFor();
  },
);

/** The page's document again in a page where axe can run. */
async function copyWithScript(browser: Browser, page: Page): Promise<Page> {
  const copy = await browser.newPage({ width: 360 });
  await copy.goto(page.url());
  const html = await page.evaluate<string>("document.documentElement.outerHTML");
  await copy.evaluate((text: string) => {
    document.documentElement.innerHTML = text;
  }, html);
  return copy;
}

await test(
  "Another unit of the household comes along, and is given up by itself",
  async (browser, world) => {
    const [lift, chair] = await world.addClient("Ada", "stairlift", "manual_wheelchair");
    const page = await browser.newPage({ width: 360 });
    await page.goto(lift.bookingUrl);
    await clickAndWait(page, /Both in one visit/, "link");
    await page.getByText("$268.00 + applicable tax").waitFor();
    await page.locator("a.time").first().click();
    await clickAndWait(page, /^Book /);
    await page.getByRole("heading", { name: "You're booked" }).waitFor();
    expect(await page.locator(".prices").innerText()).toContain("Manual wheelchair");
    const other = await browser.newPage();
    await other.goto(chair.bookingUrl);
    await other.getByRole("heading", { name: "You're booked" }).waitFor();

    await page.goto(`${lift.bookingUrl}?step=cancel`);
    await page.getByLabel(/Only the stair lift/).check();
    await clickAndWait(page, "Cancel what I chose");
    await page.getByText("Your stair lift is off the visit.").waitFor();
    await page.getByText(/comes on .* for your manual wheelchair/).waitFor();
    await other.reload();
    expect(await other.locator(".prices").innerText()).not.toContain("Stair lift");
  },
);

await test(
  "What was typed is there again, whichever way somebody goes back",
  async (browser, world) => {
    const [client] = await world.addClient("Tess", "stairlift");
    const page = await browser.newPage({ width: 360 });
    await page.goto(client.bookingUrl);
    await page.locator("a.time").first().click();
    await page.getByLabel(/phone number/).fill("905 555 01");
    await page.getByLabel(/know to get in/).fill("Blue door");
    await clickAndWait(page, /^Book /);
    await page.getByRole("alert").waitFor();
    expect(await page.title()).toMatch(/^Error: /);
    // The browser's own way back leads to the page before anything was sent.
    await page.goBack();
    await page.waitForFunction(() => document.querySelector("textarea")!.value === "Blue door");
    await clickAndWait(page, "Choose another time");
    await page.locator("a.time").last().click();
    expect(await page.getByLabel(/phone number/).inputValue()).toBe("905 555 01");
    await page.getByLabel(/phone number/).fill("905 555 0142");
    await clickAndWait(page, /^Book /);
    await page.getByRole("heading", { name: "You're booked" }).waitFor();
    await page.getByText("“Blue door”").waitFor();
    // As soon as the page's script runs.
    await page.waitForFunction(() => sessionStorage.length === 0);
  },
);

await test("The page of a visit prints on one sheet, by its button", async (browser, world) => {
  const [client] = await world.addClient("Paula", "stairlift");
  const page = await browser.newPage();
  await page.addInitScript(() =>
    void (globalThis.print = () => void (document.title = "Printing"))
  );
  await bookFirstTime(page, client);
  await clickAndWait(page, "Print");
  expect(await page.title()).toBe("Printing");
  await page.emulateMedia({ media: "print" });
  expect(await page.getByRole("button", { name: "Print" }).count()).toBe(0);
  const pdf = new TextDecoder("latin1").decode(await page.pdf({ format: "Letter" }));
  expect(pdf.match(/\/Type\s*\/Page[^s]/g)).toHaveLength(1);

  const plain = await browser.newPage({ javaScriptEnabled: false });
  await plain.goto(client.bookingUrl);
  await plain.getByText("Put it in your calendar").waitFor();
  expect(await plain.getByRole("button", { name: "Print" }).count()).toBe(0);
});
