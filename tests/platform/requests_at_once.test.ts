/** Requests that are answered at the same time: each has its own rights and its own transaction. */
import { expect } from "expect";
import { createApi } from "@/embedded/api.ts";
import type { Database } from "@/embedded/database.ts";
import { loadKeys } from "@/embedded/keys.ts";
import { createStaffUser } from "@/embedded/staff.ts";
import { onEveryDatabase } from "./databases_under_test.ts";
import { FIXTURE_SQL } from "./fixture.ts";

const STAFF = { email: "office@example.com", password: "a long password", name: "Office" };

/** How a body is posted to a path, with one of the keys; the answer is its status and its JSON. */
async function open(db: Database) {
  await db.exec(FIXTURE_SQL);
  const keys = await loadKeys(db);
  const api = await createApi(db, keys);
  return async (key: "publishable" | "secret", path: string, body: unknown) => {
    const headers = { apikey: keys[key], "Content-Type": "application/json" };
    const url = `http://embedded.invalid${path}`;
    const sent = { method: "POST", headers, body: JSON.stringify(body) };
    const answer = await api.fetch(new Request(url, sent));
    const text = await answer.text();
    return [answer.status, text === "" ? null : JSON.parse(text)];
  };
}

const MANY = Array.from({ length: 30 }, (_, n) => n);

onEveryDatabase("whoever asks at the same time as others has their own rights", async (db) => {
  const post = await open(db);
  const roles = MANY.map(async (n) => {
    if (n % 3 === 0) {
      const [{ role }] = await db.query<{ role: string }>("select current_user::text as role");
      return role === "postgres";
    }
    const [key, role] = n % 3 === 1
      ? ["publishable", "anon"] as const
      : ["secret", "service_role"] as const;
    return (await post(key, "/rest/v1/rpc/fixture_role", {}))[1] === role;
  });
  expect(await Promise.all(roles)).toEqual(MANY.map(() => true));
});

onEveryDatabase(
  "what one request writes is kept, whatever happens to those beside it",
  async (db) => {
    const post = await open(db);
    const refused = await Promise.all(MANY.map(async (n) => {
      const [, answer] = n % 2
        ? await post("secret", "/rest/v1/rpc/fixture_raise", { code: "23514" })
        : await post("secret", "/rest/v1/rpc/fixture_keep", { id: 100 + n });
      return answer?.code;
    }));
    expect(refused).toEqual(MANY.map((n) => n % 2 ? "23514" : undefined));
    const kept = await db.query<{ id: number }>(
      "select id from fixture_items where id >= 100 order by id",
    );
    expect(kept.map(({ id }) => id)).toEqual(MANY.filter((n) => n % 2 === 0).map((n) => 100 + n));
  },
);

onEveryDatabase(
  "signing in and asking at the same time disturb each other in nothing",
  async (db) => {
    await createStaffUser(db, { ...STAFF, role: "office" });
    const post = await open(db);
    const answers = await Promise.all(
      MANY.slice(0, 12).map(async (n) => {
        const { email, password } = STAFF;
        const [status] = n % 2
          ? await post("publishable", "/rest/v1/rpc/company_card", {})
          : await post("publishable", "/auth/v1/token?grant_type=password", { email, password });
        return status;
      }),
    );
    expect(answers).toEqual(answers.map(() => 200));
  },
);
