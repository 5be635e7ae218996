-- A closed day, or a leave, is taken back, and something of it is not back where it was: whoever was to be told by a mail that is
-- dropped then is told of what waits still, and of nothing else.
begin;
select plan(29);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone, street, city, province, postal_code) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('bob'), 'Bob Example', null, '905-555-0112', '9 Oak Ave', 'Brampton', 'ON', 'L6Y 0A1');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('porch', 'ada', 'porch_lift', '1 Elm St', '2026-06-21'),
  tests.unit('far', 'ada', 'stairlift', '3 Elm St', '2026-06-22'),
  tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20'), tests.unit('bobs porch', 'bob', 'porch_lift', '9 Oak Ave', '2026-06-21');
create function pg_temp.send() returns void language sql as $$
  select private.supersede_messages(array(select m.id from public.messages m where m.state = 'queued'));
  select tests.as_function('lease_messages', $x$ update public.messages set state = 'sending', attempts = 1, lease_id = gen_random_uuid(), lease_until = now(), provider = 'p' where state = 'queued' $x$);
  select tests.as_function('settle_message', $x$ update public.messages set state = 'sent', sent_at = now(), lease_id = null, lease_until = null where state = 'sending' $x$) $$;
create function pg_temp.at(at jsonb) returns text language sql as $$ select to_char((at #>> '{}')::timestamptz at time zone 'America/Toronto', 'FMMM-FMDD FMHH24') $$;
-- What is to go, and of which stops and units it tells.
create function pg_temp.mails() returns text language sql as $$
  select string_agg(concat_ws(' ', split_part(m.recipient, '@', 1), m.kind, m.payload ->> 'reason', case when (m.payload ->> 'again')::boolean then 'again' end,
    'of', (select string_agg(concat(pg_temp.at(s -> 'starts_at')), ' and ') from jsonb_array_elements(jsonb_build_array(coalesce(m.payload -> 'visit', m.payload)) || coalesce(m.payload -> 'more_visits', '[]')) s),
    (select 'to book ' || string_agg(i ->> 'kind', ' and ') from jsonb_array_elements(m.payload -> 'items') i),
    (select 'without ' || string_agg(i ->> 'kind', ' and ') from jsonb_array_elements(m.payload -> 'given_up') i)), ', ' order by m.kind, m.created_at)
  from public.messages m where m.state = 'queued' and private.superseded_because(m) is null $$;
create function pg_temp.book(label text, name text, at text, more text default '') returns jsonb language sql as $$
  select tests.as_office(format('book_for_client(%L, %L, %L%s)', tests.id(label), tests.id(name), at, more)) $$;
create function pg_temp.close(day text default '2026-06-09') returns uuid language sql as $$ select (tests.as_office(format('close_day(%L, reason => ''an ice storm'', dry_run => false)', day)) ->> 'closure_id')::uuid $$;
create function pg_temp.open(closure_id uuid) returns text language sql as $$
  select concat_ws(' ', a ->> 'status', a ->> 'back', (select string_agg(n ->> 'why', ' ' order by n ->> 'starts_at') from jsonb_array_elements(a -> 'not_back') n)) from tests.as_office(format('undo_closure(%L)', closure_id)) a $$;
create function pg_temp.booked_and_taken_back(label text) returns text language sql as $$
  select tests.as_office(format('undo_deed(%L)', pg_temp.book(label, 'Tess One', '2026-06-11 13:00+00') #>> '{undo,deed_id}')) ->> 'status' $$;
create function pg_temp.leave() returns uuid language sql as $$
  select (tests.as_office(format('place_time_off(%L, ''2026-06-09 04:00+00'', ''2026-06-10 04:00+00'')', tests.id('Luis Two'))) ->> 'task_id')::uuid $$;
create function pg_temp.back(task_id uuid) returns text language sql as $$ select concat_ws(' ', a ->> 'status', a ->> 'back', a ->> 'waits') from tests.as_office(format('take_back_time_off(%L)', task_id)) a $$;
-- Something else has their place.
create function pg_temp.meeting(at text) returns void language sql as $$
  update public.technician_tasks t set state = 'cancelled' where t.task_type = 'time_off' and t.blocking and t.during @> at::timestamptz and t.technician_id = tests.id('Luis Two');
  insert into public.technician_tasks (technician_id, task_type, title, during) values (tests.id('Luis Two'), 'other', 'Meeting', tstzrange(at::timestamptz, at::timestamptz + interval '30 minutes')) $$;
select pg_temp.book('stairs', 'Luis Two', '2026-06-09 13:00+00', format(', with_contract_ids => array[%L]::uuid[]', tests.id('porch')));
select pg_temp.send();
select tests.freeze_clock('2026-06-01 12:01+00');
savepoint fresh;

-- One unit of two had another time for a moment
create temp table closed as select pg_temp.close() as id;
select is(pg_temp.mails(), 'ada rebook closed of 6-9 9 to book Stair lift and Porch lift (vertical platform)', 'a stop of two units is put aside');
select is(pg_temp.booked_and_taken_back('stairs'), 'undone', 'one of them is booked, which is taken back');
select is(pg_temp.open(id), 'undone 1', 'the day is opened') from closed;
select is(pg_temp.mails(), 'ada appointment_changed of 6-9 9 without Stair lift', 'the other one is back, and the client is told of the one that is not');
rollback to fresh;
create temp table closed as select pg_temp.close() as id;
select pg_temp.booked_and_taken_back('stairs');
select pg_temp.meeting('2026-06-09 13:00+00');
select is(pg_temp.open(id), 'undone 0 taken', 'neither is back') from closed;
select is(pg_temp.mails(), 'ada rebook company_cancelled of 6-9 9 to book Stair lift and Porch lift (vertical platform)', 'and of both the client is told');
rollback to fresh;
select pg_temp.book('bobs', 'Luis Two', '2026-06-12 13:00+00', format(', with_contract_ids => array[%L]::uuid[]', tests.id('bobs porch')));
create temp table closed as select pg_temp.close('2026-06-12') as id;
select pg_temp.booked_and_taken_back('bobs');
select pg_temp.open(id) from closed;
select is(pg_temp.mails(), null, 'who has no address is told by nobody but the office');
select is((select count(*) from public.office_activities a where a.state = 'open' and a.customer_id = tests.id('bob') and a.kind = 'needs_rescheduling'), 1::bigint, 'which has it on its list');
rollback to fresh;
select pg_temp.book('far', 'Luis Two', '2026-06-12 13:00+00');
select pg_temp.send();
select tests.freeze_clock('2026-06-01 12:02+00');
create temp table closed as select pg_temp.close('2026-06-12') as id;
select is(pg_temp.booked_and_taken_back('far'), 'undone', 'a stop of one unit is booked, which is taken back');
select is(pg_temp.open(id), 'undone 0 ended', 'it does not come back by itself') from closed;
select is(pg_temp.mails(), 'ada rebook company_cancelled of 6-12 9 to book Stair lift', 'of which its client is told');
rollback to fresh;

-- Its place is taken, or it is over
create temp table closed as select pg_temp.close() as id;
create temp table was as select m.next_attempt_at from public.messages m where m.state = 'queued';
select pg_temp.meeting('2026-06-09 13:00+00');
select is(pg_temp.open(id), 'undone 0 taken', 'something else is there') from closed;
select is(pg_temp.mails(), 'ada rebook company_cancelled of 6-9 9 to book Stair lift and Porch lift (vertical platform)', 'the client is told that nobody comes');
select is((select m.next_attempt_at from public.messages m where m.state = 'queued'), next_attempt_at, 'when that was to be told') from was;
select pg_temp.book('stairs', 'Tess One', '2026-06-11 13:00+00', format(', with_contract_ids => array[%L]::uuid[]', tests.id('porch')));
select is(pg_temp.mails(), 'ada confirmation of 6-11 9', 'as long as there is no other time');
rollback to fresh;
select pg_temp.book('far', 'Luis Two', '2026-06-09 17:00+00');
select pg_temp.send();
create temp table closed as select pg_temp.close() as id;
select pg_temp.meeting('2026-06-09 17:00+00');
select is(pg_temp.open(id), 'undone 1 taken', 'of two stops one is back') from closed;
select is(pg_temp.mails(), 'ada rebook company_cancelled of 6-9 13 to book Stair lift', 'and the other is told');
rollback to fresh;
select tests.freeze_clock('2026-06-09 13:30+00');
create temp table closed as select pg_temp.close() as id;
select tests.freeze_clock('2026-06-09 17:30+00');
select is(pg_temp.open(id), 'undone 0 past', 'the time of it has passed meanwhile') from closed;
select is(pg_temp.mails(), 'ada rebook company_cancelled of 6-9 9 to book Stair lift and Porch lift (vertical platform)', 'its client waited, and is asked to choose another');
rollback to fresh;
select tests.as_office(format('create_task(''delivery'', 60, %L, ''2026-06-09 17:00+00'', %L)', tests.id('Luis Two'), jsonb_build_object('customer_id', tests.id('ada'))));
select pg_temp.send();
savepoint delivery;
create temp table closed as select pg_temp.close() as id;
select pg_temp.meeting('2026-06-09 17:00+00');
select is(pg_temp.open(id), 'undone 1 taken', 'of other work as well') from closed;
select is(pg_temp.mails(), 'ada work_cancelled again of 6-9 13', 'the client reads that it needs another time');
rollback to delivery;
create temp table closed as select pg_temp.close() as id;
select pg_temp.meeting('2026-06-09 13:00+00');
select pg_temp.meeting('2026-06-09 17:00+00');
select pg_temp.open(id) from closed;
select is(pg_temp.mails(), 'ada rebook company_cancelled of 6-9 9 and 6-9 13 to book Stair lift and Porch lift (vertical platform)', 'in one mail where there is more');
rollback to fresh;

-- Leave
create temp table leave as select pg_temp.leave() as id;
select pg_temp.booked_and_taken_back('stairs');
select is(pg_temp.back(id), 'taken_back 1 0', 'a leave is taken back') from leave;
select is(pg_temp.mails(), 'ada appointment_changed of 6-9 9 without Stair lift', 'and the unit that waits apart is told');
rollback to fresh;
create temp table leave as select pg_temp.leave() as id;
update public.technician_tasks t set during = '[2026-06-09 04:00+00, 2026-06-09 13:00+00)' where t.id = (select id from leave);
insert into public.technician_tasks (technician_id, task_type, title, during) values (tests.id('Luis Two'), 'other', 'Meeting', '[2026-06-09 13:30+00, 2026-06-09 14:00+00)');
update public.technician_tasks t set during = '[2026-06-09 04:00+00, 2026-06-09 13:30+00)' where t.id = (select id from leave);
select is(pg_temp.back(id), 'taken_back 0 1', 'something else has the place of what was put aside for it') from leave;
select is(pg_temp.mails(), 'ada rebook company_cancelled of 6-9 9 to book Stair lift and Porch lift (vertical platform)', 'and the client is told that nobody comes');
rollback to fresh;
create temp table leave as select pg_temp.leave() as id;
select is(tests.as_office('close_day(''2026-06-09'', reason => ''an ice storm'', outdoor_only => true, dry_run => false)') ->> 'status', 'closed', 'the day of a leave is closed for what stands outside');
select is(pg_temp.back(id), 'taken_back 0 1', 'which stays away then') from leave;
select is(pg_temp.mails(), 'ada rebook company_cancelled of 6-9 9 to book Stair lift and Porch lift (vertical platform)', 'as is told');
select * from finish();
rollback;
