-- Who looks at the nights, who chooses what they raise, who runs one now; and that somebody outside hears of it when they stop.
begin;
select plan(31);
-- Tuesday, June 2, 2026, 7:00 in Toronto.
select tests.freeze_clock('2026-06-02 11:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-05-20');
insert into private.cycle_reminders (cycle_id, due_on, band, reminded_on) select y.id, y.due_on, 1, '2026-05-19' from public.maintenance_cycles y;
insert into public.job_runs (job, company_day, counts) values ('reminders', '2026-06-01', '{"mails": 3, "more": false}'), ('reminders', '2026-05-19', '{"mails": 1}'), ('reminders', '2026-05-18', '{"mails": 9}');

-- Nobody but those who may
create function pg_temp.tries(persona text) returns text language plpgsql as $$
declare
  v_call text;
  v_outcomes text[] := '{}';
begin
  foreach v_call in array array['public.nights()', 'public.set_activity_kind(''overdue'', false)', 'public.run_night_job(''follow-ups'')'] loop
    begin
      execute 'select ' || v_call;
      v_outcomes := v_outcomes || 'passes'::text;
    exception when others then
      v_outcomes := v_outcomes || sqlstate::text;
    end;
  end loop;
  return array_to_string(v_outcomes, ', ');
end;
$$;
grant execute on all functions in schema pg_temp to public;
savepoint begun;
select tests.act_as_anon();
select is(pg_temp.tries('anon'), '42501, 42501, 42501', 'a stranger passes none');
select tests.act_as_staff('technician');
select is(pg_temp.tries('technician'), '42501, 42501, 42501', 'nor does a technician');
select tests.act_as_staff('office');
select is(pg_temp.tries('office'), 'passes, 42501, 42501', 'the office looks');
select tests.act_as_staff('admin');
select is(pg_temp.tries('admin'), 'passes, passes, passes', 'an administrator chooses, and runs');
rollback to begun;

-- What is shown
select tests.act_as_staff('office');
select is(n ->> 'today', '2026-06-02', 'the day is the company''s') from public.nights() n;
select is(jsonb_array_length(n -> 'nights'), 14, 'fourteen days') from public.nights() n;
select is((n #>> '{nights,0,day}') || ' ' || (n #>> '{nights,13,day}'), '2026-06-02 2026-05-20', 'today first') from public.nights() n;
select is(n #> '{nights,1,runs,reminders,counts}', '{"mails": 3}', 'with what was counted') from public.nights() n;
select is(n #> '{nights,0,runs}', '{}', 'a day on which nothing ran is shown as one') from public.nights() n;
select set_eq($$ select j ->> 'job' from jsonb_array_elements(public.nights() -> 'jobs') j $$, array['certificates', 'digest', 'follow-ups', 'reminders', 'roll-forward', 'self-check'], 'all that runs daily');
select is((select j ->> 'missed' from jsonb_array_elements(public.nights() -> 'jobs') j where j ->> 'job' = 'reminders'), null, 'what ran is not missed');
select tests.act_as_owner();
select set_eq($$ select k ->> 'kind' from jsonb_array_elements(private.nights(private.clock()) -> 'kinds') k $$, 'select kind from private.activity_kinds', 'every kind of work');
select set_eq($$ select k ->> 'rule' from jsonb_array_elements(private.nights(private.clock()) -> 'checks') k $$, 'select rule from private.self_checks', 'every rule that is looked at');

-- Run now
create function pg_temp.runs() returns text language sql as $$ select string_agg(company_day::text || ' ' || (counts ->> 'overdue'), ', ' order by company_day) from public.job_runs where job = 'follow-ups' $$;
select tests.act_as_staff('admin');
select is(public.run_night_job('follow-ups') ->> 'overdue', '1', 'before its hour a job runs all the same');
select tests.act_as_owner();
select is(pg_temp.runs(), null, 'which is not the day''s run');
select tests.freeze_clock('2026-06-02 12:00+00');
select tests.act_as_staff('admin');
select is(public.run_night_job('follow-ups') ->> 'overdue', '0', 'at its hour it finds nothing new');
select tests.act_as_owner();
select is(pg_temp.runs(), '2026-06-02 0', 'and that is the day''s run');
select tests.act_as_staff('admin');
select is(public.run_night_job('follow-ups') ->> 'status', 'done', 'after it once more');
select is(public.run_night_job('gossip') ->> 'status', 'unknown', 'what is no job is none');
select is(public.run_night_job('keep-house') ->> 'status', 'unknown', 'nor is what no day''s work is');
select is((select (k ->> 'open') || ' ' || (k ->> 'new') from jsonb_array_elements(public.nights() -> 'kinds') k where k ->> 'kind' = 'overdue'), '1 1', 'what it opened is counted');

-- Switching
select is(public.set_activity_kind('overdue', false), '{"status": "set"}', 'a kind is switched off');
select is((select k ->> 'is_on' from jsonb_array_elements(public.nights() -> 'kinds') k where k ->> 'kind' = 'overdue'), 'false', 'and shown so');
select is(public.set_activity_kind('gossip', false) ->> 'reason', 'kind', 'what is no kind is refused');
select is(public.set_activity_kind('overdue', null) ->> 'reason', 'is_on', 'and so is neither on nor off');
select tests.act_as_owner();
select is((select changes -> 'is_on' from public.audit_events where table_name = 'activity_kinds' order by seq desc limit 1), '[true, false]', 'it is on record');

-- Somebody outside
select is(private.report_alive(), null, 'nobody is told where no address is set');
select throws_ok($$ update public.company_settings set dead_man_url = 'http://alive.example/x' $$, '23514', null, 'an address is one of https');
update public.company_settings set dead_man_url = 'https://alive.example/ping/1';
insert into public.job_runs (job, company_day) select j.name, '2026-06-01' from private.jobs j where j.runs = 'daily' on conflict do nothing;
select isnt(private.report_alive(), null, 'while nothing is missed it is asked');
select tests.forget_all('public.job_runs');
set local session_replication_role = replica;
update public.maintenance_contracts set created_at = '2026-05-01';
select is(private.report_alive(), null, 'when a night did not run it is not, so that it raises the alarm');
select isnt_empty($$ select from private.jobs where sql = 'select private.report_alive()' $$, 'cron asks it');
select * from finish();
rollback;
