/** The install base is brought in by keyboard: the company's own files, another company's numbers, enrolled and taken back. */
import { Buffer } from "node:buffer";
import { expect } from "expect";
import type { Page } from "@/tools/browser/mod.ts";
import { hasSidewaysScroll, test } from "../browser_world.ts";
import { signIn } from "./office_in_browser.ts";
import { expectSound } from "./technician_in_browser.ts";

const FOLDER = new URL("../../../embedded/demo/install_base/", import.meta.url);

/** Those that the office brings in; the demonstration has them already, so that all but what they hold is renumbered. */
const NAMES = [
  "customers.csv",
  "products.csv",
  "device_type_map.csv",
  "sales_order_lines.csv",
  "device_claims.csv",
];

/** A file as another company would have it: the same rows under other numbers, one of them with a slip. */
async function fileOf(name: string) {
  const text = (await Deno.readTextFile(new URL(name, FOLDER)))
    .replace(/\b([CSLK]\d{5,6})\b/g, "X$1")
    .replace(/\b(?!X)([A-Z]{1,3}\d{6,})\b/g, "Z$1")
    .replaceAll("@example.com", "@example.org");
  const said = name === "customers.csv"
    ? text.replace("customer_ref", "Client no.").replace("phone", "tel_1")
    : name === "sales_order_lines.csv"
    ? text.replace(/,1,12900\.00/, ",two,12900.00")
    : text;
  return { name, mimeType: "text/csv", buffer: Buffer.from(said) };
}

/** Goes on with Tab until what has that name has the focus, and presses Enter. */
async function press(page: Page, name: string | RegExp, role: "button" | "link" = "button") {
  const wanted = page.getByRole(role, { name }).first();
  await wanted.waitFor();
  for (let tabs = 0; tabs < 200; tabs++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) {
      await page.keyboard.press("Enter");
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`Nobody comes to "${name}" by keyboard`);
}

await test("The office brings the install base in, by keyboard", async (browser, world) => {
  const page = await browser.newPage({ width: 1280, height: 900 });
  await page.goto(`${world.appUrl}/office/enrol`);
  await signIn(page, world, "office");
  await page.getByRole("heading", { name: "Enrol the install base" }).waitFor();

  // Files, of which one has columns to look at.
  const files = await Promise.all(NAMES.map(fileOf));
  await page.getByLabel(/^Add files/).setInputFiles(files);
  await page.getByRole("heading", { name: "5 files" }).waitFor();
  await page.getByText("Please check its columns").waitFor();
  await expectSound(page);
  await press(page, "Keep these columns");
  await page.getByText("The columns are kept.").waitFor();
  await press(page, "Read 5 files");
  await page.getByText("The files are read.").waitFor();
  await page.getByText("Quantity is not a whole number").waitFor();
  await expectSound(page);

  // Products: the demonstration's are said already.
  await press(page, /^Go on: what is each product/, "link");
  await page.getByRole("heading", { name: "What is each product?" }).waitFor();
  await expectSound(page);
  await press(page, /^Go on/, "link");

  // What would happen, and how fast.
  await press(page, "Count what would happen");
  await page.getByRole("heading", { name: "What would happen" }).waitFor();
  const units = Number(await page.locator(".figures strong").first().innerText());
  expect(units).toBeGreaterThan(350);
  await page.getByLabel(/^Spread over/).focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("2");
  await press(page, "Show again");
  await page.getByText("A wave").waitFor();
  await expectSound(page);
  const check = page.url().replace(/#.*/, "");

  const small = await browser.newPage({ width: 768, height: 1000, colorScheme: "dark" });
  await small.goto(check);
  await signIn(small, world, "office");
  await small.getByRole("heading", { name: "What would happen" }).waitFor();
  await expectSound(small);
  for (const path of [`${world.appUrl}/office/enrol`, `${check}/rows?outcome=skipped`]) {
    await small.goto(path);
    await expectSound(small);
  }
  const large = await browser.newPage({
    width: 360,
    height: 740,
    textScale: 200,
    javaScriptEnabled: false,
  });
  await large.goto(check);
  await signIn(large, world, "office");
  await large.getByRole("heading", { name: "What would happen" }).waitFor();
  expect(await hasSidewaysScroll(large)).toBe(false);
  await large.goto(`${world.appUrl}/office/enrol`);
  expect(await hasSidewaysScroll(large)).toBe(false);

  // Enrolled, and taken back while nobody was told.
  await press(page, `Enrol ${units} units`);
  await page.getByRole("heading", { name: "Enrolled", exact: true }).waitFor();
  await page.getByText(`${units} of ${units} units`).waitFor();
  await expectSound(page);
  await press(page, "Take this run back");
  await page.getByRole("heading", { name: "Taken back", exact: true }).waitFor();
  expect(await hasSidewaysScroll(page)).toBe(false);
});
