/**
 * `deno task migrate [--demo]`: brings the database at DATABASE_URL to the current schema; with
 * `--demo` it then holds the demonstration, unless staff are there already.
 */
import { readEnv } from "@/lib/env.ts";
import { seedDemo } from "@/embedded/demo.ts";
import { migrate } from "@/embedded/migrate.ts";
import { openServer } from "@/embedded/open.ts";
import { CommandError, runCommand } from "./fail.ts";

await runCommand(async () => {
  const unknown = Deno.args.filter((arg) => arg !== "--demo");
  if (unknown.length > 0) throw new CommandError(`migrate does not know ${unknown.join(" ")}.`);
  const { DATABASE_URL } = readEnv();
  if (!DATABASE_URL) throw new CommandError("Set DATABASE_URL to the database to migrate.");

  const db = await openServer(DATABASE_URL, 2);
  try {
    const applied = await migrate(db);
    for (const name of applied) console.log(`applied ${name}`);
    if (applied.length === 0) console.log("nothing to apply");
    if (Deno.args.includes("--demo")) await seedDemo(db, new Date());
  } finally {
    await db.close();
  }
});
