-- Sound values: money, rates and quantities are numbers, and what holds facts by their names is an object. PostgreSQL's
-- NaN is none of that and passes for more than any number: it is above each lower bound, and every sum with it is NaN.
-- One check per table, with one comparison for all of its numbers: every insert reads it anew.

do $$
declare
  v_table record;
begin
  for v_table in
    select k.name, string_agg(k.rule, ' and ') as rule
    from (
      select a.attrelid::regclass as name, case a.atttypid
        when 'numeric'::regtype then format('''NaN'' <> all (array[%s])', string_agg(format('%I', a.attname), ', ' order by a.attnum))
        else string_agg(format('jsonb_typeof(%I) = ''object''', a.attname), ' and ' order by a.attnum) end as rule
      from pg_attribute a
      join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
      where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and a.attnum > 0
        and a.atttypid in ('numeric'::regtype, 'jsonb'::regtype)
        -- What enters the trail is asked by its triggers.
        and a.attrelid <> all ('{public.audit_events, public.audit_personal_values}'::regclass[])
      group by a.attrelid, a.atttypid
    ) k
    group by k.name
  loop
    execute format('alter table %s add constraint sound_values check (%s)', v_table.name, v_table.rule);
  end loop;
end;
$$;
