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
