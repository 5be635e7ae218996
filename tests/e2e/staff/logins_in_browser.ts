/** Somebody is invited, chooses a password, forgets it, is signed out everywhere, and leaves. */
import { rpcOf } from "@/lib/database/rpc.ts";
import { sendMessages } from "@/lib/mail/delivery/send_messages.ts";
import { until } from "@/tests/until.ts";
import type { Page } from "@/tools/browser/mod.ts";
import { clickAndWait, test } from "../browser_world.ts";
import type { World } from "../world.ts";
import { signIn, TODAY } from "./office_in_browser.ts";
import { expectSound } from "./technician_in_browser.ts";

const INA = "ina@example.com";
const FIRST = "fjord lamp kettle";
const SECOND = "violet kettle harbour";

const seen = new Set<string>();

/**
 * The link of the next mail to her, whoever sends it: this process, which does not wait for the minute, or the
 * system's own job.
 */
async function nextLinkToIna({ appUrl, mailUrl, db }: World): Promise<string> {
  const mails: { to: string; text: string }[] = [];
  const catcher = {
    provider: "catcher",
    deduplicates: true,
    send(_id: string, mail: { to: string; text: string }) {
      mails.push(mail);
      return Promise.resolve({ outcome: "sent" as const });
    },
  };
  let link: string | undefined;
  await until(`a mail to ${INA}`, async () => {
    const options = { now: new Date(), transports: { catch: catcher }, logins: db.auth.admin };
    await sendMessages(rpcOf(db), options);
    mails.push(...await (await fetch(`${mailUrl}/messages.json`)).json());
    link = mails.filter(({ to }) => to === INA)
      .flatMap(({ text }) => text.match(/\/set-password\S+/) ?? [])
      .find((each) => !seen.has(each));
    return link !== undefined;
  });
  seen.add(link!);
  return appUrl + link;
}

async function choose(page: Page, password: string) {
  await page.getByLabel("New password").fill(password);
  await page.getByLabel("The same once more").fill(password);
  await clickAndWait(page, "Keep it and sign in");
}

async function signInAsIna(page: Page, password: string) {
  await page.getByLabel("E-mail address").fill(INA);
  await page.getByLabel("Password").fill(password);
  await clickAndWait(page, "Sign in");
}

const heading = (page: Page, name: string | RegExp) =>
  page.getByRole("heading", { name, level: 1 }).waitFor();

await test(
  "Somebody is invited, chooses a password, gets another one, and is out as soon as somebody says so",
  async (browser, world) => {
    const admin = await browser.newPage({ width: 360, height: 740 });
    await admin.goto(`${world.appUrl}/office/staff`);
    await signIn(admin, world, "admin");
    await admin.getByText("Invite somebody").click();
    await expectSound(admin);
    await admin.getByLabel("Name", { exact: true }).fill("Ina Example");
    await admin.getByLabel("E-mail address").fill(INA);
    await admin.locator("form").getByText("Office", { exact: true }).click();
    await clickAndWait(admin, "Send the invitation");
    await admin.getByText("An invitation is on its way").waitFor();
    await expectSound(admin);

    // A page without JavaScript gives axe no answer: it is looked at on the phone.
    const desk = await browser.newPage({ javaScriptEnabled: false });
    const invitation = await nextLinkToIna(world);
    await desk.goto(invitation);
    await choose(desk, "password123");
    await desk.getByText("Too easy to guess").waitFor();
    await choose(desk, FIRST);
    await heading(desk, TODAY);

    const phone = await browser.newPage({ width: 360, colorScheme: "dark" });
    await phone.goto(`${world.appUrl}/forgot-password`);
    await phone.getByLabel("E-mail address").fill(INA);
    await clickAndWait(phone, "Mail me a link");
    await heading(phone, "Look at your mail");
    await expectSound(phone);
    await phone.goto(await nextLinkToIna(world));
    await expectSound(phone);
    await choose(phone, SECOND);
    await heading(phone, TODAY);
    // The desk was signed in with the old one.
    await desk.goto(`${world.appUrl}/office`);
    await heading(desk, "Sign in");
    await signInAsIna(desk, SECOND);
    await heading(desk, TODAY);

    await phone.locator(".who-is-it > summary").click();
    await clickAndWait(phone, "Sign out on all devices");
    await phone.getByText("You are signed out on all of your devices").waitFor();
    await desk.goto(`${world.appUrl}/office/work`);
    await heading(desk, "Sign in");
    await signInAsIna(desk, SECOND);
    await heading(desk, "Work list");

    const cookies = await desk.context().cookies();
    await admin.reload();
    await clickAndWait(admin, "Switch the login off");
    await admin.getByText("Switched off, and signed out everywhere").waitFor();
    await desk.locator("main a[href^='/office/work/']").first().click();
    await heading(desk, "Sign in");
    const elsewhere = await browser.newPage();
    await elsewhere.context().addCookies(cookies);
    await elsewhere.goto(`${world.appUrl}/office/clients`);
    await heading(elsewhere, "Sign in");
    await elsewhere.goto(invitation);
    await heading(elsewhere, "This link is over");
  },
);
