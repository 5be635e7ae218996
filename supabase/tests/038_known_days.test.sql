-- Every day and instant that a table keeps lies in centuries that calendars are used for, whatever table it is.
begin;
select plan(5);

create temp table kept as
select a.attrelid::regclass::text as table_name, a.attname::text as column_name, t.typname::text as type
from pg_attribute a
join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p')
join pg_type t on t.oid = a.atttypid
where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and a.attnum > 0 and not a.attisdropped
  -- What enters the trail is asked by its trigger (036).
  and a.attrelid <> 'public.audit_events'::regclass
  -- Whatever tells of time: dates, instants, ranges of both, and domains and arrays of them.
  and (t.typcategory = 'D' and t.typname not in ('time', 'timetz') or t.typname ~ '^_?(date|ts|tstz)(multi)?range$' or t.typname ~ '^_(date|timestamp)' or (t.typtype = 'd' and t.typbasetype in ('date'::regtype, 'timestamptz'::regtype)));
select cmp_ok((select count(*) from kept), '>', 50::bigint, 'there are many of them');
select is_empty($$ select * from kept where type not in ('date', 'timestamptz', 'tstzrange', 'daterange') $$, 'of four types');

-- A table of the same checks takes each column alone, and says which check refused. One table is made once for all of its columns.
create function pg_temp.alone(table_name text) returns void language plpgsql as $$
begin
  execute format('create temp table %I (like %s including constraints)', 'alone ' || table_name, table_name);
  execute (select format('alter table %I %s', 'alone ' || table_name, string_agg(format('alter %I drop not null', a.attname), ', '))
    from pg_attribute a where a.attrelid = format('%I', 'alone ' || table_name)::regclass and a.attnum > 0);
end;
$$;
select pg_temp.alone(k.table_name) from (select distinct k.table_name from kept k) k;
create function pg_temp.refused_by(table_name text, column_name text, value text) returns text language plpgsql as $$
declare
  v_check text;
begin
  execute format('insert into %I (%I) values (%L)', 'alone ' || table_name, column_name, value);
  return null;
exception when check_violation then
  get stacked diagnostics v_check = constraint_name;
  return v_check;
end;
$$;
create temp table tried as
select k.*, d.day, d.is_known, pg_temp.refused_by(k.table_name, k.column_name,
  case when k.type like '%range' then format('[%s, %s]', d.day, d.day)
    else d.day end) as refused_by
from kept k, (values ('infinity', false), ('-infinity', false), ('0044-03-15 BC', false), ('1899-12-31', false), ('2200-01-01', false),
  ('1900-01-02', true), ('2199-12-30', true)) d (day, is_known);
select is_empty($$ select table_name, column_name, day from tried where not is_known and refused_by is null $$, 'days without end, before our time and far from it are kept nowhere');
select is(pg_temp.refused_by('technician_tasks', 'during', '[2199-12-31 12:00+00, 2200-01-01 12:00+00)'), 'known_days', 'nor does a stretch of time reach there');
select is_empty($$ select table_name, column_name, day from tried where is_known and refused_by = 'known_days' $$, 'all others are');

select * from finish();
rollback;
