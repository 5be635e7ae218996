import type { Database } from "@/embedded/database.ts";
import type { BrokenInvariant, Stage } from "./stage.ts";

/** One function that looks at all views of the schema, and at what the nightly self-check looks at, so that their plans are kept from day to day. */
const LOOK = `
  do $$
  begin
    execute 'create function invariants.broken() returns table (name text, rows jsonb) language plpgsql stable as $f$ begin ' || (
      select string_agg(format(
        'return query select %L, jsonb_agg(to_jsonb(r)) from (select * from invariants.%I limit 5) r having count(*) > 0;',
        c.relname, c.relname), ' ' order by c.relname) || format(
        'return query select s.name, jsonb_agg(to_jsonb(f)) from private.self_checks s cross join lateral (select * from private.findings(s.name, private.clock()) limit 5) f group by s.name;')
      from pg_class c where c.relnamespace = 'invariants'::regnamespace and c.relkind = 'v') || ' end $f$';
  end;
  $$;
  create function invariants.broken_at(at timestamptz) returns table (name text, rule text, rows jsonb) language plpgsql volatile set jit = off as $$
  begin
    perform set_config('simulation.now', at::text, true);
    return query select b.name, coalesce((select s.rule from private.self_checks s where s.name = b.name), obj_description(to_regclass(format('invariants.%I', b.name)), 'pg_class')), b.rows from invariants.broken() b;
  end;
  $$;`;

/** Makes the views of the files in `invariants` in a throw-away database. */
export async function loadInvariants(db: Database): Promise<void> {
  const folder = new URL("invariants/", import.meta.url);
  const files = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  for (const file of files) await db.exec(await Deno.readTextFile(new URL(file, folder)));
  await db.exec(LOOK);
}

/** What does not hold at the present instant. */
export function brokenInvariants(stage: Stage): Promise<BrokenInvariant[]> {
  return stage.db.query<BrokenInvariant>(
    "select name, rule, rows from invariants.broken_at($1::timestamptz)",
    [stage.now],
  );
}
