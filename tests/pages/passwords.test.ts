/** Links with which somebody of the staff chooses a password, and who asks for one. */
import { expect } from "expect";
import { staffIs, USER } from "./staff_world.ts";
import { api, ask, asked, called, get, handle, plain, post, SITE, test } from "./world.ts";

const SECRET = "0123456789abcdef0123456789abcdef0123456789abcdef01234567";
const PAGE = `/set-password?token_hash=${SECRET}&type=recovery`;
const LINK = { token_hash: SECRET, type: "recovery" };
const GOOD = "fjord lamp kettle";
const TYPED = { ...LINK, password: GOOD, again: GOOD };

/** What Auth refuses. */
const refusing = (status: number, code: string) => () => {
  throw new Response(JSON.stringify({ code: status, error_code: code, msg: "no" }), { status });
};

/** An open link of somebody of the office, whose login Auth opens. */
function linkIs(answer: Record<string, unknown> = {}, role = "office") {
  staffIs(role);
  const expires_at = Math.floor(Date.now() / 1000) + 3600;
  api.answer({
    password_link: () => ({
      status: "open",
      link_kind: "password_reset",
      email: USER.email,
      ...answer,
    }),
    verify: () => ({
      access_token: "a.b.c",
      refresh_token: "r",
      token_type: "bearer",
      expires_in: 3600,
      expires_at,
      user: USER,
    }),
    password_is_set: () => ({ status: "ok", ended: 1 }),
    forgot_password: () => ({ status: "ok" }),
    logout: () => ({}),
  });
}

test("opening the link uses nothing up, and nothing keeps the page", async () => {
  linkIs();
  const { status, headers, text } = await get(PAGE);
  expect([status, headers.get("Cache-Control")]).toEqual([200, "no-store"]);
  expect(headers.get("Referrer-Policy")).toBe("same-origin");
  expect(text).toContain("<h1>Choose a new password</h1>");
  expect(text).toContain(`value="${USER.email}"`);
  expect((await ask(PAGE, { method: "HEAD" })).status).toBe(200);
  expect(asked()).toEqual(["password_link", "password_link"]);
});

test("who was invited is told so", async () => {
  linkIs({ link_kind: "invitation" });
  expect(plain((await get(PAGE.replace("recovery", "invite"))).text)).toContain(
    "Choose your password",
  );
});

test("a good password opens the login, ends other sessions, and leads to where they begin", async () => {
  for (const [role, start] of [["office", "/office"], ["technician", "/tech"]]) {
    api.reset();
    linkIs({}, role);
    const { status, headers } = await post("/set-password", TYPED);
    expect([status, headers.get("Location")]).toEqual([303, start]);
    expect(called("verify")).toEqual([expect.objectContaining(LINK)]);
    expect(called("user").find(({ password }) => password)).toMatchObject({ password: GOOD });
    expect(called("password_is_set")).toHaveLength(1);
    expect(headers.getSetCookie().join()).toContain("HttpOnly");
  }
});

test("what was typed wrong is told before the link is used up, and is not sent back", async () => {
  linkIs();
  for (
    const [password, again, told] of [
      ["short one", "short one", "at least 10 characters"],
      ["password123", "password123", "Too easy to guess"],
      ["Office2026example", "Office2026example", "Too easy to guess"],
      [GOOD, "fjord lamp kettel", "These two are not the same"],
    ]
  ) {
    const { status, text } = await post("/set-password", { ...LINK, password, again });
    expect([password, status]).toEqual([password, 422]);
    expect(plain(text)).toContain(told);
    expect(text).toContain("<title>Error: Choose a new password</title>");
    expect(text).not.toContain(password);
    expect(text).toContain(`name="token_hash" value="${SECRET}"`);
  }
  expect(called("verify")).toHaveLength(0);
});

