/** What the database is told of a request, as PostgREST tells it: by role, claims and settings of the transaction. */
import { expect } from "expect";
import { createStaffUser } from "@/embedded/staff.ts";
import { openApi } from "./conformance.ts";
import { onEveryDatabase } from "./databases_under_test.ts";

const TELLS_SQL = `
  create function public.fixture_request() returns jsonb language sql stable set search_path = '' as $$
    select jsonb_build_object('role', current_user, 'sub', auth.jwt() ->> 'sub', 'uid', auth.uid(),
      'method', current_setting('request.method', true), 'path', current_setting('request.path', true),
      'agent', current_setting('request.headers', true)::jsonb ->> 'x-agent') $$;
  create function public.fixture_teapot() returns void language sql volatile set search_path = '' as $$
    select set_config('response.status', '418', true) $$;
  grant execute on function public.fixture_request, public.fixture_teapot to anon, authenticated, service_role;
`;

const OLIVE = { email: "olive@example.com", password: "long enough one", name: "Olive Example" };

onEveryDatabase(
  "a function knows whose request it answers, and nothing of the one before",
  async (db) => {
    await db.exec(TELLS_SQL);
    const { ask, client, keys } = await openApi(db);
    const userId = await createStaffUser(db, { ...OLIVE, role: "office" }, 4).then(() =>
      db.query<{ id: string }>("select id from auth.users where email = $1", [OLIVE.email])
    ).then(([{ id }]) => id);
    const of = { method: "POST", path: "/rpc/fixture_request" };
    const nobody = { sub: null, uid: null };
    const call = async (key: string) => {
      const { body } = await ask("/rest/v1/rpc/fixture_request", {
        method: "POST",
        key,
        headers: { "Content-Type": "application/json", "X-Agent": "test" },
        body: "{}",
      });
      return body;
    };
    const browser = client(keys.publishable);
    await browser.auth.signInWithPassword(OLIVE);
    expect((await browser.rpc("fixture_request")).data)
      .toEqual({ ...of, role: "authenticated", sub: userId, uid: userId, agent: null });
    expect(await call(keys.publishable)).toEqual({ ...of, ...nobody, role: "anon", agent: "test" });
    expect(await call(keys.secret))
      .toEqual({ ...of, ...nobody, role: "service_role", agent: "test" });
    const teapot = await ask("/rest/v1/rpc/fixture_teapot", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: "{}",
    });
    expect(teapot.status).toBe(418);
    expect((await browser.rpc("fixture_request")).status).toBe(200);
  },
);
