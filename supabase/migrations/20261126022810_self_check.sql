-- Self-check: what always holds, looked at every night. Each rule is a function that names the things that break it, and a row
-- of private.self_checks. What is found is work for the office until it is not so any more. Tests that let a company live for
-- years call the same functions.

create type private.finding as (about text, id text, customer_id uuid, contract_id uuid, details jsonb);
comment on type private.finding is 'A thing that breaks a rule: what an activity about it is about, whose it is, and what one needs to know.';

create table private.self_checks (
  name text primary key,
  position integer not null unique,
  rule text not null,
  is_urgent boolean not null
);
comment on table private.self_checks is 'What the self-check looks at: the function private.broken_NAME(as_of) returns what breaks the rule.';
comment on column private.self_checks.rule is 'What holds, in words for the office.';

-- Nobody is forgotten -------------------------------------------------------------------------------------------

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
        and (a.state = 'open' or a.closed_at > broken_nothing_silent.as_of - interval '30 days'))
    and not exists (
      select from public.maintenance_visits v join public.office_activities a on a.task_id = v.task_id
      where v.cycle_id = w.cycle_id and (a.state = 'open' or a.closed_at > broken_nothing_silent.as_of - interval '30 days'))
    and not exists (
      select from public.office_activities a
      where a.customer_id = w.customer_id and a.kind in ('missing_address', 'call_client', 'letter_due', 'delivery_failure') and a.kind <> 'self_check'
        and a.contract_id is null and (a.state = 'open' or a.closed_at > broken_nothing_silent.as_of - interval '30 days'));
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
    and not exists (
      select from public.office_activities a
      where a.kind = 'unclosed_visit' and a.task_id = t.id and (a.state = 'open' or a.closed_at > broken_past_visits.as_of - interval '30 days'))
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
    and not exists (
      select from public.office_activities a
      where a.kind = 'needs_rescheduling' and a.task_id = t.id and (a.state = 'open' or a.closed_at > broken_waiting_visits.as_of - interval '30 days'))
  order by t.id, y.contract_id;
$$;
comment on function private.broken_waiting_visits is 'Visits that wait for another time, and that nobody is asked about.';

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
        and (a.state = 'open' or a.closed_at > broken_out_of_service.as_of - interval '30 days'))
    and not exists (select from public.work_orders w where w.unit_id = u.id and w.state = 'scheduled');
$$;
comment on function private.broken_out_of_service is 'Units out of service that nobody repairs and nobody is asked about.';

create function private.broken_rests(as_of timestamptz)
returns setof private.finding
language sql stable
set search_path = ''
as $$
  select 'cycle', y.id::text, c.customer_id, c.id, jsonb_build_object('since', p.at)
  from public.maintenance_contracts c
  join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null
  left join lateral (
    select max(e.at) as at from public.audit_events e where e.table_name = 'maintenance_contracts' and e.row_id = c.id
  ) p on true
  where c.state = 'paused' and c.paused_until is null and coalesce(p.at, c.created_at) < broken_rests.as_of - interval '90 days'
    and not exists (
      select from public.office_activities a
      where a.contract_id = c.id and a.kind <> 'self_check' and (a.state = 'open' or a.closed_at > broken_rests.as_of - interval '30 days'));
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

-- The calendar ------------------------------------------------------------------------------------------------------

create function private.broken_double_booking(as_of timestamptz)
returns setof private.finding
language sql stable
set search_path = ''
as $$
  -- In the order of their beginnings only neighbours can be the first two that overlap.
  select 'task', n.id::text, n.customer_id, null::uuid, jsonb_build_object('begins_at', lower(n.during))
  from (
    select t.id, t.customer_id, t.during, lag(upper(t.during)) over (partition by t.technician_id order by lower(t.during), upper(t.during)) as before_ends
    from public.technician_tasks t where t.blocking and upper(t.during) > broken_double_booking.as_of - interval '30 days'
  ) n
  where n.before_ends > lower(n.during);
$$;
comment on function private.broken_double_booking is 'Jobs that overlap the one before them of the same technician, from 30 days ago on.';

create function private.broken_stops(as_of timestamptz)
returns setof private.finding
language sql stable
set search_path = ''
as $$
  select 'task', t.id::text, t.customer_id, null::uuid, jsonb_build_object('begins_at', lower(t.during))
  from public.technician_tasks t
  left join lateral (
    select count(*) filter (where private.is_expected(v.state)) as expected,
      make_interval(mins => (coalesce(sum(v.minutes) filter (where private.belongs_to_stop(v.state)), 0))::integer) as needed
    from public.maintenance_visits v where v.task_id = t.id
  ) v on true
  where t.task_type = 'maintenance' and upper(t.during) > broken_stops.as_of
    and (private.is_unfinished(t.state) and (v.expected = 0 or upper(t.during) - lower(t.during) < v.needed)
      or not private.is_unfinished(t.state) and v.expected > 0);
