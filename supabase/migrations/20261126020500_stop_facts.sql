-- Stop facts: what is told of a stop, to whom, and what becomes of it when visits leave it.
-- A stop is one task with the visits of one household.

create function private.stop_facts(task public.technician_tasks, units private.stop_unit[])
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_unit private.stop_unit;
  v_listed jsonb := jsonb_build_array();
begin
  foreach v_unit in array coalesce(units, array[]::private.stop_unit[]) loop
    v_listed := v_listed || (private.unit_told(v_unit)
      || jsonb_build_object('cycle_id', v_unit.cycle_id, 'product_name', v_unit.product_name, 'tax_rate', v_unit.tax_rate));
  end loop;
  return (
    select jsonb_build_object(
      'task_id', task.id, 'state', task.state, 'revision', task.revision, 'first_name', c.first_name,
      'starts_at', lower(task.during), 'ends_at', upper(task.during),
      'arrive_by', lower(task.during) + make_interval(mins => s.arrival_window_minutes),
      'cutoff_at', lower(task.during) - make_interval(hours => s.change_cutoff_hours),
      'technician_name', h.first_name, 'address', task.address,
      'cycle_id', units[1].cycle_id, 'units', v_listed)
    from public.customers c
    left join public.technicians h on h.id = task.technician_id
    cross join public.company_settings s
    where c.id = task.customer_id);
end;
$$;
comment on function private.stop_facts(public.technician_tasks, private.stop_unit[]) is 'What mails say about a stop of these units: time, arrival window, until when it can be changed, technician''s first name, address, units with their fees and taxes.';

create function private.is_other_work(task public.technician_tasks)
returns boolean
language sql stable
return (task).customer_id is not null and (task).task_type = any ('{repair, delivery, assessment, other}');
comment on function private.is_other_work is 'Whether a task is work at a client''s that is no visit: they are told of it as of visits, and have no link for it.';

create function private.unit_of_work(task public.technician_tasks)
returns uuid
language plpgsql stable
set search_path = ''
as $$
begin
  return coalesce(task.unit_id, (select w.unit_id from public.work_orders w where w.id = task.work_order_id));
end;
$$;
comment on function private.unit_of_work is 'The unit that work which is no visit is about: that of its repair, or the one that was said; null where nobody knows.';

create function private.work_told(task public.technician_tasks)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object('task_type', task.task_type, 'title', task.title,
    'unit', (
      select jsonb_build_object('kind', k.name, 'product_name', p.name, 'told_apart', private.told_apart(c.id))
      from public.units u
      join public.equipment_categories k on k.id = u.category_id
      left join public.products p on p.id = u.product_id
      left join public.maintenance_contracts c on c.unit_id = u.id and c.state <> 'cancelled'
      where u.id = private.unit_of_work(task)),
    'amount', case when task.work_order_id is not null then private.order_total(task.work_order_id) end);
end;
$$;
comment on function private.work_told is 'What the client is told of work that is no visit: {task_type, title, unit: {kind, product_name, told_apart}, amount: what was agreed, before tax; null where nothing was ordered}. No note: those are for us.';

