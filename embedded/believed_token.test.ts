import { createHmac } from "node:crypto";
import { expect } from "expect";
import { believedToken } from "./believed_token.ts";

const SECRET = "a secret of the test, as long as one may be";
const NOW = new Date("2026-05-12T12:00:00Z");
const SECONDS = NOW.getTime() / 1000;
const GOOD = {
  sub: "00000000-0000-4000-8000-000000000001",
  role: "authenticated",
  exp: SECONDS + 1,
};

const part = (value: unknown) =>
  new TextEncoder().encode(JSON.stringify(value)).toBase64({
    alphabet: "base64url",
    omitPadding: true,
  });

function signed(claims: unknown, head: unknown = { alg: "HS256", typ: "JWT" }, secret = SECRET) {
  const text = `${part(head)}.${part(claims)}`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

Deno.test("a token of ours is believed until the second it ends", () => {
  expect(believedToken(signed(GOOD), SECRET, NOW)).toEqual(GOOD);
  const begun = { ...GOOD, iat: SECONDS, nbf: SECONDS };
  expect(believedToken(signed(begun), SECRET, NOW)).toEqual(begun);
  expect(believedToken(signed({ ...GOOD, exp: SECONDS }), SECRET, NOW)).toBeNull();
  for (const exp of [undefined, "tomorrow", null]) {
    expect(believedToken(signed({ ...GOOD, exp }), SECRET, NOW)).toBeNull();
  }
  for (const early of [{ iat: SECONDS + 1 }, { nbf: SECONDS + 1 }, { nbf: "x" }]) {
    expect(believedToken(signed({ ...GOOD, ...early }), SECRET, NOW)).toBeNull();
  }
});

Deno.test("a token that anybody else could have made is not believed", () => {
  const [head, claims, signature] = signed(GOOD).split(".");
  const forged = part({ ...GOOD, role: "service_role" });
  const others = [
    signed(GOOD, { alg: "HS256" }, "another secret"),
    signed(GOOD, { alg: "none" }),
    signed(GOOD, { alg: "HS512" }),
    signed(GOOD, { alg: "HS256", crit: ["exp"] }),
    signed(null),
    signed("text"),
    `${head}.${forged}.${signature}`,
    `${head}.${claims}.`,
    `${head}.${claims}`,
    `${head}.${claims}.${signature.slice(0, -4)}`,
    `${head}.${claims}.${signature}.${signature}`,
    `${part({ alg: "none" })}.${claims}.${signature}`,
    "",
    "..",
    "sb_publishable_key",
  ];
  for (const other of others) {
    expect([other, believedToken(other, SECRET, NOW)]).toEqual([other, null]);
  }
});
