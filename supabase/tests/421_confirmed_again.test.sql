-- What was booked long ago is confirmed again two weeks before: both sides of each boundary, and a year in which it happens.
begin;
select plan(45);
select tests.freeze_clock('2026-06-01 16:00+00');
insert into public.technicians (id, name) values (tests.id('Tess'), 'Tess Example');
-- A client whose stair lift is booked for an hour from an instant on.
create function pg_temp.book(client text, starts_at timestamptz, booked_at timestamptz, email text default null) returns void language plpgsql as $$
begin
  insert into public.customers (id, name, email) values (tests.id(client), client, coalesce(email, lower(client) || '@example.com'));
  insert into public.units (id, customer_id, category_id) select tests.id('unit ' || client), tests.id(client), c.id from public.equipment_categories c where c.code = 'stairlift';
  insert into public.maintenance_contracts (id, unit_id, due_anchor_on, created_at) values (tests.id('contract ' || client), tests.id('unit ' || client), '2026-01-31', '2026-01-31');
  insert into public.maintenance_cycles (id, contract_id, number, due_on) values (tests.id('cycle ' || client), tests.id('contract ' || client), 1, '2026-07-31');
  insert into public.technician_tasks (id, technician_id, task_type, customer_id, during) values (tests.id('task ' || client), tests.id('Tess'), 'maintenance', tests.id(client), tstzrange(starts_at, starts_at + interval '1 hour'));
  insert into public.maintenance_visits (cycle_id, task_id, created_at) values (tests.id('cycle ' || client), tests.id('task ' || client), booked_at);
end;
$$;
-- Noon of a company day.
create function pg_temp.run(at timestamp) returns integer language plpgsql as $$
begin
  perform tests.freeze_clock(at at time zone 'America/Toronto');
  return (public.run_job('reminders') ->> 'confirmed_again')::integer;
end;
$$;
create function pg_temp.again(at timestamp) returns integer language sql as $$ select (public.run_job('reminders', at at time zone 'America/Toronto') ->> 'confirmed_again')::integer $$;
create function pg_temp.mails(client text) returns text language sql as $$ select string_agg(m.kind || ' ' || m.state, ', ' order by m.created_at, m.kind) from public.messages m where m.customer_id = tests.id(client) $$;
create function pg_temp.move(client text, to_time timestamptz) returns void language sql as $$
  select private.put_task(t, t.technician_id, tstzrange(to_time, to_time + interval '1 hour')) from public.technician_tasks t where t.id = tests.id('task ' || client) $$;
-- What the client was told on a day.
create function pg_temp.told(client text, kind text, on_day date) returns void language sql as $$
  insert into public.messages (kind, recipient, customer_id, task_id, dedupe_key, payload, created_at)
  values (kind, lower(client) || '@example.com', tests.id(client), tests.id('task ' || client), kind || client || on_day, '{"revision": 0}', on_day + time '12:00') $$;

-- How long before it was booked: 31 days, and 30
select pg_temp.book('Ada', '2026-08-20 09:00-04', '2026-07-20 23:59-04'), pg_temp.book('Ben', '2026-08-20 11:00-04', '2026-07-21 00:00-04');
select is(pg_temp.run('2026-08-05 12:00'), 0, 'fifteen days before: nothing');
select is(pg_temp.run('2026-08-06 12:00'), 1, 'fourteen days before: one');
select is(pg_temp.mails('Ada') || coalesce(pg_temp.mails('Ben'), ''), 'appointment_ahead queued', 'the one that was booked over 30 days ahead');
select is((select (m.payload ->> 'starts_at')::timestamptz from public.messages m where m.kind = 'appointment_ahead'), '2026-08-20 13:00+00'::timestamptz, 'it says when');
select is(pg_temp.again('2026-08-06 13:00') || ' ' || pg_temp.run('2026-08-07 12:00'), '0 0', 'once');
select is(pg_temp.run('2026-08-19 12:00'), 0, 'the day before is another mail''s');
select is(pg_temp.mails('Ada'), 'appointment_ahead queued, appointment_reminder queued', 'which comes all the same');

