-- Jobs: what runs by itself, and what it did.

create table private.jobs (
  name text primary key,
  runs text not null check (runs in ('daily', 'function', 'sql')),
  schedule text,
  sql text,
  hour_setting text,
  daily_work text,
  constraint jobs_work check ((runs = 'daily') = (daily_work is not null)),
  constraint jobs_hour check ((runs = 'daily') = (hour_setting is not null)),
  constraint jobs_sql check ((runs = 'sql') = (sql is not null))
);
comment on table private.jobs is 'What runs by itself.';
comment on column private.jobs.runs is 'daily: work of once a company day, through public.run_job; function: the Edge Function of that name decides; sql: a statement. cron asks the Edge Function of a daily job''s name.';
comment on column private.jobs.schedule is 'For pg_cron, in UTC; null for what is only run by hand so far.';
comment on column private.jobs.hour_setting is 'The column of company_settings that holds the hour from which on a daily job does a day''s work.';
comment on column private.jobs.daily_work is 'Function of this schema that takes the instant to run as of and returns its counts, with "more" while there is more to do.';

create table public.job_runs (
  id uuid primary key default gen_random_uuid(),
  job text not null,
  company_day date not null,
  succeeded_at timestamptz not null default clock_timestamp(),
  counts jsonb not null default '{}',
  constraint job_runs_day_key unique (job, company_day)
);
comment on table public.job_runs is 'A job that did its day''s work, marked in the transaction of the work.';
comment on column public.job_runs.succeeded_at is 'For whoever looks into a night: when the day''s work was through.';

create trigger refuse_change before update on public.job_runs
  for each row execute function private.refuse_change();
create trigger refuse_delete before delete on public.job_runs
  for each row execute function private.refuse_delete();

-- Running ---------------------------------------------------------------------------------------------------

create function private.job_hour(hour_setting text)
returns time
language sql stable
return (select (to_jsonb(s) ->> job_hour.hour_setting)::time from public.company_settings s);
comment on function private.job_hour is 'The hour of the day, company time, that a setting holds.';

create function private.is_done_today(job text, as_of timestamptz)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (select from public.job_runs r where r.job = is_done_today.job and r.company_day = private.company_day(as_of));
end;
$$;
comment on function private.is_done_today is 'Whether the job did its work of that company day.';

create function private.mark_done(job text, as_of timestamptz, counts jsonb)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into public.job_runs (job, company_day, counts)
  values (mark_done.job, private.company_day(as_of), mark_done.counts)
  on conflict on constraint job_runs_day_key do nothing;
  perform private.settle('succeeded', 'job', array[job], 'it ran');
end;
$$;
comment on function private.mark_done is 'Marks the company day''s work as done, in the transaction of the work.';

