/** `docs/rights.md` tells of every table, and of every name under which a function passes a guard. */
import { expect } from "expect";
import { readMigrations } from "@/embedded/migrate.ts";
import { freshPglite } from "@/tests/databases.ts";

const RIGHTS = await Deno.readTextFile(new URL("../../docs/rights.md", import.meta.url));
const MIGRATIONS = await readMigrations(new URL("../../supabase/migrations/", import.meta.url));

Deno.test("who may do what is told of every table and every name that passes a guard, and of no other", async () => {
  const db = await freshPglite();
  try {
    const tables = await db.query<{ name: string }>(`
      select case relnamespace when 'private'::regnamespace then 'private.' else '' end || relname as name
      from pg_class
      where relkind in ('r', 'p') and relnamespace in ('public'::regnamespace, 'private'::regnamespace)`);
    const reserved = await db.query<{ name: string }>(
      "select distinct unnest(only_in) as name from private.transitions",
    );
    const names = [...tables, ...reserved].map(({ name }) => name);
    expect(told()).toEqual([...new Set([...names, ...namesThatPass()])].sort());
  } finally {
    await db.close();
  }
});

/** What stands in code type in the first cells of the document's tables; columns are named with theirs. */
function told(): string[] {
  const firstCells = RIGHTS.split("\n").filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|")[1]);
  const names = firstCells.flatMap((cell) => [...cell.matchAll(/`([a-z_.]+)`/g)].map(([, n]) => n));
  return [...new Set(names)].sort();
}

/** Names that functions of the chapters set, and that their guards ask for. */
function namesThatPass(): string[] {
  const set = /rules\.made_by = '(\w+)'/g;
  const asked = /made_by\(\) (?:=|<>|is distinct from|not in|in) (\([^)]*\)|'\w+')/g;
  return MIGRATIONS.flatMap(({ sql }) => {
    const code = sql.replace(/--[^\n]*/g, "").replace(
      /^comment on [^;]*?is '(?:[^']|'')*';/gms,
      "",
    );
    const lists = [...code.matchAll(asked)].flatMap(([, list]) => list.match(/\w+/g) ?? []);
    return [...[...code.matchAll(set)].map(([, name]) => name), ...lists];
  });
}
