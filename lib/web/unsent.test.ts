import { expect } from "expect";
import { readUnsent, unsentOf, wordsIn, writeUnsent } from "./unsent.ts";

Deno.test("what was typed goes through a hidden field and comes back in its order, doubles included", () => {
  const form = new FormData();
  form.append("note", "Left key with the neighbour.\r\nBlue door");
  form.append("unit", "a");
  form.append("unit", "b");
  form.append("password", "secret");
  form.append("photo", new File(["x"], "x.png"));
  const unsent = unsentOf(form);
  expect(readUnsent(writeUnsent(unsent))).toEqual([
    ["note", "Left key with the neighbour.\r\nBlue door"],
    ["unit", "a"],
    ["unit", "b"],
  ]);
});

Deno.test("what nobody here wrote is nothing", () => {
  for (const text of ["", "x", "{}", "[1]", '[["a"]]', '[["a",1]]']) {
    expect(readUnsent(text)).toBeNull();
  }
});

Deno.test("only what a person wrote is shown again, and no more than one can take in", () => {
  expect(
    wordsIn([["id", "7f"], ["note", "Bring the long ladder"], ["draft", '{"a": 1}'], [
      "long",
      "word ".repeat(200),
    ]]),
  )
    .toEqual(["Bring the long ladder", `${"word ".repeat(80).trim()}  …`]);
});
