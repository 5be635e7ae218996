/** Every page of a technician's day as it stands before anything is typed: by size, by colour, and at twice the size of text. */
import { expect } from "expect";
import type { PageOptions } from "@/tools/browser/mod.ts";
import { readThrice } from "@/tests/calendar_readers.ts";
import { hasSidewaysScroll, objections, test } from "../browser_world.ts";
import { signIn } from "./office_in_browser.ts";
import { visitToday } from "./technician_in_browser.ts";

const PHONE = { width: 360, height: 740 };

/** Taller than any page: what the bar at the foot of the screen covers can be scrolled, which axe does not know. */
const TALL = 4000;

const LOOKS: [string, PageOptions][] = [
  ["on a phone in the dark", { width: 360, height: TALL, colorScheme: "dark" }],
  ["on a desk", { width: 1280, height: TALL }],
];

await test("No page of a technician's day objects or scrolls sideways", async (browser, world) => {
  const [client] = await world.addClient("Wilhelmina-Featherstonehaugh", "stairlift");
  const visit = `/tech/visits/${await visitToday(world, client)}`;
  const paths = [
    ...["/tech", "/tech/week", "/tech/calendar", "/tech/sending", "/tech?changed=moved", visit],
    ...["checklist", "finish", "could-not", "late"].map((step) => `${visit}/${step}`),
  ];
  for (const [look, options] of LOOKS) {
    const page = await browser.newPage(options);
    await page.goto(`${world.appUrl}/tech`);
    await signIn(page, world, "technician");
    await page.getByRole("navigation", { name: "My work" }).waitFor();
    for (const path of paths) {
      await page.goto(world.appUrl + path);
      expect([look, path, await objections(page)]).toEqual([look, path, []]);
      expect([look, path, await hasSidewaysScroll(page)]).toEqual([look, path, false]);
    }
  }
  const large = await browser.newPage({ ...PHONE, javaScriptEnabled: false, textScale: 200 });
  await large.goto(`${world.appUrl}/tech`);
  await signIn(large, world, "technician");
  await large.getByRole("navigation", { name: "My work" }).waitFor();
  for (const path of paths) {
    await large.goto(world.appUrl + path);
    expect([path, await hasSidewaysScroll(large)]).toEqual([path, false]);
  }
  await large.goto(`${world.appUrl}/tech/calendar`);
  await large.getByRole("button", { name: "Make my address" }).click();
  expect(await hasSidewaysScroll(large)).toBe(false);
  const told = new URL(await large.locator(".notice .link-text").innerText()).pathname;
  const feed = await fetch(world.appUrl + told);
  const today = Object.values(readThrice(await feed.text())).map(({ events }) =>
    events.map(({ summary, status }) => `${summary} ${status}`)
  );
  expect(today).toEqual(Array(3).fill(today[0]));
  expect(today[0]).toContain("Maintenance: stair lift CONFIRMED");
  const again = await fetch(world.appUrl + told, {
    headers: { "If-None-Match": feed.headers.get("ETag")! },
  });
  expect([again.status, await again.text()]).toEqual([304, ""]);
});
