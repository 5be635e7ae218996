import { expect } from "expect";
import { entryOf } from "./allow_list.ts";
import { refusalOf } from "./answers.ts";
import { reasonsOf } from "./differ_words.ts";
import type { Differ } from "./policy.ts";
import { differing } from "./policy_fields.ts";

Deno.test("what was done, tried, or was so already is no refusal", () => {
  for (const status of ["saved", "tried", "set", "unchanged", "removed", "gone"]) {
    expect([status, refusalOf({ status }, () => "", "America/Toronto")]).toEqual([status, null]);
  }
  expect(refusalOf({ status: "refused", reason: "used" }, () => "", "America/Toronto")?.said)
    .toMatch(/^This is in use/);
});

Deno.test("an entry of the list of who gets mail is an address, or a domain with its @", () => {
  expect(["Example.com", "@Example.com", "You@Example.com", ""].map(entryOf))
    .toEqual(["@example.com", "@example.com", "you@example.com", ""]);
});

Deno.test("an amount is the same, however it is written", () => {
  expect(differing({ fee: 189 }, { fee: "189.00" })).toEqual([]);
  expect(differing({ fee: 189, visit_minutes: 60 }, { fee: "189.01", visit_minutes: 45 }))
    .toEqual(["fee", "visit_minutes"]);
});

Deno.test("a skill that nobody has is warned of", () => {
  const told = (technicians: number) =>
    reasonsOf({
      was: { required_skill_id: "a" },
      new: { required_skill_id: "b", skill: "Lifts", technicians },
      reach: { own_products: 0 },
    } as unknown as Differ).map(({ strong, isWarning }) => [strong, isWarning ?? false]);
  expect([told(0), told(1)]).toEqual([[["Nobody has that skill.", true]], [[
    "1 technician",
    false,
  ]]]);
});

Deno.test("a winter says from when to when, and which booked visits lie in it", () => {
  const told = (next: Record<string, unknown>, in_winter: number) =>
    reasonsOf({
      was: { winter_from: null, winter_until: "04-15" },
      new: next,
      reach: { own_products: 0, in_winter },
    } as unknown as Differ).map(({ strong, text }) => `${strong} ${text}`);
  expect(told({ winter_from: "11-15", winter_until: "04-15" }, 1)).toEqual([
    "From Nov 15 to Apr 15 clients are offered no time, and are reminded early enough for one before it. 1 booked visit in that time stays.",
  ]);
  expect(told({ winter_from: null, winter_until: null }, 0)).toEqual([
    "Times all year are offered to clients from now on.",
  ]);
});
