-- Where work could go, what is said where it cannot, and the nearest place that works.
begin;
select plan(49);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone, street, city, province, postal_code, latitude, longitude) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1', 43.7, -79.7),
  (tests.id('bob'), 'Bob Example', 'bob@example.com', '905-555-0112', '9 Oak Ave', 'Brampton', 'ON', 'L6Y 0A1', 43.7, -79.7),
  (tests.id('far'), 'Far Example', 'far@example.com', '905-555-0113', '99 Shore Rd', 'Barrie', 'ON', 'L4M 0A1', 44.4, -79.7);
select tests.technician('Tess One', '{lifts,lift_chairs}'), tests.technician('Luis Two', '{lifts}');
select tests.unit('chair', 'ada', 'lift_chair', '1 Elm St', '2026-06-20'), tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20'), tests.unit('free', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
insert into public.holidays (on_day, name) values ('2026-06-05', 'Founder''s Day');
select tests.book('chair', 'Tess One', '2026-06-04 13:00+00'), tests.book('bobs', 'Tess One', '2026-06-04 16:00+00');
create function pg_temp.as_office(call text) returns jsonb language plpgsql as $$
declare
  v_answer jsonb;
begin
  perform tests.act_as_staff('office');
  execute 'select public.' || call into v_answer;
  perform tests.act_as_owner();
  return v_answer;
end;
$$;
create function pg_temp.task(label text) returns uuid language sql as $$
  select v.task_id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) order by v.created_at desc limit 1 $$;
create function pg_temp.places(what text, id uuid, day date, days integer default 1) returns jsonb language sql as $$
  select pg_temp.as_office(format('board_places(%L, %L, %L, %s)', what, id, day, days)) $$;
create function pg_temp.answer(places jsonb, name text, at timestamptz) returns jsonb language sql as $$
  select a - array['from', 'to'] from jsonb_array_elements(places -> 'technicians') t, jsonb_array_elements(t -> 'days') d, jsonb_array_elements(d -> 'answers') a
  where t ->> 'technician_id' = tests.id(name)::text and at between (a ->> 'from')::timestamptz and (a ->> 'to')::timestamptz $$;
create function pg_temp.move(id uuid, name text, at text, override boolean default false) returns jsonb language sql as $$
  select pg_temp.as_office(format('move_task(%L, %L, %L, %L)', id, tests.id(name), at, override)) $$;

create temp table chair as select pg_temp.places('task', pg_temp.task('chair'), '2026-06-04', 2) as p;
select is((p ->> 'what', p ->> 'id', p ->> 'revision', p ->> 'minutes')::text, format('(task,%s,0,45)', pg_temp.task('chair')), 'what is asked about') from chair;
select is((select count(*) from chair, jsonb_array_elements(p -> 'technicians') t, jsonb_array_elements(t -> 'days') d
  where d -> 'answers' -> 0 ->> 'from' <> (d ->> 'on_day') || 'T10:00:00+00:00' or ((d -> 'answers' -> -1) ->> 'to')::timestamptz <> (d ->> 'on_day')::date + interval '1 day 1 hour'), 0::bigint,
  'every day is told from 6:00 to 21:00');
select is((select count(*) from chair, jsonb_array_elements(p -> 'technicians') t, jsonb_array_elements(t -> 'days') d, lateral (
    select (a ->> 'from')::timestamptz - lag((a ->> 'to')::timestamptz) over (order by (a ->> 'from')::timestamptz) as step from jsonb_array_elements(d -> 'answers') a) s where s.step <> interval '15 minutes'), 0::bigint,
  'without a hole, and without saying two things');
