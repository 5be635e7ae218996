-- Desk: the first page of the office. What is late, who is where today, what this week brings, how many of those who were
-- told book, how full the technicians are, and whether everything runs. One call, read in one go.

-- Weeks are looked at by their days alone.
create index invoices_by_day_of_issue on public.invoices (issued_at) where state = 'issued';
create index payments_by_day on public.payments (created_at) where state = 'succeeded';
create index visits_by_day_of_service on public.maintenance_visits (service_on) where state = 'done';

-- Late -----------------------------------------------------------------------------------------------------

create function private.desk_late(on_day date, most integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(private.activity_told(l.activity, on_day) order by (l.activity).due_on, (l.activity).created_at, (l.activity).id), '[]')
    from (
      select a as activity from public.office_activities a
      where a.state = 'open' and a.urgent and a.due_on <= on_day and not private.is_hidden(a.kind)
      order by a.due_on, a.created_at, a.id limit most
    ) l);
end;
$$;
comment on function private.desk_late is 'What is urgent and due by that day, the longest waiting first: rows of the work list.';

create function private.desk_kinds()
returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('kind', k.kind, 'open', k.open, 'urgent', k.urgent) order by k.urgent desc, k.open desc, k.kind), '[]')
  from (
    select a.kind, count(*) as open, count(*) filter (where a.urgent) as urgent
    from public.office_activities a where a.state = 'open' and not private.is_hidden(a.kind) group by a.kind
  ) k;
$$;
comment on function private.desk_kinds is 'How much of each kind is open: [{kind, open, urgent}], those with urgent ones first.';

-- Today ----------------------------------------------------------------------------------------------------

create function private.away_around(technician_id uuid, on_day date)
returns tstzrange
language plpgsql stable
set search_path = ''
as $$
declare
  v_zone text := private.company_zone();
  v_day tstzrange := tstzrange(on_day::timestamp at time zone v_zone, (on_day + 1)::timestamp at time zone v_zone);
begin
  -- A long absence is several stretches, one after the other.
  return (
    select a.away
    from (
      select unnest(range_agg(t.during)) as away
      from public.technician_tasks t
      where t.technician_id = away_around.technician_id and t.blocking and t.task_type = 'time_off'
        and lower(t.during) >= lower(v_day) - interval '62 days' and lower(t.during) < upper(v_day) + interval '62 days'
    ) a
    where a.away && v_day
    order by a.away desc limit 1);
end;
$$;
comment on function private.away_around is 'The time off of a technician that touches a day, from its beginning to its end; null for none.';

create function private.desk_stops(technician_id uuid, on_day date, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'task_id', t.id, 'task_type', t.task_type, 'state', t.state, 'title', t.title, 'starts_at', lower(t.during), 'ends_at', upper(t.during),
      'started_at', t.actual_started_at, 'client', m.name, 'city', coalesce(v.city, m.city), 'visit_id', v.visit_id, 'units', v.units,
      'repair_id', case when t.task_type = 'repair' then t.work_order_id end,
      'not_closed', private.is_not_closed(t.state, t.during, desk_stops.as_of),
      'late_minutes', case when private.is_ahead(t.state) then (
        select (l.payload ->> 'late_minutes')::integer from public.messages l
        where l.task_id = t.id and l.kind = 'running_late' order by l.created_at desc limit 1) end)
      order by lower(t.during), t.id), '[]')
    from public.technician_tasks t
    left join public.customers m on m.id = t.customer_id
    left join lateral (
      select min(n.id::text) as visit_id, count(*) as units, min(u.city) as city
      from public.maintenance_visits n
      join public.maintenance_cycles y on y.id = n.cycle_id
      join public.maintenance_contracts c on c.id = y.contract_id
      join public.units u on u.id = c.unit_id
      where n.task_id = t.id and n.state <> 'cancelled'
    ) v on true
    where t.id = any (private.tasks_of_day(desk_stops.technician_id, on_day)) and t.task_type <> 'time_off');
end;
$$;
comment on function private.desk_stops is 'What a technician has on a day, as the phone reports it: [{task_id, task_type, state, title, starts_at, ends_at, started_at, client, city, visit_id, units, repair_id, not_closed, late_minutes: as the client was told; null for on time}].';