$$;
comment on function private.broken_stops is 'Stops to come without a visit, or too short for their visits, and visits to come whose stop takes nobody''s time.';

create function private.broken_who_goes(as_of timestamptz)
returns setof private.finding
language sql stable
set search_path = ''
as $$
  select 'task', t.id::text, t.customer_id, null::uuid, jsonb_build_object('technician', h.name, 'begins_at', lower(t.during))
  from public.technician_tasks t
  left join public.technicians h on h.id = t.technician_id
  where private.is_unfinished(t.state) and t.task_type <> 'time_off' and lower(t.during) > broken_who_goes.as_of
    and (not coalesce(h.active, false) or exists (
      select from public.maintenance_visits v
      join public.maintenance_cycles y on y.id = v.cycle_id
      join public.maintenance_contracts c on c.id = y.contract_id
      join public.equipment_categories k on k.id = c.category_id
      where v.task_id = t.id and private.is_expected(v.state) and k.required_skill_id is not null and not exists (
        select from public.technician_skills s where s.technician_id = h.id and s.skill_id = k.required_skill_id)))
    and not exists (select from public.office_activities a where a.task_id = t.id and a.state = 'open' and a.kind <> 'self_check');
$$;
comment on function private.broken_who_goes is 'Work to come of somebody who has left or has not the skill, and that nobody is asked about.';

-- Cycles ------------------------------------------------------------------------------------------------------------

create function private.broken_open_cycles(as_of timestamptz)
returns setof private.finding
language sql stable
set search_path = ''
as $$
  select 'unit', c.unit_id::text, c.customer_id, c.id, jsonb_build_object('open_cycles', count(y.id), 'state', c.state)
  from public.maintenance_contracts c
  left join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null
  group by c.id
  having count(y.id) <> case when c.state in ('active', 'paused') then 1 else 0 end;
$$;
comment on function private.broken_open_cycles is 'Contracts that go on without exactly one open cycle, and others that have one.';

create function private.broken_done(as_of timestamptz)
returns setof private.finding
language sql stable
set search_path = ''
as $$
  select 'cycle', y.id::text, c.customer_id, c.id, jsonb_build_object('outcome', y.outcome, 'visits_done', coalesce(d.done, 0))
  from public.maintenance_cycles y
  join public.maintenance_contracts c on c.id = y.contract_id
  left join (select v.cycle_id, count(*) as done from public.maintenance_visits v where v.state = 'done' group by v.cycle_id) d on d.cycle_id = y.id
  where coalesce(d.done, 0) <> case when y.outcome = 'serviced' then 1 else 0 end;
$$;
comment on function private.broken_done is 'Cycles that are closed as serviced without one visit that was done, or have one and are not.';

create function private.broken_owners(as_of timestamptz)
returns setof private.finding
language sql stable
set search_path = ''
as $$
  select 'unit', u.id::text, u.customer_id, c.id, '{}'::jsonb
  from public.maintenance_contracts c join public.units u on u.id = c.unit_id
  where c.state <> 'cancelled' and c.customer_id <> u.customer_id;
$$;
comment on function private.broken_owners is 'Contracts that go on with somebody else than the owner of the unit.';

create function private.broken_reminders(as_of timestamptz)
returns setof private.finding
language sql stable
set search_path = ''
as $$
  select 'cycle', t.cycle_id::text, c.customer_id, c.id, jsonb_build_object('due_on', t.due_on, 'mails', t.mails)
  from (
    select m.recipient, (i.item ->> 'cycle_id')::uuid as cycle_id, (i.item ->> 'due_on')::date as due_on, count(*) as mails
    from public.messages m
    cross join lateral jsonb_array_elements(m.payload -> 'items') i (item)
    where m.kind = 'reminder' and m.created_at > broken_reminders.as_of - interval '40 days'
    group by 1, 2, 3
    having count(*) > 1) t
  join public.maintenance_cycles y on y.id = t.cycle_id
  join public.maintenance_contracts c on c.id = y.contract_id
  where t.mails > (select count(*) from private.cycle_reminders r where r.cycle_id = t.cycle_id and r.due_on = t.due_on);
