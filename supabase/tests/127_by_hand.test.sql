-- What the office sets by hand, where work is on the way or two states do not go together.
begin;
select plan(14);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name) values (tests.id('ada'), 'Ada Example');
select tests.technician('Tess One', '{lifts}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20');

select tests.act_as_staff('office');
select public.book_for_client(tests.id('stairs'), tests.id('Tess One'), '2026-06-03 13:00+00');
select tests.act_as_owner();
create temp table task as select t.id from public.technician_tasks t where t.technician_id = tests.id('Tess One') and t.task_type = 'maintenance';
grant select on task to public;
create function pg_temp.set_state(state text) returns text language sql as $$
  select concat_ws(' ', r ->> 'status', r ->> 'reason') from task, public.set_task_state(task.id, state) r $$;
grant execute on function pg_temp.set_state to public;
create function pg_temp.states() returns text language sql as $$
  select string_agg(t.state || ' ' || v.state, ', ') from public.technician_tasks t join public.maintenance_visits v on v.task_id = t.id, task where t.id = task.id $$;

select tests.act_as_staff('office');
select is(pg_temp.set_state('en_route'), 'set', 'the technician is on the way');
select is(pg_temp.set_state('unassigned'), 'set', 'and can still be relieved');
select tests.act_as_owner();
select is(pg_temp.states(), 'unassigned needs_rescheduling', 'the visit waits for another time');
select is((select count(*) from public.office_activities a, task where a.task_id = task.id and a.kind = 'needs_rescheduling' and a.state = 'open' and a.urgent), 1::bigint,
  'which is urgent work for the office');

-- A task that is put back without its visit, which only an owner comes to who borrows a function's name
create function pg_temp.put_back() returns void language sql set rules.made_by = 'put_task' as $$
  update public.technician_tasks set state = 'scheduled', technician_id = tests.id('Tess One') where id in (select id from task) $$;
select pg_temp.put_back();
select tests.act_as_staff('office');
select is(pg_temp.set_state('no_show'), 'refused state', 'a visit that waits cannot have met a closed door');
select tests.act_as_owner();
select is(pg_temp.states(), 'scheduled needs_rescheduling', 'and nothing is changed');

-- A stop and its visits begin together, whichever of them is written
select is(public.move_task((select id from task), tests.id('Tess One'), '2026-06-03 14:00+00') ->> 'status', 'moved', 'the stop has a time again');
savepoint begins;
update public.technician_tasks set state = 'in_progress' where id in (select id from task);
set constraints all immediate;
select is(pg_temp.states(), 'in_progress in_progress', 'the visit begins with its stop');
rollback to begins;
update public.technician_tasks set state = 'en_route' where id in (select id from task);
update public.technician_tasks set state = 'in_progress' where id in (select id from task);
set constraints all immediate;
select is(pg_temp.states(), 'in_progress in_progress', 'also where the technician was on the way');
rollback to begins;
update public.maintenance_visits set state = 'in_progress' where task_id in (select id from task);
set constraints all immediate;
select is(pg_temp.states(), 'in_progress in_progress', 'the stop begins with its visit');
select is((select t.actual_started_at from public.technician_tasks t, task where t.id = task.id), '2026-06-01 12:00+00', 'which tells when');

-- Which states of a visit go with which of its stop
create temp table states as
select stop_state, array_agg(visit_state order by visit_state) filter (where private.goes_with(visit_state, stop_state)) as visits
from unnest(array['unassigned', 'needs_rescheduling', 'scheduled', 'en_route', 'in_progress', 'completed', 'no_show']) stop_state,
  unnest(array['scheduled', 'in_progress', 'done', 'needs_rescheduling', 'no_show']) visit_state
group by 1;
select results_eq(
  $$ select stop_state, array_to_string(visits, ' ') from states order by 1 $$,
  $$ values ('completed', 'done no_show'), ('en_route', 'no_show scheduled'), ('in_progress', 'done in_progress no_show'), ('needs_rescheduling', 'needs_rescheduling no_show'),
    ('no_show', 'no_show'), ('scheduled', 'no_show scheduled'), ('unassigned', 'needs_rescheduling no_show') $$,
  'what is to come, goes on, waits or was done does so with its stop; what came to nothing may have gone before');

-- Instants that no calendar reaches
select is(public.open_slots(tests.token('stairs'), starts_at => '4714-11-24 00:00+00 BC') ->> 'gone', 'past', 'a start of the stone age has passed');
select is(public.open_slots(tests.token('stairs'), starts_at => '294276-12-31 00:00+00') ->> 'gone', 'horizon', 'and one of the far future is too far ahead');

select * from finish();
rollback;
