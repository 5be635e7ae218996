-- Sound records: rules of the self-check about what is written down: calendar, cycles and money agree with each other.

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

create function private.broken_trail(as_of timestamptz)
returns setof private.finding
language sql stable
set search_path = ''
as $$
  select 'job', 'self-check:seal-' || b.seal, null::uuid, null::uuid, jsonb_build_object('seal', b.seal, 'what', b.what) from private.seals_known_broken() b;
$$;
comment on function private.broken_trail is 'Seals of the audit trail that do not hold, as far as the nights have proven it.';

insert into private.self_checks (position, name, rule, is_urgent) values
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
insert into private.self_checks (position, name, rule, is_urgent, kind) values
  (200, 'trail', 'The audit trail is as it was written: look at it under Settings, Trail.', true, 'broken_trail');
