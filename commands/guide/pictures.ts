/** The pictures of docs/guide, in the order in which a day brings them about. */
import { within } from "@/embedded/within.ts";
import { workday } from "@/embedded/demo/past/week.ts";
import { dayOf } from "@/lib/text/dates.ts";
import type { Page } from "@/tools/browser/mod.ts";
import { type Album, linkLike, linksLike } from "./album.ts";
import { takeSold } from "./sold_pictures.ts";

const ONE = "[0-9a-f-]{36}$";
const DARK = { colorScheme: "dark" as const };
const PHONE = { width: 390, height: 740 };
const ZONE = "America/Toronto";
const NARROW = { width: 768, height: 900 };

/** @param runNight does what runs by itself before a day begins */
export async function takeAll(album: Album, runNight: () => Promise<void>): Promise<void> {
  await takeToday(album);
  const { client, contract } = await findCaller(album);
  const day = await bookForCaller(album, contract);
  await takeBoard(album);
  await workTheList(album);
  await printLetters(album);
  await tellWhatChanged(album, client);
  await takeTechnicianOff(album, day);
  await closeDay(album);
  await takeRepairs(album);
  await takeMoney(album);
  await takeSold(album);
  await lookAtPhone(album);
  await lookAtSettings(album);
  await runNight();
  await lookAtNights(album);
}

async function takeToday(album: Album) {
  await album.take(await album.open("/office"), "today", { height: 900 });
  await album.take(await album.open("/office", DARK), "today-dark", { height: 900 });
}

/** Somebody whose unit is overdue calls: where their page is, and the contract's. */
async function findCaller(album: Album): Promise<{ client: string; contract: string }> {
  const page = await album.open("/office/contracts?situation=overdue");
  const contract = await linkLike(page, new RegExp(`^/office/contracts/${ONE}`));
  const client = await linkLike(page, new RegExp(`^/office/clients/${ONE}`));
  const tel = await linkLike(page, /^tel:/);
  const [, middle, last] = tel.match(/(\d{3})(\d{4})$/)!;
  await page.goto(`${album.appUrl}/office`);
  await page.getByLabel("Find anything").pressSequentially(`${middle} ${last}`);
  await page.getByRole("option").first().waitFor();
  await album.take(page, "find", { height: 520, mark: page.getByLabel("Find anything") });
  await page.goto(album.appUrl + client);
  const book = page.getByRole("link", { name: "Book a visit" });
  await album.take(page, "client", { height: 940, mark: book });
  await album.take(await album.open(client, NARROW), "client-narrow", { height: 1000 });
  return { client, contract };
}

/** Resolves to the day of the visit. */
async function bookForCaller(album: Album, contract: string): Promise<string> {
  const page = await album.open(contract);
  const book = page.getByRole("link", { name: "Book a visit", exact: true });
  await album.take(page, "contract", { height: 940, mark: book });
  await book.click();
  const time = page.locator("button.time").nth(1);
  await time.waitFor();
  const day = (await time.getAttribute("value"))!.slice(0, 10);
  await album.take(page, "times", { mark: time });
  await time.click();
  await page.locator(".say q").waitFor();
  const button = page.getByRole("button", { name: /^Book .* with / });
  await album.take(page, "read-back", { mark: button });
  await button.click();
  await page.getByText("It is booked.").waitFor();
  await album.take(page, "booked", { height: 640 });
  return day;
}

/** A day, a card in the hand on it, and the week. */
async function takeBoard(album: Album) {
  const page = await album.open(`/office/board?day=${workdayAfter(1)}`);
  await page.locator(".board.alive").waitFor();
  await page.locator('[id^="task-"] a').first().click();
  await page.locator("#chosen").waitFor();
  await album.take(page, "board", { height: 860 });
  await page.keyboard.press("m");
  await page.locator(".moving").first().waitFor();
  // To where it fits for one and has something against it for others.
  for (let steps = 0; steps < 4; steps++) await page.keyboard.press("ArrowDown");
  await album.take(page, "board-moving", { height: 860 });
  await page.goto(`${album.appUrl}/office/board?view=week&day=${workdayAfter(0)}`);
  await page.locator(".board.alive").waitFor();
  await album.take(page, "board-week", { height: 700 });
}

/** The working day that is so many after today; at a weekend today is the Monday after it. */
const workdayAfter = (days: number) => workday(dayOf(new Date(), ZONE), days);

