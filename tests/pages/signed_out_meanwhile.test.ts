/** Who is signed out in the middle of a form loses nothing that was typed. */
import { expect } from "expect";
import { signIn, staffIs, USER } from "./staff_world.ts";
import { api, ask, called, plain, post, SITE, test } from "./world.ts";

const VISIT = "/office/visits/6f0c0000-0000-4000-8000-000000000001";
const REASON = "Wrong unit: it was the other lift.\nAsk Luis";

/** Sends what a page's form holds, as a browser does. */
function sendForm(html: string, path: string, typed: Record<string, string>) {
  const body = new FormData();
  for (
    const [, name, value] of html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)
  ) {
    body.append(name, unescaped(value));
  }
  for (const [, name, text] of html.matchAll(/<textarea [^>]*name="([^"]*)"[^>]*>([^<]*)</g)) {
    body.append(name, unescaped(text));
  }
  for (const [name, value] of Object.entries(typed)) body.append(name, value);
  return { path, body };
}

const unescaped = (text: string) =>
  text.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&#39;", "'").replaceAll(
    "&amp;",
    "&",
  );

test("a form that is sent without a session is kept, through a wrong password, until it is sent by hand", async () => {
  staffIs("office");
  const refused = await post(VISIT, { action: "reverse", reason: REASON });
  const location = refused.headers.get("Location")!;
  expect([refused.status, location])
    .toEqual([307, `/sign-in?next=${encodeURIComponent(VISIT)}&unsent=yes`]);

  const kept = await post(location, { action: "reverse", reason: REASON });
  expect(kept.status).toBe(200);
  expect(kept.text).toContain("What you typed is kept here");
  // Whoever comes to sign in there sees nothing of it.
  expect(plain(kept.text)).not.toContain("Wrong unit");

  const { body } = sendForm(kept.text, "/sign-in", { email: USER.email, password: "right" });
  const back = await ask("/sign-in", { method: "POST", body, headers: { Origin: SITE } });
  expect([back.status, back.text.includes("You are signed in again")]).toEqual([200, true]);
  expect(plain(back.text)).toContain("Wrong unit: it was the other lift.");
  expect(back.text).toContain(`<form method="post" action="${VISIT}"`);
  expect(back.headers.getSetCookie().length).toBeGreaterThan(0);
  expect(back.text).not.toContain('name="password"');
  const sent = sendForm(back.text, VISIT, {}).body;
  expect([...sent]).toEqual([["action", "reverse"], ["reason", REASON]]);
  // Nothing was done by itself.
  expect(called("reverse_visit")).toEqual([]);
});

test("what was typed is handed to who typed it, and to nobody else who signs in there", async () => {
  staffIs("office");
  const typed = { email: USER.email, password: "right" };
  const signedIn = await post("/sign-in", typed);
  const [last] = signedIn.headers.getSetCookie().find((cookie) =>
    cookie.startsWith("signed-in-last=")
  )!.split(";");
  // Their session is over: it was ended elsewhere, and its cookies are gone.
  const kept = () =>
    post(`/sign-in?next=${encodeURIComponent(VISIT)}&unsent=yes`, {
      action: "reverse",
      reason: REASON,
    }, { Cookie: last });
  const signInThere = async (html: string) => {
    const { body } = sendForm(html, "/sign-in", typed);
    return await ask("/sign-in", { method: "POST", body, headers: { Origin: SITE, Cookie: last } });
  };
  const again = await signInThere((await kept()).text);
  expect(plain(again.text)).toContain("Wrong unit: it was the other lift.");

  const another = { ...USER, id: "5c0d0000-0000-4000-8000-000000000009" };
  const expires_at = Math.floor(Date.now() / 1000) + 3600;
  const tokens = { access_token: "a.b.c", refresh_token: "r", token_type: "bearer", expires_at };
  api.answer({
    token: () => ({ ...tokens, expires_in: 3600, user: another }),
    user: () => another,
  });
  const other = await signInThere((await kept()).text);
  expect(other.status).toBe(200);
  expect(other.text).toContain("Somebody else was filling in a form here");
  expect(other.text).not.toContain("Wrong unit");
  expect(other.headers.getSetCookie().join()).toContain("sb-127-auth-token");
});

