-- Known days: dates and instants of the twentieth to the twenty-second century. Calendars, mail and money are reckoned
-- from all of them; a day without end, or before our time, comes from a slip and would stay for ever.
-- One check per table, with one comparison for all of its days and one for all of its instants: every insert reads it anew.

do $$
declare
  v_table record;
begin
  for v_table in
    select k.name, string_agg(
      format(case when k.columns like '%,%' then '%L::%s @> all (array[%s])' else '%L::%s @> %s' end, k.known, k.type, k.columns), ' and ') as rule
    from (
      select a.attrelid::regclass as name, r.type, r.known, string_agg(
        format(case t.typcategory when 'R' then 'lower(%1$I), upper(%1$I)' else '%1$I' end, a.attname), ', ' order by a.attnum) as columns
      from pg_attribute a
      join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
      join pg_type t on t.oid = a.atttypid
      join (values
        ('tstzrange', '{timestamptz, tstzrange}'::text[], private.known_days()::text),
        ('daterange', '{date, daterange}', daterange(lower(private.known_days())::date, upper(private.known_days())::date)::text)
      ) r (type, of_types, known) on t.typname = any (r.of_types)
      where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and a.attnum > 0
        -- What enters the trail is asked by its trigger.
        and a.attrelid <> 'public.audit_events'::regclass
      group by a.attrelid, r.type, r.known
    ) k
    group by k.name
  loop
    execute format('alter table %s add constraint known_days check (%s)', v_table.name, v_table.rule);
  end loop;
end;
$$;
