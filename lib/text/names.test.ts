import { expect } from "expect";
import { greeting } from "./names.ts";

Deno.test("who has no name to be greeted by is greeted without one", () => {
  expect(greeting("Ada")).toBe("Hello Ada");
  expect(greeting("")).toBe("Hello");
});
