-- Leave and leaving: told before they are done, done as they were told, and taken back.
begin;
select plan(67);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

insert into public.customers (id, name, email, phone, reach_by, street, city, province, postal_code) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', 'email', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('bob'), 'Bob Example', null, '905-555-0112', 'relay', '9 Oak Ave', 'Brampton', 'ON', 'L6Y 0A1');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
select tests.unit('adas', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
select tests.book('adas', 'Tess One', '2026-06-04 13:00+00'), tests.book('bobs', 'Tess One', '2026-06-05 13:00+00');
insert into public.technician_tasks (id, technician_id, task_type, title, during)
values (tests.id('meeting'), tests.id('Tess One'), 'other', 'Meeting', '[2026-06-05 17:00+00, 2026-06-05 18:00+00)');

create function pg_temp.as_role(role text, call text) returns jsonb language plpgsql as $$
declare
  v_answer jsonb;
begin
  perform tests.act_as_staff(role);
  execute 'select public.' || call into v_answer;
  perform tests.act_as_owner();
  return v_answer;
end;
$$;
create function pg_temp.say(answer jsonb) returns text language sql as $$ select concat_ws(' ', answer ->> 'status', answer ->> 'reason') $$;
create function pg_temp.tess() returns uuid language sql as $$ select tests.id('Tess One') $$;
create function pg_temp.away(from_at text, to_at text, dry boolean default false, shown text default null) returns jsonb language sql as $$
  select pg_temp.as_role('office', format('place_time_off(%L, %L, %L, ''ill'', %L, %L)', pg_temp.tess(), from_at, to_at, dry, shown)) $$;
create function pg_temp.leave(dry boolean, shown text default null) returns jsonb language sql as $$
  select pg_temp.as_role('office', format('deactivate_technician(%L, %L, %L)', pg_temp.tess(), dry, shown)) $$;
create function pg_temp.states() returns text language sql as $$
  select string_agg(t.task_type || ' ' || t.state, ', ' order by lower(t.during), t.task_type) from public.technician_tasks t where t.technician_id = pg_temp.tess() $$;
create function pg_temp.told(answer jsonb) returns jsonb language sql as $$ select jsonb_path_query_array(answer, '$.put_aside[*].told') $$;

-- Leave
create temp table tried as select pg_temp.away('2026-06-04 04:00+00', '2026-06-06 04:00+00', true) as a;
select is(a ->> 'status', 'tried', 'what would follow is told') from tried;
select is(jsonb_path_query_array(a, '$.put_aside[*].customer'), '["Ada Example", "Bob Example", null]', 'with whom') from tried;
select is(pg_temp.told(a) -> 1, '"letter"', 'who is not to be called is written to') from tried;
select is(pg_temp.told(a) -> 0, '"mail"', 'the other client learns of it by mail') from tried;
select is(pg_temp.told(a) -> 2, '"nobody"', 'of a meeting nobody is told') from tried;
savepoint outside;
update public.company_settings set recipient_allow_list = '{@example.org}';
select is(pg_temp.told(pg_temp.away('2026-06-04 04:00+00', '2026-06-06 04:00+00', true)) ->> 0, 'call', 'a mail that does not go tells nobody: they are called');
rollback to outside;
select is(a #>> '{put_aside,0,visit_id}', (select v.id::text from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id('adas')),
  'each leads to its visit') from tried;
select is(pg_temp.states(), 'maintenance scheduled, maintenance scheduled, other scheduled', 'and nothing is done');
select is_empty($$ select from public.office_activities where kind = 'needs_rescheduling' $$, 'no work either');
select is(pg_temp.say(pg_temp.away('2026-06-04 04:00+00', '2026-06-06 04:00+00', false, 'old')), 'refused changed', 'what follows was shown otherwise: nothing is done');
select is(pg_temp.states(), 'maintenance scheduled, maintenance scheduled, other scheduled', 'still nothing');
-- Meanwhile Ada cancels.
select public.cancel_booking(tests.token('adas'), '');
select is(pg_temp.say(pg_temp.away('2026-06-04 04:00+00', '2026-06-06 04:00+00', false, (select a ->> 'shown' from tried))), 'refused changed', 'so it is when a client changed something meanwhile');
truncate tried;
insert into tried select pg_temp.away('2026-06-04 04:00+00', '2026-06-06 04:00+00', true);
select is(jsonb_array_length(a -> 'put_aside'), 2, 'two are left') from tried;
select is(pg_temp.say(pg_temp.away('2026-06-04 04:00+00', '2026-06-06 04:00+00', false, a ->> 'shown')), 'placed', 'what was shown is done') from tried;
select is(pg_temp.states(), 'time_off scheduled, maintenance cancelled, maintenance needs_rescheduling, other needs_rescheduling', 'bookings wait for another time, and the time blocks');
select is((select count(*) from public.office_activities where kind = 'needs_rescheduling' and state = 'open' and urgent), 2::bigint, 'the office has each on its list');
select is(jsonb_path_query_array(pg_temp.as_role('office', format('technician_page(%L)', pg_temp.tess())), '$.leave[*].why'), '["ill"]', 'the page tells of the leave');
select is(pg_temp.as_role('office', 'technicians_page()') #>> '{technicians,1,leave,why}', 'ill', 'and the list');
select is(jsonb_path_query_array(pg_temp.as_role('office', 'technicians_page()'), '$.technicians[1].days[*].is_away'), '[false, false, false, true, true, false, false]', 'day by day');
select is(pg_temp.say(pg_temp.away('2026-06-10 04:00+00', '2026-06-10 04:00+00', true)), 'rejected time', 'a leave has a length');
select is(pg_temp.say(pg_temp.away('2026-06-10 04:00+00', '2026-07-11 04:01+00', true)), 'rejected time', 'of 31 days at most');
select is(pg_temp.say(pg_temp.away('2026-06-10 04:00+00', '2026-07-11 04:00+00', true)), 'tried', 'which are tried');

-- Taken back
create function pg_temp.the_leave() returns uuid language sql as $$
  select t.id from public.technician_tasks t where t.technician_id = pg_temp.tess() and t.task_type = 'time_off' and t.blocking order by lower(t.during) limit 1 $$;
create function pg_temp.take_back(id uuid, shown text default null) returns text language sql as $$
  select pg_temp.say(pg_temp.as_role('office', format('take_back_time_off(%L, %L)', id, shown))) where id is not null $$;
create temp table first_leave as select pg_temp.the_leave() as id;
select is(pg_temp.say(pg_temp.as_role('office', format('set_task_state(%L, %L)', id, state))), 'refused state', 'nobody is ' || state || ' with a leave')
from first_leave, unnest(array['en_route', 'in_progress', 'completed', 'no_show', 'not_completed', 'needs_rescheduling', 'unassigned']) state;
select throws_ok(format('update public.technician_tasks set state = %L where id = %L', 'in_progress', id), '23514', null, 'by no hand') from first_leave;
select is(pg_temp.take_back(id), 'taken_back', 'the leave is taken back') from first_leave;
select is(pg_temp.take_back(id), 'refused over', 'once') from first_leave;
select throws_ok(format('select public.take_back_time_off(%L)', tests.id('meeting')), 'PT404', null, 'a meeting is no leave');
select tests.act_as_owner();
select is(private.is_taken(pg_temp.tess(), '[2026-06-04 13:00+00, 2026-06-04 14:00+00)'), false, 'the time is free again');
select is((select count(*) from public.office_activities where kind = 'needs_rescheduling' and state = 'open'), 0::bigint, 'what was put aside does not wait any more');
select is(pg_temp.states(), 'time_off cancelled, maintenance cancelled, maintenance scheduled, other scheduled', 'it is where it was');
select is(pg_temp.say(pg_temp.away('2026-06-01 11:00+00', '2026-06-03 12:00+00')), 'placed', 'another one, which has begun');
select is(pg_temp.take_back(pg_temp.the_leave()), 'ended', 'is ended');
select is((select upper(t.during) from public.technician_tasks t where t.id = pg_temp.the_leave()), '2026-06-01 12:01+00'::timestamptz, 'now');
select tests.freeze_clock('2026-06-01 12:01+00');
select is(pg_temp.take_back(pg_temp.the_leave(), '2026-06-03 12:00+00'), 'refused changed', 'whoever presses twice takes no more back than was shown');
select is(jsonb_path_query_array(pg_temp.as_role('office', format('technician_page(%L)', pg_temp.tess())), '$.past_leave[*].why'), '["ill"]', 'what is past stays on the page for a month');
select is(pg_temp.as_role('office', format('technician_page(%L)', pg_temp.tess())) -> 'leave', '[]', 'apart from what is now and to come');
select is(pg_temp.take_back(pg_temp.the_leave(), '2026-06-01 12:01+00'), 'taken_back', 'and can be taken back where it was a slip');

-- A sick day of yesterday, and slips in the year
select is(pg_temp.say(pg_temp.away('2026-05-31 04:00+00', '2026-06-01 04:00+00')), 'placed', 'a sick day of yesterday is written down');
select is(pg_temp.take_back(pg_temp.the_leave()), 'taken_back', 'and taken back');
select is(pg_temp.take_back(pg_temp.the_leave()), null, 'nothing is left of it');
select is(pg_temp.say(pg_temp.away('2026-05-01 12:01+00', '2026-05-02 04:00+00', true)), 'tried', 'so it is for 31 days');
select is(pg_temp.say(pg_temp.away('2026-05-01 12:00:59+00', '2026-05-02 04:00+00', true)), 'rejected past', 'what began before is written down nowhere');
select is(pg_temp.say(pg_temp.away('2028-05-20 04:00+00', '2028-06-01 12:01+00', true)), 'tried', 'two years ahead is far enough');
select is(pg_temp.say(pg_temp.away('2028-05-20 04:00+00', '2028-06-01 12:01:01+00', true)), 'rejected far', 'beyond it is a slip');
select is(pg_temp.say(pg_temp.away('9990-06-01 04:00+00', '9990-06-02 04:00+00')), 'rejected far', 'so is the year 9990');
select is(pg_temp.say(pg_temp.away('0026-06-01 04:00+00', '0026-06-02 04:00+00')), 'rejected past', 'or 26');
insert into public.technician_tasks (id, technician_id, task_type, during)
values (tests.id('long past'), pg_temp.tess(), 'time_off', '[2026-05-01 04:00+00, 2026-05-01 12:01+00)'), (tests.id('month past'), pg_temp.tess(), 'time_off', '[2026-05-01 12:01+00, 2026-05-01 13:00+00)');
select is(pg_temp.take_back(tests.id('long past')), 'refused over', 'what ended more than 31 days ago stays');
select is(pg_temp.take_back(tests.id('month past')), 'taken_back', 'what ended since can go');

-- Leaving, and back
select tests.staff_user('technician');
update public.technicians set staff_id = (select s.id from public.staff s where s.role = 'technician') where id = pg_temp.tess();
select tests.act_as_owner();
insert into public.technician_tasks (id, technician_id, task_type, customer_id, during)
values (tests.id('repair'), pg_temp.tess(), 'repair', tests.id('ada'), '[2026-06-09 13:00+00, 2026-06-09 14:00+00)');
select is(pg_temp.say(pg_temp.as_role('admin', format('reactivate_technician(%L)', pg_temp.tess()))), 'refused active', 'who is here does not come back');
truncate tried;
insert into tried select pg_temp.leave(true);
select is(a ->> 'status', 'tried', 'what leaving would mean is told') from tried;
select is(jsonb_path_query_array(a, '$.put_aside[*].task_type'), '["maintenance", "other", "repair"]', 'all that is to come') from tried;
select ok((select t.active from public.technicians t where t.id = pg_temp.tess()), 'nobody has left');
select is(pg_temp.say(pg_temp.leave(false, 'old')), 'refused changed', 'nor leaves on an old page');
select ok((select s.active from public.staff s where s.role = 'technician'), 'the login is there');
select is(pg_temp.say(pg_temp.leave(false, a ->> 'shown')), 'deactivated', 'what was shown is done') from tried;
select ok(not (select s.active from public.staff s where s.role = 'technician'), 'login included');
select is(pg_temp.say(pg_temp.away('2026-06-15 04:00+00', '2026-06-16 04:00+00', true)), 'refused technician', 'who has left is not away');
select is(pg_temp.as_role('office', 'technicians_page()') #>> '{technicians,1,days}', '[]', 'and has no days');
select is(pg_temp.say(pg_temp.as_role('admin', format('reactivate_technician(%L)', pg_temp.tess()))), 'reactivated', 'and comes back');
select ok((select s.active from public.staff s where s.role = 'technician'), 'login included again');
select is((select count(*) from public.technician_hours h where h.technician_id = pg_temp.tess()), 5::bigint, 'with the same hours');
select * from finish();
rollback;
