/** What a phone keeps, for as long as a test. */
import { type Facts, isUnsent, type Kept, type Shelf } from "@/lib/phone/kept.ts";

/** A shelf as a phone has it, for as long as a test. `room` is how many changes it has room for. */
export function shelfOf(room = Infinity) {
  const kept = new Map<number, Kept>();
  const facts = new Map<keyof Facts, unknown>([["who", "luis"]]);
  let order = 0;
  const inLine = (whose: string) => [...kept.values()].filter((each) => each.whose === whose);
  const shelf: Shelf = {
    add(change) {
      if (kept.size >= room) return Promise.reject(new DOMException("full", "QuotaExceededError"));
      kept.set(++order, structuredClone({ ...change, order }));
      return Promise.resolve({ ...change, order });
    },
    all: (whose) => Promise.resolve(inLine(whose)),
    nextWaiting: (whose, after) =>
      Promise.resolve(
        inLine(whose).find((each) => each.state === "waiting" && each.order > after),
      ),
    get: (at) => Promise.resolve(kept.get(at)),
    put: (each) => Promise.resolve(void kept.set(each.order, each)),
    remove: (at) => Promise.resolve(void kept.delete(at)),
    fact: (name) => Promise.resolve(facts.get(name) as never),
    setFact: (name, value) => Promise.resolve(void facts.set(name, value)),
    countOfOthers: (whose) =>
      Promise.resolve(
        [...kept.values()].filter((each) => each.whose !== whose && isUnsent(each)).length,
      ),
    forget: (whose) => Promise.resolve(inLine(whose).forEach((each) => kept.delete(each.order))),
  };
  return {
    shelf,
    states: () => [...kept.values()].map(({ id, state }) => `${id} ${state}`),
    facts,
  };
}

/** A step of the visit that its id begins with. */
export const change = (id: string, more: Partial<Kept> = {}): Omit<Kept, "order"> => ({
  id,
  whose: "luis",
  path: "/tech",
  did: "en_route",
  about: "",
  group: id.slice(0, 1),
  type: "text/plain",
  body: new ArrayBuffer(8),
  files: [],
  typed: [],
  saved_at: 0,
  tried_at: null,
  settled_at: null,
  state: "waiting",
  worth_until: null,
  status: null,
  ...more,
});
