import { expect } from "expect";
import { consentText } from "./reach_words.ts";

Deno.test("a purchase is no consent any more after two years, and nobody is told that it still holds", () => {
  const bought = { consent_basis: "purchase", consent_on: "2024-02-11" } as const;
  const plain = (today: string) => consentText(bought, today).replaceAll("\u00a0", " ");
  expect(plain("2026-02-10")).toContain(": holds until Tue, Feb 10, 2026");
  expect(plain("2026-02-11"))
    .toContain(": that held until Tue, Feb 10, 2026. Ask on the next call");
});