select is(pg_temp.answer(p, 'Tess One', '2026-06-04 14:00+00'), '{"answer": "fits", "travel_minutes": 6}', 'where it fits, with the drive that it adds') from chair;
select is(pg_temp.answer(p, 'Luis Two', '2026-06-04 14:00+00'), '{"answer": "skill", "skills": ["Lift chairs"]}', 'what somebody cannot do') from chair;
select is(pg_temp.answer(p, 'Tess One', '2026-06-04 16:15+00'), jsonb_build_object('answer', 'overlap', 'task_id', pg_temp.task('bobs'), 'task_type', 'maintenance', 'client_name', 'Bob Example', 'ends_at', '2026-06-04T17:00:00+00:00'), 'what is in the way') from chair;
select is(pg_temp.answer(p, 'Tess One', '2026-06-04 15:15+00'), '{"answer": "drive", "side": "after", "minutes": 6, "planned": 0, "is_home": false, "place": "Brampton"}', 'a drive that is too short') from chair;
select is(pg_temp.answer(p, 'Tess One', '2026-06-04 12:00+00'), '{"answer": "drive", "side": "before", "minutes": 7, "planned": 0, "is_home": true, "place": null}', 'or from home') from chair;
select is(pg_temp.answer(p, 'Tess One', '2026-06-04 20:00+00'), '{"answer": "hours", "works_from": "2026-06-04T12:00:00+00:00", "works_until": "2026-06-04T20:00:00+00:00", "breaks": []}', 'out of hours') from chair;
select is(pg_temp.answer(p, 'Tess One', '2026-06-05 14:00+00'), '{"answer": "holiday", "name": "Founder''s Day"}', 'a holiday') from chair;
select is(pg_temp.answer(pg_temp.places('task', pg_temp.task('chair'), '2026-06-06'), 'Tess One', '2026-06-06 14:00+00'), '{"answer": "hours", "works_from": null, "works_until": null, "breaks": null}', 'a day on which nobody works');
savepoint pause;
update public.technician_hours set ends = '12:00' where technician_id = tests.id('Tess One') and weekday = 4;
insert into public.technician_hours (technician_id, weekday, starts, ends) values (tests.id('Tess One'), 4, '12:30', '16:00');
select is(pg_temp.answer(pg_temp.places('task', pg_temp.task('chair'), '2026-06-11'), 'Tess One', '2026-06-11 16:15+00') #>> '{breaks,0,starts_at}', '2026-06-11T16:00:00+00:00', 'a break has its times');
select is(private.objection_told('hours', null, tests.id('Tess One'), '[2026-06-11 16:00+00, 2026-06-11 17:00+00)', private.clock()) -> 'breaks', '[{"starts_at": "2026-06-11T16:00:00+00:00", "ends_at": "2026-06-11T16:30:00+00:00"}]', 'as where it is refused');
select is(private.breaks_of(tests.id('Tess One'), '2026-06-13'), null, 'a day without work has none');
rollback to pause;
select tests.freeze_clock('2026-06-01 13:07+00');
select is((pg_temp.answer(p, 'Tess One', '2026-06-01 13:00+00'), pg_temp.answer(p, 'Tess One', '2026-06-01 13:15+00'))::text, '("{""hours"": 24, ""answer"": ""notice"", ""is_past"": true}","{""hours"": 24, ""answer"": ""notice"", ""is_past"": false}")', 'the past, and what is too soon')
from (select pg_temp.places('task', pg_temp.task('chair'), '2026-06-01') as p) s;
select tests.freeze_clock('2026-06-01 12:00+00');
update public.technicians set max_visits_per_day = 2 where id = tests.id('Tess One');
select is(pg_temp.answer(pg_temp.places('contract', tests.id('free'), '2026-06-04'), 'Tess One', '2026-06-04 18:00+00'), '{"answer": "full", "most": 2}', 'a day that is full');
select is(pg_temp.answer(pg_temp.places('contract', tests.id('free'), '2026-06-04'), 'Luis Two', '2026-06-04 18:00+00') ->> 'answer', 'fits', 'a visit that is to be booked');
update public.technicians set max_visits_per_day = null where id = tests.id('Tess One');
savepoint weather;
update public.equipment_categories set winter_from = '06-03', winter_until = '06-08' where code = 'stairlift';
select is(pg_temp.answer(pg_temp.places('contract', tests.id('free'), '2026-06-04'), 'Luis Two', '2026-06-04 18:00+00'), '{"answer": "winter", "again_on": "2026-06-09"}', 'a season in which such units rest, and until when');
select is((a ->> 'status', a -> 'objection')::text, '(slot_taken,"{""reason"": ""winter"", ""again_on"": ""2026-06-09""}")', 'as whoever books it there is told') from pg_temp.as_office(format('book_for_client(%L, %L, %L)', tests.id('free'), tests.id('Luis Two'), '2026-06-04 18:00+00')) a;
rollback to weather;
update public.equipment_categories set outdoor = true where code = 'stairlift';
select pg_temp.as_office(format('close_day(%L, array[%L]::uuid[], true, %L, dry_run => false)', '2026-06-04', tests.id('Luis Two'), 'an ice storm'));
select is(pg_temp.answer(pg_temp.places('contract', tests.id('free'), '2026-06-04'), 'Luis Two', '2026-06-04 18:00+00'), '{"answer": "closed", "why": "an ice storm"}', 'a day that was closed for what stands outside, and why');
select is(pg_temp.answer(pg_temp.places('contract', tests.id('free'), '2026-06-04'), 'Tess One', '2026-06-04 18:00+00') ->> 'answer', 'fits', 'for some alone');
rollback to weather;
select is((select string_agg((b ->> 'starts_at') || ' ' || (b ->> 'travel_minutes'), ', ') from chair, jsonb_array_elements(p -> 'best') b),
  (select string_agg((s ->> 'starts_at') || ' ' || (s ->> 'travel_minutes'), ', ') from jsonb_array_elements(private.search_for(private.needs_of_task(t), '2026-06-04', 14, 3, private.clock(), ignore_task_id => t.id) -> 'slots') s),
  'the three best are those of the search') from public.technician_tasks t where t.id = pg_temp.task('chair');
select is(pg_temp.places('task', pg_temp.task('chair'), '2027-06-01') ->> 'status', 'ok', 'a year ahead nothing breaks');
select is(pg_temp.answer(pg_temp.places('task', pg_temp.task('chair'), '2027-05-31'), 'Tess One', '2027-05-31 14:00+00') ->> 'answer', 'horizon', 'it is only too far ahead');
select throws_ok(format('select pg_temp.places(%L, %L, null)', what, id), 'PT404', null, 'no places for ' || said) from (values
  ('task', tests.id('nobody'), 'what is not there'), ('repair', tests.id('nobody'), 'a repair that is not there'), ('contract', tests.id('nobody'), 'a contract that is not there'),
  ('contract', tests.id('chair'), 'a contract that is booked'), ('flock', tests.id('chair'), 'what nobody knows'), (null, null, 'nothing')) v (what, id, said);

-- What a refusal says
select is(a - 'nearest', jsonb_build_object('status', 'refused', 'reason', 'overlap', 'objection', jsonb_build_object('reason', 'overlap', 'task_id', pg_temp.task('bobs'), 'task_type', 'maintenance', 'client_name', 'Bob Example', 'ends_at', '2026-06-04T17:00:00+00:00')), 'a refusal says what is in the way') from pg_temp.move(pg_temp.task('chair'), 'Tess One', '2026-06-04 16:15+00') a;
select is(a -> 'nearest', jsonb_build_object('technician_id', tests.id('Tess One'), 'technician_name', 'Tess', 'starts_at', '2026-06-04T17:15:00+00:00', 'travel_minutes', 6), 'and the nearest place that works') from pg_temp.move(pg_temp.task('chair'), 'Tess One', '2026-06-04 16:30+00') a;
select is(pg_temp.move(pg_temp.task('chair'), 'Luis Two', '2026-06-04 14:00+00') -> 'objection', '{"reason": "skill", "skills": ["Lift chairs"]}', 'what is missing');
select is(pg_temp.move(pg_temp.task('chair'), 'Tess One', '2026-06-05 14:00+00') -> 'objection', '{"reason": "holiday", "name": "Founder''s Day"}', 'which holiday it is');
select is(pg_temp.move(pg_temp.task('chair'), 'Tess One', '2026-06-04 15:15+00') -> 'objection' ->> 'side', 'after', 'which drive is too short');
select is(pg_temp.move(pg_temp.task('chair'), 'Tess One', '2026-06-01 11:00+00') -> 'objection' ->> 'reason', 'hours', 'the gravest first');
select is(pg_temp.move(pg_temp.task('chair'), 'Tess One', '2020-01-01 11:00+00'), '{"status": "refused", "reason": "time"}', 'years ago is no place');
select ok(not public.reschedule_booking(tests.token('chair'), tests.id('Tess One'), '2026-06-04 16:15+00') ? 'objection', 'a client hears nothing of others');
select is((a ->> 'status', a -> 'objection' ->> 'reason', a -> 'nearest' ->> 'starts_at')::text, '(slot_taken,overlap,2026-06-04T16:30:00+00:00)', 'nor does the office book there, but with somebody else') from pg_temp.as_office(format('book_for_client(%L, %L, %L)', tests.id('free'), tests.id('Tess One'), '2026-06-04 16:30+00')) a;

-- What is no visit
select pg_temp.as_office(format('create_task(%L, 60, null, null, %L)', 'delivery', jsonb_build_object('customer_id', tests.id('far'), 'title', 'Chair')));
create temp table delivery as select t.id from public.technician_tasks t where t.task_type = 'delivery';
select is((pg_temp.move(id, 'Luis Two', '2026-06-02 13:00+00') -> 'objection') - 'minutes', '{"reason": "drive", "side": "before", "planned": 60, "is_home": true}', 'a delivery is driven to as well') from delivery;
select is(pg_temp.answer(pg_temp.places('task', id, '2026-06-02'), 'Luis Two', '2026-06-02 13:00+00') ->> 'answer', 'drive', 'and its places say so') from delivery;
select is(pg_temp.move(id, 'Luis Two', '2026-06-01 11:00+00') ->> 'reason', 'hours', 'nor is it put out of hours') from delivery;
select tests.freeze_clock('2026-06-02 16:00+00');
select is((pg_temp.move(id, 'Luis Two', '2026-06-02 15:45+00') ->> 'reason', pg_temp.answer(pg_temp.places('task', id, '2026-06-02'), 'Luis Two', '2026-06-02 15:45+00') -> 'is_past')::text, '(notice,true)', 'nor into the past') from delivery;
select is((pg_temp.move(id, 'Luis Two', '2026-06-02 16:00+00') ->> 'status', pg_temp.answer(pg_temp.places('task', id, '2026-06-02'), 'Luis Two', '2026-06-02 16:00+00') ->> 'answer')::text, '(moved,fits)', 'now is not past') from delivery;
select is(pg_temp.move(id, 'Luis Two', '2026-06-02 13:00+00', true) -> 'warnings', '["notice"]', 'unless the office says so') from delivery;
insert into public.technician_tasks (id, technician_id, task_type, during) values (tests.id('call'), tests.id('Luis Two'), 'other', '[2026-06-04 13:00+00, 2026-06-04 14:00+00)');
select is(pg_temp.move(tests.id('call'), 'Luis Two', '2026-06-04 12:00+00') ->> 'status', 'moved', 'a meeting is driven to by nobody');
select pg_temp.as_office(format('set_task_state(%L, %L)', tests.id('call'), 'completed'));
select throws_ok($$ select pg_temp.places('task', tests.id('call'), null) $$, 'PT404', null, 'no places for what is over');
-- Whoever has left is on the board of a day on which they did something: that lane answers too.
select tests.technician('Gus Three', '{lifts}');
insert into public.technician_tasks (id, technician_id, task_type, during) values (tests.id('keys'), tests.id('Gus Three'), 'other', '[2026-06-02 12:00+00, 2026-06-02 12:30+00)');
select pg_temp.as_office(format('set_task_state(%L, %L)', tests.id('keys'), 'completed'));
update public.technicians set active = false where id = tests.id('Gus Three');
select is(pg_temp.answer(pg_temp.places('contract', tests.id('free'), '2026-06-02'), 'Gus Three', '2026-06-02 18:00+00'), '{"answer": "technician"}', 'who has left is not here, where their lane is shown');
select is((select count(*) from jsonb_array_elements(pg_temp.places('contract', tests.id('free'), '2026-06-04') -> 'technicians') t where t ->> 'technician_id' = tests.id('Gus Three')::text), 0::bigint, 'and has no lane elsewhere');
select * from finish();
rollback;
