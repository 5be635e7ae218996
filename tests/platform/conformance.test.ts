/**
 * Every kind of call that the application makes gets the answer that PostgREST documents
 * (docs.postgrest.org: Tables and Views, Functions as RPC, Pagination and Count, Errors).
 */
import { createClient } from "@supabase/supabase-js";
import { expect } from "expect";
import { createApi } from "@/embedded/api.ts";
import type { Database } from "@/embedded/database.ts";
import { loadKeys } from "@/embedded/keys.ts";
import { createStaffUser } from "@/embedded/staff.ts";
import { onEveryDatabase } from "./databases_under_test.ts";
import { FIXTURE_SQL } from "./fixture.ts";

const WORDS_SQL = `
  create table public.fixture_words (id integer primary key, word text, day date, size numeric);
  grant select, insert, update, delete on public.fixture_words to service_role;
  insert into public.fixture_words values
    (1, 'stair lift 12" wide', '2026-01-01', 1.5), (2, 'Stair climber', '2026-02-01', 2),
    (3, 'lift chair (red), 50%', '2026-03-01', null), (4, 'back\\slash_lift', null, 4), (5, null, null, null);
  create function public.fixture_nothing() returns void language sql volatile set search_path = '' as $$ select $$;
  create function public.fixture_sum(one integer, two integer default 2) returns integer language sql volatile
    set search_path = '' as $$ select one + two $$;
  create function public.fixture_day(day date, ids uuid[] default '{}') returns date language sql volatile
    set search_path = '' as $$ select day $$;
  create function public.fixture_rows() returns setof public.fixture_words language sql volatile
    set search_path = '' as $$ select * from public.fixture_words $$;
  grant execute on function public.fixture_nothing, public.fixture_sum, public.fixture_day, public.fixture_rows
    to anon, service_role;
`;

async function open(db: Database) {
  await db.exec(FIXTURE_SQL + WORDS_SQL);
  const keys = await loadKeys(db);
  const api = await createApi(db, keys);
  const fetchHere: typeof fetch = (input, init) => api.fetch(new Request(input, init));
  const client = (key: string) =>
    createClient("http://embedded.invalid", key, {
      auth: { persistSession: false, autoRefreshToken: false },
      global: { fetch: fetchHere },
    });

  async function ask(path: string, init: RequestInit & { key?: string } = {}) {
    const log = console.error;
    console.error = () => {};
    try {
      const headers = new Headers(init.headers);
      headers.set("apikey", init.key ?? keys.secret);
      const response = await fetchHere(`http://embedded.invalid${path}`, { ...init, headers });
      const text = await response.text();
      const body = text === "" ? null : JSON.parse(text);
      return { status: response.status, range: response.headers.get("Content-Range"), body };
    } finally {
      console.error = log;
    }
  }

  async function call(name: string, body: string, key = keys.publishable) {
    const headers = { "Content-Type": "application/json" };
    return await ask(`/rest/v1/rpc/${name}`, { method: "POST", headers, body, key });
  }

  /** The ids of the words that a query finds, in order. */
  async function found(...filters: [string, string][]): Promise<unknown> {
    const query = new URLSearchParams([...filters, ["select", "id"], ["order", "id"]]);
    const { status, body } = await ask(`/rest/v1/fixture_words?${query}`);
    return status === 200 ? body.map(({ id }: { id: number }) => id) : [status, body.code];
  }

  return { keys, api, ask, call, found, client };
}

