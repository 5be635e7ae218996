-- Board waiting: what waits for a place, at the side of the board: tasks, repairs, and clients who asked to be called.

create function private.waits_as_repair(task public.technician_tasks)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return task.task_type = 'repair' and exists (
    select from public.work_orders w where w.id = task.work_order_id and w.kind = 'repair' and w.state = 'approved');
end;
$$;
comment on function private.waits_as_repair is 'Whether a job that was put aside is that of a repair which gets another time as that (private.repairs_waiting).';

create view private.visit_prices as
  select y.id as cycle_id, jsonb_build_object('due_on', y.due_on, 'fee', p.fee, 'tax', round(p.fee * p.rate, 2), 'tax_name', private.tax_name(t.name, t.rate, p.rate),
    'no_charge_reason', case when p.fee = 0 then c.no_charge_reason end, 'is_promised', y.price_frozen_at is not null) as told
  from public.maintenance_cycles y
  join public.maintenance_contracts c on c.id = y.contract_id
  join private.tax_now t on t.id = c.tax_code_id
  cross join lateral (
    select coalesce(y.fee, private.fee_due(c.fee, c.no_charge_until, y.due_on)) as fee, coalesce(y.tax_rate, t.rate) as rate) p;
comment on view private.visit_prices is 'What the visit of a cycle costs and when it is due, as the board tells it: {due_on, fee, tax, tax_name, no_charge_reason, is_promised: frozen, else what is expected}.';

create function private.tasks_waiting()
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('what', 'task', 'id', t.id,
      'group', case t.state when 'unassigned' then 'nobody' else 'new_time' end, 'task_type', t.task_type, 'revision', t.revision, 'title', t.title,
      'client_name', m.name, 'customer_id', t.customer_id, 'city', coalesce(v.city, u.city, m.city), 'minutes', private.minutes_of(t.during),
      'units', to_jsonb(coalesce(v.kinds, array_remove(array[g.name], null))), 'urgent', coalesce(a.urgent, false), 'since', coalesce(a.created_at, t.created_at),
      'note', t.notes, 'reason', a.details ->> 'reason', 'preferred_times', null, 'phone', m.phone, 'reach_by', m.reach_by, 'is_mailed', private.is_mailed('confirmation', m.id), 'activity_id', a.id,
      'visits', coalesce(v.visits, '[]'), 'was_at', case when t.state = 'needs_rescheduling' then lower(t.during) end)
      order by coalesce(a.created_at, t.created_at), lower(t.during), t.id), '[]')
    from public.technician_tasks t
    left join public.customers m on m.id = t.customer_id
    left join public.units u on u.id = t.unit_id
    left join public.equipment_categories g on g.id = u.category_id
    left join public.office_activities a
      on a.kind = 'needs_rescheduling' and a.state = 'open' and a.subject_key = private.subject_key('task', t.id::text)
    left join lateral (
      select array_agg(k.name order by n.due_on, k.name) as kinds, min(u.city) as city, jsonb_agg(p.told order by n.due_on, k.name) as visits
      from public.maintenance_visits n
      join public.maintenance_cycles y on y.id = n.cycle_id
      join private.visit_prices p on p.cycle_id = y.id
      join public.maintenance_contracts c on c.id = y.contract_id
      join public.units u on u.id = c.unit_id
      join public.equipment_categories k on k.id = c.category_id
      where n.task_id = t.id and private.is_unsettled(n.state)
    ) v on true
    where t.state in ('unassigned', 'needs_rescheduling') and not private.waits_as_repair(t));
end;
$$;
comment on function private.tasks_waiting is 'Tasks that wait for another time, or for anybody at all; of a repair see private.repairs_waiting.';

create function private.repairs_waiting()
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('what', 'repair', 'id', w.id,
      'group', case when (j.task).state = 'needs_rescheduling' then 'new_time' else 'nobody' end, 'task_type', 'repair', 'revision', null,
      'title', 'Repair: ' || k.name, 'client_name', m.name, 'customer_id', m.id, 'city', coalesce(u.city, m.city),
      'minutes', coalesce(private.minutes_of((j.task).during), private.repair_minutes(w.id)),
      'units', jsonb_build_array(k.name), 'visits', '[]'::jsonb, 'urgent', u.condition = 'out_of_service' or coalesce(p.urgent, false), 'since', coalesce(p.created_at, d.wanted_at),
      'note', nullif(concat_ws(' · ', private.wrong_with(w), (j.task).notes), ''), 'reason', p.details ->> 'reason', 'preferred_times', coalesce(p.details, a.details) ->> 'preferred_times',
      'phone', m.phone, 'reach_by', m.reach_by, 'is_mailed', private.is_mailed('confirmation', m.id), 'activity_id', coalesce(p.id, a.id),
      'was_at', case when (j.task).state = 'needs_rescheduling' then lower((j.task).during) end)
      order by coalesce(p.created_at, d.wanted_at), w.id), '[]')
    from public.work_orders w
    join public.customers m on m.id = w.customer_id
    join public.units u on u.id = w.unit_id
    join public.equipment_categories k on k.id = u.category_id
    cross join lateral (
      -- A quote that was opened again was answered more than once.
      select coalesce(max(r.decided_at), w.created_at) as wanted_at from public.repair_decisions r where r.work_order_id = w.id
    ) d
    cross join lateral (select private.waiting_task_of_repair(w.id) as task) j
    left join public.office_activities p
      on p.kind = 'needs_rescheduling' and p.state = 'open' and p.subject_key = private.subject_key('task', ((j.task).id)::text)
    left join public.office_activities a
      on a.kind = 'repair_follow_up' and a.state = 'open' and a.subject_key = private.subject_key('work_order', w.id::text)
    where w.kind = 'repair' and w.state = 'approved');
