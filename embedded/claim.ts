import type { Database } from "./database.ts";
import { OpenError, openServer } from "./open.ts";

/** Any number that nothing else of the database locks by: the migrations' own begin with 7. */
const KEY = 81_270_041;

/** True while, or as soon as, this session holds the claim: asking again takes it only once. */
const ASK = `select coalesce(
  (select true from pg_locks l where l.locktype = 'advisory' and l.pid = pg_backend_pid() and l.objid::bigint = $1::bigint),
  pg_try_advisory_lock($1::bigint)) as ours`;

const LOOK_MILLISECONDS = 1000;

/** Holds a server's database for one running system. */
export interface Claim {
  /** Resolves once another process has the database: then this one must end. */
  taken: Promise<void>;
  /** Lets others serve it. */
  release(): Promise<void>;
}

/**
 * Claims a server's database for this process. Two systems on one database would each write their own
 * addresses and keys over the other's. The server drops the claim with the connection, so a killed
 * process leaves nothing behind; commands need no claim. A connection may also be lost while this process
 * lives: it claims anew within a second or so, and `regained` writes once more what somebody who was there
 * meanwhile may have written over.
 * @throws {OpenError} another process serves it, or nobody answers there.
 */
export async function claimDatabase(
  url: string,
  regained: () => Promise<void> = async () => {},
): Promise<Claim> {
  const db = await openServer(url, 1);
  if (!await isOurs(db)) {
    await db.close();
    throw new OpenError(
      "The database at DATABASE_URL is served by another process already. Stop that process, or set DATABASE_URL to another database.",
    );
  }
  const taken = Promise.withResolvers<void>();
  let session = await sessionOf(db);
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    try {
      if (!await isOurs(db)) return taken.resolve();
      const now = await sessionOf(db);
      if (now === session) return;
      await regained();
      session = now;
    } catch {
      // Nobody answers: nobody else can claim it either, and the next look tells.
    }
  }
  const watch = setInterval(() => {
    looking ??= look().finally(() => looking = undefined);
  }, LOOK_MILLISECONDS);

  return {
    taken: taken.promise,
    async release() {
      clearInterval(watch);
      await looking;
      await db.close();
    },
  };
}

async function isOurs(db: Database): Promise<boolean> {
  const [{ ours }] = await db.query<{ ours: boolean }>(ASK, [KEY]);
  return ours;
}

/** The server's process at the other end: another one after a loss. */
async function sessionOf(db: Database): Promise<number> {
  const [{ pid }] = await db.query<{ pid: number }>("select pg_backend_pid() as pid");
  return pid;
}
