/** A technician's day without signal: two visits signed and photographed, the tab closed, and each done once when the signal is back. */
import { expect } from "expect";
import type { Page } from "@/tools/browser/mod.ts";
import { startCuttingProxy } from "@/tests/cutting_proxy.ts";
import { until } from "@/tests/until.ts";
import { clickAndWait, hasSidewaysScroll, objections, test } from "../browser_world.ts";
import type { World } from "../world.ts";
import { signIn } from "./office_in_browser.ts";
import { draw, passEverything, visitToday } from "./technician_in_browser.ts";

const PHONE = { width: 360, height: 740 };

/** Another visit of the same technician, two hours after that one. */
async function visitAfter({ db, addClient }: World, visit: string, name: string): Promise<string> {
  const { data: before } = await db.from("maintenance_visits")
    .select("technician_tasks(technician_id, during)").eq("id", visit).single().throwOnError();
  const { technician_id, during } = before!.technician_tasks as unknown as {
    technician_id: string;
    during: string;
  };
  const [client] = await addClient(name, "stairlift");
  const starts = new Date(/"([^"]+)"/.exec(during)![1]).getTime() + 2 * 3_600_000;
  const { data } = await db.rpc("book_for_client", {
    contract_id: client.contractId,
    technician_id,
    starts_at: new Date(starts).toISOString(),
    override: true,
  }).throwOnError();
  expect(data.status).toBe("booked");
  const { data: made } = await db.from("maintenance_visits").select("id")
    .eq("cycle_id", client.cycleId).single().throwOnError();
  return made!.id;
}

/** The pages of technicians that are in the phone's caches. */
export const cached = (page: Page) =>
  page.evaluate(async () => {
    const found = [];
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) {
        found.push(new URL(url).pathname);
      }
    }
    return found.filter((path) => /^\/tech(\/|$)/.test(path));
  });

/** How many pictures this phone keeps that are in no line yet. */
const pictures = (page: Page) =>
  page.evaluate(async () => {
    const opened = indexedDB.open("phone pictures");
    await new Promise((resolve) => opened.onsuccess = resolve);
    const names = [...opened.result.objectStoreNames];
    if (names.length === 0) return 0;
    const count = opened.result.transaction("pictures").objectStore("pictures").count();
    await new Promise((resolve) => count.onsuccess = resolve);
    opened.result.close();
    return count.result;
  });

const state = (page: Page) => page.locator(".sending:visible");

/** A picture, as base64 of a JPEG. */
export function cameraPhoto(): string {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [800, 600];
  canvas.getContext("2d")!.fillRect(100, 100, 300, 200);
  return canvas.toDataURL("image/jpeg").split(",")[1];
}

async function takePhoto(page: Page) {
  const buffer = Buffer.from(await page.evaluate(cameraPhoto), "base64");
  await page.locator("input[type=file][name=photo]").first()
    .setInputFiles({ name: "IMG_1.jpg", mimeType: "image/jpeg", buffer });
  await page.getByText(/^Photo taken, /).waitFor();
}

/** From the job to "Finish the visit", with nothing but what is on the phone. */
async function finishWithoutSignal(page: Page, visit: string, name: string) {
  await page.goto(new URL(`/tech/visits/${visit}`, page.url()).href);
  await page.getByRole("heading", { name: `${name} Example` }).waitFor();
  await clickAndWait(page, "On my way");
  await clickAndWait(page, "I've arrived");
  await clickAndWait(page, "Start the checklist", "link");
  await page.getByRole("heading", { name: "Stair lift checklist" }).waitFor();
  await page.locator("details[open] button[name=all_pass]").first().click();
  await page.getByText("3 of 16").waitFor();
  await page.reload();
  await page.getByText("3 of 16").waitFor();
  await passEverything(page);
  await clickAndWait(page, "Next: finish");
  await page.getByRole("heading", { name: "Finish the visit" }).waitFor();
  await page.getByText("still to do").waitFor({ state: "detached" });
  // A phone that is locked may drop the page: what was typed is there when it is looked at again.
  await page.getByLabel("What you found").fill(`Greased at ${name}'s`);
  await page.reload();
  await until(
    "what was typed to be there again",
    async () => await page.getByLabel("What you found").inputValue() === `Greased at ${name}'s`,
  );
  await takePhoto(page);
  await page.getByLabel("What it shows").fill(`The rail at ${name}'s`);
  await clickAndWait(page, "Finish the visit");
  await page.getByRole("alert").getByText("A signature is missing").waitFor();
  await page.getByLabel("Name of who signs").fill(`${name} Example`);
  await page.getByText("Draws here").click();
  await draw(page);
  // Photo and signature too are on the phone before they are sent.
  await page.getByLabel("Signature pad, signed").waitFor();
  await until("both to be on the phone", async () => (await pictures(page)) === 2);
  // As often as the page is dropped, and where the browser was killed before this storage was on its disk.
  for (const isKilled of [false, true]) {
    if (isKilled) await page.evaluate(() => localStorage.clear());
    await page.reload();
    await page.getByText(/^Photo taken, /).waitFor();
    await page.getByLabel("Signature pad, signed").waitFor();
  }
  expect(await page.getByLabel("What it shows").inputValue()).toBe(`The rail at ${name}'s`);
  await clickAndWait(page, "Finish the visit");
  await page.getByText(`${name} Example, stair lift: visit finished`).waitFor();
  await page.getByText("16 lines, signature, 1 photo").first().waitFor();
  expect(await page.getByText("Typed on this phone").count()).toBe(0);
  await until("its pictures to be in the line alone", async () => (await pictures(page)) === 0);
}

