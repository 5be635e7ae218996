-- A repair that was put aside and gets another time is one job, which can be completed.
begin;
select plan(23);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20');
do $$ begin perform tests.book('lift', 'Tess One', '2026-06-03 13:00+00'); end; $$;
create temp table visit as select v.id from public.maintenance_visits v;
insert into public.checklist_results (visit_id, position, result) select id, 1, 'fail' from visit;
select tests.as_function('complete_visit', format($q$ update public.maintenance_visits set state = 'done' where id = %L $q$, id)) from visit;
create temp table repair as select private.quote_repair(id, private.clock()) as id from visit;
create function pg_temp.at(at timestamptz) returns text language sql as $$
  select a.told ->> 'status' from repair r cross join lateral (select private.schedule_repair(r.id, tests.id('Luis Two'), at, true, private.clock()) as told) a $$;
do $$ begin perform private.approve_repair(id, 'Ada', 'phone', private.order_total(id)) from repair; end; $$;
select is(pg_temp.at('2026-06-05 14:00+00'), 'scheduled', 'a repair has its time');
do $$ begin perform private.place_time_off(tests.id('Luis Two'), tstzrange('2026-06-05 04:00+00', '2026-06-06 04:00+00'), null); end; $$;
select is((select state from public.work_orders w join repair using (id)), 'approved', 'its technician is away');
select is(pg_temp.at('2026-06-08 14:00+00'), 'scheduled', 'it gets another time');
select results_eq($$ select t.state, lower(t.during) from public.technician_tasks t join repair r on t.work_order_id = r.id $$,
  $$ values ('scheduled', timestamptz '2026-06-08 14:00+00') $$, 'as the one job that it is');
select is((select count(*)::integer from public.office_activities a where a.kind = 'needs_rescheduling' and a.state = 'open'), 0, 'and nobody is asked for another');
-- Put aside and then not to be placed: no job waits that could never get a time, or keeps the repair from its end.
create function pg_temp.put_aside() returns void language plpgsql as $$
begin
  perform private.set_task_state(t.id, 'needs_rescheduling') from public.technician_tasks t where t.state = 'scheduled' and t.task_type = 'repair';
end $$;
create function pg_temp.stands() returns text language sql as $$
  select concat_ws(' ', w.state, (select string_agg(t.state, ',' order by t.created_at, t.state) from public.technician_tasks t where t.work_order_id = w.id and not private.is_over(t.state)),
    (select count(*) from public.office_activities a where a.kind = 'needs_rescheduling' and a.state = 'open'))
  from public.work_orders w join repair using (id) $$;
select pg_temp.put_aside();
select is(pg_temp.stands(), 'approved needs_rescheduling 1', 'it is put aside by the office');
-- Once is enough: not "needs another time" and "repair" beside it, tonight neither.
create function pg_temp.asked() returns text language sql as $$
  select string_agg(concat_ws(' ', a.kind, a.details ->> 'why', a.details ->> 'preferred_times', case when a.urgent then 'urgent' end), ', ' order by a.kind)
  from public.office_activities a join repair r on a.state = 'open' and a.kind in ('needs_rescheduling', 'repair_follow_up')
    and (a.subject_key = 'work_order:' || r.id or a.task_id in (select t.id from public.technician_tasks t where t.work_order_id = r.id)) $$;
select is(pg_temp.asked(), 'needs_rescheduling urgent', 'it stands on the work list once, urgently');
select tests.freeze_clock('2026-06-20 12:00+00');
do $$ begin perform private.run_follow_ups(private.clock()); end; $$;
select is(pg_temp.asked(), 'needs_rescheduling urgent', 'nor does a night put it there again');
select private.note_repair_wish(id, 'mornings', null, gen_random_uuid()) from repair;
select is(pg_temp.asked(), 'needs_rescheduling mornings urgent', 'a wish comes to the same line');
savepoint closed;
select private.close_activity(a.id, 'seen') from public.office_activities a where a.kind = 'needs_rescheduling' and a.state = 'open';
select tests.freeze_clock('2026-07-22 12:00+00');
do $$ begin perform private.run_follow_ups(private.clock()); end; $$;
select is(pg_temp.asked(), 'repair_follow_up', 'where somebody has closed that, a night asks again after a while');
rollback to closed;
select tests.freeze_clock('2026-06-01 12:00+00');
create temp table aside as select t.id from public.technician_tasks t where t.state = 'needs_rescheduling';
select is((select private.wait_for_parts(id, 'Belt') ->> 'status' from repair), 'waiting_for_parts', 'now parts are ordered for it');
select is(pg_temp.stands(), 'waiting_for_parts 0', 'and nothing on the board, or in the list, asks for a time that it could not get');
select is((select private.move_stop(id, tests.id('Luis Two'), '2026-06-09 14:00+00', true, private.clock()) ->> 'reason' from aside), 'state', 'a board that still shows it is told so');
do $$ begin perform private.parts_arrived(id) from repair; end; $$;
select is(pg_temp.at('2026-06-09 14:00+00'), 'scheduled', 'with its parts it gets a time');
-- The day is closed, the quote changes, and the day is opened again.
create temp table closure as select (private.close_day(array[tests.id('Luis Two')], '2026-06-09', '[2026-06-09 04:00+00,2026-06-10 04:00+00)', false, 'an ice storm', null) ->> 'closure_id')::uuid as id;
select is(pg_temp.stands(), 'approved needs_rescheduling 1', 'the closure puts it aside');
select is((select private.reopen_quote(id, 'A motor too') ->> 'status' from repair), 'quoted', 'its quote is opened again');
select is(pg_temp.stands(), 'quoted 0', 'so that it waits for a word, not for a time');
select results_eq($$ select u.told ->> 'status', u.told -> 'not_back' -> 0 ->> 'why' from closure c cross join lateral (select private.undo_closure(c.id, private.clock()) as told) u $$,
  $$ values ('undone', 'ended') $$, 'the day is opened without it');
do $$ begin perform private.approve_repair(id, 'Ada', 'phone', private.order_total(id)) from repair; end; $$;
select is(pg_temp.at('2026-06-10 14:00+00'), 'scheduled', 'agreed to anew it has another');
-- Somebody drove there in vain, and then it is put aside.
savepoint in_vain;
select tests.freeze_clock('2026-06-10 15:30+00');
do $$ begin perform private.fail_repair(id, 'not_completed', 'parts', 'Wrong motor', null, 'office', private.clock()) from repair; end; $$;
select is(pg_temp.asked(), 'repair_follow_up parts urgent', 'what came to nothing is followed up');
do $$ begin perform private.set_task_state(t.id, 'needs_rescheduling') from public.technician_tasks t where t.state = 'not_completed'; end; $$;
select is(pg_temp.asked(), 'needs_rescheduling parts urgent', 'put aside it still stands there once, with what stopped it');
rollback to in_vain;
select pg_temp.put_aside();
select is((select private.cancel_repair(id, 'Sold') ->> 'status' from repair), 'cancelled', 'what was put aside can be given up');
select is(pg_temp.stands(), 'cancelled 0', 'with its job');
select * from finish();
rollback;
