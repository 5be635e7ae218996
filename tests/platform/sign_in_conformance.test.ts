/** Of sign-in, what the application uses answers as Supabase Auth does, and nothing else answers. */
import { expect } from "expect";
import { createStaffUser } from "@/embedded/staff.ts";
import { rpcOf } from "@/lib/database/rpc.ts";
import { openApi } from "./conformance.ts";
import { onEveryDatabase } from "./databases_under_test.ts";

onEveryDatabase("of sign-in only what is used answers", async (db) => {
  const { ask } = await openApi(db);
  const closed: [string, string][] = [
    ["POST", "/auth/v1/signup"],
    ["POST", "/auth/v1/recover"],
    ["POST", "/auth/v1/otp"],
    ["POST", "/auth/v1/magiclink"],
    ["GET", "/auth/v1/verify?token=1&type=recovery"],
    ["POST", "/auth/v1/resend"],
    ["GET", "/auth/v1/reauthenticate"],
    ["GET", "/auth/v1/settings"],
    ["GET", "/auth/v1/authorize?provider=github"],
    ["GET", "/auth/v1/callback"],
    ["POST", "/auth/v1/token?grant_type=pkce"],
    ["POST", "/auth/v1/token"],
    ["POST", "/auth/v1/admin/users"],
    ["GET", "/auth/v1/admin/generate_link"],
    ["POST", "/auth/v1//recover"],
    ["POST", "/auth/v1/recover/"],
    ["POST", "/auth/v1/%72ecover"],
  ];
  const body = JSON.stringify({ email: "office@example.com", type: "recovery", token: "123456" });
  const headers = { "Content-Type": "application/json" };
  for (const [method, path] of closed) {
    const sent = method === "GET" ? {} : { body, headers };
    expect([method, path, (await ask(path, { method, ...sent })).status]).toEqual([
      method,
      path,
      404,
    ]);
  }
});

onEveryDatabase(
  "a session of the staff ends after 30 days, however often it is refreshed",
  async (db) => {
    const { client, keys } = await openApi(db);
    const email = "office@example.com";
    await createStaffUser(db, { email, password: "long enough", name: "Olive", role: "office" });
    const { auth } = client(keys.publishable);
    await auth.signInWithPassword({ email, password: "long enough" });
    const signedInAgo = (age: string) =>
      db.query("update auth.sessions set created_at = now() - $1::text::interval", [age]);
    await signedInAgo("29 days 23 hours 59 minutes");
    expect((await auth.refreshSession()).error).toBeNull();
    await signedInAgo("30 days 1 minute");
    expect((await auth.refreshSession()).error?.code).toBe("session_expired");
  },
);

const OLIVE = { email: "olive@example.com", password: "long enough one", name: "Olive Example" };

onEveryDatabase("a link to a login opens it once, and only a secret does", async (db) => {
  const { client, keys } = await openApi(db);
  await createStaffUser(db, { ...OLIVE, role: "office" }, 4);
  const maker = client(keys.secret).auth.admin;
  expect(
    (await client(keys.publishable).auth.admin.generateLink({
      type: "recovery",
      email: OLIVE.email,
    })).error?.status,
  ).toBe(401);
  const again = await maker.generateLink({ type: "invite", email: OLIVE.email });
  expect(again.error?.code).toBe("email_exists");
  const unknown = await maker.generateLink({ type: "recovery", email: "nobody@example.com" });
  expect(unknown.error?.code).toBe("user_not_found");

  const first = await maker.generateLink({ type: "recovery", email: OLIVE.email });
  const second = await maker.generateLink({ type: "recovery", email: OLIVE.email });
  const open = (link: typeof first) => {
    const browser = client(keys.publishable);
    const token_hash = link.data.properties!.hashed_token;
    return browser.auth.verifyOtp({ token_hash, type: "recovery" }).then(({ error }) => ({
      browser,
      error,
    }));
  };
  expect((await open(first)).error?.code).toBe("otp_expired");
  const { browser, error } = await open(second);
  expect(error).toBeNull();
  expect((await open(second)).error?.code).toBe("otp_expired");
  const short = await browser.auth.updateUser({ password: "too short" });
  expect(short.error?.code).toBe("weak_password");
  expect((await browser.auth.updateUser({ password: "another long one" })).error).toBeNull();
  const signIn = (password: string) =>
    client(keys.publishable).auth.signInWithPassword({ email: OLIVE.email, password });
  expect((await signIn(OLIVE.password)).error?.code).toBe("invalid_credentials");
  expect((await signIn("another long one")).error).toBeNull();
});

