/** A picture of where something lies, from coordinates alone: which place is where on it, and what is said beside it. */
import type { MapAround } from "@/lib/database/shapes.ts";

export interface Place {
  latitude: number;
  longitude: number;
}

/** The picture's size in its own units: pixels, on a narrow screen. */
export const WIDTH = 288;
export const HEIGHT = 198;
const MARGIN = 20;
/** Whatever lies close together is not drawn larger than this. */
const LEAST_KM = 12;
/** How close one can look: a house is a pixel then. */
const MOST_PER_KM = 80;
const LEAST_PER_KM = 0.5;
const KM_PER_DEGREE = 111.2;

/** From one place to another, as kilometres of a plane: right for the size of a county. */
export function kilometres(one: Place, other: Place): number {
  const narrowing = Math.cos(((one.latitude + other.latitude) / 2) * Math.PI / 180);
  return KM_PER_DEGREE *
    Math.hypot(one.latitude - other.latitude, (one.longitude - other.longitude) * narrowing);
}

/** What a picture shows: the place in its middle, and how long a kilometre is on it. */
export interface Frame {
  middle: Place;
  perKm: number;
}

interface Point {
  x: number;
  y: number;
}

/** Where a place lies on the picture. */
export function pointOf({ middle, perKm }: Frame, place: Place): Point {
  const narrowing = Math.cos(middle.latitude * Math.PI / 180);
  const scale = KM_PER_DEGREE * perKm;
  return {
    x: Math.round(WIDTH / 2 + (place.longitude - middle.longitude) * narrowing * scale),
    y: Math.round(HEIGHT / 2 - (place.latitude - middle.latitude) * scale),
  };
}

/** Which place lies at a point of the picture, to some ten metres. */
export function placeAt({ middle, perKm }: Frame, { x, y }: Point): Place {
  const narrowing = Math.cos(middle.latitude * Math.PI / 180);
  const scale = KM_PER_DEGREE * perKm;
  const exact = (degrees: number) => Math.round(degrees * 10_000) / 10_000;
  return {
    latitude: exact(middle.latitude + (HEIGHT / 2 - y) / scale),
    longitude: exact(middle.longitude + (x - WIDTH / 2) / (scale * narrowing)),
  };
}

/** The same picture from nearer or farther, around a place. */
export function zoomed({ perKm }: Frame, middle: Place, times: number): Frame {
  return { middle, perKm: Math.min(Math.max(perKm * times, LEAST_PER_KM), MOST_PER_KM) };
}

/** A frame in which all of these places lie; null for none. */
export function frameOf(places: Place[]): Frame | null {
  if (places.length === 0) return null;
  const [latitudes, longitudes] = [
    places.map(({ latitude }) => latitude),
    places.map(({ longitude }) => longitude),
  ];
  const middle = {
    latitude: (Math.min(...latitudes) + Math.max(...latitudes)) / 2,
    longitude: (Math.min(...longitudes) + Math.max(...longitudes)) / 2,
  };
  const narrowing = Math.cos(middle.latitude * Math.PI / 180);
  const east = ({ longitude }: Place) => (longitude - middle.longitude) * KM_PER_DEGREE * narrowing;
  const north = ({ latitude }: Place) => (latitude - middle.latitude) * KM_PER_DEGREE;
  const reach = (of: (place: Place) => number) =>
    Math.max(LEAST_KM / 2, ...places.map((place) => Math.abs(of(place))));
  const perKm = Math.min(
    (WIDTH / 2 - MARGIN) / reach(east),
    (HEIGHT / 2 - MARGIN) / reach(north),
  );
  return { middle, perKm };
}

/** Of these words those that do not lie on one that came before, at most so many. */
export function apart<Each extends { x: number; y: number; name: string }>(
  words: Each[],
  taken: { x: number; y: number }[] = [],
): Each[] {
  const kept: Each[] = [];
  for (const word of words) {
    const isFree = kept.every((other) =>
      Math.abs(other.y - word.y) > 15 ||
      Math.abs(other.x - word.x) > 4 * (other.name.length + word.name.length)
    ) && taken.every((other) => Math.hypot(other.x - word.x, other.y - word.y) > 18);
    if (isFree) kept.push(word);
  }
  return kept;
}

const kmText = (km: number) => km < 1 ? "less than 1 km" : `${Math.round(km)} km`;

/** "5 km from the middle of Brampton. Luis starts 14 km away." */
export function placeText(pin: Place | null, { towns, homes }: MapAround): string {
  if (pin === null) return "Nobody knows where this is yet.";
  const nearest = <Each extends Place>(of: Each[]) =>
    of.map((each) => ({ ...each, km: kilometres(pin, each) })).sort((a, b) => a.km - b.km)[0];
  const town = nearest(towns);
  const other = nearest(homes);
  return [
    town
      ? `${kmText(town.km)} from the middle of ${town.name}.`
      : "No client lives within 60 km of it. Is that right?",
    other && `${other.name} starts ${kmText(other.km)} away.`,
  ].filter(Boolean).join(" ").replace(/^l/, "L");
}