create function private.desk_today(on_day date, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('technician_id', h.id, 'name', h.name, 'stops', d.stops,
        'away_from', lower(d.away), 'away_until', upper(d.away))
      order by d.stops #>> '{0,starts_at}', h.name, h.id), '[]')
    from public.technicians h
    cross join lateral (
      select private.desk_stops(h.id, on_day, desk_today.as_of) as stops, private.away_around(h.id, on_day) as away
    ) d
    where h.active or d.stops <> '[]');
end;
$$;
comment on function private.desk_today is 'Each technician with what they have on a day, and until when they are away; those with work first, by its beginning.';

-- The week -------------------------------------------------------------------------------------------------

create function private.desk_week(monday date, on_day date)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_zone text := private.company_zone();
  v_from timestamptz := monday::timestamp at time zone v_zone;
  v_to timestamptz := (monday + 7)::timestamp at time zone v_zone;
begin
  return jsonb_build_object('from', monday, 'to', monday + 6,
    'booked', (
      select count(*)
      from public.technicians h
      join public.technician_tasks t on t.technician_id = h.id and t.blocking and lower(t.during) >= v_from and lower(t.during) < v_to
      join public.maintenance_visits v on v.task_id = t.id
      where private.is_expected(v.state)),
    'done', (
      select count(*) from public.maintenance_visits v where v.state = 'done' and v.service_on between monday and monday + 6),
    'overdue', (
      select count(*)
      from public.maintenance_cycles y join public.maintenance_contracts c on c.id = y.contract_id
      where y.closed_at is null and y.due_on < on_day and c.state = 'active'
        and not exists (select from public.maintenance_visits v where v.cycle_id = y.id and private.is_expected(v.state))),
    'invoiced', (
      -- What a credit note takes off it may say with or without a minus.
      select coalesce(sum(case i.kind when 'credit_note' then -abs(s.net) else s.net end), 0)
      from public.invoices i join private.invoice_sums s on s.invoice_id = i.id
      where i.state = 'issued' and i.issued_at >= v_from and i.issued_at < v_to),
    'paid', (
      select coalesce(sum(p.amount), 0) from public.payments p
      where p.state = 'succeeded' and p.created_at >= v_from and p.created_at < v_to));
end;
$$;
comment on function private.desk_week is 'The week that begins on that Monday: {from, to, booked: visits that are to happen in it, done, overdue: active contracts that are not booked, as of on_day, invoiced: before tax, credits taken off, paid}.';

-- From the first word to the visit -------------------------------------------------------------------------