/** A session of somebody, whose token says whose it is, as the real ones do. */
async function signInAs(id: string): Promise<{ Cookie: string }> {
  staffIs("office");
  const user = { ...USER, id };
  const expires_at = Math.floor(Date.now() / 1000) + 3600;
  const access_token = `a.${btoa(JSON.stringify({ sub: id })).replace(/=+$/, "")}.c`;
  const tokens = { access_token, refresh_token: "r", token_type: "bearer", expires_at };
  api.answer({ token: () => ({ ...tokens, expires_in: 3600, user }), user: () => user });
  const { headers } = await post("/sign-in", { email: USER.email, password: "right" });
  return { Cookie: headers.getSetCookie().map((cookie) => cookie.split(";")[0]).join("; ") };
}

test("a form that somebody opened is not sent by who signed in on that browser in another tab", async () => {
  const [a, b] = [USER.id, "5c0d0000-0000-4000-8000-000000000009"];
  const ofA = await signInAs(a);
  const shown = await ask("/office/contracts", { headers: ofA });
  const mark = shown.text.match(/name="filled_by" value="([0-9a-f]{32})"/)![1];
  const posted = shown.text.match(/<form [^>]*method="post"/g)!.length;
  expect(shown.text.split(`name="filled_by" value="${mark}"`)).toHaveLength(posted + 1);
  expect(shown.text).not.toMatch(
    /<form [^>]*method="get"[^>]*><input type="hidden" name="filled_by"/,
  );

  const ofB = await signInAs(b);
  const typed = { action: "reverse", reason: REASON, filled_by: mark };
  const refused = await post(VISIT, typed, ofB);
  const location = refused.headers.get("Location")!;
  expect([refused.status, location])
    .toEqual([307, `/sign-in?next=${encodeURIComponent(VISIT)}&unsent=other`]);
  expect(called("reverse_visit")).toEqual([]);
  const kept = await post(location, typed, ofB);
  expect(plain(kept.text)).toContain("Somebody else has signed in on this browser meanwhile");
  expect(plain(kept.text)).not.toContain("Wrong unit");

  const cookie = { Cookie: ofB.Cookie, Origin: SITE };
  const again = async (id: string) => {
    await signInAs(id);
    const { body } = sendForm(kept.text, "/sign-in", { email: USER.email, password: "right" });
    return await ask("/sign-in", { method: "POST", body, headers: cookie });
  };
  const byB = await again(b);
  expect(byB.text).toContain("Somebody else was filling in a form here");
  expect(byB.text).not.toContain("Wrong unit");
  const byA = await again(a);
  expect(plain(byA.text)).toContain("Wrong unit: it was the other lift.");
  expect([...sendForm(byA.text, VISIT, {}).body]).toEqual(Object.entries(typed));
  // As theirs it goes through.
  api.answer({ reverse_visit: () => ({ status: "refused", reason: "state" }) });
  expect((await post(VISIT, typed, await signInAs(a))).status).not.toBe(307);
});

test("nothing is kept for a page that is not ours, nor of what nobody here wrote", async () => {
  staffIs("office");
  const typed = { email: USER.email, password: "right" };
  const elsewhere = await post("/sign-in", {
    ...typed,
    next: "https://elsewhere.example/",
    unsent: '[["a","b"]]',
  });
  expect([elsewhere.status, elsewhere.headers.get("Location")]).toEqual([303, "/office"]);
  const made = await post("/sign-in", { ...typed, next: VISIT, unsent: "[[1]]" });
  expect([made.status, made.headers.get("Location")]).toEqual([303, VISIT]);
  expect((await ask(`/sign-in?next=${VISIT}&unsent=yes`)).text).not.toContain("What you typed");
  await signIn("office");
});

test("nor are photos of a form that somebody else opened, however much they weigh", async () => {
  const ofB = await signInAs("5c0d0000-0000-4000-8000-000000000009");
  const at = "/tech/visits/6f0c0000-0000-4000-8000-000000000001/finish";
  const body = new FormData();
  body.append("filled_by", "0".repeat(32));
  body.append("photo", new File([new Uint8Array(300_000)], "photo.jpg"));
  const headers = { ...ofB, Origin: SITE };
  const { status, headers: said } = await ask(at, { method: "POST", body, headers });
  expect([status, said.get("Location")])
    .toEqual([307, `/sign-in?next=${encodeURIComponent(at)}&unsent=other`]);
  expect(called("add_visit_photo")).toEqual([]);
});
