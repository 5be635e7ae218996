/** Mail that brings a link to a login: made as it is written, kept by nobody. */
import { expect } from "expect";
import { createStaffUser } from "@/embedded/staff.ts";
import { apiClient } from "@/lib/database/clients.ts";
import { sendMessages } from "@/lib/mail/delivery/send_messages.ts";
import type { LoginMaker } from "@/lib/mail/delivery/login.ts";
import type { Mail } from "@/lib/mail/mail.ts";
import { openMailWorld } from "./world.ts";

const world = await openMailWorld(0);
Deno.test.afterAll(() => world.stop());
const { db, rpc, env } = world;
await db.exec("update public.company_settings set delivery_mode = 'live'");
const key = JSON.parse(env.SUPABASE_SECRET_KEYS).default;
const admin = () => apiClient(env.SUPABASE_URL, key).auth.admin;

/** Sends what waits, and resolves to the counts and what a provider got. */
async function send(logins: LoginMaker | null = admin()) {
  const sent: Mail[] = [];
  const live = {
    provider: "here",
    deduplicates: true,
    send(_id: string, mail: Mail) {
      sent.push(mail);
      return Promise.resolve({ outcome: "sent" as const });
    },
  };
  const counts = await sendMessages(rpc, {
    now: new Date(),
    transports: { live },
    logins: logins ?? undefined,
  });
  return { counts, sent };
}

const invite = (email: string, name = "Ina Example") =>
  rpc("invite_staff", { name, email, role: "office" });

const linkIn = ({ text }: Mail) =>
  /\/set-password\?token_hash=([0-9a-f]{56})&type=(invite|recovery)/.exec(text)!;

const inOutbox = async (email: string) =>
  (await db.query<{ state: string; rendered: unknown; last_error: string | null }>(
    "select state, rendered, last_error from public.messages where recipient = $1 order by created_at, id",
    [email],
  ))[0];

const options = { sanitizeOps: false, sanitizeResources: false };

Deno.test(
  "an invitation brings a link that opens a login, and the outbox forgets it",
  options,
  async () => {
    await invite("ina@example.com");
    const { sent } = await send();
    expect(sent.map(({ to }) => to)).toEqual(["ina@example.com"]);
    expect(sent[0].headers).not.toHaveProperty("List-Unsubscribe");
    const [, secret, type] = linkIn(sent[0]);
    expect(type).toBe("invite");
    expect(await inOutbox("ina@example.com")).toEqual({
      state: "sent",
      rendered: null,
      last_error: null,
    });
    const [told] = await db.query<{ told: boolean }>(
      `select exists (select from public.audit_events e where e.changes::text like '%' || $1 || '%')
       or exists (select from public.audit_personal_values p where p.changes::text like '%' || $1 || '%')
       or exists (select from public.messages m where to_jsonb(m)::text like '%' || $1 || '%') as told`,
      [secret],
    );
    expect(told.told).toBe(false);
    expect(await rpc("password_link", { token_hash: secret })).toMatchObject({ status: "open" });
    const { error, data } = await apiClient(env.SUPABASE_URL, key).auth.verifyOtp({
      token_hash: secret,
      type: "invite",
    });
    expect(error).toBeNull();
    expect(data.user!.email).toBe("ina@example.com");
  },
);

Deno.test("while Auth does not answer the mail waits, and goes when it does", options, async () => {
  await invite("olaf@example.com");
  const silent = { generateLink: () => answer(503) } as unknown as LoginMaker;
  const { counts, sent } = await send(silent);
  expect([counts.queued, sent]).toEqual([1, []]);
  expect(await inOutbox("olaf@example.com")).toMatchObject({ state: "queued", rendered: null });
  await db.exec("update public.messages set next_attempt_at = now() where state = 'queued'");
  expect((await send()).sent.map(({ to }) => to)).toEqual(["olaf@example.com"]);
});

Deno.test("where Auth refuses, the mail is given up and the office is told", options, async () => {
  await invite("otto@example.com");
  const refusing = { generateLink: () => answer(422) } as unknown as LoginMaker;
  expect((await send(refusing)).counts.dead).toBe(1);
  expect(await inOutbox("otto@example.com")).toMatchObject({
    state: "dead",
    last_error: "Auth made no link: none",
  });
  const activities = await db.query(
    "select kind from public.office_activities where state = 'open' and details ->> 'address' = $1",
    ["otto@example.com"],
  );
  expect(activities).toEqual([{ kind: "delivery_failure" }]);
});

Deno.test(
  "who has a password already is invited with a link for another one",
  options,
  async () => {
    await loginOnly("paula@example.com");
    await invite("paula@example.com");
    const { sent } = await send();
    expect(linkIn(sent[0])[2]).toBe("recovery");
  },
);

Deno.test("nobody is given a login that somebody else signs in with", options, async () => {
  const userId = await loginOnly("rita@example.com");
  await db.query(
    "insert into public.staff (user_id, email, name, role) values ($1, 'rita.new@example.com', 'Rita Example', 'admin')",
    [userId],
  );
  await invite("rita@example.com", "Rita's Guest");
  expect((await send()).sent).toEqual([]);
  expect(await inOutbox("rita@example.com")).toMatchObject({
    state: "dead",
    last_error: "That address is somebody else's login.",
  });
});

Deno.test("who sends without a way to make logins leaves those mails", options, async () => {
  await invite("sid@example.com");
  const { counts } = await send(null);
  expect(counts).toMatchObject({ sent: 0, queued: 1 });
});

/** As Auth answers what it cannot or will not do. */
const answer = (status: number) =>
  Promise.resolve({
    data: { user: null, properties: null },
    error: { status, code: "none", message: "no" },
  });

/** A login with a password that is nobody's on the staff. */
async function loginOnly(email: string): Promise<string> {
  const staff = { email, password: "long enough one", name: "Nobody", role: "office" } as const;
  const userId = await createStaffUser(db, staff, 4);
  await db.query("delete from public.staff where user_id = $1", [userId]);
  return userId;
}