create function private.desk_funnel(monday date, weeks integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_first date := monday - 7 * (weeks - 1);
begin
  return (
    with went as (
      select ((t.told_on - v_first) / 7) as week, v.booked_by, v.done
      from private.first_told(v_first, monday + 6) t
      left join lateral (
        select (array_agg(n.booked_by order by n.created_at, n.id))[1] as booked_by, bool_or(n.state = 'done') as done
        from public.maintenance_visits n where n.cycle_id = t.cycle_id
      ) v on true
    )
    select jsonb_agg(jsonb_build_object('from', v_first + 7 * w, 'told', n.told, 'by_client', n.by_client, 'by_office', n.by_office, 'done', n.done) order by w)
    from generate_series(0, weeks - 1) w
    cross join lateral (
      select count(*) as told, count(*) filter (where e.booked_by = 'client') as by_client,
        count(*) filter (where e.booked_by = 'office') as by_office, count(*) filter (where e.done) as done
      from went e where e.week = w
    ) n);
end;
$$;
comment on function private.desk_funnel is 'Of the units first told about in each of the last weeks, how many were booked, by whom first, and how many visits are done by now: [{from, told, by_client, by_office, done}], the week of that Monday last. The lists of contracts and visits have as many rows (told, booked_by).';

-- Load -----------------------------------------------------------------------------------------------------

create function private.work_minutes(technician_ids uuid[], monday date, weeks integer)
returns table (technician_id uuid, week integer, minutes integer)
language plpgsql stable
set search_path = ''
as $$
declare
  v_zone text := private.company_zone();
  v_midnights integer[] := array(
    select private.minute_after((monday + i)::timestamp at time zone v_zone) from generate_series(0, 7 * weeks) i);
  v_from timestamptz := monday::timestamp at time zone v_zone;
  v_to timestamptz := (monday + 7 * weeks)::timestamp at time zone v_zone;
begin
  return query
  with work as (
    select w.technician_id, w.day_index / 7 as week, range_agg(int4range(w.begins, w.ends)) as hours
    from private.stretches_of_work(technician_ids, v_zone, monday, v_midnights, private.calendars_begin(technician_ids, v_from), v_to, null, '-infinity', 1) w
    where not exists (select from public.holidays h where h.on_day = monday + w.day_index)
    group by 1, 2
  ), off as (
    select t.technician_id, range_agg(int4range(private.minute_before(lower(t.during)), private.minute_after(upper(t.during)))) as away
    from private.calendar_of(technician_ids, private.calendars_begin(technician_ids, v_from), v_to, null, '-infinity') t
    where t.task_type = 'time_off'
    group by 1
  )
  select w.technician_id, w.week, coalesce((
    select sum(upper(h.stretch) - lower(h.stretch)) from unnest(w.hours - coalesce(o.away, '{}')) h (stretch)), 0)::integer
  from work w left join off o on o.technician_id = w.technician_id;
end;
$$;
comment on function private.work_minutes is 'How long technicians work in each of the weeks that begin on that Monday: hours without breaks, holidays, meetings and time off.';

create function private.taken_minutes(technician_ids uuid[], monday date, weeks integer)
returns table (technician_id uuid, week integer, at_stops integer, driving integer)
language plpgsql stable
set search_path = ''
as $$
declare
  v_zone text := private.company_zone();
  v_from timestamptz := monday::timestamp at time zone v_zone;
  v_to timestamptz := (monday + 7 * weeks)::timestamp at time zone v_zone;
begin
  return query
  with stop as (
    select t.technician_id, (lower(t.during) at time zone v_zone)::date - monday as day_index, lower(t.during) as starts_at,
      private.minutes_of(t.during) as minutes, coalesce(t.latitude, a.latitude) as latitude, coalesce(t.longitude, a.longitude) as longitude,
      h.home_latitude, h.home_longitude
    from private.calendar_of(technician_ids, v_from, v_to, null, '-infinity') t
    join public.technicians h on h.id = t.technician_id
    left join lateral (select * from private.customer_area(t.customer_id)) a on t.latitude is null
    where private.is_stop(t.task_type, t.latitude) and t.task_type <> 'time_off'
  ), driven as (
    select s.technician_id, s.day_index / 7 as week, s.minutes,
      private.drive_between(
        coalesce(lag(s.latitude) over day, s.home_latitude), coalesce(lag(s.longitude) over day, s.home_longitude), s.latitude, s.longitude)
      + case when lead(s.starts_at) over day is null
          then private.drive_between(s.latitude, s.longitude, s.home_latitude, s.home_longitude) else 0 end as drive
    from stop s
    window day as (partition by s.technician_id, s.day_index order by s.starts_at)
  )
  select d.technician_id, d.week, sum(d.minutes)::integer, sum(d.drive)::integer from driven d group by 1, 2;
end;
$$;
comment on function private.taken_minutes is 'How much of each week is taken by stops, and by the drives to them from home, between them and home again, as the search reckons drives.';

create function private.desk_load(monday date)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_technicians uuid[] := array(select h.id from public.technicians h where h.active);
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('technician_id', h.id, 'name', h.name, 'weeks', w.weeks) order by h.name, h.id), '[]')
    from public.technicians h
    join (
      select k.id, jsonb_agg(jsonb_build_object('work', coalesce(m.minutes, 0), 'stops', coalesce(t.at_stops, 0), 'drives', coalesce(t.driving, 0)) order by n.week) as weeks
      from unnest(v_technicians) k (id)
      cross join generate_series(0, 1) n (week)
      left join private.work_minutes(v_technicians, monday, 2) m on m.technician_id = k.id and m.week = n.week
      left join private.taken_minutes(v_technicians, monday, 2) t on t.technician_id = k.id and t.week = n.week
      group by k.id
    ) w on w.id = h.id);
