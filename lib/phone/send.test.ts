/** A change on its way: the line breaks at each byte of the request and of the answer, and it is done once. */
import { expect } from "expect";
import { type Cut, startCuttingProxy } from "@/tests/cutting_proxy.ts";
import { PHONE } from "@/lib/web/phone_headers.ts";
import type { Kept } from "./kept.ts";
import type { Verdict } from "./queue.ts";
import { patienceFor, sendKept } from "./send.ts";

const FORM = "Line 1: pass. Signed: Ethel Example.";

function keptFor(port: number, id: string): Kept {
  return {
    order: 1,
    id,
    whose: "luis",
    path: `http://127.0.0.1:${port}/tech/visits/1/finish`,
    did: "finished",
    about: "",
    group: "1",
    type: "text/plain",
    body: new TextEncoder().encode(FORM).buffer,
    files: [],
    typed: [],
    saved_at: Date.parse("2026-05-12T13:58:00Z"),
    tried_at: null,
    settled_at: null,
    state: "waiting",
    worth_until: null,
    status: null,
  };
}

/** A server that does each id once, as ours does, and closes after each answer. */
function startServer(answer: (req: Request) => Response | Promise<Response>) {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, answer);
  return { port: server.addr.port, stop: () => server.shutdown() };
}

Deno.test("an attempt that hangs ends when it is stopped", async () => {
  const asked = Promise.withResolvers<void>();
  const { promise, resolve } = Promise.withResolvers<Response>();
  const server = startServer(() => {
    asked.resolve();
    return promise;
  });
  const stop = new AbortController();
  const verdict = sendKept(keptFor(server.port, "a"), 0, stop);
  await asked.promise;
  stop.abort();
  expect(await verdict).toEqual({ is: "no signal" });
  resolve(new Response(null));
  await server.stop();
});

Deno.test("cut at any byte, there and back, it is done once in the end", async () => {
  const deeds = new Map<string, number>();
  const server = startServer(async (req) => {
    if (await req.text().catch(() => "") !== FORM) return new Response(null, { status: 400 });
    const id = req.headers.get(PHONE.asks)!;
    deeds.set(id, (deeds.get(id) ?? 0) + 1);
    const headers = {
      [PHONE.answers]: id,
      [PHONE.goesTo]: "/tech/visits/1?now",
      Connection: "close",
    };
    return new Response(null, { status: 204, headers });
  });
  let cut: Cut = {};
  const proxy = startCuttingProxy(server.port, () => cut);
  const seen: Record<keyof Cut, Set<Verdict["is"]>> = { request: new Set(), answer: new Set() };
  for (const side of ["request", "answer"] as const) {
    // Beyond the last byte the line holds.
    for (let at = 1, isWhole = false; !isWhole; at++) {
      const id = `${side} ${at}`;
      cut = { [side]: at };
      const first = await sendKept(keptFor(proxy.port, id), 0);
      seen[side].add(first.is);
      isWhole = first.is === "sent";
      cut = {};
      expect([id, (await sendKept(keptFor(proxy.port, id), 0)).is]).toEqual([id, "sent"]);
      // The server may have it from both attempts: it tells them by their id.
      expect([id, deeds.get(id)! <= 2]).toEqual([id, true]);
    }
  }
  expect(seen.request).toEqual(new Set(["no signal", "sent"]));
  expect(seen.answer).toEqual(new Set(["no signal", "sent"]));
  await proxy.stop();
  await server.stop();
});

const ours = (more: ResponseInit) => (req: Request) =>
  new Response(null, {
    ...more,
    headers: { ...more.headers, [PHONE.answers]: req.headers.get(PHONE.asks)! },
  });
const ANSWERS: [string, Verdict["is"], (req: Request) => Response][] = [
  ["where it leads", "sent", ours({ status: 204, headers: { [PHONE.goesTo]: "/tech" } })],
  [
    "that it changed",
    "office",
    ours({
      status: 204,
      headers: { [PHONE.goesTo]: "/tech?changed=moved" },
    }),
  ],
  [
    "that the job had changed",
    "refused",
    ours({
      status: 204,
      headers: { [PHONE.goesTo]: "/tech?refused" },
    }),
  ],
  ["what is missing", "refused", ours({ status: 422 })],
  ["that it is gone", "refused", ours({ status: 410 })],
  ["that somebody has to sign in", "signed out", ours({ status: 401 })],
  ["that it is in trouble", "later", ours({ status: 503 })],
  ["that there was too much", "later", ours({ status: 429 })],
  ["that it took too long to come", "later", ours({ status: 408 })],
  ["nothing that is ours", "no signal", () => new Response("<h1>Welcome to our Wi-Fi</h1>")],
  ["somewhere else", "no signal", () => Response.redirect("http://127.0.0.1:9/sign-in", 302)],
  ["for a proxy", "no signal", () => new Response("Bad gateway", { status: 502 })],
];
for (const [name, is, answer] of ANSWERS) {
  Deno.test(`a server that answers ${name}: ${is}`, async () => {
    const server = startServer(answer);
    expect((await sendKept(keptFor(server.port, "a"), 0)).is).toBe(is);
    await server.stop();
  });
}

Deno.test("it says who, when it was written and what the phone's clock shows as it goes", async () => {
  const heard: (string | null)[] = [];
  const server = startServer((req) => {
    for (const name of ["asks", "whose", "recorded", "sent"] as const) {
      heard.push(req.headers.get(PHONE[name]));
    }
    return ours({ status: 204, headers: { [PHONE.goesTo]: "/tech" } })(req);
  });
  await sendKept(keptFor(server.port, "a"), Date.parse("2026-05-15T13:58:00Z"));
  expect(heard).toEqual(["a", "luis", "2026-05-12T13:58:00.000Z", "2026-05-15T13:58:00.000Z"]);
  await server.stop();
});

Deno.test("six photos have the time that they need on a weak signal, and a worker's end is not reached", () => {
  expect(patienceFor(2_000)).toBeLessThan(61_000);
  const sixPhotos = 6 * 400 * 1024;
  expect(patienceFor(sixPhotos)).toBeGreaterThan(sixPhotos / 12);
  expect(patienceFor(50_000_000)).toBeLessThan(5 * 60_000);
});
