import { expect } from "expect";
import { seal, unseal } from "./sealed.ts";

const SECRET = "A".repeat(43);

Deno.test("what is sealed is read with its secret alone, and says nothing by itself", async () => {
  const sealed = await seal("905-555-0142 “côté jardin”", SECRET);
  expect(sealed).toMatch(/^[\w-]+$/);
  expect(sealed).not.toContain("905");
  expect(await unseal(sealed, SECRET)).toBe("905-555-0142 “côté jardin”");
  expect(await unseal(sealed, "B".repeat(43))).toBe(null);
  expect(await seal("same", SECRET)).not.toBe(await seal("same", SECRET));
});

Deno.test("what was changed or made up is not read", async () => {
  const sealed = await seal("Gate code 12", SECRET);
  const other = sealed[20] === "A" ? "B" : "A";
  const changed = sealed.slice(0, 20) + other + sealed.slice(21);
  for (const made of [changed, sealed.slice(0, -4), "", "x", "%%%", "é", "A".repeat(400)]) {
    expect([made, await unseal(made, SECRET)]).toEqual([made, null]);
  }
});
