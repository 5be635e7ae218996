/** So many may do something at once; the others have their turn in the order in which they came. */
export interface Turns {
  /** @throws whoever waited got no turn in time, or was sent away. */
  take(): Promise<void>;
  give(): void;
  /** Sends everybody away who waits. */
  refuse(reason: Error): void;
}

/**
 * @param free how many have a turn at once
 * @param patience milliseconds for which somebody waits
 * @param tooLate what they are told then
 */
export function limitTurns(free: number, patience: number, tooLate: () => Error): Turns {
  const waiting: PromiseWithResolvers<void>[] = [];
  return {
    async take() {
      if (free > 0) {
        free--;
        return;
      }
      const turn = Promise.withResolvers<void>();
      waiting.push(turn);
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(turn), 1);
        turn.reject(tooLate());
      }, patience);
      await turn.promise.finally(() => clearTimeout(timer));
    },
    give() {
      const next = waiting.shift();
      if (next) next.resolve();
      else free++;
    },
    refuse(reason) {
      for (const turn of waiting.splice(0)) turn.reject(reason);
    },
  };
}

/** How long somebody waits while all connections of a database are in use. */
const CONNECTION_MILLISECONDS = 30_000;

/** Of those who share so many connections; who waits too long is told so as PostgreSQL would (53300). */
export function connectionTurns(connections: number): Turns {
  return limitTurns(connections, CONNECTION_MILLISECONDS, () => {
    const seconds = CONNECTION_MILLISECONDS / 1000;
    const error = new Error(`waited ${seconds} s for a free database connection`);
    return Object.assign(error, { code: "53300" });
  });
}
