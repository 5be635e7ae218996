-- Put back: work stands again as it stood before something was done that is taken back, be it on the board or a closed day.

create function private.is_closed_outside(task public.technician_tasks, technician_id uuid, during tstzrange, since bigint, but_for uuid default null)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from public.closures c
    where c.outdoor_only and c.undone_at is null and coalesce(c.turn > since, true) and c.id is distinct from but_for
      and c.during && is_closed_outside.during and is_closed_outside.technician_id = any (c.technician_ids))
    and coalesce(((private.needs_of_task(task)).exposure).is_outdoor, false);
end;
$$;
comment on function private.is_closed_outside is 'Whether work at a unit that stands outside would come back to a time that was closed for such since that turn (null: at all), by another closure than one.';

create function private.put_back(task_id uuid, technician_id uuid, during tstzrange, state text)
returns text
language plpgsql volatile
set search_path = ''
set rules.made_by = 'put_back'
as $$
begin
  if private.is_ahead(state) and not exists (
    select from public.technicians h where h.id = put_back.technician_id and h.active) then
    return 'technician';
  end if;
  update public.technician_tasks t
  set technician_id = put_back.technician_id, during = put_back.during,
    -- Nobody sets out from nowhere: first it has its time again.
    state = case put_back.state when 'en_route' then 'scheduled' else put_back.state end
  where t.id = put_back.task_id;
  update public.maintenance_visits v set state = case when private.is_ahead(put_back.state) then 'scheduled' else 'needs_rescheduling' end
  where v.task_id = put_back.task_id
    and v.state = case when private.is_ahead(put_back.state) then 'needs_rescheduling' else 'scheduled' end;
  if state = 'en_route' then
    perform private.mark_task(task_id, state);
  end if;
  return null;
exception when exclusion_violation then
  return 'taken';
end;
$$;
comment on function private.put_back is 'Gives work the technician, the time and the state (of scheduled, en_route and those that wait) that it had, and its visits with it; null, or why it is not: technician (who has left), taken (something else is there). Callers hold the locks.';
