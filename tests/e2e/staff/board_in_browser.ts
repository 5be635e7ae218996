/** The dispatch board by keys and by mouse: a week rearranged, what can't be is said where it was tried, undone, swapped. */
import { expect } from "expect";
import { addDays } from "@/lib/text/dates.ts";
import type { Page } from "@/tools/browser/mod.ts";
import { hasSidewaysScroll, objections, test } from "../browser_world.ts";
import type { World } from "../world.ts";
import { signIn } from "./office_in_browser.ts";
import { expectSound } from "./technician_in_browser.ts";

interface Booked {
  id: string;
  name: string;
  technician: string;
  starts_at: string;
}

/** A Wednesday in some weeks on which no holiday ever falls here, so that the demonstration's technicians work. */
function quietDay(weeks: number): string {
  const today = new Date().toISOString().slice(0, 10);
  const toWednesday = (3 - new Date(`${today}T00:00:00Z`).getUTCDay() + 7) % 7;
  const day = addDays(today, toWednesday + 7 * weeks);
  return /-(12-2[456]|01-01|07-01)$/.test(day) ? addDays(day, 7) : day;
}

/** Books a new client's stair lift on that day, at the first time that is free, or with somebody else than `not`. */
async function book(world: World, firstName: string, day: string, not = ""): Promise<Booked> {
  const { db } = world;
  const [{ contractId: contract_id }] = await world.addClient(firstName, "stairlift");
  const { data: open } = await db.rpc("contract_slots", {
    contract_id,
    from_date: day,
    days: 1,
    max_slots: 200,
  })
    .throwOnError();
  const slot = open.slots.find(({ technician_id }: { technician_id: string }) =>
    technician_id !== not
  );
  const { technician_id, starts_at } = slot;
  const { data } = await db.rpc("book_for_client", { contract_id, technician_id, starts_at })
    .throwOnError();
  expect(data.status).toBe("booked");
  return { id: data.task_id, name: `${firstName} Example`, technician: technician_id, starts_at };
}

