-- How jobs are called: cron rows, the secret on the way, and names that mean nothing.
begin;
select plan(10);

select is(public.run_job('gossip') ->> 'status', 'unknown', 'a job that is none is unknown');
select is(public.run_job(null) ->> 'status', 'unknown', 'so is no name');
select tests.act_as_staff('admin');
select throws_ok('select public.run_job(''reminders'')', '42501', null, 'not even an administrator runs jobs');
select tests.act_as_owner();

select is(private.schedule_jobs(), 4, 'four rows are scheduled');
select private.schedule_jobs();
select results_eq($$ select jobname::text, schedule::text from cron.job where jobname in ('reminders', 'send-messages', 'geocode', 'keep-house') order by 1 $$,
  $$ values ('geocode', '15 * * * *'), ('keep-house', '30 7 * * *'), ('reminders', '0 * * * *'), ('send-messages', '* * * * *') $$, 'scheduling again leaves one row each');

select is(private.call_function('reminders'), null, 'without address and secret nothing is called');
select vault.create_secret('http://127.0.0.1:1/functions/v1', 'functions_url');
select vault.create_secret('right', 'job_secret');
select isnt(private.call_function('reminders'), null, 'with them a request is queued');
select is((select url || ' ' || (headers ->> 'x-job-secret') from net.http_request_queue order by id desc limit 1),
  'http://127.0.0.1:1/functions/v1/reminders right', 'to the function, with the secret');

-- Retention: both sides of two years and of two weeks.
select tests.freeze_clock('2028-06-15 12:00+00');
insert into public.messages (kind, recipient, dedupe_key, payload, state, sent_at, created_at) values
  ('reminder', 'old@example.com', 'old', '{"first_name": "Ada"}', 'sent', '2026-06-15 11:00+00', '2026-06-15 11:59+00'),
  ('reminder', 'young@example.com', 'young', '{"first_name": "Ada"}', 'sent', '2026-06-15 13:00+00', '2026-06-15 12:00+00');
insert into public.job_runs (job, company_day) values ('reminders', '2028-05-31'), ('reminders', '2028-06-01');
select private.keep_house();
select is((select array_agg(dedupe_key) from public.messages where payload <> '{}'), array['young'], 'bodies are forgotten after 24 months');
select is((select array_agg(company_day) from public.job_runs), array['2028-06-01'::date], 'job logs after 14 days');

select * from finish();
rollback;
