import { expect } from "expect";
import { storeInVault } from "@/embedded/keys.ts";
import { startMailCatcher } from "@/embedded/mail_catcher.ts";
import { NOW, openMailWorld } from "./world.ts";

const COMMAND = new URL("../../commands/job.ts", import.meta.url).pathname;

async function runJob(name: string, env: Record<string, string>): Promise<unknown> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", COMMAND, name, "--as-of", NOW, "--json"],
    env,
    stderr: "inherit",
  }).output();
  return JSON.parse(new TextDecoder().decode(stdout));
}

for (const isNamed of [false, true]) {
  const whose = isNamed ? "the catcher that its caller names" : "the project's catcher";
  Deno.test(`the job command sends to ${whose}`, async () => {
    const world = await openMailWorld(1);
    const [ours, named] = [
      await startMailCatcher({ port: 0 }),
      await startMailCatcher({ port: 0 }),
    ];
    const env = {
      DATABASE_URL: world.databaseUrl,
      MAIL_CATCHER_URL: isNamed ? named.smtpUrl : "",
    };
    try {
      await storeInVault(world.db, "embedded_smtp_url", ours.smtpUrl);
      expect(await runJob("reminders", env)).toMatchObject({ status: "done", mails: 1 });
      expect(await runJob("send-messages", env)).toMatchObject({ status: "claimed", sent: 1 });
      const caught = [await mailsOf(ours.url), await mailsOf(named.url)];
      expect(caught).toEqual(isNamed ? [0, 1] : [1, 0]);
    } finally {
      await ours.stop();
      await named.stop();
      await world.stop();
    }
  });
}

async function mailsOf(url: string): Promise<number> {
  return (await (await fetch(`${url}/messages.json`)).json()).length;
}
