import { expect } from "expect";
import {
  apart,
  frameOf,
  HEIGHT,
  kilometres,
  placeAt,
  placeText,
  pointOf,
  WIDTH,
  zoomed,
} from "./map_picture.ts";

const BRAMPTON = { latitude: 43.69, longitude: -79.76 };
const OAKVILLE = { latitude: 43.45, longitude: -79.68 };

Deno.test("all places lie on the picture, north up and east to the right, in one scale", () => {
  const frame = frameOf([BRAMPTON, OAKVILLE])!;
  const [north, south] = [pointOf(frame, BRAMPTON), pointOf(frame, OAKVILLE)];
  for (const { x, y } of [north, south]) {
    expect(x > 0 && x < WIDTH && y > 0 && y < HEIGHT).toBe(true);
  }
  expect([north.y < south.y, north.x < south.x]).toEqual([true, true]);
  const apartOnPicture = Math.hypot(north.x - south.x, north.y - south.y);
  expect(Math.abs(apartOnPicture - kilometres(BRAMPTON, OAKVILLE) * frame.perKm)).toBeLessThan(2);
});

Deno.test("one place alone stands in the middle, and no place has no picture", () => {
  expect(pointOf(frameOf([BRAMPTON])!, BRAMPTON)).toEqual({ x: WIDTH / 2, y: HEIGHT / 2 });
  expect(frameOf([])).toBeNull();
});

Deno.test("where one clicks is the place that lies there, from far and from near", () => {
  const far = frameOf([BRAMPTON, OAKVILLE])!;
  for (const frame of [far, zoomed(far, OAKVILLE, 3), zoomed(far, OAKVILLE, 1000)]) {
    for (const point of [{ x: 0, y: 0 }, { x: 30, y: 190 }, { x: WIDTH, y: HEIGHT }]) {
      const { x, y } = pointOf(frame, placeAt(frame, point));
      expect(Math.hypot(x - point.x, y - point.y)).toBeLessThan(2);
    }
  }
  expect(pointOf(zoomed(far, OAKVILLE, 3), OAKVILLE)).toEqual({ x: WIDTH / 2, y: HEIGHT / 2 });
  expect(zoomed(far, OAKVILLE, 1000).perKm).toBe(80);
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
  expect(placeText(BRAMPTON, map)).toBe("Less than 1 km from the middle of Brampton.");
  expect(placeText(OAKVILLE, { ...map, towns: [] })).toContain("Is that right?");
  expect(placeText(null, map)).toBe("Nobody knows where this is yet.");
});
