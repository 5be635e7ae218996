import { expect } from "expect";
import { stringToBase64URL } from "@supabase/ssr";
import { sessionCookieName, sessionCookies } from "./session_cookie.ts";

const NAME = "sb-127-auth-token";
const SESSION = {
  access_token: "a.b.c",
  refresh_token: "r",
  token_type: "bearer",
  expires_at: 1_800_000_000,
  user: { id: "1" },
};

const cookie = (value: unknown, name = NAME) => ({
  name,
  value: `base64-${stringToBase64URL(JSON.stringify(value))}`,
});

Deno.test("the session lies where supabase-js puts it", () => {
  expect(sessionCookieName("http://127.0.0.1:8001")).toBe(NAME);
  expect(sessionCookieName("https://abc.supabase.co")).toBe("sb-abc-auth-token");
});

Deno.test("a session is kept, whole or in parts, and nothing else of what was sent", () => {
  const whole = [cookie(SESSION)];
  expect(sessionCookies([...whole, cookie({ user: 1 }, `${NAME}-user`)], NAME))
    .toEqual({ kept: whole, refused: [] });
  const { value } = cookie(SESSION);
  const parts = [
    { name: `${NAME}.1`, value: value.slice(50) },
    { name: `${NAME}.0`, value: value.slice(0, 50) },
  ];
  expect(sessionCookies(parts, NAME)).toEqual({ kept: parts, refused: [] });
  const plain = [{ name: NAME, value: JSON.stringify(SESSION) }];
  expect(sessionCookies(plain, NAME).kept).toEqual(plain);
});

Deno.test("what a stranger calls a session is refused, so that the browser forgets it", () => {
  const wrong = [
    { user: 1 },
    { user: "x" },
    { user: null },
    { user: [] },
    { access_token: 1 },
    { access_token: "a" },
    { access_token: "a.b.c\nX: y" },
    { access_token: "é.b.c" },
    { refresh_token: "" },
    { refresh_token: "r\u0000" },
    { refresh_token: null },
    { expires_at: "soon" },
    { expires_at: 1e400 },
    { expires_at: -1 },
    { expires_at: undefined },
  ].map((part) => cookie({ ...SESSION, ...part }));
  const senseless = [
    "",
    "base64-",
    "base64-%%%",
    "{",
    "null",
    "[]",
    "1",
    "base64-bnVsbA",
    "undefined",
  ]
    .map((value) => ({ name: NAME, value }));
  for (const sent of [...wrong, ...senseless]) {
    expect([sent.value, sessionCookies([sent], NAME)])
      .toEqual([sent.value, { kept: [], refused: [sent] }]);
  }
  expect(sessionCookies([cookie(SESSION, "other")], NAME)).toEqual({ kept: [], refused: [] });
});

Deno.test("of two cookies with one name the first counts, as for supabase-js", () => {
  const [good, bad] = [cookie(SESSION), cookie({ ...SESSION, user: 1 })];
  expect(sessionCookies([good, bad], NAME).refused).toEqual([]);
  expect(sessionCookies([bad, good], NAME).kept).toEqual([]);
});
