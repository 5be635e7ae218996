-- The list of visits: each state has its rows, days are the company's, and what the week's figures count is in it.
begin;
select plan(21);

select tests.freeze_clock('2026-06-01 12:00:00+00');
select tests.act_as_owner();
select tests.technician('Luis', '{lifts}'), tests.technician('Tess', '{lifts}');
insert into public.customers (id, name, email, phone, city) values
  (tests.id('ada'), 'Ada Åkesson', 'ada@example.com', '905-555-0101', 'Brampton'), (tests.id('bo'), 'Bo Berg', null, '905-555-0102', 'Guelph');
select tests.unit('a1', 'ada', 'stairlift', '1 Elm Street', '2026-06-20'), tests.unit('a2', 'ada', 'stairlift', '1 Elm Street', '2026-06-21'),
  tests.unit('b1', 'bo', 'stairlift', '22 Oak Street', '2026-06-22');
set constraints all immediate;
select tests.book('a1', 'Luis', '2026-06-03 13:00+00'), tests.book('a2', 'Luis', '2026-06-10 13:00+00'), tests.book('b1', 'Tess', '2026-06-10 17:00+00');

create function pg_temp.found(filters jsonb, sort text default null)
returns text[] language sql
as $$
  select array(select l.label from jsonb_array_elements(public.list_visits(filters, sort) -> 'rows') with ordinality r (line, nr)
    join unnest('{a1,a2,b1}'::text[]) l (label) on tests.id(l.label)::text = r.line ->> 'contract_id' order by r.nr)
$$;
grant execute on all functions in schema pg_temp to authenticated;

select tests.act_as_staff('office');
select is(pg_temp.found('{}'), '{b1,a2,a1}', 'the latest come first');
select is(pg_temp.found('{}', 'start'), '{a1,a2,b1}', 'or the first');
select is(pg_temp.found('{"state": "to_come"}', 'start'), '{a1,a2,b1}', 'all are to come');
select is(pg_temp.found('{"state": "today"}'), '{}', 'none is today');
select is(pg_temp.found(jsonb_build_object('technician', tests.id('Tess'))), '{b1}', 'a technician''s');
select is(pg_temp.found('{"from": "2026-06-03", "until": "2026-06-03"}'), '{a1}', 'both days belong to the filter');
select is(pg_temp.found('{"from": "2026-06-04", "until": "2026-06-09"}'), '{}', 'and no other');
select is(pg_temp.found('{"search": "guelph"}'), '{b1}', 'a search finds them by what their contract is found by');
select is(public.list_visits('{"search": "åkesson", "state": "done"}') -> 'counts' @> '{"to_come": 2, "today": 0, "scheduled": 2, "done": 0, "all": 2}', true, 'each state is counted with the other filters');
select is(jsonb_path_query_array(public.list_visits(), '$.technicians[*].name'), '["Luis", "Tess"]', 'the technicians come along');
select is(public.list_visits(counted => false) -> 'technicians', '[]', 'where somebody counts');

select tests.act_as_owner();
select tests.freeze_clock('2026-06-04 03:30:00+00');
select tests.act_as_staff('office');
select is(pg_temp.found('{"state": "today"}'), '{a1}', 'the day ends at the company''s midnight');
select is(pg_temp.found('{"state": "not_closed"}'), '{a1}', 'its time has passed');
select is(pg_temp.found('{"state": "scheduled"}', 'start'), '{a1,a2,b1}', 'and it is still booked, as the week''s figures count it');
select is(public.list_visits('{"technician": "Luis"}') ->> 'reason', 'filters', 'a name is no technician');

-- What was given up is not of today; what was done is found by the day on which it was.
select tests.act_as_owner();
set local session_replication_role = replica;
update public.maintenance_visits v set state = 'cancelled' from public.maintenance_cycles y where y.id = v.cycle_id and y.contract_id = tests.id('a1');
set local session_replication_role = origin;
select tests.act_as_staff('office');
select is(pg_temp.found('{"state": "today"}'), '{}', 'a visit that was given up is none of today''s');
select tests.act_as_owner();
set local session_replication_role = replica;
update public.technician_tasks t set state = 'completed' from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where t.id = v.task_id and y.contract_id = tests.id('a1');
update public.maintenance_visits v set state = 'done', service_on = '2026-06-02' from public.maintenance_cycles y where y.id = v.cycle_id and y.contract_id = tests.id('a1');
set local session_replication_role = origin;
select tests.act_as_staff('office');
select is(pg_temp.found('{"state": "done", "from": "2026-06-02", "until": "2026-06-02"}'), '{a1}', 'what was done is of the day on which it was');
select is(pg_temp.found('{"state": "done", "from": "2026-06-03"}') || pg_temp.found('{"state": "done", "until": "2026-06-01"}'), '{}', 'and of no day beside it');
select is(pg_temp.found('{"state": "today"}'), '{a1}', 'and of the day for which it was booked');

-- Whoever was erased is named nowhere.
select tests.act_as_owner();
alter table public.customers disable trigger user;
update public.customers set erased_on = '2026-06-03' where id = tests.id('bo');
alter table public.customers enable trigger user;
select tests.act_as_staff('office');
select is(pg_temp.found('{}'), '{a2,a1}', 'an erased client''s visits are in no list');

select tests.act_as_staff('technician');
select throws_ok($$select public.list_visits()$$, '42501', null, 'a technician reads no list');
select * from finish();
rollback;