create function private.stop_facts(task_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
begin
  select * into v_task from public.technician_tasks t where t.id = stop_facts.task_id;
  return private.stop_facts(v_task, private.units_of_stop(private.task_contracts(v_task.id)))
    || case when private.is_other_work(v_task) then jsonb_build_object('work', private.work_told(v_task)) else '{}' end;
end;
$$;
comment on function private.stop_facts(uuid) is 'The facts of a stop as it stands, of work that is no visit with work (private.work_told); null for none.';

create function private.can_change(facts jsonb, as_of timestamptz)
returns boolean
language sql stable
return facts ->> 'state' = 'scheduled' and as_of <= (facts ->> 'cutoff_at')::timestamptz;
comment on function private.can_change is 'Whether a stop of these facts can still be changed by its client: while nobody is on the way, until cutoff_at.';

create function private.client_view(facts jsonb, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (facts - array['state', 'first_name', 'address', 'cycle_id', 'units']) || jsonb_build_object(
    'units', (
      select coalesce(jsonb_agg(unit - array['cycle_id', 'product_name', 'tax_rate'] order by n), '[]')
      from jsonb_array_elements(facts -> 'units') with ordinality u (unit, n)),
    'can_change', private.can_change(facts, as_of));
end;
$$;
comment on function private.client_view is 'The facts of a stop as its client sees them, and can_change (private.can_change). Null for none.';

-- To the client ----------------------------------------------------------------------------------------------

create function private.tell_client(kind text, task_id uuid, facts jsonb)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_customer_id uuid;
  v_cycle_id uuid := (facts ->> 'cycle_id')::uuid;
  v_unreachable_kind text;
  v_details jsonb;
begin
  select t.customer_id into v_customer_id from public.technician_tasks t where t.id = tell_client.task_id;
  if private.queue_message(
      kind, v_customer_id, concat_ws(':', kind, task_id, facts ->> 'revision'), facts, v_cycle_id, task_id) > 0
    -- There is nobody left to tell.
    or exists (select from public.customers c where c.id = v_customer_id and c.deceased_on is not null) then
    return;
  end if;
  select k.unreachable_kind into v_unreachable_kind from private.message_kinds k where k.kind = tell_client.kind;
  -- By the revision later runs know that this version of the appointment had its call, even when that is closed.
  v_details := jsonb_build_object('message', kind, 'starts_at', facts -> 'starts_at', 'revision', facts -> 'revision');
  if private.may_be_about(v_unreachable_kind, 'task') then
    perform private.raise_about_task(v_unreachable_kind, task_id, v_details, cycle_id => v_cycle_id);
  else
    perform private.raise_about_customer(v_unreachable_kind, v_customer_id, v_details, cycle_id => v_cycle_id, task_id => tell_client.task_id);
  end if;
end;
$$;
comment on function private.tell_client is 'Queues a mail about a stop, once per revision; a client without address becomes work for the office, one who has died does not.';

create function private.tell_of_time(task_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
begin
  select * into v_task from public.technician_tasks t where t.id = tell_of_time.task_id;
  -- What is written down afterwards is news to nobody.
  if lower(v_task.during) <= private.clock() then
    return;
  elsif private.is_other_work(v_task) then
    perform private.tell_client('work_scheduled', v_task.id, private.stop_facts(v_task.id));
  elsif exists (select from public.maintenance_visits v where v.task_id = v_task.id and v.state = 'scheduled') then
    perform private.tell_client('appointment_changed', v_task.id, private.stop_facts(v_task.id));
  end if;
end;
$$;
comment on function private.tell_of_time is 'Tells the client of a stop, or of other work, the time that it has got, as long as that is to come.';

create function private.work_off(task_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
  v_last public.messages;
  v_facts jsonb;
begin
  select * into v_task from public.technician_tasks t where t.id = work_off.task_id;
  if not private.is_other_work(v_task) then
    return null;
  end if;
  select * into v_last from public.messages m
  where m.task_id = v_task.id and (private.tells_a_time(m.kind) or m.kind = 'work_cancelled')
    and (m.state in ('sending', 'sent', 'uncertain') or m.state = 'queued' and m.kind = 'work_cancelled')
  order by m.created_at desc, m.id limit 1;
  if v_last.kind = 'work_cancelled' or v_last.id is null and not exists (
    select from public.office_activities a where a.task_id = v_task.id and a.details ->> 'message' = 'work_scheduled') then
    return null;
  end if;
  -- As they were told: a time that they never heard of is none of theirs.
  v_facts := private.stop_facts(v_task.id) || coalesce((
    select jsonb_object_agg(p.key, p.value) from jsonb_each(v_last.payload) p
    where p.key in ('starts_at', 'ends_at', 'arrive_by', 'technician_name')), '{}');
  return case when (v_facts ->> 'ends_at')::timestamptz > private.clock() then v_facts end;
end;
$$;
comment on function private.work_off is 'What there is to say of work that is no visit and lost the time that its client was told: its facts, with that time. Null where they were told none, or that it is off, or it has passed.';

-- When visits leave ---------------------------------------------------------------------------------------

create function private.shrink_task(task_id uuid, minutes integer)
returns void
language plpgsql volatile
set search_path = ''
set rules.made_by = 'shrink_task'
as $$
begin
  update public.technician_tasks t
  set during = tstzrange(lower(t.during), upper(t.during) - make_interval(mins => shrink_task.minutes))
  where t.id = shrink_task.task_id;
end;
$$;
comment on function private.shrink_task is 'Gives back that many minutes at the end of a task, those of visits that left it.';

create function private.end_task(task public.technician_tasks, task_state text)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.technician_tasks t set state = task_state where t.id = task.id;
  update public.work_orders w set state = 'cancelled' where w.id = task.work_order_id and w.state = 'open';
  perform private.void_draft(task.work_order_id);
  perform private.settle('ended', 'task', array[task.id::text], task_state);
end;
$$;
comment on function private.end_task is 'Ends a stop, or work without visits, that does not take place: its work order is cancelled, its draft void.';

create function private.finish_task(task public.technician_tasks)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.technician_tasks t
  set state = 'completed', actual_finished_at = coalesce(t.actual_finished_at, private.clock()) where t.id = task.id;
  update public.work_orders w set state = 'done' where w.id = task.work_order_id and w.state = 'open';
  perform private.settle('ended', 'task', array[task.id::text], 'completed');
end;
$$;
comment on function private.finish_task is 'Ends work that took place, be it for some units of a stop only.';
