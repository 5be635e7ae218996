import { readGeocodingEnv } from "@/lib/env.ts";
import { locatePlaces } from "@/lib/places/locate_places.ts";
import { geocoderFrom } from "@/lib/places/nominatim.ts";
import { jobHandler } from "../_shared/job.ts";

/** Locates customers and units in the background, by the service that this project names, if any. */
Deno.serve(
  jobHandler(({ rpc }) => locatePlaces(rpc, { geocoder: geocoderFrom(readGeocodingEnv()) })),
);
