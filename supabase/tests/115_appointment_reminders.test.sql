-- The day before an appointment: one reminder per appointment and revision.
begin;
select plan(21);
select tests.freeze_clock('2026-06-01 16:00+00');

insert into public.technicians (id, name) values (tests.id('Tess'), 'Tess Example');
-- A client whose stair lift is booked for an hour from an instant on.
create function pg_temp.book(client text, email text, starts_at timestamptz, booked_at timestamptz default '2026-06-01 16:00+00') returns void language plpgsql as $$
begin
  insert into public.customers (id, name, email) values (tests.id(client), client, email);
  insert into public.units (id, customer_id, category_id)
  select tests.id('unit ' || client), tests.id(client), c.id from public.equipment_categories c where c.code = 'stairlift';
  insert into public.maintenance_contracts (id, unit_id, due_anchor_on, created_at)
  values (tests.id('contract ' || client), tests.id('unit ' || client), '2026-01-31', '2026-01-31');
  insert into public.maintenance_cycles (id, contract_id, number, due_on) values (tests.id('cycle ' || client), tests.id('contract ' || client), 1, '2026-07-31');
  insert into public.technician_tasks (id, technician_id, task_type, customer_id, during)
  values (tests.id('task ' || client), tests.id('Tess'), 'maintenance', tests.id(client), tstzrange(starts_at, starts_at + interval '1 hour'));
  insert into public.maintenance_visits (cycle_id, task_id, created_at) values (tests.id('cycle ' || client), tests.id('task ' || client), booked_at);
end;
$$;
-- Noon of a company day.
create function pg_temp.run(at timestamp) returns integer language sql as $$
  select (public.run_job('reminders', at at time zone 'America/Toronto') ->> 'appointments')::integer $$;

select pg_temp.book('Ada', 'ada@example.com', '2026-06-12 09:00-04');
select is(pg_temp.run('2026-06-10 12:00'), 0, 'two days before: nothing');
select is(pg_temp.run('2026-06-11 12:00'), 1, 'the day before: a reminder');
select is(pg_temp.run('2026-06-11 13:00'), 0, 'once');
select is(pg_temp.run('2026-06-12 08:00'), 0, 'not again on the day');
select is((select recipient || ' ' || (payload ->> 'technician_name') from public.messages where kind = 'appointment_reminder'), 'ada@example.com Tess', 'it says who comes');
select private.put_task(t, t.technician_id, '[2026-06-15 03:30+00, 2026-06-15 04:30+00)') from public.technician_tasks t where t.id = tests.id('task Ada');
select is(pg_temp.run('2026-06-12 12:00') || ' ' || pg_temp.run('2026-06-13 12:00'), '0 1', 'a moved appointment has its own, by the company''s day: 11:30 p.m. of the 14th');

select pg_temp.book('Ben', 'ben@example.com', '2026-06-17 09:00-04');
select is(pg_temp.run('2026-06-17 08:00'), 1, 'after an outage it comes on the day itself');
select pg_temp.book('Cat', 'cat@example.com', '2026-06-18 09:00-04');
select is(pg_temp.run('2026-06-18 09:00'), 0, 'but not once it has begun');
select pg_temp.book('Dee', 'dee@example.com', '2026-06-19 14:00-04', '2026-06-18 08:30-04');
select is(pg_temp.run('2026-06-18 12:00'), 0, 'who booked the same day has just read it');
select pg_temp.book('Eli', null, '2026-06-21 09:00-04');
select is(pg_temp.run('2026-06-20 12:00'), 1, 'who has no address');
select is((select kind from public.office_activities where task_id = tests.id('task Eli')), 'call_client', 'is called');
select is(pg_temp.run('2026-06-20 13:00'), 0, 'once, while the call is open');
update public.office_activities set state = 'done', closed_at = now() where task_id = tests.id('task Eli');
select is(pg_temp.run('2026-06-20 14:00') || ' ' || pg_temp.run('2026-06-21 08:00'), '0 0', 'and not again after the call');
select private.put_task(t, t.technician_id, '[2026-06-21 15:00+00, 2026-06-21 16:00+00)') from public.technician_tasks t where t.id = tests.id('task Eli');
select is(pg_temp.run('2026-06-20 15:00'), 1, 'a moved appointment is another call');
select is((select (details ->> 'message', details ->> 'revision', urgent)::text from public.office_activities where task_id = tests.id('task Eli') and state = 'open'),
  '(appointment_reminder,1,t)', 'that says which');
update public.technician_tasks set state = 'cancelled' where id = tests.id('task Dee');
select is(pg_temp.run('2026-06-19 08:00'), 0, 'a cancelled appointment is not reminded of');

-- A row that breaks
create function pg_temp.break() returns trigger language plpgsql as $$ begin raise 'broken row'; end; $$;
create trigger break before insert on public.messages for each row when (new.recipient = 'fay@example.com') execute function pg_temp.break();
select pg_temp.book('Fay', 'fay@example.com', '2026-07-02 09:00-04'), pg_temp.book('Gus', 'gus@example.com', '2026-07-02 11:00-04');
create temp table report as select public.run_job('reminders', '2026-07-01 12:00-04') as counts;
select is((select (counts ->> 'appointments') || ' ' || (counts ->> 'failed') from report), '1 1', 'one bad row never loses the rest');
select is((select string_agg(recipient, ' ') from public.messages where task_id in (tests.id('task Fay'), tests.id('task Gus'))), 'gus@example.com', 'the other client is written to');
select is((select details ->> 'reason' from public.office_activities where kind = 'self_check' and task_id = tests.id('task Fay')), 'appointment_reminder_failed', 'and the bad one is not forgotten');

-- A contract that rests
select pg_temp.book('Hal', 'hal@example.com', '2026-08-20 09:00-04');
update public.maintenance_contracts set state = 'paused' where id = tests.id('contract Hal');
select pg_temp.run('2026-08-19 12:00');
select is_empty($$ select 1 from public.messages where recipient = 'hal@example.com' $$, 'who told us of a death, or of a unit that is gone, is not mailed');
update public.maintenance_contracts set state = 'active' where id = tests.id('contract Hal');
select pg_temp.run('2026-08-19 12:00');
select is((select count(*) from public.messages where recipient = 'hal@example.com'), 1::bigint, 'and is, once the office has put it right');

select * from finish();
rollback;
