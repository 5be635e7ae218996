import { expect } from "expect";
import { openMemoryDatabase } from "./snapshot.ts";
import { loadKeys, readFromVault, storeInVault } from "./keys.ts";

Deno.test("a database has its keys once, and keeps them", async () => {
  const db = await openMemoryDatabase();
  // Starting PGlite leaves an exit code behind, which would fail the test.
  Deno.exitCode = 0;
  try {
    const keys = await loadKeys(db);
    expect(keys.publishable).toMatch(/^sb_publishable_[0-9a-f]{48}$/);
    expect(keys.secret).toMatch(/^sb_secret_[0-9a-f]{48}$/);
    expect(new Set(Object.values(keys)).size).toBe(5);
    expect(await loadKeys(db)).toEqual(keys);
    // The database asks functions with the same secret that they expect.
    expect(await readFromVault(db, "job_secret")).toBe(keys.job);

    await storeInVault(db, "note", "one");
    await storeInVault(db, "note", "two");
    expect(await readFromVault(db, "note")).toBe("two");
    expect(await readFromVault(db, "nothing")).toBeUndefined();
  } finally {
    await db.close();
  }
});
