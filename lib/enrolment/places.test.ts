import { expect } from "expect";
import { oddPlace } from "./places.ts";

Deno.test("a place in Canada may be a client's, from shore to shore", () => {
  const places = [[43.65, -79.38], [48.38, -89.25], [47.56, -52.71], [49.28, -123.12], [
    82.5,
    -62.3,
  ]];
  expect(places.map(([north, east]) => oddPlace(north, east))).toEqual(places.map(() => undefined));
});

Deno.test("what cannot be is told apart: nowhere, swapped, far away", () => {
  expect(oddPlace(0, 0)).toBe("is nowhere");
  expect(oddPlace(-79.38, 43.65)).toBe("has its two numbers swapped");
  for (const [north, east] of [[43.65, 79.38], [-43.65, -79.38], [48.85, 2.35], [0, -79.38]]) {
    expect(oddPlace(north, east)).toBe("lies far away");
  }
});
