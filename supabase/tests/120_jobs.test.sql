-- How jobs are called: cron rows, the secret on the way, and names that mean nothing.
begin;
select plan(42);

select is(public.run_job('gossip') ->> 'status', 'unknown', 'a job that is none is unknown');
select is(public.run_job(null) ->> 'status', 'unknown', 'so is no name');
select tests.act_as_staff('admin');
select throws_ok('select public.run_job(''reminders'')', '42501', null, 'not even an administrator runs jobs');
select tests.act_as_owner();

select is(private.schedule_jobs(), (select count(*)::integer from private.jobs where schedule is not null), 'what has a schedule is scheduled');
select private.schedule_jobs();
select results_eq($$ select jobname::text, schedule::text from cron.job where jobname in ('reminders', 'send-messages', 'geocode', 'keep-house', 'watch-jobs', 'seal-audit', 'digest') order by 1 $$,
  $$ values ('digest', '*/15 * * * *'), ('geocode', '15 * * * *'), ('keep-house', '30 7 * * *'), ('reminders', '0 * * * *'), ('seal-audit', '*/10 * * * *'), ('send-messages', '* * * * *'), ('watch-jobs', '45 * * * *') $$, 'scheduling again leaves one row each');

select is(private.call_function('reminders'), null, 'without address and secret nothing is called');
select vault.create_secret('http://127.0.0.1:1/functions/v1', 'functions_url');
select vault.create_secret('right', 'job_secret');
select isnt(private.call_function('reminders'), null, 'with them a request is queued');
select is((select url || ' ' || (headers ->> 'x-job-secret') from net.http_request_queue order by id desc limit 1),
  'http://127.0.0.1:1/functions/v1/reminders right', 'to the function, with the secret');

-- Retention: both sides of two years and of two weeks.
select tests.freeze_clock('2028-06-15 12:00+00');
insert into public.messages (kind, recipient, dedupe_key, payload, created_at) values
  ('reminder', 'old@example.com', 'old', '{"first_name": "Ada"}', '2026-06-15 11:59+00'),
  ('reminder', 'young@example.com', 'young', '{"first_name": "Ada"}', '2026-06-15 12:00+00');
update public.messages set state = 'superseded';
insert into public.messages (kind, recipient, dedupe_key, payload, created_at) values
  ('reminder', 'old@example.com', 'given up', '{"first_name": "Ada"}', '2026-06-15 11:59+00'), ('reminder', 'old@example.com', 'waiting', '{"first_name": "Ada"}', '2026-06-15 11:59+00');
update public.messages set state = 'dead' where dedupe_key = 'given up';
insert into public.job_runs (job, company_day) values ('reminders', '2028-05-31'), ('reminders', '2028-06-01');
insert into public.booking_attempts (action, status, at) values
  ('confirm', 'old', clock_timestamp() - interval '90 days 1 minute'), ('confirm', 'young', clock_timestamp() - interval '89 days 23 hours');
insert into private.link_calls (cycle_id, acts, window_started_at, calls) values
  (tests.id('old'), true, clock_timestamp() - interval '1 day 1 minute', 1), (tests.id('young'), true, clock_timestamp() - interval '23 hours', 1);
create temp table kept as select private.keep_house() as counts;
select is((select counts ->> 'attempts' from kept), '1', 'what was done is counted');
select is((select array_agg(status) from public.booking_attempts), array['young'], 'attempts are forgotten after 90 days');
select is((select array_agg(cycle_id) from private.link_calls), array[tests.id('young')], 'and counters of links that nobody used for a day');
select is((select array_agg(dedupe_key order by dedupe_key) from public.messages where payload <> '{}'), array['waiting', 'young'], 'bodies are forgotten after 24 months, but of what still waits to be sent');
select is((select array_agg(company_day) from public.job_runs), array['2028-06-01'::date], 'job logs after 14 days');

