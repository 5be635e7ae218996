import { expect } from "expect";
import { mountFunctions } from "@/embedded/functions.ts";
import { startMailCatcher } from "@/embedded/mail_catcher.ts";
import { NOW, openMailWorld } from "./world.ts";

const FUNCTIONS = new URL("../../supabase/functions/", import.meta.url);

async function ask(name: string, init: RequestInit = {}): Promise<Response> {
  const handle = await mountFunctions(FUNCTIONS);
  return await handle(
    new Request(`http://127.0.0.1/functions/v1/${name}`, { method: "POST", ...init }),
  );
}

/** With these variables, and without them afterwards. */
async function withEnv(env: Record<string, string>, test: () => Promise<void>): Promise<void> {
  for (const [name, value] of Object.entries(env)) Deno.env.set(name, value);
  try {
    await test();
  } finally {
    for (const name of Object.keys(env)) Deno.env.delete(name);
  }
}

Deno.test("nobody runs a job without the secret, and nobody at all while there is none", async () => {
  for (const name of ["reminders", "send-messages"]) {
    expect((await ask(name, { headers: { "x-job-secret": "" } })).status).toBe(401);
    await withEnv({ JOB_SECRET: "right" }, async () => {
      expect((await ask(name)).status).toBe(401);
      expect((await ask(name, { headers: { "x-job-secret": "wrong" } })).status).toBe(401);
      const headers = { "x-job-secret": "right" };
      expect((await ask(name, { method: "GET", headers })).status).toBe(405);
      expect((await ask(name, { headers, body: '{"as_of": "soon"}' })).status).toBe(400);
    });
  }
});

Deno.test("the two functions turn a due unit into a mail in the catcher", async () => {
  const world = await openMailWorld(1);
  const catcher = await startMailCatcher({ port: 0 });
  const env = { ...world.env, JOB_SECRET: "right", MAIL_CATCHER_URL: catcher.smtpUrl };
  const headers = { "x-job-secret": "right" };
  try {
    await withEnv(env, async () => {
      const reminded = await ask("reminders", { headers, body: JSON.stringify({ as_of: NOW }) });
      expect(await reminded.json()).toMatchObject({ status: "done", mails: 1, units: 1 });
      const sent = await ask("send-messages", { headers, body: JSON.stringify({ as_of: NOW }) });
      expect(await sent.json()).toMatchObject({ status: "claimed", sent: 1 });
    });
    const mails = await (await fetch(`${catcher.url}/messages.json`)).json();
    expect(mails).toHaveLength(1);
    expect(mails[0].to).toBe("client1@example.com");
    const [{ token }] = await world.db.query<{ token: string }>(
      "select token from public.maintenance_cycles",
    );
    expect(mails[0].text).toContain(`/book/${token}`);
  } finally {
    await catcher.stop();
    await world.stop();
  }
});
