-- Days closed for outdoor units, winters, closed days, the horizon, addresses and arrival windows are the same for visits, repairs
-- and deliveries; and a repair that was put aside waits as the repair that it is.
begin;
select plan(61);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone, street, city, province, postal_code, latitude, longitude) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1', 43.7, -79.7);
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
select tests.unit('porch', 'ada', 'porch_lift', '1 Elm St', '2026-06-20'), tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20');
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
create function pg_temp.say(answer jsonb) returns text language sql as $$ select concat_ws(' ', answer ->> 'status', answer ->> 'reason') $$;
create function pg_temp.repair(label text) returns uuid language sql as $$ select w.id from public.work_orders w where w.kind = 'repair' and w.unit_id = tests.id(label) $$;
create function pg_temp.open(label text) returns text language plpgsql as $$
begin
  perform pg_temp.as_office(format('open_repair(%L, %L, false)', tests.id(label), 'The gate sticks'));
  return private.approve_repair(pg_temp.repair(label), 'Ada', 'phone', private.order_total(pg_temp.repair(label))) ->> 'status';
end;
$$;
create function pg_temp.close(more text) returns text language sql as $$
  select pg_temp.say(pg_temp.as_office(format('close_day(''2026-06-04'', reason => ''an ice storm'', dry_run => false%s)', more))) $$;
-- On which days a search has times.
create function pg_temp.days(answer jsonb) returns text language sql as $$
  select string_agg(to_char((d ->> 'date')::date, 'DD'), ' ' order by d ->> 'date') from jsonb_array_elements(answer -> 'days') d where (d ->> 'times')::integer > 0 $$;
create function pg_temp.slots(label text, day date default '2026-06-03', days integer default 3) returns jsonb language sql as $$
  select pg_temp.as_office(format('repair_slots(%L, %L, %s, 50)', pg_temp.repair(label), day, days)) $$;
create function pg_temp.schedule(label text, at text, overriding boolean default false) returns jsonb language sql as $$
  select pg_temp.as_office(format('schedule_repair(%L, %L, %L, %L)', pg_temp.repair(label), tests.id('Luis Two'), at, overriding)) $$;
create function pg_temp.make(kind text, label text, name text, at text, more jsonb default '{}') returns jsonb language sql as $$
  select pg_temp.as_office(format('create_task(%L, 60, %L, %L, %L)', kind, tests.id(name), at, jsonb_build_object('unit_id', tests.id(label)) || more)) $$;
create function pg_temp.answer(what text, id uuid, at timestamptz) returns text language sql as $$
  select a ->> 'answer' || coalesce(' ' || (a ->> 'why'), '')
  from jsonb_array_elements(pg_temp.as_office(format('board_places(%L, %L, %L, 1)', what, id, private.company_day(at))) -> 'technicians') t,
    jsonb_array_elements(t -> 'days') d, jsonb_array_elements(d -> 'answers') a
  where t ->> 'technician_id' = tests.id('Luis Two')::text and at between (a ->> 'from')::timestamptz and (a ->> 'to')::timestamptz $$;
create function pg_temp.best(what text, id uuid, day date) returns boolean language sql as $$
  select bool_or(private.company_day((b ->> 'starts_at')::timestamptz) = best.day)
  from jsonb_array_elements(pg_temp.as_office(format('board_places(%L, %L, %L, 1)', what, id, day)) -> 'best') b $$;
create function pg_temp.waits() returns jsonb language sql as $$
  select jsonb_agg(w order by w ->> 'task_type') from jsonb_array_elements(pg_temp.as_office('board(''2026-06-04'')') -> 'waiting') w $$;

select is(pg_temp.open('porch') || pg_temp.open('stairs'), 'approvedapproved', 'a repair of a unit that stands outside, and one of a unit that does not');