create function private.run_job(name text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_job private.jobs;
  v_settings public.company_settings;
  v_now timestamptz := coalesce(run_job.as_of, private.clock());
  v_counts jsonb;
begin
  select * into v_job from private.jobs j where j.name = run_job.name and j.runs = 'daily';
  if not found then
    return jsonb_build_object('status', 'unknown', 'jobs', (select jsonb_agg(j.name order by j.name) from private.jobs j where j.runs = 'daily'));
  end if;
  select * into v_settings from public.company_settings;
  -- Whoever asks for "now" may have a clock that is a little ahead.
  if v_settings.delivery_mode = 'live' and v_now > private.clock() + interval '5 minutes' then
    return private.refused('future');
  elsif not private.try_lock_job(name) then
    return jsonb_build_object('status', 'busy');
  end if;
  -- Asked for by the clock: once a company day, not before the hour.
  if run_job.as_of is null then
    if (v_now at time zone v_settings.time_zone)::time < private.job_hour(v_job.hour_setting) then
      return jsonb_build_object('status', 'too_early');
    elsif private.is_done_today(name, v_now) then
      return jsonb_build_object('status', 'already_done');
    end if;
  end if;

  execute format('select private.%I($1)', v_job.daily_work) into v_counts using v_now;
  -- A run as of another day says nothing about the clock's day.
  if run_job.as_of is null and not (v_counts ->> 'more')::boolean then
    perform private.mark_done(name, v_now, v_counts);
  end if;
  return jsonb_build_object('status', 'done') || v_counts;
end;
$$;
comment on function private.run_job is 'Runs a job of once a company day: see the door of the same name.';

-- Missing success ---------------------------------------------------------------------------------------------

create function private.missed_days(as_of timestamptz)
returns table (job text, day date)
language sql stable
set search_path = ''
as $$
  select j.name, d.day
  from private.jobs j
  cross join public.company_settings s
  cross join lateral (select private.job_hour(j.hour_setting)::interval + interval '2 hours' as grace) g
  -- The latest day whose time is over; with a late hour that is after its midnight.
  cross join lateral (select ((missed_days.as_of at time zone s.time_zone) - g.grace)::date as day) d
  where j.runs = 'daily' and j.schedule is not null
    and exists (
      select from public.maintenance_contracts c
      where c.state = 'active' and c.created_at < (d.day + g.grace) at time zone s.time_zone)
    and not exists (select from public.job_runs r where r.job = j.name and r.company_day = d.day);
$$;
comment on function private.missed_days is 'The daily jobs that have not succeeded on their last day, which is over two hours after the job''s hour, and the day. While there are no contracts nothing is missed.';

create function private.watch_jobs()
returns integer
language plpgsql volatile
set search_path = ''
as $$
begin
  return (
    select count(private.raise_activity('self_check', private.subject_key('job', m.job), jsonb_build_object('day', m.day), urgent => true))
    from private.missed_days(private.clock()) m
    -- Said already, even if somebody closed it.
    where not exists (
      select from public.office_activities a
      where a.kind = 'self_check' and a.subject_key = private.subject_key('job', m.job) and a.details ->> 'day' = m.day::text));
end;
$$;
comment on function private.watch_jobs is 'Two hours after its hour a company day on which a daily job has not succeeded becomes an urgent activity, once; the next success settles it. Returns the number raised.';

create function private.watch_logins()
returns integer
language plpgsql volatile
set search_path = ''
as $$
begin
  if not exists (select from public.staff s where s.role = 'admin' and s.active and s.user_id is not null) then
    return 0;
  elsif private.administrator_can_sign_in() then
    perform private.settle('succeeded', 'job', array['watch-logins'], 'an administrator can sign in');
    return 0;
  end if;
  perform private.raise_activity('self_check', private.subject_key('job', 'watch-logins'), jsonb_build_object('reason', 'no_administrator'), urgent => true);
  return 1;
end;
$$;
comment on function private.watch_logins is 'Staff and logins keep an administrator who can sign in, but not where the platform restores them or lets no trigger stand: when none of the administrators can sign in any more, the office has an urgent activity until one can. 1 or 0 of them.';

create function private.report_alive()
returns bigint
language plpgsql volatile
set search_path = ''
as $$
declare
  v_url text := (select s.dead_man_url from public.company_settings s);
begin
  if v_url is null or exists (select from private.missed_days(private.clock())) then
    return null;
  end if;
  return net.http_post(url => v_url, body => '{}'::jsonb, headers => jsonb_build_object('content-type', 'application/json'), timeout_milliseconds => 10000);
end;
$$;
comment on function private.report_alive is 'Every hour in which no daily job is missed: asks the address of dead_man_url, where one is set, so that a service outside raises an alarm when this stops, cron included. Returns the request''s number, null without one.';

-- Housekeeping ------------------------------------------------------------------------------------------------

create function private.keep_house()
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'keep_house'
as $$
declare
  v_bodies bigint;
  v_photos bigint;
begin
  update public.messages m set rendered = null, payload = '{}'
  where m.state in ('sent', 'superseded', 'dead') and m.payload <> '{}' and m.created_at < private.clock() - interval '24 months';
  get diagnostics v_bodies = row_count;
  -- One that no report has named is as old as what was typed beside it; where that is over it came late, and is part of what was done.
  delete from public.visit_files f
  where f.kind = 'photo' and f.created_at < private.clock() - case
    when f.named_by is null and private.takes_report(f.visit_id, f.work_order_id) then interval '30 days'
    else interval '24 months' end;
  get diagnostics v_photos = row_count;
  delete from public.job_runs r where r.company_day < private.company_day(private.clock()) - 14;
  perform private.forget_old_deeds(private.clock());
  perform private.begin_tax_rates(private.company_day(private.clock()));
  return jsonb_build_object('message_bodies', v_bodies, 'attempts', private.forget_old_attempts(),
    'drafts', private.forget_old_drafts(private.clock()), 'photos', v_photos, 'uploads', private.forget_old_uploads());
end;
$$;
comment on function private.keep_house is 'Every night: forgets bodies of messages and photos of visits and repairs after 24 months, attempts after 90 days, job logs after 14, what was done on the board after 31, and after 30 what was typed or photographed and never sent, and files that were uploaded. Returns how many of each. Tax rates whose day has come are the present ones from then on.';

-- Schedule ----------------------------------------------------------------------------------------------------

create function private.call_function(name text)
returns bigint
language plpgsql volatile
set search_path = ''
as $$
declare
  v_url text;
  v_secret text;
begin
  select s.decrypted_secret into v_url from vault.decrypted_secrets s where s.name = 'functions_url';
  select s.decrypted_secret into v_secret from vault.decrypted_secrets s where s.name = 'job_secret';
  if v_url is null or v_secret is null then
    return null;
  end if;
  return net.http_post(
    url => v_url || '/' || call_function.name,
    body => '{}'::jsonb,
    headers => jsonb_build_object('content-type', 'application/json', 'x-job-secret', v_secret),
    timeout_milliseconds => 60000);
end;
$$;
comment on function private.call_function is 'Asks an Edge Function to run; address and secret lie in the vault as functions_url and job_secret. Returns the request''s number, null while the secrets are missing.';

insert into private.jobs (name, runs, schedule, sql, hour_setting, daily_work) values
  -- Hourly, so that neither time zones nor a missed hour matter; the first call from the hour on does the day's work.
  ('reminders', 'daily', '0 * * * *', null, 'mail_from_time', 'run_reminders'),
  -- Its hour may be any minute, and whoever waits for it begins to work.
  ('digest', 'daily', '*/15 * * * *', null, 'digest_at', 'run_digest'),
  ('roll-forward', 'daily', '5 * * * *', null, 'mail_from_time', 'run_roll_forward'),
  ('certificates', 'daily', '20 * * * *', null, 'mail_from_time', 'run_certificates'),
  ('send-messages', 'function', '* * * * *', null, null, null),
  ('geocode', 'function', '15 * * * *', null, null, null),
  -- While nobody works on either side, and before mail goes out.
  ('import-odoo', 'function', '10 7 * * *', null, null, null),
  ('keep-house', 'sql', '30 7 * * *', 'select private.keep_house()', null, null),
  -- Often: what is not sealed yet could be cut off unseen, and a busy moment is over at the next call.
  ('seal-audit', 'sql', '*/10 * * * *', 'select private.seal_audit()', null, null),
  -- In the database itself: an alarm that needs the thing it watches is none.
  ('watch-jobs', 'sql', '45 * * * *', 'select private.watch_jobs()', null, null),
  ('report-alive', 'sql', '50 * * * *', 'select private.report_alive()', null, null),
  ('watch-visits', 'sql', '40 * * * *', 'select private.watch_visits(private.clock())', null, null),
  ('remind-technicians', 'sql', '*/15 * * * *', 'select private.remind_technicians(private.clock())', null, null),
  ('watch-logins', 'sql', '50 12 * * *', 'select private.watch_logins()', null, null),
  ('watch-imports', 'sql', '40 12 * * *', 'select private.watch_imports()', null, null),
  ('find-people-twice', 'sql', '20 7 * * *', 'select private.find_people_twice(null)', null, null),
  ('follow-ups', 'daily', '25 * * * *', null, 'mail_from_time', 'run_follow_ups'),
  ('self-check', 'daily', '35 * * * *', null, 'mail_from_time', 'run_self_check');

create function private.schedule_jobs()
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_scheduled integer;
begin
  if to_regprocedure('cron.schedule(text, text, text)') is null then
    return 0;
  end if;
  select count(cron.schedule(j.name, j.schedule, coalesce(j.sql, format('select private.call_function(%L)', j.name))))
  into v_scheduled from private.jobs j where j.schedule is not null;
  return v_scheduled;
end;
$$;
comment on function private.schedule_jobs is 'Writes the cron rows, also again; a step after the migrations. Returns how many, 0 without cron. Most calls of a daily job find the day done.';

-- Access --------------------------------------------------------------------------------------------

alter table public.job_runs enable row level security;
create policy office_reads on public.job_runs for select to authenticated using ((select private.is_office()));
grant select on public.job_runs to authenticated, service_role;
