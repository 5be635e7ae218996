/** A picture of where a home lies, from coordinates alone: which place is where on it, and what is said beside it. */
import type { HomeMap } from "./page.ts";

export interface Place {
  latitude: number;
  longitude: number;
}

/** The picture's size in its own units. */
export const WIDTH = 320;
export const HEIGHT = 220;
const MARGIN = 22;
/** Whatever lies close together is not drawn larger than this. */
const LEAST_KM = 12;
const KM_PER_DEGREE = 111.2;

/** From one place to another, as kilometres of a plane: right for the size of a county. */
export function kilometres(one: Place, other: Place): number {
  const narrowing = Math.cos(((one.latitude + other.latitude) / 2) * Math.PI / 180);
  return KM_PER_DEGREE *
    Math.hypot(one.latitude - other.latitude, (one.longitude - other.longitude) * narrowing);
}

/** Where places lie on the picture, and how long ten kilometres are on it. */
export interface Frame {
  at: (place: Place) => { x: number; y: number };
  perKm: number;
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
  const at = (place: Place) => ({
    x: Math.round(WIDTH / 2 + east(place) * perKm),
    y: Math.round(HEIGHT / 2 - north(place) * perKm),
  });
  return { at, perKm };
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
export function homeText(pin: Place | null, { towns, homes }: HomeMap): string {
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
