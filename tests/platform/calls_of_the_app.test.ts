/** The application's own calls, and not only calls of their kind, are answered as PostgREST answers them. */
import { createClient } from "@supabase/supabase-js";
import { expect } from "expect";
import { createApi } from "@/embedded/api.ts";
import { loadKeys } from "@/embedded/keys.ts";
import { createStaffUser } from "@/embedded/staff.ts";
import { FUNCTION_CALLS, TABLE_CALLS } from "./calls_of_the_app.ts";
import { onEveryDatabase } from "./databases_under_test.ts";

onEveryDatabase("every call of the application is answered as PostgREST answers it", async (db) => {
  await db.exec(
    "insert into public.customers (name, street, postal_code) values ('Ada Example', '1 Elm St', 'L6Y 0A1')",
  );
  const keys = await loadKeys(db);
  const api = await createApi(db, keys);
  const client = (key: string) =>
    createClient("http://embedded.invalid", key, {
      auth: { persistSession: false, autoRefreshToken: false },
      global: { fetch: (input, init) => api.fetch(new Request(input, init)) },
    });
  const login = { email: "office@example.com", password: "long enough" };
  await createStaffUser(db, { ...login, name: "Olive", role: "office" });
  const office = client(keys.publishable);
  const { data: { user } } = await office.auth.signInWithPassword(login);
  const callers = { anon: client(keys.publishable), office, service: client(keys.secret) };
  const log = console.error;
  console.error = () => {};
  try {
    for (const [form, { as, args, status = 200, answer }] of Object.entries(FUNCTION_CALLS)) {
      const told = await callers[as].rpc(form.split("(")[0], args);
      const said = told.error === null ? told.data : told.error.code;
      expect([form, told.status, said]).toEqual([form, status, answer]);
    }
    for (const [form, { ask, answer }] of Object.entries(TABLE_CALLS)) {
      expect([form, await ask(office, user!.id)]).toEqual([form, expect.objectContaining(answer)]);
    }
  } finally {
    console.error = log;
  }
});
