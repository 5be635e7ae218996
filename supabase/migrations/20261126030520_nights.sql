-- The door to the nights: the office looks at what they did; administrators choose what they raise, and run one now.

create function public.nights()
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.nights(private.clock());
end;
$$;
comment on function public.nights is 'What the last fourteen nights did: {status: ok, today, jobs: [{job, hour: from which it runs, missed: the day on which it has not succeeded, else null}], nights: newest first [{day, runs: {job: {at, counts}}}], kinds: of work [{kind, is_on, open, new: since a day ago}], trail: {proven_at: when some of its seals were, newest: the last one that was, again: how far the present round through older ones has come, round_ended_at: when all had been once more}, checks: [{check, kind, rule, open}]}; kinds and checks that are for administrators alone are told to them alone. 42501 unless office.';

create function public.set_activity_kind(kind text, is_on boolean)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.set_activity_kind(kind, is_on);
end;
$$;
comment on function public.set_activity_kind is 'Switches a kind of work on or off for all; what is open stays: {status: set | rejected (reason: kind, is_on)}. 42501 unless admin.';

create function public.run_night_job(name text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.run_now(name);
end;
$$;
comment on function public.run_night_job is 'Does a daily job''s work of this moment now, as the day''s where that was not done, else once more; nothing is done twice: as run_job. 42501 unless admin.';

grant execute on function public.nights, public.set_activity_kind, public.run_night_job to authenticated, service_role;
