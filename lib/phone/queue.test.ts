/** The line of changes on a phone, over a shelf in memory and a server that dies where it hurts. */
import { expect } from "expect";
import { change, shelfOf } from "@/tests/memory_shelf.ts";
import type { Kept } from "./kept.ts";
import { queueOf, type Verdict } from "./queue.ts";

const nothing = () => false;
const sent: Verdict = { is: "sent", goesTo: "/tech" };

/** A phone whose attempts are answered by `answer`, and what came to the server in which order. */
function phone(answer: (id: string, attempt: number) => Verdict | Promise<Verdict>, room?: number) {
  const made = shelfOf(room);
  const tries: string[] = [];
  let now = 0;
  const queue = queueOf({
    shelf: made.shelf,
    now: () => now,
    tell: () => {},
    send(kept) {
      tries.push(kept.id);
      return Promise.resolve(answer(kept.id, tries.filter((id) => id === kept.id).length));
    },
  });
  return { ...made, queue, tries, at: (to: number) => void (now = to) };
}

Deno.test("without signal all waits, and goes in order when it is back", async () => {
  let isThere = false;
  const { queue, states, tries } = phone(() => isThere ? sent : { is: "no signal" });
  for (const id of ["a1", "b1", "a2"]) {
    const { verdict } = await queue.keep(change(id), nothing);
    expect(await verdict).toEqual({ is: "no signal" });
  }
  expect(states()).toEqual(["a1 waiting", "b1 waiting", "a2 waiting"]);
  isThere = true;
  tries.length = 0;
  await Promise.all([queue.flush(), queue.flush(), queue.flush()]);
  expect(tries).toEqual(["a1", "b1", "a2"]);
  expect(states()).toEqual(["a1 sent", "b1 sent", "a2 sent"]);
});

Deno.test("whoever tries now waits for no attempt that hangs, and it is no lost signal", async () => {
  const hanging = Promise.withResolvers<void>();
  const { shelf, states, facts } = shelfOf();
  const tries: string[] = [];
  let now = 0;
  const queue = queueOf({
    ...{ shelf, now: () => now, tell: () => {} },
    send({ id }, _, { signal }) {
      tries.push(id);
      if (tries.length > 1) return Promise.resolve(sent);
      hanging.resolve();
      return new Promise((resolve) =>
        signal.addEventListener("abort", () => resolve({ is: "no signal" }))
      );
    },
  });
  const { verdict } = await queue.keep(change("a1"), nothing);
  await queue.keep(change("a2"), nothing);
  await hanging.promise;
  // Pressed again and again, none that has only begun is broken off.
  now = 7999;
  const early = queue.tryNow();
  await new Promise((resolve) => setTimeout(resolve));
  expect(tries).toEqual(["a1"]);
  now = 8000;
  await Promise.all([early, queue.tryNow()]);
  expect([tries, states()]).toEqual([["a1", "a1", "a2"], ["a1 sent", "a2 sent"]]);
  expect([await verdict, facts.get("no_signal_since")]).toEqual([sent, null]);
});

Deno.test("an answer that is lost after the commit is asked for again, before what follows", async () => {
  const server = new Set<string>();
  const { queue, states, tries } = phone((id, attempt) => {
    server.add(id);
    return attempt === 1 ? { is: "no signal" } : sent;
  });
  for (const id of ["a1", "a2", "a3"]) await queue.keep(change(id), nothing);
  for (let n = 0; n < 4; n++) await queue.flush();
  expect([...server]).toEqual(["a1", "a2", "a3"]);
  expect(tries.filter((id, n) => tries.indexOf(id) === n)).toEqual(["a1", "a2", "a3"]);
  expect(states()).toEqual(["a1 sent", "a2 sent", "a3 sent"]);
});

Deno.test("one that the server cannot take now holds up its own visit, and no other", async () => {
  const { queue, states } = phone((id) => id === "a1" ? { is: "later" } : sent);
  for (const id of ["a1", "a2", "b1"]) await queue.keep(change(id), nothing);
  await queue.flush();
  expect(states()).toEqual(["a1 waiting", "a2 waiting", "b1 sent"]);
});

