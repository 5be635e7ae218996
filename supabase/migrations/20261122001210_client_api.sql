-- What the holder of a link may do: one call per action, a status for an answer, every attempt on record.
-- All are definers: the link is the right, and its holder may touch no table. Their many small statements
-- are planned once a connection and never compiled: planning them afresh costs more than running them.

create function private.is_bookable_instant(starts_at timestamptz, as_of timestamptz)
returns boolean
language plpgsql stable
set search_path = ''
as $$
declare
  v_set public.company_settings;
  v_local timestamp;
begin
  if not coalesce(isfinite(starts_at) and starts_at >= as_of and date_trunc('minute', starts_at) = starts_at, false) then
    return false;
  end if;
  select * into v_set from public.company_settings;
  v_local := starts_at at time zone v_set.time_zone;
  return (date_part('hour', v_local) * 60 + date_part('minute', v_local))::integer % v_set.slot_step_minutes = 0
    and v_local::date <= (as_of at time zone v_set.time_zone)::date + v_set.booking_horizon_days;
end;
$$;
comment on function private.is_bookable_instant is 'Whether an instant could ever have been offered: on the grid, not past, within the horizon. What is not was made up.';

create function private.answer(
  action text, cycle_id uuid, result jsonb, technician_id uuid default null, starts_at timestamptz default null, details jsonb default '{}')
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into public.booking_attempts (action, cycle_id, status, reason, technician_id, starts_at, details)
  values (answer.action, answer.cycle_id, result ->> 'status', result ->> 'reason', answer.technician_id,
    case when isfinite(answer.starts_at) then answer.starts_at end, answer.details);
  return (result - array['task_id', 'repeated', 'warnings']) || jsonb_build_object('company', private.company_contact());
end;
$$;
comment on function private.answer is 'Puts an attempt on record and makes what its maker is told of it.';

create function private.live_task(cycle_id uuid)
returns public.technician_tasks
language plpgsql stable
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
begin
  select t.* into v_task
  from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id
  where v.cycle_id = live_task.cycle_id and v.state in ('scheduled', 'in_progress');
  return v_task;
end;
$$;
comment on function private.live_task is 'The task of a cycle''s visit that is to happen; null without one.';

create function private.task_contracts(task_id uuid)
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select y.contract_id
    from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id
    where v.task_id = task_contracts.task_id and v.state in ('scheduled', 'in_progress', 'needs_rescheduling')
    order by y.contract_id);
end;
$$;
comment on function private.task_contracts is 'The contracts whose visits a task is to hold.';