-- A day closed for outdoor units
savepoint day;
select is(pg_temp.days(pg_temp.slots('porch')), '03 04 05', 'a repair has times on every day');
select ok(pg_temp.best('repair', pg_temp.repair('porch'), '2026-06-04'), 'and its best place may be on that day');
select is(pg_temp.close(', outdoor_only => true'), 'closed', 'that day is closed for outdoor units');
select is(pg_temp.days(pg_temp.slots('porch')), '03 05', 'then there are none that day');
select is(pg_temp.days(pg_temp.slots('stairs')), '03 04 05', 'but for a unit indoors');
select is(pg_temp.answer('repair', pg_temp.repair('porch'), '2026-06-04 15:00+00'), 'closed an ice storm', 'the board says so of every place');
select is(pg_temp.answer('repair', pg_temp.repair('stairs'), '2026-06-04 15:00+00'), 'fits', 'where it is so');
select is(pg_temp.best('repair', pg_temp.repair('porch'), '2026-06-04'), false, 'none of its best places is on that day');
select is((a ->> 'status', a ->> 'reason', a -> 'objection' ->> 'why', (a -> 'nearest' ->> 'starts_at')::date)::text, '(refused,closed,"an ice storm",2026-06-05)', 'put there it is refused, and offered the next day')
from pg_temp.schedule('porch', '2026-06-04 19:00+00') a;
select is((a ->> 'status', a -> 'warnings')::text, '(scheduled,"[""closed""]")', 'unless the office knows better') from pg_temp.schedule('porch', '2026-06-04 15:00+00', true) a;
select is(pg_temp.say(pg_temp.schedule('stairs', '2026-06-04 18:00+00')), 'scheduled', 'a repair indoors is put there');
select is(pg_temp.say(a), 'refused closed', 'a ' || kind || ' at such a unit is refused as well') from unnest(array['delivery', 'assessment', 'repair']) kind cross join lateral pg_temp.make(kind, 'porch', 'Luis Two', '2026-06-04 14:00+00') a;
select is(pg_temp.say(pg_temp.make('delivery', 'stairs', 'Tess One', '2026-06-04 14:00+00')), 'created', 'not indoors');
create temp table delivery as select (pg_temp.make('delivery', 'porch', 'Tess One', '2026-06-05 14:00+00') ->> 'task_id')::uuid as id;
select is(pg_temp.say(pg_temp.as_office(format('move_task(%L, %L, %L)', id, tests.id('Tess One'), '2026-06-04 17:00+00'))), 'refused closed', 'nor is one moved there') from delivery;
select is(pg_temp.answer('task', id, '2026-06-04 17:00+00'), 'closed an ice storm', 'as the board says') from delivery;
select is((select (private.needs_of_task(t)).exposure from public.technician_tasks t where t.work_order_id = pg_temp.repair('porch')), (private.needs_of_repair(pg_temp.repair('porch'))).exposure, 'a repair takes the same whether it has a time or not');
rollback to day;
select is(pg_temp.say(pg_temp.make('delivery', 'porch', 'Tess One', '2026-06-04 14:00+00')) || ' ' || pg_temp.say(pg_temp.make('delivery', 'stairs', 'Luis Two', '2026-06-04 14:00+00')), 'created created', 'two deliveries');
select is(pg_temp.close(', outdoor_only => true'), 'closed', 'the day is closed for outdoor units');
select results_eq($$ select g.code, t.state from public.technician_tasks t join public.units u on u.id = t.unit_id join public.equipment_categories g on g.id = u.category_id order by 1 $$,
  $$ values ('porch_lift', 'needs_rescheduling'), ('stairlift', 'scheduled') $$, 'the one outside is put aside');
select is(jsonb_path_query_array(pg_temp.waits(), '$[*] ? (@.task_type == "delivery").units[*]'), '["Porch lift (vertical platform)"]', 'and waits with its unit');
rollback to day;

-- A closed day
select is(pg_temp.close(''), 'closed', 'a day is closed for everybody');
select is(pg_temp.say(pg_temp.make(kind, 'stairs', 'Luis Two', '2026-06-04 14:00+00', '{"override": true}')), 'refused overlap', 'nobody is given a ' || kind || ' on it') from unnest(array['repair', 'delivery', 'assessment', 'other']) kind;
select is(pg_temp.say(pg_temp.schedule('stairs', '2026-06-04 14:00+00', true)), 'refused overlap', 'nor the repair');
select is(pg_temp.as_office(format('book_for_client(%L, %L, %L, override => true)', tests.id('stairs'), tests.id('Luis Two'), '2026-06-04 14:00+00')) ->> 'status', 'slot_taken', 'nor a visit');
select is(pg_temp.days(pg_temp.slots('stairs')), '03 05', 'and no repair is offered it');
rollback to day;