-- A day that is not through
create function pg_temp.works(report jsonb) returns void language plpgsql as $$
begin
  execute format('create or replace function private.run_reminders(as_of timestamptz) returns jsonb language sql volatile set search_path = '''' as %L',
    format('select %L::jsonb', report));
end;
$$;
create temp table real_work as select pg_get_functiondef('private.run_reminders'::regproc) as definition;
select pg_temp.works('{"mails": 100, "more": true}');
select is(public.run_job('reminders') ->> 'more', 'true', 'a call that leaves work for the next says so');
select is((select count(*) from public.job_runs where company_day = '2028-06-15'), 0::bigint, 'and does not mark the day');
select pg_temp.works('{"mails": 1, "more": false}');
select is(public.run_job('reminders') ->> 'status', 'done', 'the next call goes on');
select is((select counts from public.job_runs where company_day = '2028-06-15'), '{"mails": 1, "more": false}', 'and marks the day that is through');
savepoint by_hand;
select is(public.run_job('reminders', '2028-06-16 14:00+00') ->> 'status', 'done', 'a run by hand, as of another day');
select is((select count(*) from public.job_runs where company_day = '2028-06-16'), 0::bigint, 'marks no day: the clock''s own run is still to come');
rollback to by_hand;
do $$ begin execute (select definition from real_work); end $$;

-- Missing success. 8:00 and two hours more is 10:00 in Toronto.
select tests.forget_all('public.job_runs');
select tests.run_daily_only('reminders');
create function pg_temp.watch(instant text) returns integer language plpgsql as $$
begin
  perform tests.freeze_clock((instant || ' America/Toronto')::timestamptz);
  return private.watch_jobs();
end;
$$;
create function pg_temp.alarms(subject text default 'job:reminders') returns text language sql as $$
  select string_agg(state || ' ' || (details ->> 'day'), ', ' order by details ->> 'day') from public.office_activities where kind = 'self_check' and subject_key = subject $$;
select is(pg_temp.watch('2028-06-15 12:00'), 0, 'nobody is alarmed while there are no contracts');
select tests.freeze_clock('2028-06-19 13:59+00');
insert into public.customers (id, name) values (md5('Ada')::uuid, 'Ada');
insert into public.units (id, customer_id, category_id) select md5('lift')::uuid, md5('Ada')::uuid, c.id from public.equipment_categories c where c.code = 'stairlift';
insert into public.maintenance_contracts (unit_id, created_at) values (md5('lift')::uuid, '2028-06-19 14:00+00');
select is(pg_temp.watch('2028-06-19 10:00'), 0, 'nor about a day whose hour was over when the first contract came');
select is(pg_temp.watch('2028-06-20 09:59'), 0, 'nor before 10:00');
savepoint resting;
update public.maintenance_contracts set state = 'paused';
select is(pg_temp.watch('2028-06-20 10:00'), 0, 'nor while every contract rests');
rollback to resting;
select is(pg_temp.watch('2028-06-20 10:00'), 1, 'at 10:00 a day without success is an alarm');
select is(pg_temp.alarms(), 'open 2028-06-20', 'for the office, with the day');
select ok(urgent, 'urgent') from public.office_activities where subject_key = 'job:reminders';
select is(pg_temp.watch('2028-06-20 11:00') + pg_temp.watch('2028-06-21 09:59'), 0, 'once a day');
savepoint closed_by_hand;
update public.office_activities set state = 'done', closed_at = private.clock(), outcome = 'seen' where subject_key = 'job:reminders';
select is(pg_temp.watch('2028-06-20 12:00'), 0, 'also where somebody closed it');
rollback to closed_by_hand;
select is(pg_temp.watch('2028-06-21 10:00') || ' ' || pg_temp.alarms(), '1 open 2028-06-21', 'the next day is added to the open alarm');
select tests.freeze_clock('2028-06-21 14:30+00');
select is(public.run_job('reminders') ->> 'status', 'done', 'the job succeeds');
select is(pg_temp.alarms(), 'done 2028-06-21', 'which settles the alarm');
select is(pg_temp.watch('2028-06-21 23:45'), 0, 'and the day is quiet');
update public.company_settings set mail_from_time = '23:00';
select is(pg_temp.watch('2028-06-23 00:59') || ' ' || pg_temp.watch('2028-06-23 01:00') || ' ' || pg_temp.alarms(), '0 1 done 2028-06-21, open 2028-06-22', 'with a late hour the day is judged after midnight');

-- Each job by its own hour: at the same moment one is late, the other may still come
select tests.run_daily_only('reminders', 'digest');
select tests.freeze_clock('2028-06-28 23:00+00');
insert into public.job_runs (job, company_day) values ('digest', '2028-06-28'), ('reminders', '2028-06-28');
update public.company_settings set mail_from_time = '08:00', digest_at = '06:15';
select is(pg_temp.watch('2028-06-29 08:14'), 0, 'before its time is over no job is late');
select is(pg_temp.watch('2028-06-29 08:15') || ' ' || pg_temp.alarms('job:digest') , '1 open 2028-06-29', 'the one that runs earlier is missed earlier');
select is(pg_temp.watch('2028-06-29 10:00') || ' ' || pg_temp.alarms(), '1 done 2028-06-21, open 2028-06-29', 'the other when its time is over');
-- Logins are the platform's, which may restore them as they were, past every trigger
create function pg_temp.logins() returns text language plpgsql as $$
declare
  v_raised integer := private.watch_logins();
begin
  return concat_ws(' ', v_raised, (
    select string_agg(a.state || case when a.urgent then ' urgently' else '' end, ', ' order by a.state)
    from public.office_activities a where a.subject_key = 'job:watch-logins'));
end;
$$;
select is(pg_temp.logins(), '0', 'a company that has no administrator yet is not alarmed');
select tests.staff_user('office'), tests.staff_user('admin');
insert into public.staff (user_id, email, name, role, active) values (gen_random_uuid(), 'left@example.com', 'Left', 'admin', false);
insert into auth.users (id, email) select user_id, email from public.staff where email = 'left@example.com';
select is(pg_temp.logins(), '0', 'nor one whose administrator can sign in');
set local session_replication_role = replica;
savepoint signed_in;
update auth.users set banned_until = clock_timestamp() + interval '1 hour' where email = 'admin@tests.example.com';
select is(pg_temp.logins(), '1 open urgently', 'a login that was locked opens nothing');
rollback to signed_in;
update auth.users set deleted_at = clock_timestamp() where email = 'admin@tests.example.com';
select is(pg_temp.logins(), '1 open urgently', 'nor does one that is only marked as deleted');
rollback to signed_in;
delete from auth.users where email = 'admin@tests.example.com';
select is(pg_temp.logins() || ', ' || pg_temp.logins(), '1 open urgently, 1 open urgently', 'without any the office is told, once');
set local session_replication_role = origin;
insert into auth.users (id, email) select user_id, email from public.staff where email = 'admin@tests.example.com';
select is(pg_temp.logins(), '0 done urgently', 'until somebody can sign in');

select * from finish();
rollback;