-- The company's day
select pg_temp.book('Cat', '2026-09-20 23:30-04', '2026-06-01 12:00-04'), pg_temp.book('Dee', '2026-09-21 00:30-04', '2026-06-01 12:00-04');
select is(pg_temp.run('2026-09-06 12:00'), 1, 'half an hour before midnight is that day');
select is(pg_temp.run('2026-09-07 12:00'), 1, 'half an hour after it the next');

-- Days that were missed
select pg_temp.book('Eve', '2026-10-08 09:00-04', '2026-06-01 12:00-04'), pg_temp.book('Fay', '2026-10-07 09:00-04', '2026-06-01 12:00-04');
select is(pg_temp.run('2026-10-06 12:00'), 1, 'what was missed is told two days before');
select is(coalesce(pg_temp.mails('Eve'), '') || '; ' || coalesce(pg_temp.mails('Fay'), ''), 'appointment_ahead queued; appointment_reminder queued', 'and the day before only as what is tomorrow');

-- Who was to be told, and was not
select pg_temp.book('Una', '2026-10-28 09:00-04', '2026-06-01 12:00-04');
select pg_temp.told('Una', 'confirmation', '2026-10-10');
update public.messages set state = 'superseded' where customer_id = tests.id('Una');
select is(pg_temp.run('2026-10-14 12:00'), 1, 'a mail that never went tells nobody');

-- Who was told already
select pg_temp.book('Gus', '2026-11-20 09:00-05', '2026-06-01 12:00-04'), pg_temp.book('Hal', '2026-11-20 11:00-05', '2026-06-01 12:00-04'), pg_temp.book('Ian', '2026-11-20 13:00-05', '2026-06-01 12:00-04');
select tests.freeze_clock('2026-11-05 17:00+00');
select pg_temp.told('Gus', 'appointment_changed', '2026-10-23'), pg_temp.told('Hal', 'appointment_changed', '2026-10-22'), pg_temp.told('Ian', 'running_late', '2026-11-01');
select is(pg_temp.run('2026-11-06 12:00'), 2, 'who was told 14 days ago is not told again');
select is(pg_temp.mails('Gus') || '; ' || pg_temp.mails('Hal') || '; ' || pg_temp.mails('Ian'),
  'appointment_changed queued; appointment_changed queued, appointment_ahead queued; running_late queued, appointment_ahead queued', 'who was told 15 days ago, or of something else, is');
select is(pg_temp.run('2026-11-14 12:00'), 0, 'nor later, once that is longer ago');

-- Other times
select pg_temp.move('Hal', '2026-12-22 09:00-05');
select is(pg_temp.run('2026-12-08 12:00'), 1, 'what has another time is told of that');
select is((select count(*) from public.messages where kind = 'appointment_ahead' and customer_id = tests.id('Hal') and (payload ->> 'revision')::integer > 0), 1::bigint, 'as it is now');
select pg_temp.move('Hal', '2026-12-22 11:00-05');
select is(pg_temp.again('2026-12-09 12:00'), 0, 'who was told four days ago, of whatever time, hears of the change alone');
select is((select string_agg(private.superseded_because(m), ', ') from public.messages m where m.kind = 'appointment_ahead' and m.customer_id = tests.id('Hal')), 'the appointment is no longer so, the appointment is no longer so', 'and what was not sent yet is not sent');

-- Who cannot be mailed
select pg_temp.book('Jo', '2027-02-16 09:00-05', '2026-06-01 12:00-04', '');
update public.customers set email = null, phone = '905-555-0100' where id = tests.id('Jo');
select is(pg_temp.run('2027-02-02 12:00'), 1, 'who has no address');
select is((select kind || ' ' || (details ->> 'message') from public.office_activities where task_id = tests.id('task Jo')), 'call_client appointment_ahead', 'is called');
select is(pg_temp.again('2027-02-03 12:00'), 0, 'once');
update public.office_activities set state = 'done', closed_at = private.clock() where task_id = tests.id('task Jo');
select is(pg_temp.run('2027-02-04 12:00'), 0, 'also when that is done');
select pg_temp.run('2027-02-15 12:00');
select is((select count(*) from public.office_activities where task_id = tests.id('task Jo') and state = 'open' and details ->> 'message' = 'appointment_reminder'), 1::bigint, 'the day before is another call');
select pg_temp.book('Kit', '2027-03-16 09:00-04', '2026-06-01 12:00-04');
update public.customers set reach_by = 'letter', email = null where id = tests.id('Kit');
select pg_temp.run('2027-03-02 12:00');
select is((select kind from public.office_activities where task_id = tests.id('task Kit')), 'letter_due', 'who cannot hear gets a letter');

