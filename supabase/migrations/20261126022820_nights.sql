-- Nights: what the jobs of each night did, for whoever looks in the morning, and which kinds of work they raise.

create function private.set_activity_kind(kind text, is_on boolean)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  if is_on is null then
    return private.rejected('is_on');
  end if;
  update private.activity_kinds k set is_on = set_activity_kind.is_on where k.kind = set_activity_kind.kind;
  return case when found then jsonb_build_object('status', 'set') else private.rejected('kind') end;
end;
$$;
comment on function private.set_activity_kind is 'Switches a kind of work on or off; what is open of it stays: {status: set | rejected (reason: kind, is_on)}.';

create function private.run_now(name text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_answer jsonb := private.run_job(name, null);
begin
  if v_answer ->> 'status' in ('too_early', 'already_done') then
    return private.run_job(name, private.clock());
  end if;
  return v_answer;
end;
$$;
comment on function private.run_now is 'A daily job''s work of this moment: the day''s, which is marked as done then, or, before its hour and after that, once more.';

create function private.nights(as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_today date := private.company_day(as_of);
begin
  return jsonb_build_object('status', 'ok', 'today', v_today,
    'jobs', (
      select jsonb_agg(jsonb_build_object('job', j.name, 'hour', private.job_hour(j.hour_setting), 'missed', m.day) order by j.name)
      from private.jobs j left join private.missed_days(nights.as_of) m on m.job = j.name
      where j.runs = 'daily' and j.schedule is not null),
    'nights', (
      select jsonb_agg(jsonb_build_object('day', d.day, 'runs', (
        select coalesce(jsonb_object_agg(r.job, jsonb_build_object('at', r.succeeded_at, 'counts', r.counts - 'more')), '{}')
        from public.job_runs r where r.company_day = d.day)) order by d.day desc)
      from (select v_today - back as day from generate_series(0, 13) back) d),
    'kinds', (
      select jsonb_agg(jsonb_build_object('kind', k.kind, 'is_on', k.is_on, 'open', coalesce(n.open, 0), 'new', coalesce(n.new, 0)) order by k.kind)
      from private.activity_kinds k
      left join (
        select a.kind, count(*) filter (where a.state = 'open') as open, count(*) filter (where a.created_at > nights.as_of - interval '1 day') as new
        from public.office_activities a
        where a.state = 'open' or a.created_at > nights.as_of - interval '1 day'
        group by a.kind) n on n.kind = k.kind
      where not private.is_hidden(k.kind)),
    'trail', (
      select jsonb_build_object('proven_at', p.proven_at, 'newest', p.newest, 'again', p.again, 'round_ended_at', p.round_ended_at)
      from private.trail_proof p),
    'checks', (
      select jsonb_agg(jsonb_build_object('check', s.name, 'kind', s.kind, 'rule', s.rule, 'open', coalesce(n.open, 0)) order by s.position)
      from private.self_checks s
      left join (
        select a.kind, a.details ->> 'check' as name, count(*) as open from public.office_activities a where a.state = 'open' and a.details ? 'check' group by 1, 2
      ) n on n.kind = s.kind and n.name = s.name
      where not private.is_hidden(s.kind)));
end;
$$;
comment on function private.nights is 'What the last fourteen nights did: see the door of the same name.';
