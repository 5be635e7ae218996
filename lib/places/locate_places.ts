import type { SupabaseClient } from "@supabase/supabase-js";
import type { Geocoder, Place } from "./nominatim.ts";

export interface LocateOptions {
  /** Without one nothing is asked and nothing changes. */
  geocoder?: Geocoder;
  /** Most addresses of one run. */
  batch?: number;
  /** Milliseconds between two questions; public servers allow one a second. */
  pace?: number;
}

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
 * @param client as the service role
 * @throws when the database does not answer
 */
export async function locatePlaces(
  client: Pick<SupabaseClient, "rpc">,
  { geocoder, batch = 20, pace = 1000 }: LocateOptions,
): Promise<LocateCounts> {
  const counts: LocateCounts = { status: "done", asked: 0, located: 0, unknown: 0 };
  if (!geocoder) return { ...counts, status: "off" };
  const places = await call<(Place & { address: string })[]>(
    client,
    "places_without_coordinates",
    { batch },
  );
  for (const { address, ...place } of places) {
    if (counts.asked > 0) await new Promise((resolve) => setTimeout(resolve, pace));
    const found = await geocoder(place).catch(() => undefined);
    if (found === undefined) return { ...counts, status: "unavailable" };
    counts.asked++;
    if (found === null) counts.unknown++;
    const { latitude, longitude } = found ?? { latitude: null, longitude: null };
    counts.located += await call<number>(client, "set_coordinates", {
      address,
      latitude,
      longitude,
    });
  }
  return counts;
}

async function call<T>(
  client: Pick<SupabaseClient, "rpc">,
  name: string,
  args: Record<string, unknown>,
): Promise<T> {
  const { data, error } = await client.rpc(name, args);
  if (error) throw new Error(`${name}: ${error.message}`);
  return data as T;
}
