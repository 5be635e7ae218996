/** Somebody is invited, chooses a password, forgets it, is signed out everywhere, and leaves. */
import { expect } from "expect";
import { rpcOf } from "@/lib/database/rpc.ts";
import { sendMessages } from "@/lib/mail/delivery/send_messages.ts";
import { until } from "@/tests/until.ts";
import type { Page } from "@/tools/browser/mod.ts";
import { clickAndWait, hasSidewaysScroll, objections, test } from "../browser_world.ts";
import type { World } from "../world.ts";
import { signIn } from "./office_in_browser.ts";

const INA = "ina@example.com";
const FIRST = "fjord lamp kettle";
const SECOND = "violet kettle harbour";

/** Where the newest mail to her leads, whoever sends it: this process, or the system's own job. */
async function linkToIna(world: World, after: number): Promise<string> {
  const texts: string[] = [];
  const transport = {
    provider: "catcher",
    deduplicates: true,
    send(_id: string, mail: { to: string; text: string }) {
      if (mail.to === INA) texts.push(mail.text);
      return Promise.resolve({ outcome: "sent" as const });
    },
  };
  const links = () =>
    texts.flatMap((text) => [...text.matchAll(/\/set-password\S+/g)].map(([link]) => link));
  await until(`mail ${after + 1} to ${INA}`, async () => {
    const options = { now: new Date(), transports: { catch: transport } };
    await sendMessages(rpcOf(world.db), { ...options, logins: world.db.auth.admin });
    const caught = await (await fetch(`${world.mailUrl}/messages.json`)).json();
    for (const { to, text } of caught) if (to === INA && !texts.includes(text)) texts.push(text);
    return links().length > after;
  });
  return world.appUrl + links().at(-1);
}

async function choose(page: Page, password: string) {
  await page.getByLabel("New password").fill(password);
  await page.getByLabel("The same once more").fill(password);
  await clickAndWait(page, "Keep it and sign in");
}

const hello = (page: Page) => page.getByRole("heading", { name: /^Hello/ }).waitFor();

await test(
  "Somebody is invited, chooses a password, gets another one, and is signed out at once",
  async (browser, world) => {
    const admin = await browser.newPage({ width: 360, height: 740 });
    await admin.goto(`${world.appUrl}/office/staff`);
    await signIn(admin, world, "admin");
    await admin.getByText("Invite somebody").click();
    expect(await objections(admin)).toEqual([]);
    expect(await hasSidewaysScroll(admin)).toBe(false);
    await admin.getByLabel("Name", { exact: true }).fill("Ina Example");
    await admin.getByLabel("E-mail address").fill(INA);
    await admin.getByRole("radio", { name: /^Office/ }).check();
    await clickAndWait(admin, "Send the invitation");
    await admin.getByText("An invitation is on its way").waitFor();
    expect(await objections(admin)).toEqual([]);
    expect(await hasSidewaysScroll(admin)).toBe(false);

    const first = await linkToIna(world, 0);
    const desk = await browser.newPage({ javaScriptEnabled: false });
    await desk.goto(first);
    await choose(desk, "password123");
    await desk.getByText("Too easy to guess").waitFor();
    expect(await objections(desk)).toEqual([]);
    await choose(desk, FIRST);
    await hello(desk);

    const phone = await browser.newPage();
    await phone.goto(`${world.appUrl}/forgot-password`);
    await phone.getByLabel("E-mail address").fill(INA);
    await clickAndWait(phone, "Mail me a link");
    await phone.getByRole("heading", { name: "Look at your mail" }).waitFor();
    expect(await objections(phone)).toEqual([]);
    await phone.goto(await linkToIna(world, 1));
    await choose(phone, SECOND);
    await hello(phone);
    // The desk was signed in with the old one.
    await desk.goto(`${world.appUrl}/office`);
    await desk.getByRole("heading", { name: "Sign in" }).waitFor();
    await desk.getByLabel("E-mail address").fill(INA);
    await desk.getByLabel("Password").fill(SECOND);
    await clickAndWait(desk, "Sign in");
    await hello(desk);

    await phone.locator(".who-is-it summary").click();
    await clickAndWait(phone, "Sign out on all devices");
    await phone.getByText("You are signed out on all of your devices").waitFor();
    await desk.goto(`${world.appUrl}/office/work`);
    await desk.getByRole("heading", { name: "Sign in" }).waitFor();
    await desk.getByLabel("E-mail address").fill(INA);
    await desk.getByLabel("Password").fill(SECOND);
    await clickAndWait(desk, "Sign in");
    await desk.getByRole("heading", { name: "Work list" }).waitFor();

    await admin.reload();
    await clickAndWait(admin, "Switch the login off");
    await admin.getByText("Switched off, and signed out everywhere").waitFor();
    await desk.reload();
    await desk.getByRole("heading", { name: "Sign in" }).waitFor();
    await desk.goto(first);
    await desk.getByRole("heading", { name: "This link is over" }).waitFor();
  },
);
