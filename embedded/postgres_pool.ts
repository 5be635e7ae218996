import { ConnectionLost, type Patience, PostgresConnection } from "./postgres_connection.ts";
import type { Answer, DriverOptions } from "./postgres_driver.ts";
import { createLookout } from "./postgres_lookout.ts";
import { connectionTurns } from "./turns.ts";

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

/** Lends up to `size` connections; a lost one is replaced by the next borrower's. */
export function createPool(
  options: DriverOptions,
  size: number,
  patience: Patience,
): PostgresPool {
  const turns = connectionTurns(size);
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
