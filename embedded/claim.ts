import { OpenError, openServer } from "./open.ts";

/** Any number that nothing else of the database locks by: the migrations' own begin with 7. */
const KEY = 81_270_041;

/** Holds a server's database for one running system. */
export interface Claim {
  /** Lets others serve it. */
  release(): Promise<void>;
}

/**
 * Claims a server's database for this process. Two systems on one database would each write their own
 * addresses and keys over the other's. The server drops the claim with the connection, so a killed
 * process leaves nothing behind; commands need no claim.
 * @throws {OpenError} another process serves it, or nobody answers there.
 */
export async function claimDatabase(url: string): Promise<Claim> {
  const db = await openServer(url, 1);
  const [{ ours }] = await db.query<{ ours: boolean }>("select pg_try_advisory_lock($1) as ours", [
    KEY,
  ]);
  if (ours) return { release: () => db.close() };
  await db.close();
  throw new OpenError(
    "The database at DATABASE_URL is served by another process already. Stop that process, or set DATABASE_URL to another database.",
  );
}
