import { expect } from "expect";
import { type Database, openDatabase } from "@/embedded/database.ts";
import { migrate } from "@/embedded/migrate.ts";
import { freshDatabase, startTestServer } from "@/tests/databases.ts";
import { postgres15 } from "@/tools/postgres/binaries.ts";
import { supabaseCli } from "@/tools/supabase/cli.ts";

const LINTER = "/usr/share/postgresql/15/extension/plpgsql_check.control";

interface Advice {
  name: string;
  metadata: { schema: string; name: string };
}

/**
 * What the CLI's advisors object to. They want a search_path pinned on every function; one with an
 * SQL-standard body has its names resolved when it is made, and none to search.
 */
async function seriousAdvice(db: Database, url: string): Promise<Advice[]> {
  const { stdout, stderr } = await supabaseCli(["db", "advisors", "--yes"], url);
  if ((stdout + stderr).includes("No issues found")) return [];
  const resolved = (await db.query<{ name: string }>(
    `select n.nspname || '.' || p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where p.prosqlbody is not null`,
  )).map(({ name }) => name);
  const advice: Advice[] = JSON.parse(stdout);
  return advice.filter(({ name, metadata }) =>
    name !== "function_search_path_mutable" ||
    !resolved.includes(`${metadata.schema}.${metadata.name}`)
  );
}

const canLint = await postgres15() !== undefined &&
  await Deno.stat(LINTER).then(() => true, () => false);

Deno.test({
  name: canLint
    ? "the Supabase CLI pushes the schema to a bare Postgres, and its linters have nothing to say"
    : "the Supabase CLI's linters (Debian's postgresql-15-plpgsql-check is not installed)",
  ignore: !canLint,
  async fn() {
    const server = await startTestServer((await postgres15())!);
    try {
      const url = server.url("postgres");
      const db = await openDatabase({ url, maxConnections: 1 });
      // What a hosted project brings: roles, auth, stand-ins for cron, net and vault.
      const nothing = new URL(`file://${await Deno.makeTempDir()}/`);
      await migrate(db, { migrations: nothing });
      try {
        const push = await supabaseCli(["db", "push", "--include-seed", "--yes"], url);
        expect(push).toMatchObject({ success: true });
        expect(await db.query("select count(*) from public.equipment_categories")).toEqual([
          { count: 7 },
        ]);

        await db.exec("create extension plpgsql_check");
        const lint = await supabaseCli(["db", "lint", "--level", "warning", "--yes"], url);
        expect(lint.stdout + lint.stderr).toContain("No schema errors found");
        await db.exec("drop extension plpgsql_check");

        expect(await seriousAdvice(db, url)).toEqual([]);
      } finally {
        await db.close();
      }
    } finally {
      await server.stop();
    }
  },
});

Deno.test("the Supabase CLI sees what our own migrate applied as applied", async () => {
  const fresh = await freshDatabase();
  try {
    const push = await supabaseCli(["db", "push", "--include-seed", "--yes"], fresh.url);
    expect(push.stdout + push.stderr).toContain("up to date");
  } finally {
    await fresh.drop();
  }
});

Deno.test("lib/database/database.types.ts is what the migrations say", async () => {
  const fresh = await freshDatabase();
  try {
    const args = ["gen", "types", "--lang", "typescript", "--schema", "public"];
    const types = await supabaseCli(args, fresh.url);
    expect(types).toMatchObject({ success: true });
    const file = new URL("../../lib/database/database.types.ts", import.meta.url);
    expect(await Deno.readTextFile(file)).toBe(types.stdout);
  } finally {
    await fresh.drop();
  }
});
