import { expect } from "expect";
import { authFetch } from "./auth_fetch.ts";

const PROJECT = {
  url: "https://abc.supabase.co",
  key: "sb_publishable_x",
  secretKey: "sb_secret_y",
};
const SENT = { apikey: PROJECT.key, Authorization: `Bearer ${PROJECT.key}` };

/** The headers with which a request to `path` leaves, by lower-case name. */
async function leaving(
  path: string,
  project: Parameters<typeof authFetch>[0] = PROJECT,
  headers: Record<string, string> = SENT,
  address = "203.0.113.7",
) {
  let left = new Headers();
  const send: typeof fetch = (_input, init) => {
    left = new Headers(init?.headers);
    return Promise.resolve(new Response());
  };
  await authFetch(project, address, send)(project.url + path, { headers });
  return Object.fromEntries(left);
}

Deno.test("Auth is told the address of whoever signs in, with the key that makes it believe so", async () => {
  expect(await leaving("/auth/v1/token?grant_type=password")).toEqual({
    "apikey": PROJECT.secretKey,
    "authorization": `Bearer ${PROJECT.secretKey}`,
    "sb-forwarded-for": "203.0.113.7",
  });
});

Deno.test("whoever is signed in stays who they are", async () => {
  const { authorization } = await leaving("/auth/v1/user", PROJECT, {
    ...SENT,
    Authorization: "Bearer a.b.c",
  });
  expect(authorization).toBe("Bearer a.b.c");
});

Deno.test("nothing but Auth ever sees the secret key", async () => {
  const untouched = { apikey: PROJECT.key, authorization: `Bearer ${PROJECT.key}` };
  for (const path of ["/rest/v1/staff", "/functions/v1/auth/v1/", "/auth/v10/token"]) {
    expect([path, await leaving(path)]).toEqual([path, untouched]);
  }
  expect(await leaving("/auth/v1/token", { ...PROJECT, secretKey: undefined })).toEqual(untouched);
  expect(await leaving("/auth/v1/token", PROJECT, SENT, "")).toEqual(untouched);
});
