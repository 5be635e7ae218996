-- Nobody is forgotten behind a booking: a visit whose time passed without an outcome is work for the office the next day.
begin;
select plan(16);
-- Wednesday, June 3, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-03 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', 'bob@example.com');
select tests.technician('Tess One', '{lifts}');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('other lift', 'ada', 'stairlift', '1 Elm St', '2026-06-21'),
  tests.unit('history', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
select is(tests.book('lift', 'Tess One', '2026-06-08 13:00+00', array[tests.id('other lift')]) ->> 'status', 'booked', 'both units of a household are booked for Monday');
create function pg_temp.watch(at text) returns integer language sql as $$ select private.watch_visits((at || ' America/Toronto')::timestamptz) $$;
create function pg_temp.work() returns text language sql as $$
  select string_agg(m.name || ' ' || a.state || case when a.urgent then ' urgently' else '' end || coalesce(' ' || a.outcome, ''), ', ' order by a.closed_at nulls last, m.name)
  from public.office_activities a join public.customers m on m.id = a.customer_id where a.kind = 'unclosed_visit' $$;

select is(pg_temp.watch('2026-06-08 23:59'), 0, 'on the day itself the technician may still write it down');
select is(pg_temp.watch('2026-06-09 00:00') || ' ' || pg_temp.work(), '1 Ada Example open urgently', 'the next day it is work for the office, once for the stop');
select is((select details ->> 'ended_at' from public.office_activities where kind = 'unclosed_visit')::timestamptz, (select upper(during) from public.technician_tasks),
  'which is told when it should have been over');
select is(pg_temp.watch('2026-06-10 08:00'), 0, 'it is said once');

select tests.freeze_clock('2026-06-10 12:00+00');
savepoint open;
select private.set_task_state((select id from public.technician_tasks), 'no_show');
select is(pg_temp.work(), 'Ada Example done urgently no_show', 'an outcome settles it');
rollback to open;
select private.settle('ended', 'task', array[(select id::text from public.technician_tasks)], 'by itself');
select is(pg_temp.watch('2026-06-11 08:00'), 1, 'what closed by itself comes back when it is so again');
rollback to open;
select public.move_task((select id from public.technician_tasks), tests.id('Tess One'), '2026-06-15 13:00+00', true);
select is(pg_temp.work(), 'Ada Example done urgently moved', 'and so does another time');
rollback to open;
select private.set_task_state((select id from public.technician_tasks), 'in_progress');
select is(pg_temp.work(), 'Ada Example open urgently', 'that it began does not');
select ok(private.visit_asked_about(a) in (select v.id from public.maintenance_visits v where v.task_id = a.task_id and private.is_unsettled(v.state)), 'the work list leads to a visit that waits') from public.office_activities a where a.kind = 'unclosed_visit';
select private.close_activity(id, 'Tess will write it down') from public.office_activities where kind = 'unclosed_visit';
select is(pg_temp.watch('2026-07-10 07:59'), 0, 'what a person closed does not come back');
select tests.freeze_clock('2026-07-10 12:01+00');
select is(pg_temp.watch('2026-07-10 08:01'), 1, 'within thirty days');
rollback to open;

-- Written by hand into the past, and never heard of again
insert into public.technician_tasks (id, technician_id, task_type, customer_id, during) values (tests.id('past'), tests.id('Tess One'), 'maintenance', tests.id('bob'), '[2026-06-02 13:00+00, 2026-06-02 14:00+00)');
insert into public.maintenance_visits (cycle_id, task_id) select y.id, tests.id('past') from public.maintenance_cycles y where y.contract_id = tests.id('history');
select is(pg_temp.watch('2026-06-10 08:00') || ' ' || pg_temp.work(), '1 Ada Example open urgently, Bob Example open urgently', 'is no booking that anybody is forgotten behind');
update public.maintenance_visits set state = 'not_completed' where task_id = tests.id('past');
update public.technician_tasks set state = 'not_completed' where id = tests.id('past');
select is(pg_temp.watch('2026-06-10 09:00') || ' ' || pg_temp.work(), '0 Bob Example done urgently has its outcome, Ada Example open urgently', 'an outcome by hand settles it too');

-- What is no visit, or has its outcome, is nobody's work
insert into public.technician_tasks (technician_id, task_type, during) values (tests.id('Tess One'), 'repair', '[2026-06-01 13:00+00, 2026-06-01 14:00+00)');
select is(pg_temp.watch('2026-06-10 10:00'), 0, 'other work that is history is left alone');
select isnt_empty($$ select from private.jobs where sql = 'select private.watch_visits(private.clock())' $$, 'cron looks for them');

select * from finish();
rollback;
