import { locatePlaces } from "@/lib/geocoding/locate_places.ts";
import { geocoderFrom } from "@/lib/geocoding/nominatim.ts";
import { jobHandler } from "../_shared/job.ts";

/** Locates customers and units in the background, by the service that this project names, if any. */
Deno.serve(jobHandler(({ client, env }) => locatePlaces(client, { geocoder: geocoderFrom(env) })));
