-- At the door another unit of the household is serviced as well.
begin;
select plan(31);
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', 'bob@example.com');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts,lift_chairs}');
insert into auth.users (id, email) values (tests.id('Tess One login'), 'tess@example.com');
insert into public.staff (id, user_id, email, name, role) values (tests.id('Tess One staff'), tests.id('Tess One login'), 'tess@example.com', 'Tess One', 'technician');
update public.technicians set staff_id = tests.id('Tess One staff') where id = tests.id('Tess One');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('second', 'ada', 'stairlift', '1 Elm St', '2026-07-18'), tests.unit('third', 'ada', 'stairlift', '1 Elm St', '2026-07-19'),
  tests.unit('chair', 'ada', 'lift_chair', '1 Elm St', '2026-06-20'), tests.unit('cottage', 'ada', 'stairlift', '700 Queen Street West', '2026-06-20'), tests.unit('bobs', 'bob', 'stairlift', '1 Elm St', '2026-06-20');
create function pg_temp.at(label text, at text) returns text language sql as $$ select tests.book(label, 'Tess One', at::timestamptz) ->> 'status' $$;
select is(pg_temp.at('lift', '2026-06-03 13:00+00') || ' ' || pg_temp.at('bobs', '2026-06-03 18:00+00'), 'booked booked', 'two stops, with hours between');
create temp table made as select v.task_id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id('lift');
grant select on made to public;
create function pg_temp.add(label text) returns text language sql as $$
  select concat_ws(' ', r ->> 'status', r ->> 'reason', case when r -> 'repeated' = 'true' then 'again' end) from public.add_unit_to_stop((select task_id from made), tests.id(label)) r $$;
create function pg_temp.stop() returns text language sql security definer as $$
  select concat_ws(' ', t.state || ':', (select string_agg(v.state, ', ' order by v.state) from public.maintenance_visits v where v.task_id = t.id), (extract(epoch from upper(t.during) - lower(t.during)) / 60)::integer,
    (select count(*) || ' lines' from public.invoice_lines l join public.invoices i on i.id = l.invoice_id where i.work_order_id = t.work_order_id and i.state = 'draft'), '(' || t.title || ')')
  from public.technician_tasks t where t.id = (select task_id from made) $$;
create function pg_temp.act_as_tess() returns void language sql as $$ select tests.act_as('authenticated', tests.id('Tess One login')) $$;
grant execute on all functions in schema pg_temp to public;
set constraints all immediate;
set constraints all deferred;

