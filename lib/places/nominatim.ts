import { z } from "zod";
import type { GeocodingEnv } from "@/lib/env.ts";

/** An address as the tables hold it. */
export interface Place {
  street: string;
  city: string | null;
  province: string | null;
  postal_code: string | null;
}

export interface Coordinates {
  latitude: number;
  longitude: number;
}

/** Finds where an address is; null when the service does not know it. Rejects when it does not answer. */
export type Geocoder = (place: Place) => Promise<Coordinates | null>;

const PATIENCE_MILLISECONDS = 10_000;

const answerSchema = z.array(z.object({
  lat: z.coerce.number().min(-90).max(90),
  lon: z.coerce.number().min(-180).max(180),
}));

/**
 * Asks a server that speaks Nominatim's search API.
 *
 * @param url the server's address, such as `https://nominatim.example.org`
 * @param contact who asks, for the `User-Agent` that such servers require
 */
export function nominatim(url: string, contact: string): Geocoder {
  return async ({ street, city, province, postal_code }) => {
    const search = new URL("search", url.endsWith("/") ? url : `${url}/`);
    const terms = { street, city, state: province, postalcode: postal_code, countrycodes: "ca" };
    for (const [name, value] of Object.entries({ ...terms, format: "jsonv2", limit: "1" })) {
      if (value) search.searchParams.set(name, value);
    }
    const response = await fetch(search, {
      headers: { "user-agent": contact, accept: "application/json" },
      signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`geocoding service answered ${response.status}`);
    }
    const [found] = answerSchema.parse(await response.json());
    return found ? { latitude: found.lat, longitude: found.lon } : null;
  };
}

/** The service that the environment names by `GEOCODER_URL` and `GEOCODER_CONTACT`; none without both. */
export function geocoderFrom(
  { GEOCODER_URL: url, GEOCODER_CONTACT: contact }: GeocodingEnv,
): Geocoder | undefined {
  return url && contact ? nominatim(url, contact) : undefined;
}
