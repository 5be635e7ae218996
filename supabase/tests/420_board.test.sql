-- The board: what it shows, of whom, and to whom.
begin;
select plan(60);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone, street, city, province, postal_code, latitude, longitude) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1', 43.7, -79.7),
  (tests.id('bob'), 'Bob Example', null, '905-555-0112', '9 Oak Ave', 'Brampton', 'ON', 'L6Y 0A1', 43.7, -79.7),
  (tests.id('cy'), 'Cy Example', 'cy@example.com', '905-555-0113', '12 Fir Rd', 'Brampton', 'ON', 'L6Y 0A1', 43.7, -79.7);
select tests.technician('Tess One', '{lifts,lift_chairs}'), tests.technician('Luis Two', '{lifts}'), tests.technician('Ina Gone', '{lifts}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('chair', 'ada', 'lift_chair', '1 Elm St', '2026-06-21'),
  tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20'), tests.unit('late', 'bob', 'lift_chair', '9 Oak Ave', '2026-06-25'), tests.unit('cys', 'cy', 'stairlift', '12 Fir Rd', '2026-06-20');
update public.technician_hours set ends = '12:00' where technician_id = tests.id('Luis Two');
insert into public.technician_hours (technician_id, weekday, starts, ends) select tests.id('Luis Two'), d, '12:30', '16:00' from generate_series(1, 5) d;
update public.technicians set active = false where id = tests.id('Ina Gone');
insert into public.holidays (on_day, name) values ('2026-06-05', 'Founder''s Day');

-- Who may
select tests.act_as_anon();
select throws_ok('select public.board()', '42501', null, 'a stranger sees no board');
select throws_ok('select public.board_stamp()', '42501', null, 'nor whether it changed');
select throws_ok($$ select public.board_places('task', tests.id('x')) $$, '42501', null, 'nor where work could go');
select throws_ok($$ select public.create_task('other', 60) $$, '42501', null, 'nor makes any');
select tests.act_as_staff('technician');
select throws_ok('select public.board()', '42501', null, 'a technician has a day of their own, and no board');
select throws_ok('select public.board_stamp()', '42501', null, 'nor its stamp');
select throws_ok($$ select public.board_places('task', tests.id('x')) $$, '42501', null, 'nor places');
select throws_ok($$ select public.create_task('other', 60) $$, '42501', null, 'nor makes work');
select throws_ok($$ select public.swap_tasks(tests.id('x'), tests.id('y')) $$, '42501', null, 'nor swaps it');
select tests.act_as_owner();

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
create function pg_temp.board(day date, days integer default 1) returns jsonb language sql as $$ select pg_temp.as_office(format('board(%L, %L)', day, days)) $$;
create function pg_temp.task(label text) returns uuid language sql as $$
  select v.task_id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) order by v.created_at desc limit 1 $$;
create function pg_temp.card(label text) returns jsonb language sql as $$
  select c from jsonb_array_elements(pg_temp.board('2026-06-04') -> 'tasks') c where c ->> 'task_id' = pg_temp.task(label)::text $$;
create function pg_temp.lane(board jsonb, name text) returns jsonb language sql as $$ select t from jsonb_array_elements(board -> 'technicians') t where t ->> 'name' = name $$;
create function pg_temp.waiting(part text) returns text language sql as $$
  select string_agg(w ->> part, ', ' order by w ->> part) from jsonb_array_elements(pg_temp.board('2026-06-04') -> 'waiting') w $$;

select is(pg_temp.as_office('board()') -> 'from_day', '"2026-06-01"'::jsonb, 'without a day it is today''s');
select is((b ->> 'from_day', b ->> 'days')::text, '(2027-06-02,7)', 'nobody looks further than a year, nor at more than a week') from pg_temp.board('infinity', 5000) b;
select is((b ->> 'from_day', b ->> 'days')::text, '(2025-05-31,1)', 'nor back, nor at no day at all') from pg_temp.board('-infinity', -3) b;

-- Technicians
create temp table empty as select pg_temp.board('2026-06-04', 2) as b;
select is((select string_agg(t ->> 'name', ', ') from empty, jsonb_array_elements(b -> 'technicians') t), 'Luis Two, Tess One', 'who works here is shown, by name; who has left is not');
select is(pg_temp.lane(b, 'Luis Two') -> 'days' -> 0, '{"on_day": "2026-06-04", "hours": [{"starts_at": "2026-06-04T12:00:00+00:00", "ends_at": "2026-06-04T16:00:00+00:00"}, {"starts_at": "2026-06-04T16:30:00+00:00", "ends_at": "2026-06-04T20:00:00+00:00"}],
  "work_minutes": 450, "stop_minutes": 0, "drive_minutes": 0, "open_minutes": 450}'::jsonb, 'with their hours, breaks being the space between') from empty;
