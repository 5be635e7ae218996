import { expect } from "expect";
import { apart, frameOf, HEIGHT, homeText, kilometres, WIDTH } from "./home_map.ts";

const BRAMPTON = { latitude: 43.69, longitude: -79.76 };
const OAKVILLE = { latitude: 43.45, longitude: -79.68 };

Deno.test("all places lie on the picture, north up and east to the right, in one scale", () => {
  const { at, perKm } = frameOf([BRAMPTON, OAKVILLE])!;
  const [north, south] = [at(BRAMPTON), at(OAKVILLE)];
  for (const { x, y } of [north, south]) {
    expect(x > 0 && x < WIDTH && y > 0 && y < HEIGHT).toBe(true);
  }
  expect([north.y < south.y, north.x < south.x]).toEqual([true, true]);
  const apartOnPicture = Math.hypot(north.x - south.x, north.y - south.y);
  expect(Math.abs(apartOnPicture - kilometres(BRAMPTON, OAKVILLE) * perKm)).toBeLessThan(2);
});

Deno.test("one place alone stands in the middle, and no place has no picture", () => {
  expect(frameOf([BRAMPTON])!.at(BRAMPTON)).toEqual({ x: WIDTH / 2, y: HEIGHT / 2 });
  expect(frameOf([])).toBeNull();
});

Deno.test("words do not lie on each other, nor on what has to be seen", () => {
  const words = [
    { name: "Brampton", x: 100, y: 100 },
    { name: "Bramalea", x: 120, y: 105 },
    { name: "Oakville", x: 100, y: 160 },
    { name: "Home", x: 201, y: 50 },
  ];
  expect(apart(words, [{ x: 200, y: 50 }]).map(({ name }) => name)).toEqual([
    "Brampton",
    "Oakville",
  ]);
});

Deno.test("where home is stands in words as well, also where it cannot be right", () => {
  const map = { towns: [{ name: "Brampton", clients: 9, ...BRAMPTON }], areas: [], homes: [] };
  expect(homeText(BRAMPTON, map)).toBe("Less than 1 km from the middle of Brampton.");
  expect(homeText(OAKVILLE, { ...map, towns: [] })).toContain("Is that right?");
  expect(homeText(null, map)).toBe("Nobody knows where this is yet.");
});
