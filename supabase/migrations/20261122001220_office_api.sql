-- What the office may do with bookings and the board: the same rules, with the right to override all but physics.
-- All are definers behind require_office(): tables are written by functions only.

create function private.open_cycle(contract_id uuid)
returns private.open_cycles
language plpgsql stable
set search_path = ''
as $$
declare
  v_own private.open_cycles;
begin
  select * into v_own from private.open_cycles o where o.contract_id = open_cycle.contract_id;
  if v_own.cycle_id is null and not exists (select from public.maintenance_contracts c where c.id = open_cycle.contract_id) then
    raise exception 'no such contract' using errcode = 'PT404';
  end if;
  return v_own;
end;
$$;
comment on function private.open_cycle is 'The open cycle of a contract, null where it has none; PT404 for an unknown contract.';

create function public.contract_slots(
  contract_id uuid, from_date date default null, days integer default 14, max_slots integer default 12, with_contract_ids uuid[] default '{}')
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_own private.open_cycles;
  v_task public.technician_tasks;
  v_others uuid[];
  v_now timestamptz := private.clock();
begin
  perform private.require_office();
  v_own := private.open_cycle(contract_id);
  if v_own.cycle_id is null then
    return jsonb_build_object('status', 'expired');
  end if;
  v_task := private.live_task(v_own.cycle_id);
  if v_task.id is null and not v_own.serviceable then
    return jsonb_build_object('status', 'paused');
  end if;
  v_others := array(select distinct id from unnest(with_contract_ids) id where v_task.id is null and id <> v_own.contract_id);
  if not private.is_household(v_others, v_own.contract_id, v_now) then
    return jsonb_build_object('status', 'rejected', 'reason', 'household');
  elsif not isfinite(from_date) then
    return jsonb_build_object('status', 'rejected', 'reason', 'time');
  end if;
  return jsonb_build_object('status', case when v_task.id is null then 'open' else 'booked' end) || private.free_times(
    case when v_task.id is null then v_own.contract_id || v_others else private.task_contracts(v_task.id) end,
    v_task.id, from_date, days, max_slots, v_now);
end;
$$;
comment on function public.contract_slots is 'Free times for a contract, as its client would see them: {status: open | booked, slots, days} | {status: expired | paused | rejected (reason)}. 42501 unless office, PT404 for an unknown contract.';

create function public.book_for_client(
  contract_id uuid, technician_id uuid, starts_at timestamptz, override boolean default false,
  phone text default null, access_notes text default null, with_contract_ids uuid[] default '{}')
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_own private.open_cycles;
  v_result jsonb;
  v_now timestamptz := private.clock();
begin
  perform private.require_office();
  v_own := private.open_cycle(contract_id);
  if v_own.cycle_id is null then
    return jsonb_build_object('status', 'expired');
  elsif not coalesce(isfinite(starts_at) and starts_at between v_now - interval '1 day' and v_now + interval '1 year', false) then
    return jsonb_build_object('status', 'rejected', 'reason', 'time');
  elsif length(phone) > 40 or length(access_notes) > 2000 then
    return jsonb_build_object('status', 'rejected', 'reason', case when length(phone) > 40 then 'phone' else 'notes' end);
  elsif not exists (select from public.technicians t where t.id = book_for_client.technician_id) then
    raise exception 'no such technician' using errcode = 'PT404';
  end if;
  v_result := private.book_stop(v_own.cycle_id, technician_id, starts_at, nullif(btrim(phone), ''),
    nullif(btrim(access_notes), ''), with_contract_ids, 'office', coalesce(override, false), v_now);
  return v_result - 'repeated';
end;
$$;
comment on function public.book_for_client is 'Books on the phone: as confirm_booking, with task_id and, where override set rules aside, warnings (skill, holiday, hours, notice, horizon, drive). Never an overlap, never an inactive technician. 42501, PT404.';

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