onEveryDatabase(
  "who is invited has a login that nobody signs in with before its link",
  async (db) => {
    const { client, keys, ask } = await openApi(db);
    const maker = client(keys.secret).auth.admin;
    const { data } = await maker.generateLink({ type: "invite", email: "Ina@example.com" });
    const invited = await maker.generateLink({ type: "invite", email: "ina@example.com" });
    expect(invited.data.user!.id).toBe(data.user!.id);
    const browser = client(keys.publishable);
    const guessed = await browser.auth.signInWithPassword({
      email: "ina@example.com",
      password: "null",
    });
    expect(guessed.error?.code).toBe("invalid_credentials");
    const body = { email: "ina@example.com", token: "123456", type: "recovery" };
    const headers = { "Content-Type": "application/json" };
    for (
      const tried of [body, { ...body, token_hash: "" }, { type: "invite", token_hash: ["x"] }, []]
    ) {
      const init = { method: "POST", headers, body: JSON.stringify(tried), key: keys.publishable };
      expect((await ask("/auth/v1/verify", init)).status).toBe(403);
    }
    const { error } = await browser.auth.verifyOtp({
      token_hash: invited.data.properties!.hashed_token,
      type: "invite",
    });
    expect(error).toBeNull();
    expect((await browser.auth.updateUser({ email: "other@example.com" })).error?.status).toBe(400);
  },
);

onEveryDatabase(
  "who is switched off, or signed out everywhere, is so at the next request",
  async (db) => {
    const { client, keys } = await openApi(db);
    await createStaffUser(db, { ...OLIVE, role: "office" }, 4);
    const signedIn = async () => {
      const browser = client(keys.publishable);
      const { error } = await browser.auth.signInWithPassword(OLIVE);
      expect(error).toBeNull();
      const role = async () => {
        const answer = await rpcOf(browser)("who_am_i", {}) as { status: string };
        return answer.status;
      };
      return { browser, role };
    };
    const [phone, desk] = [await signedIn(), await signedIn()];
    expect([await phone.role(), await desk.role()]).toEqual(["ok", "ok"]);
    await rpcOf(desk.browser)("sign_out_everywhere", {});
    expect([await phone.role(), await desk.role()]).toEqual(["signed_out", "signed_out"]);
    // Its token is good for an hour: only the session that it names has ended.
    expect((await phone.browser.auth.getUser()).error?.name).toBe("AuthSessionMissingError");
    const back = await signedIn();
    expect(await back.role()).toBe("ok");
    await db.query("update public.staff set active = false where email = $1", [OLIVE.email]);
    expect(await back.role()).toBe("signed_out");
    expect((await back.browser.from("units").select("id")).data).toEqual([]);
    await db.query("update public.staff set active = true where email = $1", [OLIVE.email]);
    expect(await back.role()).toBe("signed_out");
  },
);

onEveryDatabase("sign-in refuses what are no texts", async (db) => {
  const { ask, keys } = await openApi(db);
  for (
    const [grant, body] of [
      ["password", '{"email": 5, "password": {}}'],
      ["password", '{"email": "a@b.example\\u0000", "password": "x"}'],
      ["password", '{"email": "a@b.example", "password": "\\u0000"}'],
      ["password", "[]x"],
      ["password", "null"],
      ["refresh_token", '{"refresh_token": ["x"]}'],
    ]
  ) {
    const { status } = await ask(`/auth/v1/token?grant_type=${grant}`, {
      method: "POST",
      key: keys.publishable,
      headers: { "Content-Type": "application/json" },
      body,
    });
    expect([body, status]).toEqual([body, 400]);
  }
});
