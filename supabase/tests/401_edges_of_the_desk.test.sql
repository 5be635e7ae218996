-- The edges of the office's first page: who counts in which week, what the lanes show, and whose hours are reckoned.
begin;
select plan(33);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone, city) values (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0142', 'Brampton');
select tests.technician('Tess One', '{lifts}'), tests.technician('Abe Two', '{lifts}');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('second', 'ada', 'stairlift', '1 Elm St', '2026-06-21'), tests.unit('late', 'ada', 'porch_lift', '9 Oak Ave', '2026-06-03');
create function pg_temp.past_guards(statement text) returns void language plpgsql as $$
begin
  perform set_config('session_replication_role', 'replica', true);
  execute statement;
  perform set_config('session_replication_role', 'origin', true);
end;
$$;
create function pg_temp.lane(name text, on_day date default '2026-06-03') returns jsonb language sql as $$
  select t from jsonb_array_elements(private.desk_today(on_day, private.clock())) t where t ->> 'name' = lane.name $$;
create function pg_temp.week(figure text, on_day date default '2026-06-03') returns numeric language sql as $$ select (private.desk_week('2026-06-01', on_day) ->> figure)::numeric $$;
create function pg_temp.funnel(key text) returns text language sql as $$ select jsonb_path_query_array(private.desk_funnel('2026-06-01', 2), format('$[*].%s', key)::jsonpath)::text $$;
select tests.book('lift', 'Tess One', '2026-06-03 13:00+00', array[tests.id('second')]);
savepoint company;

-- Lanes
select is(jsonb_path_query_array(private.desk_today('2026-06-03', private.clock()), '$[*].name'), '["Tess One", "Abe Two"]', 'who has work comes before who has none, whatever the names');
select is(jsonb_path_query_array(private.desk_today('2026-06-02', private.clock()), '$[*].name'), '["Abe Two", "Tess One"]', 'on a day without work names decide');
select is(pg_temp.lane('Tess One') #>> '{stops,0,units}', '2', 'a stop of two units');
select pg_temp.past_guards($$ update public.maintenance_visits v set state = 'cancelled' from public.maintenance_cycles y where y.id = v.cycle_id and y.contract_id = tests.id('second') $$);
select is(pg_temp.lane('Tess One') #>> '{stops,0,units}', '1', 'is one of one where the other was cancelled');
rollback to company;
select pg_temp.past_guards($$ insert into public.messages (kind, recipient, dedupe_key, payload, task_id, created_at) select 'running_late', 'ada@example.com', 'x', '{"late_minutes": 20}', t.id, private.clock() from public.technician_tasks t $$);
select is(pg_temp.lane('Tess One') #>> '{stops,0,late_minutes}', '20', 'who is late, and told so');
select pg_temp.past_guards($$ update public.technician_tasks set state = 'completed' $$);
select is(pg_temp.lane('Tess One') #>> '{stops,0,late_minutes}', null, 'is late no more when it is done');
rollback to company;
insert into public.technician_tasks (technician_id, task_type, during) select tests.id('Abe Two'), 'time_off', tstzrange(d, d + interval '7 days') from generate_series('2026-05-01 04:00+00'::timestamptz, '2026-06-05 04:00+00', '7 days') d;
select is((pg_temp.lane('Abe Two') ->> 'away_from')::timestamptz, timestamptz '2026-05-01 04:00+00', 'an absence of six weeks began with the first of its stretches');
select is((pg_temp.lane('Abe Two') ->> 'away_until')::timestamptz, timestamptz '2026-06-12 04:00+00', 'and ends with the last');
rollback to company;

-- Kinds
select private.raise_about_customer('missing_address', tests.id('ada'), '{}');
select private.raise_activity('self_check', 'job:' || i, '{}') from generate_series(1, 2) i;
update public.office_activities set urgent = kind = 'missing_address';
select is(jsonb_path_query_array(private.desk_kinds(), '$[*].kind'), '["missing_address", "self_check"]', 'a kind with something urgent stands before one with more of it');
rollback to company;

-- The week
select is(pg_temp.week('overdue'), 0::numeric, 'on its due date nothing is overdue');
select is(pg_temp.week('overdue', '2026-06-04'), 1::numeric, 'the day after it is');
select pg_temp.past_guards($$ insert into public.invoices (id, customer_id) values (tests.id('bill'), tests.id('ada')); insert into public.payments (invoice_id, amount, method, state, request_id, balance_after, taken_at, created_at)
  select tests.id('bill'), amount, 'cheque', 'succeeded', gen_random_uuid(), 9, 'office', at
  from (values (1, timestamptz '2026-06-01 03:59+00'), (10, '2026-06-01 04:00+00'), (20, '2026-06-08 03:59+00'), (100, '2026-06-08 04:00+00')) p (amount, at) $$);
select is(pg_temp.week('paid'), 30::numeric, 'money is of the week from Monday''s midnight to Sunday''s');
select pg_temp.past_guards($$ update public.maintenance_visits v set state = 'done', service_on = '2026-06-07' from public.maintenance_cycles y where y.id = v.cycle_id and y.contract_id = tests.id('lift') $$);
select is(pg_temp.week('done'), 1::numeric, 'what was done on Sunday is of this week');
select pg_temp.past_guards($$ update public.maintenance_visits v set service_on = '2026-06-08' from public.maintenance_cycles y where y.id = v.cycle_id and y.contract_id = tests.id('lift') $$);
select is(pg_temp.week('done'), 0::numeric, 'on Monday of the next');
rollback to company;

-- Who booked
insert into private.cycle_reminders (cycle_id, due_on, band, reminded_on) select y.id, y.due_on, 30, '2026-05-26' from public.maintenance_cycles y where y.contract_id = tests.id('lift');
select is(pg_temp.funnel('by_client') || pg_temp.funnel('done'), '[1, 0][0, 0]', 'a client who was told books');
select pg_temp.past_guards($$ update public.maintenance_visits v set state = 'cancelled' from public.maintenance_cycles y where y.id = v.cycle_id and y.contract_id = tests.id('lift');
  insert into public.maintenance_visits (cycle_id, task_id, state, booked_by, due_on, minutes, checklist_version_id, created_at) select v.cycle_id, v.task_id, 'done', 'office', v.due_on, v.minutes, v.checklist_version_id, v.created_at + interval '1 hour'
  from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id('lift') $$);
select is(pg_temp.funnel('by_client') || pg_temp.funnel('by_office'), '[1, 0][0, 0]', 'whom the office booked again counts for who booked first');
select is(pg_temp.funnel('done'), '[1, 0]', 'and is done whoever booked what was done');
rollback to company;

-- Each number leads to as many rows
insert into private.cycle_reminders (cycle_id, due_on, band, reminded_on)
select y.id, y.due_on, 30, r.told_on from public.maintenance_cycles y
join (values ('lift', date '2026-05-24'), ('second', '2026-05-25'), ('late', '2026-05-31')) r (label, told_on) on y.contract_id = tests.id(r.label);
insert into private.cycle_reminders (cycle_id, due_on, band, reminded_on) select y.id, y.due_on, 7, '2026-06-02' from public.maintenance_cycles y where y.contract_id = tests.id('late');
select pg_temp.past_guards($$ update public.maintenance_visits v set state = 'cancelled' from public.maintenance_cycles y where y.id = v.cycle_id and y.contract_id = tests.id('second');
  insert into public.maintenance_visits (cycle_id, task_id, state, booked_by, due_on, minutes, checklist_version_id, created_at) select v.cycle_id, v.task_id, 'done', 'office', v.due_on, v.minutes, v.checklist_version_id, v.created_at + interval '1 hour'
  from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id('second');
  update public.maintenance_visits v set booked_by = 'office' from public.maintenance_cycles y where y.id = v.cycle_id and y.contract_id = tests.id('lift');
  update public.technician_tasks set state = 'completed' $$);
create function pg_temp.rows_of(list text, filters jsonb) returns text language sql as $$
  select jsonb_agg(case list when 'contracts' then private.list_contracts(f, null, null, 50, true) else private.list_visits(f, null, null, 50, true) end #> array['counts', coalesce(filters ->> 'state', 'all')] order by monday)::text
  from unnest('{2026-05-18, 2026-05-25, 2026-06-01}'::date[]) monday cross join lateral (select filters || jsonb_build_object('told', monday) as f) w $$;
create function pg_temp.weeks(key text) returns text language sql as $$ select jsonb_path_query_array(private.desk_funnel('2026-06-01', 3), format('$[*].%s', key)::jsonpath)::text $$;
select is(pg_temp.weeks('told'), '[1, 2, 0]', 'told on Sunday is of that week, on Monday of the next, and told again of none');
select is(pg_temp.rows_of('contracts', '{}'), pg_temp.weeks('told'), 'as many contracts as were told');
select is(pg_temp.weeks('by_client') || pg_temp.weeks('by_office') || pg_temp.weeks('done'), '[0, 1, 0][1, 0, 0][0, 1, 0]', 'booked and done');
select is(pg_temp.rows_of('visits', '{"booked_by": "client"}') || pg_temp.rows_of('visits', '{"booked_by": "office"}'), pg_temp.weeks('by_client') || pg_temp.weeks('by_office'), 'as many visits as each of them booked first');
select is(pg_temp.rows_of('visits', '{"state": "done"}'), pg_temp.weeks('done'), 'as many as are done');
savepoint told_twice;
-- Its first due date is let out, and it is told of the next one within the same week.
select private.skip_cycle(tests.id('late'), 'Not now', null, private.clock());
insert into private.cycle_reminders (cycle_id, due_on, band, reminded_on) select y.id, y.due_on, 30, '2026-05-30' from public.maintenance_cycles y where y.contract_id = tests.id('late') and y.closed_at is null;
select is(pg_temp.weeks('told'), '[1, 2, 0]', 'a contract that was told of two due dates in one week is one');
select is(pg_temp.rows_of('contracts', '{}'), pg_temp.weeks('told'), 'and one row');
select pg_temp.past_guards($$ insert into public.maintenance_visits (cycle_id, task_id, state, booked_by, due_on, minutes, checklist_version_id, created_at) select y.id, v.task_id, 'done', 'client', v.due_on, v.minutes, v.checklist_version_id, v.created_at
  from public.maintenance_cycles y, (select * from public.maintenance_visits limit 1) v where y.contract_id = tests.id('late') $$);
select is(pg_temp.weeks('by_client') || pg_temp.weeks('done'), '[0, 2, 0][0, 2, 0]', 'booked once, and done once');
select is(pg_temp.rows_of('visits', '{"booked_by": "client"}') || pg_temp.rows_of('visits', '{"state": "done"}'), pg_temp.weeks('by_client') || pg_temp.weeks('done'), 'with as many visits');
rollback to told_twice;
alter table public.customers disable trigger user;
update public.customers set erased_on = '2026-06-01';
alter table public.customers enable trigger user;
select is(pg_temp.weeks('told') || pg_temp.weeks('done'), '[0, 0, 0][0, 0, 0]', 'who was erased is counted no more than listed');
select is(private.list_visits('{"told": "soon"}', null, null, 50, true) ->> 'reason', 'filters', 'no day, no list');
rollback to company;

-- Load
create function pg_temp.drives() returns integer language sql as $$ select t.driving from private.taken_minutes(array[tests.id('Tess One')], '2026-06-01', 1) t $$;
create temp table one_stop as select pg_temp.drives() as minutes;
insert into public.technician_tasks (technician_id, task_type, during, latitude, longitude) select t.technician_id, 'repair', tstzrange(upper(t.during), upper(t.during) + interval '1 hour'), t.latitude, t.longitude from public.technician_tasks t;
select is(pg_temp.drives(), (select minutes from one_stop) + private.drive_between(t.latitude, t.longitude, t.latitude, t.longitude), 'from one stop to the next at the same door nobody drives home')
from public.technician_tasks t where t.task_type = 'maintenance';
select is(jsonb_path_query_array(private.desk_load('2026-06-01'), '$[*].name'), '["Abe Two", "Tess One"]', 'the hours of everybody who works here');
update public.technicians set active = false where id = tests.id('Abe Two');
select is(jsonb_path_query_array(private.desk_load('2026-06-01'), '$[*].name'), '["Tess One"]', 'and of nobody who has left');
select is((private.desk_load('2026-06-01') #>> '{0,weeks,0,stops}')::integer, (select sum(private.minutes_of(t.during))::integer from public.technician_tasks t), 'minutes at clients are those of the stops');
select is(jsonb_array_length(private.desk_load('2026-06-01') #> '{0,weeks}'), 2, 'this week and the next');
select * from finish();
rollback;
