import type { Env } from "@/lib/env.ts";
import {
  type Database,
  type DataDirDatabase,
  openDatabase,
  openDataDirDatabase,
} from "./database.ts";
import { migrate } from "./migrate.ts";
import type { Snapshot } from "./database.ts";
import { migratedSnapshot } from "./snapshot.ts";

/** Shown to people as one line. */
export class OpenError extends Error {
  override name = "OpenError";
}

/**
 * Opens the database that the environment names (`DATABASE_URL`, else `DATA_DIR`) and brings it to the
 * current schema. `start` is what a new embedded database begins with.
 * @throws {DataDirError | MigrateError | OpenError} one line for people.
 */
export async function openConfigured(
  env: Env,
  start: () => Promise<Snapshot> = migratedSnapshot,
): Promise<Database | DataDirDatabase> {
  const db = await open(env, start);
  try {
    await migrate(db);
    return db;
  } catch (error) {
    await db.close();
    throw error;
  }
}

async function open(env: Env, start: () => Promise<Snapshot>): Promise<Database> {
  if (env.DATABASE_URL) return await openServer(env.DATABASE_URL);
  if (env.DATA_DIR !== "memory") return await openDataDirDatabase(env.DATA_DIR, start);
  const { archive, keep } = await start();
  const [db] = await Promise.all([openDatabase({ snapshot: archive }), keep()]);
  return db;
}

/**
 * Opens a bare PostgreSQL as it is.
 * @throws {OpenError} nobody answers there.
 */
export async function openServer(url: string, maxConnections?: number): Promise<Database> {
  try {
    return await openDatabase({ url, maxConnections });
  } catch (error) {
    const reason = (error as Error).message || (error as { code?: string }).code;
    throw new OpenError(`The database at DATABASE_URL does not answer: ${reason}`, {
      cause: error,
    });
  }
}
