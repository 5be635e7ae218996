import { expect } from "expect";
import { readFilter } from "./list.ts";

const category = (text: string) => readFilter(new URLSearchParams({ category: text })).category;

Deno.test("a list is narrowed to any code that a category may have, digits included", () => {
  expect(["stairlift", "c1", "lift_2_person"].map(category))
    .toEqual(["stairlift", "c1", "lift_2_person"]);
});

Deno.test("what is no category's code narrows nothing", () => {
  expect(["", "2lift", "Lift", "x,y", "a".repeat(41)].map(category)).toEqual(["", "", "", "", ""]);
});
