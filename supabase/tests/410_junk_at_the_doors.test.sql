-- Junk at every door of the office: whatever is sent, no answer shows the row that a table refused.
begin;
select plan(4);
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone) values (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111'), (tests.id('bob'), 'Bob Example', 'bob@example.com', '905-555-0112');
select tests.technician('Luis', '{lifts,lift_chairs}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('free', 'ada', 'stairlift', '1 Elm St', '2026-06-20');
select tests.book('stairs', 'Luis', '2026-06-09 13:00+00');
select private.raise_about_customer('call_client', tests.id('ada'), '{}');
select private.queue_message('rebook', tests.id('ada'), 'dead', '{"items": []}');
update public.messages set state = 'dead';
select private.open_repair((select c.unit_id from public.maintenance_contracts c where c.id = tests.id('free')), 'Stops half-way', false, private.clock());

-- What there is, by the name of the argument that names it.
create temp table known as
  select * from (values
    ('customer_id', tests.id('ada')), ('other_id', tests.id('bob')), ('contract_id', tests.id('free')),
    ('unit_id', (select unit_id from public.maintenance_contracts where id = tests.id('free'))),
    ('technician_id', tests.id('Luis')), ('task_id', (select t.id from public.technician_tasks t limit 1)),
    ('first_task_id', (select t.id from public.technician_tasks t limit 1)), ('visit_id', (select v.id from public.maintenance_visits v limit 1)),
    ('activity_id', (select a.id from public.office_activities a limit 1)), ('message_id', (select m.id from public.messages m where m.state = 'dead' limit 1)),
    ('category_id', (select c.id from public.equipment_categories c where c.code = 'stairlift')),
    ('work_order_id', (select w.id from public.work_orders w where w.kind = 'repair' limit 1)),
    ('invoice_id', (select i.id from public.invoices i limit 1)), ('file_id', tests.id('file')), ('run_id', tests.id('run'))) v (name, id);
insert into public.import_files (id, kind, file_name) values (tests.id('file'), 'customers', 'clients.csv');

-- Of each kind of value what is none, too long, empty, beyond all bounds.
create function pg_temp.junk(kind regtype) returns setof text language sql as $$
  select null union all select v from unnest(case kind::text
    when 'text' then array['', 'x', repeat('x', 5000), E'a\nb']
    when 'uuid' then array[tests.id('nobody')::text]
    when 'jsonb' then array['{}', '[]', '1', '[1]', '{"x": 1}', '[{}]', '[{"line": 2, "values": {"customer_ref": null}}]',
      jsonb_build_object('name', repeat('x', 5000))::text, jsonb_build_object('name', 'x', 'street', repeat('x', 5000), 'reach_by', 'x')::text]
    when 'date' then array['0001-01-01', '9999-12-31', 'infinity']
    when 'timestamp with time zone' then array['0001-01-01', '9999-12-31', 'infinity']
    when 'integer' then array['-1', '0', '2147483647']
    when 'bigint' then array['-1', '9223372036854775807']
    when 'numeric' then array['-1', 'NaN', '1e20', '0.001']
    when 'double precision' then array['-1000', 'NaN', 'Infinity', '0']
    when 'boolean' then array['true', 'false']
    when 'text[]' then array['{}', '{NULL}', format('{%s}', repeat('x', 5000))]
    when 'uuid[]' then array['{}', '{NULL}'] else '{}' end) v $$;
-- What an argument is while another one is junk.
create function pg_temp.sound(name text, kind regtype) returns text language sql as $$
  select case when name <> 'shown' then coalesce((select k.id::text from known k where k.name = sound.name), (select w.word from (values
    ('event', 'moved'), ('condition', 'out_of_service'), ('method', 'card'), ('kind', 'customers'), ('role', 'office'), ('result', 'no_answer'), ('email', 'cy@example.com'),
    ('what', 'holiday'), ('outcome', 'no_access'), ('amount', '1'), ('address', 'ada@example.com')) w (name, word) where w.name = sound.name), case kind::text
    when 'text' then 'x' when 'uuid' then tests.id('nobody')::text when 'jsonb' then '{}' when 'date' then '2026-07-01' when 'timestamp with time zone' then '2026-06-10 13:00+00'
    when 'integer' then '1' when 'bigint' then '1' when 'numeric' then '1' when 'double precision' then '43.7' when 'boolean' then 'false' when 'text[]' then '{x}'
    when 'uuid[]' then format('{%s}', coalesce((select k.id::text from known k where k.name || 's' = sound.name), tests.id('nobody')::text)) end) end $$;

-- Every argument of every door: its call with that argument left open, the others as they should be. Written down once, since
-- what follows is thousands of calls.
create temp table doors as
  select p.oid::regprocedure as door, a.n::integer as at, a.oid::regtype as kind,
    (select format('select %s(%s)', p.oid::regproc, string_agg(case when s.n = a.n then format('%I => $1::%s', p.proargnames[s.n], s.oid::regtype)
      else format('%I => %L::%s', p.proargnames[s.n], pg_temp.sound(p.proargnames[s.n], s.oid), s.oid::regtype) end, ', ' order by s.n))
     from unnest(p.proargtypes) with ordinality s (oid, n)) as call
  from pg_proc p cross join lateral unnest(p.proargtypes) with ordinality a (oid, n)
  where p.pronamespace = 'public'::regnamespace and p.prokind = 'f' and has_function_privilege('authenticated', p.oid, 'execute')
    and p.prorettype <> 'trigger'::regtype and p.proname not in (select x.proname from pg_proc x join pg_depend d on d.objid = x.oid and d.deptype = 'e');
create temp table told (call text, code text, detail text);
grant insert, select on told, known to public;
create function pg_temp.knock(call text, value text) returns void language plpgsql as $$
declare
  v_code text;
  v_detail text;
begin
  execute call using value;
  raise exception 'taken back' using errcode = 'MT024';
exception when others then
  get stacked diagnostics v_code = returned_sqlstate, v_detail = pg_exception_detail;
  insert into told values (left(call, 300), v_code, v_detail);
end $$;
-- Of doors that take a form each field that they, or what they call, read.
create temp table forms as
  with recursive sources as (
    select format('%s.%s', p.pronamespace::regnamespace, p.proname) collate "C" as name, coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) as source
    from pg_proc p where p.pronamespace in ('private'::regnamespace, 'public'::regnamespace) and p.prokind = 'f'),
  calls as materialized (select distinct s.name as caller, m[1] collate "C" as name from sources s cross join lateral regexp_matches(s.source, '((?:private|public)\.\w+)\(', 'g') m),
  starts (door, at, fields) as (values
    ('add_client(jsonb,boolean)', 1, jsonb '{"name": "Cy"}'), ('save_client(uuid,jsonb,text)', 2, '{"name": "Ada Example"}'), ('save_contact(uuid,uuid,jsonb,text)', 3, '{"name": "Zelda"}'),
    ('add_technician(jsonb)', 1, '{"name": "Tess"}'), ('save_technician(uuid,jsonb,text)', 2, '{"name": "Luis"}'), ('record_life_event(uuid,text,jsonb,boolean,text)', 3, '{}'),
    ('complete_visit(uuid,jsonb)', 2, '{"version": 1}'), ('save_visit_draft(uuid,jsonb,uuid)', 2, '{}')),
  reached as (
    select s.door, ('public.' || split_part(s.door, '(', 1)) collate "C" as name from starts s
    union select r.door, c.name from reached r join calls c on c.caller = r.name)
  select distinct ('public.' || s.door)::regprocedure as door, s.at, s.fields, k.key[1] as key
  from starts s join reached r on r.door = s.door join sources o on o.name = r.name
  cross join lateral regexp_matches(o.source, '(?:fields|details|report|typed|line) ->>? ''(\w+)''', 'g') k (key);
grant select on doors, forms to public;
grant execute on all functions in schema pg_temp to public;

select tests.act_as_staff('admin');
set local statement_timeout = 0;
select pg_temp.knock(d.call, j) from doors d cross join lateral pg_temp.junk(d.kind) j;
-- One field at a time, beside others that are as they should be.
select pg_temp.knock(d.call, (f.fields || jsonb_build_object(f.key, j.value))::text) from forms f join doors d on d.door = f.door and d.at = f.at
cross join (values (jsonb 'null'), ('""'), (to_jsonb(repeat('x', 5000))), (to_jsonb(E'a\nb'::text)), ('-1'), ('1e20'), ('{"x": 1}')) j (value);
select tests.act_as_owner();
select cmp_ok((select count(distinct split_part(call, '(', 1)) from told), '>', 150::bigint, 'every door with an argument was knocked at');
select is((select count(distinct door) from forms), 8::bigint, 'and at each field of the forms');
select is((select array_agg(distinct split_part(call, '(', 1) || ' ' || code || ' ' || detail) from told where detail like 'Failing row contains%'), null, 'none shows the row that was refused');
-- 54001, XX000 and the like are faults of ours.
select is((select array_agg(distinct split_part(call, '(', 1) || ' ' || code) from told where code !~ '^(MT|PT|22|42501|23503|23505|23514|23P01|25001)'), null, 'and none breaks');
select * from finish();
rollback;
