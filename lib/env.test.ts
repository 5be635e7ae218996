import { expect } from "expect";
import { EnvError, parseEnv } from "./env.ts";

Deno.test("an empty environment means the embedded platform on port 8000", () => {
  expect(parseEnv({})).toEqual({ PORT: 8000, DATA_DIR: "data" });
});

Deno.test("an empty variable counts as unset", () => {
  expect(parseEnv({ PORT: "", DATABASE_URL: "" })).toEqual({ PORT: 8000, DATA_DIR: "data" });
});

Deno.test("an address loses its trailing slash", () => {
  const env = parseEnv({ SUPABASE_URL: "https://x.supabase.co/", SUPABASE_PUBLISHABLE_KEY: "k" });
  expect(env.SUPABASE_URL).toBe("https://x.supabase.co");
});

const refusals: [Record<string, string>, RegExp][] = [
  [{ PORT: "http" }, /^PORT must be a number from 1 to 65532, not "http"\.$/],
  [{ PORT: "70000" }, /^PORT must be/],
  [{ DATABASE_URL: "mysql://host/db" }, /^DATABASE_URL must be an address like postgres:/],
  [
    { TRUSTED_ADDRESS_HEADER: "x forwarded" },
    /^TRUSTED_ADDRESS_HEADER must be the name of a header/,
  ],
  [{ SUPABASE_URL: "project" }, /^SUPABASE_URL must be/],
  [{ SUPABASE_URL: "https://x.supabase.co" }, /SUPABASE_PUBLISHABLE_KEY must be set too/],
  [{ SUPABASE_URL: "https://x.co", DATABASE_URL: "postgres://h/d" }, /not both/],
];

for (const [variables, wording] of refusals) {
  Deno.test(`${JSON.stringify(variables)} is refused in one line`, () => {
    const refused = () => parseEnv(variables);
    expect(refused).toThrow(EnvError);
    expect(refused).toThrow(wording);
  });
}

Deno.test("a refused address is shown without its password", () => {
  expect(() => parseEnv({ DATABASE_URL: "mysql://user:hunter2@host/db" }))
    .toThrow(/mysql:\/\/user:…@host/);
});
