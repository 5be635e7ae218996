import { createClient } from "@supabase/supabase-js";
import { expect } from "expect";
import { createApi } from "@/embedded/api.ts";
import type { Database } from "@/embedded/database.ts";
import { loadKeys } from "@/embedded/keys.ts";
import { serveOn } from "@/embedded/ports.ts";
import { createStaffUser } from "@/embedded/staff.ts";
import { MOST_OF_ANYBODY } from "@/lib/web/read_body.ts";
import { sendInChunks } from "@/tests/chunks.ts";
import { onEveryDatabase, sharedDatabases } from "./databases_under_test.ts";
import { FIXTURE_SQL } from "./fixture.ts";

async function open(db: Database) {
  await db.exec(FIXTURE_SQL);
  const keys = await loadKeys(db);
  const api = await createApi(db, keys);
  const client = (key: string) =>
    createClient("http://embedded.invalid", key, {
      auth: { persistSession: false, autoRefreshToken: false },
      global: { fetch: (input, init) => api.fetch(new Request(input, init)) },
    });
  return { api, keys, anon: client(keys.publishable), service: client(keys.secret) };
}

onEveryDatabase("what the migrations revoked stays revoked after the first request", async (db) => {
  const { anon } = await open(db);
  const first = await anon.from("fixture_locked").select();
  expect(first.error?.code).toBe("42501");
  const written = await anon.from("fixture_items").insert({ id: 9 });
  expect(written.error?.code).toBe("42501");
  const granted = await db.query(
    "select from information_schema.role_table_grants where grantee = 'anon' and table_name like 'fixture%'",
  );
  expect(granted).toEqual([]);
});

const onSharedDatabases = sharedDatabases(open);

onSharedDatabases(
  "the secret key passes row level security, nobody else does",
  async ({ service, anon }) => {
    expect((await service.from("fixture_items").select("id").order("id")).data)
      .toEqual([{ id: 1 }, { id: 2 }]);
    expect((await service.rpc("fixture_role")).data).toBe("service_role");
    expect((await anon.rpc("fixture_role")).data).toBe("anon");
    expect((await anon.from("fixture_items").select("id")).error?.code).toBe("42501");
  },
);

onSharedDatabases(
  "a body without end is not read to its end, and its connection is closed",
  async ({ api, keys }) => {
    const server = serveOn(0, (request) => api.fetch(request));
    const HUGE = 48_000_000;
    const body = JSON.stringify({ token: "x".repeat(HUGE) });
    const paths: [string, string][] = [
      ["/rest/v1/rpc/booking_page", keys.publishable],
      ["/rest/v1/rpc/fixture_echo", keys.secret],
      ["/rest/v1/fixture_items", keys.secret],
      ["/auth/v1/token?grant_type=password", keys.publishable],
      ["/auth/v1/token?grant_type=refresh_token", keys.publishable],
      ["/auth/v1/logout", keys.publishable],
      ["/auth/v1/recover", keys.publishable],
      ["/functions/v1/reminders", keys.publishable],
      ["/nowhere", keys.publishable],
    ];
    try {
      await Promise.all(paths.map(async ([path, apikey]) => {
        const headers = { apikey, "Content-Type": "application/json" };
        const { status, taken, isClosed } = await sendInChunks(server.port, path, headers, body);
        // What the system keeps on its way is taken, but read by nobody.
        expect([path, status, isClosed, taken < HUGE / 2]).toEqual([path, 413, true, true]);
      }));
    } finally {
      await server.stop();
    }
  },
);

onSharedDatabases(
  "whoever has no secret key may send what a form may, and a photo, and jobs two megabytes",
  async ({ api, keys }) => {
    const status = async (apikey: string, bytes: number, name = "fixture_echo") => {
      const body = JSON.stringify({ value: { text: "x".repeat(bytes - 21) } });
      expect(body.length).toBe(bytes);
      const headers = { apikey, "Content-Type": "application/json" };
      const url = `http://embedded.invalid/rest/v1/rpc/${name}`;
      const answer = await api.fetch(new Request(url, { method: "POST", headers, body }));
      await answer.body?.cancel();
      return answer.status;
    };
    expect(await status(keys.publishable, MOST_OF_ANYBODY)).toBe(200);
    expect(await status(keys.publishable, MOST_OF_ANYBODY + 1)).toBe(413);
    expect(await status("made up", MOST_OF_ANYBODY + 1)).toBe(413);
    // Nobody signed in: refused for that, and not for what it weighs.
    for (const door of ["add_visit_photo", "add_repair_photo"]) {
      expect(await status(keys.publishable, 600_000, door)).toBeLessThan(413);
      expect(await status(keys.publishable, 600_001, door)).toBe(413);
    }
    expect(await status(keys.secret, 2_000_000)).toBe(200);
    expect(await status(keys.secret, 2_000_001)).toBe(413);
  },
);

