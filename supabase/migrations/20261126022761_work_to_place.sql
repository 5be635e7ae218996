-- Work to place: a piece of work that is to get a place, where the search would put it, and the place that is nearest to one that
-- it was refused.

create type private.work as (
  what text,
  id uuid,
  task_id uuid,
  task_type text,
  revision integer,
  needs private.stop_needs
);
comment on type private.work is 'What is to get a place: a task, a repair that has none yet (its work order), or a contract that is to be booked; with what it takes.';

create function private.task_to_place(task public.technician_tasks)
returns private.work
language plpgsql stable
set search_path = ''
as $$
begin
  if task.state <> 'scheduled' and not private.may_become('technician_tasks', task.state, 'scheduled', 'move') then
    raise exception 'this work has begun, or is over' using errcode = 'PT404';
  end if;
  return row ('task', task.id, task.id, task.task_type, task.revision, private.needs_of_task(task))::private.work;
end;
$$;
comment on function private.task_to_place is 'A task as work that can be given a place; PT404 once it has begun.';

create function private.repair_to_place(work_order_id uuid)
returns private.work
language plpgsql stable
set search_path = ''
as $$
declare
  v_task public.technician_tasks := private.waiting_task_of_repair(work_order_id);
begin
  if not exists (select from public.work_orders w where w.id = repair_to_place.work_order_id and w.kind = 'repair' and w.state = 'approved') then
    raise exception 'no repair waits for a time' using errcode = 'PT404';
  end if;
  return row ('repair', work_order_id, v_task.id, 'repair', v_task.revision, private.needs_of_repair(work_order_id))::private.work;
end;
$$;
comment on function private.repair_to_place is 'A repair that the client wants and that has no time, as its task would be; PT404.';

create function private.contract_to_place(contract_id uuid)
returns private.work
language plpgsql stable
set search_path = ''
as $$
declare
  v_own private.stop_unit := private.open_unit(contract_id);
begin
  if v_own.cycle_id is null or not v_own.serviceable or (private.live_task(v_own.cycle_id)).id is not null then
    raise exception 'no visit is to be booked' using errcode = 'PT404';
  end if;
  return row ('contract', contract_id, null, 'maintenance', null, private.needs_of(array[v_own], v_own))::private.work;
end;
$$;
comment on function private.contract_to_place is 'A contract whose visit is to be booked; PT404 where it has none, rests, or is booked.';

create function private.work_to_place(what text, id uuid)
returns private.work
language plpgsql stable
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
begin
  case what
    when 'task' then
      select t.* into v_task from public.technician_tasks t where t.id = work_to_place.id;
      if not found then
        raise exception 'no such task' using errcode = 'PT404';
      end if;
      return private.task_to_place(v_task);
    when 'repair' then return private.repair_to_place(id);
    when 'contract' then return private.contract_to_place(id);
    else raise exception 'no such work' using errcode = 'PT404';
  end case;
end;
$$;
comment on function private.work_to_place is 'A piece of work that waits for a place, or has one that can change: PT404 for any other.';

-- Openings ----------------------------------------------------------------------------------------------------------

create function private.work_openings(work private.work, from_day date, days integer, as_of timestamptz)
returns setof private.opening
language plpgsql stable
set search_path = ''
as $$
begin
  return query
  select * from private.slot_openings(
    (work).needs.skill_ids, (work).needs.minutes, (work).needs.latitude, (work).needs.longitude, (work).needs.postal_code, from_day, days,
    -- What is no visit needs no notice: its search is that of somebody who asked as long before.
    case when (work).task_type = 'maintenance' then as_of
      else as_of - make_interval(hours => (select s.minimum_notice_hours from public.company_settings s)) end,
    null, null, (work).task_id, ((work).needs).exposure);
end;
$$;
comment on function private.work_openings is 'Where the search would put a piece of work.';

create function private.best_places(openings private.opening[], minutes integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_set public.company_settings;
begin
  select * into v_set from public.company_settings;
  return private.list_slots(openings, minutes, 3, true, v_set.slot_step_minutes, (v_set.wait_minutes_per_day * 100)::integer);
end;
$$;
comment on function private.best_places is 'The three cheapest starts, as a search lists them.';

create function private.nearest_place(work private.work, technician_id uuid, starts_at timestamptz, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_step integer := (select s.slot_step_minutes from public.company_settings s);
  v_wanted integer := private.minute_before(starts_at);
  v_today date := private.company_day(as_of);
begin
  return (
    select jsonb_build_object('technician_id', h.id, 'technician_name', h.first_name, 'starts_at', private.instant_of(n.start), 'travel_minutes', n.added_drive)
    from (
      select o.technician_id, o.added_drive,
        least(o.last_start, greatest(o.first_start, o.first_start + round((v_wanted - o.first_start) / v_step::numeric)::integer * v_step)) as start
      from private.work_openings(work, greatest(v_today, least(private.company_day(starts_at) - 1, v_today + 366)), 8, as_of) o
    ) n
    join public.technicians h on h.id = n.technician_id
    order by abs(n.start - v_wanted), n.technician_id <> nearest_place.technician_id, n.added_drive, n.technician_id
    limit 1);
end;
$$;
comment on function private.nearest_place is 'Where work fits that is nearest to a time that it was refused, rather with the same technician: {technician_id, technician_name, starts_at, travel_minutes}; null without one from the day before it on, for eight days.';
