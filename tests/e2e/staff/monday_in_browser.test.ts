/**
 * A Monday in the office: every kind of work is done, by mouse and by keyboard alone, and the night brings none of it back;
 * who has died is left in peace.
 */
import { expect } from "expect";
import type { Database } from "@/embedded/database.ts";
import { createStaffUser } from "@/embedded/staff.ts";
import {
  addHousehold,
  LOGINS,
  type MovingWorld,
  openMovingWorld,
} from "@/tests/platform/moving_world.ts";
import { type Browser, browserTest, type Page } from "@/tools/browser/mod.ts";
import { clickAndWait, objections } from "../browser_world.ts";
import { meetEveryRefusal } from "./board_refusals_in_browser.ts";

/** Monday, June 1, 2026. */
const MONDAY = "2026-06-01";
const NIGHTS = ["roll-forward", "certificates", "reminders", "follow-ups", "self-check"];
const SETS = ["Mouse", "Keys"];
/** What the office neither sees nor closes. */
const ADMINISTRATORS = ["broken_trail"];

async function readSql(db: Database, path: string) {
  await db.exec(await Deno.readTextFile(new URL(path, import.meta.url)));
}

/** What nobody did anything about for a week, then the night before, then what happens that morning. */
async function fill(world: MovingWorld) {
  await readSql(world.db, "../../../supabase/tests/000_helpers.sql");
  await readSql(world.db, "monday.sql");
  await world.setClock("2026-05-25T13:00:00Z");
  for (const who of SETS) await world.db.query("select monday.before($1, $2)", [who, MONDAY]);
  await nightBefore(world, MONDAY);
  for (const who of SETS) await world.db.query("select monday.happens($1)", [who]);
}

/** What runs by itself before people come to work on a day. */
async function nightBefore(world: MovingWorld, day: string) {
  await world.setClock(`${day}T12:30:00Z`);
  await world.db.query("select private.watch_visits(private.clock())");
  for (const job of NIGHTS) {
    expect([job, await world.job(job)]).toEqual([job, expect.objectContaining({ status: "done" })]);
  }
}

/** The open activities, as what they are about, under their kind. */
async function open({ db }: MovingWorld): Promise<{ kind: string; subject_key: string }[]> {
  return await db.query(
    "select a.kind, a.subject_key from public.office_activities a where a.state = 'open' order by a.kind, a.subject_key",
  );
}

/** Every kind there is; who adds one adds what raises it. */
async function allKinds({ db }: MovingWorld): Promise<string[]> {
  const rows = await db.query<{ kind: string }>(
    "select kind from private.activity_kinds order by kind",
  );
  return rows.map(({ kind }) => kind);
}

async function signIn(page: Page, appUrl: string, { email, password } = LOGINS.office) {
  await page.goto(`${appUrl}/office/work`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await clickAndWait(page, "Sign in");
  await page.getByRole("heading", { name: "Work list" }).waitFor();
}

/** The technician cannot come on Wednesday: both clients of that day need another time. */
async function takeLeave(page: Page, appUrl: string) {
  await page.goto(`${appUrl}/office/technicians`);
  await clickAndWait(page, "Tess Road", "link");
  const leave = page.locator("form", { has: page.getByLabel("To, the last day") });
  await leave.getByLabel("From", { exact: true }).fill("2026-06-03");
  await leave.getByRole("button", { name: "Show what follows" }).click();
  await clickAndWait(page, "Add leave, put 2 aside");
  await page.getByText("Wed, Jun 3").first().waitFor();
  expect(await objections(page)).toEqual([]);
}

/** One activity after the other, from the one that is open, each as `deal` deals with it, until none is left. */
async function workDown(page: Page, end: string, deal: (page: Page) => Promise<void>) {
  const nothing = page.getByRole("heading", { name: end });
  await page.waitForURL(/\/office\/work\/./);
  while (!await nothing.isVisible()) {
    const before = page.url();
    await deal(page);
    await page.waitForURL((url) => url.href !== before);
  }
}

/** A client is told to have been dealt with; what is about none is closed with a word. */
async function byMouse(page: Page) {
  const dealtWith = page.getByRole("button", { name: "Dealt with" });
  if (await dealtWith.isVisible()) return await dealtWith.click();
  await page.getByLabel("What came of it").fill("Looked after");
  await page.getByRole("button", { name: "Close it" }).click();
}

/** Goes on with Tab to what has that name. */
async function tabTo(page: Page, name: string) {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press("Tab");
    const label = await page.evaluate(() => {
      const here = document.activeElement as HTMLInputElement;
      return (here.labels?.[0] ?? here).textContent!.trim();
    });
    if (label.startsWith(name)) return;
  }
  throw new Error(`Tab never comes to “${name}” on ${page.url()}`);
}

