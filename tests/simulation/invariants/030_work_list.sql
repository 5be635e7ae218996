-- Work list: nobody is forgotten, and nothing stays on it for nothing.

create view invariants.no_unit_is_silent as
  select y.id as cycle_id, c.id as contract_id, y.due_on, b.band
  from public.company_settings s
  join public.maintenance_cycles y on y.closed_at is null
  join public.maintenance_contracts c on c.id = y.contract_id and c.state = 'active'
  join public.units u on u.id = c.unit_id and u.condition = 'in_service'
  cross join lateral (
    select private.reminder_band(y.due_on, c.interval_months, private.company_day(private.clock()), s.reminder_bands) as band) b
  where b.band is not null
    and not exists (select from public.maintenance_visits v where v.cycle_id = y.id and private.is_expected(v.state))
    -- Told of this due date: before it as urgently as it is, after it once.
    and not exists (
      select from private.cycle_reminders r
      where r.cycle_id = y.id and r.due_on = y.due_on and (y.due_on < private.company_day(private.clock()) or r.band <= b.band))
    -- Or the office has to do with it since today.
    and not exists (
      select from public.office_activities a
      where a.state = 'open' and (a.cycle_id = y.id or a.contract_id = c.id or a.kind = 'missing_address' and a.customer_id = c.customer_id));
comment on view invariants.no_unit_is_silent is 'A unit in service that is due within its band is booked, was told so, or is on the work list.';

create view invariants.reminders_reach_somebody as
  select r.cycle_id, r.due_on, r.band, r.reminded_on
  from private.cycle_reminders r
  join public.maintenance_cycles y on y.id = r.cycle_id
  join public.maintenance_contracts c on c.id = y.contract_id
  where r.reminded_on >= private.company_day(private.clock()) - 1
    and not exists (
      select from public.messages m
      where m.customer_id = c.customer_id and m.kind = 'reminder' and private.company_day(m.created_at) = r.reminded_on
        and m.payload @> jsonb_build_object('items', jsonb_build_array(jsonb_build_object('cycle_id', y.id))))
    and not exists (
      select from public.office_activities a
      where a.kind in ('call_client', 'missing_address') and a.customer_id = c.customer_id);
comment on view invariants.reminders_reach_somebody is 'Whoever counts as told has a mail, or the office a call to make.';

create view invariants.settled_work_leaves_the_list as
  select a.id as activity_id, a.kind, a.subject_key
  from public.office_activities a
  join private.activity_kinds k on k.kind = a.kind
  left join public.maintenance_cycles y on y.id = a.cycle_id and a.subject_key like 'cycle:%'
  left join public.technician_tasks t on t.id = a.task_id and a.subject_key like 'task:%'
  left join public.units u on a.subject_key = 'unit:' || u.id
  left join public.work_orders w on a.subject_key = 'work_order:' || w.id
  where a.state = 'open' and (
    y.closed_at is not null and 'closed' = any (k.settled_by)
    -- That it was called off is told after it was.
    or private.is_over(t.state) and 'ended' = any (k.settled_by) and coalesce(a.details ->> 'message' not in ('appointment_cancelled', 'work_cancelled'), true)
    or u.condition = 'in_service' and 'back' = any (k.settled_by)
    or u.condition = 'retired' and 'left' = any (k.settled_by)
    or not private.is_open_repair(w.state) and 'ended' = any (k.settled_by));
comment on view invariants.settled_work_leaves_the_list is 'Nothing is on the work list whose reason is gone.';

create view invariants.closed_work_rests as
  select b.id as activity_id, b.kind, b.subject_key, a.closed_at, b.created_at
  from public.office_activities a
  join private.activity_kinds k on k.kind = a.kind and (not k.may_return or a.details ? 'check')
  join public.office_activities b on b.subject_key = a.subject_key and b.kind = a.kind and b.id <> a.id
    and b.created_at >= a.closed_at and b.created_at < a.closed_at + interval '30 days'
    and private.reason_of(b.details) is not distinct from private.reason_of(a.details)
  where a.closed_by_hand;
comment on view invariants.closed_work_rests is 'What a person closed does not come back for the same reason within 30 days.';
