/** Behind a proxy every socket is the proxy's: people are told apart by the header that it writes. */
import { expect } from "expect";
import "./trusted_header.ts";
import { api, handle, SITE, test } from "./world.ts";

/** Tries a wrong password; resolves to the status. */
async function guess(address: string): Promise<number> {
  const request = new Request(`${SITE}/sign-in`, {
    method: "POST",
    body: new URLSearchParams({ email: "office@example.com", password: "wrong" }),
    headers: { "Origin": SITE, "X-Real-IP": address },
  });
  const { status } = await handle(request, {
    remoteAddr: { transport: "tcp", hostname: "10.0.0.1", port: 1 },
    completed: Promise.resolve(),
  });
  return status;
}

test("one outsider who guesses passwords locks out nobody else", async () => {
  api.answer({
    token: () => {
      throw new Response("{}", { status: 400 });
    },
  });
  const guesses = await Promise.all(Array.from({ length: 60 }, () => guess("203.0.113.40")));
  expect(guesses).toContain(429);
  expect(await guess("203.0.113.41")).toBe(422);
  const network = await Promise.all(
    Array.from({ length: 60 }, (_, i) => guess(`2001:db8::${i.toString(16)}`)),
  );
  expect(network).toContain(429);
  expect(await guess("2001:db8:0:1::1")).toBe(422);
});