-- Which there are
select tests.freeze_clock('2026-06-03 13:10+00');
select pg_temp.act_as_tess();
create temp table sheet as select public.visit_sheet((public.technician_day() #>> '{stops,0,units,0,visit_id}')::uuid) as told;
select is((select string_agg(u ->> 'kind' || ' ' || (u ->> 'due_on'), ', ' order by u ->> 'kind', u ->> 'due_on') from sheet, jsonb_array_elements(told -> 'could_add') u), 'Lift chair 2026-06-20, Stair lift 2026-07-18', 'what else is due here');

-- Refused
select is(pg_temp.add('chair'), 'refused skill', 'not what the technician is not qualified for');
select is(pg_temp.add('third'), 'refused household', 'not what is due more than 45 days from now');
select is(pg_temp.add('cottage'), 'refused household', 'nor what stands elsewhere');
select is(pg_temp.add('bobs'), 'refused booked', 'nor what is booked');
select is(pg_temp.add('nothing'), 'refused closed', 'nor what is not there');
select tests.act_as_owner();
savepoint before;
update public.units set condition = 'out_of_service' where id = tests.id('second');
select is(pg_temp.add('second'), 'refused paused', 'nor what is out of service');
rollback to before;
insert into public.technician_tasks (technician_id, task_type, during, latitude, longitude) select technician_id, 'repair', '[2026-06-03 15:00+00, 2026-06-03 16:00+00)', latitude, longitude from public.technician_tasks where id = (select task_id from made);
select is(pg_temp.add('second'), 'added', 'it fits to the minute before the next stop at the same place');
rollback to before;
insert into public.technician_tasks (technician_id, task_type, during, latitude, longitude) values (tests.id('Tess One'), 'repair', '[2026-06-03 15:00+00, 2026-06-03 16:00+00)', 43.80, -79.70);
select is(pg_temp.add('second'), 'refused drive', 'where the next stop could not be reached in time it does not');
rollback to before;
insert into public.technician_tasks (technician_id, task_type, during) values (tests.id('Tess One'), 'time_off', '[2026-06-03 15:00+00, 2026-06-03 16:00+00)');
select is(pg_temp.add('second'), 'added', 'nobody drives to a rest');
rollback to before;
insert into public.technician_tasks (technician_id, task_type, during) values (tests.id('Tess One'), 'time_off', '[2026-06-03 14:59+00, 2026-06-03 16:00+00)');
select is(pg_temp.add('second'), 'refused drive', 'nor works in it');
rollback to before;
update public.technician_hours set ends = '10:59' where technician_id = tests.id('Tess One');
select is(pg_temp.add('second'), 'refused hours', 'or after hours');
rollback to before;
select private.set_task_state((select task_id from made), 'no_show');
select is(pg_temp.add('second'), 'refused state', 'nor into a stop that is over');
rollback to before;
select tests.act_as_anon();
select throws_ok($$ select pg_temp.add('second') $$, '42501', null, 'a stranger adds nothing');
select tests.act_as_staff('technician');
select throws_ok($$ select pg_temp.add('second') $$, '42501', null, 'nor does a colleague');
select tests.act_as_owner();
select is(pg_temp.stop(), 'scheduled: scheduled 60 1 lines (Stair lift)', 'of which nothing changed the stop');

-- Added
savepoint ahead;
select pg_temp.act_as_tess();
select is(pg_temp.add('second') || ' ' || pg_temp.stop(), 'added scheduled: scheduled, scheduled 120 2 lines (Stair lift, Stair lift)', 'the stop grows, and charges both');
select tests.act_as_owner();
select is((select count(*) from public.messages where kind = 'appointment_changed'), 1::bigint, 'who still waits is told that it takes longer');
rollback to ahead;
select private.set_task_state((select task_id from made), 'in_progress');
select pg_temp.act_as_tess();
select is(pg_temp.add('second') || ' ' || pg_temp.stop(), 'added in_progress: in_progress, in_progress 120 2 lines (Stair lift, Stair lift)', 'at the door it begins with the others');
select is(pg_temp.add('second') || ' ' || pg_temp.stop(), 'added again in_progress: in_progress, in_progress 120 2 lines (Stair lift, Stair lift)', 'said twice it is there once');
select tests.act_as_owner();
select is((select count(*) from public.messages where kind = 'appointment_changed'), 0::bigint, 'and nobody is written to');
select is((select y.price_frozen_at is not null and y.fee = l.unit_price from public.maintenance_cycles y join public.maintenance_visits v on v.cycle_id = y.id join public.invoice_lines l on l.visit_id = v.id where y.contract_id = tests.id('second')), true, 'at its own price, which is told');
select is((select v.checklist_version_id is not null and v.booked_by = 'office' from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id('second')), true, 'with its own list');
select is((select p ->> 'status' from public.booking_page(tests.token('second')) p), 'booked', 'its link says that it is booked');
select lives_ok('set constraints all immediate', 'all of which goes together');
set constraints all deferred;

-- Room that is there already
select is(private.missing_minutes(t, 60), 60, 'a stop that is full grows by the whole visit') from public.technician_tasks t where t.id = (select task_id from made);
select tests.as_function('complete_visit', $$ update public.maintenance_visits v set state = 'done' from public.maintenance_cycles y where y.id = v.cycle_id and y.contract_id = tests.id('lift') $$);
select is(private.missing_minutes(t, 60), 0, 'one of which an hour is done already not at all') from public.technician_tasks t where t.id = (select task_id from made);
select is(private.missing_minutes(t, 75), 15, 'but for what is more') from public.technician_tasks t where t.id = (select task_id from made);
select is(private.cannot_grow(t, 0), null, 'and what need not grow can') from public.technician_tasks t where t.id = (select task_id from made);
select throws_ok(format($$ update public.technician_tasks set during = tstzrange(lower(during), upper(during) + interval '1 hour') where id = %L $$, (select task_id from made)), 'MT002', null, 'by no other hand');

select * from finish();
rollback;
