-- What the office did on the board is told five minutes later. Who loses their time within these hears of the time that they
-- know, not of one that nobody told them: else they would be at home for it.
begin;
select plan(14);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone, street, city, province, postal_code) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20');
select tests.book('lift', 'Tess One', '2026-06-09 13:00+00');
create function pg_temp.send() returns void language sql as $$
  select private.supersede_messages(array(select m.id from public.messages m where m.state = 'queued'));
  select tests.as_function('lease_messages', $x$ update public.messages set state = 'sending', attempts = 1, lease_id = gen_random_uuid(), lease_until = now(), provider = 'p' where state = 'queued' $x$);
  select tests.as_function('settle_message', $x$ update public.messages set state = 'sent', sent_at = now(), lease_id = null, lease_until = null where state = 'sending' $x$) $$;
create function pg_temp.task() returns public.technician_tasks language sql as $$ select t from public.technician_tasks t where t.task_type = 'maintenance' $$;
create function pg_temp.move(at text) returns text language sql as $$
  select tests.as_office(format('move_task(%L, %L, %L, true)', (pg_temp.task()).id, tests.id('Luis Two'), at)) ->> 'status' $$;
create function pg_temp.sent() returns text language sql as $$
  select string_agg(concat_ws(' ', m.kind, to_char((coalesce(m.payload -> 'visit', m.payload) ->> 'starts_at')::timestamptz at time zone 'America/Toronto', 'FMMM-FMDD FMHH24'),
    to_char((coalesce(m.payload -> 'visit', m.payload) ->> 'arrive_by')::timestamptz at time zone 'America/Toronto', 'FMDD FMHH24:MI'), coalesce(m.payload -> 'visit', m.payload) ->> 'technician_name'), ', ' order by m.created_at, m.kind, m.payload #>> '{visit,starts_at}')
  from public.messages m where m.state = 'sent' and m.kind <> 'confirmation' $$;
create function pg_temp.close(day text) returns text language sql as $$ select tests.as_office(format('close_day(%L, reason => ''an ice storm'', dry_run => false)', day)) ->> 'status' $$;
select pg_temp.send();
select tests.freeze_clock('2026-06-01 12:01+00');

savepoint told;
select is(pg_temp.move('2026-06-11 14:00+00'), 'moved', 'a stop is moved');
select pg_temp.close('2026-06-11');
select pg_temp.send();
select is(pg_temp.sent(), 'rebook 6-9 9 9 9:30 Tess', 'and its new day closed: of the time that its client knows they read that we cannot come');
rollback to told;
select pg_temp.move('2026-06-11 14:00+00');
select tests.as_office(format('place_time_off(%L, ''2026-06-11 04:00+00'', ''2026-06-12 04:00+00'')', tests.id('Luis Two')));
select pg_temp.send();
select is(pg_temp.sent(), 'rebook 6-9 9 9 9:30 Tess', 'so it is where its new technician is away');
rollback to told;
select pg_temp.move('2026-06-11 14:00+00');
select is(tests.as_office(format('set_task_state(%L, ''cancelled'')', (pg_temp.task()).id)) ->> 'status', 'set', 'or the office calls it off');
select pg_temp.send();
select is(pg_temp.sent(), 'appointment_cancelled 6-9 9 9 9:30 Tess, rebook', 'it says of which time');
rollback to told;
select pg_temp.move('2026-06-11 14:00+00');
select is(tests.as_office(format('cancel_contract(%L, ''other'', ''moved away'')', tests.id('lift'))) ->> 'status', 'cancelled', 'or the contract ends');
select pg_temp.send();
select is(pg_temp.sent(), 'appointment_cancelled 6-9 9 9 9:30 Tess', 'with its visit');
rollback to told;
select pg_temp.move('2026-06-11 14:00+00');
select is(public.cancel_booking(tests.token('lift'), 'away') ->> 'status', 'cancelled', 'who cancels by their link');
select pg_temp.send();
select is(pg_temp.sent(), 'appointment_cancelled 6-11 10 11 10:30 Luis', 'saw the new time there');
rollback to told;

-- Told of the new one
select pg_temp.move('2026-06-11 14:00+00');
select pg_temp.send();
select pg_temp.close('2026-06-11');
select pg_temp.send();
select is(pg_temp.sent(), 'appointment_changed 6-11 10 11 10:30 Luis, rebook 6-11 10 11 10:30 Luis', 'who was told of the new time reads that we cannot come then');
rollback to told;
-- By themselves, by their link, a moment ago: the mail that confirms it has not gone.
select is(public.reschedule_booking(tests.token('lift'), tests.id('Luis Two'), '2026-06-11 13:00+00') ->> 'status', 'booked', 'a client chooses another time');
select pg_temp.close('2026-06-11');
select pg_temp.send();
select is(pg_temp.sent(), 'rebook 6-11 9 11 9:30 Luis', 'which they know');
rollback to told;
-- A time that has passed is none that somebody waits for.
select tests.freeze_clock('2026-06-09 12:30+00');
select pg_temp.move('2026-06-11 14:00+00');
select tests.freeze_clock('2026-06-09 17:00+00');
select pg_temp.close('2026-06-11');
select pg_temp.send();
select is(pg_temp.sent(), 'rebook 6-11 10 11 10:30 Luis', 'once the time that they knew is over, it is the new one');
rollback to told;
select pg_temp.close('2026-06-09');
select pg_temp.send();
select pg_temp.move('2026-06-11 14:00+00');
select pg_temp.close('2026-06-11');
select pg_temp.send();
select is(pg_temp.sent(), 'rebook 6-9 9 9 9:30 Tess, rebook 6-11 10 11 10:30 Luis', 'nor is one of which they read that we cannot come');
select * from finish();
rollback;
