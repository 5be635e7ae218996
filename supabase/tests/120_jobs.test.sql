-- How jobs are called: cron rows, the secret on the way, and names that mean nothing.
begin;
select plan(8);

select is(public.run_job('gossip') ->> 'status', 'unknown', 'a job that is none is unknown');
select is(public.run_job(null) ->> 'status', 'unknown', 'so is no name');
select tests.act_as_staff('admin');
select throws_ok('select public.run_job(''reminders'')', '42501', null, 'not even an administrator runs jobs');
select tests.act_as_owner();

select is(private.schedule_jobs(), 2, 'two rows are scheduled');
select private.schedule_jobs();
select results_eq($$ select jobname::text, schedule::text from cron.job where jobname in ('reminders', 'send-messages') order by 1 $$,
  $$ values ('reminders', '*/10 * * * *'), ('send-messages', '* * * * *') $$, 'scheduling again leaves one row each');

select is(private.call_function('reminders'), null, 'without address and secret nothing is called');
select vault.create_secret('http://127.0.0.1:1/functions/v1', 'functions_url');
select vault.create_secret('right', 'job_secret');
select isnt(private.call_function('reminders'), null, 'with them a request is queued');
select is((select url || ' ' || (headers ->> 'x-job-secret') from net.http_request_queue order by id desc limit 1),
  'http://127.0.0.1:1/functions/v1/reminders right', 'to the function, with the secret');

select * from finish();
rollback;
