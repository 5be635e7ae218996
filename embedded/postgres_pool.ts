import { ConnectionLost, type Patience, PostgresConnection } from "./postgres_connection.ts";
import type { Answer, DriverOptions } from "./postgres_driver.ts";
import { createLookout } from "./postgres_lookout.ts";

/** A connection that is one's own until `release`. */
export interface BorrowedConnection {
  /** @throws {ConnectionLost} there is no answer any more; otherwise the driver's error. */
  unsafe(sql: string, params?: unknown[]): Promise<Answer>;
  release(): void;
}

export interface PostgresPool {
  /** @throws the server cannot be reached, or no connection came back in time (SQLSTATE 53300). */
  borrow(): Promise<BorrowedConnection>;
  /** Waits for what is lent and closes everything. */
  end(): Promise<void>;
}

/** How long a borrower waits while all connections are lent. */
const PATIENCE_MILLISECONDS = 30_000;

/** Lends up to `size` connections; a lost one is replaced by the next borrower's. */
export function createPool(
  options: DriverOptions,
  size: number,
  patience: Patience,
): PostgresPool {
  const turns = limitTurns(size);
  const lookout = createLookout(options, patience.server);
  const idle: PostgresConnection[] = [];
  const lent = new Set<PostgresConnection>();
  let ended: Promise<void> | undefined;

  function takeIdle(): PostgresConnection | undefined {
    for (let connection = idle.pop(); connection; connection = idle.pop()) {
      if (!connection.isLost) return connection;
    }
  }

  async function open(): Promise<PostgresConnection> {
    const connection = new PostgresConnection(options, lookout, patience);
    await connection.open();
    return connection;
  }

  async function borrow(): Promise<BorrowedConnection> {
    if (ended) throw new Error("the database is closed");
    await turns.take();
    try {
      const connection = takeIdle() ?? await open();
      lent.add(connection);
      return {
        unsafe: (sql, params) => connection.unsafe(sql, params),
        release() {
          lent.delete(connection);
          if (!connection.isLost) idle.push(connection);
          turns.give();
        },
      };
    } catch (error) {
      // Who waits would only find the same, one after the other.
      if (error instanceof ConnectionLost) turns.refuse(error);
      turns.give();
      throw error;
    }
  }

  async function end(): Promise<void> {
    await Promise.allSettled(Array.from({ length: size }, () => turns.take()));
    await Promise.all([...idle, ...lent].map((connection) => connection.close()));
    await lookout.end();
  }

  return { borrow, end: () => ended ??= end() };
}

/** Lets `free` callers have a turn at once, the others in the order in which they came. */
function limitTurns(free: number) {
  const waiting: PromiseWithResolvers<void>[] = [];
  return {
    async take(): Promise<void> {
      if (free > 0) {
        free--;
        return;
      }
      const turn = Promise.withResolvers<void>();
      waiting.push(turn);
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(turn), 1);
        turn.reject(tooLong());
      }, PATIENCE_MILLISECONDS);
      await turn.promise.finally(() => clearTimeout(timer));
    },
    give(): void {
      const next = waiting.shift();
      if (next) next.resolve();
      else free++;
    },
    /** Sends everybody away who waits. */
    refuse(reason: Error): void {
      for (const turn of waiting.splice(0)) turn.reject(reason);
    },
  };
}

function tooLong(): Error {
  const message = `waited ${PATIENCE_MILLISECONDS / 1000} s for a free database connection`;
  return Object.assign(new Error(message), { code: "53300" });
}
