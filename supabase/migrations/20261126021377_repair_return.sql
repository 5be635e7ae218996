-- Repair return: a repair to which somebody drove in vain gets another time while they still stand there.

create function private.task_in_vain(work_order_id uuid)
returns public.technician_tasks
language plpgsql stable
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
begin
  select t.* into v_task
  from public.repair_failures f join public.technician_tasks t on t.id = f.task_id
  where f.work_order_id = task_in_vain.work_order_id
  order by f.received_at desc, f.id limit 1;
  return v_task;
end;
$$;
comment on function private.task_in_vain is 'The last task of a repair that came to nothing; null for none.';

create function private.require_repair_at_hand(work_order_id uuid)
returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_task public.technician_tasks := private.task_in_vain(work_order_id);
begin
  if private.request_role() not in ('anon', 'authenticated') or private.is_office() then
    if v_task.id is null then
      raise exception 'no such repair' using errcode = 'PT404';
    end if;
  elsif (v_task.technician_id = private.signed_in_technician() and private.is_near(v_task.during, private.clock())) is not true then
    raise exception 'a technician gives another time to own repairs that came to nothing yesterday or today' using errcode = '42501';
  end if;
end;
$$;
comment on function private.require_repair_at_hand is '42501 unless the repair came to nothing in these days and was the caller''s own work, or the caller is office; to them PT404 for one that never came to nothing.';

create function private.repair_return_slots(work_order_id uuid, from_date date, days integer, max_slots integer, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_most constant integer := 500;
  v_before public.technician_tasks := private.task_in_vain(work_order_id);
  v_now public.technician_tasks := private.task_of_repair(work_order_id);
  v_needs private.stop_needs := private.needs_of_repair(work_order_id);
  v_days integer := least(greatest(coalesce(days, 14), 1), 14);
  v_told jsonb;
  v_slots jsonb;
begin
  v_told := (
    select jsonb_build_object('number', w.number, 'state', w.state, 'today', private.company_day(as_of),
      'like', jsonb_build_object('starts_at', lower(v_before.during), 'technician_id', v_before.technician_id),
      'client', jsonb_build_object('name', m.name, 'first_name', m.first_name, 'is_mailed', private.is_mailed('work_scheduled', m.id)))
    from public.work_orders w join public.customers m on m.id = w.customer_id where w.id = repair_return_slots.work_order_id);
  if v_told ->> 'state' = 'scheduled' then
    return v_told || jsonb_build_object('status', 'booked', 'starts_at', lower(v_now.during),
      'technician_name', (select h.first_name from public.technicians h where h.id = v_now.technician_id));
  elsif v_told ->> 'state' <> 'approved' then
    return private.refused('state') || jsonb_build_object('state', v_told -> 'state');
  elsif not isfinite(from_date) then
    return private.rejected('time');
  end if;
  v_slots := (private.search_for(v_needs, from_date, v_days, v_most, as_of) -> 'slots')
    || (private.search_for(v_needs, from_date, v_days, v_most, as_of, among => array[v_before.technician_id]) -> 'slots');
  return v_told || jsonb_build_object('status', 'open',
    'book_until', (select private.last_bookable_day(as_of, s) from public.company_settings s),
    'slots', private.closest_times(v_slots, private.wish_like(v_before, private.company_day(as_of)), least(greatest(coalesce(max_slots, 4), 1), 50)));
end;
$$;
comment on function private.repair_return_slots is 'When a repair that came to nothing could be instead: see the door of the same name.';

create function private.book_repair_return(work_order_id uuid, technician_id uuid, starts_at timestamptz, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_needs private.stop_needs := private.needs_of_repair(work_order_id);
  v_now public.technician_tasks := private.task_of_repair(work_order_id);
begin
  perform private.lock_tasks(array_remove(array[v_now.id], null), array[technician_id]);
  -- Said twice it is there once.
  if v_now.state = 'scheduled' and v_now.technician_id = book_repair_return.technician_id and lower(v_now.during) = book_repair_return.starts_at then
    return jsonb_build_object('status', 'scheduled', 'task_id', v_now.id);
  -- The office may know better than the search; who stands at a door books what it offers.
  elsif not private.slot_fits(v_needs.skill_ids, v_needs.minutes, v_needs.latitude, v_needs.longitude, v_needs.postal_code,
      technician_id, starts_at, as_of, null, v_needs.exposure) then
    return private.refused('taken');
  end if;
  return private.schedule_repair(work_order_id, technician_id, starts_at, false, as_of) - 'warnings';
end;
$$;
comment on function private.book_repair_return is 'Gives a repair that came to nothing another time: see the door of the same name.';
