-- Rules of swaps, bookings, the next visit and wishes, each of which matters in one case alone.
begin;
select plan(11);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone, street, city, province, postal_code) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('bob'), 'Bob Example', 'bob@example.com', '905-555-0112', '9 Oak Ave', 'Brampton', 'ON', 'L6Y 0A1');
select tests.technician('Tess One', '{lifts,lift_chairs}'), tests.technician('Luis Two', '{lifts,lift_chairs}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20'), tests.unit('chair', 'bob', 'lift_chair', '9 Oak Ave', '2026-06-20');
create function pg_temp.task(label text) returns uuid language sql as $$
  select v.task_id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) order by v.created_at desc limit 1 $$;
create function pg_temp.own(label text) returns private.stop_unit language sql as $$ select private.open_unit(tests.id(label)) $$;
select tests.book('stairs', 'Tess One', '2026-06-04 13:00+00'), tests.book('bobs', 'Luis Two', '2026-06-04 13:00+00');
savepoint booked;

-- Two that change places, as a page showed them
select is(tests.as_office(format('swap_tasks(%L, %L, true, 0, 7)', pg_temp.task('stairs'), pg_temp.task('bobs'))) ->> 'reason', 'changed', 'two are not swapped where the second is not as it was shown');
select is(tests.as_office(format('swap_tasks(%L, %L, true, 0, 0)', pg_temp.task('stairs'), pg_temp.task('bobs'))) ->> 'status', 'moved', 'but where both are');
rollback to booked;

-- Booked, and taken back
select public.cancel_booking(tests.token('stairs'));
create temp table deed as select (tests.as_office(format('book_for_client(%L, %L, %L)', tests.id('stairs'), tests.id('Luis Two'), '2026-06-08 13:00+00')) #>> '{undo,deed_id}')::uuid as id;
select is((select count(*) from private.deed_tasks d join deed on d.deed_id = deed.id), 1::bigint, 'a booking after one that was cancelled made a stop, and changed none');
rollback to booked;

-- What rests has no places
select tests.as_office(format('pause_contract(%L, %L, %L)', tests.id('chair'), null, 'away'));
select throws_ok($$ select tests.as_office(format('board_places(%L, %L)', 'contract', tests.id('chair'))) $$, 'PT404', null, 'a contract that rests has no places');
rollback to booked;

-- When they hear of it
update public.company_settings set reminder_bands = '{30,14,7}';
update public.maintenance_contracts set interval_months = 1 where id = tests.id('chair');
select is(private.reminded_on(pg_temp.own('chair'), '2026-05-01 12:00+00'), '2026-06-06'::date, 'of what comes every month one hears two weeks ahead, not a month');
update public.maintenance_contracts set interval_months = 6 where id = tests.id('chair');
select is(private.reminded_on(pg_temp.own('chair'), '2026-05-01 12:00+00'), '2026-05-21'::date, 'of what comes twice a year a month ahead');
select is(private.reminded_on(pg_temp.own('chair'), private.clock()), '2026-06-01'::date, 'and today where that is past');
rollback to booked;

-- Nothing in the week before and after
update public.technician_hours set valid_from = '2026-07-05';
select matches(private.closest_to_wish(pg_temp.own('chair'), '{}', row ('2026-06-20', 600, 1, tests.id('Tess One'))::private.wished_time, 1, private.clock()) -> 'slots' -> 0 ->> 'starts_at', '^2026-07-', 'where a week has no time, three are looked through');
rollback to booked;

-- Weather of a repair
update public.equipment_categories set winter_from = '05-15', winter_until = '07-10' where code = 'stairlift';
create temp table repair as select (tests.as_office(format('open_repair(%L, %L)', tests.id('stairs'), 'It stopped')) ->> 'work_order_id')::uuid as id;
select private.approve_repair(id, 'Ada', 'phone', private.order_total(id)) from repair;
select is((private.repair_slots(id, null, null, 50, private.clock()) -> 'slots' -> 0 ->> 'starts_at')::date, '2026-07-13'::date, 'times of a repair are looked for from when its unit rests no more') from repair;
rollback to booked;

-- A wish of whoever was there
select tests.as_function('complete_visit', format($q$ insert into public.visit_reports (id, visit_id, kind, state, report, answer, recorded_by, recorded_at, actor)
  select tests.id('report'), v.id, 'failed', 'conflict', '{"outcome": "no_show", "reason": "nobody_home"}', '{"status": "conflict"}', 'technician', private.clock(), %L from public.maintenance_visits v where v.task_id = %L $q$,
  tests.staff_user('technician'), pg_temp.task('stairs')));
select tests.act_as_staff('technician');
select throws_ok('select private.has_reported(null, null)', '42501', null, 'nobody asks for it but the doors');
select tests.act_as_owner();
select is(private.has_reported(v.id, null), false, 'who did not report on a visit has not heard its client') from public.maintenance_visits v where v.task_id = pg_temp.task('stairs');
select * from finish();
rollback;
