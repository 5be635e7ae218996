import type { Database, Queryable } from "@/embedded/database.ts";
import { until } from "@/tests/until.ts";

/**
 * Two at once, in one order: `first` runs in a transaction, in which `otherWaits` begins `other` and comes back
 * when that one waits for a lock, or is done; where `other` is several, when as many wait as it was asked for. Then
 * `first` goes on, and is committed. Where `first` does not say when, `other` begins as soon as it has done its work.
 */
export async function interleave<First, Other>(
  { db }: { db: Database },
  first: (tx: Queryable, otherWaits: (many?: number) => Promise<void>) => Promise<First>,
  other: (db: Database) => Promise<Other>,
): Promise<[First, Other]> {
  let second: Promise<Other> | undefined;
  const otherWaits = async (many = 1) => {
    let isDone = false;
    second = other(db);
    second.then(() => isDone = true, () => isDone = true);
    await until(
      "the other one to wait, or to be done",
      async () => isDone || await waiting(db) >= many,
    );
  };
  const done = await db.transaction(async (tx) => {
    const done = await first(tx, otherWaits);
    if (second === undefined) await otherWaits();
    return done;
  });
  return [done, await second!];
}

/** How many wait for a lock in this database: others of the same server are other tests' own. */
export async function waiting(db: Database): Promise<number> {
  const [{ count }] = await db.query<{ count: number }>(
    `select count(distinct l.pid)::integer as count from pg_locks l join pg_stat_activity a using (pid)
     where not l.granted and a.datname = current_database()`,
  );
  return count;
}

/** What something comes to: the SQLSTATE that it ends with, or that it went through. */
export async function outcome(running: Promise<unknown>): Promise<string> {
  try {
    await running;
    return "went through";
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}
