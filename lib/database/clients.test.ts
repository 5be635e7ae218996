import { expect } from "expect";
import { apiClient, impatientFetch } from "./clients.ts";
import { DatabaseError, rpcOf } from "./rpc.ts";

/** A server on loopback that answers at once, so that a test of impatience ends either way. */
function serve() {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response("null"),
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** With time-outs that have run out at once; resolves to the milliseconds that were asked for. */
async function withTimeUp(run: () => Promise<unknown>): Promise<number[]> {
  const timeout = AbortSignal.timeout;
  const asked: number[] = [];
  AbortSignal.timeout = (milliseconds) => {
    asked.push(milliseconds);
    return AbortSignal.abort(new DOMException("timed out", "TimeoutError"));
  };
  try {
    await run();
  } finally {
    AbortSignal.timeout = timeout;
  }
  return asked;
}

Deno.test("a page waits ten seconds for the database, not for ever", async () => {
  await using server = serve();
  const asked = await withTimeUp(async () => {
    await expect(impatientFetch(server.url)).rejects.toThrow("timed out");
  });
  expect(asked).toEqual([10_000]);
});

Deno.test("whoever asked may give up sooner", async () => {
  await using server = serve();
  const signal = AbortSignal.abort(new Error("gone"));
  await expect(impatientFetch(server.url, { signal })).rejects.toThrow("gone");
});

Deno.test("a database that cannot be reached is an error without an answer's status", async () => {
  await using server = serve();
  const rpc = rpcOf(apiClient(server.url, "key", impatientFetch));
  let thrown: unknown;
  await withTimeUp(async () => thrown = await rpc("company_card", {}).catch((error) => error));
  expect(thrown).toBeInstanceOf(DatabaseError);
  expect(thrown).toMatchObject({ status: 0 });
});
