-- Late: who is written to when a technician runs late, once for each delay, and how visits without outcome are asked for.
begin;
select plan(50);
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone) values (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0101'), (tests.id('bob'), 'Bob Example', 'bob@example.com', '905-555-0102'),
  (tests.id('cat'), 'Cat Example', null, '905-555-0103'), (tests.id('dan'), 'Dan Example', 'dan@example.com', '905-555-0104');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
insert into auth.users (id, email) select tests.id(who || ' login'), split_part(lower(who), ' ', 1) || '@example.com' from unnest(array['Tess One', 'Luis Two']) who;
insert into public.staff (id, user_id, email, name, role) select tests.id(who || ' staff'), tests.id(who || ' login'), split_part(lower(who), ' ', 1) || '@example.com', who, 'technician' from unnest(array['Tess One', 'Luis Two']) who;
update public.technicians set staff_id = tests.id(name || ' staff');
-- All at one place, so that no time is lost between them: 9:00, 10:00, 11:00 and, after an hour's rest, 13:00.
select tests.unit(label, label, 'stairlift', '1 Elm St', '2026-06-20') from unnest(array['ada', 'bob', 'cat', 'dan']) label;
select public.book_for_client(tests.id(label), tests.id('Tess One'), at::timestamptz, override => true) from (values
  ('ada', '2026-06-03 13:00+00'), ('bob', '2026-06-03 14:00+00'), ('cat', '2026-06-03 15:00+00'), ('dan', '2026-06-03 17:00+00')) s (label, at);
select is((select string_agg(extract(hour from lower(during) at time zone 'America/Toronto')::text || ':' || minutes, ' ' order by during) from public.technician_tasks t join public.maintenance_visits v on v.task_id = t.id), '9:60 10:60 11:60 13:60', 'four visits of an hour');
create temp table made as select y.contract_id, v.id as visit_id, v.task_id from public.maintenance_cycles y join public.maintenance_visits v on v.cycle_id = y.id;
grant select on made to public;
create function pg_temp.task(label text) returns uuid language sql as $$ select task_id from made where contract_id = tests.id(label) $$;
create function pg_temp.told(answer jsonb) returns text language sql as $$
  select coalesce(answer ->> 'reason', (select string_agg(split_part(s ->> 'client_name', ' ', 1) || ' ' || (s ->> 'late_minutes') || ' ' || (s ->> 'told'), ', ' order by s ->> 'comes_from') from jsonb_array_elements(answer -> 'stops') s), 'nobody') $$;
create function pg_temp.mails() returns text language sql as $$
  select string_agg(m.recipient || ' ' || (m.payload ->> 'late_minutes'), ', ' order by m.recipient, m.payload ->> 'late_minutes') from public.messages m where m.kind = 'running_late' $$;
create function pg_temp.act_as(who text) returns void language sql as $$ select tests.act_as('authenticated', tests.id(who || ' login')) $$;
grant execute on all functions in schema pg_temp to public;
create temp table queued as select id from public.messages;
set constraints all immediate;
set constraints all deferred;

-- When and whose
select pg_temp.act_as('Tess One');
select is(pg_temp.told(public.running_late(pg_temp.task('ada'), 30)), 'day', 'nobody is late on the day before');
select tests.freeze_clock('2026-06-03 12:30+00');
select is(pg_temp.told(public.running_late(pg_temp.task('ada'), minutes)), 'minutes', 'nor by ' || coalesce(minutes::text, 'nothing')) from unnest(array[null, 0, -5, 481]) minutes;
select pg_temp.act_as('Luis Two');
select throws_ok(format('select public.running_late(%L, 30)', pg_temp.task('ada')), '42501', null, 'a colleague does not say so');
select throws_ok(format('select public.who_is_late(%L, 30)', pg_temp.task('ada')), '42501', null, 'nor look');
select tests.act_as_anon();
select throws_ok(format('select public.running_late(%L, 30)', pg_temp.task('ada')), '42501', null, 'nor does a stranger');

-- Whose promise is kept
select pg_temp.act_as('Tess One');
select is(pg_temp.told(public.who_is_late(pg_temp.task('ada'), 15)), 'nobody', 'within the window that was promised nobody is late');
select is(pg_temp.told(public.who_is_late(pg_temp.task('ada'), 30)), 'Ada 30 mail, Bob 30 mail, Cat 30 call', 'beyond it everybody until the rest makes up for it; who has no address is called');
select is(pg_temp.told(public.who_is_late(pg_temp.task('ada'), 29)), 'Ada 30 mail, Bob 30 mail, Cat 30 call', 'minutes are rounded up to the grid');
select is(pg_temp.told(public.who_is_late(pg_temp.task('ada'), 95)), 'Ada 105 mail, Bob 105 mail, Cat 105 call, Dan 45 mail', 'more than the rest is late after it, by what is left');
select is(pg_temp.told(public.who_is_late(pg_temp.task('cat'), 45)), 'Cat 45 call', 'those before it are not late');
select tests.act_as_owner();
select is(pg_temp.mails(), null, 'looking writes to nobody');
select is((private.drive_between(43.7, -79.7, 43.7, -79.7), private.drive_between(null, null, 43.7, -79.7))::text, '(0,30)', 'drives are those of the search');

-- Once for each delay
select pg_temp.act_as('Tess One');
select is(pg_temp.told(public.running_late(pg_temp.task('ada'), 30)), 'Ada 30 mail, Bob 30 mail, Cat 30 call', 'who is late says so');
select tests.act_as_owner();
select is(pg_temp.mails(), 'ada@example.com 30, bob@example.com 30', 'and those who can are written to');
select is((select (payload ->> 'comes_from')::timestamptz || ' ' || (payload ->> 'comes_by')::timestamptz from public.messages where kind = 'running_late' and recipient = 'bob@example.com'),
  '2026-06-03 14:30:00+00 2026-06-03 15:00:00+00', 'when somebody comes instead');
select pg_temp.act_as('Tess One');
select is(pg_temp.told(public.running_late(pg_temp.task('ada'), 25)), 'Ada 30 mail, Bob 30 mail, Cat 30 call', 'the same once more');
select tests.act_as_owner();
select is(pg_temp.mails(), 'ada@example.com 30, bob@example.com 30', 'is no further mail');
select pg_temp.act_as('Tess One');
select public.running_late(pg_temp.task('bob'), 60);
select tests.act_as_owner();
select is(pg_temp.mails(), 'ada@example.com 30, bob@example.com 30, bob@example.com 60', 'a longer delay is another mail');
select is((select string_agg(m.recipient || ' ' || (m.payload ->> 'late_minutes') || ' ' || private.still_holds(m), ', ' order by m.recipient, m.payload ->> 'late_minutes') from public.messages m where m.kind = 'running_late' and m.id not in (select id from queued)),
  'ada@example.com 30 true, bob@example.com 30 true, bob@example.com 60 true', 'each of them holds in the moment in which it is made');
select tests.freeze_clock('2026-06-03 13:59:59+00');
select ok((select private.still_holds(m) from public.messages m where m.kind = 'running_late' and m.recipient = 'ada@example.com'), 'until somebody should be there');
select tests.freeze_clock('2026-06-03 14:00+00');
select ok(not (select private.still_holds(m) from public.messages m where m.kind = 'running_late' and m.recipient = 'ada@example.com'), 'and no longer');
select tests.freeze_clock('2026-06-03 13:30+00');
savepoint begun;
select private.set_task_state(pg_temp.task('ada'), 'in_progress');
select ok(not (select private.still_holds(m) from public.messages m where m.kind = 'running_late' and m.recipient = 'ada@example.com'), 'nor when they are');
select is(pg_temp.told(private.running_late(pg_temp.task('ada'), 60, true, private.clock())), 'Bob 60 mail, Cat 60 call', 'who is there already is late for the next');
select private.set_task_state(pg_temp.task('bob'), 'cancelled');
select is(pg_temp.told(private.running_late(pg_temp.task('bob'), 60, true, private.clock())), 'state', 'nobody is late for what is called off');
rollback to begun;
update public.messages set state = 'superseded' where kind = 'confirmation' and recipient = 'bob@example.com';
select is(pg_temp.told(private.running_late(pg_temp.task('bob'), 45, false, private.clock())), 'Bob 45 call, Cat 45 call', 'who was never told of the visit is not told that it is late');
select is((select count(*) from public.messages where kind = 'running_late' and payload ->> 'late_minutes' = '45'), 0::bigint, 'by no mail');
rollback to begun;

-- What is said of a visit whose time has passed
create function pg_temp.said() returns text language sql as $$
  select l.situation || ' ' || (p #>> '{appointment,not_closed}') from public.contract_list l, public.booking_page(tests.token('ada')) p where l.contract_id = tests.id('ada') $$;
savepoint before;
select tests.freeze_clock('2026-06-03 13:59:59+00');
select is(pg_temp.said(), 'booked false', 'to its last second a visit is booked');
select tests.freeze_clock('2026-06-03 14:00+00');
select is(pg_temp.said(), 'not_closed false', 'then no list says so any more');
select tests.freeze_clock('2026-06-03 15:59:59+00');
select is(pg_temp.said(), 'not_closed false', 'to its client it is, for two hours');
select tests.freeze_clock('2026-06-03 16:00+00');
select is(pg_temp.said(), 'not_closed true', 'who then hears that a person will call');
select private.set_task_state(pg_temp.task('ada'), 'no_show');
select is((select l.situation from public.contract_list l where l.contract_id = tests.id('ada')), 'due', 'until it has its outcome');
rollback to before;

-- Too late: it waited on a phone without signal
savepoint on_the_phone;
select pg_temp.act_as('Tess One');
select tests.freeze_clock('2026-06-03 13:59:59+00');
select is(pg_temp.told(public.running_late(pg_temp.task('dan'), 30)), 'Dan 30 mail', 'a delay is told');
select is(public.who_is_late(pg_temp.task('ada'), 30) ->> 'status', 'ok', 'until the end of the time in which somebody comes instead');
select tests.freeze_clock('2026-06-03 14:00+00');
select is(public.running_late(pg_temp.task('ada'), 30) ->> 'reason', 'too_late', 'then nobody is written to any more');
select is(public.who_is_late(pg_temp.task('ada'), 45) ->> 'status', 'ok', 'of a longer one they are');
select is(public.set_task_state(pg_temp.task('ada'), 'in_progress') ->> 'status', 'set', 'of work that goes on');
select tests.freeze_clock('2026-06-03 14:59:59+00');
select is(public.who_is_late(pg_temp.task('ada'), 30) ->> 'status', 'ok', 'the end counts');
select tests.freeze_clock('2026-06-03 15:00+00');
select is(public.who_is_late(pg_temp.task('ada'), 30) ->> 'reason', 'too_late', 'to the second');
rollback to on_the_phone;

-- Without outcome
create function pg_temp.ask(at text) returns integer language sql as $$ select private.remind_technicians((at || '+00')::timestamptz) $$;
select is(pg_temp.ask('2026-06-03 15:59'), 0, 'within two hours of its end nobody asks for the outcome of a visit');
select is(pg_temp.ask('2026-06-03 16:00'), 1, 'then its technician is asked');
select is((select recipient || ' ' || (payload ->> 'visit_id') from public.messages where kind = 'not_closed'), 'tess@example.com ' || (select visit_id from made where contract_id = tests.id('ada')), 'by mail, with the visit');
select is(pg_temp.ask('2026-06-03 16:59'), 0, 'once');
select is(pg_temp.ask('2026-06-03 17:00'), 1, 'and for the next');
select isnt_empty($$ select from private.jobs where sql = 'select private.remind_technicians(private.clock())' and schedule is not null $$, 'cron asks');
savepoint asked;
update public.technicians set email = 'nobody' where id = tests.id('Tess One');
select is(pg_temp.ask('2026-06-03 18:30'), 0, 'who cannot be written to is not');
rollback to asked;
select is(pg_temp.ask('2026-06-05 00:00'), 0, 'what is older is the office''s');

select * from finish();
rollback;