test("a link that is over, or none, opens nothing and says what to do", async () => {
  for (const status of ["over", "unknown"]) {
    linkIs({ status });
    for (const answer of [await get(PAGE), await post("/set-password", TYPED)]) {
      expect(answer.status).toBe(410);
      expect(answer.text).toContain('href="/forgot-password"');
      expect(answer.text).not.toContain(USER.email);
    }
  }
  linkIs();
  for (const path of ["/set-password", "/set-password?token_hash=x&type=recovery"]) {
    expect((await get(path)).status).toBe(410);
  }
  expect((await get(PAGE.replace("recovery", "email_change"))).status).toBe(410);
  expect(called("verify")).toHaveLength(0);
});

test("a link that Auth opened before is over, and leaves no session", async () => {
  linkIs();
  api.answer({ verify: refusing(403, "otp_expired") });
  const { status, headers } = await post("/set-password", TYPED);
  expect([status, headers.getSetCookie()]).toEqual([410, []]);
});

test("a password that Auth will not keep costs the link: another one is mailed, and nobody is signed in", async () => {
  linkIs();
  api.answer({
    user: ({ password }) => password ? refusing(422, "weak_password")() : USER,
  });
  const { status, headers, text } = await post("/set-password", TYPED);
  expect([status, headers.getSetCookie()]).toEqual([422, []]);
  expect(plain(text)).toContain("mailed you a new link");
  expect(called("forgot_password")).toEqual([{ email: USER.email }]);
  expect(called("logout").map(({ scope }) => scope)).toEqual(["local"]);
});

test("the password that they have already is fine", async () => {
  linkIs();
  api.answer({
    user: ({ password }) => password ? refusing(422, "same_password")() : USER,
  });
  expect((await post("/set-password", TYPED)).status).toBe(303);
});

test("Auth that is busy or does not answer is no refusal", async () => {
  linkIs();
  api.answer({ verify: refusing(429, "over_request_rate_limit") });
  expect((await post("/set-password", TYPED)).status).toBe(429);
  api.answer({ verify: refusing(500, "unexpected_failure") });
  expect((await post("/set-password", TYPED)).status).toBe(503);
});

test("another site's page chooses no password, and asks for none", async () => {
  linkIs();
  const foreign = { Origin: "https://evil.example" };
  expect((await post("/set-password", TYPED, foreign)).status).toBe(403);
  expect((await post("/forgot-password", { email: USER.email }, foreign)).status).toBe(403);
  expect(asked()).toEqual([]);
});

test("whoever forgot their password is answered alike, known or not", async () => {
  linkIs();
  const { status, headers } = await post("/forgot-password", { email: " Ina@example.com " });
  expect([status, headers.get("Location")]).toEqual([303, "/forgot-password?asked=yes"]);
  expect(called("forgot_password")).toEqual([{ email: "Ina@example.com" }]);
  const { text } = await get("/forgot-password?asked=yes");
  expect(plain(text)).toContain("If somebody signs in with that address");
  expect((await get("/sign-in")).text).toContain('href="/forgot-password"');
});

test("what is no address is told, and kept", async () => {
  linkIs();
  const { status, text } = await post("/forgot-password", { email: "ina at example" });
  expect(status).toBe(422);
  expect(text).toContain('value="ina at example"');
  expect(called("forgot_password")).toEqual([]);
});

test("one address asks for six mails at most, another one may still", async () => {
  linkIs();
  const from = async (hostname: string) => {
    const body = new URLSearchParams({ email: "ina@example.com" });
    const answer = await handle(
      new Request(`${SITE}/forgot-password`, { method: "POST", body, headers: { Origin: SITE } }),
      {
        remoteAddr: { transport: "tcp", hostname, port: 1 },
        completed: Promise.resolve(),
      },
    );
    return answer.status;
  };
  const statuses = [];
  for (let n = 0; n < 7; n++) statuses.push(await from("203.0.113.40"));
  expect(statuses).toEqual([303, 303, 303, 303, 303, 303, 429]);
  expect(await from("203.0.113.41")).toBe(303);
});
