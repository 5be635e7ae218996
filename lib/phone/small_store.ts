import { answerOf, done } from "./shelf.ts";

/** A database with one store: acts in a transaction of its own, and resolves when what was written is on the disk. */
export function storeOf(name: string, store: string, options?: IDBObjectStoreParameters) {
  return async function within<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => T) {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store, options);
    const database = await answerOf(request);
    try {
      // The disk is waited for: a battery may die.
      const transaction = database.transaction(store, mode, { durability: "strict" });
      const acted = act(transaction.objectStore(store));
      await done(transaction);
      return acted;
    } finally {
      database.close();
    }
  };
}