onEveryDatabase("every filter counts, also where a column is named twice", async (db) => {
  const { found } = await open(db);
  const expected: [[string, string][], number[]][] = [
    [[["word", "ilike.%stair%"], ["word", "ilike.%lift%"]], [1]],
    [[["word", "ilike.%lift%"], ["word", "ilike.%stair%"]], [1]],
    [[["word", "ilike.%lift%"], ["word", 'ilike.%12"%']], [1]],
    [[["word", "ilike.%lift%"], ["word", "ilike.%(red), 50\\%%"]], [3]],
    [[["word", "ilike.%lift%"], ["word", "ilike.%back\\\\slash\\_%"]], [4]],
    [[["word", "like.*lift*"], ["word", "like.*stair*"]], [1]],
    [[["word", "not.ilike.%stair%"], ["word", "not.ilike.%red%"]], [4]],
    [[["word", "not.ilike.%chair%"], ["word", "not.eq.Stair climber"]], [1, 4]],
    [[["word", "not.ilike.%chair%"], ["word", "ilike.%lift%"], ["word", "ilike.%i%"]], [1, 4]],
    [[["id", "gte.2"], ["id", "gte.3"], ["id", "lte.4"]], [3, 4]],
    [[["id", "neq.1"], ["id", "neq.2"], ["id", "neq.5"]], [3, 4]],
    [[["id", "in.(1,2,3)"], ["id", "in.(2,3,4)"]], [2, 3]],
    [[["id", "not.in.(1,2)"], ["id", "not.in.(4)"]], [3, 5]],
    [[["day", "gte.2026-01-15"], ["day", "gte.2026-02-15"]], [3]],
    [[["day", "is.null"], ["day", "not.is.null"]], []],
    [[["size", "gt.1"], ["size", "gt.1.5"]], [2, 4]],
    [[["or", "(id.eq.1,id.eq.2)"], ["or", "(id.eq.2,id.eq.3)"]], [2]],
    [[["or", "(id.eq.1,id.eq.2)"], ["or", "(id.eq.2,id.eq.3)"], ["and", "(id.gt.1,id.lt.3)"]], [2]],
    [[["not.or", "(id.eq.1,id.eq.2)"], ["not.or", "(id.eq.2,id.eq.3)"]], [4, 5]],
    [[["and", "(id.gt.1,id.lt.4)"], ["and", "(id.gt.2)"]], [3]],
    [[["id", "eq.2"]], [2]],
  ];
  for (const [filters, ids] of expected) {
    expect([filters, await found(...filters)]).toEqual([filters, ids]);
  }
});

onEveryDatabase(
  "filters that cannot be applied together are refused, never dropped",
  async (db) => {
    const { found } = await open(db);
    expect(await found(["word", 'neq.12"'], ["word", 'neq.50"'])).toEqual([400, "PGRST100"]);
    expect(await found(["word", "nonsense"], ["word", "eq.1"])).toEqual([400, "PGRST100"]);
  },
);

onEveryDatabase("lists are counted, ordered and cut as documented", async (db) => {
  const { ask } = await open(db);
  const exact = { Prefer: "count=exact" };
  const words = "/rest/v1/fixture_words?select=id";
  expect(await ask(words, { method: "HEAD", headers: exact }))
    .toEqual({ status: 200, range: "0-4/5", body: null });
  expect(await ask(`${words}&id=gt.9`, { method: "HEAD", headers: exact }))
    .toEqual({ status: 200, range: "*/0", body: null });
  expect(await ask(`${words}&order=day.desc.nullslast,id&offset=1&limit=3`))
    .toEqual({ status: 200, range: "1-3/*", body: [{ id: 2 }, { id: 1 }, { id: 4 }] });
  expect(await ask(`${words}&order=id&offset=1&limit=2`, { headers: exact }))
    .toEqual({ status: 206, range: "1-2/5", body: [{ id: 2 }, { id: 3 }] });
  expect(await ask(`${words}&offset=9`)).toEqual({ status: 200, range: "*/*", body: [] });
});

onEveryDatabase("only a constraint makes an embedded row the only one", async (db) => {
  await db.exec(`
    create table public.fixture_owners (id integer primary key);
    create table public.fixture_only (id integer primary key, owner integer unique references public.fixture_owners);
    create table public.fixture_parts (id integer primary key, owner integer references public.fixture_owners, live boolean);
    create unique index on public.fixture_parts (owner) where live;
    create table public.fixture_indexed (id integer primary key, owner integer references public.fixture_owners);
    create unique index on public.fixture_indexed (owner);
    grant select on public.fixture_owners, public.fixture_only, public.fixture_parts, public.fixture_indexed to service_role;
    insert into public.fixture_owners values (1), (2);
    insert into public.fixture_only values (10, 1);
    insert into public.fixture_parts values (20, 1, true), (21, 1, false);
    insert into public.fixture_indexed values (30, 1);`);
  const { ask } = await open(db);
  const owners = async (embedded: string) => {
    const { body } = await ask(`/rest/v1/fixture_owners?select=rows:${embedded}(id)&order=id`);
    return body.map(({ rows }: { rows: unknown }) => rows);
  };
  expect(await owners("fixture_only")).toEqual([{ id: 10 }, null]);
  expect(await owners("fixture_parts")).toEqual([[{ id: 20 }, { id: 21 }], []]);
  expect(await owners("fixture_indexed")).toEqual([[{ id: 30 }], []]);
  const { body } = await ask("/rest/v1/fixture_parts?select=fixture_owners(id)&order=id&limit=1");
  expect(body).toEqual([{ fixture_owners: { id: 1 } }]);
});

