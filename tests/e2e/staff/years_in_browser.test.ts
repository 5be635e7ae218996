/** The promise over two cycles on a phone: reminder, booking, checklist, signature, cash, certificate, and then again. */
import { expect } from "expect";
import {
  addHousehold,
  LOGINS,
  type MovingWorld,
  openMovingWorld,
} from "@/tests/platform/moving_world.ts";
import { type Browser, browserTest, type Page } from "@/tools/browser/mod.ts";
import { clickAndWait, hasSidewaysScroll, objections } from "../browser_world.ts";

const PHONE = { width: 360, height: 740 };

async function expectSound(page: Page) {
  expect([page.url(), await objections(page)]).toEqual([page.url(), []]);
  expect([page.url(), await hasSidewaysScroll(page)]).toEqual([page.url(), false]);
}

async function signIn(page: Page, appUrl: string, who: keyof typeof LOGINS) {
  await page.goto(`${appUrl}/sign-in`);
  await page.getByLabel("E-mail address").fill(LOGINS[who].email);
  await page.getByLabel("Password").fill(LOGINS[who].password);
  await clickAndWait(page, "Sign in");
}

/** Books the first time that is offered, by the link of the newest reminder; resolves to that link. */
async function bookFrom(world: MovingWorld, page: Page): Promise<string> {
  const mail = (await world.mails()).findLast(({ subject }) => /due|maintenance/i.test(subject))!;
  const link = mail.text.match(/https?:\S+\/book\/[\w-]+/)![0];
  await page.goto(link);
  await page.locator("a.time").first().click();
  await page.getByLabel(/phone number/).fill("905 555 0142");
  await clickAndWait(page, /^Book /);
  await page.getByRole("heading", { name: "You're booked" }).waitFor();
  await expectSound(page);
  const [{ starts_at }] = await world.db.query<{ starts_at: string }>(
    `select to_char(lower(t.during) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as starts_at
     from public.technician_tasks t where t.state = 'scheduled'`,
  );
  await world.setClock(starts_at);
  return link;
}

/** The first line fails, which no life hangs on; the rest of each section passes. */
async function answerChecklist(page: Page) {
  await page.locator("#line-1 label.fail").click();
  await page.getByLabel("What is wrong, or why not?").first().fill("Squeaks a little");
  await expectSound(page);
  const buttons = page.locator("button[name=all_pass]");
  for (let left = await buttons.count(); left > 0; left--) {
    await page.locator("details[open] button[name=all_pass]").first().click();
    await buttons.nth(left - 1).waitFor({ state: "detached" });
  }
  await clickAndWait(page, "Next: finish");
}

/** Signs with a finger. */
async function sign(page: Page) {
  await page.getByLabel("Name of who signs").fill("Ada Example");
  await page.getByText("Draws here").click();
  const box = (await page.locator("canvas.pad").boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.5);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.2, { steps: 4 });
  await page.mouse.move(box.x + box.width * 0.8, box.y + box.height * 0.7, { steps: 4 });
  await page.mouse.up();
  await page.getByRole("img", { name: "Signature pad, signed" }).waitFor();
}

/** From "On my way" to "Paid"; resolves to the certificate's number. */
async function serve(page: Page, appUrl: string): Promise<string> {
  await page.goto(`${appUrl}/tech`);
  await page.getByRole("heading", { name: "Ada Example" }).waitFor();
  await expectSound(page);
  await clickAndWait(page, "On my way");
  await clickAndWait(page, "I've arrived");
  await clickAndWait(page, "Start the checklist", "link");
  await page.getByRole("heading", { name: "Stair lift checklist" }).waitFor();
  await answerChecklist(page);
  await page.getByRole("heading", { name: "Finish the visit" }).waitFor();
  await sign(page);
  await expectSound(page);
  await clickAndWait(page, "Finish the visit");
  await page.getByRole("heading", { name: "Visit finished" }).waitFor();
  await expectSound(page);
  const number = (await page.getByText(/^MIR-/).innerText()).trim();
  await page.getByText("Cash", { exact: true }).click();
  await clickAndWait(page, "Record the payment");
  await page.getByText(/^Paid:/).waitFor();
  await expectSound(page);
  return number;
}

async function expectGenuine(world: MovingWorld, office: Page, page: Page, number: string) {
  const file = await office.request.get(`${world.appUrl}/office/certificates/${number}.pdf`);
  const pdf = (await file.body()).toString("latin1");
  expect([file.status(), pdf.slice(0, 5)]).toEqual([200, "%PDF-"]);
  expect(pdf).toContain("/Alt (Signature of Ada Example)");
  const address = pdf.match(/http[^)\s]*\/verify\/[0-9A-Z]{16}/)![0];
  await page.goto(address);
  await page.getByText(number).first().waitFor();
  await expectSound(page);
}

async function run(browser: Browser) {
  const world = await openMovingWorld();
  try {
    await world.setClock("2026-05-29T13:00:00Z");
    await addHousehold(world.db, "ada@example.com", ["stairlift"], "2025-12-30");
    const client = await browser.newPage(PHONE);
    const technician = await browser.newPage(PHONE);
    const office = await browser.newPage();
    await signIn(technician, world.appUrl, "technician");
    await technician.getByRole("navigation", { name: "My work" }).waitFor();
    await signIn(office, world.appUrl, "office");
    await office.getByRole("heading", { name: /^[A-Z][a-z]+day\b/, level: 1 }).waitFor();
    for (
      const [eve, day, number] of [
        ["2026-05-30", "2026-05-31", "MIR-2026-00001"],
        ["2026-11-29", "2026-11-30", "MIR-2026-00002"],
      ]
    ) {
      await world.setClock(`${eve}T14:00:00Z`);
      expect((await world.job("reminders")).mails).toBe(0);
      await world.setClock(`${day}T14:00:00Z`);
      expect((await world.job("reminders")).mails).toBe(1);
      const link = await bookFrom(world, client);
      expect(await serve(technician, world.appUrl)).toBe(number);
      await expectGenuine(world, office, client, number);
      await client.goto(link);
      await client.getByRole("heading", { name: "This link has expired" }).waitFor();
      await expectSound(client);
    }
  } finally {
    await world.stop();
  }
}

await browserTest("Two cycles of one stair lift, each from its reminder to its certificate", run);
