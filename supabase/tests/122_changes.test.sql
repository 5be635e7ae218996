-- A client changes, gives up, or asks to be called.
begin;
select plan(49);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

create function pg_temp.move(label text, technician text, at timestamptz) returns jsonb language sql as $$
  select public.reschedule_booking(tests.token(label), tests.id(technician), at) $$;
create function pg_temp.cancel(label text, unit text default null) returns text language sql as $$
  select public.cancel_booking(tests.token(label), 'away', tests.id(unit)) ->> 'status' $$;
create function pg_temp.task(label text) returns public.technician_tasks language sql as $$
  select t from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id join public.technician_tasks t on t.id = v.task_id
  where y.contract_id = tests.id(label) order by v.created_at desc, v.state = 'scheduled' desc limit 1 $$;
create function pg_temp.mails(kind text) returns bigint language sql as $$ select count(*) from public.messages m where m.kind = mails.kind $$;

insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', null);
select tests.technician('Tess One', '{lifts,lift_chairs}'), tests.technician('Luis Two', '{lifts}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('chair', 'ada', 'lift_chair', '1 Elm St', '2026-06-21'),
  tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');

-- Nothing booked yet
select is(pg_temp.move('stairs', 'Tess One', '2026-06-03 13:00+00') ->> 'status', 'not_booked', 'what is not booked is not moved');
select is(pg_temp.cancel('stairs'), 'not_booked', 'nor given up');
select is(tests.book('stairs', 'Tess One', '2026-06-03 13:00+00', array[tests.id('chair')]) ->> 'status', 'booked', 'a stop for two');
select is(tests.book('bobs', 'Tess One', '2026-06-04 13:00+00') ->> 'status', 'booked', 'another client');
select is((select kind from public.office_activities where customer_id = tests.id('bob')), 'missing_address', 'a booking that could not be confirmed by mail is the office''s to tell');

-- Moving the stop
select is(public.open_slots(tests.token('chair')) ->> 'status', 'booked', 'times to move to are offered');
select ok(public.open_slots(tests.token('chair'), '2026-06-03', 1, 500) -> 'slots' @> jsonb_build_array(jsonb_build_object('starts_at', '2026-06-03T13:15:00+00:00'::timestamptz, 'technician_id', tests.id('Tess One'))),
  'also over the stop''s own time');
select is(pg_temp.move('chair', 'Tess One', '2026-06-04 13:00+00') ->> 'status', 'slot_taken', 'not onto somebody else');
select is(pg_temp.move('chair', 'Luis Two', '2026-06-03 13:00+00') ->> 'status', 'slot_taken', 'nor to a technician who lacks a skill of the stop');
select is(pg_temp.move('chair', 'Tess One', '9999-01-01') ->> 'status', 'rejected', 'nor to the end of time');
select is((pg_temp.task('stairs')).revision, 0, 'nothing moved so far');
select is(pg_temp.move('chair', 'Tess One', '2026-06-03 13:15+00') -> 'appointment' ->> 'starts_at', '2026-06-03T13:15:00+00:00', 'the whole stop moves from either link');
select is((pg_temp.task('stairs')).during, tstzrange('2026-06-03 13:15+00', '2026-06-03 15:00+00'), 'with its length');
select is((pg_temp.task('stairs')).revision, 1, 'as a new revision');
select is((select dedupe_key from public.messages where kind = 'appointment_changed'), 'appointment_changed:' || (pg_temp.task('stairs')).id || ':1:ada@example.com', 'told once per revision');
select is(pg_temp.move('stairs', 'Tess One', '2026-06-03 13:15+00') ->> 'status', 'booked', 'the same move again is done already');
select is(pg_temp.mails('appointment_changed'), 1::bigint, 'and mails nobody');

-- One unit of it
select is(pg_temp.cancel('stairs', 'bobs'), 'not_booked', 'a stranger''s unit is not in the stop');
select is(pg_temp.cancel('stairs', 'chair'), 'cancelled', 'one unit is given up');
select is((pg_temp.task('stairs')).during, tstzrange('2026-06-03 13:15+00', '2026-06-03 14:15+00'), 'the stop is shorter by its minutes');
select is((select array_agg(l.unit_price) from public.invoice_lines l join public.invoices i on i.id = l.invoice_id where i.customer_id = tests.id('ada')), array[189.00], 'its line left the draft');
select is(public.booking_page(tests.token('chair')) ->> 'status', 'open', 'its link books again');
select is(public.booking_page(tests.token('stairs')) -> 'appointment' -> 'units' -> 0 ->> 'kind', 'Stair lift', 'the other is still booked');

-- Both sides of the cut-off: 24 hours before 9:15 on June 3
select tests.freeze_clock('2026-06-02 13:15:00.001+00');
select is(pg_temp.cancel('stairs'), 'too_late', 'after the cut-off the client calls');
select is(pg_temp.move('stairs', 'Tess One', '2026-06-05 13:00+00') ->> 'status', 'too_late', 'also to move');
select is((public.booking_page(tests.token('stairs')) -> 'appointment' ->> 'can_change')::boolean, false, 'and the page says so');
select tests.freeze_clock('2026-06-02 13:15+00');
select is((public.booking_page(tests.token('stairs')) -> 'appointment' ->> 'can_change')::boolean, true, 'at the cut-off it is not too late');
select is(pg_temp.cancel('stairs'), 'cancelled', 'the whole stop is given up');
select is((pg_temp.task('stairs')).state, 'cancelled', 'its task');
select is((select array_agg(w.state) from public.work_orders w where w.customer_id = tests.id('ada')), array['cancelled'], 'its work order');
select is((select array_agg(v.state) from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id in (tests.id('stairs'), tests.id('chair'))), array['cancelled', 'cancelled'], 'its visits');
select is((select array_agg(i.state) from public.invoices i where i.customer_id = tests.id('ada')), array['void'], 'and its draft');
select is((select (payload ->> 'revision', payload -> 'units' -> 0 ->> 'kind')::text from public.messages where kind = 'appointment_cancelled'), format('(%s,"Stair lift")', (pg_temp.task('stairs')).revision), 'the mail carries the final revision');
select is(pg_temp.cancel('stairs'), 'not_booked', 'giving up twice is once');
select is(tests.book('stairs', 'Tess One', '2026-06-03 13:15+00') ->> 'status', 'booked', 'the same link books the same time again');
select ok(not exists (select from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id
  where v.state = 'scheduled' and (not t.blocking or upper(t.during) - lower(t.during) < make_interval(mins => v.minutes))), 'every visit to come has its time');

-- Please call me
select is(public.request_callback(tests.token('chair'), '  ') ->> 'reason', 'phone', 'a call needs a number');
select is(public.request_callback(tests.token('chair'), '1', repeat('x', 501)) ->> 'reason', 'preferred_times', 'and short wishes');
select is(public.request_callback(tests.token('chair'), '1', null, repeat('x', 2001)) - 'status', '{"reason": "notes", "most": 2000}', 'and short notes');
select is(public.request_callback(tests.token('chair'), '905-555-0111', 'mornings', 'knock') ->> 'status', 'received', 'a call is asked for');
select is((select details::text from public.office_activities where kind = 'callback' and state = 'open'), '{"note": "knock", "phone": "905-555-0111", "preferred_times": "mornings"}', 'and the office sees it');
select is(tests.book('chair', 'Tess One', '2026-06-05 13:00+00') ->> 'status', 'booked', 'booking after all');
select is((select (state, outcome)::text from public.office_activities where kind = 'callback'), '(done,booked)', 'settles the call');

-- What was tried
select is((select jsonb_object_agg(a.action || ' ' || a.status, a.tries) from (select action, status, count(*) as tries from public.booking_attempts group by 1, 2) a),
  '{"confirm booked": 4, "reschedule not_booked": 1, "reschedule slot_taken": 2, "reschedule rejected": 1, "reschedule booked": 2, "reschedule too_late": 1,
    "cancel not_booked": 3, "cancel cancelled": 2, "cancel too_late": 1, "callback rejected": 3, "callback received": 1}', 'every attempt is on record with what came of it');
select is((select (technician_id, starts_at)::text from public.booking_attempts where action = 'reschedule' and status = 'too_late'),
  (tests.id('Tess One'), '2026-06-05 13:00+00'::timestamptz)::text, 'and with what was wished for');

-- Past its due date no reminder follows a cancellation
create function pg_temp.calls_after(as_of timestamptz) returns bigint language plpgsql as $$
begin
  perform private.call_the_overdue(array(select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id('bobs')), as_of);
  return (select count(*) from public.office_activities a where a.kind = 'rebook' and a.contract_id = tests.id('bobs'));
end;
$$;
savepoint overdue;
select is(pg_temp.calls_after('2026-06-21 03:59+00'), 0::bigint, 'on the due day itself nobody needs to call');
select is(pg_temp.calls_after('2026-06-21 04:00+00'), 1::bigint, 'from the day after somebody does');
rollback to overdue;

-- Paused and expired
update public.units set condition = 'out_of_service' where id = tests.id('bobs');
select is(public.booking_page(tests.token('bobs')) ->> 'status', 'booked', 'what is booked stays visible');
select is((select pg_temp.cancel('bobs') || public.booking_page(tests.token('bobs')) ::text), 'cancelled' || jsonb_build_object('status', 'paused')::text, 'then a unit out of service is paused');

select * from finish();
rollback;