onEveryDatabase("one row alone is an object; none or several are an error", async (db) => {
  const { ask } = await open(db);
  const one = { Accept: "application/vnd.pgrst.object+json" };
  const single = (filter: string) =>
    ask(`/rest/v1/fixture_words?select=id,word&${filter}`, { headers: one });
  expect((await single("id=eq.2")).body).toEqual({ id: 2, word: "Stair climber" });
  for (const filter of ["id=eq.9", "id=gt.2"]) {
    const { status, body } = await single(filter);
    expect([filter, status, body.code]).toEqual([filter, 406, "PGRST116"]);
  }
});

onEveryDatabase("rows are written, changed and removed", async (db) => {
  const { ask, client, keys } = await open(db);
  const api = client(keys.secret);
  expect((await api.from("fixture_words").insert({ id: 6, word: "new" })).status).toBe(201);
  const changed = await api.from("fixture_words").update({ word: "newer" }).eq("id", 6).select();
  expect(changed.data).toEqual([{ id: 6, word: "newer", day: null, size: null }]);
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ word: "newest" });
  expect(await ask("/rest/v1/fixture_words?id=eq.6", { method: "PATCH", headers, body }))
    .toMatchObject({ status: 204, body: null });
  expect((await api.from("fixture_words").delete().eq("id", 6)).status).toBe(204);
});

onEveryDatabase("functions are called by the names of their arguments", async (db) => {
  const { call, client, keys } = await open(db);
  expect(await call("fixture_sum", '{"one":1}')).toMatchObject({ status: 200, body: 3 });
  expect(await call("fixture_sum", '{"one":1,"two":5}')).toMatchObject({ status: 200, body: 6 });
  expect(await call("fixture_nothing", "{}")).toMatchObject({ status: 204, body: null });
  expect((await client(keys.secret).rpc("fixture_rows")).data).toHaveLength(5);
  for (const body of ["{}", '{"two":1}', '{"one":1,"three":3}', "1", '"x"', "null"]) {
    const { status, body: error } = await call("fixture_sum", body);
    expect([body, status, error.code]).toEqual([body, 404, "PGRST202"]);
  }
  expect(await call("fixture_none", "{}")).toMatchObject({
    status: 404,
    body: { code: "PGRST202" },
  });
});

onEveryDatabase("arguments of a wrong type are the caller's fault", async (db) => {
  const { call } = await open(db);
  const wrong: [string, string][] = [
    ...['"abc"', "{}", "[]", "1.5", "99999999999", "true", '"\\u0000"']
      .map((one): [string, string] => ["fixture_sum", `{"one":${one}}`]),
    ...['"x"', "[]", "{}", "true", '"2026-02-31"', '"\\u0000"']
      .map((day): [string, string] => ["fixture_day", `{"day":${day}}`]),
    ...['"x"', '["x"]', "[1]", "true", "{}", "[{}]", "[true]", "[[1]]"]
      .map((ids): [string, string] => ["fixture_day", `{"day":"2026-01-01","ids":${ids}}`]),
    ["open_slots", '{"token":"\\u0000"}'],
    ["open_slots", '{"token":"x","starts_at":{}}'],
    ["confirm_booking", '{"token":"x","technician_id":{},"starts_at":[]}'],
    ["fixture_sum", "[1]"],
    ["fixture_sum", '[{"one":1}]'],
    ["fixture_sum", "{"],
    ["fixture_sum", "nonsense"],
  ];
  for (const value of ["1", "true", '{"a":1}', "[1]"]) {
    expect((await call("booking_page", `{"token":${value}}`)).body).toEqual({ status: "invalid" });
  }
  for (const [name, body] of wrong) {
    const { status, body: answer } = await call(name, body);
    expect([name, body, status, typeof answer.code]).toEqual([name, body, 400, "string"]);
  }
});

onEveryDatabase("what is not there, or not to be seen, is told by its code", async (db) => {
  const { ask, api, keys } = await open(db);
  const expected: [string, number, string][] = [
    ["/rest/v1/fixture_words?select=nothing", 400, "42703"],
    ["/rest/v1/fixture_words?nothing=eq.1", 400, "42703"],
    ["/rest/v1/fixture_words?id=eq.x", 400, "22P02"],
    ["/rest/v1/fixture_words?word=eq.%00", 400, "22021"],
    ["/rest/v1/fixture_words?id=nonsense", 400, "PGRST100"],
    ["/rest/v1/fixture_none", 404, "PGRST205"],
  ];
  for (const [path, status, code] of expected) {
    const { status: answered, body } = await ask(path);
    expect([path, answered, body.code]).toEqual([path, status, code]);
  }
  const hidden = await ask("/rest/v1/fixture_words", { key: keys.publishable });
  expect([hidden.status, hidden.body.code]).toEqual([401, "42501"]);

  const email = "office@example.com";
  await createStaffUser(db, { email, password: "long enough", name: "Olive", role: "office" });
  const signedIn = await api.fetch(
    new Request("http://embedded.invalid/auth/v1/token?grant_type=password", {
      method: "POST",
      headers: { apikey: keys.publishable, "Content-Type": "application/json" },
      body: JSON.stringify({ email, password: "long enough" }),
    }),
  );
  const headers = { Authorization: `Bearer ${(await signedIn.json()).access_token}` };
  const refused = await ask("/rest/v1/fixture_words", { key: keys.publishable, headers });
  expect([refused.status, refused.body.code]).toEqual([403, "42501"]);
});

