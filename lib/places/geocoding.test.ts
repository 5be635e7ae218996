import { expect } from "expect";
import type { Rpc } from "@/lib/database/rpc.ts";
import { locatePlaces } from "./locate_places.ts";
import { type Geocoder, geocoderFrom, nominatim } from "./nominatim.ts";

const PLACE = { street: "12 King St", city: "Brampton", province: "ON", postal_code: "L6Y 0A1" };

Deno.test("an address is asked in Nominatim's words, with who asks", async () => {
  await using service = serve(() => Response.json([{ lat: "43.65", lon: "-79.75" }]));
  expect(await nominatim(service.url, "us@example.com")(PLACE)).toEqual({
    latitude: 43.65,
    longitude: -79.75,
  });
  const [{ url: { pathname, searchParams }, userAgent }] = service.requests;
  expect(pathname).toBe("/search");
  expect(Object.fromEntries(searchParams)).toEqual({
    street: "12 King St",
    city: "Brampton",
    state: "ON",
    postalcode: "L6Y 0A1",
    countrycodes: "ca",
    format: "jsonv2",
    limit: "1",
  });
  expect(userAgent).toBe("us@example.com");
});

Deno.test("an address that the service does not know is null; no answer is an error", async () => {
  const answers = [
    Response.json([]),
    new Response("busy", { status: 503 }),
    Response.json([{ lat: "95", lon: "0" }]),
  ];
  await using service = serve(() => answers.shift()!);
  const geocoder = nominatim(service.url, "us@example.com");
  expect(await geocoder(PLACE)).toBeNull();
  await expect(geocoder(PLACE)).rejects.toThrow("503");
  await expect(geocoder(PLACE)).rejects.toThrow();
});

Deno.test("without a service in the environment nobody is asked", async () => {
  expect(geocoderFrom({ GEOCODER_URL: "http://127.0.0.1:1" })).toBeUndefined();
  const { rpc, filed } = database([]);
  expect((await locatePlaces(rpc, {})).status).toBe("off");
  expect(filed).toEqual([]);
});

Deno.test("answers are filed, also that an address is unknown", async () => {
  const { rpc, filed } = database(["a", "b"]);
  const geocoder: Geocoder = ({ street }) =>
    Promise.resolve(street === "a" ? { latitude: 1, longitude: 2 } : null);
  const counts = await locatePlaces(rpc, { geocoder, pace: 0 });
  expect(counts).toEqual({ status: "done", asked: 2, located: 1, unknown: 1 });
  expect(filed).toEqual([
    { address: "a", latitude: 1, longitude: 2 },
    { address: "b" },
  ]);
});

Deno.test("questions keep their pace: a second lies between two of them, none before the first", async () => {
  const { rpc } = database(["a", "b", "c"]);
  const waits: unknown[] = [];
  const set = globalThis.setTimeout;
  globalThis.setTimeout = ((run: () => void, milliseconds: number) => {
    waits.push(milliseconds);
    run();
    return 0;
  }) as unknown as typeof setTimeout;
  try {
    await locatePlaces(rpc, { geocoder: () => Promise.resolve(null) });
  } finally {
    globalThis.setTimeout = set;
  }
  expect(waits).toEqual([1000, 1000]);
});

Deno.test("a service that does not answer is not waited for longer than ten seconds", async () => {
  await using service = serve(() => Response.json([]));
  const timeout = AbortSignal.timeout;
  const asked: number[] = [];
  AbortSignal.timeout = (milliseconds) => {
    asked.push(milliseconds);
    return AbortSignal.abort(new DOMException("timed out", "TimeoutError"));
  };
  try {
    await expect(nominatim(service.url, "us@example.com")(PLACE)).rejects.toThrow("timed out");
  } finally {
    AbortSignal.timeout = timeout;
  }
  expect(asked).toEqual([10_000]);
});

Deno.test("a service that fails is not asked on, and the address waits", async () => {
  const { rpc, filed } = database(["a", "b"]);
  const geocoder: Geocoder = () => Promise.reject(new Error("down"));
  expect((await locatePlaces(rpc, { geocoder, pace: 0 })).status).toBe("unavailable");
  expect(filed).toEqual([]);
});

/** A service on loopback that remembers what it was asked. */
function serve(answer: () => Response) {
  const requests: { url: URL; userAgent: string | null }[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    requests.push({ url: new URL(request.url), userAgent: request.headers.get("user-agent") });
    return answer();
  });
  return {
    requests,
    url: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Stands in for the database: has these addresses without coordinates, keeps what is filed. */
function database(streets: string[]) {
  const filed: unknown[] = [];
  const rpc: Rpc = (name, args) => {
    if (name === "places_without_coordinates") {
      return Promise.resolve(streets.map((street) => ({ address: street, street })));
    }
    filed.push(args);
    return Promise.resolve("latitude" in args ? 1 : 0);
  };
  return { filed, rpc };
}
