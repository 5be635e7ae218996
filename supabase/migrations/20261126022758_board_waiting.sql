-- Board waiting: what waits for a place, at the side of the board: tasks, repairs, and clients who asked to be called.

create function private.tasks_waiting()
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('what', 'task', 'id', t.id,
      'group', case t.state when 'unassigned' then 'nobody' else 'new_time' end, 'task_type', t.task_type, 'revision', t.revision, 'title', t.title,
      'client_name', m.name, 'customer_id', t.customer_id, 'city', coalesce(v.city, m.city), 'minutes', private.minutes_of(t.during),
      'units', to_jsonb(coalesce(v.kinds, '{}')), 'urgent', coalesce(a.urgent, false), 'since', coalesce(a.created_at, t.created_at),
      'note', t.notes, 'reason', a.details ->> 'reason', 'preferred_times', null, 'phone', m.phone, 'reach_by', m.reach_by, 'activity_id', a.id,
      'was_at', case when t.state = 'needs_rescheduling' then lower(t.during) end)
      order by coalesce(a.created_at, t.created_at), lower(t.during), t.id), '[]')
    from public.technician_tasks t
    left join public.customers m on m.id = t.customer_id
    left join public.office_activities a
      on a.kind = 'needs_rescheduling' and a.state = 'open' and a.subject_key = private.subject_key('task', t.id::text)
    left join lateral (
      select array_agg(k.name order by n.due_on, k.name) as kinds, min(u.city) as city
      from public.maintenance_visits n
      join public.maintenance_cycles y on y.id = n.cycle_id
      join public.maintenance_contracts c on c.id = y.contract_id
      join public.units u on u.id = c.unit_id
      join public.equipment_categories k on k.id = c.category_id
      where n.task_id = t.id and private.is_unsettled(n.state)
    ) v on true
    where t.state in ('unassigned', 'needs_rescheduling'));
end;
$$;
comment on function private.tasks_waiting is 'Tasks that wait for another time, or for anybody at all.';

create function private.repairs_waiting()
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('what', 'repair', 'id', w.id, 'group', 'nobody', 'task_type', 'repair', 'revision', null,
      'title', 'Repair: ' || k.name, 'client_name', m.name, 'customer_id', m.id, 'city', coalesce(u.city, m.city), 'minutes', private.repair_minutes(w.id),
      'units', jsonb_build_array(k.name), 'urgent', u.condition = 'out_of_service', 'since', d.wanted_at,
      'note', null, 'reason', null, 'preferred_times', a.details ->> 'preferred_times', 'phone', m.phone, 'reach_by', m.reach_by, 'activity_id', a.id)
      order by d.wanted_at, w.id), '[]')
    from public.work_orders w
    join public.customers m on m.id = w.customer_id
    join public.units u on u.id = w.unit_id
    join public.equipment_categories k on k.id = u.category_id
    cross join lateral (
      -- A quote that was opened again was answered more than once.
      select coalesce(max(r.decided_at), w.created_at) as wanted_at from public.repair_decisions r where r.work_order_id = w.id
    ) d
    left join public.office_activities a
      on a.kind = 'repair_follow_up' and a.state = 'open' and a.subject_key = private.subject_key('work_order', w.id::text)
    where w.kind = 'repair' and w.state = 'approved' and not exists (
      -- Put aside it waits as a task.
      select from public.technician_tasks t
      where t.customer_id = w.customer_id and t.work_order_id = w.id and private.is_waiting(t.state)));
end;
$$;
comment on function private.repairs_waiting is 'Repairs that the client wants, and that never had a time.';

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
      'units', jsonb_build_array(o.kind), 'urgent', a.urgent, 'since', a.created_at, 'note', a.details ->> 'note', 'reason', null,
      'preferred_times', a.details ->> 'preferred_times', 'phone', coalesce(a.details ->> 'phone', m.phone), 'reach_by', m.reach_by, 'activity_id', a.id)
      order by a.created_at, a.id), '[]')
    from public.office_activities a
    join private.open_cycles o on o.cycle_id = a.cycle_id
    join public.maintenance_contracts c on c.id = o.contract_id
    join public.units u on u.id = c.unit_id
    join public.customers m on m.id = o.customer_id
    where a.kind = 'callback' and a.state = 'open');
end;
$$;
comment on function private.calls_waiting is 'Clients who asked to be called, or said at the door what would suit, about a visit that is not booked.';
