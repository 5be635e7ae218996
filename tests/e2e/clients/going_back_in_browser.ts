/** Back, Forward and Reload on every page that follows a form: nothing is sent again, and nothing is lost. */
import { expect } from "expect";
import type { Page } from "@/tools/browser/mod.ts";
import { clickAndWait, objections, test } from "../browser_world.ts";

/**
 * Reloads the page, goes back and comes again: each time a page is there, it is the same one again, and no
 * form is sent. A browser that would have to send one shows a page of its own instead.
 */
async function survives(page: Page): Promise<void> {
  const sent: string[] = [];
  const note = (request: { method(): string; url(): string }) => {
    if (request.method() === "POST") sent.push(request.url());
  };
  const heading = () => page.locator("h1").innerText();
  const here = [page.url(), await heading()];
  page.on("request", note);
  await page.reload();
  expect([page.url(), await heading()]).toEqual(here);
  await page.goBack();
  expect(await heading()).not.toBe("");
  await page.goForward();
  expect([page.url(), await heading()]).toEqual(here);
  page.off("request", note);
  expect(sent).toEqual([]);
}

/** Sends a form as it is, also where the browser would ask for more first. */
async function send(page: Page, name: string | RegExp): Promise<void> {
  await page.evaluate("for (const form of document.forms) form.noValidate = true");
  await clickAndWait(page, name);
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";
  await test(`Every answer to a form can be gone back to ${how}`, async (browser, world) => {
    const [client] = await world.addClient("Bea", "stairlift");
    const page = await browser.newPage({ width: 360, javaScriptEnabled });
    const told = async (words: string | RegExp) => {
      await page.getByText(words).first().waitFor();
      await survives(page);
      await page.getByText(words).first().waitFor();
    };
    await page.goto(client.bookingUrl);
    await page.locator("a.time").first().click();
    await page.getByLabel(/phone number/).fill("905 555 01");
    await page.getByLabel(/know to get in/).fill("Blue door");
    await send(page, /^Book /);
    await told("It needs ten digits");
    expect(decodeURIComponent(page.url().replaceAll("+", " "))).not.toMatch(/905 555|Blue/);
    expect(await page.getByLabel(/know to get in/).inputValue()).toBe("Blue door");
    await send(page, "Choose another time");
    await told(/^Times on /);
    await clickAndWait(page, "Please call me", "link");
    await send(page, "Please call me");
    await told("It needs ten digits");
    await page.getByLabel("Your phone number").fill("905 555 0142");
    await send(page, "Please call me");
    await told("One of us will call you by");
    await clickAndWait(page, "Look at the times again", "link");
    await page.getByText("at the number that ends in 0142").waitFor();

    await page.goto(`${client.bookingUrl}?step=report`);
    await page.getByLabel("Something else").check();
    await send(page, "Send");
    await told("Please tell us in a few words");
    await page.getByLabel("I no longer have it").check();
    await send(page, "Send");
    await told("You told us today that you no longer have your stair lift.");
    await page.goto(client.bookingUrl);
    await send(page, /That was a mistake/);
    await told("Everything is as it was before.");

    await page.locator("a.time").first().click();
    await page.getByLabel(/phone number/).fill("905 555 0142");
    await send(page, /^Book /);
    await told("You're booked");
    await page.goto(`${client.bookingUrl}?step=told`);
    await page.getByLabel(/phone number/).fill("soon");
    await send(page, "Save this");
    await told("It needs ten digits");
    await page.getByLabel(/phone number/).fill("");
    await send(page, "Save this");
    await told("This is what we have noted.");
    await page.goto(`${client.bookingUrl}?step=change`);
    await page.locator("a.time").last().click();
    await send(page, /^Move to/);
    await told("your visit has its new time");
    await page.goto(`${client.bookingUrl}?step=cancel`);
    await page.getByLabel(/tell us why/).fill("Long ".repeat(410));
    await send(page, "Cancel my visit");
    await told("Please shorten this");
    await page.getByLabel(/tell us why/).fill("");
    await send(page, "Cancel my visit");
    await told("Your visit is cancelled");
  });
}

