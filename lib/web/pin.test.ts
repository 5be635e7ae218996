import { expect } from "expect";
import { HEIGHT, kilometres, WIDTH } from "@/lib/text/map_picture.ts";
import { frameText, pinIn, placeIn } from "./pin.ts";

const MIDDLE = { latitude: 43.6, longitude: -79.7 };
const FRAME = frameText({ middle: MIDDLE, perKm: 2 });
const HOME = { latitude: 43.7, longitude: -79.8 };

function form(fields: Record<string, string>) {
  const data = new FormData();
  for (const [name, value] of Object.entries({ frame: FRAME, ...fields })) data.set(name, value);
  return data;
}

Deno.test("a click puts the pin there, on whichever picture is shown", () => {
  const narrow = pinIn(form({ "narrow.x": `${WIDTH / 2}`, "narrow.y": `${HEIGHT / 2}` }), HOME)!;
  const wide = pinIn(form({ "wide.x": `${WIDTH * 0.75}`, "wide.y": `${HEIGHT * 0.75}` }), HOME)!;
  expect([narrow.place, wide.place]).toEqual([MIDDLE, MIDDLE]);
  const above = pinIn(form({ "narrow.x": "144", "narrow.y": "59" }), null)!.place!;
  expect([above.longitude, Math.round(kilometres(above, MIDDLE))]).toEqual([-79.7, 20]);
});

Deno.test("Enter in a field, which presses the corner of the picture, moves no pin", () => {
  expect(pinIn(form({ "narrow.x": "0", "narrow.y": "0" }), HOME)).toBeNull();
  expect(pinIn(form({}), HOME)).toBeNull();
});

Deno.test("buttons move the pin a little, from the middle where there is none", () => {
  const north = pinIn(form({ do: "north" }), HOME)!.place!;
  expect([north.latitude > HOME.latitude, Math.round(kilometres(north, HOME))]).toEqual([true, 6]);
  const east = pinIn(form({ do: "east" }), HOME)!.place!;
  expect([east.longitude > HOME.longitude, Math.round(kilometres(east, HOME))]).toEqual([true, 6]);
  expect(pinIn(form({ do: "south" }), null)!.place!.latitude).toBeLessThan(MIDDLE.latitude);
});

Deno.test("closer and farther keep the pin, and look around it", () => {
  const { place, frame } = pinIn(form({ do: "closer" }), HOME)!;
  expect([place, frame.middle, frame.perKm]).toEqual([HOME, HOME, 6]);
  const nowhere = pinIn(form({ do: "farther" }), null)!;
  expect([nowhere.place, nowhere.frame.middle]).toEqual([null, MIDDLE]);
});

Deno.test("a picture that nobody can have been shown moves no pin", () => {
  for (const frame of ["", "43.6 -79.7", "north -79.7 2", "43.6 -79.7 0", "99 -79.7 2"]) {
    expect(pinIn(form({ frame, do: "north" }), HOME)).toBeNull();
  }
  expect(pinIn(form({ "narrow.x": "9999", "narrow.y": "9" }), HOME)).toBeNull();
});

Deno.test("a place is read as maps write it", () => {
  expect(placeIn("(43.55°, -79.58°)")).toEqual({ latitude: 43.55, longitude: -79.58 });
  expect([placeIn(""), placeIn("43.55"), placeIn("home")]).toEqual([null, undefined, undefined]);
});
