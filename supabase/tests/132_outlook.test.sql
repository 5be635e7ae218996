-- What a run would make of a small company's weeks: one technician, sixty stair lifts that are all past due.
begin;
select plan(19);
-- Tuesday, June 2, 2026, 10:00 in Toronto.
select tests.freeze_clock('2026-06-02 14:00:00+00');
delete from public.holidays;
update public.equipment_categories set visit_minutes = 60, interval_months = 6 where code = 'stairlift';
select tests.technician('Tess One', '{lifts}'), tests.technician('Max Two', '{wheelchairs}');
update public.technicians set active = false where id = tests.id('Max Two');

create function pg_temp.import(kind text, rows jsonb) returns uuid language plpgsql as $$
declare
  v_id uuid := private.start_import(kind, kind || '.csv', null, null, true);
begin
  perform private.import_batch(v_id, (select jsonb_agg(jsonb_build_object('line', n + 1, 'values', row)) from jsonb_array_elements(rows) with ordinality e (row, n)), 1);
  perform private.finish_import(v_id);
  return v_id;
end;
$$;
-- The last ten clients have two lifts each: fifty homes.
select pg_temp.import('products', '[{"sku": "SL", "name": "Lift", "category_code": "stairlift", "maintenance_enabled": true, "unit_kind": "base"}]'),
  pg_temp.import('customers', (select jsonb_agg(jsonb_build_object('customer_ref', 'C' || n, 'name', 'Client ' || n, 'email', 'c' || n || '@example.com')) from generate_series(1, 50) n)),
  pg_temp.import('sales_order_lines', (select jsonb_agg(jsonb_build_object('order_number', 'S' || n, 'line_ref', 'L' || n, 'order_state', 'sale', 'order_date', '2025-01-05', 'delivery_date', date '2025-01-10' + n,
    'customer_ref', 'C' || n, 'sku', 'SL', 'quantity', case when n > 40 then 2 else 1 end)) from generate_series(1, 50) n));
create temp table counted as select (public.start_backfill('2026-06-02', 2) ->> 'run_id')::uuid as run;
create function pg_temp.run() returns uuid language sql as $$ select run from counted $$;
create function pg_temp.at_pace(weeks integer) returns jsonb language plpgsql as $$
begin
  perform private.set_backfill_weeks(pg_temp.run(), weeks, null);
  while (select r.state = 'scanning' from public.backfill_runs r where r.id = pg_temp.run()) loop
    perform private.continue_backfill(pg_temp.run());
  end loop;
  return private.backfill_outlook(pg_temp.run());
end;
$$;
-- Whether some week in which this run has work is fuller than four fifths.
create function pg_temp.is_crowded(outlook jsonb) returns boolean language sql as $$
  select bool_or((w ->> 'first')::integer + (w ->> 'second')::integer + (w ->> 'coming')::integer > 0.8 * (w ->> 'capacity')::integer)
  from jsonb_array_elements(outlook -> 'weeks') w where (w ->> 'first')::integer + (w ->> 'second')::integer > 0 $$;
create function pg_temp.week(outlook jsonb, monday text) returns jsonb language sql as $$
  select w - 'week' from jsonb_array_elements(outlook -> 'weeks') w where w ->> 'week' = monday $$;
create function pg_temp.suggested() returns integer language sql as $$ select (private.backfill_outlook(pg_temp.run()) ->> 'suggested_weeks')::integer $$;

-- Forty hours a week are thirty visits of an hour and twenty minutes of drive
select is(pg_temp.week(private.backfill_outlook(pg_temp.run()), '2026-06-15') ->> 'capacity', '30', 'what one technician can do in a week');
select is((select sum((w ->> 'first')::integer) || ' ' || sum((w ->> 'second')::integer) || ' ' || sum((w ->> 'mails')::integer) from jsonb_array_elements(private.backfill_outlook(pg_temp.run()) -> 'weeks') w),
  '60 60 50', 'units of one home are a visit each, mailed together');
