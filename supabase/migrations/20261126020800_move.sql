-- Move: giving work another time or another technician, or two tasks each other's.

create function private.is_as_shown(task_id uuid, revision integer)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return revision is null or exists (
    select from public.technician_tasks t where t.id = is_as_shown.task_id and t.revision = is_as_shown.revision);
end;
$$;
comment on function private.is_as_shown is 'Whether a task is still of the revision that a page showed; null: the page showed none.';

create function private.lock_tasks_contracts(task_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  if (select count(*) from public.technician_tasks t where t.id = any (task_ids)) < cardinality(task_ids) then
    raise exception 'no such task' using errcode = 'PT404';
  end if;
  perform private.lock_contracts(array(
    select unnest(private.task_contracts(id)) from unnest(task_ids) id));
end;
$$;
comment on function private.lock_tasks_contracts is 'Locks the contracts whose visits these tasks hold; PT404 when one is unknown.';

create function private.refused(reason text)
returns jsonb
language sql immutable
return jsonb_build_object('status', 'refused', 'reason', reason);
comment on function private.refused is 'The answer to what cannot be done now, and why.';

create function private.put_task(task public.technician_tasks, technician_id uuid, during tstzrange)
returns boolean
language plpgsql volatile
set search_path = ''
set rules.made_by = 'put_task'
as $$
begin
  update public.technician_tasks t
  set technician_id = put_task.technician_id, during = put_task.during, state = 'scheduled'
  where t.id = task.id;
  update public.maintenance_visits v set state = 'scheduled'
  where v.task_id = task.id and v.state = 'needs_rescheduling';
  perform private.settle('moved', 'task', array[task.id::text], 'moved');
  return true;
exception when exclusion_violation then
  return false;
end;
$$;
comment on function private.put_task is 'Writes a task''s new time and technician; its visits that waited have a time again. False when something else is there.';

create function private.objection_to_show(
  objections text[], needs private.stop_needs, technician_id uuid, during tstzrange, as_of timestamptz, ignore_task_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  -- Clients are offered other times, whatever was against theirs.
  if current_setting('rules.asked_by', true) is distinct from 'office' then
    return jsonb_build_object();
  elsif objections[1] = 'overlap' then
    return (
      select jsonb_build_object('objection', jsonb_build_object('reason', 'overlap', 'task_id', t.id, 'task_type', t.task_type, 'client_name', m.name, 'ends_at', upper(t.during)))
      from private.in_the_way(technician_id, during, ignore_task_id) t left join public.customers m on m.id = t.customer_id);
  elsif objections[1] = 'technician' then
    return jsonb_build_object('objection', jsonb_build_object('reason', 'technician'));
  end if;
  return jsonb_build_object('objection', private.warnings_of(objections, needs, technician_id, during, as_of, ignore_task_id) -> 0);
end;
$$;
comment on function private.objection_to_show is 'What the office is told of the gravest objection, in figures: {objection: {reason, …}}; nothing for anybody else.';

create function private.move_stop(
  task_id uuid, technician_id uuid, starts_at timestamptz, overriding boolean, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
  v_needs private.stop_needs;
  v_during tstzrange;
  v_objections text[];
begin
  perform private.lock_tasks(array[task_id], array[technician_id]);
  select * into v_task from public.technician_tasks t where t.id = move_stop.task_id;
  v_during := tstzrange(starts_at, starts_at + (upper(v_task.during) - lower(v_task.during)));
  if v_task.state = 'scheduled' and v_task.technician_id = move_stop.technician_id and v_task.during = v_during then
    return jsonb_build_object('status', 'moved', 'warnings', '[]'::jsonb);
  elsif v_task.state <> 'scheduled' and not private.may_become('technician_tasks', v_task.state, 'scheduled', 'move') then
    return private.refused('state');
  end if;
  v_needs := private.needs_of_task(v_task);
  v_objections := private.objections_to(v_task.task_type, v_needs, technician_id, v_during, as_of, v_task.id);
  if v_objections && array['overlap', 'technician'] or (v_objections <> '{}' and not overriding) then
    return private.refused(v_objections[1]) || private.objection_to_show(v_objections, v_needs, technician_id, v_during, as_of, v_task.id);
  elsif not private.put_task(v_task, technician_id, v_during) then
    return private.refused('overlap');
  end if;
  perform private.tell_of_time(v_task.id);
  return jsonb_build_object('status', 'moved', 'warnings', v_objections);
end;
$$;
comment on function private.move_stop is 'Moves a task, or gives one that waits a time: {status: moved (warnings) | refused (reason: state or of private.objections_to, to the office with objection: private.objection_to_show)}. Callers hold the locks of the contracts in it. The client is told.';

create function private.swap_stops(first_task_id uuid, second_task_id uuid, overriding boolean, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_first public.technician_tasks;
  v_second public.technician_tasks;
  v_result jsonb;
  v_warnings jsonb;
  v_asked_id uuid := second_task_id;
begin
  perform private.lock_tasks(array[first_task_id, second_task_id]);
  select * into v_first from public.technician_tasks t where t.id = first_task_id;
  select * into v_second from public.technician_tasks t where t.id = second_task_id;
  if v_first.state <> 'scheduled' or v_second.state <> 'scheduled' then
    return private.refused('state');
  end if;
  begin
    -- The first makes room; both move as any task moves, under the locks that are held already.
    update public.technician_tasks t set state = 'needs_rescheduling' where t.id = v_first.id;
    v_result := private.move_stop(v_second.id, v_first.technician_id, lower(v_first.during), overriding, as_of);
    v_warnings := v_result -> 'warnings';
    if v_result ->> 'status' = 'moved' then
      v_asked_id := v_first.id;
      v_result := private.move_stop(v_first.id, v_second.technician_id, lower(v_second.during), overriding, as_of);
    end if;
    if v_result ->> 'status' <> 'moved' then
      raise exception 'refused' using errcode = 'MT004';
    end if;
  exception when sqlstate 'MT004' then
    return v_result || jsonb_build_object('task_id', v_asked_id);
  end;
  return jsonb_build_object('status', 'moved', 'warnings', v_warnings || (v_result -> 'warnings'));
end;
$$;
comment on function private.swap_stops is 'Two tasks take each other''s technician and start, both or neither: {status: moved (warnings) | refused (reason as move_stop; task_id: which of them cannot)}. Callers hold the locks of the contracts in them. Their clients are told.';

-- By the client -------------------------------------------------------------------------------------------

create function private.lock_stop_of(contract_id uuid, cycle_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.lock_contracts(contract_id || private.task_contracts((private.live_task(cycle_id)).id));
end;
$$;
comment on function private.lock_stop_of is 'Locks a contract, and with it those that share its stop.';

create function private.move_by_client(cycle_id uuid, technician_id uuid, starts_at timestamptz, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task public.technician_tasks := private.live_task(cycle_id);
  v_needs private.stop_needs;
  v_result jsonb;
begin
  if v_task.id is not null then
    v_needs := private.needs_of_task(v_task);
  end if;
  v_result := case
    when v_task.id is null then jsonb_build_object('status', 'not_booked')
    when v_task.technician_id = move_by_client.technician_id and lower(v_task.during) = move_by_client.starts_at
      then jsonb_build_object('status', 'booked', 'unchanged', true)
    when not private.can_change(private.stop_facts(v_task.id), as_of) then jsonb_build_object('status', 'too_late')
    when private.moves_from(v_task, as_of) is not null then private.rejected('far')
    when not private.is_bookable_instant(starts_at, as_of)
      or not exists (select from public.technicians t where t.id = move_by_client.technician_id)
      then private.rejected('time')
    when private.is_out_of_reach(v_needs.latitude, v_needs.longitude, v_needs.postal_code) then private.rejected('area')
    end;
  if v_result is null then
    v_result := private.move_stop(v_task.id, technician_id, starts_at, false, as_of);
    v_result := case
      when v_result ->> 'status' = 'moved' then jsonb_build_object('status', 'booked')
      when v_result ->> 'reason' = 'state' then jsonb_build_object('status', 'too_late')
      else jsonb_build_object('status', 'slot_taken')
        || private.other_times(v_needs, starts_at, as_of, v_task.id) end;
  end if;
  if v_task.id is not null then
    v_result := v_result || jsonb_build_object('appointment', private.client_view(private.stop_facts(v_task.id), as_of));
  end if;
  return v_result;
end;
$$;
comment on function private.move_by_client is 'Moves the whole stop of a cycle: see the door. Callers hold the locks of the contracts in it.';
