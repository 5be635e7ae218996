-- Digest: what the company's own people are mailed every morning. Counts, names of technicians, the head of the audit
-- trail; nothing of a client. A new line is a function here, a key of private.digest_facts, and a row in lib/mail/digest.ts.

-- What it says ------------------------------------------------------------------------------------------------

create function private.digest_waiting(as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'kind', w.kind, 'count', w.count, 'urgent', w.urgent, 'new', w.new, 'oldest_on', private.company_day(w.oldest_at))
      order by w.urgent = 0, w.oldest_at, w.kind), '[]')
    from (
      select a.kind, count(*) as count, count(*) filter (where a.urgent) as urgent,
        count(*) filter (where a.created_at > digest_waiting.as_of - interval '1 day') as new, min(a.created_at) as oldest_at
      from public.office_activities a
      where a.state = 'open'
      group by a.kind
    ) w);
end;
$$;
comment on function private.digest_waiting is 'Open activities by kind, kinds with urgent ones first, then the longest waiting: [{kind, count, urgent, new: since a day ago, oldest_on}].';

create function private.digest_visits(on_day date)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_zone text := private.company_zone();
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('technician', v.name, 'stops', v.stops, 'first_at', v.first_at) order by v.first_at, v.name), '[]')
    from (
      select h.name, count(*) as stops, min(lower(t.during)) as first_at
      from public.technicians h
      join public.technician_tasks t on t.technician_id = h.id and t.blocking and t.task_type = 'maintenance'
        and lower(t.during) >= on_day::timestamp at time zone v_zone and lower(t.during) < (on_day + 1)::timestamp at time zone v_zone
      group by h.id
    ) v);
end;
$$;
comment on function private.digest_visits is 'Maintenance stops that begin on a company day, by technician, who begins first is first: [{technician, stops, first_at}].';

create function private.digest_messages(as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'dead', count(*) filter (where m.state = 'dead' and m.created_at > digest_messages.as_of - interval '7 days'),
      'uncertain', count(*) filter (where m.state = 'uncertain'),
      'late', (select count(*) from public.messages q where q.state = 'queued' and q.created_at <= digest_messages.as_of - interval '1 hour'))
    from public.messages m
    where private.needs_somebody(m.state, m.set_aside_at));
end;
$$;
comment on function private.digest_messages is 'Mail that does not go: {dead (of the last seven days), uncertain, late (queued for an hour or more)}.';

create function private.digest_trail(as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return private.audit_head() || (
    select jsonb_build_object('events', sum(s.rows), 'unsealed_since', (
      select e.at from (select e.at from public.audit_events e where e.seq > max(s.through_seq) order by e.seq limit 1) e
      where e.at < digest_trail.as_of - interval '1 hour'))
    from private.audit_seals s);
end;
$$;
comment on function private.digest_trail is 'The newest seal, to be kept and compared: private.audit_head() and events (under it and all before), unsealed_since (what should have been sealed an hour ago or more; null as a rule). Null before the first seal.';

create function private.digest_facts(as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_on_day date := private.company_day(digest_facts.as_of);
begin
  return jsonb_build_object(
    'date', v_on_day,
    'waiting', private.digest_waiting(digest_facts.as_of),
    'visits_today', private.digest_visits(v_on_day),
    'past_without_outcome', (
      select count(*) from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id
      where private.is_expected(v.state) and upper(t.during) <= digest_facts.as_of),
    'messages', private.digest_messages(digest_facts.as_of),
    'jobs', (
      select coalesce(jsonb_agg(jsonb_build_object('job', m.job, 'day', m.day) order by m.job), '[]')
      from private.missed_days(digest_facts.as_of) m),
    'trail', private.digest_trail(digest_facts.as_of));
end;
$$;
comment on function private.digest_facts is 'What the digest says as of an instant: {date, waiting, visits_today, past_without_outcome (visits whose time is over), messages, jobs (that have not succeeded on their last day: [{job, day}]), trail}.';

-- The day's run -----------------------------------------------------------------------------------------------

create function private.run_digest(as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  if not (select s.digest_on from public.company_settings s) then
    return jsonb_build_object('mails', 0, 'off', true, 'more', false);
  end if;
  -- It tells the last seal, which is ten minutes old at most, and makes none. A seal of this transaction would be in the
  -- server's log even where the transaction fails, and writers would wait for its end.
  return jsonb_build_object('mails', private.queue_for_company(
    'digest', concat_ws(':', 'digest', private.company_day(run_digest.as_of)), private.digest_facts(run_digest.as_of)), 'more', false);
end;
$$;
comment on function private.run_digest is 'Queues the digest of a company day, once per address → {mails, off (true where digest_on is false), more: false}.';
