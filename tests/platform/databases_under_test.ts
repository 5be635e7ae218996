import type { Database } from "@/embedded/database.ts";
import { freshDatabase, freshPglite } from "@/tests/databases.ts";

/** Runs a test on PGlite and on PostgreSQL 17. */
export function onEveryDatabase(name: string, test: (db: Database) => Promise<void>): void {
  Deno.test(`${name} (PGlite)`, async () => {
    const db = await freshPglite();
    try {
      await test(db);
    } finally {
      await db.close();
    }
  });
  Deno.test(`${name} (PostgreSQL 17)`, async () => {
    const fresh = await freshDatabase();
    try {
      await test(fresh.db);
    } finally {
      await fresh.drop();
    }
  });
}

/**
 * Opens a world once on either database, for tests that leave it as they found it.
 * @returns registers a test on both
 */
export function sharedDatabases<World>(
  open: (db: Database) => Promise<World>,
): (name: string, test: (world: World, db: Database) => Promise<void>) => void {
  const shared: { db: Database; world: World }[] = [];
  const closing: (() => Promise<void>)[] = [];
  Deno.test.beforeAll(async () => {
    const pglite = await freshPglite();
    closing.push(() => pglite.close());
    const fresh = await freshDatabase();
    closing.push(() => fresh.drop());
    shared.push({ db: pglite, world: await open(pglite) });
    shared.push({ db: fresh.db, world: await open(fresh.db) });
    Deno.exitCode = 0;
  });
  Deno.test.afterAll(async () => {
    for (const close of closing) await close();
  });
  return (name, test) => {
    for (const [n, kind] of ["PGlite", "PostgreSQL 17"].entries()) {
      Deno.test(`${name} (${kind})`, async () => {
        await test(shared[n].world, shared[n].db);
        // An error in PGlite leaves an exit code behind, which would fail the test, until it is closed.
        Deno.exitCode = 0;
      });
    }
  };
}
