import { expect } from "expect";
import { isTooOld } from "./session_age.ts";

const NOW = new Date("2026-06-01T12:00:00Z");
const secondsAgo = (seconds: number) => ({ timestamp: NOW.getTime() / 1000 - seconds });
const token = (claims: unknown) =>
  `a.${new TextEncoder().encode(JSON.stringify(claims)).toBase64({ alphabet: "base64url" })}.c`;

Deno.test("a session ends 30 days after signing in", () => {
  const days = 30 * 24 * 3600;
  expect(isTooOld(token({ amr: [secondsAgo(days)] }), NOW)).toBe(false);
  expect(isTooOld(token({ amr: [secondsAgo(days + 1)] }), NOW)).toBe(true);
  expect(isTooOld(token({ amr: [secondsAgo(5), secondsAgo(days + 1)] }), NOW)).toBe(true);
});

Deno.test("a token that tells no time is left to Auth", () => {
  for (
    const odd of ["a.b.c", "", "a", token({}), token({ amr: [] }), token({ amr: "x" }), token(1)]
  ) {
    expect(isTooOld(odd, NOW)).toBe(false);
  }
});
