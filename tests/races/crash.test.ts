/** A server that is killed in the middle of a booking, wherever it has come to. */
import { expect } from "expect";
import { type Database, openDatabase, type Queryable } from "@/embedded/database.ts";
import { until } from "@/tests/until.ts";
import {
  addClients,
  addTechnicians,
  brokenRules,
  inWorld,
  NO_RULE_BROKEN,
  type RaceWorld,
} from "./world.ts";

/**
 * What is committed outlives the server's processes. Who waits for a standby, and nobody else does, has
 * committed and is not answered yet: there is none.
 */
const SETTINGS = { synchronous_commit: "local", synchronous_standby_names: "nobody" };

interface Wish {
  token: string;
  technician: string;
  startsAt: string;
}

/** Keeps whoever books from going on beyond some line, for as long as the transaction is open. */
type Hold = (holder: Queryable) => Promise<unknown>;

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
async function contents(db: Queryable): Promise<Record<string, { rows: number; digest: string }>> {
  const of = (name: string) =>
    `select '${name}' as name, count(*)::integer as rows,
       md5(coalesce(string_agg(t::text, ' ' order by t::text), '')) as digest from ${name} t`;
  const rows = await db.query<{ name: string; rows: number; digest: string }>(
    (await tables(db)).map(of).join(" union all "),
  );
  return Object.fromEntries(rows.map(({ name, ...content }) => [name, content]));
}

/** What `book` adds to each table; those that stay as they were are left out. */
async function addedRows(
  db: Queryable,
  book: () => Promise<void>,
): Promise<Record<string, number>> {
  const before = await contents(db);
  await book();
  const after = await contents(db);
  const added = Object.keys(after).map((name) => [name, after[name].rows - before[name].rows]);
  return Object.fromEntries(added.filter(([, rows]) => rows !== 0));
}

async function confirm(db: Queryable, { token, technician, startsAt }: Wish): Promise<string> {
  const [{ status }] = await db.query<{ status: string }>(
    "select public.confirm_booking($1, $2, $3) ->> 'status' as status",
    [token, technician, startsAt],
  );
  return status;
}

/** Clients of one technician's, each with a morning of their own. */
async function addWishes(db: Database, count: number): Promise<Wish[]> {
  const [technician] = await addTechnicians(db, 1);
  const tokens = await addClients(db, count);
  const mornings = await db.query<{ morning: string }>(
    `select to_char(day, 'YYYY-MM-DD"T13:00:00Z"') as morning
     from generate_series(timestamp '2026-06-02', '2026-07-30', '1 day') day
     where extract(isodow from day) < 6 order by day limit $1`,
    [count],
  );
  return tokens.map((token, n) => ({ token, technician, startsAt: mornings[n].morning }));
}

/** The tables that a booking writes to; tried out and taken back. */
async function tablesOfBooking(db: Database, wish: Wish): Promise<string[]> {
  const undo = new Error("only tried");
  let written: { name: string }[] = [];
  await db.transaction(async (tx) => {
    expect(await confirm(tx, wish)).toBe("booked");
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
function holdTable(name: string): Hold {
  return (holder) => holder.exec(`lock table ${name} in share row exclusive mode`);
}

function holdKey(key: string): Hold {
  return (holder) => holder.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [key]);
}

/** Another one in each life of the server's. */
async function checkpointer(db: Queryable): Promise<number | undefined> {
  const [row] = await db.query<{ pid: number }>(
    "select pid from pg_stat_activity where backend_type = 'checkpointer'",
  );
  return row?.pid;
}

/** Kills the server's process that books while it is held, and waits for the server to be back. */
async function killWhileHeld(world: RaceWorld, wish: Wish, hold: Hold): Promise<void> {
  const options = "?options=-c%20role%3Danon%20-c%20synchronous_commit%3Don";
  const victim = await openDatabase({ url: world.fresh.url + options, maxConnections: 1 });
  const [{ pid }] = await victim.query<{ pid: number }>("select pg_backend_pid() as pid");
  const life = await checkpointer(world.db);
  const killed = world.db.transaction(async (holder) => {
    await hold(holder);
    const answer = confirm(victim, wish).then((status) => status, () => "lost");
    await until("the booking to be held", async () => {
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

Deno.test("a server that is killed within a booking kept nothing of it, and asked again books once", () =>
  inWorld(async (world) => {
    const [first, ...wishes] = await addWishes(world.db, 30);
    const written = await tablesOfBooking(world.db, first);
    const [{ contract }] = await world.db.query<{ contract: string }>(
      "select contract_id::text as contract from public.maintenance_cycles where token = $1",
      [wishes[0].token],
    );
    const holds: [string, Hold][] = [
      ["the contract", holdKey(`contract:${contract}`)],
      ["the technician", holdKey(`technician:${first.technician}`)],
      ...written.map((name): [string, Hold] => [name, holdTable(name)]),
    ];
    expect(written.length).toBeGreaterThan(8);
    const whole = await addedRows(
      world.db,
      async () => expect(await confirm(world.db, first)).toBe("booked"),
    );
    for (const [n, [place, hold]] of holds.entries()) {
      const before = await contents(world.db);
      await killWhileHeld(world, wishes[n], hold);
      expect([place, await contents(world.db)]).toEqual([place, before]);
      const again = await addedRows(world.db, async () => {
        expect(await confirm(world.db, wishes[n])).toBe("booked");
      });
      expect([place, again]).toEqual([place, whole]);
    }
    expect(await brokenRules(world.db)).toEqual(NO_RULE_BROKEN);
  }, SETTINGS));

Deno.test("a server that is killed between a booking and its answer has all of it, and asked again books nothing more", () =>
  inWorld(async (world) => {
    const [first, second] = await addWishes(world.db, 2);
    const whole = await addedRows(
      world.db,
      async () => expect(await confirm(world.db, first)).toBe("booked"),
    );
    const kept = await addedRows(
      world.db,
      () => killWhileHeld(world, second, () => Promise.resolve()),
    );
    expect(kept).toEqual(whole);
    const again = await addedRows(
      world.db,
      async () => expect(await confirm(world.db, second)).toBe("booked"),
    );
    expect(again).toEqual({ booking_attempts: 1 });
    expect(await brokenRules(world.db)).toEqual(NO_RULE_BROKEN);
  }, SETTINGS));