async function placeOf({ db }: World, id: string): Promise<[string, string]> {
  const { data } = await db.from("technician_tasks").select("technician_id, during").eq("id", id)
    .single().throwOnError();
  const [starts] = data!.during.match(/[^[",]+/)!;
  return [
    data!.technician_id,
    new Date(starts.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00")).toISOString(),
  ];
}

const card = (page: Page, { id }: Booked) => page.locator(`#task-${id}`);

/** Picks a card up by its key, and waits for the answers. */
async function pickUp(page: Page, booked: Booked) {
  await page.locator(".board.alive").waitFor();
  await card(page, booked).locator("a").focus();
  await page.keyboard.press("m");
  await page.locator(".moving").first().waitFor();
}

/** Carries what is in the hand by arrows to a day of somebody. */
async function carryTo(page: Page, technician: string, day: string) {
  const [down, across] = await page.evaluate(([technician, day]) => {
    const rows = [...document.querySelectorAll(".week-board tbody tr")];
    const at = (find: (cell: HTMLElement) => boolean) => {
      const row = rows.findIndex((each) =>
        [...each.querySelectorAll<HTMLElement>("td")].some(find)
      );
      return [row, [...rows[row].querySelectorAll<HTMLElement>("td")].findIndex(find)];
    };
    const [row, column] = at((cell) => cell.querySelector(".place.here") !== null);
    const [toRow, toColumn] = at((cell) =>
      cell.dataset.lane === technician && cell.dataset.day === day
    );
    return [toRow - row, toColumn - column];
  }, [technician, day]);
  for (let n = 0; n < Math.abs(down); n++) {
    await page.keyboard.press(down < 0 ? "ArrowUp" : "ArrowDown");
  }
  for (let n = 0; n < Math.abs(across); n++) {
    await page.keyboard.press(across < 0 ? "ArrowLeft" : "ArrowRight");
  }
}

/** A day of the week that fits, or one that has no place for that reason. */
async function cellOf(page: Page, wanted: RegExp, but: string): Promise<[string, string]> {
  const cell = page.locator("td:not(.holiday)", {
    has: page.locator(".moving", { hasText: wanted }),
  })
    .and(page.locator(`td:not([data-lane="${but}"])`)).first();
  return [(await cell.getAttribute("data-lane"))!, (await cell.getAttribute("data-day"))!];
}

/** Waits until all of an element is within the window. */
const inSight = (page: Page, selector: string) =>
  page.waitForFunction((selector) => {
    const box = document.querySelector(selector)?.getBoundingClientRect();
    return box && box.top >= 0 && box.bottom <= innerHeight;
  }, selector);

const refusal = (page: Page) => page.getByRole("alert");

await test("A week is rearranged by keys alone, and undone", async (browser, world) => {
  const day = quietDay(4);
  const visit = await book(world, "Benedetta", day);
  const other = await book(world, "Casimir", day);
  const page = await browser.newPage({ height: 1400 });
  await page.goto(`${world.appUrl}/office/board?view=week&day=${day}`);
  await signIn(page, world, "office");
  await page.locator(".board.alive").waitFor();

  await pickUp(page, visit);
  expect(await page.locator("#hand").innerText()).toMatch(
    /In your hand: Benedetta Example\..*Fits/s,
  );
  expect(await objections(page)).toEqual([]);
  const [technician, toDay] = await cellOf(page, /^Fits/, visit.technician);
  await carryTo(page, technician, toDay);
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement!.textContent))
    .toBe("Put it here and tell the client");
  expect(await placeOf(world, visit.id)).toEqual([
    visit.technician,
    new Date(visit.starts_at).toISOString(),
  ]);
  await page.keyboard.press("Enter");
  const bar = page.locator(".undo");
  await bar.waitFor();
  expect(await bar.innerText()).toMatch(
    /Done\. Benedetta Example is with .* it can be undone, and no mail leaves/s,
  );
  expect(await bar.getAttribute("role")).toBe("status");
  expect((await placeOf(world, visit.id))[0]).toBe(technician);
  await page.keyboard.press("u");
  await page.getByText("Undone. All is as it was before").waitFor();
  expect(await placeOf(world, visit.id)).toEqual([
    visit.technician,
    new Date(visit.starts_at).toISOString(),
  ]);

  await pickUp(page, visit);
  const [unskilled, anyDay] = await cellOf(page, /^No skill/, visit.technician);
  await carryTo(page, unskilled, anyDay);
  await page.keyboard.press("Enter");
  await refusal(page).waitFor();
  expect(await refusal(page).innerText()).toMatch(
    /No skill.*Nothing was moved.*Use .*Put it there all the same/s,
  );
  expect(await page.evaluate(() => document.activeElement!.getAttribute("role"))).toBe("alert");
  await expectSound(page);
  await page.keyboard.press("Escape");
  await refusal(page).waitFor({ state: "detached" });

  await page.goto(`${world.appUrl}/office/board?day=${day}`);
  await pickUp(page, visit);
  for (let n = 0; n < 40; n++) await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await refusal(page).waitFor();
  expect(await refusal(page).innerText()).toMatch(/Outside hours/);
  await page.keyboard.press("Escape");
  await refusal(page).waitFor({ state: "detached" });

  await card(page, visit).locator("a").focus();
  await page.keyboard.press("s");
  await page.getByText("Swap Benedetta Example with whom?").waitFor();
  // Long words of a card that can be chosen end within it.
  const isWithin = await card(page, other).locator("button").evaluate((button) => {
    const about = button.querySelector("small")!;
    about.textContent = "Manual wheelchair and power wheelchair, Niagara-on-the-Lake";
    const [inner, outer] = [about, button].map((each) => each.getBoundingClientRect());
    return inner.left >= outer.left && inner.right <= outer.right;
  });
  expect(isWithin).toBe(true);
  await card(page, other).locator("button").focus();
  await page.keyboard.press("Enter");
  await page.locator(".undo, .refusal").first().waitFor();
  await page.keyboard.press("n");
  await page.getByRole("heading", { name: "Add work" }).waitFor();
  await expectSound(page);

  // A number at the head leads to as many stops.
  const number = parseInt(await page.locator(".board-figures a").first().innerText());
  await page.locator(".board-figures a").first().click();
  await page.locator("#counted").waitFor();
  expect(await page.locator('[aria-labelledby="counted"] li').count()).toBe(number);
  await expectSound(page);
});

await test(
  "A card is carried by mouse; what others do is shown, and asks nobody on the way",
  async (browser, world) => {
    const day = quietDay(6);
    const visit = await book(world, "Dorothea", day);
    const other = await book(world, "Eustace", day, visit.technician);
    const page = await browser.newPage({ width: 1500, height: 1600 });
    await page.goto(`${world.appUrl}/office/board?day=${day}`);
    await signIn(page, world, "office");
    await page.locator(".board.alive").waitFor();

    const scripts = await page.evaluate(() =>
      (performance.getEntriesByType("resource") as PerformanceResourceTiming[])
        .filter(({ name }) => name.includes("/_fresh/"))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)
    );
    expect(scripts).toBeGreaterThan(5_000);
    expect(scripts).toBeLessThan(40_000);

    const hold = async (booked: Booked) => {
      const box = (await card(page, booked).boundingBox())!;
      await page.mouse.move(box.x + 60, box.y + 10);
      await page.mouse.down();
      await page.mouse.move(box.x + 70, box.y + 30, { steps: 3 });
      await page.locator(".preview.moving .mark:not(:empty)").first().waitFor();
    };
    let asked = 0;
    page.on("request", () => asked++);

    // Onto somebody else's visit.
    await hold(visit);
    asked = 0;
    const there = (await card(page, other).boundingBox())!;
    await page.mouse.move(there.x + 60, there.y + 20, { steps: 30 });
    const here = page.locator(".preview.here");
    await here.getByText("Overlaps").waitFor();
    expect(await page.locator("#hand").innerText()).toMatch(/Overlaps.*Eustace Example/s);
    expect(asked).toBe(0);
    await page.mouse.up();
    await refusal(page).waitFor();
    expect(await refusal(page).innerText()).toMatch(
      /Overlaps.*Eustace Example.*Nothing was moved.*Use /s,
    );
    expect(await refusal(page).innerText()).not.toMatch(/all the same/);
    await page.getByRole("link", { name: "Leave it" }).click();
    await refusal(page).waitFor({ state: "detached" });

    // To where it fits: later with the same technician.
    await hold(visit);
    const box = (await card(page, visit).boundingBox())!;
    for (let down = 66; !await here.getByText(/^Fits/).isVisible() && down < 1200; down += 26) {
      await page.mouse.move(box.x + 70, box.y + down);
      await page.evaluate(() =>
        new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
      );
    }
    await page.mouse.up();
    const put = page.getByRole("button", { name: "Put it here and tell the client" });
    await put.waitFor();
    expect(await placeOf(world, visit.id)).toEqual([
      visit.technician,
      new Date(visit.starts_at).toISOString(),
    ]);
    await put.click();
    await page.locator(".undo").waitFor();
    expect((await placeOf(world, visit.id))[1]).not.toBe(new Date(visit.starts_at).toISOString());
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone. All is as it was before").waitFor();
    expect(await placeOf(world, visit.id)).toEqual([
      visit.technician,
      new Date(visit.starts_at).toISOString(),
    ]);

    // Somebody else moves the other one: the chosen card stays chosen.
    const later = new Date(Date.parse(other.starts_at) + 15 * 60_000).toISOString();
    await world.db.rpc("move_task", {
      task_id: other.id,
      technician_id: other.technician,
      starts_at: later,
      override: true,
    }).throwOnError();
    const minute = Number(await card(page, other).getAttribute("data-minute"));
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await page.locator(`#task-${other.id}[data-minute="${minute + 15}"]`).waitFor();
    await page.getByText("Changed: Eustace Example.").waitFor({ state: "attached" });
    expect(await card(page, visit).getAttribute("class")).toContain("is-chosen");

    // An empty place begins new work there.
    const lane = page.locator(`[data-lane="${other.technician}"] > ol`);
    const area = (await lane.boundingBox())!;
    await page.mouse.click(area.x + 60, area.y + area.height - 20);
    await page.getByRole("heading", { name: "Add work" }).waitFor();
    expect(await page.locator("select#technician").inputValue()).toBe(other.technician);

    const phone = await page.context().newPage();
    await phone.setViewportSize({ width: 360, height: 1200 });
    await phone.goto(`${world.appUrl}/office/board?day=${day}`);
    await expectSound(phone);
    // What was chosen, and what is in the hand, is gone to: on a phone the one is far from the other.
    await phone.setViewportSize({ width: 360, height: 740 });
    await phone.goto(`${world.appUrl}/office/board?day=${day}&technician=${visit.technician}`);
    await phone.locator(".board.alive").waitFor();
    await card(phone, visit).locator("a").click();
    await inSight(phone, "#chosen");
    await phone.getByRole("link", { name: "Pick it up" }).click();
    await inSight(phone, ".preview.here");
    await inSight(phone, "#hand");
    const said = await phone.locator("#hand").innerText();
    const { x, y } = (await phone.locator(".preview.here").boundingBox())!;
    await phone.mouse.click(x + 60, y - 40);
    await phone.waitForFunction(
      (said) => document.getElementById("hand")!.innerText !== said,
      said,
    );
    // It stays in the hand when another technician is shown, and when another day is.
    const inHand = phone.locator("#hand", { hasText: "In your hand: Dorothea Example." });
    const others = phone.locator('.people-row a[aria-current="false"]');
    const nameOfOther = (await others.first().innerText()).trim();
    await others.first().click();
    await phone.locator(`.lane.shown[data-name="${nameOfOther}"] .preview.here`).waitFor();
    await inHand.waitFor();
    await phone.keyboard.press("PageDown");
    await phone.locator(`[data-lane][data-day="${addDays(day, 1)}"] .preview.here`).waitFor();
    await inHand.waitFor();
    await phone.keyboard.press("Escape");
    await phone.getByText("Dorothea Example is back where it was").waitFor({ state: "attached" });
    // Without a script what can be done with a card stands before the day.
    const plain = await browser.newPage({ width: 360, height: 740, javaScriptEnabled: false });
    await plain.context().addCookies(await phone.context().cookies());
    await plain.goto(`${world.appUrl}/office/board?day=${day}&task=${visit.id}`);
    const chosenAt = (await plain.locator("#chosen").boundingBox())!.y;
    expect(chosenAt).toBeGreaterThan(0);
    expect(chosenAt).toBeLessThan(600);
    for (const path of [`board?view=week&day=${day}`, `board/print?day=${day}`]) {
      await phone.goto(`${world.appUrl}/office/${path}`);
      expect([path, await hasSidewaysScroll(phone)]).toEqual([path, false]);
    }
  },
);