$$;
comment on function private.broken_reminders is 'Who was mailed more often about a due date in the last 40 days than there were bands.';

-- Money -------------------------------------------------------------------------------------------------------------

create function private.broken_charges(as_of timestamptz)
returns setof private.finding
language sql stable
set search_path = ''
as $$
  select 'task', v.task_id::text, t.customer_id, y.contract_id, jsonb_build_object('visit_id', v.id, 'charges', coalesce(l.charges, 0))
  from public.maintenance_visits v
  join public.technician_tasks t on t.id = v.task_id
  join public.maintenance_cycles y on y.id = v.cycle_id
  left join (
    select l.visit_id, count(*) as charges from public.invoice_lines l where l.live and l.visit_id is not null group by l.visit_id) l on l.visit_id = v.id
  where coalesce(l.charges, 0) <> case when private.belongs_to_stop(v.state) then 1 else 0 end
    -- What the office took back and has not charged anew.
    and not (v.state = 'done' and l.charges is null and exists (
      select from public.invoice_lines o join public.invoices i on i.id = o.invoice_id where o.visit_id = v.id and i.state = 'void' and i.number is not null));
$$;
comment on function private.broken_charges is 'Visits to happen or done that are not charged once, and others that are charged.';

create function private.broken_numbers(as_of timestamptz)
returns setof private.finding
language sql stable
set search_path = ''
as $$
  select 'job', 'self-check:series-' || s.series, null::uuid, null::uuid, jsonb_build_object('series', s.series, 'counted', s.last_number, 'found', count(i.id))
  from private.invoice_series s
  left join public.invoices i on i.series = s.series and i.number is not null
  group by s.series, s.last_number
  having count(i.id) <> s.last_number or coalesce(max(i.number), 0) <> s.last_number;
$$;
comment on function private.broken_numbers is 'Series of invoices whose numbers have a hole.';

create function private.broken_payments(as_of timestamptz)
returns setof private.finding
language sql stable
set search_path = ''
as $$
  select 'invoice', i.id::text, i.customer_id, null::uuid, jsonb_build_object('number', private.number_shown(i.series, i.number), 'paid', p.paid)
  from (
    select p.invoice_id, sum(p.amount) as paid from public.payments p
    where p.state = 'succeeded' and exists (
      select from public.payments n where n.invoice_id = p.invoice_id and n.created_at > broken_payments.as_of - interval '40 days')
    group by p.invoice_id) p
  join public.invoices i on i.id = p.invoice_id
  where p.paid > private.comes_to(i.id) or i.state <> 'issued' and p.paid <> 0;
$$;
comment on function private.broken_payments is 'Invoices, paid in the last 40 days, of which more is paid than their lines come to, or that are not issued.';

create function private.broken_owed(as_of timestamptz)
returns setof private.finding
language sql stable
set search_path = ''
as $$
  select 'invoice', i.id::text, i.customer_id, null::uuid,
    jsonb_build_object('number', private.number_shown(i.series, i.number), 'balance', s.balance, 'kept', o.balance)
  from private.invoice_sums s
  join public.invoices i on i.id = s.invoice_id
  left join private.owed_invoices o on o.invoice_id = s.invoice_id
  where greatest(s.balance, 0) <> coalesce(o.balance, 0) or (o.due_on, o.issued_at) <> (i.due_on, i.issued_at);
$$;
comment on function private.broken_owed is 'Invoices of which lists show another balance than their lines and payments come to.';

create function private.broken_visits_due(as_of timestamptz)
returns setof private.finding
language sql stable
set search_path = ''
as $$
  select 'cycle', y.id::text, c.customer_id, c.id, jsonb_build_object('due_on', y.due_on, 'kept', v.due_on)
  from public.maintenance_visits v
  join public.maintenance_cycles y on y.id = v.cycle_id
  join public.maintenance_contracts c on c.id = y.contract_id
  where private.is_unsettled(v.state) and v.due_on <> y.due_on;
$$;
comment on function private.broken_visits_due is 'Visits without an outcome that lists show at another due date than their cycle''s.';