-- Who is not asked
select pg_temp.book('Lou', '2027-04-16 09:00-04', '2026-06-01 12:00-04'), pg_temp.book('Mo', '2027-04-16 11:00-04', '2026-06-01 12:00-04'), pg_temp.book('Ned', '2027-04-16 13:00-04', '2026-06-01 12:00-04');
update public.maintenance_contracts set state = 'paused' where id = tests.id('contract Lou');
update public.technician_tasks set state = 'cancelled' where id = tests.id('task Mo');
select tests.known_as_deceased('Ned', '2027-01-01');
select pg_temp.run('2027-04-02 12:00');
select is(concat(pg_temp.mails('Lou'), pg_temp.mails('Mo'), pg_temp.mails('Ned'), (select count(*) from public.office_activities where task_id = tests.id('task Ned'))), '0', 'nobody hears of what rests, is called off, or was for somebody who has died');

-- A row that breaks
create function pg_temp.break() returns trigger language plpgsql as $$ begin raise 'broken row'; end; $$;
create trigger break before insert on public.messages for each row when (new.recipient = 'ola@example.com') execute function pg_temp.break();
select pg_temp.book('Ola', '2027-05-20 09:00-04', '2026-06-01 12:00-04'), pg_temp.book('Pat', '2027-05-20 11:00-04', '2026-06-01 12:00-04');
select tests.freeze_clock('2027-05-06 16:00+00');
create temp table report as select public.run_job('reminders') as counts;
select is((select (counts ->> 'confirmed_again') || ' ' || (counts ->> 'failed') from report), '1 1', 'one bad row never loses the rest');
select is((select details ->> 'reason' from public.office_activities where kind = 'self_check' and task_id = tests.id('task Ola')), 'appointment_ahead_failed', 'and is not forgotten');
drop trigger break on public.messages;

-- A year -----------------------------------------------------------------------------------------------------------
update public.technician_tasks set state = 'cancelled' where state = 'scheduled';
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where state <> 'cancelled';
select tests.freeze_clock('2027-05-10 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ethel'), 'Ethel Marsh', 'ethel@example.com');
select tests.technician('Luis Two', '{lifts}'), tests.unit('lift', 'ethel', 'stairlift', '1 Elm St', '2027-05-20');
update public.maintenance_contracts set interval_months = 6, due_anchor_on = '2026-11-20' where id = tests.id('lift');
select is(tests.book('lift', 'Luis Two', '2027-05-18 14:30+00') ->> 'status', 'booked', 'a visit in May');
create function pg_temp.visit(number integer) returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id('lift') and y.number = visit.number $$;
create function pg_temp.complete(number integer) returns text language sql as $$
  select private.complete_visit(v.id, jsonb_build_object('version', 1, 'report_id', tests.id('report ' || number), 'based_on', t.revision,
    'recorded_at', private.clock(), 'sent_at', private.clock(), 'started_at', lower(t.during), 'finished_at', lower(t.during) + interval '40 minutes', 'labour_minutes', 40,
    'checklist', (select jsonb_agg(jsonb_build_object('position', i.position, 'result', 'pass') order by i.position) from private.visit_checklist i where i.visit_id = v.id),
    'signature', '{"name": "Ethel Marsh", "role": "client", "method": "typed"}'::jsonb), 'technician', private.clock()) ->> 'status'
  from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id where v.id = pg_temp.visit(complete.number) $$;
create function pg_temp.night() returns void language plpgsql as $$
begin
  perform public.run_job('reminders', private.clock()), public.run_job('follow-ups', private.clock()), public.run_job('self-check', private.clock());
end;
$$;
create function pg_temp.nights(from_day date, until_day date) returns void language plpgsql as $$
declare
  v_day date;
