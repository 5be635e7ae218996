import { expect } from "expect";
import { greeting, initialsOf } from "./names.ts";

Deno.test("who has no name to be greeted by is greeted without one", () => {
  expect(greeting("Ada")).toBe("Hello Ada");
  expect(greeting("")).toBe("Hello");
});

Deno.test("initials are the first letters of the first name and of the last", () => {
  const expected = {
    "Dana Okafor": "DO",
    "Anne Marie de la Cruz": "AC",
    Luis: "L",
    " élise  côté ": "ÉC",
  };
  for (const [name, initials] of Object.entries(expected)) expect(initialsOf(name)).toBe(initials);
});