await test(
  "Whoever was too slow can go back, and what a unit's visit is for is asked for",
  async (browser, world) => {
    const [first] = await world.addClient("Swift", "porch_lift");
    const [lift] = await world.addClient("Slow", "porch_lift", "manual_wheelchair");
    const page = await browser.newPage({ width: 360 });
    await page.goto(lift.bookingUrl);
    await clickAndWait(page, /Both in one visit/, "link");
    await page.locator("a.time").first().click();
    await page.getByLabel(/know to get in/).fill("Side door");
    const faster = await browser.newPage();
    const time = new URL(page.url());
    await faster.goto(
      `${first.bookingUrl}?step=details&at=${time.searchParams.get("at")}&who=${
        time.searchParams.get("who")
      }`,
    );
    await clickAndWait(faster, /^Book /);
    await faster.getByRole("heading", { name: "You're booked" }).waitFor();
    await send(page, /^Book /);
    await page.getByText(/That time was just taken|is free now/).first().waitFor();
    await survives(page);
    await page.goto(`${lift.bookingUrl}?step=times&with=${await unitBeside(page, lift.token)}`);
    await page.locator("a.time").last().click();
    expect(await page.getByLabel(/know to get in/).inputValue()).toBe("Side door");
    await send(page, /^Book /);
    await page.getByRole("heading", { name: "You're booked" }).waitFor();
    await page.goto(`${lift.bookingUrl}?step=cancel`);
    await send(page, "Cancel what I chose");
    await page.getByText("Please say what to cancel.").first().waitFor();
    await survives(page);
    expect(await objections(page)).toEqual([]);
    await page.goto(lift.bookingUrl);
    expect(await page.locator(".prices").innerText()).toContain("Manual wheelchair");
  },
);

/** The other unit of a home, as its offer names it. */
async function unitBeside(page: Page, token: string): Promise<string> {
  await page.goto(new URL(`/book/${token}`, page.url()).href);
  const href = await page.getByRole("link", { name: /Both in one visit/ }).getAttribute("href");
  return new URL(href!, page.url()).searchParams.get("with")!;
}

await test(
  "More than a browser keeps for us survives a reload as well",
  async (browser, world) => {
    const [client] = await world.addClient("Wordy", "stairlift");
    const page = await browser.newPage({ width: 360 });
    await page.goto(client.bookingUrl);
    await page.locator("a.time").first().click();
    await page.getByLabel(/know to get in/).fill("Long ".repeat(900));
    await send(page, /^Book /);
    await page.getByText("Please shorten this").first().waitFor();
    await page.waitForFunction(() => sessionStorage.length === 1);
    const sent: string[] = [];
    page.on("request", (request) => void (request.method() === "POST" && sent.push("again")));
    await page.reload();
    await page.waitForFunction(() => document.querySelector("textarea")!.value.length > 4000);
    expect(sent).toEqual([]);

    await page.goto(world.appUrl);
    await page.getByLabel(/Paste your link/).fill("hello");
    await send(page, "Go to my visit");
    await page.getByText("That doesn't look like one of our links").waitFor();
    await page.waitForFunction(() => document.scripts.length > 0);
    sent.length = 0;
    await page.waitForLoadState("networkidle");
    await page.reload();
    await page.getByLabel(/Paste your link/).waitFor();
    expect(sent).toEqual([]);
  },
);

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";
  await test(
    `Ways elsewhere lead back to the day that was opened ${how}`,
    async (browser, world) => {
      const [client] = await world.addClient("Wanda", "stairlift");
      const page = await browser.newPage({ width: 360, javaScriptEnabled });
      await page.goto(client.bookingUrl);
      // Late in a week one day is left of it, which is open already.
      await clickAndWait(page, /^Later week/, "link");
      await page.getByRole("link", { name: /Earlier week/ }).waitFor();
      await clickAndWait(page, "Mornings", "link");
      await page.waitForURL(/half=morning/);
      await page.locator(".picker > .days a.day").last().click();
      await page.waitForURL(/day=/);
      const day = page.locator("h2#day");
      const shown = await day.innerText();
      for (const way of ["Please call me", /Something here isn't right/]) {
        await clickAndWait(page, way, "link");
        await page.locator("#note").fill("Rather in fall");
        await clickAndWait(page, /^Back to the times|: back$/);
        await page.waitForURL(/half=morning/);
        expect(await day.innerText()).toBe(shown);
        await clickAndWait(page, way, "link");
        expect(await page.locator("#note").inputValue()).toBe("Rather in fall");
        await clickAndWait(page, /^Back to the times|: back$/);
        await day.waitFor();
      }
    },
  );
}
