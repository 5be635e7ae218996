/** What a signature lacks, told on the phone where there is no signal. */
import { expect } from "expect";
import { signatureGap } from "./gaps.ts";

Deno.test("a signature is whole, or what it lacks is said while the client is there", () => {
  const gap = (said: Record<string, string>) => signatureGap((name) => said[name] ?? "");
  expect(gap({})).toContain("A signature is missing");
  expect(gap({ method: "typed" })).toContain("the name");
  expect(gap({ method: "typed", signer: "Ethel" })).toBe(null);
  expect(gap({ method: "drawn", signer: "Ethel" })).toContain("Nothing is drawn");
  expect(gap({ method: "drawn", png: "iVBO" })).toContain("the name");
  expect(gap({ method: "drawn", png: "iVBO", signer: "Ethel" })).toBe(null);
  expect(gap({ method: "unable", signer: "Ethel" })).toContain("why");
  expect(gap({ method: "unable", why: "Asleep" })).toBe(null);
});