create function public.booking_page(token text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_link record := private.find_link(token);
  v_own private.open_cycles;
  v_page jsonb;
  v_task_id uuid;
  v_now timestamptz := private.clock();
begin
  if v_link.status <> 'open' then
    return jsonb_build_object('status', v_link.status, 'company', private.company_contact());
  elsif not private.within_limit(v_link.cycle_id, false) then
    return jsonb_build_object('status', 'rejected', 'reason', 'too_many_attempts', 'company', private.company_contact());
  end if;
  select * into v_own from private.open_cycles o where o.cycle_id = v_link.cycle_id;
  v_task_id := (private.live_task(v_link.cycle_id)).id;
  if v_task_id is null and not v_own.serviceable then
    return jsonb_build_object('status', 'paused', 'company', private.company_contact());
  end if;
  select jsonb_build_object(
    'status', case when v_task_id is null then 'open' else 'booked' end,
    'first_name', c.first_name,
    'unit', jsonb_build_object('kind', v_own.kind, 'name', v_own.unit, 'category', k.code),
    'due_on', v_own.due_on, 'fee', v_own.fee, 'tax_note', '+ applicable tax', 'visit_minutes', v_own.visit_minutes,
    'company', private.company_contact(), 'arrival_window_minutes', s.arrival_window_minutes,
    'household', case when v_task_id is not null then '[]' else (
      select coalesce(jsonb_agg(jsonb_build_object('contract_id', h.contract_id, 'kind', h.kind, 'due_on', h.due_on, 'fee', h.fee)
        order by h.due_on, h.contract_id), '[]')
      from private.household(v_own.contract_id, v_now) h) end,
    'needs_new_time', v_task_id is null and exists (
      select from public.maintenance_visits v where v.cycle_id = v_own.cycle_id and v.state = 'needs_rescheduling'),
    'appointment', private.appointment(v_task_id, v_now))
  into v_page
  from public.customers c
  join public.equipment_categories k on k.id = v_own.category_id
  cross join public.company_settings s
  where c.id = v_own.customer_id;
  return v_page;
end;
$$;
comment on function public.booking_page is 'What a link shows: {status: open | booked (appointment) | expired | invalid | paused | rejected}. needs_new_time: we had to put the appointment aside. Nothing personal beyond the first name.';

create function public.open_slots(
  token text, from_date date default null, days integer default 14, max_slots integer default 6, with_contract_ids uuid[] default '{}')
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_link record := private.find_link(token);
  v_task public.technician_tasks;
  v_others uuid[];
  v_own private.open_cycles;
  v_now timestamptz := private.clock();
begin
  if v_link.status <> 'open' then
    return jsonb_build_object('status', v_link.status);
  elsif not private.within_limit(v_link.cycle_id, false) then
    return jsonb_build_object('status', 'rejected', 'reason', 'too_many_attempts');
  elsif not isfinite(from_date) then
    return jsonb_build_object('status', 'rejected', 'reason', 'time');
  end if;
  select * into v_own from private.open_cycles o where o.cycle_id = v_link.cycle_id;
  v_task := private.live_task(v_link.cycle_id);
  if v_task.id is null and not v_own.serviceable then
    return jsonb_build_object('status', 'paused');
  end if;
  v_others := array(select distinct id from unnest(with_contract_ids) id where v_task.id is null and id <> v_own.contract_id);
  if not private.is_household(v_others, v_own.contract_id, v_now) then
    return jsonb_build_object('status', 'rejected', 'reason', 'household');
  end if;
  return jsonb_build_object('status', case when v_task.id is null then 'open' else 'booked' end) || private.free_times(
    case when v_task.id is null then v_own.contract_id || v_others else private.task_contracts(v_task.id) end,
    v_task.id, from_date, days, max_slots, v_now);
end;
$$;
comment on function public.open_slots is 'Free times for a link''s unit and chosen household, or to move its stop to: {status: open | booked, slots, days} | {status: expired | invalid | paused | rejected (reason)}. days and max_slots are held to sensible bounds.';

create function private.wait_for_turn()
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  -- Before any other lock, the limits' rows included. Connections share four queues evenly.
  perform pg_advisory_xact_lock(hashtextextended('turn:' || pg_backend_pid() % 4, 0));
end;
$$;
comment on function private.wait_for_turn is 'At most four clients'' bookings run at once, in the order in which they came: in a crowd everybody waits the same little while, instead of some for long, and the processor''s caches stay warm.';

create function public.confirm_booking(
  token text, technician_id uuid, starts_at timestamptz, phone text default null, access_notes text default null,
  with_contract_ids uuid[] default '{}')
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_link record;
  v_result jsonb;
  v_reason text;
  v_now timestamptz := private.clock();
begin
  perform private.wait_for_turn();
  v_link := private.find_link(token);
  if v_link.status <> 'open' then
    v_result := jsonb_build_object('status', v_link.status);
  else
    v_reason := case
      when not private.within_limit(v_link.cycle_id, true) then 'too_many_attempts'
      when length(phone) > 40 then 'phone'
      when length(access_notes) > 2000 then 'notes'
      when cardinality(with_contract_ids) > 1000 then 'household'
      end;
    v_result := case when v_reason is not null then jsonb_build_object('status', 'rejected', 'reason', v_reason)
      else private.book_stop(v_link.cycle_id, technician_id, starts_at, nullif(btrim(phone), ''), nullif(btrim(access_notes), ''),
        with_contract_ids, 'client', false, v_now) end;
  end if;
  return private.answer('confirm', v_link.cycle_id, v_result, technician_id, starts_at,
    jsonb_strip_nulls(jsonb_build_object('units', nullif(cardinality(with_contract_ids), 0) + 1, 'repeated', v_result -> 'repeated')));
end;
$$;
comment on function public.confirm_booking is 'Books: {status: booked | already_booked (appointment) | slot_taken (slots nearest the wanted time first, days) | expired | invalid | rejected (reason: household, phone, notes, time, paused, too_many_attempts)}. Repeating a booked wish is booked again, once.';

create function public.reschedule_booking(token text, technician_id uuid, starts_at timestamptz)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_link record := private.find_link(token);
  v_task public.technician_tasks;
  v_result jsonb;
  v_now timestamptz := private.clock();
begin
  if v_link.status <> 'open' then
    v_result := jsonb_build_object('status', v_link.status);
  elsif not private.within_limit(v_link.cycle_id, true) then
    v_result := jsonb_build_object('status', 'rejected', 'reason', 'too_many_attempts');
  else
    perform private.lock_contracts(v_link.contract_id || private.task_contracts((private.live_task(v_link.cycle_id)).id));
    v_task := private.live_task(v_link.cycle_id);
    v_result := case
      when v_task.id is null then jsonb_build_object('status', 'not_booked')
      when v_task.technician_id = reschedule_booking.technician_id and lower(v_task.during) = reschedule_booking.starts_at
        then jsonb_build_object('status', 'booked')
      when not (private.appointment(v_task.id, v_now) ->> 'can_change')::boolean then jsonb_build_object('status', 'too_late')
      when not private.is_bookable_instant(starts_at, v_now)
        or not exists (select from public.technicians t where t.id = reschedule_booking.technician_id)
        then jsonb_build_object('status', 'rejected', 'reason', 'time')
      end;
    if v_result is null then
      v_result := private.move_stop(v_task.id, technician_id, starts_at, false, v_now);
      v_result := case
        when v_result ->> 'status' = 'moved' then jsonb_build_object('status', 'booked')
        when v_result ->> 'reason' = 'state' then jsonb_build_object('status', 'too_late')
        else jsonb_build_object('status', 'slot_taken')
          || private.other_times(private.task_contracts(v_task.id), starts_at, v_now, v_task.id) end;
    end if;
    if v_task.id is not null then
      v_result := v_result || jsonb_build_object('appointment', private.appointment(v_task.id, v_now));
    end if;
  end if;
  return private.answer('reschedule', v_link.cycle_id, v_result, technician_id, starts_at);
end;
$$;
comment on function public.reschedule_booking is 'Moves the whole stop: {status: booked (appointment) | slot_taken (slots, days, appointment) | too_late | not_booked | expired | invalid | rejected (reason)}.';

create function private.call_the_overdue(visit_ids uuid[], as_of timestamptz)
returns void
language sql volatile
set search_path = ''
as $$
  select private.raise_activity('rebook', 'cycle:' || o.cycle_id, '{"reason": "cancelled by the client"}',
    customer_id => o.customer_id, contract_id => o.contract_id, cycle_id => o.cycle_id)
  from public.maintenance_visits v join private.open_cycles o on o.cycle_id = v.cycle_id
  where v.id = any (visit_ids) and o.due_on < private.company_day(as_of);
$$;
comment on function private.call_the_overdue is 'Past its due date no reminder follows a cancellation, so the office calls.';

create function public.cancel_booking(token text, reason text default null, contract_id uuid default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_link record := private.find_link(token);
  v_task public.technician_tasks;
  v_visits uuid[];
  v_result jsonb;
  v_now timestamptz := private.clock();
begin
  if v_link.status <> 'open' then
    v_result := jsonb_build_object('status', v_link.status);
  elsif not private.within_limit(v_link.cycle_id, true) then
    v_result := jsonb_build_object('status', 'rejected', 'reason', 'too_many_attempts');
  elsif length(reason) > 2000 then
    v_result := jsonb_build_object('status', 'rejected', 'reason', 'notes');
  else
    perform private.lock_contracts(v_link.contract_id || private.task_contracts((private.live_task(v_link.cycle_id)).id));
    perform from public.technician_tasks t where t.id = (private.live_task(v_link.cycle_id)).id for update;
    -- Read again: whoever held the row may have changed it.
    v_task := private.live_task(v_link.cycle_id);
    v_visits := array(
      select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id
      where v.task_id = v_task.id and v.state in ('scheduled', 'in_progress')
        and (cancel_booking.contract_id is null or y.contract_id = cancel_booking.contract_id));
    if v_visits = '{}' then
      v_result := jsonb_build_object('status', 'not_booked');
    elsif not (private.appointment(v_task.id, v_now) ->> 'can_change')::boolean then
      v_result := jsonb_build_object('status', 'too_late');
    else
      perform private.cancel_visits(v_task.id, v_visits, v_link.cycle_id, coalesce(nullif(btrim(reason), ''), 'cancelled by the client'));
      perform private.call_the_overdue(v_visits, v_now);
      v_result := jsonb_build_object('status', 'cancelled');
    end if;
  end if;
  return private.answer('cancel', v_link.cycle_id, v_result,
    details => jsonb_strip_nulls(jsonb_build_object('contract_id', contract_id)));
end;
$$;
comment on function public.cancel_booking is 'Cancels the whole stop, or one unit of it: {status: cancelled | too_late | not_booked | expired | invalid | rejected (reason)}. The link books again.';

create function public.request_callback(token text, phone text, preferred_times text default null, note text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_link record := private.find_link(token);
  v_own private.open_cycles;
  v_result jsonb;
begin
  if v_link.status <> 'open' then
    v_result := jsonb_build_object('status', v_link.status);
  else
    v_result := jsonb_build_object('status', 'rejected', 'reason', case
      when not private.within_limit(v_link.cycle_id, true) then 'too_many_attempts'
      when coalesce(btrim(phone), '') = '' or length(phone) > 40 then 'phone'
      when length(preferred_times) > 500 then 'preferred_times'
      when length(note) > 2000 then 'notes'
      end);
    if v_result ->> 'reason' is null then
      select * into v_own from private.open_cycles o where o.cycle_id = v_link.cycle_id;
      perform private.raise_activity('callback', 'cycle:' || v_own.cycle_id,
        jsonb_strip_nulls(jsonb_build_object('phone', btrim(phone), 'preferred_times', nullif(btrim(preferred_times), ''),
          'note', nullif(btrim(note), ''))),
        customer_id => v_own.customer_id, contract_id => v_own.contract_id, cycle_id => v_own.cycle_id);
      v_result := jsonb_build_object('status', 'received');
    end if;
  end if;
  return private.answer('callback', v_link.cycle_id, v_result);
end;
$$;
comment on function public.request_callback is 'Asks the office to call: {status: received | expired | invalid | rejected (reason: phone, preferred_times, notes, too_many_attempts)}. Asking again adds to the open activity.';

grant execute on function public.booking_page, public.open_slots, public.confirm_booking, public.reschedule_booking,
  public.cancel_booking, public.request_callback to anon, authenticated, service_role;
