import { expect } from "expect";
import { mountFunctions } from "@/embedded/functions.ts";
import { startPlatform } from "@/embedded/platform.ts";
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
  for (const name of ["reminders", "digest", "send-messages"]) {
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

Deno.test("on the embedded platform the two functions turn a due unit into a mail in the catcher", async () => {
  const world = await openMailWorld(1);
  await world.db.exec("delete from cron.job"); // This test asks, and nobody else does.
  const before = Deno.env.toObject();
  const platform = await startPlatform(world.db, {
    siteUrl: "http://127.0.0.1:8000",
    ports: { api: 0, mail: 0, studio: 0 },
  });
  const run = async (name: string) => {
    const response = await fetch(`${platform.apiUrl}/functions/v1/${name}`, {
      method: "POST",
      headers: { "x-job-secret": platform.keys.job },
      body: JSON.stringify({ as_of: NOW }),
    });
    return await response.json();
  };
  try {
    expect(await run("reminders")).toMatchObject({ status: "done", mails: 1, units: 1 });
    expect(await run("send-messages")).toMatchObject({ status: "claimed", sent: 1 });
    const mails = await (await fetch(`${platform.mailUrl}/messages.json`)).json();
    expect(mails).toHaveLength(1);
    expect(mails[0].to).toBe("client1@example.com");
    expect(new Date(mails[0].headers.date)).toEqual(new Date(NOW));
    const [{ token }] = await world.db.query<{ token: string }>(
      "select token from public.maintenance_cycles",
    );
    expect(mails[0].text).toContain(`/book/${token}`);
  } finally {
    await platform.stop();
    restoreEnv(before);
    await world.stop();
  }
});

/** Other tests of this process must not find the platform's variables. */
function restoreEnv(before: Record<string, string>): void {
  for (const name of Object.keys(Deno.env.toObject())) {
    if (name in before) Deno.env.set(name, before[name]);
    else Deno.env.delete(name);
  }
}
