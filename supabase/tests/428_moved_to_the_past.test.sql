-- What is written down afterwards is news to nobody: a visit that is moved to a time that is over, or booked at one.
begin;
select plan(8);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone, street, city, province, postal_code) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1');
select tests.technician('Tess One', '{lifts}');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('second', 'ada', 'stairlift', '1 Elm St', '2026-06-20');
select tests.book('lift', 'Tess One', '2026-06-12 13:00+00');
update public.messages set state = 'superseded' where state = 'queued';
create function pg_temp.move(at text) returns text language sql as $$
  select tests.as_office(format('move_task(%L, %L, %L, true)', (select t.id from public.technician_tasks t where t.task_type = 'maintenance'), tests.id('Tess One'), at)) ->> 'status' $$;
create function pg_temp.mails() returns text language sql as $$
  select string_agg(m.kind || ' ' || (m.payload ->> 'starts_at'), ', ' order by m.created_at) from public.messages m where m.state = 'queued' and private.superseded_because(m) is null $$;
select tests.freeze_clock('2026-06-10 12:00+00');
savepoint told;
select is(pg_temp.move('2026-06-10 12:00+00'), 'moved', 'a visit is moved to this very moment');
select is(pg_temp.mails(), null, 'nobody is to read of it once it is over');
rollback to told;
select is(pg_temp.move('2026-06-08 14:00+00'), 'moved', 'or to the day before yesterday, when it was made');
select is(pg_temp.mails(), null, 'which its client knows');
rollback to told;
select is(pg_temp.move('2026-06-10 12:15+00'), 'moved', 'or to a time that is to come');
select is(pg_temp.mails(), 'appointment_changed 2026-06-10T12:15:00+00:00', 'which is told');
rollback to told;
create function pg_temp.book(at text) returns text language sql as $$
  select tests.as_office(format('book_for_client(%L, %L, %L, override => true)', tests.id('second'), tests.id('Tess One'), at)) ->> 'status' $$;
select tests.freeze_clock('2026-06-10 16:00+00');
select is(pg_temp.book('2026-06-10 13:00+00'), 'booked', 'a visit that took place is written down');
select is(pg_temp.mails(), null, 'of which nobody gets a confirmation');
select * from finish();
rollback;
