-- Absence and leaving: time that is not there is taken off the calendar, and the work on it is never lost.

create function public.place_time_off(technician_id uuid, starts_at timestamptz, ends_at timestamptz, note text default null)
returns jsonb
-- Definer: writes tasks, which staff write through functions only.
language plpgsql volatile security definer
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_during tstzrange;
  v_moved uuid[];
  v_placed uuid[];
begin
  perform private.require_office();
  if not coalesce(isfinite(starts_at) and isfinite(ends_at) and starts_at < ends_at and ends_at - starts_at <= interval '31 days', false)
      or length(note) > 2000 then
    return jsonb_build_object('status', 'rejected', 'reason', case when length(note) > 2000 then 'notes' else 'time' end);
  elsif not exists (select from public.technicians t where t.id = place_time_off.technician_id) then
    raise exception 'no such technician' using errcode = 'PT404';
  end if;
  v_during := tstzrange(starts_at, ends_at);
  perform private.lock_technician(technician_id);
  v_moved := array(
    select t.id from public.technician_tasks t
    where t.technician_id = place_time_off.technician_id and t.during && v_during
      and t.state in ('scheduled', 'en_route') and t.task_type <> 'time_off'
    order by lower(t.during) for update);
  perform private.park_tasks(v_moved, 'technician away');
  -- Work that began or is done, and time off that is there already, keep their place: the absence fills the rest.
  with free as (
    select unnest(tstzmultirange(v_during) - coalesce(range_agg(t.during), '{}')) as during
    from public.technician_tasks t
    where t.technician_id = place_time_off.technician_id and t.during && v_during
      and t.blocking
  ), placed as (
    insert into public.technician_tasks (technician_id, task_type, during, title, notes)
    select place_time_off.technician_id, 'time_off', f.during, 'Time off', nullif(btrim(note), '') from free f
    returning id, during
  )
  select coalesce(array_agg(p.id order by p.during), '{}') into v_placed from placed p;
  return jsonb_build_object('status', 'placed', 'task_id', v_placed[1], 'task_ids', v_placed, 'moved_to_rescheduling', v_moved);
end;
$$;
comment on function public.place_time_off is 'A technician is away: booked work there becomes needs_rescheduling with an urgent activity each, then the time blocks. {status: placed (task_id, task_ids: several around work that began, moved_to_rescheduling) | rejected (reason)}. 42501, PT404.';

create function public.deactivate_technician(technician_id uuid)
returns jsonb
-- Definer: as place_time_off.
language plpgsql volatile security definer
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_moved uuid[];
begin
  perform private.require_office();
  if not exists (select from public.technicians t where t.id = deactivate_technician.technician_id) then
    raise exception 'no such technician' using errcode = 'PT404';
  end if;
  perform private.lock_technician(technician_id);
  v_moved := array(
    select t.id from public.technician_tasks t
    where t.technician_id = deactivate_technician.technician_id and upper(t.during) > private.clock()
      and t.state in ('scheduled', 'en_route') and t.task_type <> 'time_off'
    order by lower(t.during) for update);
  perform private.park_tasks(v_moved, 'technician left');
  update public.technicians t set active = false where t.id = deactivate_technician.technician_id and t.active;
  return jsonb_build_object('status', 'deactivated', 'moved_to_rescheduling', v_moved);
end;
$$;
comment on function public.deactivate_technician is 'A technician leaves: coming work becomes needs_rescheduling with an urgent activity each, and nothing more is offered. {status: deactivated (moved_to_rescheduling)}. 42501, PT404.';

create function private.refuse_to_drop_work()
returns trigger
language plpgsql security definer
-- Definer: the rule holds for writers who may not read tasks.
set search_path = ''
as $$
begin
  perform private.lock_technician(new.id);
  if exists (
    select from public.technician_tasks t
    where t.technician_id = new.id and t.state in ('scheduled', 'en_route') and t.task_type <> 'time_off'
      and upper(t.during) > private.clock()) then
    raise exception 'this technician still has coming work; deactivate_technician() finds it another time' using errcode = 'FM005';
  end if;
  return new;
end;
$$;
comment on function private.refuse_to_drop_work is 'Raises FM005 when a technician with coming work is switched off by hand.';

create trigger refuse_to_drop_work before update of active on public.technicians
  for each row when (old.active and not new.active) execute function private.refuse_to_drop_work();

grant execute on function public.place_time_off, public.deactivate_technician to authenticated, service_role;
