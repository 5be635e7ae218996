-- Nobody forgotten: rules of the self-check about who waits for us, and what is not safe: each is booked, told or on the work list.

create function private.is_asked(activity public.office_activities, as_of timestamptz)
returns boolean
language sql immutable
return (is_asked.activity).state = 'open' or (is_asked.activity).closed_at > is_asked.as_of - interval '30 days';
comment on function private.is_asked is 'Whether somebody is asked by an activity, or was within the last 30 days.';

create function private.is_asked_of_stop(task_id uuid, kind text, as_of timestamptz)
returns boolean
language sql stable
return exists (
  select from public.office_activities a
  where a.kind = is_asked_of_stop.kind and a.task_id = is_asked_of_stop.task_id and private.is_asked(a, is_asked_of_stop.as_of));
comment on function private.is_asked_of_stop is 'The same of a kind about a stop.';

create function private.broken_nothing_silent(as_of timestamptz)
returns setof private.finding
language sql stable
set search_path = ''
as $$
  select 'cycle', w.cycle_id::text, w.customer_id, w.contract_id, jsonb_build_object('due_on', w.due_on)
  from public.company_settings s
  cross join lateral (select private.company_day(broken_nothing_silent.as_of) as on_day) d
  cross join lateral private.waiting_cycles(d.on_day + 30) w
  where not exists (
      select from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id
      where v.cycle_id = w.cycle_id and private.is_expected(v.state) and upper(t.during) > broken_nothing_silent.as_of)
    -- Told of this due date, and still within the time in which a client is left to answer.
    and not exists (
      select from private.cycle_reminders r
      where r.cycle_id = w.cycle_id and r.due_on = w.due_on and r.reminded_on >= d.on_day - s.unbooked_after_days)
    -- Bands longer than half the interval are skipped: it is not time yet.
    and (w.due_on <= d.on_day or exists (
      select from public.maintenance_contracts c
      where c.id = w.contract_id and private.reminder_band(w.due_on, c.interval_months, d.on_day, s.reminder_bands) is not null))
    and not exists (
      select from public.office_activities a
      where (a.cycle_id = w.cycle_id or a.contract_id = w.contract_id) and a.kind <> 'self_check'
        and private.is_asked(a, broken_nothing_silent.as_of))
    and not exists (
      select from public.maintenance_visits v join public.office_activities a on a.task_id = v.task_id
      where v.cycle_id = w.cycle_id and private.is_asked(a, broken_nothing_silent.as_of))
    and not exists (
      select from public.office_activities a
      where a.customer_id = w.customer_id and a.kind in ('missing_address', 'call_client', 'letter_due', 'delivery_failure')
        and a.contract_id is null and private.is_asked(a, broken_nothing_silent.as_of));
$$;
comment on function private.broken_nothing_silent is 'Units in service, due within 30 days, that are neither booked in the future, nor told within the follow-up delay, nor on the work list now or in the last 30 days.';

create function private.broken_past_visits(as_of timestamptz)
returns setof private.finding
language sql stable
set search_path = ''
as $$
  select distinct on (t.id) 'task', t.id::text, t.customer_id, y.contract_id, jsonb_build_object('ended_at', upper(t.during))
  from public.maintenance_visits v
  join public.technician_tasks t on t.id = v.task_id
  join public.maintenance_cycles y on y.id = v.cycle_id
  where private.is_expected(v.state) and upper(t.during) <= private.company_day(broken_past_visits.as_of)::timestamp at time zone private.company_zone()
    and not private.is_asked_of_stop(t.id, 'unclosed_visit', broken_past_visits.as_of)
  order by t.id, y.contract_id;
$$;
comment on function private.broken_past_visits is 'Visits whose day is over without an outcome, that nobody is asked about.';

create function private.broken_waiting_visits(as_of timestamptz)
returns setof private.finding
language sql stable
set search_path = ''
as $$
  select distinct on (t.id) 'task', t.id::text, t.customer_id, y.contract_id, '{}'::jsonb
  from public.maintenance_visits v
  join public.technician_tasks t on t.id = v.task_id
  join public.maintenance_cycles y on y.id = v.cycle_id
  where v.state = 'needs_rescheduling' and y.closed_at is null
    and not private.is_asked_of_stop(t.id, 'needs_rescheduling', broken_waiting_visits.as_of)
  order by t.id, y.contract_id;
