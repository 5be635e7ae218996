-- Sound values: money, rates and quantities are numbers, and what holds facts by their names is an object. PostgreSQL's
-- NaN is none of that and passes for more than any number: it is above each lower bound, and every sum with it is NaN.
-- One check per table over all of its columns: every insert reads it.

do $$
declare
  v_table record;
begin
  for v_table in
    select a.attrelid::regclass as name, string_agg(
      case a.atttypid when 'numeric'::regtype then format('%I <> ''NaN''', a.attname) else format('jsonb_typeof(%I) = ''object''', a.attname) end,
      ' and ' order by a.attnum) as rule
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and a.attnum > 0
      and a.atttypid in ('numeric'::regtype, 'jsonb'::regtype)
    group by a.attrelid
  loop
    execute format('alter table %s add constraint sound_values check (%s)', v_table.name, v_table.rule);
  end loop;
end;
$$;
