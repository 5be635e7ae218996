import type { Queryable } from "../database.ts";

/** Says what time it is for every rule of the domain. */
export type MoveClock = (instant: Date) => Promise<void>;

/**
 * Runs with `private.clock()` moved to wherever `moveClock` says, and puts the real one back. Within one
 * transaction: whoever else uses the database sees the real clock all the time, and so does everybody if it
 * fails.
 */
export async function withMovedClock<T>(
  tx: Queryable,
  run: (moveClock: MoveClock) => Promise<T>,
): Promise<T> {
  const [{ real }] = await tx.query<{ real: string }>(
    "select pg_get_functiondef('private.clock()'::regprocedure) as real",
  );
  await tx.exec(`
    create or replace function private.clock() returns timestamptz
    language plpgsql stable set search_path = '' as
    $$ begin return current_setting('demo.clock')::timestamptz; end $$`);
  const result = await run(async (instant) => {
    await tx.query("select set_config('demo.clock', $1, true)", [instant.toISOString()]);
  });
  await tx.exec(real);
  return result;
}
