import type postgres from "postgres";
import {
  type Answer,
  type DriverOptions,
  isFromServer,
  isOfTheNetwork,
  singleDriver,
} from "./postgres_driver.ts";
import type { Lookout } from "./postgres_lookout.ts";
import { within } from "./within.ts";

/**
 * The server, or the way to it, was lost: whether the statement took effect is not known. The code is
 * the SQLSTATE of a connection failure.
 */
export class ConnectionLost extends Error {
  override name = "ConnectionLost";
  readonly code = "08006";
}

/** Milliseconds, long enough for a machine that has much else to do. */
export interface Patience {
  /** With a statement that has no answer, until somebody looks after it, and again until the next look. */
  statement: number;
  /** With a server that is to open or close a connection, or to tell whether it is at work. */
  server: number;
}

/** Rejects the statement that is being run. */
type Abandon = (reason: Error) => void;

/** Statements with parameters that a server keeps for a connection; it has to read each of the others twice. */
const MOST_PREPARED = 200;

/** An answer that arrived while somebody looked is read within this time. */
const READING_MILLISECONDS = 1000;

/**
 * One connection with a driver of its own, for one borrower at a time. Every call is settled whatever
 * becomes of the server, and a lost connection stays lost.
 *
 * When a server ends one of the connections that a postgres.js 3.4.9 shares out, promises stay
 * unsettled, statements reach somebody else's transaction, and a write to nowhere ends the process
 * (porsager/postgres 1097, 1186, 1195). All of it happens where the driver shares and reopens
 * connections. A driver with one connection, one statement at a time and none after a loss does neither.
 */
export class PostgresConnection {
  readonly #driver: postgres.Sql;
  readonly #lookout: Lookout;
  readonly #patience: Patience;
  /** Not yet known while the connection opens, which has a bound of its own. */
  #backendPid: number | undefined;
  #lost: ConnectionLost | undefined;
  readonly #prepared = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();
  #abandon: Abandon | undefined;
  #reading: ReturnType<typeof setTimeout> | undefined;

  constructor(options: DriverOptions, lookout: Lookout, patience: Patience) {
    this.#lookout = lookout;
    this.#patience = patience;
    this.#driver = singleDriver(options, () => this.#lose("the server closed the connection"));
  }

  get isLost(): boolean {
    return this.#lost !== undefined;
  }

  /**
   * Connects, and learns which of the server's processes is at the other end.
   * @throws {ConnectionLost} nobody answers; otherwise what the server objects.
   */
  async open(): Promise<void> {
    try {
      const asked = this.unsafe("select pg_backend_pid() as pid");
      const [{ pid }] = await within(this.#patience.server, "PostgreSQL to answer", asked);
      this.#backendPid = pid;
    } catch (error) {
      this.#lose((error as Error).message);
      throw isFromServer(error) ? error : this.#lost;
    }
  }

  /**
   * Runs SQL once the calls before it are settled.
   * @throws {ConnectionLost} there is no answer any more; otherwise the driver's error.
   */
  unsafe(sql: string, params?: unknown[]): Promise<Answer> {
    const answer = this.#last.then(() => this.#send(sql, params));
    this.#last = answer.catch(() => {});
    return answer;
  }

  /** Ends the connection at once, and whatever still runs on it. */
  async close(): Promise<void> {
    if (this.#abandon) this.#lose("the connection was closed here");
    await this.#driver.end({ timeout: this.isLost ? 0 : this.#patience.server / 1000 });
  }

  async #send(sql: string, params?: unknown[]): Promise<Answer> {
    if (this.#lost) throw this.#lost;
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.#abandon = reject;
    const prepare = params !== undefined && this.#isPrepared(sql);
    this.#driver.unsafe(sql, params as never[], { prepare }).then(resolve, (error) => {
      if (isOfTheNetwork(error)) this.#lose(error.message);
      reject(this.#lost ?? error);
    });
    const sentAt = performance.now();
    const watch = setInterval(() => this.#lookAfter(reject, sentAt), this.#patience.statement);
    try {
      return await promise;
    } finally {
      clearInterval(watch);
      clearTimeout(this.#reading);
      this.#abandon = undefined;
    }
  }

  /** Whether the server keeps it: the first so many that come, which are those that come most often. */
  #isPrepared(sql: string): boolean {
    if (this.#prepared.size < MOST_PREPARED) this.#prepared.add(sql);
    return this.#prepared.has(sql);
  }

  /** A statement may take its time, as long as the server works on it. */
  async #lookAfter(statement: Abandon, sentAt: number): Promise<void> {
    if (this.#backendPid === undefined) return;
    const isAtWork = await this.#lookout.isAtWork(this.#backendPid, sentAt);
    if (isAtWork || this.#abandon !== statement) return;
    clearTimeout(this.#reading);
    this.#reading = setTimeout(
      () => this.#lose("the server does not work on the statement"),
      READING_MILLISECONDS,
    );
  }

  #lose(reason: string): void {
    if (this.#lost) return;
    this.#lost = new ConnectionLost(reason);
    this.#abandon?.(this.#lost);
    this.#driver.end({ timeout: 0 });
  }
}
