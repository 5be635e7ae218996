/** `docs/rights.md` tells of every table, of every name under which a function passes a guard, and of who may call what. */
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

/** Who may call a function, by the grants and by whom its door asks for: in the order in which the document tells it. */
const CALLERS = `
  select case
    when has_function_privilege('anon', p.oid, 'execute') then 1
    when not has_function_privilege('authenticated', p.oid, 'execute') then 5
    when p.prosrc ~ 'require_admin\\(\\)' then 4
    when p.prosrc ~ 'require_office\\(\\)' then 3
    else 2 end as callers, p.proname as name
  from pg_proc p
  where p.pronamespace = 'public'::regnamespace
    and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`;

Deno.test("who may call which function is told of every one that the API offers", async () => {
  const db = await freshPglite();
  try {
    const offered = await db.query<{ callers: number; name: string }>(CALLERS);
    const byCallers = [1, 2, 3, 4, 5].map((each) =>
      offered.filter(({ callers }) => callers === each).map(({ name }) => name).sort()
    );
    expect(toldOfCalls()).toEqual(byCallers);
  } finally {
    await db.close();
  }
});

/** The functions of each line of the section about calls. */
function toldOfCalls(): string[][] {
  const section = RIGHTS.split(/^## /m).find((each) => each.startsWith("Who may call"))!;
  return section.split("\n").filter((line) => line.startsWith("- "))
    .map((line) => [...line.matchAll(/`(\w+)`/g)].map(([, name]) => name));
}

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
