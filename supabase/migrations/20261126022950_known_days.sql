-- Known days: dates and instants of the twentieth to the twenty-second century. Calendars, mail and money are reckoned
-- from all of them; a day without end, or before our time, comes from a slip and would stay for ever.
-- One check per table over all of its columns: every insert reads it.

do $$
declare
  v_table record;
begin
  for v_table in
    select a.attrelid::regclass as name, string_agg(
      case when t.typcategory = 'R'
        then format('lower(%1$I) >= %2$L and upper(%1$I) < %3$L', a.attname, lower(private.known_days()), upper(private.known_days()))
        else format('%1$I >= %2$L and %1$I < %3$L', a.attname, lower(private.known_days()), upper(private.known_days())) end, ' and ' order by a.attnum) as rule
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
    join pg_type t on t.oid = a.atttypid
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and a.attnum > 0
      and t.typname in ('date', 'timestamp', 'timestamptz', 'daterange', 'tsrange', 'tstzrange')
    group by a.attrelid
  loop
    execute format('alter table %s add constraint known_days check (%s)', v_table.name, v_table.rule);
  end loop;
end;
$$;
