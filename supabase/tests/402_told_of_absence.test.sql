-- We cannot come: whom a leave or a leaving tells of it by mail, when that is withdrawn, and what the office does.
begin;
select plan(56);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

insert into public.customers (id, name, email, phone, street, city, province, postal_code) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('bob'), 'Bob Example', null, '905-555-0112', '9 Oak Ave', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('cy'), 'Cy Example', 'cy@example.com', '905-555-0113', '12 Fir Rd', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('dee'), 'Dee Example', 'dee@example.com', '905-555-0114', '14 Ash Row', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('eve'), 'Eve Example', 'eve@example.com', '905-555-0115', '160 Yew Lane', 'Brampton', 'ON', 'L6Y 0A1');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('second', 'ada', 'stairlift', '1 Elm St', '2026-06-21'),
  tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20'), tests.unit('cys', 'cy', 'stairlift', '12 Fir Rd', '2026-06-20'),
  tests.unit('dees', 'dee', 'stairlift', '14 Ash Row', '2026-06-20'), tests.unit('eves', 'eve', 'stairlift', '160 Yew Lane', '2026-06-20');
select tests.book('stairs', 'Tess One', '2026-06-04 13:00+00', array[tests.id('second')]),
  tests.book('bobs', 'Tess One', '2026-06-05 13:00+00'), tests.book('cys', 'Tess One', '2026-06-05 15:00+00'),
  tests.book('dees', 'Tess One', '2026-06-05 17:00+00'), tests.book('eves', 'Tess One', '2026-06-03 13:00+00');
insert into public.suppressions (address, reason) values ('cy@example.com', 'hard_bounce');
select tests.known_as_deceased('dee', '2026-05-30');
update public.messages set state = 'superseded' where state = 'queued';

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
create function pg_temp.away(from_at text, to_at text, dry boolean default false, name text default 'Tess One') returns jsonb language sql as $$
  select pg_temp.as_office(format('place_time_off(%L, %L, %L, null, %L)', tests.id(name), from_at, to_at, dry)) $$;
create function pg_temp.back(name text default 'Tess One') returns text language sql as $$
  select string_agg(pg_temp.as_office(format('take_back_time_off(%L)', t.id)) ->> 'status', ' ') from public.technician_tasks t
  where t.technician_id = tests.id(name) and t.task_type = 'time_off' and t.blocking $$;
create function pg_temp.taken_back() returns jsonb language sql as $$
  select pg_temp.as_office(format('take_back_time_off(%L)', t.id)) from public.technician_tasks t
  where t.technician_id = tests.id('Tess One') and t.task_type = 'time_off' and t.blocking order by lower(t.during) limit 1 $$;
create function pg_temp.told(answer jsonb) returns text language sql as $$
  select string_agg(split_part(a ->> 'customer', ' ', 1) || ' ' || (a ->> 'told'), ', ' order by a ->> 'customer') from jsonb_array_elements(answer -> 'put_aside') a $$;
create function pg_temp.mails(customer text default null) returns text language sql as $$
  select string_agg(concat_ws(' ', m.recipient, m.payload ->> 'reason', jsonb_array_length(m.payload -> 'items')), ', ' order by m.recipient, m.created_at)
  from public.messages m where m.state = 'queued' and m.kind = 'rebook' and (customer is null or m.customer_id = tests.id(customer)) $$;
create function pg_temp.leaves() returns text language plpgsql as $$
begin
  perform private.supersede_messages(array(select m.id from public.messages m where m.state = 'queued'));
  return pg_temp.mails();
end;
$$;
create function pg_temp.task(label text) returns uuid language sql as $$
  select v.task_id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id
  where y.contract_id = tests.id(label) and y.closed_at is null and private.is_unsettled(v.state) $$;
