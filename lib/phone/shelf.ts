import { type Facts, isUnsent, type Kept, type Shelf } from "./kept.ts";

const NAME = "phone";
const KEPT = "kept";
const FACTS = "facts";
const BODIES = "bodies";
/** By person, state and place in the line. */
const LINE = "line";

export function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Resolves once it is on the disk: before that a full phone may still say no. */
export function done(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 2);
  request.onupgradeneeded = ({ oldVersion }) => {
    request.result.createObjectStore(BODIES);
    // What an earlier version of the app kept stays in the line.
    if (oldVersion > 0) return;
    request.result.createObjectStore(KEPT, { keyPath: "order", autoIncrement: true })
      .createIndex(LINE, ["whose", "state", "order"]);
    request.result.createObjectStore(FACTS);
  };
  return answerOf(request);
}

/** The phone's own shelf, in IndexedDB: worker and pages share it. */
export function phoneShelf(): Shelf {
  let opened: Promise<IDBDatabase> | undefined;

  async function within<T>(
    mode: IDBTransactionMode,
    act: (transaction: IDBTransaction) => IDBRequest<T>,
  ): Promise<T> {
    // One that could not be opened is tried again: the phone may have room by then.
    const database = await (opened ??= open().then((database) => {
      // A newer version of the app waits for it.
      database.onversionchange = () => {
        database.close();
        opened = undefined;
      };
      return database;
    }, (error) => {
      opened = undefined;
      throw error;
    }));
    // The disk is waited for: what is kept outlives a battery that dies.
    const transaction = database.transaction([KEPT, BODIES, FACTS], mode, { durability: "strict" });
    const request = act(transaction);
    const [answer] = await Promise.all([answerOf(request), done(transaction)]);
    return answer;
  }

  /** With its body: photos are read where they are sent, and nowhere else. */
  async function whole(kept: Kept | undefined): Promise<Kept | undefined> {
    if (kept === undefined) return undefined;
    const body: ArrayBuffer | undefined = await within(
      "readonly",
      (at) => at.objectStore(BODIES).get(kept.order),
    );
    return { ...kept, body: body ?? kept.body };
  }

  const lineOf = (whose: string, state: Kept["state"], after: number) =>
    IDBKeyRange.bound([whose, state, after], [whose, state, Infinity], true);

  return {
    async add(kept) {
      const order = await within("readwrite", (at) => {
        const added = at.objectStore(KEPT).add({ ...kept, body: null });
        // In the same transaction: both are kept, or nothing is.
        added.addEventListener(
          "success",
          () => at.objectStore(BODIES).put(kept.body, added.result),
        );
        return added;
      });
      return { ...kept, order: Number(order) };
    },
    async all(whose) {
      const range = IDBKeyRange.bound([whose], [whose, []]);
      const found: Kept[] = await within(
        "readonly",
        (at) => at.objectStore(KEPT).index(LINE).getAll(range),
      );
      return found.sort((a, b) => a.order - b.order);
    },
    nextWaiting: async (whose, after) =>
      await whole(
        await within(
          "readonly",
          (at) => at.objectStore(KEPT).index(LINE).get(lineOf(whose, "waiting", after)),
        ),
      ),
    get: async (order) =>
      await whole(await within("readonly", (at) => at.objectStore(KEPT).get(order))),
    async put(kept) {
      await within("readwrite", (at) => {
        if (kept.body === null) at.objectStore(BODIES).delete(kept.order);
        return at.objectStore(KEPT).put({ ...kept, body: null });
      });
    },
    async remove(order) {
      await within("readwrite", (at) => {
        at.objectStore(BODIES).delete(order);
        return at.objectStore(KEPT).delete(order);
      });
    },
    fact: (name) => within("readonly", (at) => at.objectStore(FACTS).get(name)),
    async setFact(name, value) {
      await within("readwrite", (at) => at.objectStore(FACTS).put(value, name));
    },
    async countOfOthers(whose) {
      const all: Kept[] = await within("readonly", (at) => at.objectStore(KEPT).getAll());
      return all.filter((each) => each.whose !== whose && isUnsent(each)).length;
    },
    async forget(whose) {
      for (const { order } of await this.all(whose)) await this.remove(order);
      const facts: (keyof Facts)[] = ["who", "names", "ahead_at", "is_signed_out"];
      for (const name of facts) {
        await within("readwrite", (at) => at.objectStore(FACTS).delete(name));
      }
    },
  };
}
