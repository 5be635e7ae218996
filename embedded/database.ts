import { PGlite } from "@electric-sql/pglite";
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist";
import { pgtap } from "@electric-sql/pglite/pgtap";
import { createPgliteConnection, type PgliteConnection } from "@supabase/lite/pglite";
import { createPostgresConnection, type PostgresConnection } from "@supabase/lite/postgres";
import { adaptConnection } from "./adapt_connection.ts";
import { openDataDir } from "./data_dir.ts";
import { surviveErrors } from "./engine_errors.ts";
import { unpackTar } from "./tar.ts";
import { pgliteParsers, postgresTypes } from "./pg_types.ts";
import type { Patience } from "./postgres_connection.ts";
import { type BorrowedConnection, createPool, type PostgresPool } from "./postgres_pool.ts";
import { connectionTurns, type Turns } from "./turns.ts";

export type Row = Record<string, unknown>;

/** What SQL can be sent to, inside and outside a transaction. */
export interface Queryable {
  /** Runs one statement with `$1` parameters and returns its rows (values as in `pg_types.ts`). */
  query<T = Row>(sql: string, params?: unknown[]): Promise<T[]>;
  /** Runs any number of statements without parameters; returns the rows of each. */
  exec(sql: string): Promise<Row[][]>;
}

/**
 * The same small interface over PGlite (one connection inside this process) and a PostgreSQL server.
 * Inside `transaction` only the given handle may be used, inside `serve` only `connection`: on PGlite any
 * other query waits for its end, in vain.
 */
export interface Database extends Queryable {
  readonly kind: "pglite" | "postgres";
  /** The HTTP layer's handle on the same database, for use within `serve`. */
  readonly connection: PgliteConnection | PostgresConnection;
  /**
   * Answers a request of the HTTP layer. On PGlite nobody else uses the one connection meanwhile: lite begins
   * transactions on it, and takes a role in them, that everybody else's statements would fall into.
   */
  serve<T>(answer: () => Promise<T>): Promise<T>;
  /** Commits when `run` resolves, rolls back when it rejects. */
  transaction<T>(run: (tx: Queryable) => Promise<T>): Promise<T>;
  /** The whole database as a tar archive; PGlite only. */
  dump?(): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** A PostgreSQL server; what matters then are the next two. */
  url?: string;
  maxConnections?: number;
  /** With that server, unless the usual one is meant. */
  patience?: Patience;
  /** PGlite's folder (see `data_dir.ts`); without one everything is in memory and thrown away. */
  directory?: string;
  /** Starts from what `dump` gave. */
  snapshot?: Uint8Array<ArrayBuffer>;
}

const LITTLE_LOG = [
  "wal_level=minimal",
  "max_wal_senders=0",
  "full_page_writes=off",
  "wal_recycle=off",
  "min_wal_size=32MB",
]
  .flatMap((setting) => ["-c", setting]);

const PATIENCE: Patience = { statement: 10_000, server: 20_000 };

/** Opens a database without changing it. Errors of the driver pass through. */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  return options.url ? await openPostgres(options) : await openPglite(options);
}

/** A PGlite database as a tar archive. */
export interface Snapshot {
  archive: Uint8Array<ArrayBuffer>;
  /** Writes it to `var/snapshots`, unless it lies there: whoever starts with it has time for that later. */
  keep(): Promise<void>;
}

export interface DataDirDatabase extends Database {
  /** True when this start made the folder's database. */
  isNew: boolean;
}

/**
 * Opens the database of a data folder, locked for this process. A new one is unpacked from `snapshot`
 * into a folder aside and renamed: killing the first start loses that start and nothing else.
 * @throws {DataDirError} the folder is in use or of another version.
 */
export async function openDataDirDatabase(
  path: string,
  snapshot: () => Promise<Snapshot>,
): Promise<DataDirDatabase> {
  const dir = await openDataDir(path);
  let kept: Promise<void> | undefined;
  try {
    if (dir.isNew) {
      const { archive, keep } = await snapshot();
      unpackTar(archive, dir.building);
      await dir.promote();
      kept = keep();
    }
    const [database] = await Promise.all([openPglite({ directory: dir.database }), kept]);
    return {
      ...database,
      isNew: dir.isNew,
      async close() {
        await database.close();
        dir.release();
      },
    };
  } catch (error) {
    dir.release();
    throw error;
  }
}

