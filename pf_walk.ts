import { axeViolations, withBrowser } from "@/tools/browser/mod.ts";
const U = "http://127.0.0.1:8570", F = "/tmp/w/h_photos_files/";
await withBrowser(async (browser) => {
  const page = await browser.newPage({ width: 360, height: 740 });
  page.on("console", (m) => { if (m.type() === "error") console.log("console:", m.text().slice(0, 300)); });
  page.on("pageerror", (e) => console.log("pageerror:", String(e).slice(0, 300)));
  await page.goto(`${U}/sign-in`);
  await page.getByLabel("E-mail address").fill("tech@example.com");
  await page.getByLabel("Password").fill("demo-technician");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/tech");
  const hrefs = await page.locator("a[href^='/tech/visits/']").evaluateAll((a) => [...new Set(a.map((e) => e.getAttribute("href")!))]);
  console.log(hrefs);
  let visit = "";
  for (const h of hrefs) { await page.goto(U + h + "/checklist"); if (page.url().endsWith("/checklist")) { visit = h; break; } }
  console.log("visit", visit);
  await page.locator("#line-1 .fail input").check();
  await page.screenshot({ path: "/tmp/w/hp_1_fail.png" });
  const input = () => page.locator("#line-1 .photo:not([hidden]) input[type=file]");
  for (const bad of ["empty.jpg", "zip.jpg", "act.svg", "cut.jpg", "cut_small.jpg"]) {
    await input().setInputFiles(F + bad);
    await page.locator("#line-1 .complaint").waitFor();
    console.log(bad, await page.locator("#line-1 [role=status]").allInnerTexts(), await input().evaluate((e) => (e as HTMLInputElement).files!.length));
  }
  for (const good of ["phone.jpg", "forty.jpg", "poly.jpg"]) {
    const t = performance.now();
    await input().setInputFiles(F + good);
    await page.waitForFunction((n) => document.querySelectorAll("#line-1 .taken").length === n, ["phone.jpg", "forty.jpg", "poly.jpg"].indexOf(good) + 1);
    console.log(good, Math.round(performance.now() - t), "ms", await page.locator("#line-1 .taken [role=status]").allInnerTexts());
  }
  console.log(await page.locator("#line-1 input[type=file]").evaluateAll((all) => Promise.all(all.map(async (e) => { const f = (e as HTMLInputElement).files![0]; if (!f) return null; const b = await createImageBitmap(f); return [f.name, f.type, f.size, b.width, b.height]; }))));
  await page.locator("#line-1").screenshot({ path: "/tmp/w/hp_2_taken.png" });
  console.log("axe", (await axeViolations(page)).map((v) => v.id + " " + v.nodes.map((n) => n.html.slice(0, 120))));
  await page.locator("#line-1 .taken button").nth(2).click();
  console.log("after remove", await page.locator("#line-1 .taken").count(), await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120)));
  await page.locator("#note-1").fill("Rail worn");
  const [req] = await Promise.all([page.waitForRequest((r) => r.method() === "POST"), page.locator("#section-1 button[value=save]").click()]);
  await page.waitForLoadState();
  console.log(req.headers()["content-type"]?.slice(0, 40), page.url());
  await page.locator("#line-1").screenshot({ path: "/tmp/w/hp_3_kept.png" });
  console.log(await page.locator(".kept-photos").allInnerTexts());
  await page.goto(U + visit + "/finish");
  await page.locator("#photos .photo input").setInputFiles(F + "small.jpg");
  await page.getByLabel("What it shows").fill("The hallway");
  await page.locator("#photos").screenshot({ path: "/tmp/w/hp_4_finish.png" });
  console.log("axe", (await axeViolations(page)).map((v) => v.id + " " + v.nodes.map((n) => n.html.slice(0, 120))));
  await page.locator(".thumb button").click();
  await page.waitForLoadState();
  console.log(page.url(), await page.locator("h1").innerText(), await page.locator(".kept-photos").allInnerTexts());
  await page.screenshot({ path: "/tmp/w/hp_5_finish.png", fullPage: true });
  const href = await page.locator(".kept-photos a").last().getAttribute("href");
  const r = await page.request.get(U + href);
  console.log(r.status(), r.headers());
  await page.goto(U + href);
  await page.screenshot({ path: "/tmp/w/hp_6_photo.png" });
  // office
  const office = await browser.newPage({ width: 1280 });
  office.on("console", (m) => { if (m.type() === "error") console.log("console office:", m.text().slice(0, 300)); });
  await office.goto(`${U}/sign-in?next=${visit.replace("/tech", "/office")}`);
  await office.getByLabel("E-mail address").fill("office@example.com");
  await office.getByLabel("Password").fill("demo-office");
  await office.getByRole("button", { name: "Sign in" }).click();
  await office.getByRole("heading", { name: "Photos" }).waitFor();
  await office.getByRole("heading", { name: "Photos" }).scrollIntoViewIfNeeded();
  await office.waitForFunction(() => [...document.querySelectorAll<HTMLImageElement>(".gallery img")].every((i) => i.complete && i.naturalWidth > 0));
  await office.screenshot({ path: "/tmp/w/hp_7_office.png", fullPage: true });
  console.log("axe office", (await axeViolations(office)).map((v) => v.id + " " + v.nodes.map((n) => n.html.slice(0, 120))));
  await Deno.writeTextFile("/tmp/w/hp_visit", visit);
});
