/** A technician's day without signal: two visits signed, the tab closed, and each done once when the signal is back. */
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

/** The addresses that are in the phone's caches. */
const cached = (page: Page) =>
  page.evaluate(async () => {
    const found = [];
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) {
        found.push(new URL(url).pathname);
      }
    }
    return found;
  });

const state = (page: Page) => page.locator(".sending:visible");

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
  expect(await page.getByText("still to do").count()).toBe(0);
  await page.getByLabel("What you found").fill(`Greased at ${name}'s`);
  await page.getByLabel("Name of who signs").fill(`${name} Example`);
  await page.getByText("Draws here").click();
  await draw(page);
  await clickAndWait(page, "Finish the visit");
  await page.getByText(`${name} Example, stair lift: visit finished`).waitFor();
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
  await page.close();

  // Leaving is asked first, and what would be lost is named.
  const again = await context.newPage();
  await again.goto(`${site}/tech/sending`);
  await clickAndWait(again, "Sign out");
  await again.getByRole("heading", { name: /things aren't sent yet/ }).waitFor();
  await again.getByText("Odette Example, stair lift: visit finished,").waitFor();
  expect(await objections(again)).toEqual([]);

  await context.setOffline(false);
  await until("all to be sent", async () => {
    const button = again.getByRole("button", { name: "Try now" });
    if (await button.isVisible()) await button.click({ timeout: 1000 }).catch(() => {});
    return await again.getByRole("heading", { name: "Everything is sent" }).isVisible();
  });
  expect([...lost].filter((form) => form.endsWith("/finish")).length).toBe(2);
  await again.goto(`${site}/tech/visits/${second}`);
  await again.getByRole("heading", { name: "Visit finished" }).waitFor();
  const { db } = world;
  const { data: reports } = await db.from("visit_reports").select("state, report")
    .in("visit_id", [first, second]).throwOnError();
  expect(reports!.map(({ state, report }) => [state, report.findings]).sort())
    .toEqual([["accepted", "Greased at Nell's"], ["accepted", "Greased at Odette's"]]);
  const { data: proofs } = await db.from("inspection_certificates").select("number, code")
    .in("visit_id", [first, second]).throwOnError();
  expect(proofs!.length).toBe(2);

  await clickAndWait(again, "Sign out");
  await again.getByRole("heading", { name: "Sign in" }).waitFor();
  const kept = await cached(again);
  expect(kept.filter((path) => path.startsWith("/tech/") || path === "/tech")).toEqual([]);
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
