import { isUnsent, type Kept, type Shelf } from "./kept.ts";

/**
 * What the server said of one change. Without an answer that is certainly the application's own nothing is settled:
 * the page of a café's network is no answer.
 */
export type Verdict =
  | { is: "sent" | "office"; goesTo: string }
  | { is: "refused"; status: number; page: Response | null }
  /** Its sign-in has ended, or somebody else is signed in. */
  | { is: "signed out" }
  | { is: "no signal" }
  /** The server is in trouble: this one is tried again, and others go on. */
  | { is: "later" };

export interface Queue {
  /**
   * Keeps a change, in place of unsent ones that it says again, and sends what there is to send. Resolves when it is on
   * the phone, with a promise of what becomes of it in this attempt. Rejects where the phone has no room.
   */
  keep(
    change: Omit<Kept, "order">,
    isSaidAgain: (earlier: Kept, later: Kept) => boolean,
  ): Promise<{ kept: Kept; verdict: Promise<Verdict> }>;
  /** Sends all that waits of whoever is signed in. One attempt at a time, however many ask. */
  flush(): Promise<void>;
  /** The same at once: an attempt that hangs is broken off. The server does nothing twice that it has already. */
  tryNow(): Promise<void>;
  /** The same, unless the last attempts failed only just now. */
  flushInTime(): Promise<void>;
}

/** How long what was sent is shown, and stands on pages that were made before. */
const SHOWN_FOR = 24 * 3_600_000;

const isLongSent = ({ state, settled_at }: Kept, now: number) =>
  state === "sent" && now - settled_at! > SHOWN_FOR;

/** After how long an attempt hangs: whoever presses again and again breaks off none that has only begun. */
const HANGS_AFTER = 8_000;

/** Why an attempt was broken off: it is no sign of anything. */
const FRESH = "a fresh attempt";

/** How long it waits after an attempt that failed: twice as long after each further one. */
const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 5 * 60_000;

/**
 * The line of changes that were made on a phone: each is sent in its turn, again after an answer that was lost, and
 * settled by an answer alone. What the server does with the same change twice is the server's: nothing.
 *
 * @param send one attempt, which can be stopped
 * @param tell is called when something changed that is shown
 * @param inTurn does what is given when no other line of this phone is being sent
 */
export function queueOf({ shelf, send, now, tell, inTurn = (work) => work() }: {
  shelf: Shelf;
  send: (kept: Kept, sentAt: number, stop: AbortController) => Promise<Verdict>;
  now: () => number;
  tell: () => void;
  inTurn?: (work: () => Promise<void>) => Promise<void>;
}): Queue {
  const awaited = new Map<number, (verdict: Verdict) => void>();
  let running: Promise<void> | null = null;
  let onItsWay = 0;
  let stop = new AbortController();
  let begunAt = 0;
  let isAskedAgain = false;
  let failures = 0;
  let notBefore = 0;

  async function settle(kept: Kept, changes: Partial<Kept>) {
    await shelf.put({ ...kept, ...changes, settled_at: now() });
  }

  /** Whether the line goes on after it. */
  async function attempt(kept: Kept, stuck: Set<string>): Promise<boolean> {
    onItsWay = kept.order;
    const serverNow = now() + (await shelf.fact("clock_behind") ?? 0);
    if (kept.worth_until !== null && serverNow > kept.worth_until) {
      onItsWay = 0;
      await settle(kept, { state: "dead", body: null });
      return true;
    }
    const tried: Kept = { ...kept, tried_at: now() };
    await shelf.put(tried);
    tell();
    stop = new AbortController();
    begunAt = now();
    const verdict = await send(tried, now(), stop);
    onItsWay = 0;
    if (verdict.is === "no signal" && stop.signal.reason === FRESH) return false;
    switch (verdict.is) {
      case "sent":
      case "office":
        await settle(tried, { state: verdict.is, body: null });
        break;
      case "refused":
        // A step that the job has left behind is nothing to correct.
        await settle(
          tried,
          verdict.page === null
            ? { state: "dead", body: null }
            : { state: "refused", status: verdict.status },
        );
        break;
      case "later":
        stuck.add(kept.group);
    }
    if (verdict.is === "no signal") {
      if (await shelf.fact("no_signal_since") == null) {
        await shelf.setFact("no_signal_since", now());
      }
    } else {
      await shelf.setFact("no_signal_since", null);
      await shelf.setFact("is_signed_out", verdict.is === "signed out");
    }
    awaited.get(kept.order)?.(verdict);
    awaited.delete(kept.order);
    return verdict.is !== "no signal" && verdict.is !== "signed out";
  }

  async function sendLine(): Promise<void> {
    const whose = await shelf.fact("who");
    if (whose === undefined) return;
    const stuck = new Set<string>();
    let isOpen = true;
    for (
      let kept = await shelf.nextWaiting(whose, 0);
      kept !== undefined && isOpen;
      kept = await shelf.nextWaiting(whose, kept.order)
    ) {
      if (stuck.has(kept.group)) continue;
      isOpen = await attempt(kept, stuck);
      tell();
    }
    const isDone = isOpen && stuck.size === 0;
    failures = isDone ? 0 : failures + 1;
    notBefore = isDone ? 0 : now() + Math.min(FIRST_WAIT * 2 ** (failures - 1), LONGEST_WAIT);
  }

  async function flush(): Promise<void> {
    if (running !== null) {
      isAskedAgain = true;
      return await running;
    }
    running = (async () => {
      try {
        do {
          isAskedAgain = false;
          await inTurn(sendLine);
        } while (isAskedAgain);
      } finally {
        // In the same step as the last look at what was asked: nobody asks in between.
        running = null;
        // Whoever still waits for a word of this attempt: it did not come to theirs.
        for (const answer of awaited.values()) answer({ is: "no signal" });
        awaited.clear();
      }
    })();
    return await running;
  }

  return {
    async keep(change, isSaidAgain) {
      const kept = await shelf.add(change);
      for (const earlier of await shelf.all(change.whose)) {
        if (isLongSent(earlier, now())) await shelf.remove(earlier.order);
        const isOlder = earlier.order < kept.order && earlier.order !== onItsWay;
        if (isOlder && isUnsent(earlier) && isSaidAgain(earlier, kept)) {
          await shelf.remove(earlier.order);
        }
      }
      tell();
      const verdict = new Promise<Verdict>((resolve) => awaited.set(kept.order, resolve));
      // A shelf that cannot be read now is read at the next attempt.
      flush().catch(() => {});
      return { kept, verdict };
    },
    flush,
    async tryNow() {
      if (onItsWay !== 0 && now() - begunAt >= HANGS_AFTER) stop.abort(FRESH);
      await flush();
    },
    async flushInTime() {
      // A clock that was set back since is waited for no longer than ever.
      if (now() >= notBefore || now() < notBefore - LONGEST_WAIT) await flush();
    },
  };
}
