-- Rules of the board, its stamp and its places, each of which matters in one case alone.
begin;
select plan(22);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone, street, city, province, postal_code, latitude, longitude) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1', 43.7, -79.7),
  (tests.id('bob'), 'Bob Example', 'bob@example.com', '905-555-0112', '9 Oak Ave', 'Brampton', 'ON', 'L6Y 0A1', 43.7, -79.7);
select tests.technician('Tess One', '{lifts,lift_chairs}'), tests.technician('Luis Two', '{lifts}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('chair', 'ada', 'lift_chair', '1 Elm St', '2026-06-21'), tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
create function pg_temp.task(label text) returns uuid language sql as $$
  select v.task_id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) order by v.created_at desc limit 1 $$;
create function pg_temp.board(day date) returns jsonb language sql as $$ select tests.as_office(format('board(%L)', day)) $$;
create function pg_temp.card(task_id uuid, day date default '2026-06-04') returns jsonb language sql as $$
  select c from jsonb_array_elements(pg_temp.board(day) -> 'tasks') c where c ->> 'task_id' = card.task_id::text $$;
create function pg_temp.minutes(name text, day date) returns text language sql as $$
  select t -> 'days' -> 0 ->> 'work_minutes' from jsonb_array_elements(pg_temp.board(day) -> 'technicians') t where t ->> 'name' = minutes.name $$;
create function pg_temp.waiting() returns jsonb language sql as $$ select pg_temp.board('2026-06-04') -> 'waiting' -> 0 $$;
create function pg_temp.places(id uuid, day date) returns jsonb language sql as $$ select tests.as_office(format('board_places(%L, %L, %L, 1)', 'task', places.id, day)) $$;
create function pg_temp.answer(id uuid, name text, at timestamptz) returns jsonb language sql as $$
  select a - array['from', 'to'] from jsonb_array_elements(pg_temp.places(answer.id, private.company_day(at)) -> 'technicians') t, jsonb_array_elements(t -> 'days') d, jsonb_array_elements(d -> 'answers') a
  where t ->> 'technician_id' = tests.id(name)::text and at between (a ->> 'from')::timestamptz and (a ->> 'to')::timestamptz $$;
create function pg_temp.restamped(deed text) returns boolean language plpgsql as $$
declare
  v_before text := tests.as_office('board_stamp(''2026-06-04'', 1)') ->> 'stamp';
begin
  execute deed;
  return tests.as_office('board_stamp(''2026-06-04'', 1)') ->> 'stamp' <> v_before;
end;
$$;
select tests.book('stairs', 'Tess One', '2026-06-04 13:00+00', array[tests.id('chair')]);
savepoint booked;

-- Cards and lanes
insert into public.technician_tasks (id, technician_id, task_type, during) values (tests.id('night'), tests.id('Luis Two'), 'other', '[2026-06-04 03:00+00, 2026-06-04 05:00+00)');
select tests.freeze_clock('2026-06-04 11:00+00');
select tests.as_office(format('set_task_state(%L, %L)', tests.id('night'), 'not_completed'));
select is(pg_temp.card(tests.id('night')) ->> 'badge', 'not_completed', 'what began before midnight and came to nothing is on the board of the day after, too');
rollback to booked;
insert into public.technician_tasks (id, technician_id, task_type, during) values (tests.id('off'), tests.id('Luis Two'), 'time_off', '[2026-06-04 12:00+00, 2026-06-04 14:00+00)');
select is(pg_temp.card(tests.id('off')) -> 'drive_before', 'null', 'whoever is off in the morning is at home, to which nobody drives');
select tests.freeze_clock('2026-06-04 15:00+00');
select is(pg_temp.card(tests.id('off')) ->> 'badge', 'booked', 'and nobody is asked what became of it');
select is(pg_temp.places(tests.id('off'), '2026-06-05') -> 'best', '[]', 'nor where it would be cheapest');
rollback to booked;
update public.technician_hours set valid_to = '2026-06-03' where technician_id = tests.id('Luis Two');
select is(concat_ws(' ', pg_temp.minutes('Luis Two', '2026-06-03'), pg_temp.minutes('Luis Two', '2026-06-04')), '480 0', 'hours end with their last day');
rollback to booked;
update public.units set condition = 'out_of_service' where id = tests.id('chair');
select tests.as_function('complete_visit', format($q$ update public.maintenance_visits set state = 'done' where task_id = %L and cycle_id = (select y.id from public.maintenance_cycles y where y.contract_id = %L) $q$, pg_temp.task('stairs'), tests.id('stairs')));
select tests.as_function('fail_visit', format($q$ update public.maintenance_visits set state = 'no_show' where task_id = %L and state = 'scheduled' $q$, pg_temp.task('stairs')));
select tests.as_function('complete_visit', format($q$ update public.technician_tasks set state = 'completed' where id = %L $q$, pg_temp.task('stairs')));
select is(pg_temp.card(pg_temp.task('stairs')) ->> 'badge', 'done', 'a lift that nobody looked at did not fail that day');
rollback to booked;

