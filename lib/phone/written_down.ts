/**
 * What is typed, a second time. The browser has the first (`typed.ts`) on the disk some seconds later, up to a minute
 * where somebody types much: where it is killed, or the battery dies, those would be gone, and the photos that they name.
 */
import type { Deed, Kept } from "./kept.ts";
import { storeOf } from "./small_store.ts";
import { allTyped, beginOf, isOfUse, leftToSign, SIGNATURE, type Typed } from "./typed.ts";

const within = storeOf("phone typed", "typed");

/** What is to be written, by the keys of the first; null where it is not needed any more. */
const next = new Map<string, Typed | null>();
let isWriting = false;

/** Of many letters, while the disk is busy, the last. Never fails: what has no room stays on the page. */
export async function writeDown(key: string, typed: Typed | null): Promise<void> {
  next.set(key, typed);
  if (isWriting) return;
  isWriting = true;
  while (next.size > 0) {
    const all = [...next];
    next.clear();
    await within("readwrite", (store) => {
      for (const [key, typed] of all) typed === null ? store.delete(key) : store.put(typed, key);
    }).catch(() => {});
  }
  isWriting = false;
}

/** Theirs, wherever it is kept by those keys. */
const rangeOf = (whose: string) => IDBKeyRange.bound(beginOf(whose), `${beginOf(whose)}\uffff`);

/** Puts back what the first has lost, or knows an older state of. Resolves to the paths of these pages. */
export async function putBack(whose: string): Promise<string[]> {
  const begin = beginOf(whose);
  const range = rangeOf(whose);
  const found = await within(
    "readonly",
    (store) => [store.getAllKeys(range), store.getAll(range)] as const,
  );
  const [keys, all]: [string[], Typed[]] = [found[0].result.map(String), found[1].result];
  return all.flatMap((typed, n) => {
    const key = keys[n];
    if (!isOfUse(typed)) void writeDown(key, null);
    const known: Typed | null = JSON.parse(localStorage.getItem(key) ?? "null");
    if (!isOfUse(typed) || known !== null && known.at >= typed.at) return [];
    try {
      localStorage.setItem(key, JSON.stringify(typed));
      return [key.slice(begin.length)];
    } catch {
      return [];
    }
  });
}

/**
 * It is sent off: from here on the worker has it, which strikes it out when it is in the line (`worker.ts`).
 *
 * @param left what stays here, where it was sent on the way
 */
export function handOver(whose: string, path: string, left: Typed | null) {
  const key = beginOf(whose) + path;
  if (left === null) localStorage.removeItem(key);
  else localStorage.setItem(key, JSON.stringify(left));
  next.delete(key);
  if (navigator.serviceWorker.controller === null) void writeDown(key, left);
}

/** It is in the line: of what was sent on the way a drawing stays on the disk. Never fails. */
export async function strikeOut(key: string, did: Deed) {
  await within("readwrite", (store) => {
    const found: IDBRequest<Typed | undefined> = store.get(key);
    found.onsuccess = () => {
      const left = did === "notes" && found.result ? leftToSign(found.result) : null;
      left === null ? store.delete(key) : store.put(left, key);
    };
  }).catch(() => {});
}

/** Drops all of that person. Resolves when nothing of it is on the disk. */
export async function forgetTyped(whose: string) {
  for (const { path } of allTyped(whose)) localStorage.removeItem(beginOf(whose) + path);
  next.clear();
  await within("readwrite", (store) => store.delete(rangeOf(whose)));
}

/** Somebody needs it no more. */
export function dropTyped(whose: string, path: string) {
  const key = beginOf(whose) + path;
  localStorage.removeItem(key);
  void writeDown(key, null);
}

/**
 * Drops what was sent off after it was typed: a browser that was killed may remember what stood there before.
 *
 * @param kept the line of that person
 */
export function dropSentOff(whose: string, kept: Kept[]) {
  for (const { path, at, pictures } of allTyped(whose)) {
    // A drawing goes with the report alone.
    const isDrawn = pictures.some(({ field }) => field === SIGNATURE);
    const isSentOff = kept.some((each) =>
      each.path.split("?")[0] === path && each.state !== "refused" && each.saved_at >= at &&
      (!isDrawn || each.did !== "notes")
    );
    if (isSentOff) dropTyped(whose, path);
  }
}