async function workTheList(album: Album) {
  const page = await album.open("/office/work");
  const start = page.getByRole("link", { name: "Start with the first" });
  await album.take(page, "work-list", { height: 900, mark: start });
  await album.take(await album.open("/office/work", NARROW), "work-list-narrow", { height: 900 });
  await album.take(await album.open("/office/work?kind=rebook", DARK), "work-list-dark", {
    height: 700,
  });
  await page.goto(`${album.appUrl}/office/work?kind=rebook`);
  await page.getByRole("link", { name: "Start with the first" }).click();
  const left = page.getByRole("button", { name: /^Left a message/ });
  await left.waitFor();
  await page.getByLabel("Note").fill("Call after four");
  await album.take(page, "activity", { height: 940, mark: left });
  await left.click();
  const undo = page.getByRole("button", { name: "Undo" });
  await undo.waitFor();
  await album.take(page, "logged", { height: 520, mark: undo });
  const sheet = await album.open("/office/work/call-sheet", { width: 820 });
  await sheet.emulateMedia({ media: "print" });
  // The margin of the paper, which only a printer adds.
  await sheet.evaluate(() => document.body.style.padding = "2rem");
  await album.take(sheet, "call-sheet", { height: 760 });
}

async function printLetters(album: Album) {
  const page = await album.open("/office/letters", { width: 1024 });
  await page.addInitScript(() => void (globalThis.print = () => {}));
  const print = page.getByRole("button", { name: "Print those that are ticked" });
  await album.take(page, "letters", { height: 520, mark: print });
  await print.click();
  await page.locator(".letter").first().waitFor();
  await page.setViewportSize({ width: 816, height: 1056 });
  await page.emulateMedia({ media: "print" });
  await album.take(page, "letter", { height: 1056 });
}

/** Chooses what happened, and resolves when its consequences are shown; nothing is recorded. */
async function lookAtChange(page: Page, what: string, fields: Record<string, string>) {
  await page.getByLabel(what, { exact: true }).check();
  for (const [label, value] of Object.entries(fields)) {
    await page.getByLabel(label, { exact: true }).locator("visible=true").first().fill(value);
  }
  await page.getByRole("button", { name: "Show what follows" }).click();
  await page.getByRole("heading", { name: "This is what follows" }).waitFor();
}

async function tellWhatChanged(album: Album, client: string) {
  const page = await album.open(`${client}/changed`);
  await page.getByLabel("Has moved").check();
  await album.take(page, "changed", { height: 900 });
  await lookAtChange(page, "Has moved", {
    "New street": "14 Lakeview Road",
    "City": "Burlington",
    "Postal code": "L7R 2B4",
  });
  const record = page.getByRole("button", { name: "Record it" });
  await album.take(page, "moved-follows", { height: 700, mark: record });
  const died = await album.open(`${client}/changed`, DARK);
  await lookAtChange(died, "Has died", { "Who looks after the estate?": "Anne Example" });
  await album.take(died, "died-follows", {
    height: 760,
    mark: died.getByRole("button", { name: "Record it" }),
  });
}

/** Who would come to the caller on that day is ill. */
async function takeTechnicianOff(album: Album, day: string) {
  const page = await album.open("/office/technicians");
  await page.goto(album.appUrl + await linkLike(page, new RegExp(`^/office/technicians/${ONE}`)));
  const leave = page.locator("form", { has: page.getByLabel("To, the last day") });
  await leave.getByLabel("From", { exact: true }).fill(day);
  await leave.getByLabel("Why").fill("Ill");
  await leave.getByRole("button", { name: "Show what follows" }).click();
  const add = page.getByRole("button", { name: "Add leave, put" });
  await add.waitFor();
  await album.take(page, "leave-follows", { height: 900, mark: add });
  await add.click();
  await page.getByText(": Ill").first().waitFor();
  await page.goto(`${album.appUrl}/office/work?kind=needs_rescheduling`);
  await album.take(page, "to-be-moved", { height: 560 });
}

/** What would follow if tomorrow were closed; it is not. */
async function closeDay(album: Album) {
  const page = await album.open(`/office/closure?day=${workdayAfter(1)}`);
  await page.getByRole("button", { name: "Show who is affected" }).click();
  const close = page.getByRole("button", { name: /^Close .* and tell / });
  await close.waitFor();
  await album.take(page, "close-day", { height: 900, mark: close });
}

/** One that waits for the client's word, then one that waits for a time. */
async function takeRepairs(album: Album) {
  const page = await album.open("/office/repairs");
  await album.take(page, "repairs", { height: 640 });
  await openRepair(album, page, "quoted");
  await album.take(page, "repair-quoted", { height: 900 });
  await openRepair(album, page, "approved");
  await album.take(page, "repair-times", { height: 760, mark: page.locator(".places button") });
}

