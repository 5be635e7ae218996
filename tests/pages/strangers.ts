/** Requests as somebody makes them who wants to see the server stumble; the same for the same seed. */
import { STEP_NAMES } from "@/lib/booking/step.ts";
import { seal } from "@/lib/web/sealed.ts";
import { TOKEN } from "./fake_api.ts";
import { SITE } from "./world.ts";

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Paths of every page, with `[name]` for what differs, as the folder of routes has them. */
export async function routePaths(folder = new URL("../../routes/", import.meta.url), below = "/") {
  const paths: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) {
      paths.push(...await routePaths(new URL(`${name}/`, folder), `${below}${name}/`));
    } else if (!name.startsWith("_")) {
      paths.push(below + name.replace(/\.tsx?$/, "").replace(/^index$/, ""));
    }
  }
  return paths.sort();
}

const METHODS = ["GET", "GET", "GET", "POST", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"];

/** Texts that have broken something somewhere. */
const ODD = [
  "",
  "\0",
  "a\nb",
  "a\r\nSet-Cookie: x=1",
  "日本",
  "é".repeat(3000),
  "\ud800",
  "x".repeat(40_000),
  "../../etc/passwd",
  "//evil.example/x",
  "/office/a\nb",
  "/office/日本",
  "/office?q=\0",
  "\\\\evil.example",
  "javascript:alert(1)",
  "%",
  "%00",
  "%ZZ",
  "%E0%A4%A",
  "'; drop table customers; --",
  "<script>alert(1)</script>",
  "-1",
  "1e309",
  "NaN",
  "999999999999999999999",
  "0000-00-00",
  "2026-02-31",
  "9999-12-31T23:59:60Z",
  "+275760-09-13T00:00:00.001Z",
  "infinity",
  "null",
  "undefined",
  "__proto__",
  "constructor",
  "[object Object]",
  "{}",
  "[]",
  "1",
  "true",
  "a.b.c",
  TOKEN,
  "22222222-2222-4222-8222-222222222222",
  "2026-05-12",
  "2026-05-12T13:00:00Z",
];

const FIELDS = [
  ..."action step from day all at who with units note view days max_slots next q page c".split(" "),
  ..."state situation category email password phone access_notes technician_id starts_at".split(
    " ",
  ),
  ..."reason contract_id preferred_times link code postal_code __proto__ then toString".split(" "),
  ..."what access half only check instead".split(" "),
];

const ACTIONS = [
  ..."look book move cancel call tell report withdraw".split(" "),
  "List-Unsubscribe=One-Click",
];

/** Values that JSON has, of every type. */
const JSON_VALUES = [
  ...[null, true, 0, 1, -1, 9999999999, 1e308, "", "a", "a.b.c", "\n", "\0"],
  ...[[], {}, [1], { id: 1 }, { __isUserNotAvailableProxy: true }, "x".repeat(9000)],
];

/** What the holder of a link could seal as well as we do. */
const SEALED = await Promise.all(
  [
    ...JSON_VALUES.map((value) => JSON.stringify(value)),
    ...["", "{", "[1"],
    ...JSON_VALUES.map((value) =>
      JSON.stringify({ step: "details", typed: { phone: value }, complaints: {}, notice: value })
    ),
    ...ODD.map((text) =>
      JSON.stringify({
        step: "details",
        typed: { phone: text, notes: text, access: [text] },
        complaints: { phone: text },
        notice: text,
      })
    ),
  ].map((text) => seal(text, TOKEN)),
);

/** A maker of requests over these paths. */
export function stranger(paths: string[], next: () => number) {
  const oneOf = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)];
  const chance = (share: number) => next() < share;
  const some = <T>(most: number, make: () => T) =>
    Array.from({ length: Math.floor(next() * (most + 1)) }, make);
  const bytes = (most: number) =>
    Uint8Array.from({ length: Math.floor(next() * most) }, () => Math.floor(next() * 256));

  const fields = () =>
    new URLSearchParams(some(6, () => {
      const name = oneOf(FIELDS);
      if (name === "action" && chance(0.8)) return [name, oneOf(ACTIONS)];
      if (name === "step" && chance(0.8)) return [name, oneOf(STEP_NAMES)];
      return [name, oneOf(ODD)];
    }));

  function path(): string {
    const filled = oneOf(paths).replace(
      /\[\w+\]/g,
      () => chance(0.5) ? TOKEN : encodeURIComponent(oneOf(ODD).toWellFormed().slice(0, 3000)),
    );
    if (chance(0.1)) return filled + oneOf(["/", "//", "/..", "/%2e%2e", "%00", ".ics", "/x"]);
    return filled;
  }

  /** What a cookie of ours may hold, and what it may not. */
  function session(): string {
    const made: Record<string, unknown> = {
      access_token: "a.b.c",
      refresh_token: "r",
      expires_at: 9999999999,
      user: { id: "1" },
    };
    for (const name of Object.keys(made)) if (chance(0.4)) made[name] = oneOf(JSON_VALUES);
    const value: unknown = chance(0.2) ? oneOf(JSON_VALUES) : made;
    const json = new TextEncoder().encode(JSON.stringify(value));
    return `base64-${(chance(0.1) ? bytes(300) : json).toBase64({ alphabet: "base64url" })}`;
  }

  function cookie(): string {
    if (chance(0.3)) return `typed=${chance(0.8) ? oneOf(SEALED) : oneOf(["", "x", "%00", "="])}`;
    const name = "sb-127-auth-token" + (chance(0.3) ? oneOf([".0", ".1", "-user", ".x"]) : "");
    const raw = oneOf(["base64-%%%", "{", "null", "1", "=", ";", "%E0%A4%A", '"', "a=b", "\x7f"]);
    return `${name}=${chance(0.8) ? session() : raw}`;
  }

  const HEADERS: Record<string, () => string> = {
    Cookie: () => some(3, cookie).join("; "),
    Accept: () => oneOf(["*/*", "text/html;q=x", "application/vnd.pgrst.object+json", ","]),
    "Content-Length": () => oneOf(["0", "-1", "x", "999999999999"]),
    Host: () => oneOf(["", "a b", "[", "x:y", "127.0.0.1:99999", "a/b", "a@b", "visits.example"]),
    "If-None-Match": () => oneOf(["*", '"', "W/", "x".repeat(5000)]),
    Origin: () => oneOf(["null", "x", "http://", "https://evil.example", SITE]),
    Referer: () => oneOf(["x", "http://[", SITE]),
    "Sec-Fetch-Site": () => oneOf(["cross-site", "same-origin", "none", "x"]),
    "X-Forwarded-For": () => oneOf(["", ",", "::1", "x, y", "1.2.3.4:80"]),
    "X-Forwarded-Proto": () => oneOf(["https", "x", ""]),
    Authorization: () => oneOf(["Bearer", "Bearer a.b.c", "Basic x"]),
    Range: () => oneOf(["bytes=0-", "items=9-1", "x"]),
  };

  function body(headers: Headers): BodyInit {
    if (chance(0.6)) {
      if (chance(0.8)) headers.set("Content-Type", "application/x-www-form-urlencoded");
      return fields().toString();
    }
    headers.set(
      "Content-Type",
      oneOf([
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "application/json",
        "x",
        "",
      ]),
    );
    return oneOf<() => BodyInit>([
      () => bytes(500),
      () => '--x\r\nContent-Disposition: form-data; name="action"\r\n\r\nbook\r\n--x--\r\n',
      () => JSON.stringify(oneOf(JSON_VALUES)),
      () => "x".repeat(70_000),
      () => new FormData(),
    ])();
  }

  return (): Request => {
    const method = oneOf(METHODS);
    const headers = new Headers();
    for (const [name, value] of Object.entries(HEADERS)) {
      if (chance(name === "Cookie" ? 0.5 : 0.12)) headers.set(name, value());
    }
    const hasBody = !["GET", "HEAD"].includes(method);
    if (hasBody && chance(0.7)) headers.set("Origin", SITE);
    const query = chance(0.6) ? `?${fields()}` : "";
    return new Request(SITE + path() + query, {
      method,
      headers,
      body: hasBody ? body(headers) : undefined,
    });
  };
}