await test("A day in basements is sent once, and nothing of it stays", async (browser, world) => {
  const [client] = await world.addClient("Nell", "stairlift");
  const first = await visitToday(world, client);
  const second = await visitAfter(world, first, "Odette");
  // Each form's first answer is lost once the server has done it.
  const lost = new Set<string>();
  const line = startCuttingProxy(Number(new URL(world.appUrl).port), (head) => {
    const [, form] = /^POST (\/tech\S*) /.exec(head) ?? [];
    if (form === undefined || lost.has(form)) return {};
    lost.add(form);
    return { answer: 1 };
  });
  const site = `http://127.0.0.1:${line.port}`;
  const page = await browser.newPage(PHONE);
  await page.goto(`${site}/tech`);
  await signIn(page, world, "technician");
  await page.getByRole("heading", { name: "Nell Example" }).waitFor();
  // The day is fetched ahead, without a page of it being opened.
  const last = `/tech/visits/${second}/late`;
  await until("the day to be on the phone", async () => (await cached(page)).includes(last));
  const context = page.context();
  await context.setOffline(true);
  await finishWithoutSignal(page, first, "Nell");
  await finishWithoutSignal(page, second, "Odette");
  await state(page).getByText(/^No signal since \d/).waitFor();
  expect(await objections(page)).toEqual([]);
  expect(await hasSidewaysScroll(page)).toBe(false);
  await page.goto(`${site}/tech`);
  await page.getByText(/Finished .* saved on this phone/).first().waitFor();
  await page.getByText("2 of 2 done").waitFor();
  await page.goto(`${site}/tech/visits/${first}`);
  await page.getByText(/^Finished \d/).waitFor();
  expect(await page.getByText("Arrived", { exact: true }).count()).toBe(0);
  await page.getByText("Cash", { exact: true }).click();
  await page.evaluate(() => scrollTo(0, 0));
  expect(await objections(page)).toEqual([]);
  expect(await hasSidewaysScroll(page)).toBe(false);
  await clickAndWait(page, "Record the payment");
  await page.getByText("Nell Example, stair lift: payment").waitFor();
  await page.close();

  // Nothing can be booked: what would suit is noted for the office.
  const again = await context.newPage();
  await again.goto(`${site}/tech/visits/${second}/next`);
  await again.getByRole("heading", { name: "When would it suit Odette Example?" }).waitFor();
  await again.getByLabel("Mondays").check();
  await again.getByLabel("In their words").fill("Not before lunch");
  await again.reload();
  await until("what was chosen", () => again.getByLabel("Mondays").isChecked());
  await again.evaluate(() => scrollTo(0, 0));
  expect(await objections(again)).toEqual([]);
  await clickAndWait(again, "Save for the office");
  await again.getByText("Odette Example, stair lift: when the next visit suits").waitFor();

  // Leaving is asked first, and what would be lost is named.
  await again.goto(`${site}/tech/sending`);
  await clickAndWait(again, "Sign out");
  await again.getByRole("heading", { name: /things aren't sent yet/ }).waitFor();
  await again.getByText("Odette Example, stair lift: visit finished,").waitFor();
  expect(await objections(again)).toEqual([]);
  await again.getByText("Sign out anyway").click();
  await again.getByLabel("I know that all").check();
  await clickAndWait(again, /^Throw away/);
  await again.getByRole("alert").getByText("Signing out needs a signal").waitFor();

  await context.setOffline(false);
  await until("all to be sent", async () => {
    const button = again.getByRole("button", { name: "Try now" });
    if (await button.isVisible()) await button.click({ timeout: 1000 }).catch(() => {});
    return await again.getByRole("heading", { name: "Everything is sent" }).isVisible();
  });
  expect([...lost].filter((form) => form.endsWith("/finish")).length).toBe(2);
  await again.goto(`${site}/tech/visits/${second}`);
  await again.getByRole("heading", { name: "Visit finished" }).waitFor();
  await again.getByText("Photos (1)").waitFor();
  const { db } = world;
  const { data: reports } = await db.from("visit_reports").select("state, report")
    .in("visit_id", [first, second]).throwOnError();
  expect(reports!.map(({ state, report }) => [state, report.findings]).sort())
    .toEqual([["accepted", "Greased at Nell's"], ["accepted", "Greased at Odette's"]]);
  const { data: wishes } = await db.from("office_activities").select("state, details")
    .eq("kind", "callback").eq("details->>heard_at", "door").throwOnError();
  expect(wishes!.map(({ state, details }) => [state, details.preferred_times, details.note]))
    .toEqual([["open", "Mondays", "Not before lunch"]]);
  const { data: payments } = await db.from("payments")
    .select("method").eq("request_id", first).throwOnError();
  expect(payments!.map(({ method }) => method)).toEqual(["cash"]);
  const { data: proofs } = await db.from("inspection_certificates").select("number, code")
    .in("visit_id", [first, second]).throwOnError();
  expect(proofs!.length).toBe(2);

  await clickAndWait(again, "Sign out");
  await again.getByRole("heading", { name: "Sign in" }).waitFor();
  expect(await cached(again)).toEqual([]);
  expect(
    await again.evaluate(async () => {
      const opened = indexedDB.open("phone");
      await new Promise((resolve) => opened.onsuccess = resolve);
      const all = opened.result.transaction("kept").objectStore("kept").getAll();
      await new Promise((resolve) => all.onsuccess = resolve);
      return all.result;
    }),
  ).toEqual([]);

  await line.stop();

  // What was signed in a basement is a paper like any other.
  const office = await browser.newPage();
  await office.goto(`${world.appUrl}/office`);
  await signIn(office, world, "office");
  await office.waitForURL(/\/office$/);
  for (const { number, code } of proofs!) {
    const pdf = await office.request.get(`${world.appUrl}/office/certificates/${number}.pdf`);
    expect((await pdf.body()).subarray(0, 5).toString()).toBe("%PDF-");
    const { data } = await db.rpc("verify_certificate", { code });
    expect(data.status).toBe("current");
  }
});

/** A report from the visit's other phone, which has a signal. */
async function reportFromElsewhere({ db }: World, visit_id: string) {
  const at = new Date().toISOString();
  const { data: lines } = await db.rpc("visit_sheet", { visit_id }).throwOnError();
  const positions = lines.checklist.flatMap(({ lines }: { lines: { position: number }[] }) =>
    lines
  );
  const { data } = await db.rpc("complete_visit", {
    visit_id,
    report: {
      version: 1,
      report_id: crypto.randomUUID(),
      based_on: lines.stop.revision,
      ...{ recorded_at: at, sent_at: at, started_at: at, finished_at: at },
      labour_minutes: 10,
      checklist: positions.map(({ position }: { position: number }) => ({
        position,
        result: "pass",
      })),
      parts: [],
      signature: { name: "Petra Example", role: "client", method: "typed" },
    },
  }).throwOnError();
  expect(data.status).toBe("done");
}

await test(
  "Two phones at one visit: one result, one conflict, and nobody else's is shown or sent",
  async (browser, world) => {
    const [client] = await world.addClient("Petra", "walker");
    const visit = await visitToday(world, client);
    const at = `${world.appUrl}/tech/visits/${visit}`;
    const page = await browser.newPage(PHONE);
    const context = page.context();
    await page.goto(`${world.appUrl}/tech`);
    await signIn(page, world, "technician");
    const last = new URL(`${at}/late`).pathname;
    await until("the day to be on the phone", async () => (await cached(page)).includes(last));
    await context.setOffline(true);
    await page.goto(`${at}/checklist`);
    // Looking at a page makes nothing that would have to be sent.
    await page.getByText("+ Photo").first().waitFor({ state: "attached" });
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
    await passEverything(page);
    await clickAndWait(page, "Next: finish");
    await page.getByLabel("What you found").fill("Brakes adjusted");

    // No room for a photo: it is said, and the words are kept.
    await page.evaluate(() => {
      const shelf = IDBObjectStore.prototype;
      const { put } = shelf;
      shelf.put = function (...args: Parameters<typeof put>) {
        if (this.name !== "pictures") return put.apply(this, args);
        throw new DOMException("no room", "QuotaExceededError");
      };
    });
    await takePhoto(page);
    await page.getByText("There is no room to keep it on this phone").waitFor();
    await page.reload();
    await page.getByText("One photo was taken here and not saved").waitFor();
    expect(await page.getByLabel("What you found").inputValue()).toBe("Brakes adjusted");
    await page.getByLabel("Name of who signs").fill("Petra Example");
    await page.getByLabel("The name typed above stands for a signature").check();

    // No room, no signal: it is said where the form is, which has everything.
    const [worker] = context.serviceWorkers();
    await worker.evaluate(() => {
      const shelf = IDBObjectStore.prototype;
      const { add } = shelf;
      shelf.add = () => {
        shelf.add = add;
        throw new DOMException("no room", "QuotaExceededError");
      };
    });
    await clickAndWait(page, "Finish the visit");
    await page.getByRole("alert").getByText("This was not sent and not saved").waitFor();
    expect(await page.getByLabel("What you found").inputValue()).toBe("Brakes adjusted");
    await clickAndWait(page, "Finish the visit");
    await page.getByText("Petra Example, walker: visit finished").waitFor();
    await reportFromElsewhere(world, visit);
    await page.goto(`${at}/could-not`);
    await takePhoto(page);
    await until("a picture to be on the phone", async () => (await pictures(page)) === 1);

    // Their sign-in has run out: they go on with the day, and nothing is lost.
    await context.clearCookies();
    await context.setOffline(false);
    await page.goto(`${world.appUrl}/tech/sending`);
    await page.getByRole("heading", { name: "Please sign in again" }).waitFor();
    expect(await objections(page)).toEqual([]);
    await page.goto(`${world.appUrl}/tech`);
    await page.getByText("Petra Example, walker: visit finished, saved on this phone").waitFor();

    // Somebody else takes the phone.
    await page.goto(`${world.appUrl}/sign-in?next=/tech/sending`);
    await signIn(page, world, "office");
    await page.getByRole("heading", { name: "Everything is sent" }).waitFor();
    expect(await page.getByText("Petra Example").count()).toBe(0);
    expect(await cached(page)).toEqual([]);
    expect(await pictures(page)).toBe(0);
    const reports = async () =>
      (await world.db.from("visit_reports").select("state, report").eq("visit_id", visit)
        .order("recorded_at").throwOnError()).data!;
    expect((await reports()).map(({ state }) => state)).toEqual(["accepted"]);

    await context.clearCookies();
    await page.goto(`${world.appUrl}/sign-in?next=/tech/sending`);
    await signIn(page, world, "technician");
    await page.getByRole("heading", { name: "This was changed while you were there" }).waitFor();
    await state(page).getByText("1 needs the office").waitFor();
    expect(await objections(page)).toEqual([]);
    const both = await reports();
    expect(both.map(({ state }) => state).sort()).toEqual(["accepted", "conflict"]);
    const { report } = both.find(({ state }) => state === "conflict")!;
    expect([report.findings, report.checklist.length > 3]).toEqual(["Brakes adjusted", true]);
    await clickAndWait(page, "I have read this");
    // What they had begun beside it is theirs to go on with, or not.
    await state(page).getByText("Not sent yet").waitFor();
    // A slip of the thumb throws nothing away.
    page.once("dialog", (asked) => asked.dismiss());
    await clickAndWait(page, "It is not needed");
    await state(page).getByText("Not sent yet").waitFor();
    page.once("dialog", (asked) => asked.accept());
    await clickAndWait(page, "It is not needed");
    await state(page).getByText("Sent", { exact: true }).waitFor();
  },
);
