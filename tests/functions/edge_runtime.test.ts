import { expect } from "expect";
import { startFakeResend } from "@/tests/mail/fake_resend.ts";
import { startFakeSmtp } from "@/tests/mail/fake_smtp.ts";
import { samples } from "@/lib/mail/samples.ts";
import { checkTypes, startFunction } from "./edge_runtime.ts";
import { type Answers, type FakeProject, startFakeProject } from "./fake_project.ts";
import { FUNCTION_NAMES } from "./function_folders.ts";

const JOB_SECRET = "right";
const SECRET_KEY = "sb_secret_1";

for (const name of FUNCTION_NAMES) {
  Deno.test(`${name} uses nothing that the Deno of hosted projects does not know`, () =>
    checkTypes(name));

  Deno.test(`${name} answers nobody without the secret there`, () =>
    withFunction(name, {}, {}, async (ask, project) => {
      expect((await ask({ "x-job-secret": "wrong" })).status).toBe(401);
      expect(project.calls).toEqual([]);
    }));
}

for (
  const name of ["reminders", "digest", "roll-forward", "certificates", "follow-ups", "self-check"]
) {
  Deno.test(`${name} runs there`, () =>
    withFunction(
      name,
      { run_job: () => ({ status: "done", mails: 2 }) },
      {},
      async (ask, project) => {
        expect(await (await ask()).json()).toEqual({ status: "done", mails: 2 });
        expect(project.calls).toEqual([{ name: "run_job", args: { name }, key: SECRET_KEY }]);
      },
    ));
}

Deno.test("import-odoo runs there", async () => {
  const nothing = { url: null, database: null, key: null, time_zone: "America/Toronto" };
  const answers = { import_source: () => ({ ...nothing, cursors: {}, jobs: [] }) };
  await withFunction("import-odoo", answers, {}, async (ask) => {
    expect(await (await ask()).json()).toEqual({ status: "off" });
  });
});

Deno.test("geocode runs there", async () => {
  const service = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => Response.json([{ lat: "43.65", lon: "-79.75" }]),
  );
  const answers = {
    places_without_coordinates: () => [{ address: "12 King St", street: "12 King St" }],
    set_coordinates: () => 1,
  };
  const env = {
    GEOCODER_URL: `http://127.0.0.1:${service.addr.port}`,
    GEOCODER_CONTACT: "us@example.com",
  };
  try {
    await withFunction("geocode", answers, env, async (ask, project) => {
      expect(await (await ask()).json()).toMatchObject({ status: "done", located: 1 });
      expect(project.calls.at(-1)?.args).toMatchObject({ latitude: 43.65, longitude: -79.75 });
    });
  } finally {
    await service.shutdown();
  }
});

Deno.test("send-messages writes a mail with an attachment there and hands it to either provider", async () => {
  const resend = startFakeResend();
  const smtp = await startFakeSmtp();
  const answers = outbox(["live", "catch"]);
  const env = { RESEND_API_KEY: "key", RESEND_URL: resend.url, MAIL_CATCHER_URL: smtp.url };
  try {
    await withFunction("send-messages", answers, env, async (ask) => {
      expect(await (await ask()).json()).toMatchObject({ status: "claimed", sent: 2 });
    });
    const [{ body }] = resend.accepted;
    const [{ content, filename }] = body.attachments as { content: string; filename: string }[];
    expect(filename).toBe("appointment.ics");
    expect(atob(content)).toMatch(/^BEGIN:VCALENDAR\r\n/);
    expect(smtp.received).toHaveLength(1);
  } finally {
    await resend.stop();
    await smtp.stop();
  }
});

Deno.test("send-messages takes 40 messages a call, however many wait", async () => {
  const resend = startFakeResend();
  const answers = {
    ...outbox([]),
    claim_messages({ batch }: Record<string, unknown>) {
      const messages = Array.from({ length: Number(batch) }, () => confirmation());
      return { status: "claimed", mode: "live", superseded: 0, messages };
    },
  };
  const env = { RESEND_API_KEY: "key", RESEND_URL: resend.url };
  try {
    await withFunction("send-messages", answers, env, async (ask) => {
      expect(await (await ask()).json()).toMatchObject({ sent: 40 });
      expect(resend.requests).toBe(40);
    });
  } finally {
    await resend.stop();
  }
});

/** The answers of a database with a confirmation in its outbox for each of these delivery modes. */
function outbox(modes: string[]): Answers {
  return {
    claim_messages() {
      const mode = modes.shift();
      const messages = mode ? [confirmation()] : [];
      return { status: "claimed", mode: mode ?? "off", superseded: 0, messages };
    },
    freeze_message: ({ rendered }) => ({ status: "frozen", rendered }),
    settle_message: ({ outcome }) => ({ status: outcome }),
  };
}

function confirmation() {
  return {
    id: crypto.randomUUID(),
    lease_id: crypto.randomUUID(),
    kind: "confirmation",
    recipient: "ada@example.com",
    rendered: null,
    facts: samples.confirmation,
  };
}

type Ask = (headers?: Record<string, string>) => Promise<Response>;

/** Runs a test against a function in its own process, as a hosted project sets it up. */
async function withFunction(
  name: string,
  answers: Answers,
  env: Record<string, string>,
  test: (ask: Ask, project: FakeProject) => Promise<void>,
): Promise<void> {
  const project = startFakeProject(answers);
  const running = await startFunction(name, {
    JOB_SECRET,
    SUPABASE_URL: project.url,
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: SECRET_KEY }),
    LIVE_DELIVERY_PROJECT: new URL(project.url).host,
    ...env,
  });
  const ask: Ask = (headers = { "x-job-secret": JOB_SECRET }) =>
    fetch(running.url, { method: "POST", headers });
  try {
    await test(ask, project);
  } finally {
    await running.stop();
    await project.stop();
  }
}