async function byKeys(page: Page) {
  const hasClient = await page.getByRole("button", { name: "Dealt with" }).count() > 0;
  await tabTo(page, hasClient ? "Dealt with" : "What came of it");
  if (!hasClient) await page.keyboard.type("Looked after");
  await page.keyboard.press("Enter");
}

/** The family calls: she has died. A visit is booked for Thursday, and its confirmation waits to be sent. */
async function tellOfDeath(world: MovingWorld, page: Page): Promise<string> {
  const address = "quiet@example.com";
  await addHousehold(world.db, address, ["stairlift"], "2026-01-02");
  const [{ id }] = await world.db.query<{ id: string }>(
    `select c.id, monday.book(y.id, '2026-06-04T14:00:00Z') from public.customers c
     join public.maintenance_contracts k on k.customer_id = c.id
     join public.maintenance_cycles y on y.contract_id = k.id where c.email = $1`,
    [address],
  );
  await page.goto(`${world.appUrl}/office/clients/${id}`);
  await clickAndWait(page, "Something changed", "link");
  await page.getByLabel("Has died").check();
  await page.getByLabel("Who looks after the estate?").fill("Simon Example");
  await clickAndWait(page, "Show what follows");
  await page.getByText("Nothing is ever mailed or printed to this name again").waitFor();
  expect(await objections(page)).toEqual([]);
  await clickAndWait(page, "Record it");
  await page.getByRole("heading", { name: /^Has died/ }).waitFor();
  return address;
}

/** What the office never saw is there for an administrator. */
async function workOfAdministrator(browser: Browser, { appUrl, db }: MovingWorld) {
  const admin = { email: "ada@example.com", password: "ada-knows-the-keys" };
  await createStaffUser(db, { ...admin, name: "Ada Keys", role: "admin" });
  const page = await browser.newPage();
  await signIn(page, appUrl, admin);
  await clickAndWait(page, "Start with the first", "link");
  await page.getByRole("heading", { name: "Audit trail broken" }).waitFor();
  expect(await objections(page)).toEqual([]);
  await workDown(page, "Nothing waits", byMouse);
}

let opened: Promise<MovingWorld> | undefined;
/** The one that all tests of this file share. */
const theWorld = () => opened ??= openMovingWorld();

async function run(browser: Browser) {
  const world = await theWorld();
  await fill(world);
  const page = await browser.newPage();
  await signIn(page, world.appUrl);
  await takeLeave(page, world.appUrl);
  const monday = await open(world);
  const kinds = await allKinds(world);
  expect(monday.map(({ kind }) => kind)).toEqual(kinds.flatMap((kind) => [kind, kind]));

  await world.db.query(
    `update public.office_activities a set owner_id = s.id from public.staff s
     where s.role = 'office' and a.kind <> 'broken_trail' and (a.subject_key like '%Mouse' or a.subject_key = 'job:reminders' or a.customer_id in (
       select c.id from public.customers c where c.name like '% Mouse'))`,
  );
  await page.goto(`${world.appUrl}/office/work?whose=mine`);
  await clickAndWait(page, "Start with the first", "link");
  await workDown(page, "Nothing of that kind waits", byMouse);
  const left = (await open(world)).map(({ kind }) => kind);
  expect(left).toEqual([...kinds, ...ADMINISTRATORS].sort());

  await page.goto(`${world.appUrl}/office/work`);
  await tabTo(page, "Start with the first");
  await page.keyboard.press("Enter");
  await workDown(page, "Nothing waits", byKeys);
  expect((await open(world)).map(({ kind }) => kind)).toEqual(
    ADMINISTRATORS.flatMap((kind) => [kind, kind]),
  );
  await workOfAdministrator(browser, world);
  expect(await open(world)).toEqual([]);

  await nightBefore(world, "2026-06-02");
  expect(await open(world)).toEqual([]);
  await page.reload();
  await page.getByRole("heading", { name: "Nothing waits" }).waitFor();

  const address = await tellOfDeath(world, page);
  await nightBefore(world, "2026-06-03");
  await nightBefore(world, "2026-07-02");
  const mails = await world.mails();
  expect(mails.length).toBeGreaterThan(0);
  expect(mails.filter(({ to }) => to === address)).toEqual([]);
}

await browserTest(
  "A Monday's work of every kind is done and does not come back, and who died gets no mail",
  run,
);

await browserTest(
  "On the board every reason against a place is seen, read aloud and explained where it was",
  async (browser) => await meetEveryRefusal(browser, await theWorld()),
);

Deno.test({
  name: "The company stops cleanly",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => await (await opened)?.stop(),
});
