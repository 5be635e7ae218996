/** Which pages somebody on the staff gets, and what everybody else is told. */
import { expect } from "expect";
import { signIn, USER } from "./staff_world.ts";
import { api, ask, called, get, SITE, test } from "./world.ts";

test("a page that there is not is told inside of the office, with the way to its start", async () => {
  const headers = await signIn("office");
  for (const path of ["/office/nope", "/office/contracts/nope", "/office/letter/mine"]) {
    const { status, text } = await ask(path, { headers });
    expect([path, status]).toEqual([path, 404]);
    expect(text).toContain("There is no such page");
    expect(text).toContain('aria-label="Office"');
    expect(text).not.toContain("link in your e-mail");
  }
  const own = await ask("/tech/nope", { headers: await signIn("technician") });
  expect(own.status).toBe(404);
  expect(own.text).toMatch(/href="\/tech"[^>]*>Go to my day/);
});

test("what goes wrong on our side is in the log, what somebody may not see is not", async () => {
  const headers = await signIn("office");
  const logged: unknown[] = [];
  const log = console.error;
  console.error = (...args) => logged.push(args[0]);
  try {
    api.answer({
      list_contracts: () => {
        throw { code: "XX000", message: "broken" };
      },
    });
    expect((await ask("/office/contracts", { headers })).status).toBe(500);
    expect((await ask("/office/letter/mine", { headers })).status).toBe(404);
  } finally {
    console.error = log;
  }
  expect(logged).toEqual(["GET /office/contracts"]);
});

test("a technician has a page of their own, and none of the office's", async () => {
  const headers = await signIn("technician");
  expect((await ask("/tech", { headers })).text).toContain("Nothing booked for you today");
  const { status, text } = await ask("/office/contracts", { headers });
  expect(status).toBe(403);
  expect(text).toContain("This page is for the office");
  expect(text).not.toContain("staff-nav");
  expect(called("list_contracts")).toEqual([]);
});

test("whoever is no longer on the staff sees nothing, though signed in", async () => {
  const headers = await signIn("office");
  api.answer({ who_am_i: () => ({ status: "nobody" }) });
  expect((await ask("/office", { headers })).status).toBe(403);
  expect((await ask("/tech", { headers })).status).toBe(403);
});

test("somebody who is not signed in learns of no page whether there is one", async () => {
  expect((await get("/office/nope")).status).toBe(303);
});

test("somebody who is not signed in is sent to sign in, and back to our own pages only", async () => {
  const { status, headers } = await get("/office/contracts?q=x");
  expect(status).toBe(303);
  expect(headers.get("Location")).toBe("/sign-in?next=%2Foffice%2Fcontracts%3Fq%3Dx");
  for (const next of ["https://evil.example", "//evil.example", "/office\\@evil", "/book/x"]) {
    const { text } = await get(`/sign-in?next=${encodeURIComponent(next)}`);
    expect(text).toMatch(/name="next" value\/>/);
  }
});

test("signing out ends the session in the browser", async () => {
  const headers = await signIn("office");
  api.answer({ logout: () => ({}) });
  const { status, headers: answered } = await ask("/sign-out", {
    method: "POST",
    headers: { ...headers, Origin: SITE },
  });
  expect([status, answered.get("Location")]).toEqual([303, "/sign-in"]);
  expect(answered.getSetCookie().join()).toMatch(/Max-Age=0/);
});

test("whoever works here gets the staff's answer at any address that there is not", async () => {
  for (const [role, home] of [["office", "/office"], ["technician", "/tech"]]) {
    const headers = await signIn(role);
    for (const path of ["/nope", "/book/", "/book"]) {
      const { status, text } = await ask(path, { headers });
      expect([path, status]).toEqual([path, 404]);
      expect(text).toContain("There is no such page");
      expect(text).toContain(`href="${home}"`);
      expect(text).not.toContain("Paste the link");
    }
  }
  const headers = await signIn("office");
  const gone = () => {
    throw new Response("{}", { status: 500 });
  };
  for (const who_am_i of [() => ({ status: "nobody" }), () => ({ status: "signed_out" }), gone]) {
    api.answer({ who_am_i, logout: () => ({}) });
    const { status, text } = await ask("/nope", { headers });
    expect(status).toBe(404);
    expect(text).toContain("Paste the link");
  }
});

test("a session that is refreshed at an address that there is not stays with the browser", async () => {
  await signIn("office");
  const expires_at = Math.floor(Date.now() / 1000) - 60;
  const session = { access_token: "a.b.c", refresh_token: "r", expires_at, user: USER };
  const Cookie = `sb-127-auth-token=base64-${btoa(JSON.stringify(session))}`;
  const { status, headers, text } = await ask("/nope", { headers: { Cookie } });
  expect(status).toBe(404);
  expect(text).toContain('href="/office"');
  expect(called("token").at(-1)).toMatchObject({ grant_type: "refresh_token" });
  expect(headers.getSetCookie().join()).toMatch(/^sb-127-auth-token=base64-\w/);
});
