/** Degrees between which Canada lies. */
const CANADA = { south: 41, north: 84, west: -142, east: -52 };

/** Why coordinates cannot be where a client of the company lives; undefined where they may be. */
export function oddPlace(latitude: number, longitude: number): string | undefined {
  if (latitude === 0 && longitude === 0) return "is nowhere";
  if (isInCanada(latitude, longitude)) return undefined;
  return isInCanada(longitude, latitude) ? "has its two numbers swapped" : "lies far away";
}

function isInCanada(latitude: number, longitude: number): boolean {
  return latitude > CANADA.south && latitude < CANADA.north &&
    longitude > CANADA.west && longitude < CANADA.east;
}
