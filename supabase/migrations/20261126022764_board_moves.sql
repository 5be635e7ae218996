-- Board moves: moving, swapping, scheduling and booking as the office does it on the board: with what is against a place, with the
-- nearest one that works, and with the way back.

create function private.told_on_board(answer jsonb, what text, before private.standing_before, task_ids uuid[])
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  return answer || case when answer ->> 'status' in ('moved', 'scheduled', 'booked', 'created') then private.keep_deed(what, before, task_ids) else '{}' end;
end;
$$;
comment on function private.told_on_board is 'The answer to what was done on the board, with how it is taken back (undo).';

create function private.with_nearest(answer jsonb, what text, id uuid, technician_id uuid, starts_at timestamptz, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  if not answer ? 'objection' then
    return answer;
  end if;
  return answer || jsonb_build_object('nearest', private.nearest_place(private.work_to_place(what, id), technician_id, starts_at, as_of));
end;
$$;
comment on function private.with_nearest is 'A refusal of a place, with the nearest one that works.';

create function private.move_on_board(task_id uuid, technician_id uuid, starts_at timestamptz, overriding boolean, revision integer, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_before private.standing_before;
begin
  perform private.lock_tasks(array[task_id], array[technician_id]);
  if not private.is_as_shown(task_id, revision) then
    return private.changed_by_somebody(array[task_id]);
  end if;
  v_before := private.before_deed(array[task_id]);
  return private.with_nearest(private.told_on_board(
    private.move_stop(task_id, technician_id, starts_at, overriding, as_of), 'move', v_before, array[task_id]),
    'task', task_id, technician_id, starts_at, as_of);
end;
$$;
comment on function private.move_on_board is 'private.move_stop for the board: {status: moved (warnings, undo) | refused (reason, objection, nearest, or changed: at, by)}. Callers hold the locks of the contracts in it.';

create function private.swap_on_board(
  first_task_id uuid, second_task_id uuid, overriding boolean, first_revision integer, second_revision integer, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task_ids uuid[] := array[first_task_id, second_task_id];
  v_before private.standing_before;
begin
  perform private.lock_tasks(v_task_ids);
  if not private.is_as_shown(first_task_id, first_revision) then
    return private.changed_by_somebody(array[first_task_id]);
  elsif not private.is_as_shown(second_task_id, second_revision) then
    return private.changed_by_somebody(array[second_task_id]);
  end if;
  v_before := private.before_deed(v_task_ids);
  return private.told_on_board(private.swap_stops(first_task_id, second_task_id, overriding, as_of), 'swap', v_before, v_task_ids);
end;
$$;
comment on function private.swap_on_board is 'private.swap_stops for the board: {status: moved (warnings, undo) | refused (reason, objection)}. Callers hold the locks of the contracts in them.';

create function private.schedule_on_board(work_order_id uuid, technician_id uuid, starts_at timestamptz, overriding boolean, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_waiting uuid[];
  v_before private.standing_before;
  v_answer jsonb;
begin
  perform private.repair_with_tasks(work_order_id, array[technician_id]);
  v_waiting := private.tasks_of_repair(work_order_id);
  v_before := private.before_deed(v_waiting, work_order_ids => array[work_order_id],
    customer_ids => array(select w.customer_id from public.work_orders w where w.id = schedule_on_board.work_order_id));
  v_answer := private.schedule_repair(work_order_id, technician_id, starts_at, overriding, as_of);
  return private.with_nearest(private.told_on_board(v_answer, 'schedule', v_before, array[(v_answer ->> 'task_id')::uuid]),
    'repair', work_order_id, technician_id, starts_at, as_of);
end;
$$;
comment on function private.schedule_on_board is 'private.schedule_repair for the board: {status: scheduled (task_id, warnings, undo) | refused (reason, objection, nearest)}. PT404.';

create function private.against_booking(own private.stop_unit, with_contract_ids uuid[], technician_id uuid, starts_at timestamptz, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_needs private.stop_needs := private.needs_of(private.units_of_stop(own.contract_id || with_contract_ids), own);
  v_during tstzrange := tstzrange(starts_at, starts_at + make_interval(mins => v_needs.minutes));
  v_objections text[] := private.objections_to('maintenance', v_needs, technician_id, v_during, as_of, null);
begin
  return case when v_objections = '{}' then '{}'
    else private.objection_to_show(v_objections, v_needs, technician_id, v_during, as_of, null) end;
end;
$$;
comment on function private.against_booking is 'What is against a time at which a stop was not booked: {objection}; nothing where it is free again.';

create function private.book_on_board(
  own private.stop_unit, technician_id uuid, starts_at timestamptz, phone text, access_notes text, with_contract_ids uuid[], overriding boolean, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_cycles uuid[];
  v_before private.standing_before;
  v_answer jsonb;
begin
  perform private.lock_household(own.cycle_id, with_contract_ids);
  v_cycles := own.cycle_id || array(select o.cycle_id from private.open_cycles o where o.contract_id = any (with_contract_ids));
  v_before := private.before_deed(
    array(select v.task_id from public.maintenance_visits v where v.cycle_id = any (v_cycles)),
    v_cycles, customer_ids => array[own.customer_id]);
  v_answer := private.book_stop(own.cycle_id, technician_id, starts_at, phone, access_notes, with_contract_ids, 'office', overriding, as_of);
  if v_answer ->> 'status' = 'slot_taken' then
    return private.with_nearest(v_answer || private.against_booking(own, with_contract_ids, technician_id, starts_at, as_of),
      'contract', own.contract_id, technician_id, starts_at, as_of);
  end if;
  return case when v_answer ? 'repeated' then v_answer else private.told_on_board(v_answer, 'book', v_before, array[(v_answer ->> 'task_id')::uuid]) end;
end;
$$;
comment on function private.book_on_board is 'private.book_stop as the office does it: as that, with undo where it is booked, and objection and nearest where that time is taken.';
