-- Steps that the office makes by hand: work begins, ends, or comes to nothing; what follows, and what nobody may do.
begin;
select plan(57);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

create function pg_temp.step(task uuid, state text) returns text language sql as $$
  select concat_ws(' ', r ->> 'status', r ->> 'reason') from public.set_task_state(task, state) r $$;
create function pg_temp.task(label text) returns public.technician_tasks language sql as $$
  select t from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id join public.technician_tasks t on t.id = v.task_id
  where y.contract_id = tests.id(label) order by v.created_at desc, t.during desc limit 1 $$;
create function pg_temp.visits(label text) returns text language sql as $$
  select string_agg(v.state, ',' order by v.state) from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) $$;
create function pg_temp.mails() returns text language sql as $$
  select string_agg(m.kind || ' ' || coalesce(m.payload ->> 'reason', '-'), ', ' order by m.kind, m.payload ->> 'reason') from public.messages m where m.kind in ('rebook', 'appointment_cancelled') $$;
create function pg_temp.order_of(label text) returns text language sql as $$
  select w.state from public.work_orders w join public.technician_tasks t on t.work_order_id = w.id where t.id = tests.id(label) $$;

insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', 'bob@example.com');
select tests.technician('Tess One', '{lifts,lift_chairs}'), tests.technician('Luis Two', '{lifts}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('chair', 'ada', 'lift_chair', '1 Elm St', '2026-06-21'),
  tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
-- Deliveries of an hour, one a day from June 2 on.
create function pg_temp.delivery(label text, day date, state text default 'scheduled') returns void language sql as $$
  insert into public.work_orders (id, customer_id, intake_source) values (tests.id(label), tests.id('ada'), 'office');
  insert into public.technician_tasks (id, technician_id, task_type, customer_id, work_order_id, during, state)
  values (tests.id(label), tests.id('Luis Two'), 'delivery', tests.id('ada'), tests.id(label), tstzrange(day + time '13:00', day + time '14:00'), state) $$;

-- Work without visits
select pg_temp.delivery('done', '2026-06-02'), pg_temp.delivery('dropped', '2026-06-03'), pg_temp.delivery('nobody', '2026-06-04'), pg_temp.delivery('loose', '2026-06-05');
select is(pg_temp.step(tests.id('done'), 'en_route') || ', ' || pg_temp.step(tests.id('done'), 'in_progress'), 'set, set', 'a delivery begins');
select is((select (actual_started_at, actual_finished_at)::text from public.technician_tasks where id = tests.id('done')), ('2026-06-01 12:00+00'::timestamptz, null::timestamptz)::text, 'when, is on record');
select tests.freeze_clock('2026-06-01 13:00+00');
select is(pg_temp.step(tests.id('done'), 'completed'), 'set', 'and is completed');
select is((select (actual_started_at, actual_finished_at)::text from public.technician_tasks where id = tests.id('done')),
  ('2026-06-01 12:00+00'::timestamptz, '2026-06-01 13:00+00'::timestamptz)::text, 'so is when it ended');
select is(pg_temp.order_of('done'), 'done', 'its work order is done');
select tests.freeze_clock('2026-06-01 14:00+00');
select is(pg_temp.step(tests.id('done'), 'in_progress') || ', ' || pg_temp.step(tests.id('done'), 'completed'), 'set, set', 'there was something left to do');
select is((select (actual_started_at, actual_finished_at)::text from public.technician_tasks where id = tests.id('done')),
  ('2026-06-01 12:00+00'::timestamptz, '2026-06-01 14:00+00'::timestamptz)::text, 'it began when it first began, and ended when it last ended');
select is(pg_temp.step(tests.id('dropped'), 'cancelled') || ' ' || pg_temp.order_of('dropped'), 'set cancelled', 'a delivery that is cancelled cancels its work order');
select is((select actual_finished_at from public.technician_tasks where id = tests.id('dropped')), null, 'and did not end at any time');
select is(pg_temp.step(tests.id('nobody'), 'no_show') || ' ' || pg_temp.order_of('nobody'), 'set open', 'one to which nobody opened is still to be done');
select is(pg_temp.step(tests.id('nobody'), 'needs_rescheduling') || ', ' || pg_temp.step(tests.id('nobody'), 'cancelled'), 'set, set', 'so it is put aside, and given up in the end');
select pg_temp.delivery('done elsewhere', '2026-06-10', 'no_show');
update public.work_orders set state = 'done' where id = tests.id('done elsewhere');
select is(pg_temp.step(tests.id('done elsewhere'), 'needs_rescheduling') || ', ' || pg_temp.step(tests.id('done elsewhere'), 'cancelled') || ' ' || pg_temp.order_of('done elsewhere'),
  'set, set cancelled', 'an order that somebody ended is open again with its work, and ends with it');
select is((select (a.state, a.outcome)::text from public.office_activities a where a.task_id = tests.id('nobody')), '(done,cancelled)', 'which settles what the office was to do about it');
select is(pg_temp.step(tests.id('loose'), 'unassigned'), 'set', 'a delivery may be nobody''s');
select is((select (t.state, t.technician_id, (select count(*) from public.office_activities a where a.task_id = t.id))::text from public.technician_tasks t where t.id = tests.id('loose')),
  '(unassigned,,0)', 'without anybody''s time');

-- Work that goes on is ordered still
select pg_temp.delivery('again', '2026-06-10'), pg_temp.step(tests.id('again'), 'completed');
select is(pg_temp.step(tests.id('again'), 'in_progress') || ' ' || pg_temp.order_of('again'), 'set open', 'the order of work that goes on is open again');
select is((select made_by from public.audit_events where row_id = tests.id('again') and table_name = 'work_orders' order by seq desc limit 1), 'reopen_order', 'in the name of the one function that may');
savepoint again;
select is(pg_temp.step(tests.id('again'), 'completed') || ' ' || pg_temp.order_of('again'), 'set done', 'and done when the work is');
rollback to again;
select is(pg_temp.step(tests.id('again'), 'not_completed') || ' ' || pg_temp.order_of('again'), 'set open', 'if it came to nothing, it is still to be done');
select is(pg_temp.step(tests.id('again'), 'needs_rescheduling') || ', ' || pg_temp.step(tests.id('again'), 'cancelled') || ' ' || pg_temp.order_of('again'), 'set, set cancelled', 'and cancelled with the work');
select pg_temp.delivery('by hand', '2026-06-11', 'no_show');
update public.work_orders set state = 'cancelled' where id = tests.id('by hand');
select pg_temp.step(tests.id('by hand'), 'needs_rescheduling');
select is(pg_temp.order_of('by hand'), 'open', 'one that was cancelled by hand is open again when its work is to come');
select pg_temp.delivery('in Studio', '2026-06-12', 'completed');
update public.work_orders set state = 'done' where id = tests.id('in Studio');
update public.technician_tasks set state = 'in_progress' where id = tests.id('in Studio');
select is(pg_temp.order_of('in Studio'), 'open', 'whoever says that it goes on');
update public.technician_tasks set state = 'completed' where id = tests.id('done');
select is(pg_temp.order_of('done'), 'done', 'what is over stays over when somebody says so once more');

-- What nobody does by hand
select pg_temp.delivery('missed', '2026-06-08', 'no_show');
select is(pg_temp.step(tests.id('missed'), 'scheduled'), 'refused state', 'what came to nothing is not scheduled again as it was');
select is(public.move_task(tests.id('missed'), tests.id('Tess One'), '2026-06-09 13:00+00') - 'status', '{"reason": "state"}', 'nor moved, before it is put aside');
select is(pg_temp.step(tests.id('dropped'), state), 'refused state', 'what is cancelled becomes not ' || state) from unnest(array['scheduled', 'needs_rescheduling', 'unassigned', 'completed']) state;

-- A stop that is taken from its technician
select is(tests.book('stairs', 'Tess One', '2026-06-03 13:00+00', array[tests.id('chair')]) ->> 'status', 'booked', 'a stop for two is booked');
select is(pg_temp.step((pg_temp.task('stairs')).id, 'unassigned'), 'set', 'nobody can go');
select is((pg_temp.task('stairs')).state || ' ' || pg_temp.visits('stairs') || ' ' || pg_temp.visits('chair'), 'unassigned needs_rescheduling needs_rescheduling', 'its visits wait for another time');
select is((select (details ->> 'reason', urgent)::text from public.office_activities where task_id = (pg_temp.task('stairs')).id and state = 'open'), '("nobody has it",t)', 'which is urgent');
select is((select (p ->> 'status', p ->> 'needs_new_time')::text from public.booking_page(tests.token('chair')) p), '(open,true)', 'the client may choose one meanwhile');
select is(public.move_task((pg_temp.task('stairs')).id, tests.id('Luis Two'), '2026-06-03 13:00+00', true) -> 'warnings', '["skill"]', 'the office gives it to somebody');
select is((pg_temp.task('stairs')).state || ' ' || pg_temp.visits('stairs') || ' ' || pg_temp.visits('chair'), 'scheduled scheduled scheduled', 'and its visits are back');

-- A swap says all that was overridden, whichever of the two it was
select pg_temp.delivery('swapped', '2026-06-09');
savepoint swap;
select is(public.swap_tasks(tests.id('swapped'), (pg_temp.task('stairs')).id, true) -> 'warnings', '["skill"]', 'of the second');
rollback to swap;
select is(public.swap_tasks((pg_temp.task('stairs')).id, tests.id('swapped'), true) -> 'warnings', '["skill"]', 'and of the first');
savepoint waits;
select pg_temp.step(tests.id('swapped'), 'needs_rescheduling');
select is(public.swap_tasks((pg_temp.task('stairs')).id, tests.id('swapped'), true) ->> 'reason', 'state', 'nothing is swapped with what waits for a time');
rollback to waits;
rollback to swap;

-- Nobody was home, twice; then it could not be finished; then we cancel
select is(pg_temp.step((pg_temp.task('stairs')).id, 'no_show') || ', ' || pg_temp.mails(), 'set, rebook no_show', 'who was not there is asked to book again');
select is((select y.contract_id from public.messages m join public.maintenance_cycles y on y.id = m.cycle_id where m.kind = 'rebook'), tests.id('stairs'), 'by the link of what is due first');
select is(tests.book('stairs', 'Tess One', '2026-06-10 13:00+00') ->> 'status', 'booked', 'and does');
select is(pg_temp.step((pg_temp.task('stairs')).id, 'no_show') || ', ' || pg_temp.mails(), 'set, rebook no_show', 'who was missed twice in a row is called, not mailed');
select is(tests.book('bobs', 'Tess One', '2026-06-04 13:00+00') ->> 'status', 'booked', 'somebody else books');
select pg_temp.step((pg_temp.task('bobs')).id, 'in_progress');
select is(pg_temp.step((pg_temp.task('bobs')).id, 'not_completed') || ', ' || pg_temp.visits('bobs') || ', ' || pg_temp.mails(), 'set, not_completed, rebook no_show',
  'who was there knows that it could not be finished: no mail');
select is((select details ->> 'reason' from public.office_activities where kind = 'rebook' and contract_id = tests.id('bobs') and state = 'open'), 'not_completed', 'the office calls');
select is(tests.book('chair', 'Tess One', '2026-06-05 13:00+00') ->> 'status', 'booked', 'a third stop');
select is(pg_temp.step((pg_temp.task('chair')).id, 'cancelled') || ', ' || pg_temp.mails(), 'set, appointment_cancelled -, rebook company_cancelled, rebook no_show',
  'what we cancel is cancelled and asked for anew');
select is((select (m.payload ->> 'revision')::integer from public.messages m where m.kind = 'appointment_cancelled'), (pg_temp.task('chair')).revision, 'as the last version of its entry in a calendar');

-- Away while away; away for too long
select public.place_time_off(tests.id('Tess One'), '2026-06-10 04:00+00', '2026-06-11 04:00+00');
select is(public.place_time_off(tests.id('Tess One'), '2026-06-09 16:00+00', '2026-06-10 16:00+00') -> 'moved_to_rescheduling', '[]', 'an absence is nothing that must find another time');
select is((select array_agg(during order by during) from public.technician_tasks where technician_id = tests.id('Tess One') and task_type = 'time_off' and blocking),
  array['[2026-06-09 16:00+00, 2026-06-10 04:00+00)', '[2026-06-10 04:00+00, 2026-06-11 04:00+00)']::tstzrange[], 'a second one fills what is left');
create function pg_temp.away(until timestamptz) returns text language sql as $$
  select coalesce(r ->> 'reason', r ->> 'status') from public.place_time_off(tests.id('Tess One'), '2026-07-01 04:00+00', until) r $$;
select is(array[pg_temp.away('2026-08-01 04:01+00'), pg_temp.away('2026-07-01 04:00+00'), pg_temp.away('infinity'), pg_temp.away('2026-08-01 04:00+00')],
  array['time', 'time', 'time', 'placed'], 'an absence has a length, of 31 days at most');

-- Too long ago, too far ahead
create function pg_temp.books(at timestamptz) returns text language sql as $$
  select coalesce(r ->> 'reason', r ->> 'status') from public.book_for_client(tests.id('bobs'), tests.id('Luis Two'), at, true) r $$;
select is(array[pg_temp.books('2026-05-31 13:59+00'), pg_temp.books('2027-06-01 14:01+00')], array['time', 'time'], 'the office books neither more than a day ago nor more than a year ahead');
savepoint year;
select is(pg_temp.books('2026-05-31 14:00+00'), 'booked', 'yesterday''s visit is written down');
rollback to year;
select is(pg_temp.books('2027-06-01 14:00+00'), 'booked', 'next year''s is booked');

-- Who leaves leaves what is over as it is
select tests.freeze_clock('2026-06-09 13:30+00');
select is(public.deactivate_technician(tests.id('Luis Two')) -> 'moved_to_rescheduling', jsonb_build_array(tests.id('swapped'), (pg_temp.task('bobs')).id), 'work that goes on or comes is put aside');
update public.technicians set active = true where id = tests.id('Luis Two');
select pg_temp.delivery('over', '2026-05-20');
select is(public.deactivate_technician(tests.id('Luis Two')) -> 'moved_to_rescheduling', '[]', 'what is over and has no outcome yet is not');

select * from finish();
rollback;
