import type { Database, Queryable } from "@/embedded/database.ts";
import { until } from "@/tests/until.ts";

/**
 * Two at once, in one order: `first` runs in a transaction, in which `otherWaits` begins `other` and comes back
 * when that one waits for a lock, or is done. Then `first` goes on, and is committed.
 */
export async function interleave<First, Other>(
  { db }: { db: Database },
  first: (tx: Queryable, otherWaits: () => Promise<void>) => Promise<First>,
  other: (db: Database) => Promise<Other>,
): Promise<[First, Other]> {
  let second: Promise<Other> | undefined;
  const otherWaits = async () => {
    let isDone = false;
    second = other(db);
    second.then(() => isDone = true, () => isDone = true);
    await until(
      "the other one to wait, or to be done",
      async () => isDone || await somebodyWaits(db),
    );
  };
  const done = await db.transaction((tx) => first(tx, otherWaits));
  return [done, await second!];
}

/** Whether somebody waits for a lock in this database: others of the same server are other tests' own. */
async function somebodyWaits(db: Database): Promise<boolean> {
  const [{ waiting }] = await db.query<{ waiting: boolean }>(
    `select exists (
       select from pg_locks l join pg_stat_activity a using (pid)
       where not l.granted and a.datname = current_database()
     ) as waiting`,
  );
  return waiting;
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