onEveryDatabase("of sign-in only what is used answers", async (db) => {
  const { ask } = await open(db);
  const closed: [string, string][] = [
    ["POST", "/auth/v1/signup"],
    ["POST", "/auth/v1/recover"],
    ["POST", "/auth/v1/otp"],
    ["POST", "/auth/v1/magiclink"],
    ["POST", "/auth/v1/verify"],
    ["GET", "/auth/v1/verify?token=1&type=recovery"],
    ["POST", "/auth/v1/resend"],
    ["PUT", "/auth/v1/user"],
    ["GET", "/auth/v1/reauthenticate"],
    ["GET", "/auth/v1/settings"],
    ["GET", "/auth/v1/authorize?provider=github"],
    ["GET", "/auth/v1/callback"],
    ["POST", "/auth/v1/token?grant_type=pkce"],
    ["POST", "/auth/v1/token"],
    ["POST", "/auth/v1/admin/users"],
    ["POST", "/auth/v1//recover"],
    ["POST", "/auth/v1/recover/"],
    ["POST", "/auth/v1/%72ecover"],
  ];
  const body = JSON.stringify({ email: "office@example.com", type: "recovery", token: "123456" });
  const headers = { "Content-Type": "application/json" };
  for (const [method, path] of closed) {
    const sent = method === "GET" ? {} : { body, headers };
    expect([method, path, (await ask(path, { method, ...sent })).status]).toEqual([
      method,
      path,
      404,
    ]);
  }
});

onEveryDatabase(
  "a session of the staff ends after 30 days, however often it is refreshed",
  async (db) => {
    const { client, keys } = await open(db);
    const email = "office@example.com";
    await createStaffUser(db, { email, password: "long enough", name: "Olive", role: "office" });
    const { auth } = client(keys.publishable);
    await auth.signInWithPassword({ email, password: "long enough" });
    const signedInAgo = (age: string) =>
      db.query("update auth.sessions set created_at = now() - $1::text::interval", [age]);
    await signedInAgo("29 days 23 hours 59 minutes");
    expect((await auth.refreshSession()).error).toBeNull();
    await signedInAgo("30 days 1 minute");
    expect((await auth.refreshSession()).error?.code).toBe("session_expired");
  },
);

onEveryDatabase(
  "a character that no text can hold is refused as PostgreSQL refuses it",
  async (db) => {
    const { ask } = await open(db);
    for (
      const query of [
        "word=eq.%00",
        "word=eq.a%00b",
        "word=in.(a,%00)",
        "or=(word.eq.%00,id.eq.1)",
        "order=%00",
        "order=id%00",
        "wo%00rd=eq.1",
        "select=id,%00",
      ]
    ) {
      const { status, body } = await ask(`/rest/v1/fixture_words?${query}`);
      expect([query, status, body.code]).toEqual([query, 400, "22021"]);
    }
    const { status } = await ask("/rest/v1/fixture_words", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: '{"id": 9, "word": "a\\u0000b"}',
    });
    expect(status).toBe(400);
  },
);

onEveryDatabase("sign-in refuses what are no texts", async (db) => {
  const { ask, keys } = await open(db);
  for (
    const [grant, body] of [
      ["password", '{"email": 5, "password": {}}'],
      ["password", '{"email": "a@b.example\\u0000", "password": "x"}'],
      ["password", '{"email": "a@b.example", "password": "\\u0000"}'],
      ["password", "[]x"],
      ["password", "null"],
      ["refresh_token", '{"refresh_token": ["x"]}'],
    ]
  ) {
    const { status } = await ask(`/auth/v1/token?grant_type=${grant}`, {
      method: "POST",
      key: keys.publishable,
      headers: { "Content-Type": "application/json" },
      body,
    });
    expect([body, status]).toEqual([body, 400]);
  }
});
