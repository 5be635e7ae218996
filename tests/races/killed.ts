/** Servers that are killed while they are in the middle of something, and what they kept of it. */
import { expect } from "expect";
import { type Database, openDatabase, type Queryable } from "@/embedded/database.ts";
import { until } from "@/tests/until.ts";
import type { RaceWorld } from "./world.ts";

/**
 * What is committed outlives the server's processes. Who waits for a standby, and nobody else does, has
 * committed and is not answered yet: there is none.
 */
export const SETTINGS = { synchronous_commit: "local", synchronous_standby_names: "nobody" };

/** Keeps whoever is at work from going on beyond some line, for as long as the transaction is open. */
export type Hold = (holder: Queryable) => Promise<unknown>;

/** In the order of names; without those that are emptied by every crash. */
async function tables(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c
     where c.relkind = 'r' and c.relpersistence = 'p'
       and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** How many rows each table has, and all that is in it. */
export async function contents(
  db: Queryable,
): Promise<Record<string, { rows: number; digest: string }>> {
  const of = (name: string) =>
    `select '${name}' as name, count(*)::integer as rows,
       md5(coalesce(string_agg(t::text, ' ' order by t::text), '')) as digest from ${name} t`;
  const rows = await db.query<{ name: string; rows: number; digest: string }>(
    (await tables(db)).map(of).join(" union all "),
  );
  return Object.fromEntries(rows.map(({ name, ...content }) => [name, content]));
}

/** What `work` adds to each table; those that stay as they were are left out. */
export async function addedRows(
  db: Queryable,
  work: () => Promise<void>,
): Promise<Record<string, number>> {
  const before = await contents(db);
  await work();
  const after = await contents(db);
  const added = Object.keys(after).map((name) => [name, after[name].rows - before[name].rows]);
  return Object.fromEntries(added.filter(([, rows]) => rows !== 0));
}

/** The tables that work writes to; tried out and taken back. */
export async function tablesWritten(
  db: Database,
  work: (tx: Queryable) => Promise<void>,
): Promise<string[]> {
  const undo = new Error("only tried");
  let written: { name: string }[] = [];
  await db.transaction(async (tx) => {
    await work(tx);
    written = await tx.query(
      `select c.oid::regclass::text as name from pg_locks l join pg_class c on c.oid = l.relation and c.relkind = 'r'
       where l.pid = pg_backend_pid() and l.mode = 'RowExclusiveLock' order by 1`,
    );
    throw undo;
  }).catch((error) => {
    if (error !== undo) throw error;
  });
  return written.map(({ name }) => name);
}

/** Beside those who write. */
export function holdTable(name: string): Hold {
  return (holder) => holder.exec(`lock table ${name} in share row exclusive mode`);
}

export function holdKey(key: string): Hold {
  return (holder) => holder.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [key]);
}

/** Another one in each life of the server's. */
async function checkpointer(db: Queryable): Promise<number | undefined> {
  const [row] = await db.query<{ pid: number }>(
    "select pid from pg_stat_activity where backend_type = 'checkpointer'",
  );
  return row?.pid;
}

/**
 * Kills the server's process that works while it is held, and waits for the server to be back.
 * @param role of the database that it works as; none for its owner
 */
export async function killWhileHeld(
  world: RaceWorld,
  work: (db: Queryable) => Promise<string>,
  hold: Hold,
  role = "none",
): Promise<void> {
  const options = `?options=-c%20role%3D${role}%20-c%20synchronous_commit%3Don`;
  const victim = await openDatabase({ url: world.fresh.url + options, maxConnections: 1 });
  const [{ pid }] = await victim.query<{ pid: number }>("select pg_backend_pid() as pid");
  const life = await checkpointer(world.db);
  const killed = world.db.transaction(async (holder) => {
    await hold(holder);
    const answer = work(victim).then((status) => status, () => "lost");
    await until("the work to be held", async () => {
      const [{ held }] = await world.db.query<{ held: boolean }>(
        "select wait_event_type = 'Lock' or wait_event = 'SyncRep' as held from pg_stat_activity where pid = $1",
        [pid],
      );
      return held;
    });
    Deno.kill(pid, "SIGKILL");
    expect(await answer).toBe("lost");
    // The server ends everybody else's process too.
    await holder.query("select pg_sleep(60)");
  });
  await expect(killed).rejects.toThrow();
  await until("the server to be back", async () => {
    const now = await checkpointer(world.db).catch(() => undefined);
    return now !== undefined && now !== life;
  });
  await victim.close();
}