onSharedDatabases(
  "only the public prefixes answer, and never without a key",
  async ({ api, keys }) => {
    const status = async (path: string, headers: HeadersInit = {}) =>
      (await api.fetch(new Request(`http://embedded.invalid${path}`, { headers }))).status;
    for (
      const path of [
        "/",
        "/_system/info",
        "/_system/config",
        "/rest/v1/../../_system/config",
        "/rest/v1/%2e%2e/%2e%2e/_system/config",
        "/storage/v1/bucket",
        "/studio",
      ]
    ) {
      expect([path, await status(path, { apikey: keys.secret })]).toEqual([path, 404]);
    }
    expect(await status("/rest/v1/fixture_items")).toBe(401);
    expect(await status("/rest/v1/fixture_items", { apikey: "sb_secret_wrong" })).toBe(401);
    expect(await status("/rest/v1/fixture_items", { apikey: keys.secret })).toBe(200);
  },
);

onSharedDatabases("values come in the forms of PostgREST", async ({ service }) => {
  const { data } = await service.from("fixture_items").select().order("id");
  expect(data).toEqual([
    {
      id: 1,
      price: 12.5,
      info: { a: { b: [1, "two"] } },
      at: "2026-05-12T13:00:00.5+00:00",
      day: "2026-05-12",
      during: '["2026-05-12 13:00:00+00","2026-05-12 14:00:00+00")',
      tags: ["x", "y z"],
    },
    { id: 2, price: null, info: "text", at: null, day: null, during: null, tags: null },
  ]);
});

onEveryDatabase("JSON arguments and columns are written once, not twice", async (db) => {
  const { service } = await open(db);
  const value = { list: [1, { deep: "yes" }], text: 'a "quote"' };
  expect((await service.rpc("fixture_echo", { value })).data).toEqual(value);
  await service.from("fixture_items").insert({ id: 3, info: value });
  const [stored] = await db.query(
    "select jsonb_typeof(info) as type from fixture_items where id = 3",
  );
  expect(stored).toEqual({ type: "object" });
});

onSharedDatabases("a raised SQLSTATE has the status of PostgREST", async ({ anon }) => {
  const expected = {
    P0001: 400,
    PT404: 404,
    PT409: 409,
    PT422: 422,
    "22023": 400,
    "23505": 409,
    "23503": 409,
    "23514": 400,
    "23P01": 400,
    "42501": 401,
    "40001": 500,
    "57014": 500,
  };
  const seen: Record<string, number> = {};
  for (const code of Object.keys(expected)) {
    seen[code] = (await anon.rpc("fixture_raise", { code })).status;
  }
  expect(seen).toEqual(expected);
  const { error } = await anon.rpc("fixture_raise", { code: "P0001" });
  expect(error).toMatchObject({ code: "P0001", message: "raised P0001", details: "the detail" });
});

onSharedDatabases("constraints answer with their SQLSTATE", async ({ service }) => {
  const overlap = await service.from("fixture_items")
    .insert({ id: 4, during: "[2026-05-12T13:30Z,2026-05-12T15:00Z)" });
  expect([overlap.status, overlap.error?.code]).toEqual([400, "23P01"]);
  const twice = await service.from("fixture_items").insert({ id: 1 });
  expect([twice.status, twice.error?.code]).toEqual([409, "23505"]);
});

onEveryDatabase("a schema change is seen after migrating", async (db) => {
  const { service } = await open(db);
  await service.from("fixture_items").select("id");
  await db.exec("alter table public.fixture_items add column colour text default 'red'");
  await db.connection.clearSchemaCache();
  const { data } = await service.from("fixture_items").select("colour").eq("id", 1).single();
  expect(data).toEqual({ colour: "red" });
});

onEveryDatabase("staff sign in and are known to policies; strangers cannot sign up", async (db) => {
  const { anon } = await open(db);
  const email = "Olive@Example.com";
  await createStaffUser(db, { email, password: "long enough", name: "Olive", role: "office" });
  expect((await anon.auth.signInWithPassword({ email, password: "wrong" })).error).not.toBeNull();
  const { data, error } = await anon.auth.signInWithPassword({ email, password: "long enough" });
  expect(error).toBeNull();
  expect(data.user?.email).toBe("olive@example.com");
  const own = await anon.from("company_settings").select("company_name");
  expect(own.data).toEqual([{ company_name: "Fusion Maintenance" }]);
  const stranger = await anon.auth.signUp({ email: "x@example.com", password: "long enough" });
  expect(stranger.error).not.toBeNull();
});

onSharedDatabases("a refused row leaves none of its values in the log", async ({ service }) => {
  const log = console.error;
  const logged: string[] = [];
  console.error = (...args) => logged.push(args.map((arg) => Deno.inspect(arg)).join(" "));
  try {
    await service.from("fixture_items").insert({ id: 1, info: { note: "secret words" } });
    await service.from("fixture_items")
      .insert({
        id: 5,
        during: "[2026-05-12T13:30Z,2026-05-12T15:00Z)",
        info: { note: "secret words" },
      });
  } finally {
    console.error = log;
  }
  expect(logged).toEqual(["database error 23505", "database error 23P01"]);
});
