import { expect } from "expect";
import { apiClient, impatientFetch, serveHere } from "./clients.ts";
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

Deno.test("an API of this process is asked without its port, as long as it is served", async () => {
  await using server = serve();
  const asked: [string, string, string | null][] = [];
  const end = serveHere(server.url, async (request) => {
    asked.push([request.url, await request.text(), request.headers.get("apikey")]);
    return Response.json("here");
  });
  const rpc = rpcOf(apiClient(server.url, "key", impatientFetch));
  expect(await rpc("company_card", {})).toBe("here");
  expect(asked).toEqual([[`${server.url}/rest/v1/rpc/company_card`, "{}", "key"]]);
  end();
  expect(await rpc("company_card", {})).toBe(null);
});

Deno.test("who asks within this process waits no longer either", async () => {
  const url = "http://embedded.invalid";
  const end = serveHere(url, () => new Promise(() => {}));
  try {
    const { setTimeout } = globalThis;
    const asked: unknown[] = [];
    globalThis.setTimeout = ((run: () => void, milliseconds: number) => {
      asked.push(milliseconds);
      return setTimeout(run, 0);
    }) as typeof setTimeout;
    try {
      await expect(impatientFetch(url)).rejects.toThrow("timed out");
    } finally {
      globalThis.setTimeout = setTimeout;
    }
    expect(asked).toEqual([10_000]);
    const gone = new AbortController();
    const answer = impatientFetch(new Request(url), { signal: gone.signal });
    gone.abort(new Error("gone"));
    await expect(answer).rejects.toThrow("gone");
  } finally {
    end();
  }
});