select ok(pg_temp.is_crowded(private.backfill_outlook(pg_temp.run())), 'two weeks are too short for one technician');
select ok(pg_temp.suggested() > 2, 'a larger window is suggested: ' || pg_temp.suggested());
select ok(not pg_temp.is_crowded(pg_temp.at_pace(pg_temp.suggested())), 'at which no week is fuller than four fifths');
select ok(pg_temp.is_crowded(pg_temp.at_pace(pg_temp.suggested() - 1)), 'and it is the shortest');
select is(pg_temp.at_pace(8) ->> 'suggested_weeks', pg_temp.suggested()::text, 'whatever window the run has now');
select is((select jsonb_agg((date (w ->> 'week') + interval '6 months')::date order by w ->> 'week') from jsonb_array_elements(private.backfill_outlook(pg_temp.run()) -> 'weeks') w where (w ->> 'first')::integer > 0) ->> 0 between '2026-12-28' and '2027-01-11',
  true, 'the first round is in July');
select is((select min(w ->> 'week') from jsonb_array_elements(private.backfill_outlook(pg_temp.run()) -> 'weeks') w where (w ->> 'second')::integer > 0),
  (select date_trunc('week', min(b.due_on) + interval '6 months')::date::text from public.backfill_rows b where b.run_id = pg_temp.run()), 'the second an interval after it');
select is((select jsonb_agg(s - 'week' - 'visits') from jsonb_array_elements(private.backfill_outlook(pg_temp.run()) -> 'skills') s), '[{"skill": "lifts", "capacity": 30}]', 'where it pinches is told by skill');

-- Less time: a holiday, and leave
savepoint all_work;
insert into public.holidays (on_day, name) values ('2026-07-20', 'A day off');
select is(pg_temp.week(private.backfill_outlook(pg_temp.run()), '2026-07-20') ->> 'capacity', '24', 'a holiday takes its hours');
insert into public.technician_tasks (technician_id, task_type, title, during) values (tests.id('Tess One'), 'time_off', 'Leave', '[2026-07-13 04:00+00, 2026-07-25 04:00+00)');
select is(pg_temp.week(private.backfill_outlook(pg_temp.run()), '2026-07-13') - 'mails', '{"first": 0, "second": 0, "coming": 0, "capacity": 0}', 'leave takes its weeks, and nothing is done in them');
select is((select sum((w ->> 'first')::integer) from jsonb_array_elements(private.backfill_outlook(pg_temp.run()) -> 'weeks') w), 60::bigint, 'what comes due then is done when somebody works again');
select ok(pg_temp.suggested() > 3, 'so a longer window is needed: ' || pg_temp.suggested());
rollback to all_work;

-- More of them, and nobody
update public.technicians set active = true where id = tests.id('Max Two');
select is((pg_temp.week(private.backfill_outlook(pg_temp.run()), '2026-06-15') ->> 'capacity')::integer, 30, 'who lacks the skill adds nothing');
insert into public.technician_skills (technician_id, skill_id) select tests.id('Max Two'), s.id from public.skills s where s.code = 'lifts';
select is((pg_temp.week(private.backfill_outlook(pg_temp.run()), '2026-06-15') ->> 'capacity')::integer, 60, 'two do twice as much');
select ok(pg_temp.suggested() <= 2, 'in a shorter window: ' || pg_temp.suggested());
delete from public.technician_skills k using public.skills s where s.id = k.skill_id and s.code = 'lifts';
select is(pg_temp.suggested(), null, 'where nobody has the skill no window would do');
select is((select jsonb_agg(s - 'week' - 'visits') from jsonb_array_elements(private.backfill_outlook(pg_temp.run()) -> 'skills') s), '[{"skill": "lifts", "capacity": 0}]', 'and the outlook says which');

select * from finish();
rollback;