end;
$$;
comment on function private.repairs_waiting is 'Repairs that the client wants and that have no time: they never had one, or were put aside.';

-- Few of many: what waits is looked for at every look at the board.
create index repairs_approved on public.work_orders (created_at) where kind = 'repair' and state = 'approved';

create function private.calls_waiting()
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('what', 'contract', 'id', o.contract_id, 'group', 'callback', 'task_type', 'maintenance', 'revision', null,
      'title', null, 'client_name', m.name, 'customer_id', m.id, 'city', coalesce(u.city, m.city), 'minutes', o.visit_minutes,
      'units', jsonb_build_array(o.kind), 'visits', jsonb_build_array(p.told), 'urgent', a.urgent, 'since', a.created_at, 'note', a.details ->> 'note', 'reason', null,
      'preferred_times', a.details ->> 'preferred_times', 'phone', coalesce(a.details ->> 'phone', m.phone), 'reach_by', m.reach_by, 'is_mailed', private.is_mailed('confirmation', m.id), 'activity_id', a.id)
      order by a.created_at, a.id), '[]')
    from public.office_activities a
    join private.open_cycles o on o.cycle_id = a.cycle_id
    join private.visit_prices p on p.cycle_id = o.cycle_id
    join public.maintenance_contracts c on c.id = o.contract_id
    join public.units u on u.id = c.unit_id
    join public.customers m on m.id = o.customer_id
    where a.kind = 'callback' and a.state = 'open');
end;
$$;
comment on function private.calls_waiting is 'Clients who asked to be called, or said at the door what would suit, about a visit that is not booked.';

-- A stamp -----------------------------------------------------------------------------------------------------------

create function private.visit_versions(task_ids uuid[])
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select string_agg(concat_ws(':', v.id, v.xmin, v.ctid::text, u.xmin, u.ctid::text, y.xmin, y.ctid::text, c.xmin, c.ctid::text), ',' order by v.id)
    from public.maintenance_visits v
    join public.maintenance_cycles y on y.id = v.cycle_id
    join public.maintenance_contracts c on c.id = y.contract_id
    join public.units u on u.id = c.unit_id
    where v.task_id = any (visit_versions.task_ids));
end;
$$;
comment on function private.visit_versions is 'Another text whenever the board would tell other visits of these tasks; null where they have none.';

create function private.waiting_versions()
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return concat_ws('|',
    private.visit_versions(array(select t.id from public.technician_tasks t where t.state in ('unassigned', 'needs_rescheduling'))),
    (select string_agg(concat_ws(':', t.id, t.xmin, t.ctid::text, m.xmin, m.ctid::text, private.is_mailed('confirmation', m.id)), ',' order by t.id)
      from public.technician_tasks t left join public.customers m on m.id = t.customer_id where t.state in ('unassigned', 'needs_rescheduling')),
    (select string_agg(concat_ws(':', w.id, w.xmin, w.ctid::text, m.xmin, m.ctid::text, private.is_mailed('confirmation', m.id), u.xmin, u.ctid::text), ',' order by w.id)
      from public.work_orders w join public.customers m on m.id = w.customer_id join public.units u on u.id = w.unit_id
      where w.kind = 'repair' and w.state = 'approved'),
    (select string_agg(concat_ws(':', a.id, a.xmin, a.ctid::text, m.xmin, m.ctid::text, private.is_mailed('confirmation', m.id), y.xmin, y.ctid::text, c.xmin, c.ctid::text, u.xmin, u.ctid::text), ',' order by a.id)
      from public.office_activities a
      left join public.customers m on m.id = a.customer_id
      left join public.maintenance_cycles y on y.id = a.cycle_id
      left join public.maintenance_contracts c on c.id = y.contract_id
      left join public.units u on u.id = c.unit_id
      where a.state = 'open' and a.kind in ('callback', 'needs_rescheduling', 'repair_follow_up')));
end;
$$;
comment on function private.waiting_versions is 'Another text whenever something else waits at the side of the board, or the same is told otherwise.';
