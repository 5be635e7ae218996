/** Of sign-in, what the application uses answers as Supabase Auth does, and nothing else answers. */
import { expect } from "expect";
import { createStaffUser } from "@/embedded/staff.ts";
import { openApi } from "./conformance.ts";
import { onEveryDatabase } from "./databases_under_test.ts";

onEveryDatabase("of sign-in only what is used answers", async (db) => {
  const { ask } = await openApi(db);
  const closed: [string, string][] = [
    ["POST", "/auth/v1/signup"],
    ["POST", "/auth/v1/recover"],
    ["POST", "/auth/v1/otp"],
    ["POST", "/auth/v1/magiclink"],
    ["POST", "/auth/v1/verify"],
    ["GET", "/auth/v1/verify?token=1&type=recovery"],
    ["POST", "/auth/v1/resend"],
    ["PUT", "/auth/v1/user"],
    ["GET", "/auth/v1/reauthenticate"],
    ["GET", "/auth/v1/settings"],
    ["GET", "/auth/v1/authorize?provider=github"],
    ["GET", "/auth/v1/callback"],
    ["POST", "/auth/v1/token?grant_type=pkce"],
    ["POST", "/auth/v1/token"],
    ["POST", "/auth/v1/admin/users"],
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