select is(pg_temp.lane(b, 'Luis Two') -> 'days' -> 1, '{"on_day": "2026-06-05", "hours": [], "work_minutes": 0, "stop_minutes": 0, "drive_minutes": 0, "open_minutes": 0}'::jsonb, 'and none on a holiday') from empty;
select is(b -> 'holidays', '[{"on_day": "2026-06-05", "name": "Founder''s Day"}]', 'which has its name') from empty;
select is(pg_temp.lane(b, 'Tess One') -> 'skills', '["Lift chairs", "Stair and porch lifts"]', 'with their skills') from empty;

-- Cards
select tests.book('stairs', 'Tess One', '2026-06-04 13:00+00', array[tests.id('chair')]), tests.book('bobs', 'Tess One', '2026-06-04 16:00+00'), tests.book('cys', 'Luis Two', '2026-06-04 13:00+00');
select is((c ->> 'client_name', c ->> 'city', c ->> 'badge', c ->> 'arrive_by', c ->> 'can_move')::text, '("Ada Example",Brampton,booked,2026-06-04T13:30:00+00:00,true)', 'a visit') from pg_temp.card('stairs') c;
select is((c ->> 'phone', c ->> 'reach_by', c ->> 'note')::text, '(905-555-0111,email,)', 'and how its client is reached') from pg_temp.card('stairs') c;
select is((a -> 'is_mailed', b -> 'is_mailed')::text, '(true,false)', 'and whether they get a mail, or have no address') from pg_temp.card('stairs') a, pg_temp.card('bobs') b;
savepoint told;
update public.maintenance_visits v set contact_phone = '905-555-0199', access_notes = 'Side door' where v.task_id = pg_temp.task('stairs');
select is((c ->> 'phone', c ->> 'note')::text, '(905-555-0199,"Side door")', 'for this visit, with how one gets in') from pg_temp.card('stairs') c;
rollback to told;
select is((select string_agg(u ->> 'kind', ', ') from jsonb_array_elements(pg_temp.card('stairs') -> 'units') u), 'Stair lift, Lift chair', 'with its units');
select is((u -> 'due_on', u -> 'fee', u -> 'tax', u -> 'tax_name', u -> 'is_promised')::text,
  (select (to_jsonb(o.due_on), to_jsonb(o.fee), to_jsonb(round(o.fee * o.tax_rate, 2)), to_jsonb(o.tax_name), 'true'::jsonb)::text from private.open_cycles o where o.contract_id = tests.id('stairs')),
  'when its visit is due, and what was promised that it costs') from jsonb_array_elements(pg_temp.card('stairs') -> 'units') u where u ->> 'kind' = 'Stair lift';
savepoint expected;
insert into public.office_activities (kind, cycle_id, customer_id, subject_key) select 'callback', o.cycle_id, o.customer_id, private.subject_key('cycle', o.cycle_id::text)
from private.open_cycles o where o.contract_id = tests.id('late');
select is((w -> 'visits' -> 0 -> 'fee', w -> 'visits' -> 0 -> 'is_promised')::text, (select (to_jsonb(c.fee), 'false'::jsonb)::text from public.maintenance_contracts c where c.id = tests.id('late')),
  'before its reminder it is what is expected') from jsonb_array_elements(pg_temp.board('2026-06-04') -> 'waiting') w where w ->> 'what' = 'contract';
rollback to expected;
select is((a -> 'drive_before', a -> 'drive_after', b -> 'drive_before', b -> 'drive_after')::text,
  (private.drive_between(43.7, -79.7, 43.708, -79.7), 'null'::jsonb, private.drive_between(43.708, -79.7, 43.709, -79.7), private.drive_between(43.709, -79.7, 43.7, -79.7))::text, 'the drives from home, to the next, and home again') from pg_temp.card('stairs') a, pg_temp.card('bobs') b;
select is((d ->> 'stop_minutes', d ->> 'drive_minutes', d ->> 'open_minutes')::text, '(165,20,295)', 'add up beside the day') from (select pg_temp.lane(pg_temp.board('2026-06-04'), 'Tess One') -> 'days' -> 0 as d) l;
insert into public.technician_tasks (id, technician_id, task_type, during) values (tests.id('off'), tests.id('Tess One'), 'time_off', '[2026-06-04 18:00+00, 2026-06-08 04:00+00)'),
  (tests.id('call'), tests.id('Luis Two'), 'other', '[2026-06-04 16:30+00, 2026-06-04 17:00+00)');
