/**
 * A function that pages call with the key that everybody has is called in one statement, past lite
 * (`embedded/door_calls.ts`). It is answered as lite answers it, which a preference leads to.
 */
import { expect } from "expect";
import { createStaffUser } from "@/embedded/staff.ts";
import { openApi } from "./conformance.ts";
import { onEveryDatabase, sharedDatabases } from "./databases_under_test.ts";

const DOORS_SQL = `
  create function public.fixture_tell(word text, number integer default 5, days date[] default '{}',
    yes boolean default null, more jsonb default null) returns jsonb language sql stable set search_path = '' as $$
    select jsonb_build_object('word', word, 'number', number, 'days', days, 'yes', yes, 'more', more) $$;
  create function public.fixture_null() returns jsonb language sql stable set search_path = '' as $$ select null::jsonb $$;
  create function public.fixture_fail(code text) returns jsonb language plpgsql volatile set search_path = '' as $$
    begin
      raise exception 'no' using errcode = code, detail = 'because', hint = 'do not';
    end; $$;
  create function public.fixture_hidden() returns jsonb language sql stable set search_path = '' as $$ select '1'::jsonb $$;
  create table public.fixture_own (id integer primary key, owner uuid);
  alter table public.fixture_own enable row level security;
  create policy own on public.fixture_own for all to authenticated using (owner = auth.uid()) with check (owner = auth.uid());
  insert into public.fixture_own values (1, gen_random_uuid());
  grant select, insert on public.fixture_own to authenticated;
  create function public.fixture_rights() returns jsonb language sql volatile set search_path = '' as $$
    select jsonb_build_object('role', current_user, 'uid', auth.uid(), 'claims', auth.jwt() - 'iat' - 'exp',
      'method', current_setting('request.method', true), 'path', current_setting('request.path', true)) $$;
  create function public.fixture_mine(id integer) returns jsonb language plpgsql volatile set search_path = '' as $$
    begin
      insert into public.fixture_own values (fixture_mine.id, auth.uid());
      return (select jsonb_agg(own.id order by own.id) from public.fixture_own own) || to_jsonb(1 / (1 - id % 2));
    end; $$;
  create function public.fixture_chooses() returns jsonb language sql volatile set search_path = '' as $$
    select to_jsonb(set_config('response.status', '202', true) ||
      set_config('response.headers', '[{"X-Told": "yes"}]', true)) $$;
  revoke execute on function public.fixture_hidden from public, anon, authenticated;
  grant execute on function public.fixture_tell, public.fixture_null, public.fixture_fail, public.fixture_rights,
    public.fixture_mine, public.fixture_chooses to anon, authenticated;
`;

const OLIVE = { email: "olive@example.com", password: "long enough one", name: "Olive Example" };

async function open(db: Parameters<typeof openApi>[0]) {
  await db.exec(DOORS_SQL);
  const { api, client, keys } = await openApi(db);
  await createStaffUser(db, { ...OLIVE, role: "office" }, 4);
  const { data: { session } } = await client(keys.publishable).auth.signInWithPassword(OLIVE);

  async function ask(name: string, body: unknown, headers: Record<string, string>) {
    const log = console.error;
    console.error = () => {};
    try {
      const response = await api.fetch(
        new Request(`http://embedded.invalid/rest/v1/rpc/${name}`, {
          method: "POST",
          headers: { "Content-Type": "application/json", apikey: keys.publishable, ...headers },
          body: JSON.stringify(body),
        }),
      );
      return {
        status: response.status,
        told: response.headers.get("X-Told"),
        body: await response.json(),
      };
    } finally {
      console.error = log;
    }
  }
  const OTHERWISE = { Prefer: "return=representation" };
  const asOlive = { Authorization: `Bearer ${session!.access_token}` };
  return {
    db,
    keys,
    asOlive,
    direct: ask,
    byLite: (name: string, body: unknown, headers: Record<string, string>) =>
      ask(name, body, { ...headers, ...OTHERWISE }),
  };
}

const onSharedDatabases = sharedDatabases(open);

