-- Absence: technicians who are away or leave. Time that is not there is taken off the calendar, and the work on it
-- is never lost.

create function private.free_of_work(technician_id uuid, away tstzrange, reason text)
returns uuid[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_tasks uuid[];
begin
  perform private.lock_technician(technician_id);
  v_tasks := array(
    select t.id from public.technician_tasks t
    where t.technician_id = free_of_work.technician_id and t.during && away
      and private.is_ahead(t.state) and t.task_type <> 'time_off'
    order by lower(t.during) for update);
  perform private.park_tasks(v_tasks, reason);
  return v_tasks;
end;
$$;
comment on function private.free_of_work is 'Puts aside the work that a technician has at that time and has not begun, and returns it. The technician is locked.';

create function private.place_time_off(technician_id uuid, away tstzrange, note text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_moved uuid[];
  v_placed uuid[];
begin
  perform private.lock_technician(technician_id);
  -- Only now: whoever held it may have been letting the technician go.
  if not exists (select from public.technicians t where t.id = place_time_off.technician_id and t.active) then
    return private.refused('technician');
  end if;
  v_moved := private.free_of_work(technician_id, away, 'technician away');
  -- Work that began or is done, and time off that is there already, keep their place: the absence fills the rest.
  with free as (
    select unnest(tstzmultirange(place_time_off.away) - coalesce(range_agg(t.during), '{}')) as during
    from public.technician_tasks t
    where t.technician_id = place_time_off.technician_id and t.during && place_time_off.away
      and t.blocking
  ), placed as (
    insert into public.technician_tasks (technician_id, task_type, during, title, notes)
    select place_time_off.technician_id, 'time_off', f.during, 'Time off', place_time_off.note from free f
    returning id, during
  )
  select coalesce(array_agg(p.id order by p.during), '{}') into v_placed from placed p;
  return jsonb_build_object('status', 'placed', 'task_id', v_placed[1], 'task_ids', v_placed, 'moved_to_rescheduling', v_moved);
end;
$$;
comment on function private.place_time_off is 'A technician is away: booked work there becomes needs_rescheduling with an urgent activity each, then the time blocks. {status: placed (task_id, task_ids: several around work that began, moved_to_rescheduling) | refused (reason: technician, who has left)}.';

create function private.deactivate_technician(technician_id uuid, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_moved uuid[] := private.free_of_work(technician_id, tstzrange(as_of, null), 'technician left');
begin
  update public.technicians t set active = false where t.id = deactivate_technician.technician_id and t.active;
  return jsonb_build_object('status', 'deactivated', 'moved_to_rescheduling', v_moved);
end;
$$;
comment on function private.deactivate_technician is 'A technician leaves: coming work becomes needs_rescheduling with an urgent activity each, and nothing more is offered. {status: deactivated (moved_to_rescheduling)}.';

create function private.refuse_to_drop_work()
returns trigger
-- Definer: the rule holds for writers who may not read tasks.
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.lock_technician(new.id);
  if exists (
    select from public.technician_tasks t
    where t.technician_id = new.id and private.is_ahead(t.state) and t.task_type <> 'time_off'
      and upper(t.during) > private.clock()) then
    raise exception 'this technician still has coming work; deactivate_technician() finds it another time' using errcode = 'MT005';
  end if;
  return new;
end;
$$;
comment on function private.refuse_to_drop_work is 'Raises MT005 when a technician with coming work is switched off by hand.';

create trigger refuse_to_drop_work before update of active on public.technicians
  for each row when (old.active and not new.active) execute function private.refuse_to_drop_work();