-- What waits
update public.units set city = 'Toronto' where id = tests.id('stairs');
select public.cancel_booking(tests.token('chair'), null, tests.id('chair'));
select tests.as_office(format('set_task_state(%L, %L)', pg_temp.task('stairs'), 'needs_rescheduling'));
select is((w ->> 'city', w -> 'units', jsonb_array_length(w -> 'visits'))::text, '(Toronto,"[""Stair lift""]",1)', 'what waits is where its unit is, and without what was taken off it') from pg_temp.waiting() w;
update public.maintenance_contracts set no_charge_until = '2026-06-10', no_charge_reason = 'warranty' where id = tests.id('stairs');
select public.cancel_booking(tests.token('stairs'));
rollback to booked;
select public.request_callback(tests.token('bobs'), '905-555-0999');
update public.maintenance_contracts set no_charge_until = '2026-06-10', no_charge_reason = 'warranty' where id = tests.id('bobs');
select is(w -> 'visits' -> 0 -> 'no_charge_reason', 'null', 'why nothing was charged is not said of what costs something') from pg_temp.waiting() w;
select ok(pg_temp.restamped($$ update public.units set city = 'Toronto' where id = tests.id('bobs') $$), 'where somebody who waits for a call lives changes the stamp');
select ok(pg_temp.restamped($$ update public.maintenance_contracts set fee = fee + 1 where id = tests.id('bobs') $$), 'so does what they are told');
rollback to booked;
select tests.as_office(format('set_task_state(%L, %L)', pg_temp.task('stairs'), 'needs_rescheduling'));
select ok(pg_temp.restamped($$ update public.units set city = 'Toronto' where id = tests.id('stairs') $$), 'and a unit whose visit waits');
rollback to booked;
select tests.as_office(format('open_repair(%L, %L)', tests.id('bobs'), 'It squeaks'));
select private.approve_repair(w.id, 'Bob', 'phone', private.order_total(w.id)) from public.work_orders w where w.kind = 'repair';
select ok(pg_temp.restamped($$ update public.units set condition = 'out_of_service' where id = tests.id('bobs') $$), 'and one that waits for its repair, which is urgent now');
select ok(pg_temp.restamped($$ update public.customers set phone = '905-555-0999' where id = tests.id('bob') $$), 'and how its client is reached');
select private.close_activity(a.id, 'will ring') from public.office_activities a where a.kind = 'repair_follow_up' and a.state = 'open';
select ok(pg_temp.restamped($$ update public.customers set phone = '905-555-0998' where id = tests.id('bob') $$), 'also where nobody follows it up');
rollback to booked;

-- Places
select is(tests.as_office(format('create_task(''assessment'', 60, %L, ''2026-06-04 12:00+00'', %L)', tests.id('Luis Two'), '{"title": "Look", "address": "Barrie", "latitude": 44.4, "longitude": -79.7}')) -> 'objection' ->> 'reason', 'drive', 'an assessment is driven to');
insert into public.technician_tasks (technician_id, task_type, during, latitude, longitude) values (tests.id('Luis Two'), 'other', '[2026-06-03 18:00+00, 2026-06-03 19:00+00)', 43.7, -79.7);
select is(tests.as_office(format('create_task(''assessment'', 60, %L, ''2026-06-04 12:00+00'', %L)', tests.id('Luis Two'), '{"title": "Look", "address": "Barrie", "latitude": 44.4, "longitude": -79.7}')) -> 'objection' -> 'is_home', 'true', 'from home, wherever somebody was the day before');
rollback to booked;
insert into public.technician_tasks (id, technician_id, task_type, title, during) values (tests.id('meeting'), tests.id('Luis Two'), 'other', 'Meeting', '[2026-06-04 18:00+00, 2026-06-04 19:00+00)'),
  (tests.id('off'), tests.id('Luis Two'), 'time_off', null, '[2026-06-08 12:00+00, 2026-06-08 13:00+00)');
update public.company_settings set staff_horizon_days = 10, booking_horizon_days = least(booking_horizon_days, 10);
select is(pg_temp.answer(tests.id('meeting'), 'Luis Two', '2026-06-16 14:00+00') ->> 'answer', 'fits', 'the office meets as far ahead as it likes');
select is(tests.as_office(format('move_task(%L, %L, %L)', tests.id('meeting'), tests.id('Luis Two'), '2026-06-16 14:00+00')) ->> 'status', 'moved', 'as a move is answered');
select is(pg_temp.answer(tests.id('off'), 'Luis Two', '2026-06-06 14:00+00') ->> 'answer', 'fits', 'one is off on any day');
update public.technicians set max_visits_per_day = 1 where id = tests.id('Tess One');
select is(pg_temp.answer(tests.id('meeting'), 'Tess One', '2026-06-04 18:00+00') ->> 'answer', 'fits', 'a meeting is no visit too many');
rollback to booked;
update public.company_settings set slot_step_minutes = 25;
select is((select min((a ->> 'from')::timestamptz) from jsonb_array_elements(pg_temp.places(pg_temp.task('stairs'), '2026-06-05') -> 'technicians') t, jsonb_array_elements(t -> 'days') d, jsonb_array_elements(d -> 'answers') a),
  '2026-06-05 10:15+00'::timestamptz, 'the grid is counted from midnight, and seen from six');
select is((select count(*) from jsonb_array_elements(pg_temp.places(pg_temp.task('stairs'), '2026-06-05') -> 'best') b where date_part('epoch', (b ->> 'starts_at')::timestamptz - '2026-06-05 04:00+00')::integer / 60 % 1440 % 25 <> 0), 0::bigint, 'as the best places are');
select * from finish();
rollback;
