/**
 * Runs pgTAP files, in a process of its own because PGlite keeps its process busy: `run_tap.ts new|old URL [FILE…]`.
 * The URL is that of a server with templates, or `""` for PGlite; all files where none is named. Each file is named
 * as it begins; the last line is the tally as JSON.
 */
import type { Database } from "@/embedded/database.ts";
import type { DefaultPrivileges } from "@/embedded/migrate.ts";
import { freshDatabase, freshPglite } from "@/tests/databases.ts";
import { runTapFile, tapFiles } from "@/tests/pgtap.ts";

const [privileges, serverUrl, ...named] = Deno.args as [DefaultPrivileges, string, ...string[]];

const tally = { passed: 0, failed: 0, skipped: [] as string[] };
if (serverUrl === "") {
  const db = await freshPglite(privileges);
  await runFiles(db).finally(() => db.close());
} else {
  const fresh = await freshDatabase({
    serverUrl,
    defaultPrivileges: privileges,
    maxConnections: 1,
  });
  await runFiles(fresh.db).finally(() => fresh.drop());
}
console.log(JSON.stringify(tally));

async function runFiles(db: Database): Promise<void> {
  for (const file of named.length > 0 ? named : await tapFiles()) {
    console.log(`supabase/tests/${file}`);
    const result = await runTapFile(db, file);
    tally.passed += result.passed;
    tally.failed += result.failed;
    for (let n = 0; n < result.skipped; n++) tally.skipped.push(`an assertion of ${file}`);
    for (const line of result.diagnostics) console.log(`  ${line}`);
  }
}
