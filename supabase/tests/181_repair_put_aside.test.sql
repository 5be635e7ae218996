-- A repair that was put aside and gets another time is one job, which can be completed.
begin;
select plan(5);
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
select * from finish();
rollback;