-- A winter
update public.equipment_categories set winter_from = '06-03', winter_until = '06-08' where code = 'porch_lift';
select is(pg_temp.days(pg_temp.slots('porch', '2026-06-02', 8)), '02 09', 'a repair has no times in a season in which such units rest');
select is(pg_temp.slots('porch', '2026-06-02', 8) -> 'winter', '{"from_on": "2026-06-03", "again_on": "2026-06-09"}', 'which is said');
select is(pg_temp.slots('stairs') ? 'winter', false, 'only of those');
select is(pg_temp.say(pg_temp.as_office(format('repair_slots(%L, %L)', pg_temp.repair('porch'), 'infinity'))), 'open', 'whatever day is asked for');
select is((pg_temp.say(a), a -> 'objection' ->> 'again_on')::text, '("refused winter",2026-06-09)', 'it is not put there') from pg_temp.schedule('porch', '2026-06-04 15:00+00') a;
select is(pg_temp.say(pg_temp.schedule('porch', '2026-06-04 15:00+00', true)), 'scheduled', 'unless the office says so');
select tests.freeze_clock('2026-06-04 12:00+00');
select is(pg_temp.days(pg_temp.as_office(format('repair_slots(%L)', w.id))), null, 'what has a time is offered none') from public.work_orders w where w.id = pg_temp.repair('porch');
select pg_temp.as_office(format('set_task_state(%L, %L)', (private.task_of_repair(pg_temp.repair('porch'))).id, 'needs_rescheduling'));
select is(pg_temp.as_office(format('repair_slots(%L)', pg_temp.repair('porch'))) -> 'days' -> 0 ->> 'date', '2026-06-09', 'in such a season times are sought from its end on');
rollback to day;

-- The horizon
update public.company_settings set staff_horizon_days = 29, booking_horizon_days = least(booking_horizon_days, 29);
select is(pg_temp.say(pg_temp.schedule('stairs', '2026-07-02 15:00+00')) || ' ' || pg_temp.answer('repair', pg_temp.repair('stairs'), '2026-07-02 15:00+00'), 'refused horizon horizon', 'a repair is not put further ahead than visits are');
rollback to day;

-- Put aside
select is(pg_temp.say(pg_temp.schedule('porch', '2026-06-04 15:00+00')), 'scheduled', 'a repair has a time');
select is(pg_temp.close(', outdoor_only => true'), 'closed', 'that day is closed for what stands outside');
select is((w ->> 'what', w ->> 'id', w ->> 'group', w -> 'units', w ->> 'note', w ->> 'reason', w ->> 'was_at')::text,
  format('(repair,%s,new_time,"[""Porch lift (vertical platform)""]","The gate sticks",closed,2026-06-04T15:00:00+00:00)', pg_temp.repair('porch')), 'it waits as the repair that it is')
from jsonb_array_elements(pg_temp.waits()) w where w ->> 'id' = pg_temp.repair('porch')::text;
select is(pg_temp.best('repair', pg_temp.repair('porch'), '2026-06-04'), false, 'its best places are on other days');
select is((p -> 'put_aside') - 'at', '{"reason": "closed", "why": "an ice storm", "was_at": "2026-06-04T15:00:00+00:00", "technician": "Luis"}', 'its page says why')
from pg_temp.as_office(format('repair_page(%L)', pg_temp.repair('porch'))) p;
select is((r ->> 'about_repair_id', r ->> 'unit_kind', r ->> 'problem')::text, format('(%s,"Porch lift (vertical platform)","The gate sticks")', pg_temp.repair('porch')), 'the work list says of what')
from jsonb_array_elements(pg_temp.as_office('work_list(''needs_rescheduling'')') -> 'rows') r;
select is(pg_temp.say(pg_temp.schedule('porch', '2026-06-05 15:00+00')), 'scheduled', 'it gets another time');
select is(pg_temp.as_office(format('repair_page(%L)', pg_temp.repair('porch'))) -> 'put_aside', 'null', 'and is put aside no more');
rollback to day;