-- What is safe --------------------------------------------------------------------------------------------------------

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
  (40, 'out_of_service', 'Every unit out of service has a repair, or is on the work list.', true),
  (50, 'unsafe_units', 'No unit with an open repair that is critical for safety is in service.', true),
  (60, 'rests', 'No contract rests for over 90 days without an end.', false),
  (70, 'mail', 'Mail that did not arrive is on the work list.', false),
  (80, 'double_booking', 'Nobody is in two places at once.', true),
  (90, 'stops', 'Every visit to come has its time, and every stop its visits.', true),
  (100, 'who_goes', 'Work to come is with somebody who works here and has the skill.', true),
  (110, 'open_cycles', 'A contract that goes on has exactly one open cycle.', true),
  (120, 'done', 'A cycle is closed as serviced exactly when a visit of it was done.', true),
  (130, 'owners', 'A contract is with the owner of its unit.', false),
  (140, 'reminders', 'Nobody is reminded twice of one due date in one band.', false),
  (150, 'charges', 'A visit is charged once, and none that did not take place.', true),
  (160, 'numbers', 'The numbers of invoices have no hole.', true),
  (170, 'payments', 'No invoice is paid beyond what it comes to.', true),
  (180, 'owed', 'What lists show as owed is what lines and payments come to.', true),
  (190, 'visits_due', 'Lists show what is booked where it is due.', false);

-- The night's run -----------------------------------------------------------------------------------------------------

create function private.findings(check_name text, as_of timestamptz)
returns setof private.finding
language plpgsql stable
set search_path = ''
-- Compiling a query of a whole company takes longer than running it.
set jit = off
as $$
begin
  return query execute format('select * from private.%I($1)', 'broken_' || check_name) using findings.as_of;
end;
$$;
comment on function private.findings is 'What breaks one rule of private.self_checks as of an instant.';

create function private.raise_finding(self_check private.self_checks, finding private.finding)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
begin
  return private.raise_activity('self_check', private.subject_key(finding.about, finding.id || ':' || self_check.name),
    finding.details || jsonb_build_object('check', self_check.name, 'rule', self_check.rule), customer_id => finding.customer_id,
    contract_id => finding.contract_id, task_id => case when finding.about = 'task' then finding.id::uuid end, urgent => self_check.is_urgent);
end;
$$;
comment on function private.raise_finding is 'Opens the activity about a thing that breaks a rule: one per rule and thing.';

create function private.run_one_check(self_check private.self_checks, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  -- A rule that breaks everywhere is one fault: its number is told, and the list stays one that people can work through.
  v_most constant integer := 100;
  v_found private.finding[] := array(select f from private.findings(self_check.name, as_of) f);
  v_keys text[] := array(select private.subject_key(f.about, f.id || ':' || self_check.name) from unnest(v_found) f);
  v_settled integer;
  v_raised integer;
begin
  update public.office_activities a
  set state = 'done', closed_at = private.clock(), outcome = 'is not so any more'
  where a.kind = 'self_check' and a.state = 'open' and a.details ->> 'check' = self_check.name and a.subject_key <> all (v_keys);
  get diagnostics v_settled = row_count;
  select count(private.raise_finding(self_check, row (f.*)::private.finding)) into v_raised
  from (
    select f.* from unnest(v_found) f
    where not exists (
      select from public.office_activities a
      where a.kind = 'self_check' and a.subject_key = private.subject_key(f.about, f.id || ':' || self_check.name)
        -- What a person closed does not come back at once.
        and (a.state = 'open' or a.closed_by_hand and a.closed_at > run_one_check.as_of - interval '30 days'))
    order by f.about, f.id limit v_most) f;
  return jsonb_build_object('findings', cardinality(v_found), 'activities', v_raised, 'settled', v_settled, 'failed', 0);
end;
$$;
comment on function private.run_one_check is 'Looks at one rule: what breaks it is on the work list, what does so no more leaves it → {findings, activities: opened, settled, failed: 0}.';

create function private.run_self_check(as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_check private.self_checks;
  v_counts jsonb := jsonb '{}';
begin
  for v_check in select * from private.self_checks s order by s.position loop
    begin
      v_counts := private.add_counts(v_counts, private.run_one_check(v_check, run_self_check.as_of));
      perform private.settle('succeeded', 'job', array['self-check:' || v_check.name], 'it went through');
    exception when others then
      v_counts := private.add_counts(v_counts, jsonb '{"failed": 1}');
      perform private.raise_activity('self_check', private.subject_key('job', 'self-check:' || v_check.name),
        jsonb_build_object('reason', 'check_failed', 'rule', v_check.rule, 'sqlstate', sqlstate), urgent => true);
    end;
  end loop;
  return v_counts || jsonb_build_object('more', false);
end;
$$;
comment on function private.run_self_check is 'Looks at every rule as of an instant, each by itself → {findings: how much breaks a rule, activities: opened, settled: closed because it is not so any more, failed: rules that could not be looked at, more: false}.';