$$;
comment on function private.broken_waiting_visits is 'Visits that wait for another time, and that nobody is asked about.';

create function private.broken_waiting_work(as_of timestamptz)
returns setof private.finding
language sql stable
set search_path = ''
as $$
  select 'task', t.id::text, t.customer_id, null::uuid, '{}'::jsonb
  from public.technician_tasks t
  where t.state = 'needs_rescheduling' and private.is_other_work(t)
    and not private.is_asked_of_stop(t.id, 'needs_rescheduling', broken_waiting_work.as_of);
$$;
comment on function private.broken_waiting_work is 'The same of repairs, deliveries and other work at a client''s.';

create function private.broken_out_of_service(as_of timestamptz)
returns setof private.finding
language sql stable
set search_path = ''
as $$
  select 'unit', u.id::text, u.customer_id, c.id, '{}'::jsonb
  from public.units u
  join public.maintenance_contracts c on c.unit_id = u.id and c.state <> 'cancelled'
  where u.condition = 'out_of_service'
    and not exists (
      select from public.office_activities a
      where a.kind in ('unit_out_of_service', 'repair_follow_up') and (a.subject_key = private.subject_key('unit', u.id::text) or a.contract_id = c.id)
        and private.is_asked(a, broken_out_of_service.as_of))
    and not exists (select from public.work_orders w where w.unit_id = u.id and w.state = 'scheduled');
$$;
comment on function private.broken_out_of_service is 'Units out of service that nobody repairs and nobody is asked about.';

create function private.broken_rests(as_of timestamptz)
returns setof private.finding
language sql stable
set search_path = ''
as $$
  select 'cycle', y.id::text, c.customer_id, c.id, jsonb_build_object('since', c.paused_on)
  from public.maintenance_contracts c
  join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null
  where c.state = 'paused' and c.paused_until is null and c.paused_on < private.company_day(broken_rests.as_of) - 90
    and not exists (
      select from public.office_activities a
      where a.contract_id = c.id and a.kind <> 'self_check' and private.is_asked(a, broken_rests.as_of));
$$;
comment on function private.broken_rests is 'Contracts that rest without an end for over 90 days, and that nobody is asked about.';

create function private.broken_mail(as_of timestamptz)
returns setof private.finding
language sql stable
set search_path = ''
as $$
  select 'message', m.id::text, m.customer_id, null::uuid, jsonb_build_object('message', m.kind, 'state', m.state)
  from public.messages m
  where m.state in ('dead', 'uncertain') and m.created_at > broken_mail.as_of - interval '30 days'
    and not exists (
      select from public.office_activities a where a.kind in ('delivery_failure', 'uncertain_message') and a.message_id = m.id);
$$;
comment on function private.broken_mail is 'Mail of the last 30 days that was given up, or may not have arrived, and that nobody was told of.';

create function private.broken_unsafe_units(as_of timestamptz)
returns setof private.finding
language sql stable
set search_path = ''
as $$
  select 'unit', u.id::text, u.customer_id, null::uuid, jsonb_build_object('repair', w.number)
  from public.work_orders w
  join public.units u on u.id = w.unit_id and u.condition = 'in_service'
  where w.kind = 'repair' and private.is_open_repair(w.state) and exists (
    select from private.checklist_since_repair l where l.visit_id = w.visit_id and l.safety_critical and l.result = 'fail');
$$;
comment on function private.broken_unsafe_units is 'Units in service with a repair to come of something critical for safety.';

insert into private.self_checks (position, name, rule, is_urgent) values
  (10, 'nothing_silent', 'Every unit due within 30 days is booked, was just told, or is on the work list.', true),
  (20, 'past_visits', 'Every visit whose day is over has its outcome, or somebody is asked.', true),
  (30, 'waiting_visits', 'Every visit that waits for another time is on the work list.', true),
  (35, 'waiting_work', 'Every repair, delivery or other work that waits for another time is on the work list.', true),
  (40, 'out_of_service', 'Every unit out of service has a repair, or is on the work list.', true),
  (50, 'unsafe_units', 'No unit with an open repair that is critical for safety is in service.', true),
  (60, 'rests', 'No contract rests for over 90 days without an end.', false),
  (70, 'mail', 'Mail that did not arrive is on the work list.', false);