-- An address that is corrected
select is(pg_temp.say(pg_temp.schedule('porch', '2026-06-04 15:00+00')), 'scheduled', 'a repair has a time');
create temp table elsewhere as select (pg_temp.make('delivery', 'porch', 'Tess One', '2026-06-04 15:00+00', '{"address": "4 Lake Rd, Ajax"}') ->> 'task_id')::uuid as id;
create temp table here as select (pg_temp.make('delivery', 'porch', 'Tess One', '2026-06-04 18:00+00') ->> 'task_id')::uuid as id;
create function pg_temp.at(id uuid) returns text language sql as $$ select concat_ws(' ', t.address, t.latitude) from public.technician_tasks t where t.id = at.id $$;
savepoint placed;
update public.units set street = '3 Elm St', latitude = 43.71 where id = tests.id('porch');
select is(pg_temp.at((private.task_of_repair(pg_temp.repair('porch'))).id), '3 Elm St, Brampton, ON L6Y 0A1 43.71', 'it goes where its unit is');
select is(pg_temp.at(id), '3 Elm St, Brampton, ON L6Y 0A1 43.71', 'so does a delivery') from here;
select is(pg_temp.at(id), '4 Lake Rd, Ajax', 'not one that was to go somewhere else') from elsewhere;
select is((select count(*) from public.office_activities a where a.kind = 'address_change'), 0::bigint, 'that is as near, so nobody is asked');
rollback to placed;
update public.units set street = '9 Shore Rd', city = 'Barrie', postal_code = 'L4M 0A1', latitude = 44.9 where id = tests.id('porch');
select is((select string_agg(t.task_type || ' ' || (a.details ->> 'reason') || ' ' || (a.details -> 'objections' ->> 0), ', ' order by t.task_type) from public.office_activities a join public.technician_tasks t on t.id = a.task_id
  where a.kind = 'address_change' and a.state = 'open'), 'delivery time drive, repair time drive', 'where nobody can be there in time, the office is asked');
rollback to placed;
select tests.freeze_clock('2026-06-04 14:50+00');
select pg_temp.as_office(format('set_task_state(%L, %L)', (private.task_of_repair(pg_temp.repair('porch'))).id, 'en_route'));
update public.units set street = '9 Shore Rd', city = 'Barrie', postal_code = 'L4M 0A1', latitude = 44.9 where id = tests.id('porch');
select is((select string_agg(a.details ->> 'reason', ', ') from public.office_activities a join public.technician_tasks t on t.id = a.task_id where a.kind = 'address_change' and t.task_type = 'repair'), 'under_way', 'or somebody is on the way');
rollback to placed;

-- What the client was told
select is((c ->> 'arrive_by')::timestamptz, (c ->> 'starts_at')::timestamptz + interval '30 minutes', 'the board tells until when the client waits for a repair as well')
from jsonb_array_elements(pg_temp.as_office('board(''2026-06-04'')') -> 'tasks') c where c ->> 'task_type' = 'repair';
select is((select s.overview ->> 'arrive_by' is not null from private.stops_told s where s.task_id = t.id), true, 'and so does the phone') from public.technician_tasks t where t.work_order_id = pg_temp.repair('porch');

-- Nobody forgotten
select is((select count(*) from private.broken_waiting_work(private.clock())), 0::bigint, 'work that has its time is asked about by nobody');
select pg_temp.as_office(format('set_task_state(%L, %L)', id, 'needs_rescheduling')) from here;
select is((select count(*) from private.broken_waiting_work(private.clock())), 0::bigint, 'put aside it is on the work list');
select private.close_activity(a.id, 'will ring') from public.office_activities a join here on here.id = a.task_id where a.kind = 'needs_rescheduling';
select is((select count(*) from private.broken_waiting_work(private.clock() + interval '29 days')), 0::bigint, 'where somebody dealt with it there is time');
select is((select f.id from private.broken_waiting_work(private.clock() + interval '31 days') f), (select id::text from here), 'in the end it is found');
select * from finish();
rollback;