create function public.move_task(task_id uuid, technician_id uuid, starts_at timestamptz, override boolean default false)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
begin
  perform private.require_office();
  if not coalesce(isfinite(starts_at) and starts_at between private.clock() - interval '1 year' and private.clock() + interval '1 year', false) then
    return jsonb_build_object('status', 'refused', 'reason', 'time');
  elsif not exists (select from public.technicians t where t.id = move_task.technician_id) then
    raise exception 'no such technician' using errcode = 'PT404';
  end if;
  perform private.lock_tasks_contracts(array[task_id]);
  return private.move_stop(task_id, technician_id, starts_at, coalesce(override, false), private.clock());
end;
$$;
comment on function public.move_task is 'Moves a task, hands it to somebody else, or gives one that waits a time: {status: moved (warnings) | refused (reason: time, state, overlap, technician, skill, holiday, hours, notice, horizon, drive)}; override accepts all but the first four. Clients of visits are told. 42501, PT404.';

create function public.swap_tasks(first_task_id uuid, second_task_id uuid, override boolean default false)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_first public.technician_tasks;
  v_second public.technician_tasks;
  v_result jsonb;
  v_warnings jsonb;
begin
  perform private.require_office();
  if first_task_id = second_task_id then
    return jsonb_build_object('status', 'refused', 'reason', 'state');
  end if;
  perform private.lock_tasks_contracts(array[first_task_id, second_task_id]);
  perform private.lock_tasks(array[first_task_id, second_task_id]);
  select * into v_first from public.technician_tasks t where t.id = first_task_id;
  select * into v_second from public.technician_tasks t where t.id = second_task_id;
  if v_first.state <> 'scheduled' or v_second.state <> 'scheduled' then
    return jsonb_build_object('status', 'refused', 'reason', 'state');
  end if;
  begin
    -- The first makes room; both move as any task moves, under the locks that are held already.
    update public.technician_tasks t set state = 'needs_rescheduling' where t.id = v_first.id;
    v_result := private.move_stop(v_second.id, v_first.technician_id, lower(v_first.during), coalesce(override, false), private.clock());
    v_warnings := v_result -> 'warnings';
    if v_result ->> 'status' = 'moved' then
      v_result := private.move_stop(v_first.id, v_second.technician_id, lower(v_second.during), coalesce(override, false), private.clock());
    end if;
    if v_result ->> 'status' <> 'moved' then
      raise exception 'refused' using errcode = 'FM004';
    end if;
  exception when sqlstate 'FM004' then
    return v_result;
  end;
  return jsonb_build_object('status', 'moved', 'warnings', v_warnings || (v_result -> 'warnings'));
end;
$$;
comment on function public.swap_tasks is 'Two tasks take each other''s technician and start, both or neither: {status: moved (warnings) | refused (reason as move_task)}. Clients of visits are told. 42501, PT404.';

create function private.ask_to_rebook(task_id uuid, cycle_ids uuid[], reason text, with_mail boolean)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_customer record;
begin
  perform private.raise_activity('rebook', 'cycle:' || o.cycle_id, jsonb_build_object('reason', ask_to_rebook.reason),
    customer_id => o.customer_id, contract_id => o.contract_id, cycle_id => o.cycle_id, task_id => ask_to_rebook.task_id)
  from private.open_cycles o where o.cycle_id = any (cycle_ids);
  if with_mail then
    for v_customer in
      select c.id, (array_agg(o.cycle_id order by o.due_on, o.contract_id))[1] as cycle_id,
        jsonb_build_object('first_name', c.first_name, 'reason', ask_to_rebook.reason, 'items',
          jsonb_agg(jsonb_build_object('cycle_id', o.cycle_id, 'kind', o.kind, 'unit', o.unit, 'due_on', o.due_on,
            'fee', o.fee, 'minutes', o.visit_minutes) order by o.due_on, o.contract_id)) as payload
      from private.open_cycles o join public.customers c on c.id = o.customer_id
      where o.cycle_id = any (cycle_ids) group by c.id
    loop
      perform private.queue_message('rebook', v_customer.id, 'rebook:' || ask_to_rebook.task_id, v_customer.payload,
        v_customer.cycle_id, ask_to_rebook.task_id);
    end loop;
  end if;
