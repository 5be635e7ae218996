/**
 * `deno task types [--check]`: writes `lib/database/database.types.ts` from the migrations, by the Supabase CLI
 * against a scratch PostgreSQL 17; with `--check` it only says whether the file is up to date.
 */
import { makeTemplate, startTestServer, templateName } from "@/tests/databases.ts";
import { postgres17 } from "@/tools/postgres/binaries.ts";
import { supabaseCli } from "@/tools/supabase/cli.ts";
import { CommandError, runCommand } from "./fail.ts";

const FILE = new URL("../lib/database/database.types.ts", import.meta.url);

await runCommand(async () => {
  const types = await generate();
  const current = await Deno.readTextFile(FILE).catch(() => "");
  if (current === types) console.log("lib/database/database.types.ts is up to date");
  else if (!Deno.args.includes("--check")) await Deno.writeTextFile(FILE, types);
  else {throw new CommandError(
      "lib/database/database.types.ts is out of date: run `deno task types`.",
    );}
});

async function generate(): Promise<string> {
  const binaries = await postgres17();
  if (!binaries) throw new CommandError("npm has no PostgreSQL 17 programs for this machine.");
  const server = await startTestServer(binaries);
  try {
    await makeTemplate(server, "new");
    // pgTAP's functions live in another schema, so `public` holds the product and nothing else.
    const result = await supabaseCli(
      ["gen", "types", "--lang", "typescript", "--schema", "public"],
      server.url(templateName("new")),
    );
    if (!result.success) throw new CommandError(`The Supabase CLI failed: ${result.stderr.trim()}`);
    return result.stdout;
  } finally {
    await server.stop();
  }
}
