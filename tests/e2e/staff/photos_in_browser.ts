/** A photo of what fails: taken on a phone, made small there, sent with the report, seen by the office. */
import { expect } from "expect";
import type { Page } from "@/tools/browser/mod.ts";
import { clickAndWait, hasSidewaysScroll, test } from "../browser_world.ts";
import { signIn } from "./office_in_browser.ts";
import { draw, expectSound, passEverything, visitToday } from "./technician_in_browser.ts";

/** As a phone's camera writes it, held upright: twelve megapixels that lie on their side, and where it was. */
async function cameraPhoto(page: Page): Promise<Uint8Array> {
  const base64 = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [4032, 3024];
    const pen = canvas.getContext("2d")!;
    for (let n = 0; n < 4000; n++) {
      pen.fillStyle = `hsl(${n * 37} 80% 50%)`;
      pen.fillRect(n * 7919 % 4032, n * 6101 % 3024, 90, 70);
    }
    return canvas.toDataURL("image/jpeg", 0.95).split(",")[1];
  });
  const picture = Uint8Array.fromBase64(base64);
  const turned = [0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
  const words = new TextEncoder();
  const said = [
    ...words.encode("Exif\0\0MM\0*"),
    0,
    0,
    0,
    8,
    ...turned,
    ...words.encode("43.45 N"),
  ];
  const place = new Uint8Array([0xff, 0xe1, 0, said.length + 2, ...said]);
  return await new Blob([picture.slice(0, 2), place, picture.slice(2)]).bytes();
}

/** Waits until a page shows the photo, as it was made small. */
async function shownIn(page: Page) {
  await page.waitForFunction(() =>
    document.querySelector<HTMLImageElement>(".gallery img")?.naturalWidth === 1200
  );
}

await test(
  "A line that fails is photographed on a phone, and the office sees it",
  async (browser, world) => {
    const [client] = await world.addClient("Pia", "stairlift");
    const visit = await visitToday(world, client);
    const phone = await browser.newPage({ width: 360, height: 740 });
    await phone.goto(`${world.appUrl}/tech/visits/${visit}/checklist`);
    await signIn(phone, world, "technician");
    await phone.getByRole("heading", { name: "Stair lift checklist" }).waitFor();
    const line = phone.locator("#line-1");
    await line.locator(".fail input").check();
    const field = line.getByLabel("Photo of line 1");
    const buffer = Buffer.from(new TextEncoder().encode("PK, and no photo"));
    await field.setInputFiles({ name: "photo.jpg", mimeType: "image/jpeg", buffer });
    await line.getByText("That is no photo that this phone can read").waitFor();

    const photo = Buffer.from(await cameraPhoto(phone));
    expect(photo.length).toBeGreaterThan(400 * 1024);
    const [chooser] = await Promise.all([phone.waitForEvent("filechooser"), field.click()]);
    await chooser.setFiles({ name: "IMG_1.jpg", mimeType: "image/jpeg", buffer: photo });
    await line.getByText(/^Photo taken, \d+\sKB/).waitFor();
    await expectSound(phone);
    const taken = await field.first().evaluate(async (input: HTMLInputElement) => {
      const [file] = input.files!;
      const { width, height } = await createImageBitmap(file);
      return { width, height, size: file.size, says: (await file.text()).includes("Exif") };
    });
    expect(taken).toEqual({ width: 1200, height: 1600, size: taken.size, says: false });
    expect(taken.size).toBeLessThanOrEqual(400 * 1024);

    await passEverything(phone);
    await clickAndWait(phone, "Next: finish");
    await phone.getByText(/kept, \d+\sKB/).waitFor();
    // What is drawn stays on the phone while the form is sent on its way, such as with a photo.
    await phone.getByText("Draws here").click();
    await draw(phone);
    await phone.getByLabel("Signature pad, signed").waitFor();
    await phone.evaluate(() => {
      const form = document.querySelector<HTMLFormElement>("#finish")!;
      form.requestSubmit(form.querySelector("button[value=save]"));
    });
    await phone.waitForURL(/finish\?now/);
    await phone.getByLabel("Signature pad, signed").waitFor();
    await phone.getByLabel("Name of who signs").fill("Pia Example");
    await phone.getByLabel("The name typed above stands for a signature").check();
    await expectSound(phone);
    await clickAndWait(phone, "Finish the visit");
    await phone.getByRole("heading", { name: "Visit finished" }).waitFor();
    await phone.getByText("Photos (1)").click();
    await shownIn(phone);

    const office = await browser.newPage();
    await office.goto(`${world.appUrl}/sign-in?next=/office/visits/${visit}`);
    await signIn(office, world, "office");
    const shown = office.getByAltText("Photo 1 of line 1");
    await shownIn(office);
    await expectSound(office);
    const [large] = await Promise.all([office.waitForEvent("popup"), shown.click()]);
    await large.waitForLoadState();
    expect(await large.locator("img").evaluate((img: HTMLImageElement) => img.naturalHeight))
      .toBe(1600);
    expect(await hasSidewaysScroll(office)).toBe(false);
  },
);
