/** How a form puts a pin on a picture of places: by a click on it, or by buttons that move it, without a script. */
import * as z from "zod";
import {
  type Frame,
  HEIGHT,
  type Place,
  placeAt,
  pointOf,
  WIDTH,
  zoomed,
} from "@/lib/text/map_picture.ts";
import { textOf } from "./forms.ts";

/** Where a pin is that nobody saved yet, and what the picture shows. */
export interface Pinned {
  /** Null: nowhere yet. */
  place: Place | null;
  frame: Frame;
}

/** The pictures that can be clicked on, by name: one is shown, each so many times as large as its units. */
export const PICTURES = { narrow: 1, wide: 1.5 };

const STEP = 12;
const NUDGES: Record<string, { x: number; y: number }> = {
  north: { x: 0, y: -STEP },
  south: { x: 0, y: STEP },
  west: { x: -STEP, y: 0 },
  east: { x: STEP, y: 0 },
};
const ZOOMS: Record<string, number> = { closer: 3, farther: 1 / 3 };

/** The buttons beside the picture: the value of each, and what it says. */
export const PIN_BUTTONS = ["north", "south", "west", "east", "closer", "farther"] as const;

const frameShape = z.tuple([
  z.number().min(-85).max(85),
  z.number().min(-180).max(180),
  z.number().positive(),
]);

/** A frame as a form holds it. */
export const frameText = ({ middle, perKm }: Frame) =>
  [middle.latitude, middle.longitude, perKm].join(" ");

function frameIn(form: FormData): Frame | null {
  const { success, data } = frameShape.safeParse(textOf(form, "frame").split(" ").map(Number));
  return success ? { middle: { latitude: data[0], longitude: data[1] }, perKm: data[2] } : null;
}

/** Where the picture was clicked on, in its units. Who presses Enter in a field presses its corner, and means the form. */
function clickIn(form: FormData) {
  for (const [name, times] of Object.entries(PICTURES)) {
    const [x, y] = ["x", "y"].map((axis) => Number(textOf(form, `${name}.${axis}`)) / times);
    if (x + y > 0 && x <= WIDTH && y <= HEIGHT) return { x, y };
  }
  return null;
}

/** What a form asks to be done with the pin, which is at `place` so far; null for a form that asks for anything else. */
export function pinIn(form: FormData, place: Place | null): Pinned | null {
  const frame = frameIn(form);
  if (frame === null) return null;
  const click = clickIn(form);
  if (click !== null) return { place: placeAt(frame, click), frame };
  const at = place ?? frame.middle;
  const asked = textOf(form, "do");
  if (Object.hasOwn(NUDGES, asked)) {
    const { x, y } = pointOf(frame, at);
    return { place: placeAt(frame, { x: x + NUDGES[asked].x, y: y + NUDGES[asked].y }), frame };
  }
  return Object.hasOwn(ZOOMS, asked) ? { place, frame: zoomed(frame, at, ZOOMS[asked]) } : null;
}

/** "43.55, -79.58" as maps write it; null for an empty field, undefined for anything else. */
export function placeIn(text: string): Place | null | undefined {
  if (text === "") return null;
  const found = text.match(
    /^\(?\s*(-?\d{1,3}(?:\.\d+)?)[°\s]*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)°?\s*\)?$/,
  );
  return found ? { latitude: Number(found[1]), longitude: Number(found[2]) } : undefined;
}

/** A place as its field holds it: "43.55, -79.58". */
export const placeField = (place: Place | null) =>
  place ? `${place.latitude}, ${place.longitude}` : "";
