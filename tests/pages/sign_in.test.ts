/** Signing in, and the session that it leaves in the browser. */
import { expect } from "expect";
import { signIn, USER } from "./staff_world.ts";
import { api, ask, called, get, handle, post, SITE, test } from "./world.ts";

const TYPED = { email: USER.email, password: "right" };

/** What sign-in answers with this status. */
const answering = (status: number) => () => {
  throw new Response(JSON.stringify({ code: "none", message: "no" }), { status });
};

test("the session is for our server alone: no script reads it, no other site sends it along", async () => {
  await signIn("office");
  const { headers } = await post("/sign-in", TYPED);
  const cookies = headers.getSetCookie();
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies) {
    for (const part of ["HttpOnly", "SameSite=Lax", "Path=/"]) expect(cookie).toContain(part);
    expect(cookie).not.toContain("Secure");
  }
});

test("a browser forgets a session after 30 days", async () => {
  await signIn("office");
  const { headers } = await post("/sign-in", TYPED);
  const ofSession = headers.getSetCookie().filter((cookie) => cookie.startsWith("sb-"));
  expect(ofSession.length).toBeGreaterThan(0);
  for (const cookie of ofSession) expect(cookie).toContain(`Max-Age=${30 * 86_400};`);
});

test("whoever signed in more than 30 days ago signs in again, and the old session ends", async () => {
  await signIn("office");
  const ago = (days: number) => Math.floor(Date.now() / 1000) - days * 86_400;
  for (const [days, status] of [[29, 200], [31, 303]]) {
    api.answer({ logout: () => ({}) });
    const claims = { amr: [{ method: "password", timestamp: ago(days) }] };
    const access_token = `a.${btoa(JSON.stringify(claims)).replace(/=+$/, "")}.c`;
    const session = { access_token, refresh_token: "r", expires_at: ago(-1), user: USER };
    const Cookie = `sb-127-auth-token=base64-${btoa(JSON.stringify(session))}`;
    const answer = await ask("/tech", { headers: { Cookie } });
    expect([days, answer.status]).toEqual([days, status]);
    const isForgotten = answer.headers.getSetCookie().some((cookie) =>
      cookie.includes("Max-Age=0")
    );
    expect([days, isForgotten]).toEqual([days, status === 303]);
    expect(called("logout")).toHaveLength(status === 303 ? 1 : 0);
  }
});

test("over HTTPS it never travels in the clear, also where a proxy ends HTTPS", async () => {
  await signIn("office");
  const body = () => new URLSearchParams(TYPED);
  const secureSite = "https://visits.example";
  const answers = [
    await post("/sign-in", TYPED, { "X-Forwarded-Proto": "https" }),
    await handle(
      new Request(`${secureSite}/sign-in`, {
        method: "POST",
        body: body(),
        headers: { Origin: secureSite },
      }),
    ),
  ];
  for (const { headers } of answers) {
    const cookies = headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) expect(cookie).toContain("Secure");
  }
});

test("only an active member of the staff is let in, found by who signed in", async () => {
  await signIn("office");
  expect(called("who_am_i").length).toBeGreaterThan(0);
});

test("signing out ends the session on this device alone", async () => {
  const headers = await signIn("office");
  api.answer({ logout: () => ({}) });
  await ask("/sign-out", { method: "POST", headers: { ...headers, Origin: SITE } });
  expect(called("logout").map(({ scope }) => scope)).toEqual(["local"]);
});

test("signing out on all devices ends every session, and says so", async () => {
  const headers = await signIn("technician");
  api.answer({ logout: () => ({}), sign_out_everywhere: () => ({ status: "signed_out" }) });
  const everywhere = "/sign-out?where=everywhere";
  const out = await ask(everywhere, { method: "POST", headers: { ...headers, Origin: SITE } });
  expect(out.headers.get("Location")).toBe("/sign-in?out=all");
  expect(out.headers.getSetCookie().join()).toContain("Max-Age=0");
  expect(called("sign_out_everywhere")).toEqual([{}]);
  expect((await get("/sign-in?out=all")).text).toContain("signed out on all of your devices");
  await ask(everywhere, { method: "POST", headers: { Origin: SITE } });
  expect(called("sign_out_everywhere")).toHaveLength(1);
});

test("a wrong password is told kindly, and the address is not typed twice", async () => {
  api.answer({ token: answering(400) });
  const { status, text } = await post("/sign-in", { ...TYPED, next: "/office/contracts" });
  expect(status).toBe(422);
  expect(text).toContain("don't go together");
  expect(text).toContain("<title>Error: Sign in</title>");
  expect((await get("/sign-in")).text).toContain("<title>Sign in</title>");
  expect(text).toContain(`value="${USER.email}"`);
  expect(text).toContain('name="next" value="/office/contracts"');
});

test("sign-in that is busy or does not answer is no wrong password", async () => {
  api.answer({ token: answering(429) });
  expect((await post("/sign-in", TYPED)).status).toBe(429);
  api.answer({ token: answering(500) });
  expect((await post("/sign-in", TYPED)).status).toBe(503);
});

test("while nobody can tell whose a session is nobody is sent to sign in again", async () => {
  const headers = await signIn("office");
  api.answer({ who_am_i: answering(502) });
  expect((await ask("/office", { headers })).status).toBe(503);
  const expired = { access_token: "a.b.c", refresh_token: "r", expires_at: 1, user: USER };
  const Cookie = `sb-127-auth-token=base64-${btoa(JSON.stringify(expired))}`;
  api.answer({ token: answering(500) });
  const asked = performance.now();
  expect((await ask("/office", { headers: { Cookie } })).status).toBe(503);
  // The library alone would try for half a minute.
  expect(performance.now() - asked).toBeLessThan(20_000);
});

test("a session that ended elsewhere, or was made up, is taken back and leads to signing in", async () => {
  const headers = await signIn("office");
  const unbelieved = () => {
    throw new Response('{"code": "PGRST301"}', { status: 401 });
  };
  for (const who_am_i of [() => ({ status: "signed_out" }), unbelieved]) {
    api.answer({ who_am_i, logout: answering(403) });
    const { status, headers: answered } = await ask("/office", { headers });
    expect([status, answered.get("Location")]).toEqual([303, "/sign-in?next=%2Foffice"]);
    expect(answered.getSetCookie().join()).toContain("Max-Age=0");
    expect(called("desk")).toEqual([]);
  }
});

test("who is signed in is found out with one call", async () => {
  const headers = await signIn("office");
  const before = api.calls.length;
  await ask("/office/clients", { headers });
  expect(api.calls.slice(before).map(({ name }) => name)).toEqual(["who_am_i", "list_clients"]);
});

test("the office may look at a technician's page", async () => {
  for (const role of ["office", "admin", "technician"]) {
    expect((await ask("/tech", { headers: await signIn(role) })).status).toBe(200);
  }
});

test("thirty attempts of one address are fine, the next has to wait, another address does not", async () => {
  api.answer({ token: answering(400) });
  const from = (hostname: string) =>
    handle(
      new Request(`${SITE}/sign-in`, {
        method: "POST",
        body: new URLSearchParams(TYPED),
        headers: { Origin: SITE },
      }),
      {
        remoteAddr: { transport: "tcp", hostname, port: 1 },
        completed: Promise.resolve(),
      },
    );
  const answers = await Promise.all(Array.from({ length: 100 }, () => from("203.0.113.9")));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 422).length).toBeGreaterThanOrEqual(30);
  expect(statuses).toContain(429);
  expect((await from("203.0.113.10")).status).toBe(422);
  expect((await get("/sign-in")).status).toBe(200);
});
