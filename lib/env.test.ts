import { expect } from "expect";
import {
  EnvError,
  readDeliveryEnv,
  readEnv,
  readFunctionEnv,
  readGeocodingEnv,
  readJobSecret,
  readSiteEnv,
} from "./env.ts";

const ROOT = new URL("../", import.meta.url);
const SUPABASE_URL = "https://x.supabase.co";

Deno.test("an empty environment means the embedded platform on port 8000", () => {
  expect(readEnv({})).toEqual({ PORT: 8000, DATA_DIR: "data" });
});

Deno.test("an empty variable counts as unset", () => {
  expect(readEnv({ PORT: "", DATABASE_URL: "" })).toEqual({ PORT: 8000, DATA_DIR: "data" });
  expect(readJobSecret({ JOB_SECRET: "" })).toBeUndefined();
});

Deno.test("an address loses its trailing slash", () => {
  const env = readEnv({ SUPABASE_URL: "https://x.supabase.co/", SUPABASE_PUBLISHABLE_KEY: "k" });
  expect(env.SUPABASE_URL).toBe("https://x.supabase.co");
});

const refusals: [Record<string, string>, RegExp][] = [
  [{ PORT: "http" }, /^PORT must be a number from 1 to 65532, not "http"\.$/],
  [{ PORT: "70000" }, /^PORT must be/],
  [{ DATABASE_URL: "mysql://host/db" }, /^DATABASE_URL must be an address like postgres:/],
  [{ SUPABASE_URL: "project" }, /^SUPABASE_URL must be/],
  [{ SUPABASE_URL: "https://x.supabase.co" }, /SUPABASE_PUBLISHABLE_KEY must be set too/],
  [{ SUPABASE_URL: "https://x.co", DATABASE_URL: "postgres://h/d" }, /not both/],
];

for (const [variables, wording] of refusals) {
  Deno.test(`${JSON.stringify(variables)} is refused in one line`, () => {
    const refused = () => readEnv(variables);
    expect(refused).toThrow(EnvError);
    expect(refused).toThrow(wording);
  });
}

Deno.test("a refused address is shown without its password, a refused key not at all", () => {
  expect(() => readEnv({ DATABASE_URL: "mysql://user:hunt:er/2@host/db" }))
    .toThrow(/, not "mysql:\/\/user:…@host\/db"\.$/);
  expect(() => readEnv({ SUPABASE_SECRET_KEYS: "sb_secret_1" }))
    .toThrow(/^SUPABASE_SECRET_KEYS must be a JSON object of keys like \{[^}]*\}\.$/);
});

Deno.test("each reader knows its own variables only", () => {
  const env = { TRUSTED_ADDRESS_HEADER: "x forwarded", GEOCODER_URL: "ask", PORT: "http" };
  expect(() => readSiteEnv(env)).toThrow(/^TRUSTED_ADDRESS_HEADER must be the name of a header/);
  expect(() => readGeocodingEnv(env)).toThrow(/^GEOCODER_URL must be/);
  expect(() => readEnv(env)).toThrow(/^PORT must be/);
});

Deno.test("a slip in what some functions need stops only those", () => {
  const slips = {
    GEOCODER_URL: "nominatim.example.org",
    SMTP_URL: "https://mail.example.com",
    LIVE_DELIVERY_PROJECT: "https://x.supabase.co",
  };
  const env = { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY: "p", SUPABASE_SECRET_KEY: "k" };
  expect(readFunctionEnv({ ...env, ...slips }))
    .toEqual({ SUPABASE_URL, SUPABASE_SECRET_KEY: "k" });
  expect(readEnv({ ...env, ...slips }).SUPABASE_URL).toBe(SUPABASE_URL);
  const { SMTP_URL, LIVE_DELIVERY_PROJECT } = slips;
  expect(() => readDeliveryEnv({ SMTP_URL })).toThrow(/^SMTP_URL must be an address like smtps:/);
  expect(() => readDeliveryEnv({ LIVE_DELIVERY_PROJECT }))
    .toThrow(/^LIVE_DELIVERY_PROJECT must be the host of SUPABASE_URL/);
});

Deno.test("functions need their project and a key to all of it", () => {
  const both = /^SUPABASE_URL and SUPABASE_SECRET_KEYS must be set\.$/;
  expect(() => readFunctionEnv({ SUPABASE_URL })).toThrow(both);
  expect(() => readFunctionEnv({ SUPABASE_SECRET_KEY: "k" })).toThrow(both);
});

Deno.test("of the names of a secret key the hosted one counts first, the legacy one last", () => {
  const keyOf = (keys: Record<string, string>) =>
    readFunctionEnv({ SUPABASE_URL, ...keys }).SUPABASE_SECRET_KEY;
  const all = {
    SUPABASE_SECRET_KEYS: '{"office":"sb_secret_2","default":"sb_secret_1"}',
    SUPABASE_SECRET_KEY: "sb_secret_3",
    SUPABASE_SERVICE_ROLE_KEY: "ey4",
  };
  expect(keyOf(all)).toBe("sb_secret_1");
  expect(keyOf({ ...all, SUPABASE_SECRET_KEYS: '{"office":"sb_secret_2"}' })).toBe("sb_secret_2");
  expect(keyOf({ ...all, SUPABASE_SECRET_KEYS: "{}" })).toBe("sb_secret_3");
  expect(keyOf({ SUPABASE_SERVICE_ROLE_KEY: "ey4" })).toBe("ey4");
  const command = { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY: "p", ...all };
  expect(readEnv(command).SUPABASE_SECRET_KEY).toBe("sb_secret_1");
});

/** `commands/test.ts` only asks whether it runs in CI. */
const MAY_READ = ["lib/env.ts", "commands/test.ts"];
const MAY_SET = ["embedded/platform.ts"];

Deno.test("the environment is read in one module and set in one", async () => {
  const others: string[] = [];
  for (const folder of ["commands", "components", "embedded", "islands", "lib", "routes"]) {
    await look(folder);
  }
  await look("supabase/functions");
  expect(others).toEqual([]);

  async function look(folder: string): Promise<void> {
    for await (const { name, isDirectory } of Deno.readDir(new URL(folder, ROOT))) {
      const path = `${folder}/${name}`;
      if (isDirectory) await look(path);
      else if (/\.tsx?$/.test(name) && !name.includes(".test.")) await read(path);
    }
  }

  async function read(path: string): Promise<void> {
    const source = await Deno.readTextFile(new URL(path, ROOT));
    const uses = source.match(/Deno\.env\.?\w*|process\.env/g) ?? [];
    const allowed = (use: string) =>
      use === "Deno.env.set" ? MAY_SET.includes(path) : MAY_READ.includes(path);
    others.push(...uses.filter((use) => !allowed(use)).map((use) => `${path}: ${use}`));
  }
});
