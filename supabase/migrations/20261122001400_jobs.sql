-- Jobs: what runs by itself, once a company day, and what it did.

create table public.job_runs (
  id uuid primary key default gen_random_uuid(),
  job text not null,
  company_day date not null,
  succeeded_at timestamptz not null default clock_timestamp(),
  counts jsonb not null default '{}',
  constraint job_runs_day_key unique (job, company_day)
);
comment on table public.job_runs is 'A job that did its day''s work, marked in the transaction of the work.';

alter table public.job_runs enable row level security;
create policy office_reads on public.job_runs for select to authenticated using ((select private.is_office()));
grant select on public.job_runs to authenticated;
grant select, insert, update, delete on public.job_runs to service_role;

-- Running -----------------------------------------------------------------------------------------------

create function public.run_job(name text, as_of timestamptz default null)
returns jsonb
-- Definer: the jobs' role holds no rights in the internals.
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_settings public.company_settings;
  v_now timestamptz := coalesce(run_job.as_of, private.clock());
  v_counts jsonb;
begin
  if run_job.name in ('follow-ups', 'roll-forward', 'certificates', 'self-check') then
    return jsonb_build_object('status', 'not_yet');
  elsif run_job.name is distinct from 'reminders' then
    return jsonb_build_object('status', 'unknown');
  end if;
  select * into v_settings from public.company_settings;
  -- Whoever asks for "now" may have a clock that is a little ahead.
  if v_settings.delivery_mode = 'live' and v_now > private.clock() + interval '5 minutes' then
    return jsonb_build_object('status', 'refused', 'reason', 'future');
  end if;
  if not pg_try_advisory_xact_lock(hashtextextended('job:' || run_job.name, 0)) then
    return jsonb_build_object('status', 'busy');
  end if;
  -- Asked for by the clock: once a company day, not before the hour.
  if run_job.as_of is null then
    if (v_now at time zone v_settings.time_zone)::time < v_settings.mail_from_time then
      return jsonb_build_object('status', 'too_early');
    elsif exists (select from public.job_runs r where r.job = run_job.name and r.company_day = private.company_day(v_now)) then
      return jsonb_build_object('status', 'already_done');
    end if;
  end if;

  v_counts := private.run_reminders(v_now);
  -- A run as of another day says nothing about the clock's day.
  if run_job.as_of is null and not (v_counts ->> 'more')::boolean then
    insert into public.job_runs (job, company_day, counts) values (run_job.name, private.company_day(v_now), v_counts)
    on conflict on constraint job_runs_day_key do nothing;
    perform private.settle_activities(array['self_check'], array['job:' || run_job.name], 'it ran');
  end if;
  return jsonb_build_object('status', 'done') || v_counts;
end;
$$;
comment on function public.run_job is 'Runs a job: by the clock (as_of null) once a company day from mail_from_time on, else at once as of that instant, refused in the future where mail is live → {status: done | too_early | already_done | busy | refused | not_yet | unknown, counts…, more}. Call again while more.';
grant execute on function public.run_job to service_role;

-- Missing success ----------------------------------------------------------------------------------------

create function private.watch_jobs()
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_settings public.company_settings;
  v_grace interval;
  v_day date;
  v_until timestamptz;
begin
  select * into v_settings from public.company_settings;
  v_grace := v_settings.mail_from_time::interval + interval '2 hours';
  -- The latest day whose time is over; with a late hour that is after its midnight.
  v_day := ((private.clock() at time zone v_settings.time_zone) - v_grace)::date;
  v_until := (v_day + v_grace) at time zone v_settings.time_zone;
  if exists (select from public.job_runs r where r.job = 'reminders' and r.company_day = v_day)
    or not exists (select from public.maintenance_contracts c where c.state = 'active' and c.created_at < v_until)
    -- Said already, even if somebody closed it.
    or exists (
      select from public.office_activities a
      where a.kind = 'self_check' and a.subject_key = 'job:reminders' and a.details ->> 'day' = v_day::text)
  then
    return 0;
  end if;
  perform private.raise_activity('self_check', 'job:reminders', jsonb_build_object('day', v_day), urgent => true);
  return 1;
end;
$$;
comment on function private.watch_jobs is 'Two hours after mail_from_time a company day without successful reminders becomes an urgent activity, once; the next success settles it. Returns the number raised.';

-- Schedule ----------------------------------------------------------------------------------------------

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

create function private.keep_house()
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_bodies bigint;
begin
  update public.messages m set rendered = null, payload = '{}'
  where m.state in ('sent', 'superseded', 'dead') and m.payload <> '{}' and m.created_at < private.clock() - interval '24 months';
  get diagnostics v_bodies = row_count;
  delete from public.job_runs r where r.company_day < private.company_day(private.clock()) - 14;
  return jsonb_build_object('message_bodies', v_bodies, 'attempts', private.forget_old_attempts(), 'sealed', private.seal_audit());
end;
$$;
comment on function private.keep_house is 'Every night: forgets bodies of messages after 24 months, attempts after 90 days and job logs after 14, and seals the audit trail. Returns how many of each.';

create function private.schedule_jobs()
returns integer
language plpgsql volatile
set search_path = ''
as $$
begin
  if to_regprocedure('cron.schedule(text, text, text)') is null then
    return 0;
  end if;
  -- Hourly, so that neither time zones nor a missed hour matter; the first call from the hour on does the day's work.
  perform cron.schedule('reminders', '0 * * * *', 'select private.call_function(''reminders'')');
  perform cron.schedule('send-messages', '* * * * *', 'select private.call_function(''send-messages'')');
  perform cron.schedule('geocode', '15 * * * *', 'select private.call_function(''geocode'')');
  perform cron.schedule('keep-house', '30 7 * * *', 'select private.keep_house()');
  -- In the database itself: an alarm that needs the thing it watches is none.
  perform cron.schedule('watch-jobs', '45 * * * *', 'select private.watch_jobs()');
  return 5;
end;
$$;
comment on function private.schedule_jobs is 'Writes the cron rows, also again; a step after the migrations. Returns how many, 0 without cron. Most calls of a daily job find the day done.';