create function pg_temp.place(label text) returns text language sql as $$
  select concat_ws(' ', t.state, h.name, to_char(lower(t.during) at time zone 'UTC', 'MM-DD HH24:MI'), (select string_agg(distinct v.state, ',') from public.maintenance_visits v where v.task_id = t.id))
  from public.technician_tasks t join public.technicians h on h.id = t.technician_id where t.id = pg_temp.task(label) $$;
create function pg_temp.move(label text, name text, at text) returns text language sql as $$
  select pg_temp.as_office(format('move_task(%L, %L, %L, true)', pg_temp.task(label), tests.id(name), at)) ->> 'status' $$;
create function pg_temp.waits(label text) returns bigint language sql as $$
  select count(*) from public.office_activities a where a.kind = 'needs_rescheduling' and a.state = 'open' and a.task_id = pg_temp.task(label) $$;
create function pg_temp.page(label text) returns text language sql as $$ select public.booking_page(tests.token(label)) ->> 'needs_new_time' $$;

-- A leave
create temp table tried as select pg_temp.away('2026-06-04 04:00+00', '2026-06-06 04:00+00', true) as a;
select is(pg_temp.told(a), 'Ada mail, Bob call, Cy call, Dee nobody', 'the page tells who learns of it how: by mail, who has an address that mail may go to') from tried;
select is(pg_temp.mails(), null, 'what was only tried mails nobody');
select is(pg_temp.told(pg_temp.away('2026-06-04 04:00+00', '2026-06-06 04:00+00')), (select pg_temp.told(a) from tried), 'so it is done');
select is(pg_temp.mails(), 'ada@example.com away 2', 'one mail for both units of the stop; none to whom nothing may be sent, none under the name of who has died');
select is((select (m.payload #>> '{visit,starts_at}')::timestamptz from public.messages m where m.kind = 'rebook'), '2026-06-04 13:00+00'::timestamptz, 'it names the time');
select ok((select (m.payload #>> '{visit,revision}')::integer = t.revision and jsonb_array_length(m.payload #> '{visit,units}') = 2 from public.messages m join public.technician_tasks t on t.id = m.task_id where m.kind = 'rebook'),
  'and the entry in a calendar that it takes out, units included');
select is((select m.task_id from public.messages m where m.kind = 'rebook'), pg_temp.task('stairs'), 'and is about the stop');
select ok((select m.next_attempt_at between clock_timestamp() + interval '4 minutes' and clock_timestamp() + interval '5 minutes' from public.messages m where m.kind = 'rebook'),
  'it is held for five minutes');
select is((select count(*) from public.messages m where m.state = 'queued' and m.kind <> 'rebook'), 0::bigint, 'nothing else is sent');
select is(pg_temp.waits('stairs'), 1::bigint, 'the office has the stop on its list');
select is(pg_temp.page('stairs'), 'true', 'the link says the same');
select is(pg_temp.leaves(), 'ada@example.com away 2', 'as long as it is so, the mail goes');

-- Taken back
select is(pg_temp.back(), 'taken_back', 'the leave is taken back');
select is(pg_temp.leaves(), null, 'nobody is told then');
select is(pg_temp.waits('stairs'), 0::bigint, 'the stop needs no other time');
select is(pg_temp.page('stairs'), 'false', 'and its link asks for none');
select is(pg_temp.place('stairs'), 'scheduled Tess One 06-04 13:00 scheduled', 'it is where it was, its visits too');

-- Taken back when some were told already
savepoint told;
select pg_temp.away('2026-06-04 04:00+00', '2026-06-06 04:00+00');
select tests.as_function('lease_messages', $$ update public.messages set state = 'sending', attempts = 1, lease_id = gen_random_uuid(), lease_until = now() + interval '3 minutes', provider = 'p' where state = 'queued' and kind = 'rebook' $$);
select pg_temp.as_office(format('log_call(%L, ''no_answer'')', a.id)) from public.office_activities a where a.kind = 'needs_rescheduling' and a.state = 'open' and a.task_id = pg_temp.task('bobs');
select is(pg_temp.taken_back(), '{"back": 2, "status": "taken_back", "waits": 2}', 'two are where they were, two are not');
select is(pg_temp.waits('stairs') || ' ' || pg_temp.waits('bobs') || ' ' || pg_temp.waits('cys'), '1 1 0', 'who has read of it, or was called, chooses another time; who knows nothing keeps theirs');
rollback to told;
select pg_temp.away('2026-06-04 04:00+00', '2026-06-06 04:00+00');
select is(pg_temp.move('bobs', 'Luis Two', '2026-06-05 13:00+00'), 'moved', 'what was given to somebody else meanwhile');
select is(pg_temp.taken_back(), '{"back": 3, "status": "taken_back", "waits": 0}', 'does not wait');
select is(pg_temp.place('bobs'), 'scheduled Luis Two 06-05 13:00 scheduled', 'and stays there');
rollback to told;
select tests.freeze_clock('2026-06-05 14:00+00');
select is(pg_temp.away('2026-06-05 04:00+00', '2026-06-06 04:00+00') ->> 'status', 'placed', 'a leave that has begun');
select is(pg_temp.taken_back(), '{"back": 2, "status": "ended", "waits": 1}', 'and is ended: what is over by then needs another time');
rollback to told;

-- Away again, after the stop got a time
select is(pg_temp.move('stairs', 'Tess One', '2026-06-09 13:00+00'), 'moved', 'it gets one');
select pg_temp.away('2026-06-09 04:00+00', '2026-06-10 04:00+00');
select is(pg_temp.mails(), 'ada@example.com away 2', 'which falls through as well: that is another mail');
select is(pg_temp.move('stairs', 'Luis Two', '2026-06-09 13:00+00'), 'moved', 'somebody else comes instead');
select is(pg_temp.leaves(), null, 'the mail is withdrawn');
select is((select string_agg(m.kind, ', ') from public.messages m where m.state = 'queued' and m.task_id = pg_temp.task('stairs')), 'appointment_changed', 'the client hears of that only');
select is(pg_temp.waits('stairs'), 0::bigint, 'and nothing is left to do');

-- Booked anew
select pg_temp.away('2026-06-09 04:00+00', '2026-06-10 04:00+00', name => 'Luis Two');
select is(pg_temp.leaves(), 'ada@example.com away 2', 'that one cannot come either');
create temp table old_stop as select pg_temp.task('stairs') as id;
select is(tests.book('stairs', 'Tess One', '2026-06-11 13:00+00', array[tests.id('second')]) ->> 'status', 'booked', 'the client chooses another time by the link');
select is(pg_temp.leaves(), null, 'a mail that still waits is withdrawn');
select is((select count(*) from public.office_activities a where a.kind = 'needs_rescheduling' and a.state = 'open' and a.task_id = (select id from old_stop)), 0::bigint, 'and the office has nothing to do');

-- One of two units booked
select pg_temp.away('2026-06-11 04:00+00', '2026-06-12 04:00+00');
select is(tests.book('second', 'Luis Two', '2026-06-12 13:00+00') ->> 'status', 'booked', 'one of two units is booked');
select is((select jsonb_array_length(private.message_facts(m) -> 'items') from public.messages m where m.state = 'queued' and m.kind = 'rebook'), 1, 'the mail is about the other');
select is(pg_temp.leaves(), 'ada@example.com away 2', 'and goes');
update public.messages set state = 'superseded' where state = 'queued';

-- What is over, and what is no maintenance
select is(pg_temp.told(pg_temp.away('2026-06-03 04:00+00', '2026-06-04 04:00+00', true)), 'Eve mail', 'who is yet to be visited is told');
select tests.freeze_clock('2026-06-03 15:00+00');
select is(pg_temp.told(pg_temp.away('2026-06-03 04:00+00', '2026-06-04 04:00+00', true)), 'Eve call', 'of a time that is over nobody is told that we cannot come');
insert into public.technician_tasks (id, technician_id, task_type, customer_id, during)
values (tests.id('repair'), tests.id('Luis Two'), 'repair', tests.id('eve'), '[2026-06-16 13:00+00, 2026-06-16 14:00+00)');
select is(pg_temp.told(pg_temp.away('2026-06-16 04:00+00', '2026-06-17 04:00+00', true, 'Luis Two')), 'Eve call', 'a repair has no link: its client is called');

-- The setting
select is(pg_temp.move('eves', 'Tess One', '2026-06-18 13:00+00'), 'moved', 'a visit in June');
select is(pg_temp.told(pg_temp.away('2026-06-18 04:00+00', '2026-06-19 04:00+00', true)), 'Eve mail', 'its client would be mailed');
update public.company_settings set tell_clients_on_absence = false;
select is(pg_temp.told(pg_temp.away('2026-06-18 04:00+00', '2026-06-19 04:00+00')), 'Eve call', 'where the settings say that nobody is, the office calls');
select is(pg_temp.mails(), null, 'and no mail waits');
select is(pg_temp.waits('eves'), 1::bigint, 'with the stop on its list');
update public.company_settings set tell_clients_on_absence = true;

-- Leaving, and back
select is(pg_temp.move('eves', 'Luis Two', '2026-06-22 13:00+00'), 'moved', 'another technician has it');
update public.messages set state = 'superseded' where state = 'queued';
select pg_temp.as_office(format('deactivate_technician(%L)', tests.id('Luis Two')));
select is(pg_temp.leaves(), 'ada@example.com away 1, eve@example.com away 1', 'who leaves has clients too: they are told');
select pg_temp.as_office(format('reactivate_technician(%L)', tests.id('Luis Two')));
select is(pg_temp.leaves(), null, 'unless it was a mistake');
-- A unit that was taken off, one that is not there any more, and who is unsubscribed
select tests.book('stairs', 'Tess One', '2026-06-24 13:00+00', array[tests.id('second')]);
select public.cancel_booking(tests.token('second'), '', tests.id('second'));
select pg_temp.away('2026-06-24 04:00+00', '2026-06-25 04:00+00');
select is((select jsonb_array_length(m.payload -> 'items') from public.messages m where m.state = 'queued' and m.payload ->> 'reason' = 'away'), 1, 'of a unit that its client took off the stop nothing is said');
select is(pg_temp.move('eves', 'Luis Two', '2026-06-23 13:00+00'), 'moved', 'a visit is booked');
select public.report_change(tests.token('eves'), 'gone');
select is(pg_temp.told(pg_temp.away('2026-06-23 04:00+00', '2026-06-24 04:00+00', false, 'Luis Two')), 'Eve call', 'who told us that it is gone is called');
select is(pg_temp.mails('eve'), null, 'and not asked for another time');
select public.withdraw_change(tests.token('eves'));
select pg_temp.back('Luis Two');
select pg_temp.move('eves', 'Luis Two', '2026-06-23 13:00+00');
insert into public.suppressions (address, reason) values ('eve@example.com', 'unsubscribed');
select is(pg_temp.told(pg_temp.away('2026-06-23 04:00+00', '2026-06-24 04:00+00', false, 'Luis Two')) || coalesce(pg_temp.mails('eve'), ' no mail'), 'Eve call no mail', 'who wants no mail that they did not ask for is called');
-- Cancelled by the office before the mail goes
select is(pg_temp.as_office(format('set_task_state(%L, ''cancelled'')', pg_temp.task('stairs'))) ->> 'status', 'set', 'the office cancels a stop that was put aside');
select is(pg_temp.mails('ada'), 'ada@example.com company_cancelled 1', 'one mail tells it, in place of the other');
select pg_temp.back();
select pg_temp.leaves();
select is(pg_temp.mails('ada'), 'ada@example.com company_cancelled 1', 'which goes, wherever the technician is');
select * from finish();
rollback;