select is((d ->> 'work_minutes', d ->> 'open_minutes')::text, '(360,175)', 'time off is no work, and is driven home for') from (select pg_temp.lane(pg_temp.board('2026-06-04'), 'Tess One') -> 'days' -> 0 as d) l;
select is((select string_agg(t ->> 'task_type', ',' order by t ->> 'task_type') from jsonb_array_elements(pg_temp.board('2026-06-06') -> 'tasks') t), 'time_off', 'what began before is still shown');
select is((t ->> 'drive_before', t ->> 'can_move')::text, '(,true)', 'a meeting is driven to by nobody') from jsonb_array_elements(pg_temp.board('2026-06-04') -> 'tasks') t where t ->> 'task_id' = tests.id('call')::text;
select is((t ->> 'can_move')::boolean, false, 'a leave is moved elsewhere') from jsonb_array_elements(pg_temp.board('2026-06-04') -> 'tasks') t where t ->> 'task_type' = 'time_off';

-- Badges, and the stamp that tells of each
create temp table stamps (at timestamptz default clock_timestamp(), stamp text);
create function pg_temp.stamped() returns boolean language plpgsql as $$
declare
  v_last text := (select s.stamp from stamps s order by s.at desc limit 1);
  v_stamp text := pg_temp.as_office('board_stamp(''2026-06-04'', 1)') ->> 'stamp';
begin
  insert into stamps (stamp) values (v_stamp);
  return v_stamp is distinct from v_last and v_stamp = pg_temp.board('2026-06-04') ->> 'stamp';
end;
$$;
create function pg_temp.badge(label text, in_state text) returns text language plpgsql as $$
begin
  perform pg_temp.as_office(format('set_task_state(%L, %L)', pg_temp.task(label), in_state));
  return pg_temp.card(label) ->> 'badge';
end;
$$;
select ok(pg_temp.stamped(), 'a stamp');
select ok(not pg_temp.stamped(), 'the same while nothing changes');
update public.customers set name = 'Ada Sample' where id = tests.id('ada');
select ok(pg_temp.stamped(), 'another with a name');
update public.maintenance_contracts set fee = fee + 1 where id = tests.id('cys');
select ok(pg_temp.stamped(), 'another with a fee');
savepoint addressed;
insert into public.customer_contacts (customer_id, name, email, receives) values (tests.id('bob'), 'Bea', 'bea@example.com', 'beside');
select is(pg_temp.card('bobs') -> 'is_mailed', 'true', 'somebody reads mail for him');
select ok(pg_temp.stamped(), 'another stamp with that');
rollback to addressed;
savepoint quiet;
select tests.known_as_deceased('cy', '2026-05-30');
select is(pg_temp.card('cys') ->> 'badge', 'quiet', 'nobody is written to who has died');
rollback to quiet;
select tests.freeze_clock('2026-06-04 12:40+00');
select is(pg_temp.badge('cys', 'en_route'), 'on_the_way', 'on the way');
select is(pg_temp.card('cys') -> 'can_move', 'false', 'what has begun is not moved');
select pg_temp.as_office(format('running_late(%L, 45)', pg_temp.task('cys')));
select is((c ->> 'badge', c ->> 'late_minutes')::text, '(late,45)', 'late, as the client was told') from pg_temp.card('cys') c;
savepoint another_day;
select pg_temp.as_office(format('set_task_state(%L, %L)', pg_temp.task('cys'), 'scheduled'));
select pg_temp.as_office(format('move_task(%L, %L, %L, true)', pg_temp.task('cys'), tests.id('Luis Two'), '2026-06-04 18:00+00'));
select is((c ->> 'badge', c ->> 'late_minutes')::text, '(booked,)', 'nobody is late for a time that is another now') from pg_temp.card('cys') c;
rollback to another_day;
select is(pg_temp.badge('cys', 'in_progress'), 'started', 'started');
select tests.freeze_clock('2026-06-04 14:00:01+00');
select is(pg_temp.card('cys') ->> 'badge', 'not_closed', 'its time has passed and nobody said what became of it');
select is(pg_temp.badge('cys', 'no_show'), 'no_show', 'nobody was at home: it stays where it would have been');
select is(pg_temp.badge('bobs', 'not_completed'), 'not_completed', 'not completed');
select ok((pg_temp.lane(pg_temp.board('2026-06-04'), 'Tess One') -> 'days' -> 0 ->> 'stop_minutes')::integer < 165, 'what came to nothing takes no time');
create temp table finished as select tests.id('finished') as id;
insert into public.technician_tasks (id, technician_id, task_type, during, customer_id) values (tests.id('finished'), tests.id('Luis Two'), 'delivery', '[2026-06-04 18:00+00, 2026-06-04 19:00+00)', tests.id('ada'));
select pg_temp.as_office(format('set_task_state(%L, %L)', tests.id('finished'), 'completed'));
select is(t ->> 'badge', 'done', 'done') from jsonb_array_elements(pg_temp.board('2026-06-04') -> 'tasks') t where t ->> 'task_id' = tests.id('finished')::text;
select is(private.badge(jsonb_populate_record(null::public.technician_tasks, '{"task_type": "maintenance", "during": "[2026-06-04 18:00+00, 2026-06-04 19:00+00)", "state": "completed"}'), null, false, unsafe, owed, now()), badge, badge)
from (values (false, true, 'done_unpaid'), (true, true, 'lift_failed')) v (unsafe, owed, badge);