end;
$$;
comment on function private.ask_to_rebook is 'After a visit that did not happen: an activity per unit and, with_mail, one mail to book again.';

create function public.set_task_state(task_id uuid, state text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_task public.technician_tasks;
  v_visits uuid[];
  v_cycles uuid[];
  v_facts jsonb;
begin
  perform private.require_office();
  perform private.lock_tasks_contracts(array[task_id]);
  select * into v_task from public.technician_tasks t where t.id = set_task_state.task_id for update;
  select coalesce(array_agg(v.id), '{}'), coalesce(array_agg(v.cycle_id), '{}') into v_visits, v_cycles
  from public.maintenance_visits v
  where v.task_id = v_task.id and v.state in ('scheduled', 'in_progress', 'needs_rescheduling');
  if v_task.state = set_task_state.state then
    return jsonb_build_object('status', 'set');
  elsif v_visits <> '{}' and (state = 'completed' or exists (
      select from public.maintenance_visits v where v.task_id = v_task.id and v.state = 'done')) then
    -- Each of its visits has an outcome of its own.
    return jsonb_build_object('status', 'refused', 'reason', 'visits');
  elsif not coalesce(state in ('cancelled', 'no_show', 'not_completed', 'needs_rescheduling', 'unassigned', 'en_route', 'in_progress', 'completed')
      or (state = 'scheduled' and v_task.state = 'en_route'), false) then
    -- Work that waits gets its time from move_task; what ended stays ended.
    return jsonb_build_object('status', 'refused', 'reason', 'state');
  end if;
  begin
    if state = 'needs_rescheduling' then
      perform private.park_tasks(array[v_task.id], 'the office put it aside');
    elsif state = 'unassigned' then
      if v_visits <> '{}' then
        perform private.park_tasks(array[v_task.id], 'nobody has it');
      end if;
      update public.technician_tasks t set state = 'unassigned', technician_id = null where t.id = v_task.id;
    elsif state in ('cancelled', 'no_show', 'not_completed') and v_visits <> '{}' then
      v_facts := private.appointment_facts(v_task.id);
      perform private.release_visits(v_task.id, v_visits, set_task_state.state, set_task_state.state, set_task_state.state);
      if state = 'cancelled' then
        perform private.tell_client('appointment_cancelled', v_task.id, v_facts || jsonb_build_object('revision', v_task.revision + 1));
      end if;
      perform private.ask_to_rebook(v_task.id, v_cycles,
        case state when 'cancelled' then 'company_cancelled' else state end, state <> 'not_completed');
    else
      update public.technician_tasks t set state = set_task_state.state,
        actual_started_at = case when set_task_state.state = 'in_progress' then coalesce(t.actual_started_at, private.clock()) else t.actual_started_at end,
        actual_finished_at = case when set_task_state.state = 'completed' then private.clock() else t.actual_finished_at end
      where t.id = v_task.id;
      update public.maintenance_visits v set state = 'in_progress'
      where v.task_id = v_task.id and v.state = 'scheduled' and set_task_state.state = 'in_progress';
      if state in ('cancelled', 'completed') then
        perform private.settle_activities(array['needs_rescheduling', 'call_client'], array['task:' || v_task.id], set_task_state.state);
        update public.work_orders w set state = case set_task_state.state when 'completed' then 'done' else 'cancelled' end
        where w.id = v_task.work_order_id and w.state = 'open';
      end if;
    end if;
  exception when sqlstate 'FM001' then
    return jsonb_build_object('status', 'refused', 'reason', 'state');
  end;
  return jsonb_build_object('status', 'set');
end;
$$;
comment on function public.set_task_state is 'Changes the state of a task and of its visits with it: {status: set | refused (reason: state, visits)}. No-shows and cancellations open the cycles again, void the draft, raise rebook and write to the client. 42501, PT404.';

grant execute on function public.contract_slots, public.book_for_client, public.move_task, public.swap_tasks,
  public.set_task_state to authenticated, service_role;