end;
$$;
comment on function private.desk_load is 'How full each technician''s week of that Monday and the next are, in minutes: [{technician_id, name, weeks: [{work, stops, drives}]}]. Load is (stops + drives) ÷ work.';

-- Health ---------------------------------------------------------------------------------------------------

create function private.desk_imports(as_of timestamptz)
returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('import_run_id', n.id, 'source', n.source, 'state', n.state, 'started_at', n.started_at,
    -- A source that told on one day only was tried out, or brings what was sold once.
    'is_late', n.nights > 1 and n.started_at < desk_imports.as_of - interval '26 hours',
    'changed', (select count(*) from public.import_changes c where c.import_run_id = n.id and c.change_kind <> 'kept' and coalesce(c.field, '') not in ('latitude', 'longitude')),
    'to_decide', (select count(*) from public.import_conflicts c where c.import_run_id = n.id and c.decided_at is null)) order by n.source), '[]')
  from (
    select distinct on (r.source) r.id, r.source, r.state, r.started_at, (
      select count(distinct o.on_day) from public.import_runs o where o.source = r.source and o.started_at > desk_imports.as_of - interval '7 days') as nights
    from public.import_runs r
    where r.started_at > desk_imports.as_of - interval '7 days' and not r.counts ? 'tried'
    order by r.source, r.number desc) n;
$$;
comment on function private.desk_imports is 'What each other system told last, within a week: [{import_run_id, source, state, started_at, is_late: it tells every night, and did not, changed, to_decide: questions that are open}].';

create function private.desk_health(on_day date, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'missed', (
        select coalesce(jsonb_agg(jsonb_build_object('job', m.job, 'day', m.day) order by m.job), '[]') from private.missed_days(desk_health.as_of) m),
      'runs', (
        select coalesce(jsonb_agg(jsonb_build_object('job', r.job, 'at', r.succeeded_at, 'counts', r.counts - 'more') order by r.succeeded_at, r.job), '[]')
        from public.job_runs r where r.company_day = desk_health.on_day),
      'imports', private.desk_imports(desk_health.as_of),
      'messages', private.digest_messages(desk_health.as_of)
        || jsonb_build_object('queued', (select count(*) from public.messages q where q.state = 'queued'), 'paused', s.messages_paused, 'delivery_mode', s.delivery_mode))
    from public.company_settings s);
end;
$$;
comment on function private.desk_health is 'Whether everything runs: {missed: [{job, day}], runs: of that day [{job, at, counts}], imports (private.desk_imports), messages: {queued, late, dead, uncertain, paused, delivery_mode}}.';

-- All of it ------------------------------------------------------------------------------------------------

create function private.desk_repairs()
returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object('open', count(*), 'quoted', count(*) filter (where w.state = 'quoted'), 'approved', count(*) filter (where w.state = 'approved'))
  from public.work_orders w join public.customers m on m.id = w.customer_id and m.erased_on is null
  where w.kind = 'repair' and private.is_open_repair(w.state);
$$;
comment on function private.desk_repairs is 'How many repairs somebody has to see to: {open, quoted: of them wait for an answer, approved: for a time}.';

create function private.desk(as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_today date := private.company_day(as_of);
  v_monday date := date_trunc('week', v_today::timestamp)::date;
begin
  return jsonb_build_object('status', 'ok', 'today', v_today, 'as_of', desk.as_of, 'waiting', private.waiting(),
    'late', private.desk_late(v_today, 6), 'kinds', private.desk_kinds(), 'technicians', private.desk_today(v_today, desk.as_of),
    'holiday', (select h.name from public.holidays h where h.on_day = v_today),
    'week', private.desk_week(v_monday, v_today), 'funnel', private.desk_funnel(v_monday, 8), 'load', private.desk_load(v_monday), 'repairs', private.desk_repairs(),
    'health', private.desk_health(v_today, desk.as_of));
end;
$$;
comment on function private.desk is 'The first page of the office: see the door of the same name.';
