import { expect } from "expect";
import type { Rpc } from "@/lib/database/rpc.ts";
import { sendMessages } from "@/lib/mail/delivery/send_messages.ts";
import type { Transport } from "@/lib/mail/delivery/transport.ts";
import { transportsFrom } from "@/lib/mail/delivery/transports.ts";
import { runJob } from "@/lib/jobs/run_job.ts";
import { startFakeResend } from "./fake_resend.ts";
import { startFakeSmtp } from "./fake_smtp.ts";
import { expireLeases, type MailWorld, NOW, openMailWorld, states } from "./world.ts";

const SENDER = new URL("./sender.ts", import.meta.url).pathname;

async function inWorld(clients: number, test: (world: MailWorld) => Promise<void>): Promise<void> {
  const world = await openMailWorld(clients);
  try {
    await runJob(world.rpc, "reminders", new Date(NOW));
    await world.db.exec("update public.company_settings set delivery_mode = 'live'");
    await test(world);
  } finally {
    await world.stop();
  }
}

function startSender(env: Record<string, string>): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", SENDER],
    env,
    stdout: "null",
    stderr: "inherit",
  }).spawn();
}

/** A provider that takes everything and notes the ids. */
function accepting(sent: string[]): Transport {
  return {
    provider: "test",
    deduplicates: true,
    send(id) {
      sent.push(id);
      return Promise.resolve({ outcome: "sent" });
    },
  };
}

Deno.test("a sender is killed again and again: none is lost, none arrives twice", () =>
  inWorld(12, async ({ db, env }) => {
    const resend = startFakeResend();
    const senderEnv = { ...env, RESEND_API_KEY: "key", RESEND_URL: resend.url };
    try {
      for (const nth of [1, 5]) {
        const reached = resend.holdRequest(nth);
        const sender = startSender(senderEnv);
        await reached;
        sender.kill("SIGKILL");
        await sender.status;
        await expireLeases(db);
      }
      await startSender(senderEnv).status;
      expect(await states(db)).toEqual({ sent: 12 });
      expect(resend.requests).toBe(14);
      const recipients = resend.accepted.map(({ body }) => (body.to as string[])[0]);
      expect(new Set(recipients).size).toBe(12);
      expect(recipients).toHaveLength(12);
    } finally {
      await resend.stop();
    }
  }));

Deno.test("at a provider that cannot tell repeats, the mail in between is uncertain and the office decides", () =>
  inWorld(4, async ({ db, env }) => {
    const reached = Promise.withResolvers<void>();
    let isHolding = true;
    const smtp = await startFakeSmtp({
      onBody(nth) {
        if (!isHolding || nth < 2) return undefined;
        reached.resolve();
        return "silence";
      },
    });
    const senderEnv = { ...env, SMTP_URL: smtp.url };
    try {
      const sender = startSender(senderEnv);
      await reached.promise;
      sender.kill("SIGKILL");
      await sender.status;
      isHolding = false;
      await expireLeases(db);
      await startSender(senderEnv).status;
      expect(await states(db)).toEqual({ sent: 3, uncertain: 1 });
      expect(smtp.received).toHaveLength(4);
      const activities = await db.query(
        "select kind from public.office_activities where message_id is not null and state = 'open'",
      );
      expect(activities).toEqual([{ kind: "uncertain_message" }]);
    } finally {
      await smtp.stop();
    }
  }));

Deno.test("two senders at once send everything once", () =>
  inWorld(30, async ({ db, rpc, env }) => {
    const resend = startFakeResend();
    const transports = transportsFrom({ ...env, RESEND_API_KEY: "key", RESEND_URL: resend.url });
    try {
      const runs = await Promise.all(
        [1, 2].map(() => sendMessages(rpc, { now: new Date(NOW), transports })),
      );
      expect(runs[0].sent + runs[1].sent).toBe(30);
      expect(resend.requests).toBe(30);
      expect(await states(db)).toEqual({ sent: 30 });
    } finally {
      await resend.stop();
    }
  }));

Deno.test("a copy of the database in another project writes to nobody", () =>
  inWorld(2, async ({ db, rpc, env }) => {
    const copy = {
      ...env,
      LIVE_DELIVERY_PROJECT: "the-original.example.com",
      RESEND_API_KEY: "key",
    };
    const counts = await sendMessages(rpc, {
      now: new Date(NOW),
      transports: transportsFrom(copy),
    });
    expect(counts).toMatchObject({ status: "refused", sent: 0 });
    expect(await states(db)).toEqual({ queued: 2 });
  }));

Deno.test("a provider that is down costs a batch one attempt each, and the rest none", () =>
  inWorld(25, async ({ db, rpc }) => {
    const down = {
      provider: "down",
      deduplicates: true,
      send: () => Promise.resolve({ outcome: "failed" as const, error: "down" }),
    };
    const counts = await sendMessages(rpc, { now: new Date(NOW), transports: { live: down } });
    expect(counts.queued).toBe(20);
    const [{ untouched }] = await db.query<{ untouched: number }>(
      "select count(*)::integer as untouched from public.messages where attempts = 0",
    );
    expect(untouched).toBe(5);
  }));

Deno.test("a run hands out no more messages than it may, the next one goes on", () =>
  inWorld(25, async ({ db, rpc }) => {
    const batches: unknown[] = [];
    const watched: Rpc = (name, args) => {
      if ("batch" in args) batches.push(args.batch);
      return rpc(name, args);
    };
    const options = { now: new Date(NOW), transports: { live: accepting([]) } };
    expect((await sendMessages(watched, { ...options, most: 22 })).sent).toBe(22);
    expect(batches).toEqual([20, 2]);
    expect(await states(db)).toEqual({ sent: 22, queued: 3 });
    expect((await sendMessages(rpc, options)).sent).toBe(3);
  }));

Deno.test("a run begins no batch once its time is over, and finishes the one it has begun", () =>
  inWorld(25, async ({ db, rpc }) => {
    const now = performance.now;
    let hours = 0;
    const slow = {
      ...accepting([]),
      send: () => {
        hours++;
        return Promise.resolve({ outcome: "sent" as const });
      },
    };
    performance.now = () => hours * 3_600_000;
    try {
      const options = { now: new Date(NOW), transports: { live: slow }, budget: 3_600_000 };
      expect((await sendMessages(rpc, options)).sent).toBe(20);
    } finally {
      performance.now = now;
    }
    expect(await states(db)).toEqual({ sent: 20, queued: 5 });
  }));

Deno.test("a message that cannot be written is given up and told, the others go out", () =>
  inWorld(3, async ({ db, rpc }) => {
    await db.exec(
      `insert into public.messages (kind, recipient, customer_id, cycle_id, dedupe_key, payload)
       select kind, 'broken@example.com', customer_id, cycle_id, 'broken', payload - 'first_name'
       from public.messages where recipient = 'client1@example.com'`,
    );
    const sent: string[] = [];
    await sendMessages(rpc, { now: new Date(NOW), transports: { live: accepting(sent) } });
    expect(await states(db)).toEqual({ sent: 3, dead: 1 });
    expect(sent).toHaveLength(3);
  }));
