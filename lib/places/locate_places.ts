import type { Rpc } from "@/lib/database/rpc.ts";
import type { Geocoder, Place } from "./nominatim.ts";

export interface LocateOptions {
  /** Without one nothing is asked and nothing changes. */
  geocoder?: Geocoder;
  /** Most addresses of one run. */
  batch?: number;
  /** Milliseconds between two questions; public servers allow one a second. */
  pace?: number;
}

/** An address that a customer or a unit has, without where it is. */
type WaitingPlace = Place & { address: string };

/** What one run did: addresses asked, customers and units located, addresses the service does not know. */
export interface LocateCounts {
  status: "done" | "off" | "unavailable";
  asked: number;
  located: number;
  unknown: number;
}

/**
 * Asks the geocoding service about addresses without coordinates and files its answers. When the service
 * fails, the run ends and what is left waits for the next.
 *
 * @param rpc as the service role
 * @throws {DatabaseError} it did not answer
 */
export async function locatePlaces(
  rpc: Rpc,
  { geocoder, batch = 20, pace = 1000 }: LocateOptions,
): Promise<LocateCounts> {
  const counts: LocateCounts = { status: "done", asked: 0, located: 0, unknown: 0 };
  if (!geocoder) return { ...counts, status: "off" };
  const places = await rpc("places_without_coordinates", { batch }) as WaitingPlace[];
  for (const { address, ...place } of places) {
    if (counts.asked > 0) await new Promise((resolve) => setTimeout(resolve, pace));
    const found = await geocoder(place).catch(() => undefined);
    if (found === undefined) return { ...counts, status: "unavailable" };
    counts.asked++;
    if (found === null) counts.unknown++;
    counts.located += await rpc("set_coordinates", { address, ...found }) as number;
  }
  return counts;
}
