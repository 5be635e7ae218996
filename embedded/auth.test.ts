import { expect } from "expect";
import { authHandler } from "./auth.ts";

const SITE = "http://embedded.invalid/auth/v1/token?grant_type=";

function ask(grant: string): Request {
  return new Request(SITE + grant, { method: "POST", body: "{}" });
}

/** A lite in which everybody stays until they are let go. */
function slowLite() {
  const inside: PromiseWithResolvers<Response>[] = [];
  return {
    inside,
    lite: () => {
      const visit = Promise.withResolvers<Response>();
      inside.push(visit);
      return visit.promise;
    },
  };
}

/** Lets everything go on that only waits for the other promises of this moment. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

Deno.test("passwords are checked one after the other, in the order in which they came", async () => {
  const { lite, inside } = slowLite();
  const auth = authHandler(lite, "secret");
  const answers = [1, 2, 3].map(() =>
    auth(ask("password")).then((answer) => answer.text(), (error) => error.message)
  );
  for (const n of [1, 2, 3]) {
    await settled();
    expect(inside.length).toBe(n);
    // One that fails is no reason to keep the next one waiting.
    if (n === 2) inside[1].reject(new Error("lite"));
    else inside[n - 1].resolve(new Response(String(n)));
  }
  expect(await Promise.all(answers)).toEqual(["1", "lite", "3"]);
});

Deno.test("a password that waits too long for its turn is told so; a session goes on meanwhile", async () => {
  const { lite, inside } = slowLite();
  const auth = authHandler(lite, "secret", 1);
  const first = auth(ask("password"));
  const late = await auth(ask("password"));
  expect([late.status, (await late.json()).error_code]).toEqual([429, "over_request_rate_limit"]);
  expect(inside.length).toBe(1);
  const refreshed = auth(ask("refresh_token"));
  await settled();
  inside[1].resolve(new Response("refreshed"));
  expect(await (await refreshed).text()).toBe("refreshed");
  inside[0].resolve(new Response("first"));
  expect(await (await first).text()).toBe("first");
});

Deno.test("whoever guesses passwords at the API is told to wait; who has the secret key counts by themselves", async () => {
  const auth = authHandler(() => Promise.resolve(new Response(null, { status: 400 })), "secret");
  const guess = async (apikey: string) => {
    const headers = { apikey };
    const answer = await auth(
      new Request(`${SITE}password`, { method: "POST", body: "{}", headers }),
    );
    return answer.status;
  };
  const guesses = await Promise.all(Array.from({ length: 60 }, (_, n) => guess(`guesser ${n}`)));
  expect(guesses.filter((status) => status === 400).length).toBeLessThan(40);
  expect(guesses.at(-1)).toBe(429);
  expect(await guess("secret")).toBe(400);
  const refreshed = await auth(new Request(`${SITE}refresh_token`, { method: "POST", body: "{}" }));
  expect(refreshed.status).toBe(400);
});
