import { expect } from "expect";
import { GROUPS, SETTINGS } from "./settings.ts";

Deno.test("every setting stands in one group, explained", () => {
  const named = GROUPS.flatMap(({ names }) => names);
  expect([...named].sort()).toEqual(Object.keys(SETTINGS).sort());
  for (const { kind, says, complaint, options } of Object.values(SETTINGS)) {
    expect(says).toMatch(/^[A-Z].*\.$/s);
    if (kind !== "switch") expect(complaint).toMatch(/^Please .*\.$/s);
    expect(kind === "choice").toBe(options !== undefined);
  }
});
