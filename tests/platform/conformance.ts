/** The embedded API over words to be asked for, for tests of how it answers. */
import { createClient } from "@supabase/supabase-js";
import { createApi } from "@/embedded/api.ts";
import type { Database } from "@/embedded/database.ts";
import { loadKeys } from "@/embedded/keys.ts";
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

export async function openApi(db: Database) {
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