async function openRepair(album: Album, page: Page, state: string) {
  await page.goto(`${album.appUrl}/office/repairs?state=${state}`);
  await page.goto(album.appUrl + await linkLike(page, new RegExp(`^/office/repairs/${ONE}`)));
}

async function takeMoney(album: Album) {
  const page = await album.open("/office/invoices?state=overdue");
  await album.take(page, "invoices", { height: 640 });
  const invoice = await linkLike(page, new RegExp(`^/office/invoices/${ONE}`));
  await page.goto(album.appUrl + invoice);
  await page.getByText("E-transfer", { exact: true }).click();
  const record = page.getByRole("button", { name: "Record the payment" });
  await album.take(page, "payment", { height: 900, mark: record });
  await record.click();
  await page.getByText("Paid in full").waitFor();
  await album.take(page, "paid", { height: 640 });
  await takeInvoiceBack(album, page);
}

/** The first invoice of which nothing is paid. */
async function takeInvoiceBack(album: Album, page: Page) {
  await page.goto(`${album.appUrl}/office/invoices?state=open`);
  for (const invoice of await linksLike(page, new RegExp(`^/office/invoices/${ONE}`))) {
    await page.goto(album.appUrl + invoice);
    const button = page.getByRole("button", { name: "Make it void" });
    if (await button.count() === 0) continue;
    await page.getByLabel("Why", { exact: true }).fill("Billed to the wrong person");
    return await album.take(page, "void", { height: 620, mark: button });
  }
  throw new Error("no invoice of the demonstration can be made void");
}

/** The technician's day on the phone, the same where there is no signal, and where the phone's calendar gets it from. */
async function lookAtPhone(album: Album) {
  const page = await album.open("/tech", { ...PHONE, role: "technician" });
  await album.take(page, "phone-day", { height: 740 });
  await untilOnPhone(page);
  await page.context().setOffline(true);
  const leave = page.getByRole("button", { name: "On my way" });
  // Late at night the day is over.
  if (await leave.isVisible()) await leave.click();
  else await page.goto(`${album.appUrl}/tech/week`);
  await page.locator(".sending:visible").getByText(/No signal since/).waitFor();
  await album.take(page, "phone-no-signal", { height: 740 });
  await page.context().setOffline(false);
  await page.goto(`${album.appUrl}/tech/calendar`);
  const make = page.getByRole("button", { name: "Make my address" });
  await album.take(page, "phone-calendar", { height: 600, mark: make });
}

/** Waits until every page of the day is kept on the phone. */
async function untilOnPhone(page: Page) {
  const paths = await page.evaluate(async () => {
    const { pages } = await (await fetch("/tech/ahead.json")).json();
    return pages.map(({ path }: { path: string }) => path) as string[];
  });
  // A condition that takes its time is true at once to a browser that is asked again and again: the page itself waits.
  await within(
    60_000,
    "the day to be on the phone",
    page.evaluate(async (paths) => {
      const isKept = async (path: string) => await caches.match(new URL(path, location.origin));
      while (!(await Promise.all(paths.map(isKept))).every(Boolean)) {
        await new Promise((again) => setTimeout(again, 100));
      }
    }, paths),
  );
}

async function lookAtSettings(album: Album) {
  const page = await album.open("/office/settings", { role: "admin" });
  await album.take(page, "settings", { height: 860 });
  await page.goto(`${album.appUrl}/office/catalogue`);
  await page.getByRole("link", { name: "Stair lift", exact: true }).first().click();
  await page.getByLabel("Fee before tax").fill("199.00");
  await page.getByRole("button", { name: "Look at what would differ" }).click();
  const save = page.getByRole("button", { name: "Save the policy" });
  await save.waitFor();
  await album.take(page, "policy", { height: 860, mark: save });
  await page.goto(`${album.appUrl}/office/staff`);
  await page.getByText("Invite somebody").click();
  await page.getByLabel("Name", { exact: true }).fill("Ina Example");
  await page.getByLabel("E-mail address").fill("ina@example.com");
  await page.locator("form").getByText("Office", { exact: true }).click();
  const send = page.getByRole("button", { name: "Send the invitation" });
  await album.take(page, "invite", { height: 900, mark: send });
}

async function lookAtNights(album: Album) {
  await album.take(await album.open("/office/nights"), "nights", { height: 900 });
}