begin
  for v_day in select generate_series(from_day, until_day, interval '1 day')::date loop
    perform tests.freeze_clock((v_day + time '12:00') at time zone 'America/Toronto');
    perform pg_temp.night();
  end loop;
end;
$$;
create function pg_temp.since(day date) returns text language sql as $$
  select coalesce(string_agg(m.kind || ' ' || private.company_day(m.created_at), ', ' order by m.created_at, m.kind), 'nothing') from public.messages m
  where m.customer_id = tests.id('ethel') and m.created_at >= day and m.kind not in ('visit_summary', 'invoice') $$;
create function pg_temp.asked() returns text language sql as $$ select coalesce(string_agg(a.kind, ', '), 'nothing') from public.office_activities a where a.customer_id = tests.id('ethel') and a.state = 'open' and a.kind <> 'unpaid_invoice' $$;
select tests.freeze_clock('2027-05-18 15:20+00');
select is(pg_temp.complete(1), 'done', 'is done');
create temp table next as select public.return_slots(pg_temp.visit(1)) as n;
select is((select n ->> 'due_on' || ' ' || (n #>> '{slots,0,starts_at}') from next), '2027-11-20 2027-11-19T15:30:00+00:00', 'at the door there is a time about the day on which the next is due');
select is(public.book_return(pg_temp.visit(1), (n #>> '{slots,0,technician_id}')::uuid, (n #>> '{slots,0,starts_at}')::timestamptz) ->> 'status', 'booked', 'and it is booked') from next;
select pg_temp.nights('2027-05-19', '2027-05-20'), pg_temp.nights('2027-10-19', '2027-10-22'), pg_temp.nights('2027-11-02', '2027-11-04');
select is(pg_temp.since('2027-05-19'), 'nothing', 'until two weeks before nobody is written to: no reminder that it is due');
select is(pg_temp.asked(), 'nothing', 'and nothing is to be done: it is booked');
select pg_temp.nights('2027-11-05', '2027-11-05');
select is(pg_temp.since('2027-05-19'), 'appointment_ahead 2027-11-05', 'two weeks before it is confirmed again');
savepoint november;
select pg_temp.nights('2027-11-06', '2027-11-06'), pg_temp.nights('2027-11-12', '2027-11-13'), pg_temp.nights('2027-11-17', '2027-11-18');
select is(pg_temp.since('2027-05-19'), 'appointment_ahead 2027-11-05, appointment_reminder 2027-11-18', 'and the day before reminded of');
select is(pg_temp.asked(), 'nothing', 'nobody had to call');
select tests.freeze_clock('2027-11-19 16:20+00');
select is(pg_temp.complete(2), 'done', 'in November it is done');
select is((select string_agg(y.number || ' ' || y.due_on || ' ' || coalesce(y.outcome, 'open'), ', ' order by y.number) from public.maintenance_cycles y where y.contract_id = tests.id('lift')),
  '1 2027-05-20 serviced, 2 2027-11-20 serviced, 3 2028-05-20 open', 'each cycle with its own visit');

-- From the mail of two weeks before, its link changes it
rollback to november;
select tests.freeze_clock('2027-11-10 15:00+00');
select is(public.booking_page(tests.token('lift')) ->> 'status', 'booked', 'the link of the mail shows the visit');
select is(public.reschedule_booking(tests.token('lift'), tests.id('Luis Two'), '2027-11-22 15:30+00') ->> 'status', 'booked', 'and moves it');
select pg_temp.nights('2027-11-10', '2027-11-11'), pg_temp.nights('2027-11-20', '2027-11-21');
select is(pg_temp.since('2027-11-09'), 'appointment_changed 2027-11-10, appointment_reminder 2027-11-21', 'which is told, and not confirmed anew');
select is(public.cancel_booking(tests.token('lift')) ->> 'status', 'too_late', 'the day before it is too late to cancel');
rollback to november;
select tests.freeze_clock('2027-11-10 15:00+00');
select is(public.cancel_booking(tests.token('lift')) ->> 'status', 'cancelled', 'or calls it off');
select tests.freeze_clock('2027-11-11 17:00+00');
select pg_temp.night();
select is(position('reminder 2027-11-11' in pg_temp.since('2027-11-11')) > 0, true, 'and then it is due, and said so');

select * from finish();
rollback;
