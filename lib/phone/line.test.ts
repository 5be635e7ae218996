/** The line with real answers: a server in trouble, a form that is too much, a process that is killed at work. */
import { expect } from "expect";
import { PHONE } from "@/lib/web/phone_headers.ts";
import { change, shelfOf } from "@/tests/memory_shelf.ts";
import { startProgram } from "@/tests/started_program.ts";
import { freePort } from "@/tools/free_port.ts";
import { queueOf } from "./queue.ts";
import { sendKept } from "./send.ts";

/** A phone that sends to that port. */
function phoneAt(port: number) {
  const { shelf, states, facts } = shelfOf();
  const queue = queueOf({ shelf, send: sendKept, now: () => 0, tell() {} });
  const path = `http://127.0.0.1:${port}/tech`;
  const keep = async (id: string) => {
    const { verdict } = await queue.keep(change(id, { path }), () => false);
    return await verdict;
  };
  return { queue, shelf, states, facts, keep };
}

Deno.test("a server that is in trouble or asked too much is asked again; what is too much for it is told and the rest goes", async () => {
  const statuses: Record<string, number[]> = { a1: [503, 503, 204], b1: [429, 204], c1: [413] };
  const heard: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (req) => {
    const id = req.headers.get(PHONE.asks)!;
    await req.bytes();
    heard.push(id);
    const status = statuses[id]?.shift() ?? 204;
    const leads = status === 204 ? { [PHONE.goesTo]: "/tech" } : undefined;
    const headers = { [PHONE.answers]: id, Connection: "close", ...leads };
    return new Response(null, { status, headers });
  });
  const phone = phoneAt(server.addr.port);
  const verdicts = [];
  for (const id of ["a1", "b1", "c1", "d1", "a2"]) verdicts.push((await phone.keep(id)).is);
  // What is done after another waits for it, and nothing else does.
  while (phone.states().some((each) => each.endsWith("waiting"))) await phone.queue.flush();
  await server.shutdown();
  expect(verdicts.slice(0, 4)).toEqual(["later", "later", "refused", "sent"]);
  expect(phone.states()).toEqual(["a1 sent", "b1 sent", "c1 refused", "d1 sent", "a2 sent"]);
  expect(heard.filter((id) => id === "c1").length).toBe(1);
  expect(heard.indexOf("a2")).toBeGreaterThan(heard.lastIndexOf("a1"));
  const [, , refused] = await phone.shelf.all("luis");
  expect([refused.status, refused.body !== null]).toEqual([413, true]);
});

Deno.test("a server that is killed at a form, before or after it did it, has done each once in the end", async () => {
  const file = await Deno.makeTempFile();
  const port = freePort();
  const start = (diesAt: string) =>
    startProgram(
      ["run", "-A", "--no-check", "tests/line_server.ts", file, String(port), diesAt],
      /^up$/,
    );
  const phone = phoneAt(port);
  const ids = ["a1", "a2", "b1", "a3"];
  for (const id of ids) expect((await phone.keep(id)).is).toBe("no signal");
  for (const diesAt of ["before a1", "after a1", "after b1"]) {
    const { stop } = await start(diesAt);
    await phone.queue.flush();
    expect([diesAt, phone.facts.get("no_signal_since")]).toEqual([diesAt, 0]);
    await stop("SIGKILL").catch(() => {});
  }
  expect(phone.states()).toEqual(["a1 sent", "a2 sent", "b1 waiting", "a3 waiting"]);
  const { stop } = await start("never");
  await phone.queue.flush();
  await stop("SIGTERM");
  expect(phone.states()).toEqual(ids.map((id) => `${id} sent`));
  expect((await Deno.readTextFile(file)).trim().split("\n")).toEqual(ids);
  await Deno.remove(file);
});