onSharedDatabases("values, defaults and faults are those of lite", async (opened) => {
  const { direct, byLite, asOlive } = opened;
  const calls: [string, unknown][] = [
    ["fixture_tell", { word: 'a "b" \\ $1 é' }],
    ["fixture_tell", { word: null, number: null, days: null, yes: true, more: { a: [1, null] } }],
    ["fixture_tell", { word: 12, number: "7", days: ["2026-01-31"], yes: "no", more: {} }],
    ["fixture_tell", { word: "x", more: [1, "two"] }],
    ["fixture_tell", {}],
    ["fixture_tell", { word: "x", other: 1 }],
    ["fixture_tell", { word: "x", number: "1.5" }],
    ["fixture_tell", { word: "x", days: ["2026-02-31"] }],
    ["fixture_tell", { word: "x", days: {} }],
    ["fixture_tell", { word: "x", yes: {} }],
    ["fixture_null", {}],
    ["fixture_hidden", {}],
    ["fixture_chooses", {}],
    ["fixture_rights", {}],
    ...[
      "23503",
      "23505",
      "23514",
      "23P01",
      "22023",
      "P0001",
      "P0002",
      "40001",
      "57014",
      "53300",
      "42501",
      "42883",
      "PT404",
      "PT422",
    ]
      .map((code): [string, unknown] => ["fixture_fail", { code }]),
  ];
  for (const headers of [{}, asOlive]) {
    for (const [name, body] of calls) {
      const ours = await direct(name, body, headers);
      const theirs = await byLite(name, body, headers);
      if (ours.body?.code) ours.body.hint = theirs.body.hint; // of keys lite tells none
      expect([name, body, ours]).toEqual([name, body, theirs]);
    }
  }
});

onSharedDatabases(
  "a text for a JSON argument is a JSON text, as for PostgREST",
  async ({ direct }) => {
    const { body } = await direct("fixture_tell", { word: "x", more: '{"a": 1}' }, {});
    expect(body.more).toBe('{"a": 1}');
  },
);

onSharedDatabases("a character that no text can hold is the caller's fault", async ({ direct }) => {
  for (const body of [{ word: "a\0b" }, { word: "x", days: ["\0"] }]) {
    const { status, body: answer } = await direct("fixture_tell", body, {});
    expect([status, typeof answer.code]).toEqual([400, "string"]);
  }
});

onEveryDatabase("a call has the rights of who asks, and leaves none behind", async (db) => {
  const { direct, asOlive } = await open(db);
  const mine = await direct("fixture_mine", { id: 10 }, asOlive);
  expect([mine.status, mine.body]).toEqual([200, [10, 1]]);
  expect((await direct("fixture_mine", { id: 12 }, {})).status).toBe(401);
  // It fails after it has written: nothing is kept.
  expect((await direct("fixture_mine", { id: 11 }, asOlive)).status).toBe(400);
  const roles = await Promise.all(Array.from({ length: 30 }, async (_, n) => {
    if (n % 3 === 0) {
      const [{ role }] = await db.query<{ role: string }>("select current_user::text as role");
      return role === "postgres";
    }
    const { body } = await direct("fixture_rights", {}, n % 3 === 1 ? asOlive : {});
    return body.role === (n % 3 === 1 ? "authenticated" : "anon");
  }));
  expect(roles).not.toContain(false);
  expect(await db.query("select id from public.fixture_own order by id")).toEqual([{ id: 1 }, {
    id: 10,
  }]);
  const [left] = await db.query(
    `select coalesce(nullif(current_setting('request.jwt.claims', true), ''), 'none') as claims,
       coalesce(nullif(current_setting('response.status', true), ''), 'none') as status`,
  );
  expect(left).toEqual({ claims: "none", status: "none" });
});

onEveryDatabase("nobody of the API may call what calls for it", async (db) => {
  for (const role of ["anon", "authenticated", "service_role"]) {
    const [{ may }] = await db.query<{ may: boolean }>(
      `select has_schema_privilege($1, 'embedded', 'usage')
         or has_function_privilege($1, 'embedded.call(text, text, text)', 'execute') as may`,
      [role],
    );
    expect([role, may]).toEqual([role, false]);
  }
});