Deno.test("what is refused or goes to the office is kept, and the line goes on", async () => {
  const { queue, states, shelf } = phone((id) =>
    id === "a1"
      ? { is: "refused", status: 422, page: new Response("What is missing") }
      : id === "s1"
      ? { is: "refused", status: 409, page: null }
      : id === "b1"
      ? { is: "office", goesTo: "/tech?changed=moved" }
      : sent
  );
  for (const id of ["a1", "b1", "s1", "c1"]) await queue.keep(change(id), nothing);
  await queue.flush();
  expect(states()).toEqual(["a1 refused", "b1 office", "s1 dead", "c1 sent"]);
  // What is to be corrected has all that was typed; what the office has need not lie here as well.
  expect((await shelf.all("luis")).map(({ body }) => body !== null)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

Deno.test("when the sign-in has ended nothing is lost, and nothing is tried in vain", async () => {
  let isIn = false;
  const { queue, states, tries, facts } = phone(() => isIn ? sent : { is: "signed out" });
  for (const id of ["a1", "a2"]) await queue.keep(change(id), nothing);
  await queue.flush();
  expect(new Set(tries)).toEqual(new Set(["a1"]));
  expect(facts.get("is_signed_out")).toBe(true);
  isIn = true;
  await queue.flush();
  expect([states(), facts.get("is_signed_out")]).toEqual([["a1 sent", "a2 sent"], false]);
});

Deno.test("what somebody else did on this phone is neither sent nor told", async () => {
  const { queue, tries, shelf, facts } = phone(() => sent);
  facts.set("who", "marek");
  await queue.keep(change("a1"), nothing);
  await queue.flush();
  expect([tries, await shelf.all("marek")]).toEqual([[], []]);
  facts.set("who", "luis");
  await queue.flush();
  expect(tries).toEqual(["a1"]);
});

Deno.test("a word that is of no use any more dies, to the millisecond", async () => {
  for (const [now, state] of [[1000, "a1 sent"], [1001, "a1 dead"]] as const) {
    const { queue, states, at } = phone(() => sent);
    at(now);
    await queue.keep(change("a1", { did: "late", worth_until: 1000 }), nothing);
    await queue.flush();
    expect([now, ...states()]).toEqual([now, state]);
  }
});

Deno.test("whether it is of use is asked of the server's clock: the phone's may be a day off", async () => {
  const day = 24 * 3_600_000;
  for (const [behind, state] of [[-day, "a1 sent"], [day, "a1 dead"]] as const) {
    const { queue, states, at, facts } = phone(() => sent);
    facts.set("clock_behind", behind);
    // A minute before it is of no use by the right clock, and a minute after.
    at(1000 - behind + (behind < 0 ? -60_000 : 60_000));
    await queue.keep(change("a1", { did: "late", worth_until: 1000 }), nothing);
    await queue.flush();
    expect([behind, ...states()]).toEqual([behind, state]);
  }
});

Deno.test("a clock that was set back keeps nothing from being tried", async () => {
  const { queue, tries, at } = phone(() => ({ is: "no signal" }));
  at(24 * 3_600_000);
  await (await queue.keep(change("a1"), nothing)).verdict;
  await queue.flush();
  at(0);
  const before = tries.length;
  await queue.flushInTime();
  expect(tries.length).toBe(before + 1);
});

Deno.test("while a new version of the worker takes over, each change goes one at a time", async () => {
  const { shelf, states } = shelfOf();
  let line = Promise.resolve();
  const inTurn = (work: () => Promise<void>) => line = line.then(work);
  let going = 0;
  const tries: string[] = [];
  const send = async ({ id }: Kept): Promise<Verdict> => {
    expect(++going).toBe(1);
    tries.push(id);
    await new Promise((done) => setTimeout(done, 5));
    going--;
    return sent;
  };
  const worker = () => queueOf({ shelf, send, now: () => 1, tell() {}, inTurn });
  const [old, young] = [worker(), worker()];
  await old.keep(change("a1"), nothing);
  await old.keep(change("a2"), nothing);
  await Promise.all([old.flush(), young.flush()]);
  expect([tries, states()]).toEqual([["a1", "a2"], ["a1 sent", "a2 sent"]]);
});

Deno.test("a full phone says so at once, and keeps what it had", async () => {
  const { queue, states } = phone(() => ({ is: "no signal" }), 1);
  await queue.keep(change("a1"), nothing);
  await expect(queue.keep(change("a2"), nothing)).rejects.toThrow("full");
  expect(states()).toEqual(["a1 waiting"]);
});

Deno.test("500 changes of three days go, each once", async () => {
  const server: string[] = [];
  let isThere = false;
  const { queue, states, at } = phone((id, attempt) => {
    if (!isThere) return { is: "no signal" };
    if (attempt % 7 === 3) return { is: "no signal" };
    server.push(id);
    return sent;
  });
  for (let n = 0; n < 500; n++) await queue.keep(change(`${n % 9}-${n}`), nothing);
  at(3 * 24 * 3_600_000);
  isThere = true;
  for (let n = 0; n < 200 && states().some((each) => each.endsWith("waiting")); n++) {
    await queue.flush();
  }
  expect(server).toEqual(Array.from({ length: 500 }, (_, n) => `${n % 9}-${n}`));
});

Deno.test("after a failure it waits, twice as long each time, and five minutes at most", async () => {
  const { queue, tries, at } = phone(() => ({ is: "no signal" }));
  await (await queue.keep(change("a1"), nothing)).verdict;
  await new Promise((done) => setTimeout(done));
  const waits: number[] = [];
  let now = 0;
  for (let n = 0; n < 8; n++) {
    const before = tries.length;
    const from = now;
    while (tries.length === before) {
      at(now += 1000);
      await queue.flushInTime();
    }
    waits.push((now - from) / 1000);
  }
  expect(waits).toEqual([5, 10, 20, 40, 80, 160, 300, 300]);
});

Deno.test("a change that is made while others go is not forgotten", async () => {
  const gate = Promise.withResolvers<void>();
  const { queue, states } = phone(async (id) => {
    if (id === "a1") await gate.promise;
    return sent;
  });
  await queue.keep(change("a1"), nothing);
  const { verdict } = await queue.keep(change("b1"), nothing);
  gate.resolve();
  expect(await verdict).toEqual(sent);
  expect(states()).toEqual(["a1 sent", "b1 sent"]);
});

Deno.test("one that is on its way is not dropped for a later one that says it again", async () => {
  const gate = Promise.withResolvers<Verdict>();
  const { queue, states } = phone((id) => id === "a1" ? gate.promise : sent);
  const first = await queue.keep(change("a1"), nothing);
  const later = await queue.keep(change("a2"), () => true);
  expect(states()).toEqual(["a1 waiting", "a2 waiting"]);
  gate.resolve(sent);
  await Promise.all([first.verdict, later.verdict]);
  expect(states()).toEqual(["a1 sent", "a2 sent"]);
});

Deno.test("who asks while an attempt fails has another one", async () => {
  const gate = Promise.withResolvers<Verdict>();
  const { queue, states, tries } = phone((_, attempt) => attempt === 1 ? gate.promise : sent);
  await queue.keep(change("a1"), nothing);
  const asked = queue.flush();
  gate.resolve({ is: "no signal" });
  await asked;
  expect([tries, states()]).toEqual([["a1", "a1"], ["a1 sent"]]);
});

Deno.test("what was sent is gone from the phone a day later", async () => {
  const { queue, states, at } = phone(() => sent);
  await (await queue.keep(change("a1"), nothing)).verdict;
  at(24 * 3_600_000);
  await (await queue.keep(change("b1"), nothing)).verdict;
  expect(states()).toEqual(["a1 sent", "b1 sent"]);
  at(24 * 3_600_000 + 1);
  await (await queue.keep(change("c1"), nothing)).verdict;
  expect(states()).toEqual(["b1 sent", "c1 sent"]);
});

Deno.test("since when there is no signal is known from the first attempt that found none", async () => {
  const { queue, facts, at } = phone(() => ({ is: "no signal" }));
  at(1_000);
  await (await queue.keep(change("a1"), nothing)).verdict;
  at(60_000);
  await queue.flush();
  expect(facts.get("no_signal_since")).toBe(1_000);
});

Deno.test("a server in trouble is left alone for a while, too", async () => {
  const { queue, tries, at } = phone(() => ({ is: "later" }));
  await (await queue.keep(change("a1"), nothing)).verdict;
  await queue.flush();
  const before = tries.length;
  await queue.flushInTime();
  expect(tries.length).toBe(before);
  at(60_000);
  await queue.flushInTime();
  expect(tries.length).toBe(before + 1);
});

Deno.test("what was sent is shown also where it is said again, and each shows when it was tried", async () => {
  const { queue, states, shelf } = phone(() => sent);
  await (await queue.keep(change("a1"), nothing)).verdict;
  await (await queue.keep(change("a2"), () => true)).verdict;
  expect(states()).toEqual(["a1 sent", "a2 sent"]);
  const tried: (number | null)[] = [];
  const other = queueOf({
    shelf,
    now: () => 7,
    tell: () => {},
    async send({ order }) {
      tried.push((await shelf.get(order))!.tried_at);
      return sent;
    },
  });
  await (await other.keep(change("a3"), nothing)).verdict;
  expect(tried).toEqual([7]);
});
