-- Add unit: at the door a technician takes along another unit of the same household that is due.

create function private.grow_task(task_id uuid, minutes integer)
returns void
language plpgsql volatile
set search_path = ''
set rules.made_by = 'grow_task'
as $$
begin
  update public.technician_tasks t
  set during = tstzrange(lower(t.during), upper(t.during) + make_interval(mins => grow_task.minutes))
  where t.id = grow_task.task_id and grow_task.minutes > 0;
end;
$$;
comment on function private.grow_task is 'Makes a stop that many minutes longer, for a unit that is added to it.';

create function private.missing_minutes(task public.technician_tasks, more integer)
returns integer
language plpgsql stable
set search_path = ''
as $$
begin
  return greatest(0, more + (
    select coalesce(sum(v.minutes), 0) from public.maintenance_visits v where v.task_id = task.id and private.is_unsettled(v.state))
    - (extract(epoch from upper(task.during) - lower(task.during)) / 60)::integer);
end;
$$;
comment on function private.missing_minutes is 'How much longer a stop has to be for so many minutes more of work: nothing where what was to be done leaves room.';

create function private.cannot_grow(task public.technician_tasks, minutes integer)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_zone text := private.company_zone();
  v_until timestamptz := upper(task.during) + make_interval(mins => minutes);
  v_next public.technician_tasks;
begin
  if minutes = 0 then
    return null;
  end if;
  select t.* into v_next from public.technician_tasks t
  where t.technician_id = task.technician_id and t.blocking and lower(t.during) >= upper(task.during)
  order by lower(t.during) limit 1;
  return case
    when v_next.id is not null and v_until + make_interval(mins => case when v_next.task_type in ('time_off', 'other') then 0
        else private.drive_between(task.latitude, task.longitude, v_next.latitude, v_next.longitude) end) > lower(v_next.during) then 'drive'
    when not private.is_within_hours(task.technician_id, tsrange(upper(task.during) at time zone v_zone, v_until at time zone v_zone)) then 'hours' end;
end;
$$;
comment on function private.cannot_grow is 'Why a stop cannot be that many minutes longer: drive (the technician would be late for the next), hours (their day is over); null when it can.';

create function private.refuse_to_add(task public.technician_tasks, unit private.stop_unit, as_of timestamptz)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_beside uuid := (private.task_contracts(task.id))[1];
begin
  return case
    when task.task_type <> 'maintenance' or not private.is_unfinished(task.state) or v_beside is null then 'state'
    when unit.cycle_id is null then 'closed'
    when private.is_booked(unit.cycle_id) then 'booked'
    when not unit.serviceable then 'paused'
    when not private.is_household(array[unit.contract_id], v_beside, as_of) then 'household'
    when private.qualified_technicians(array_remove(array[unit.skill_id], null), array[task.technician_id]) = '{}' then 'skill'
    else private.cannot_grow(task, private.missing_minutes(task, unit.visit_minutes)) end;
end;
$$;
comment on function private.refuse_to_add is 'Why a unit cannot be added to a stop: state (it is over, or no maintenance), closed, booked, paused, household (another client''s, elsewhere, or not due soon), skill, drive, hours; null when it can.';

create function private.could_add(task_id uuid, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(private.unit_told(h) || jsonb_build_object('product_name', h.product_name, 'minutes', h.visit_minutes,
      'refused', private.refuse_to_add(t, h, could_add.as_of)) order by h.due_on, h.kind, h.contract_id), '[]')
    from public.technician_tasks t
    cross join lateral private.household((private.task_contracts(t.id))[1], could_add.as_of) h
    where t.id = could_add.task_id);
end;
$$;
comment on function private.could_add is 'Other units of a stop''s household that are due, each with its price, and why it cannot be added where it cannot: private.unit_told and {product_name, minutes, refused (private.refuse_to_add)}. None once the stop is over.';

create function private.put_into_stop(task public.technician_tasks, unit private.stop_unit)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  v_invoice_id uuid;
  v_visit_id uuid;
begin
  perform private.grow_task(task.id, private.missing_minutes(task, unit.visit_minutes));
  v_invoice_id := private.draft_of_stop(task.customer_id, task.work_order_id);
  v_visit_id := private.add_visit(task.id, unit, v_invoice_id,
    (select coalesce(max(l.position), 0) + 1 from public.invoice_lines l where l.invoice_id = v_invoice_id),
    (select max(v.contact_phone) from public.maintenance_visits v where v.task_id = task.id), null, 'office');
  if task.state = 'in_progress' then
    update public.maintenance_visits v set state = 'in_progress' where v.id = v_visit_id;
  end if;
  update public.technician_tasks t set title = concat_ws(', ', t.title, unit.kind) where t.id = task.id;
  return v_visit_id;
end;
$$;
comment on function private.put_into_stop is 'One more visit in a stop, which grows as far as it must, and one more line on its draft.';

create function private.add_unit_to_stop(task_id uuid, contract_id uuid, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
  v_unit private.stop_unit := private.unit_of_contract(contract_id);
  v_reason text;
  v_visit_id uuid;
begin
  select * into v_task from public.technician_tasks t where t.id = add_unit_to_stop.task_id;
  select v.id into v_visit_id from public.maintenance_visits v
  where v.task_id = v_task.id and v.cycle_id = v_unit.cycle_id and private.takes_cycle(v.state);
  if v_visit_id is not null then
    return jsonb_build_object('status', 'added', 'visit_id', v_visit_id, 'repeated', true);
  end if;
  v_reason := private.refuse_to_add(v_task, v_unit, as_of);
  if v_reason is not null then
    return private.refused(v_reason);
  end if;
  v_unit := (private.priced(array[v_unit]))[1];
  v_visit_id := private.put_into_stop(v_task, v_unit);
  perform private.leave_old_stops(array[v_unit.cycle_id]);
  if private.is_ahead(v_task.state) then
    perform private.tell_client('appointment_changed', v_task.id, private.stop_facts(v_task.id));
  end if;
  return jsonb_build_object('status', 'added', 'visit_id', v_visit_id, 'repeated', false);
-- Somebody was given that time while this was asked.
exception when exclusion_violation then
  return private.refused('drive');
end;
$$;
comment on function private.add_unit_to_stop is 'Adds a unit to a stop: see the door of the same name. Callers hold the locks of the contracts in it, of this one, and of its technician.';
