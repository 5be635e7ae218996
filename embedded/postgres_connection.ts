import postgres from "postgres";
import { within } from "./within.ts";

/** What postgres.js knows about a server: address, login, types. */
export type DriverOptions = postgres.Sql["options"];

/** The rows of one statement with its `command` and `count`; a list of those for several statements. */
export type Answer = postgres.RowList<postgres.Row[]>;

/**
 * The server, or the way to it, was lost: whether the statement took effect is not known. The code is
 * the SQLSTATE of a connection failure.
 */
export class ConnectionLost extends Error {
  override name = "ConnectionLost";
  readonly code = "08006";
}

/** Rejects the statement that is being run. */
type Abandon = (reason: Error) => void;

/** How long opening and closing may take, and a statement until somebody looks after it. */
const PATIENCE_MILLISECONDS = 5000;
/** How long the server may take to tell whether it is at work. */
const LOOK_MILLISECONDS = 3000;

/**
 * Opens one connection to a PostgreSQL server.
 * @throws what the server objects, or that it did not answer in time.
 */
export async function openConnection(options: DriverOptions): Promise<PostgresConnection> {
  const connection = new PostgresConnection(options);
  await connection.open();
  return connection;
}

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
  readonly #options: DriverOptions;
  readonly #driver: postgres.Sql;
  #backendPid: number | null = null;
  #lost: ConnectionLost | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #abandon: Abandon | undefined;
  #look: Promise<void> | undefined;

  constructor(options: DriverOptions) {
    this.#options = options;
    this.#driver = singleDriver(options, () => this.#lose("the server closed the connection"));
  }

  get isLost(): boolean {
    return this.#lost !== undefined;
  }

  /** Connects, and learns which of the server's processes is at the other end. */
  async open(): Promise<void> {
    try {
      const asked = this.unsafe("select pg_backend_pid() as pid");
      const [{ pid }] = await within(PATIENCE_MILLISECONDS, "PostgreSQL to answer", asked);
      this.#backendPid = pid;
    } catch (error) {
      this.#lose((error as Error).message);
      await this.close();
      throw error instanceof postgres.PostgresError ? error : this.#lost;
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
    await this.#driver.end({ timeout: this.isLost ? 0 : PATIENCE_MILLISECONDS / 1000 });
    await this.#look;
  }

  async #send(sql: string, params?: unknown[]): Promise<Answer> {
    if (this.#lost) throw this.#lost;
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.#abandon = reject;
    this.#driver.unsafe(sql, params as never[]).then(resolve, (error) => {
      if (isOfTheNetwork(error)) this.#lose(error.message);
      reject(this.#lost ?? error);
    });
    const watch = setInterval(() => this.#look = this.#lookAfter(reject), PATIENCE_MILLISECONDS);
    try {
      return await promise;
    } finally {
      clearInterval(watch);
      this.#abandon = undefined;
    }
  }

  /** A statement may take its time, as long as the server works on it. */
  async #lookAfter(statement: Abandon): Promise<void> {
    const isAtWork = await this.#isServerAtWork();
    if (!isAtWork && this.#abandon === statement) {
      this.#lose("the server does not work on the statement any more");
    }
  }

  /** Asks over another connection: over this one there may be nobody to ask. */
  async #isServerAtWork(): Promise<boolean> {
    const driver = singleDriver(this.#options);
    try {
      const asked = driver.unsafe(
        `select from pg_stat_activity where pid = $1
         and (state not like 'idle%' or state_change > now() - interval '2 seconds')`,
        [this.#backendPid],
      );
      return (await within(LOOK_MILLISECONDS, "PostgreSQL to answer", asked)).length > 0;
    } catch (error) {
      // A server that objects, for instance to one connection too many, is there.
      return error instanceof postgres.PostgresError;
    } finally {
      await driver.end({ timeout: 0 });
    }
  }

  #lose(reason: string): void {
    if (this.#lost) return;
    this.#lost = new ConnectionLost(reason);
    this.#abandon?.(this.#lost);
    this.#driver.end({ timeout: 0 });
  }
}

/** The driver's names for what is no answer of the server, and the operating system's. */
function isOfTheNetwork(error: { code?: string }): boolean {
  return /^(CONNECT|E[A-Z]+$)/.test(error.code ?? "");
}

/**
 * A driver for one connection. It has the types of `options`: reading them from the server once more
 * would be a round trip for each connection, and a loss in that moment would end the process.
 */
function singleDriver(options: DriverOptions, onclose = () => {}): postgres.Sql {
  const single = { ...options, max: 1, fetch_types: false, max_lifetime: null, onclose };
  return postgres(single as unknown as postgres.Options<Record<string, postgres.PostgresType>>);
}
