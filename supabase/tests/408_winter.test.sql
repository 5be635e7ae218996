-- Winter: days of a category's season are days without times for its units; the office may, with a warning.
begin;
select plan(44);
-- Monday, October 5, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-10-05 12:00+00');
insert into public.customers (id, name, email, phone, street, city, province, postal_code) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1');
select tests.technician('Tess One', '{lifts}');
select tests.unit('porch', 'ada', 'porch_lift', '1 Elm St', '2026-11-18'), tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-11-18');
create function pg_temp.season(from_md text, until_md text) returns void language sql as $$
  update public.equipment_categories set winter_from = from_md, winter_until = until_md where code = 'porch_lift' $$;
create function pg_temp.as_office(call text) returns jsonb language plpgsql as $$
declare
  v_answer jsonb;
begin
  perform tests.act_as_staff('admin');
  execute 'select public.' || call into v_answer;
  perform tests.act_as_owner();
  return v_answer;
end;
$$;
create function pg_temp.slots(label text, from_date date default null, days integer default 14, others uuid[] default '{}') returns jsonb language sql as $$
  select public.open_slots(tests.token(label), from_date, days, 500, others) $$;
create function pg_temp.days(answer jsonb) returns text language sql as $$
  select string_agg(to_char((d ->> 'date')::date, 'MM-DD'), ' ' order by d ->> 'date') from jsonb_array_elements(answer -> 'days') d where (d ->> 'times')::integer > 0 $$;

-- A season
select is(private.is_season('11-15', '04-15'), true, 'a season has a first and a last day');
select is(array(select private.is_season(s.f, s.u) from (values ('11-31', '04-15'), ('13-01', '04-15'), ('02-30', '04-15'), ('1-5', '04-15'), ('11-15', null), (null, '04-15'), ('01-01', '12-31'), ('04-16', '04-15')) s (f, u)),
  '{f,f,f,f,f,f,f,f}', 'which the calendar has, both, and leaves something of the year');
select is(private.is_season('02-29', '03-02'), true, 'a leap day too');
select throws_ok($$ select pg_temp.season('11-15', null) $$, '23514', null, 'half a season is none');
select is((select string_agg(k.code, ' ') from public.equipment_categories k where k.outdoor or k.winter_from is not null), 'porch_lift', 'porch lifts stand outside; nothing rests unless somebody says so');
select is(array(select private.is_in_season('11-15/04-15', d::date) from unnest('{2026-11-14, 2026-11-15, 2027-01-01, 2027-04-15, 2027-04-16}'::date[]) d), '{f,t,t,t,f}', 'over the turn of the year, both ends included');
select is(array(select private.is_in_season('07-01/07-31', d::date) from unnest('{2026-06-30, 2026-07-01, 2026-07-31, 2026-08-01}'::date[]) d), '{f,t,t,f}', 'and within one');
select is(private.season_begins('11-15/04-15', '2027-02-01'), '2026-11-15', 'when it began');

