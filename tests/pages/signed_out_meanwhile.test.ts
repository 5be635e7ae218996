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
