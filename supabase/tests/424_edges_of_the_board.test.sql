-- What the board shows in rarer cases, what changes its stamp, and the edges of where work could go and of taking back.
begin;
select plan(38);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone, street, city, province, postal_code, latitude, longitude) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1', 43.7, -79.7),
  (tests.id('bob'), 'Bob Example', 'bob@example.com', '905-555-0112', '9 Oak Ave', 'Brampton', 'ON', 'L6Y 0A1', 43.7, -79.7),
  (tests.id('cy'), 'Cy Example', 'cy@example.com', '905-555-0113', '12 Fir Rd', 'Brampton', 'ON', 'L6Y 0A1', 43.7, -79.7);
select tests.technician('Tess One', '{lifts,lift_chairs}'), tests.technician('Luis Two', '{lifts,lift_chairs}'), tests.technician('Ina Gone', '{lifts}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('chair', 'ada', 'lift_chair', '1 Elm St', '2026-06-21'),
  tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20'), tests.unit('cys', 'cy', 'stairlift', '12 Fir Rd', '2026-06-20'), tests.unit('other', 'cy', 'lift_chair', '12 Fir Rd', '2026-06-21');
insert into public.holidays (on_day, name) values ('2026-06-05', 'Founder''s Day');
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
create function pg_temp.card(task_id uuid, day date default '2026-06-04') returns jsonb language sql as $$
  select c from jsonb_array_elements(pg_temp.as_office(format('board(%L)', day)) -> 'tasks') c where c ->> 'task_id' = task_id::text $$;
create function pg_temp.waiting() returns text language sql as $$
  select string_agg(concat_ws(' ', w ->> 'what', w ->> 'task_type', case when (w ->> 'urgent')::boolean then 'urgent' end), ', ' order by w ->> 'what', w ->> 'task_type')
  from jsonb_array_elements(pg_temp.as_office('board(''2026-06-04'')') -> 'waiting') w $$;
create function pg_temp.move(id uuid, name text, at text, override boolean default false) returns jsonb language sql as $$
  select pg_temp.as_office(format('move_task(%L, %L, %L, %L)', id, tests.id(name), at, override)) $$;
create function pg_temp.undo(answer jsonb) returns text language sql as $$
  select coalesce(u ->> 'reason', u ->> 'status') from pg_temp.as_office(format('undo_deed(%L)', answer #>> '{undo,deed_id}')) u $$;
create function pg_temp.stamp() returns text language sql as $$ select pg_temp.as_office('board_stamp(''2026-06-04'', 1)') ->> 'stamp' $$;
-- Whether the stamp is another once something was done.
create function pg_temp.restamped(deed text) returns boolean language plpgsql as $$
declare
  v_before text := pg_temp.stamp();
begin
  execute deed;
  return pg_temp.stamp() <> v_before;
end;
$$;

select tests.book('stairs', 'Tess One', '2026-06-04 13:00+00', array[tests.id('chair')]), tests.book('cys', 'Luis Two', '2026-06-04 13:00+00');

-- Cards
select public.cancel_booking(tests.token('chair'), null, tests.id('chair'));
select is(jsonb_path_query_array(pg_temp.card(pg_temp.task('stairs')), '$.units[*].kind'), '["Stair lift"]', 'a unit that was taken off a visit is not on its card');
insert into public.technician_tasks (id, technician_id, task_type, during) values (tests.id('last'), tests.id('Ina Gone'), 'delivery', '[2026-05-29 13:00+00, 2026-05-29 14:00+00)');
select pg_temp.as_office(format('set_task_state(%L, %L)', tests.id('last'), 'completed'));
update public.technicians set active = false where id = tests.id('Ina Gone');
select is((select (t ->> 'active') from jsonb_array_elements(pg_temp.as_office('board(''2026-05-29'')') -> 'technicians') t where t ->> 'name' = 'Ina Gone'), 'false', 'who has left is on the board of days on which they worked');

-- What changes the stamp
select ok(pg_temp.restamped($$ update public.technician_hours set ends = '17:00' where technician_id = tests.id('Luis Two') $$), 'other hours change the stamp');
update public.technician_hours set ends = '16:00' where technician_id = tests.id('Luis Two');
select ok(pg_temp.restamped($$ update public.units set condition = 'out_of_service' where id = tests.id('stairs') $$), 'so does a unit''s condition');
update public.units set condition = 'in_service' where id = tests.id('stairs');
select ok(pg_temp.restamped($$ insert into public.holidays (on_day, name) values ('2026-06-04', 'A day off') $$), 'and a holiday');
delete from public.holidays where on_day = '2026-06-04';
savepoint under_way;
select tests.freeze_clock('2026-06-04 12:40+00');
select pg_temp.as_office(format('set_task_state(%L, %L)', pg_temp.task('cys'), 'en_route'));
select ok(pg_temp.restamped(format('select pg_temp.as_office(%L)', format('running_late(%L, 45)', pg_temp.task('cys')))), 'and that a client was told of a delay');
select ok(pg_temp.restamped($$ select tests.freeze_clock('2026-06-04 14:00:01+00') $$), 'and time alone, where nobody said what became of work');
rollback to under_way;

-- A repair
create function pg_temp.repair() returns uuid language sql as $$ select w.id from public.work_orders w where w.kind = 'repair' $$;
create function pg_temp.agreed() returns text language sql as $$ select private.approve_repair(pg_temp.repair(), 'Ada', 'phone', private.order_total(pg_temp.repair())) ->> 'status' $$;
select pg_temp.as_office(format('open_repair(%L, %L, true)', tests.id('chair'), 'It does not rise'));
select throws_ok($$ select pg_temp.as_office(format('board_places(%L, %L)', 'repair', pg_temp.repair())) $$, 'PT404', null, 'what nobody agreed to has no places');
select is(pg_temp.agreed(), 'approved', 'the client wants a repair');
select is(pg_temp.waiting(), 'repair repair urgent', 'which is urgent where nobody is to use the unit');
select pg_temp.as_office(format('reopen_quote(%L, %L)', pg_temp.repair(), 'A motor as well'));
select is(pg_temp.agreed(), 'approved', 'and wants it again, once its quote was opened again');
select is(pg_temp.waiting(), 'repair repair urgent', 'it waits once');
savepoint repair;
select private.close_activity(a.id, 'will ring') from public.office_activities a where a.kind = 'repair_follow_up' and a.state = 'open';
select ok(pg_temp.restamped($$ select private.cancel_repair(pg_temp.repair(), 'has another') $$), 'one that is given up changes the stamp, also where nobody follows it up');
rollback to repair;
select pg_temp.as_office(format('schedule_repair(%L, %L, %L)', pg_temp.repair(), tests.id('Tess One'), '2026-06-09 13:00+00'));
select pg_temp.as_office(format('set_task_state(%L, %L)', (private.task_of_repair(pg_temp.repair())).id, 'needs_rescheduling'));
select is(pg_temp.waiting(), 'repair repair urgent', 'put aside it waits as the repair that it is, and not twice');
update public.technician_tasks set during = tstzrange(lower(during), lower(during) + interval '3 hours') where work_order_id = pg_temp.repair();
select is(pg_temp.as_office(format('repair_slots(%L)', pg_temp.repair())) ->> 'minutes', '180', 'and takes as long as it was given');
select pg_temp.as_office(format('move_task(%L, %L, %L)', t.id, tests.id('Tess One'), '2026-06-09 13:00+00')) from public.technician_tasks t where t.work_order_id = pg_temp.repair();

-- A call
select public.request_callback(tests.token('bobs'), '905-555-0999');
select is(pg_temp.waiting(), 'contract maintenance', 'who asks to be called waits');
select private.close_activity(a.id, 'rang') from public.office_activities a where a.kind = 'callback' and a.state = 'open';
select is(pg_temp.waiting(), null, 'until that was dealt with');

-- Where work could go
create function pg_temp.answer(id uuid, name text, at timestamptz) returns text language sql as $$
  select a ->> 'answer' from jsonb_array_elements(pg_temp.as_office(format('board_places(%L, %L, %L, 1)', 'task', id, private.company_day(at))) -> 'technicians') t,
    jsonb_array_elements(t -> 'days') d, jsonb_array_elements(d -> 'answers') a
  where t ->> 'technician_id' = tests.id(name)::text and at between (a ->> 'from')::timestamptz and (a ->> 'to')::timestamptz $$;
update public.company_settings set staff_horizon_days = 29, booking_horizon_days = least(booking_horizon_days, 29);
select is(pg_temp.answer(pg_temp.task('cys'), 'Luis Two', '2026-06-30 12:00+00') || ' ' || pg_temp.answer(pg_temp.task('cys'), 'Luis Two', '2026-07-02 12:00+00'), 'drive horizon', 'the last day that the office books is one of them');
insert into public.technician_tasks (id, technician_id, task_type, during) values
  (tests.id('night'), tests.id('Tess One'), 'other', '[2026-06-03 05:00+00, 2026-06-03 05:30+00)'), (tests.id('long'), tests.id('Luis Two'), 'other', '[2026-06-10 12:00+00, 2026-06-10 20:00+00)');
select is(pg_temp.answer(tests.id('long'), 'Tess One', '2026-06-03 00:00+00') || ' ' || (pg_temp.move(tests.id('long'), 'Tess One', '2026-06-03 00:00+00', true) ->> 'reason'), 'overlap overlap', 'what reaches beyond midnight meets what is there');
delete from public.technician_tasks where id in (tests.id('night'), tests.id('long'));
savepoint ice;
update public.equipment_categories set outdoor = true where code = 'stairlift';
select pg_temp.as_office(format('close_day(%L, outdoor_only => true, reason => %L, dry_run => false)', '2026-06-10', 'an ice storm'));
select is(array(select private.objections_to('maintenance', private.needs_of_task(t), tests.id('Luis Two'), tstzrange(at, at + interval '1 hour'), private.clock(), t.id) @> '{closed}' from unnest(array['2026-06-09 19:30+00', '2026-06-10 19:30+00', '2026-06-11 19:30+00']::timestamptz[]) at),
  '{f,t,f}', 'neither the day before nor the day after a closed one is closed') from public.technician_tasks t where t.id = pg_temp.task('cys');
rollback to ice;
select is(pg_temp.move(pg_temp.task('cys'), name, '2026-06-05 14:00+00') #>> '{nearest,technician_name}', split_part(name, ' ', 1), 'the nearest place is rather with the same technician: ' || name)
from unnest(array['Luis Two', 'Tess One']) name;
select pg_temp.as_office(format('create_task(%L, 60, null, null, %L)', 'delivery', jsonb_build_object('customer_id', tests.id('bob'))));
select ok(exists (select from private.work_openings(private.work_to_place('task', t.id), '2026-06-01', 1, private.clock())), 'what is no visit needs no notice') from public.technician_tasks t where t.task_type = 'delivery' and t.state = 'unassigned';
insert into public.technician_tasks (technician_id, task_type, during, latitude, longitude) values
  (tests.id('Tess One'), 'delivery', '[2026-06-03 13:00+00, 2026-06-03 13:30+00)', 44, -79.7), (tests.id('Tess One'), 'delivery', '[2026-06-03 17:00+00, 2026-06-03 17:30+00)', 44, -79.7);
select ok((select bool_and((d #>> '{best,travel_minutes}')::integer = (select min((a ->> 'travel_minutes')::integer) from jsonb_array_elements(d -> 'answers') a))
  from jsonb_array_elements(pg_temp.as_office(format('board_places(%L, %L, %L, 7)', 'task', pg_temp.task('cys'), '2026-06-01')) -> 'technicians') t, jsonb_array_elements(t -> 'days') d where d -> 'best' <> 'null'),
  'the best of a day is the one that adds the least drive');
select tests.as_function('erase_customer', format('update public.customers set erased_on = %L where id = %L', '2026-06-01', tests.id('bob')));
select is(pg_temp.as_office(format('create_task(%L, 60, null, null, %L)', 'delivery', jsonb_build_object('customer_id', tests.id('bob')))) ->> 'reason', 'customer_id', 'nothing is made for who was erased');

-- Taken back
update public.messages set state = 'superseded' where state = 'queued';
select ok(not pg_temp.move(pg_temp.task('cys'), 'Luis Two', '2026-06-04 13:00+00') ? 'undo', 'what is put where it is leaves nothing to take back');
insert into public.messages (kind, recipient, customer_id, dedupe_key, payload) values ('invoice', 'cy@example.com', tests.id('cy'), 'another', '{}');
create temp table moved as select pg_temp.move(pg_temp.task('cys'), 'Luis Two', '2026-06-04 15:00+00') as a;
select is((select m.next_attempt_at <= clock_timestamp() from public.messages m where m.dedupe_key = 'another'), true, 'another mail to the same client goes at its time');
savepoint moved;
select tests.as_function('lease_messages', $$ update public.messages set state = 'sending', attempts = 1, lease_id = gen_random_uuid(), lease_until = now() + interval '3 minutes', provider = 'p' where kind = 'appointment_changed' and state = 'queued' $$);
select tests.as_function('settle_message', $$ update public.messages set state = 'queued', lease_id = null, lease_until = null where kind = 'appointment_changed' and state = 'sending' $$);
select is(pg_temp.undo(a), 'over', 'a mail that was tried once may have arrived') from moved;
rollback to moved;
update public.messages set state = 'dead' where kind = 'appointment_changed' and state = 'queued';
select is(pg_temp.undo(a), 'over', 'one that somebody decided about is theirs') from moved;
rollback to moved;
select is(pg_temp.undo(a), 'undone', 'else it is taken back') from moved;
select is((select m.state from public.messages m where m.dedupe_key = 'another'), 'queued', 'and the other mail still goes');
select public.request_callback(tests.token('other'), '905-555-0111');
create temp table booked as select pg_temp.as_office(format('book_for_client(%L, %L, %L)', tests.id('other'), tests.id('Luis Two'), '2026-06-09 13:00+00')) as a;
select private.raise_activity('callback', a.subject_key, '{}', a.customer_id, a.contract_id, a.cycle_id) from public.office_activities a where a.kind = 'callback' and a.customer_id = tests.id('cy');
select is(pg_temp.undo(a), 'undone', 'a booking is taken back though its client asked for a call once more') from booked;
select is((select count(*) from public.office_activities a where a.kind = 'callback' and a.state = 'open' and a.customer_id = tests.id('cy')), 1::bigint, 'of which there is one');
insert into public.technician_tasks (id, technician_id, task_type, during) values (tests.id('early'), tests.id('Tess One'), 'other', '[2026-06-08 11:00+00, 2026-06-08 11:30+00)');
select is((pg_temp.as_office(format('swap_tasks(%L, %L)', one, other)) ->> 'task_id')::uuid, pg_temp.task('cys'), 'a swap says which of the two cannot, in either order')
from (values (tests.id('early'), pg_temp.task('cys')), (pg_temp.task('cys'), tests.id('early'))) s (one, other);

-- Paid
select tests.freeze_clock('2026-06-09 14:30+00');
select private.complete_repair(pg_temp.repair(), jsonb_build_object('version', 1, 'report_id', tests.id('report'), 'checklist', '[]'::jsonb, 'signature', '{"name": "Ada", "role": "client", "method": "typed"}'::jsonb), 'office', private.clock());
create temp table unpaid as select (private.task_of_repair(pg_temp.repair())).id as task_id, pg_temp.as_office('board_stamp(''2026-06-09'', 1)') ->> 'stamp' as stamp;
select is(pg_temp.card(task_id, '2026-06-09') ->> 'badge', 'done_unpaid', 'what is done and owed says so') from unpaid;
select private.record_payment(i.id, s.balance, 'card', gen_random_uuid(), null, private.clock()) from public.invoices i join private.invoice_sums s on s.invoice_id = i.id where i.work_order_id = pg_temp.repair();
select is(pg_temp.card(task_id, '2026-06-09') ->> 'badge', 'done', 'until it is paid') from unpaid;
select isnt(pg_temp.as_office('board_stamp(''2026-06-09'', 1)') ->> 'stamp', stamp, 'which changes the stamp') from unpaid;
select * from finish();
rollback;