-- What clients are offered
create temp table all_year as select pg_temp.slots('porch', '2026-10-12') as a;
select is(pg_temp.days(a), '10-13 10-14 10-15 10-16 10-19 10-20 10-21 10-22 10-23', 'without a season there are times (not on Thanksgiving)') from all_year;
select is(a -> 'winter', null, 'and no word of winter') from all_year;
select pg_temp.season('10-15', '10-20');
select is(pg_temp.days(pg_temp.slots('porch', '2026-10-12')), '10-13 10-14 10-21 10-22 10-23', 'days of the season have none');
select is(jsonb_array_length(pg_temp.slots('porch', '2026-10-12') -> 'days'), 14, 'and are listed');
select is(pg_temp.slots('porch', '2026-10-12') -> 'winter', '{"from_on": "2026-10-15", "again_on": "2026-10-21"}', 'the answer says from when there are times again');
select is(pg_temp.days(pg_temp.slots('stairs', '2026-10-12')), '10-13 10-14 10-15 10-16 10-19 10-20 10-21 10-22 10-23', 'another kind has all of them');
select is(pg_temp.days(pg_temp.slots('stairs', '2026-10-12', others => array[tests.id('porch')])), '10-13 10-14 10-21 10-22 10-23', 'but not in one visit with it');
select is(pg_temp.days(pg_temp.as_office(format('contract_slots(%L, ''2026-10-12'', 14, 500)', tests.id('porch')))), '10-13 10-14 10-21 10-22 10-23', 'the office sees what the client sees');
select is((t ->> 'status') || ' ' || (t ->> 'gone'), 'slot_taken winter', 'nor can one be booked, and the answer says why') from tests.book('porch', 'Tess One', '2026-10-16 13:00+00') t;
select isnt(jsonb_array_length(t -> 'slots'), 0, 'with others around it') from tests.book('porch', 'Tess One', '2026-10-16 13:00+00') t;
select pg_temp.season('10-01', '10-20');
select is(pg_temp.slots('porch') #>> '{days,0,date}', '2026-10-21', 'in a season that goes on, the first days shown are those after it');
select is(pg_temp.slots('porch') -> 'winter', '{"from_on": "2026-10-06", "again_on": "2026-10-21"}', 'which is said');
select pg_temp.season('10-01', '04-15');
select is(pg_temp.days(pg_temp.slots('porch', days => 62)), null, 'beyond the horizon there are none');
select is(pg_temp.slots('porch', days => 62) #>> '{winter,again_on}', '2027-04-16', 'it is said from when');
select is(public.request_callback(tests.token('porch'), '905-555-0111') ->> 'status', 'received', 'and a call can be asked for');

-- Moved
select pg_temp.season(null, null);
select is(tests.book('porch', 'Tess One', '2026-10-13 13:00+00') ->> 'status', 'booked', 'a visit is booked');
select pg_temp.season('10-14', '10-20');
select is((t ->> 'status') || ' ' || (t ->> 'gone'), 'slot_taken winter', 'it is not moved into the season') from public.reschedule_booking(tests.token('porch'), tests.id('Tess One'), '2026-10-16 13:00+00') t;
select is(public.reschedule_booking(tests.token('porch'), tests.id('Tess One'), '2026-10-21 13:00+00') ->> 'status', 'booked', 'but beyond it');
create function pg_temp.task() returns uuid language sql as $$ select t.id from public.technician_tasks t where t.task_type = 'maintenance' and t.state = 'scheduled' $$;

-- The office
select is(pg_temp.as_office(format('check_time(%L, %L, ''2026-10-16 13:00+00'')', tests.id('porch'), tests.id('Tess One'))) -> 'warnings', '[{"reason": "winter", "again_on": "2026-10-21"}]', 'the office is warned');
select is(pg_temp.as_office(format('move_task(%L, %L, ''2026-10-16 13:00+00'')', pg_temp.task(), tests.id('Tess One'))) ->> 'reason', 'winter', 'unless it says so, it does not');
select is(pg_temp.as_office(format('move_task(%L, %L, ''2026-10-16 13:00+00'', true)', pg_temp.task(), tests.id('Tess One'))) -> 'warnings', '["winter"]', 'and may');
select is(public.cancel_booking(tests.token('porch'), '') ->> 'status', 'cancelled', 'it is given up');
select is(pg_temp.as_office(format('book_for_client(%L, %L, ''2026-10-16 13:00+00'')', tests.id('porch'), tests.id('Tess One'))) ->> 'status', 'slot_taken', 'booking on the phone keeps to it as well');
select is(pg_temp.as_office(format('book_for_client(%L, %L, ''2026-10-16 13:00+00'', true)', tests.id('porch'), tests.id('Tess One'))) -> 'warnings', '["winter"]', 'until somebody says so');
insert into public.technician_tasks (id, technician_id, task_type, customer_id, during, state) values (tests.id('repair'), null, 'repair', tests.id('ada'), '[2026-10-20 17:00+00, 2026-10-20 18:00+00)', 'unassigned');
select is(pg_temp.as_office(format('move_task(%L, %L, ''2026-10-20 17:00+00'')', tests.id('repair'), tests.id('Tess One'))) ->> 'status', 'moved', 'a repair knows no season');

-- Saved
create function pg_temp.category() returns uuid language sql security definer as $$ select id from public.equipment_categories where code = 'porch_lift' $$;
select is(p -> 'reach' ->> 'in_winter', '1', 'who saves one is told which visits lie in it') from (select pg_temp.as_office(format('save_policy(%L, ''{"winter_from": "10-15", "winter_until": "10-18"}'')', pg_temp.category())) as p) x;
select is(pg_temp.as_office(format('save_policy(%L, ''{"winter_until": null}'')', pg_temp.category())) ->> 'status', 'rejected', 'half of one is refused');
select is(pg_temp.as_office(format('save_policy(%L, ''{"winter_from": "99-99"}'')', pg_temp.category())) ->> 'status', 'rejected', 'and none that the calendar does not have');
select is(pg_temp.as_office(format('save_policy(%L, ''{"winter_from": "11-15", "winter_until": "04-15", "outdoor": true}'', dry_run => false)', pg_temp.category())) ->> 'status', 'saved', 'it is saved');

-- Reminders
select is(array(select private.remind_by(d::date, 6, '11-15/04-15', '2026-10-05') from unnest('{2026-11-14, 2026-11-15, 2027-02-14, 2027-02-15, 2027-04-16}'::date[]) d), '{2026-11-14, 2026-11-14, 2026-11-14, 2027-02-15, 2027-04-16}',
  'what is due in the season is told before it begins, unless that is more than half an interval early');
select is(private.remind_by('2026-12-20', 6, '11-15/04-15', '2026-11-15'), '2026-12-20', 'once it has begun, before it is due');
select is(private.remind_by('2026-12-20', 6, null, '2026-10-05'), '2026-12-20', 'and without a season always');
update public.maintenance_cycles set due_on = '2026-12-20' where contract_id = tests.id('porch') and closed_at is null;
update public.maintenance_cycles set due_on = '2026-12-20' where contract_id = tests.id('stairs') and closed_at is null;
select pg_temp.as_office(format('set_task_state(%L, ''cancelled'')', t.id)) from public.technician_tasks t where t.task_type = 'maintenance' and t.state = 'scheduled';
select is((select string_agg((d.contract_id = tests.id('porch')) || ' ' || d.band, ', ') from private.due_reminders('2026-10-14') d), null, 'no reminder goes too early');
select is((select string_agg((d.contract_id = tests.id('porch')) || ' ' || d.band, ', ') from private.due_reminders('2026-10-15') d), 'true 30', 'a month before the season begins, one goes');
select is((select i.item -> 'winter' from jsonb_array_elements(private.due_items(array(select y.id from public.maintenance_cycles y where y.contract_id = tests.id('porch') and y.closed_at is null))) i (item)),
  '{"from_on": "2026-11-15", "again_on": "2027-04-16"}', 'whose mail says until when');
select is((select string_agg((d.contract_id = tests.id('porch')) || ' ' || d.band, ', ' order by d.contract_id = tests.id('porch')) from private.due_reminders('2026-11-20') d), 'false 30, true 30', 'who was never told is told in winter too');
select * from finish();
rollback;