async function openPglite({ directory, snapshot }: OpenOptions): Promise<Database> {
  const connection = adaptConnection(
    await createPgliteConnection({
      url: directory ?? "memory://",
      pgliteOptions: {
        extensions: { btree_gist, pgtap },
        // What is thrown away, or archived as a whole, is never restored from its log: it keeps as little as it may.
        ...(directory ? {} : { startParams: [...PGlite.defaultStartParams, ...LITTLE_LOG] }),
        parsers: pgliteParsers,
        ...(snapshot ? { loadDataDir: new Blob([snapshot]) } : {}),
      },
    }),
  );
  const driver = connection.driver;
  await driver.waitReady;
  surviveErrors(driver);
  const turns = connectionTurns(1);
  const inTurn = <T>(run: () => Promise<T>) => takingTurns(turns, run);
  const { query, exec } = pgliteQueries(driver);
  return {
    kind: "pglite",
    connection,
    serve: inTurn,
    query: (sql, params) => inTurn(() => query(sql, params)),
    exec: (sql) => inTurn(() => exec(sql)),
    transaction: (run) => inTurn(() => driver.transaction((tx) => run(pgliteQueries(tx)))),
    dump: () =>
      inTurn(async () => {
        // Otherwise everybody who opens the archive replays its log first.
        await driver.exec("checkpoint");
        const archive = await driver.dumpDataDir("none");
        return new Uint8Array(await archive.arrayBuffer());
      }),
    close: () => inTurn(() => connection.close()),
  };
}

async function takingTurns<T>(turns: Turns, run: () => Promise<T>): Promise<T> {
  await turns.take();
  try {
    return await run();
  } finally {
    turns.give();
  }
}

function pgliteQueries(driver: Pick<PGlite, "query" | "exec">): Queryable {
  return {
    query: async <T>(sql: string, params?: unknown[]) => (await driver.query<T>(sql, params)).rows,
    exec: async (sql) => (await driver.exec(sql)).map((result) => result.rows as Row[]),
  };
}

async function openPostgres(options: OpenOptions): Promise<Database> {
  const { url, maxConnections = 10, patience = PATIENCE } = options;
  const connection = adaptConnection(createPostgresConnection({
    url,
    postgresOptions: {
      max: 1,
      connect_timeout: patience.server / 1000,
      onnotice() {},
      types: postgresTypes,
    },
  }));
  const driver = connection.driver;
  try {
    // Besides showing that somebody answers, this teaches the driver the server's array types.
    await driver.unsafe("select 1");
  } finally {
    await driver.end({ timeout: patience.server / 1000 });
  }
  const pool = createPool(driver.options, maxConnections, patience);
  // lite takes all its connections from here.
  Object.assign(driver, { reserve: pool.borrow, end: pool.end });
  return {
    kind: "postgres",
    connection,
    serve: (answer) => answer(),
    query: (sql, params) => lend(pool, (lent) => postgresQueries(lent).query(sql, params)),
    exec: (sql) => lend(pool, (lent) => postgresQueries(lent).exec(sql)),
    transaction: (run) => lend(pool, (lent) => inTransaction(lent, run)),
    close: () => connection.close(),
  };
}

async function lend<T>(
  pool: PostgresPool,
  run: (lent: BorrowedConnection) => Promise<T>,
): Promise<T> {
  const lent = await pool.borrow();
  try {
    return await run(lent);
  } finally {
    lent.release();
  }
}

async function inTransaction<T>(
  lent: BorrowedConnection,
  run: (tx: Queryable) => Promise<T>,
): Promise<T> {
  await lent.unsafe("begin");
  try {
    const result = await run(postgresQueries(lent));
    const { command } = await lent.unsafe("commit");
    // After a failed statement PostgreSQL answers to "commit" by rolling back, without an error.
    if (command === "ROLLBACK") throw new Error("a statement had failed: nothing is kept");
    return result;
  } catch (error) {
    // The first error tells more than that there is nothing to roll back on a lost connection.
    await lent.unsafe("rollback").catch(() => {});
    throw error;
  }
}

function postgresQueries(lent: BorrowedConnection): Queryable {
  return {
    query: async <T>(sql: string, params: unknown[] = []) =>
      [...await lent.unsafe(sql, params)] as T[],
    async exec(sql) {
      const results = await lent.unsafe(sql) as unknown as (Row[] | Row[][]);
      const many = Array.isArray(results[0]) ? results as Row[][] : [results as Row[]];
      return many.map((rows) => [...rows]);
    },
  };
}
