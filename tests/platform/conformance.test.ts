/**
 * Every kind of call that the application makes gets the answer that PostgREST documents
 * (docs.postgrest.org: Tables and Views, Functions as RPC, Pagination and Count, Errors).
 */
import { expect } from "expect";
import { createStaffUser } from "@/embedded/staff.ts";
import { openApi } from "./conformance.ts";
import { onEveryDatabase, sharedDatabases } from "./databases_under_test.ts";

const onSharedDatabases = sharedDatabases(openApi);

onSharedDatabases("every filter counts, also where a column is named twice", async ({ found }) => {
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

onSharedDatabases(
  "filters that cannot be applied together are refused, never dropped",
  async ({ found }) => {
    expect(await found(["word", 'neq.12"'], ["word", 'neq.50"'])).toEqual([400, "PGRST100"]);
    expect(await found(["word", "nonsense"], ["word", "eq.1"])).toEqual([400, "PGRST100"]);
  },
);

onSharedDatabases("lists are counted, ordered and cut as documented", async ({ ask }) => {
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
  const { ask } = await openApi(db);
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

onSharedDatabases("one row alone is an object; none or several are an error", async ({ ask }) => {
  const one = { Accept: "application/vnd.pgrst.object+json" };
  const single = (filter: string) =>
    ask(`/rest/v1/fixture_words?select=id,word&${filter}`, { headers: one });
  expect((await single("id=eq.2")).body).toEqual({ id: 2, word: "Stair climber" });
  for (const filter of ["id=eq.9", "id=gt.2"]) {
    const { status, body } = await single(filter);
    expect([filter, status, body.code]).toEqual([filter, 406, "PGRST116"]);
  }
});

onSharedDatabases("rows are written, changed and removed", async ({ ask, client, keys }) => {
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

onSharedDatabases(
  "functions are called by the names of their arguments",
  async ({ call, client, keys }) => {
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
  },
);

/** Lists in lists, as deep as a body of anybody's may go. */
const DEEP = "[".repeat(30_000) + "]".repeat(30_000);

onSharedDatabases("arguments of a wrong type are the caller's fault", async ({ call }) => {
  const wrong: [string, string][] = [
    ...['"abc"', "{}", "[]", "1.5", "99999999999", "true", '"\\u0000"']
      .map((one): [string, string] => ["fixture_sum", `{"one":${one}}`]),
    ...['"x"', "[]", "{}", "true", '"2026-02-31"', '"\\u0000"']
      .map((day): [string, string] => ["fixture_day", `{"day":${day}}`]),
    ...['"x"', '["x"]', "[1]", "true", "{}", "[{}]", "[true]", "[[1]]", DEEP]
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

onSharedDatabases("a method that nothing answers to is refused", async ({ api, keys }) => {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, api.fetch);
  try {
    for (const method of ["TRACE", "MOVE"]) {
      const connection = await Deno.connect({ hostname: "127.0.0.1", port: server.addr.port });
      await connection.write(new TextEncoder().encode(
        `${method} /rest/v1/fixture_words HTTP/1.1\r\nHost: x\r\nConnection: close\r\napikey: ${keys.publishable}\r\n\r\n`,
      ));
      const answer = await new Response(connection.readable).text();
      expect([method, answer.split(" ")[1], /PGRST\d+/.exec(answer)?.[0]])
        .toEqual([method, "405", "PGRST117"]);
    }
  } finally {
    await server.shutdown();
  }
});

onEveryDatabase("what is not there, or not to be seen, is told by its code", async (db) => {
  const { ask, api, keys } = await openApi(db);
  const expected: [string, number, string][] = [
    ["/rest/v1/fixture_words?select=nothing", 400, "42703"],
    ["/rest/v1/fixture_words?nothing=eq.1", 400, "42703"],
    ["/rest/v1/fixture_words?id=eq.x", 400, "22P02"],
    ["/rest/v1/fixture_words?word=eq.%00", 400, "22021"],
    ["/rest/v1/fixture_words?id=nonsense", 400, "PGRST100"],
    ["/rest/v1/fixture_none", 404, "PGRST205"],
    [`/rest/v1/fixture_words?select=${"x(".repeat(3000)}`, 400, "PGRST100"],
    [`/rest/v1/fixture_words?or=${encodeURIComponent("(".repeat(3000))}`, 400, "PGRST100"],
    ["/rest/v1/%", 404, "PGRST125"],
    ["/rest/v1/fixture%5Fwords", 404, "PGRST125"],
    ["/rest/v1/%72pc/company_card", 404, "PGRST125"],
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

onSharedDatabases(
  "a character that no text can hold is refused as PostgreSQL refuses it",
  async ({ ask }) => {
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

onEveryDatabase(
  "a yes or no is read as PostgreSQL reads it, and nothing else is one",
  async (db) => {
    await db.exec(`
    create function public.fixture_negate(yes boolean) returns boolean language sql immutable return not yes;
    grant execute on function public.fixture_negate to service_role;
  `);
    const { ask } = await openApi(db);
    const answers = [];
    for (const yes of ["true", "false", '"true"', '"No"', "1", "null", '"x"', "{}"]) {
      const { status, body } = await ask("/rest/v1/rpc/fixture_negate", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: `{"yes": ${yes}}`,
      });
      answers.push(`${yes} ${status} ${body?.code ?? body}`);
    }
    expect(answers).toEqual([
      "true 200 false",
      "false 200 true",
      '"true" 200 false',
      '"No" 200 true',
      "1 200 false",
      "null 200 null",
      '"x" 400 22P02',
      "{} 400 22P02",
    ]);
  },
);
