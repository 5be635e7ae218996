-- Taken back: what the office did on the board stands as before, and nobody is told of what is not so.
begin;
select plan(104);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone, street, city, province, postal_code) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('bob'), 'Bob Example', null, '905-555-0112', '9 Oak Ave', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('cy'), 'Cy Example', 'cy@example.com', '905-555-0113', '12 Fir Rd', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('dee'), 'Dee Example', 'dee@example.com', '905-555-0114', '14 Ash Row', 'Brampton', 'ON', 'L6Y 0A1');
select tests.technician('Tess One', '{lifts,lift_chairs}'), tests.technician('Luis Two', '{lifts}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20'),
  tests.unit('cys', 'cy', 'stairlift', '12 Fir Rd', '2026-06-20'), tests.unit('dees', 'dee', 'stairlift', '14 Ash Row', '2026-06-20');

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
  select v.task_id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id
  where y.contract_id = tests.id(label) order by private.is_unsettled(v.state) desc, v.created_at desc limit 1 $$;
create function pg_temp.move(label text, name text, at text, override boolean default false) returns jsonb language sql as $$
  select pg_temp.as_office(format('move_task(%L, %L, %L, %L)', pg_temp.task(label), tests.id(name), at, override)) $$;
create function pg_temp.deed(answer jsonb) returns uuid language sql as $$ select (answer #>> '{undo,deed_id}')::uuid $$;
create function pg_temp.undo(answer jsonb) returns text language sql as $$
  select coalesce(u ->> 'reason', u ->> 'status') from pg_temp.as_office(format('undo_deed(%L)', pg_temp.deed(answer))) u $$;
create function pg_temp.place(label text) returns text language sql as $$
  select concat_ws(' ', t.state, h.name, to_char(lower(t.during) at time zone 'UTC', 'MM-DD HH24:MI'), (
    select string_agg(v.state, ',') from public.maintenance_visits v where v.task_id = t.id))
  from public.technician_tasks t left join public.technicians h on h.id = t.technician_id where t.id = pg_temp.task(label) $$;
-- What the sender would send now of all that waits, and what waits longer.
create function pg_temp.due() returns text language plpgsql as $$
begin
  perform private.supersede_messages(array(select m.id from public.messages m where m.state = 'queued' and m.next_attempt_at <= clock_timestamp()));
  return (select string_agg(m.kind || ' ' || split_part(m.recipient, '@', 1), ', ' order by m.kind, m.recipient)
    from public.messages m where m.state = 'queued' and m.next_attempt_at <= clock_timestamp());
end;
$$;
create function pg_temp.waits() returns text language sql as $$
  select string_agg(m.kind || ' ' || split_part(m.recipient, '@', 1), ', ' order by m.kind, m.recipient) from public.messages m
  where m.state = 'queued' and m.next_attempt_at between clock_timestamp() + interval '4 minutes' and clock_timestamp() + interval '5 minutes' $$;
create function pg_temp.all_sent() returns void language sql as $$
  update public.messages set state = 'superseded' where state = 'queued' $$;
create function pg_temp.open_work(label text) returns text language sql as $$
  select string_agg(a.kind, ',' order by a.kind) from public.office_activities a where a.state = 'open' and a.customer_id = tests.id(label) $$;

select tests.book('stairs', 'Tess One', '2026-06-04 13:00+00'), tests.book('bobs', 'Tess One', '2026-06-05 13:00+00'), tests.book('cys', 'Luis Two', '2026-06-04 13:00+00');
-- Who may
create temp table moved as select pg_temp.move('cys', 'Luis Two', '2026-06-04 15:00+00') as a;
grant select on moved to public;
select tests.act_as_anon();
select throws_ok($$ select public.undo_deed((select (a #>> '{undo,deed_id}')::uuid from moved)) $$, '42501', null, 'a stranger takes nothing back');
select tests.act_as_staff('technician');
select throws_ok($$ select public.undo_deed((select (a #>> '{undo,deed_id}')::uuid from moved)) $$, '42501', null, 'nor does a technician');
select throws_ok($$ select * from private.deeds $$, '42501', null, 'who does not see what the office did either');
select tests.act_as_owner();
select throws_ok($$ select pg_temp.as_office(format('undo_deed(%L)', tests.id('nobody'))) $$, 'PT404', null, 'what nobody did is not taken back');
select is(pg_temp.undo(a), 'undone', 'the office takes back what it did') from moved;
select is(pg_temp.undo(a), 'undone', 'once') from moved;
select is((select count(*) from private.deeds d where d.undone_at is not null and d.undone_by is not null), 1::bigint, 'and who did it is on record');
select pg_temp.all_sent();

-- A confirmation that waits when the office moves the visit
update public.messages set state = 'superseded' where state = 'queued';
insert into public.messages (kind, recipient, customer_id, task_id, dedupe_key, payload, created_at)
  select 'confirmation', 'ada@example.com', tests.id('ada'), pg_temp.task('stairs'), 'confirmation anew', private.stop_facts(pg_temp.task('stairs')), private.clock() - interval '1 minute';
select is(pg_temp.due(), 'confirmation ada', 'before it is moved its confirmation would go');
create temp table first as select pg_temp.move('stairs', 'Luis Two', '2026-06-05 13:00+00') as a;
select is(a ->> 'status', 'moved', 'the office moves a visit') from first;
select is((a #>> '{undo,until}')::timestamptz, '2026-06-01 12:05+00'::timestamptz, 'and has five minutes to take that back') from first;
select is(pg_temp.due(), null, 'nobody is told yet');
select is(pg_temp.waits(), 'appointment_changed ada, confirmation ada', 'the new time waits five minutes, and so does the confirmation of the old one');
select is(pg_temp.undo(a), 'undone', 'it is taken back') from first;
select is(pg_temp.place('stairs'), 'scheduled Tess One 06-04 13:00 scheduled', 'the visit is where it was');
select is(pg_temp.due(), 'confirmation ada', 'the confirmation goes, as it says what is so');
select is(pg_temp.waits(), null, 'and nothing of the move');

-- The same where somebody looked in between
create temp table looked as select pg_temp.move('stairs', 'Luis Two', '2026-06-05 13:00+00') as a;
select private.withdraw_mails(tests.id('ada'));
select is((select m.state from public.messages m where m.dedupe_key = 'confirmation anew'), 'superseded', 'meanwhile it was not so, and somebody took it out');
select is(pg_temp.undo(a), 'undone', 'taken back') from looked;
select is(pg_temp.due(), 'confirmation ada', 'it is decided anew');
select pg_temp.all_sent();

-- A change that the client made, and that waits
select is(public.reschedule_booking(tests.token('stairs'), tests.id('Tess One'), '2026-06-04 15:00+00') ->> 'status', 'booked', 'the client moves it');
select is(pg_temp.due(), 'appointment_changed ada', 'and is told at once, as by every move of their own');
create temp table one as select pg_temp.move('stairs', 'Tess One', '2026-06-04 17:00+00') as a;
create temp table two as select pg_temp.move('stairs', 'Luis Two', '2026-06-04 17:00+00') as a;
select is(pg_temp.undo(a), 'changed', 'what was done before the last is not taken back') from one;
select is(pg_temp.undo(a), 'undone', 'the last is') from two;
select is(pg_temp.place('stairs'), 'scheduled Tess One 06-04 17:00 scheduled', 'that leaves the one before it');
select is((select count(*) from public.messages m where m.state = 'queued' and private.superseded_because(m) is null), 1::bigint, 'of three mails one is so');
select is((select (m.payload ->> 'starts_at')::timestamptz from public.messages m where m.state = 'queued' and private.superseded_because(m) is null), '2026-06-04 17:00+00'::timestamptz, 'that of the first move');
select is(pg_temp.undo(a), 'undone', 'then the one before it') from one;
select is(pg_temp.due(), 'appointment_changed ada', 'and the client''s own change is told after all');
select is((select (m.payload ->> 'starts_at')::timestamptz from public.messages m where m.state = 'queued' and m.kind = 'appointment_changed'), '2026-06-04 15:00+00'::timestamptz, 'as it stands');
select pg_temp.all_sent();

-- Too late
create temp table late as select pg_temp.move('stairs', 'Luis Two', '2026-06-05 13:00+00') as a;
savepoint late;
select tests.freeze_clock('2026-06-01 12:05:00.001+00');
select is(pg_temp.undo(a), 'over', 'after five minutes it is over') from late;
select tests.freeze_clock('2026-06-01 12:05+00');
select is(pg_temp.undo(a), 'undone', 'at five minutes it is not') from late;
rollback to late;
select tests.as_function('lease_messages', $$ update public.messages set state = 'sending', attempts = 1, lease_id = gen_random_uuid(), lease_until = now() + interval '3 minutes', provider = 'p' where state = 'queued' $$);
select is(pg_temp.undo(a), 'over', 'nor once a sender has the mail') from late;
select is(pg_temp.place('stairs'), 'scheduled Luis Two 06-05 13:00 scheduled', 'the client is told of what is so');
rollback to late;
select is(public.reschedule_booking(tests.token('stairs'), tests.id('Tess One'), '2026-06-08 13:00+00') ->> 'status', 'booked', 'the client moves it meanwhile');
select is(pg_temp.undo(a), 'changed', 'then the client has the last word') from late;
rollback to late;
select pg_temp.as_office(format('set_task_state(%L, %L)', pg_temp.task('stairs'), 'en_route'));
select is(pg_temp.undo(a), 'changed', 'nor while somebody is on the way') from late;
select is((select string_agg(m.kind, ',') from public.messages m where m.state = 'queued' and private.superseded_because(m) is null), 'appointment_changed', 'whose client is told all the same');
select pg_temp.as_office(format('set_task_state(%L, %L)', pg_temp.task('stairs'), 'scheduled'));
select pg_temp.move('stairs', 'Luis Two', '2026-06-05 15:00+00');
select pg_temp.as_office(format('set_task_state(%L, %L)', pg_temp.task('stairs'), 'en_route'));
select is((select string_agg(m.payload ->> 'starts_at', ',') from public.messages m where m.state = 'queued' and private.superseded_because(m) is null), '2026-06-05T15:00:00+00:00', 'of the last of its times only');
rollback to late;
insert into public.technician_tasks (technician_id, task_type, during) values (tests.id('Tess One'), 'other', '[2026-06-04 15:30+00, 2026-06-04 16:00+00)');
select is(pg_temp.undo(a), 'overlap', 'nor when its place went to something else') from late;
select is(pg_temp.place('stairs'), 'scheduled Luis Two 06-05 13:00 scheduled', 'it stays then');
select is(pg_temp.waits(), 'appointment_changed ada', 'and is told');
rollback to late;
select private.park_tasks(array[pg_temp.task('bobs')], 'x');
update public.technicians set active = false where id = tests.id('Tess One');
select is(pg_temp.undo(a), 'technician', 'nor to somebody who has left') from late;
rollback to late;
select private.settle_stop(pg_temp.task('stairs'), private.clock());
select is(pg_temp.undo(a), 'undone', 'else it is taken back') from late;
select is(pg_temp.place('stairs'), 'scheduled Tess One 06-04 15:00 scheduled', 'exactly');
select pg_temp.all_sent();

-- A stop that was put aside
select pg_temp.as_office(format('place_time_off(%L, %L, %L)', tests.id('Tess One'), '2026-06-04 04:00+00', '2026-06-05 04:00+00'));
select private.end_task(t, 'cancelled') from public.technician_tasks t where t.task_type = 'time_off';
update public.messages m set next_attempt_at = clock_timestamp() where m.state = 'queued';
insert into public.technician_tasks (id, technician_id, task_type, during) values (tests.id('off'), tests.id('Tess One'), 'time_off', '[2026-06-04 04:00+00, 2026-06-05 04:00+00)');
select is(pg_temp.due(), 'rebook ada', 'a stop that was put aside, whose client is asked to choose another time');
create temp table aside as select a.id from public.office_activities a where a.kind = 'needs_rescheduling' and a.state = 'open' and a.customer_id = tests.id('ada');
create temp table again as select pg_temp.move('stairs', 'Luis Two', '2026-06-05 13:00+00') as a;
select is(pg_temp.due(), null, 'as it gets a time, nobody is asked');
select is((select state from public.office_activities where id = (select id from aside)), 'done', 'and it is off the work list');
select is(pg_temp.undo(a), 'undone', 'taken back') from again;
select is(pg_temp.place('stairs'), 'needs_rescheduling Tess One 06-04 15:00 needs_rescheduling', 'it waits as before, its visit too');
select is((select state || ' ' || (details ->> 'reason') from public.office_activities where id = (select id from aside)), 'open technician away', 'the same work is open again');
select is((select count(*) from public.office_activities a where a.kind = 'needs_rescheduling' and a.customer_id = tests.id('ada')), 1::bigint, 'not another');
select is(pg_temp.due(), 'rebook ada', 'and the client is asked after all');
select set_eq('select pg_temp.move(''stairs'', ''Luis Two'', ''2026-06-05 13:00+00'') ->> ''status''', array['moved'], 'it gets its time');
select pg_temp.all_sent();

-- Whom no mail reaches
select pg_temp.all_sent();
create temp table calls as select pg_temp.move('bobs', 'Tess One', '2026-06-05 15:00+00') as a;
select is(pg_temp.open_work('bob'), 'call_client,missing_address', 'whoever has no address is called');
select is(pg_temp.undo(a), 'undone', 'taken back') from calls;
select is(pg_temp.open_work('bob'), 'missing_address', 'there is nothing to call about');
select pg_temp.move('bobs', 'Tess One', '2026-06-05 15:00+00');
create temp table calls_again as select pg_temp.move('bobs', 'Tess One', '2026-06-05 17:00+00') as a;
select is((select (a.details ->> 'starts_at')::timestamptz from public.office_activities a where a.kind = 'call_client' and a.state = 'open'), '2026-06-05 17:00+00'::timestamptz, 'a call that waits is about the newest time');
select is(pg_temp.undo(a), 'undone', 'taken back') from calls_again;
select is((select (a.details ->> 'starts_at')::timestamptz from public.office_activities a where a.kind = 'call_client' and a.state = 'open'), '2026-06-05 15:00+00'::timestamptz, 'it is about the one before again');

-- Two that were swapped
create temp table swapped as select pg_temp.as_office(format('swap_tasks(%L, %L)', pg_temp.task('cys'), pg_temp.task('bobs'))) as a;
select is((a ->> 'status', pg_temp.place('cys'), pg_temp.place('bobs'))::text, '(moved,"scheduled Tess One 06-05 15:00 scheduled","scheduled Luis Two 06-04 13:00 scheduled")', 'two visits are swapped') from swapped;
select is(pg_temp.undo(a), 'undone', 'taken back') from swapped;
select is((pg_temp.place('cys'), pg_temp.place('bobs'))::text, '("scheduled Luis Two 06-04 13:00 scheduled","scheduled Tess One 06-05 15:00 scheduled")', 'both are where they were');
select is(pg_temp.as_office(format('swap_tasks(%L, %L, false, 0)', pg_temp.task('cys'), pg_temp.task('bobs'))) ->> 'reason', 'changed', 'nor are they swapped from a page that showed them otherwise');
insert into public.technician_tasks (id, technician_id, task_type, during) values (tests.id('early'), tests.id('Tess One'), 'other', '[2026-06-05 11:00+00, 2026-06-05 11:30+00)');
select is(pg_temp.as_office(format('swap_tasks(%L, %L)', tests.id('early'), pg_temp.task('cys'))) - 'objection', jsonb_build_object('status', 'refused', 'reason', 'hours', 'task_id', pg_temp.task('cys')), 'a swap that does not work says for which of them');
delete from public.technician_tasks where id = tests.id('early');
select pg_temp.all_sent();

-- A booking
select public.request_callback(tests.token('dees'), '905-555-0114', 'mornings', 'knock');
create temp table called as select a.id from public.office_activities a where a.kind = 'callback';
create temp table booked as select pg_temp.as_office(format('book_for_client(%L, %L, %L)', tests.id('dees'), tests.id('Luis Two'), '2026-06-09 13:00+00')) as a;
select is(a ->> 'status', 'booked', 'who asked to be called is booked') from booked;
select is(pg_temp.waits(), 'confirmation dee', 'the confirmation waits');
select ok(not pg_temp.as_office(format('book_for_client(%L, %L, %L)', tests.id('dees'), tests.id('Luis Two'), '2026-06-09 13:00+00')) ? 'undo', 'the same once more does nothing that could be taken back');
select is(pg_temp.undo(a), 'undone', 'taken back') from booked;
select is(pg_temp.place('dees'), 'cancelled Luis Two 06-09 13:00 cancelled', 'the visit is off the calendar');
select is((select state || ' ' || (details ->> 'note') from public.office_activities where id = (select id from called)), 'open knock', 'the call waits again, as it was asked for');
select is(public.booking_page(tests.token('dees')) ->> 'status', 'open', 'and the link books');
select is((select string_agg(i.state, ',') from public.invoices i where i.customer_id = tests.id('dee')), 'void', 'nothing is charged');
select is(pg_temp.due() is null and pg_temp.waits() is null, true, 'and nobody is told');
select is(pg_temp.as_office(format('book_for_client(%L, %L, %L)', tests.id('dees'), tests.id('Luis Two'), '2026-06-09 13:00+00')) ->> 'status', 'booked', 'it can be booked once more');
select pg_temp.as_office(format('set_task_state(%L, %L)', pg_temp.task('dees'), 'needs_rescheduling'));
create temp table rebooked as select pg_temp.as_office(format('book_for_client(%L, %L, %L)', tests.id('dees'), tests.id('Luis Two'), '2026-06-10 13:00+00')) as a;
select is(pg_temp.undo(a), 'undone', 'a booking that took the place of a stop which waited') from rebooked;
select is(pg_temp.place('dees'), 'needs_rescheduling Luis Two 06-10 13:00 needs_rescheduling', 'waits in its stead');
select is((select string_agg(a.task_id::text, ',') from public.office_activities a where a.kind = 'needs_rescheduling' and a.state = 'open' and a.customer_id = tests.id('dee')), pg_temp.task('dees')::text, 'on the work list as well, once');
select pg_temp.all_sent();

-- Work that was made
create temp table made as select pg_temp.as_office(format('create_task(%L, 60, %L, %L, %L)', 'delivery', tests.id('Luis Two'), '2026-06-08 15:00+00', jsonb_build_object('customer_id', tests.id('ada')))) as a;
select is(a ->> 'status', 'created', 'a delivery is made') from made;
select is(pg_temp.undo(a), 'undone', 'and taken back') from made;
select is((select t.state from public.technician_tasks t where t.id = (a ->> 'task_id')::uuid), 'cancelled', 'it does not take place') from made;

-- A repair
create function pg_temp.repair() returns uuid language sql as $$ select id from public.work_orders where kind = 'repair' $$;
insert into public.work_orders (kind, customer_id, intake_source, state, unit_id) values ('repair', tests.id('ada'), 'office', 'quoted', tests.id('stairs'));
insert into public.work_order_lines (work_order_id, position, kind, description, quantity, unit_price) values (pg_temp.repair(), 1, 'labour', 'Labour', 1, 95);
select private.approve_repair(pg_temp.repair(), 'Ada', 'phone', 95);
create temp table follows as select a.id, a.details from public.office_activities a where a.kind = 'repair_follow_up' and a.state = 'open';
create temp table scheduled as select pg_temp.as_office(format('schedule_repair(%L, %L, %L)', pg_temp.repair(), tests.id('Luis Two'), '2026-06-08 15:00+00')) as a;
select is((a ->> 'status', (select state from public.work_orders where id = pg_temp.repair()))::text, '(scheduled,scheduled)', 'a repair gets its time') from scheduled;
select is(pg_temp.undo(a), 'undone', 'taken back') from scheduled;
select is((select state from public.work_orders where id = pg_temp.repair()), 'approved', 'it waits for one');
select is((select (a.state, a.details)::text from public.office_activities a where a.id = (select id from follows)), (select ('open', details)::text from follows), 'and is followed up as before');
select is((select count(*) from public.office_activities a where a.kind = 'repair_follow_up'), 1::bigint, 'once');
select is(pg_temp.as_office(format('schedule_repair(%L, %L, %L)', pg_temp.repair(), tests.id('Luis Two'), '2026-06-08 15:00+00')) ->> 'status', 'scheduled', 'it gets one later');

-- Reminded once
select pg_temp.all_sent();
select private.tell_client('appointment_reminder', pg_temp.task('cys'), private.stop_facts(pg_temp.task('cys')));
create temp table reminded as select pg_temp.move('cys', 'Luis Two', '2026-06-04 17:00+00') as a;
select ok(not private.was_reminded(t), 'another time has its own reminder') from public.technician_tasks t where t.id = pg_temp.task('cys');
select is(pg_temp.undo(a), 'undone', 'taken back') from reminded;
select ok(private.was_reminded(t), 'the old one has had it') from public.technician_tasks t where t.id = pg_temp.task('cys');
select is(pg_temp.due(), 'appointment_reminder cy', 'and that goes');

-- A phone that saw it before
create function pg_temp.moved_since(revision integer) returns boolean language sql as $$
  select private.has_moved_since(t.id, t.revision, moved_since.revision) from public.technician_tasks t where t.id = pg_temp.task('cys') $$;
create temp table seen as select t.revision from public.technician_tasks t where t.id = pg_temp.task('cys');
create temp table moved_meanwhile as select pg_temp.move('cys', 'Luis Two', '2026-06-04 18:00+00') as a;
select ok(pg_temp.moved_since(revision), 'a phone that saw the old time is told that it is another') from seen;
select is(pg_temp.undo(a), 'undone', 'taken back') from moved_meanwhile;
select ok(not pg_temp.moved_since(revision), 'it is as the phone saw it') from seen;
select ok(pg_temp.moved_since(revision + 1), 'not for one that looked in between') from seen;

-- Guarded
select throws_ok($$ insert into private.deeds (what, settled, raised, told, sent, held) values ('move', '{}', '{}', '{}', '{}', '{}') $$, 'MT002', null, 'nobody writes down what the office did');
select throws_ok($$ update private.deeds set undone_at = null $$, 'MT002', null, 'nor takes it back by hand');
select throws_ok($$ update private.deed_tasks set revision_undone = 0 $$, 'MT002', null, 'nor what became of it');
select throws_ok($$ insert into private.deed_tasks select * from private.deed_tasks $$, 'MT002', null, 'nor what stood before');
select throws_ok($$ delete from private.deeds $$, 'MT002', null, 'nor forgets it');
select throws_ok($$ delete from private.deed_tasks $$, 'MT002', null, 'nor a part of it');
select throws_ok($$ truncate private.deeds cascade $$, 'MT002', null, 'nor all of it');
select tests.freeze_clock('2026-07-02 11:59+00');
select private.keep_house();
select isnt((select count(*) from private.deeds), 0::bigint, 'it is kept for 31 days');
select tests.freeze_clock('2026-07-02 12:01+00');
select private.keep_house();
select is((select count(*) from private.deeds) + (select count(*) from private.deed_tasks), 0::bigint, 'and goes then');
set constraints all immediate;
select pass('all of it holds at commit');
select * from finish();
rollback;