-- What waits
select is(pg_temp.waiting('group'), null, 'nothing waits');
create function pg_temp.mailed() returns text language sql as $$
  select string_agg(distinct concat_ws(' ', w ->> 'what', w ->> 'is_mailed'), ', ') from jsonb_array_elements(pg_temp.board('2026-06-04') -> 'waiting') w $$;
select pg_temp.as_office(format('set_task_state(%L, %L)', pg_temp.task('stairs'), 'needs_rescheduling'));
select is((w ->> 'what', w ->> 'id', w ->> 'group', w ->> 'minutes', w ->> 'units', w ->> 'reason', w ->> 'urgent', w ->> 'was_at')::text,
  format('(task,%s,new_time,105,"[""Stair lift"", ""Lift chair""]","the office put it aside",true,2026-06-04T13:00:00+00:00)', pg_temp.task('stairs')), 'a visit that needs another time') from jsonb_array_elements(pg_temp.board('2026-06-04') -> 'waiting') w;
select is(jsonb_array_length(pg_temp.board('2026-06-04') -> 'tasks'), (select count(*)::integer from private.tasks_shown('[2026-06-04 04:00+00, 2026-06-05 04:00+00)')), 'and is no longer at its place');
select pg_temp.as_office(format('create_task(%L, 45, null, null, %L)', 'delivery', jsonb_build_object('customer_id', tests.id('cy'))));
select public.request_callback(tests.token('cys'), '905-555-0999', 'mornings', 'knock twice');
insert into public.work_orders (kind, customer_id, intake_source, state, unit_id) values ('repair', tests.id('ada'), 'office', 'quoted', tests.id('chair'));
insert into public.work_order_lines (work_order_id, position, kind, description, quantity, unit_price) select w.id, 1, 'labour', 'Labour', 2, 95 from public.work_orders w where w.kind = 'repair';
select is(pg_temp.waiting('what'), 'contract, task, task', 'a quote that nobody wants yet has no place to wait for');
select private.approve_repair(w.id, 'Ada', 'phone', 190) from public.work_orders w where w.kind = 'repair';
select is(pg_temp.waiting('what'), 'contract, repair, task, task', 'a repair that the client wants has');
select is(pg_temp.mailed(), 'contract true, repair true, task true', 'each says whether its client gets a mail');
savepoint unaddressed;
update public.customers set email = null;
select is(pg_temp.mailed(), 'contract false, repair false, task false', 'or none');
rollback to unaddressed;
select is((w ->> 'title', w ->> 'minutes', w ->> 'group')::text, '("Repair: Lift chair",120,nobody)', 'as long as was quoted') from jsonb_array_elements(pg_temp.board('2026-06-04') -> 'waiting') w where w ->> 'what' = 'repair';
select is((w ->> 'id', w ->> 'phone', w ->> 'preferred_times', w ->> 'note', w ->> 'minutes')::text, format('(%s,905-555-0999,mornings,"knock twice",60)', tests.id('cys')), 'who asks to be called, as they asked') from jsonb_array_elements(pg_temp.board('2026-06-04') -> 'waiting') w where w ->> 'group' = 'callback';
create temp table refused as select pg_temp.as_office(format('schedule_repair(%L, %L, %L)', w.id, tests.id('Luis Two'), '2026-06-09 13:00+00')) as answer from public.work_orders w where w.kind = 'repair';
select is(answer ->> 'reason', 'skill', 'a repair needs who may maintain its unit') from refused;
select pg_temp.as_office(format('schedule_repair(%L, %L, %L)', w.id, tests.id('Tess One'), '2026-06-09 13:00+00')) from public.work_orders w where w.kind = 'repair';
select is(pg_temp.waiting('what'), 'contract, task, task', 'with a time it waits no more');
select * from finish();
rollback;
