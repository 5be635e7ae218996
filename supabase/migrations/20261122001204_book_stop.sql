-- Booking a stop and moving one: each a single transaction under the locks of its contracts and technicians.

create function private.add_visits(
  task public.technician_tasks, units private.open_cycles[], phone text, access_notes text, booked_by text)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_unit private.open_cycles;
  v_invoice_id uuid;
  v_visit_id uuid;
  v_position integer := 0;
begin
  insert into public.invoices (customer_id, work_order_id) values (task.customer_id, task.work_order_id)
  returning id into v_invoice_id;
  -- One after the other: nearly every stop has one unit, and plain inserts cost the least.
  foreach v_unit in array units loop
    v_position := v_position + 1;
    insert into public.maintenance_visits (cycle_id, task_id, minutes, contact_phone, access_notes, booked_by)
    values (v_unit.cycle_id, task.id, v_unit.visit_minutes, add_visits.phone, add_visits.access_notes, add_visits.booked_by)
    returning id into v_visit_id;
    insert into public.checklist_results (visit_id, item_id, position, label, required, safety_critical)
    select v_visit_id, i.id, i.position, i.label, i.required, i.safety_critical
    from public.checklist_items i
    where i.category_id = v_unit.category_id and i.active;
    insert into public.invoice_lines (invoice_id, visit_id, product_id, position, description, unit_price, tax_rate)
    values (v_invoice_id, v_visit_id,
      coalesce(v_unit.service_product_id, (select p.id from public.products p where p.sku = 'MAINT-VISIT')), v_position,
      'Maintenance visit: ' || v_unit.kind || coalesce(' (' || v_unit.unit || ')', ''), v_unit.fee, v_unit.tax_rate);
  end loop;
end;
$$;
comment on function private.add_visits is 'Fills a new stop: a visit per unit, in their order, with its checklist, and a draft invoice with a line each, at the units'' frozen prices.';

create function private.leave_old_stops(cycle_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_old record;
begin
  for v_old in
    select v.id, v.task_id
    from public.maintenance_visits v
    where v.cycle_id = any (cycle_ids) and v.state = 'needs_rescheduling'
    order by v.task_id, v.id
  loop
    perform private.release_visits(v_old.task_id, array[v_old.id], 'cancelled', 'cancelled', 'booked again');
  end loop;
  perform private.settle_activities(array['callback', 'rebook', 'unbooked', 'overdue', 'call_client'],
    array(select 'cycle:' || id from unnest(cycle_ids) id), 'booked');
end;
$$;
comment on function private.leave_old_stops is 'What a new booking settles: visits that waited for another time, and activities whose reason is gone.';

create function private.lock_household(cycle_id uuid, with_contract_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_own uuid;
  v_all uuid[];
begin
  select y.contract_id into v_own from public.maintenance_cycles y where y.id = lock_household.cycle_id;
  v_all := array[v_own];
  if with_contract_ids <> '{}' then
    -- Ids of strangers are refused later without ever being locked.
    v_all := v_all || array(
      select c.id
      from public.maintenance_contracts c
      where c.id = any (with_contract_ids)
        and c.customer_id = (select own.customer_id from public.maintenance_contracts own where own.id = v_own));
  end if;
  perform private.lock_contracts(v_all);
end;
$$;
comment on function private.lock_household is 'Locks the contract of a cycle, and of these others the same client''s.';

create function private.book_stop(
  cycle_id uuid, technician_id uuid, starts_at timestamptz, phone text, access_notes text, with_contract_ids uuid[],
  booked_by text, overriding boolean, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_own private.open_cycles;
  v_units private.open_cycles[];
  v_others uuid[];
  v_contracts uuid[];
  v_task public.technician_tasks;
  v_during tstzrange;
  v_needs record;
  v_objections text[] := array[]::text[];
  v_facts jsonb;
begin
  perform private.lock_household(cycle_id, with_contract_ids);
  select * into v_own from private.open_cycles o where o.cycle_id = book_stop.cycle_id;
  if v_own.cycle_id is null then
    return jsonb_build_object('status', 'expired');
  end if;
  v_others := array(select distinct id from unnest(with_contract_ids) id where id <> v_own.contract_id);
  select t.* into v_task
  from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id
  where v.cycle_id = v_own.cycle_id and v.state in ('scheduled', 'in_progress', 'done');
  if v_task.id is not null then
    -- The same wish twice (double click, reload) is one booking; another wish meets the booking that is there.
    return jsonb_build_object('task_id', v_task.id, 'appointment', private.appointment(v_task.id, as_of), 'repeated', true,
      'status', case when v_task.technician_id = book_stop.technician_id and lower(v_task.during) = book_stop.starts_at
        then 'booked' else 'already_booked' end);
  elsif not v_own.serviceable then
    return jsonb_build_object('status', 'rejected', 'reason', 'paused');
  elsif not private.is_household(v_others, v_own.contract_id, as_of) then
    return jsonb_build_object('status', 'rejected', 'reason', 'household');
  elsif booked_by = 'client' and not private.is_bookable_instant(starts_at, as_of) then
    return jsonb_build_object('status', 'rejected', 'reason', 'time');
  end if;

  v_contracts := v_own.contract_id || v_others;
  v_units := case when v_others = '{}' then array[v_own] else private.units_of_stop(v_contracts) end;
  select array_agg(distinct u.skill_id) filter (where u.skill_id is not null) as skill_ids, sum(u.visit_minutes)::integer as minutes,
    string_agg(u.kind, ', ' order by u.due_on, u.contract_id) as title, array_agg(u.cycle_id) as cycle_ids,
    array_agg(u.cycle_id) filter (where u.price_frozen_at is null) as unpriced
  into v_needs from unnest(v_units) u;
  v_during := tstzrange(starts_at, starts_at + make_interval(mins => v_needs.minutes));
  begin
    -- Losers of a race learn it before they queue for the lock, or as soon as they hold it: the search
    -- that proves a time takes far longer, and everybody behind would wait for it. Whoever is ahead must
    -- have ended first: fresh times that were sought meanwhile would offer the lost one again.
    if private.is_taken(technician_id, v_during) then
      raise exception 'taken' using errcode = 'FM004';
    end if;
    perform private.lock_technician(technician_id);
    if private.is_taken(technician_id, v_during) then
      raise exception 'taken' using errcode = 'FM004';
    end if;
    if overriding then
      v_objections := private.objections(technician_id, v_during, 'maintenance', coalesce(v_needs.skill_ids, '{}'),
        v_own.latitude, v_own.longitude, v_own.postal_code, as_of);
      if v_objections && array['overlap', 'technician'] then
        raise exception 'taken' using errcode = 'FM004';
      end if;
    elsif not private.slot_fits(coalesce(v_needs.skill_ids, '{}'), v_needs.minutes, v_own.latitude, v_own.longitude,
        v_own.postal_code, technician_id, starts_at, as_of, null) then
      raise exception 'taken' using errcode = 'FM004';
    end if;
    insert into public.work_orders (customer_id, intake_source)
    values (v_own.customer_id, case booked_by when 'client' then 'client_portal' else 'office' end)
    returning id into v_task.work_order_id;
    insert into public.technician_tasks
      (technician_id, task_type, during, customer_id, work_order_id, title, address, latitude, longitude)
    values (book_stop.technician_id, 'maintenance', v_during, v_own.customer_id, v_task.work_order_id,
      v_needs.title, v_own.address, v_own.latitude, v_own.longitude)
    on conflict on constraint tasks_no_double_booking do nothing
    returning * into v_task;
    if v_task.id is null then
      raise exception 'taken' using errcode = 'FM004';
    end if;
  exception when sqlstate 'FM004' then
    -- The technician's lock is gone with the sub-transaction: nobody waits while fresh times are sought.
    if not exists (select from public.technicians t where t.id = book_stop.technician_id) then
      return jsonb_build_object('status', 'rejected', 'reason', 'time');
    end if;
    return jsonb_build_object('status', 'slot_taken')
      || private.other_times(v_contracts, starts_at, as_of);
  end;

  if v_needs.unpriced is not null then
    perform private.freeze_price(id) from unnest(v_needs.unpriced) id;
    v_units := private.units_of_stop(v_contracts);
  end if;
  perform private.add_visits(v_task, v_units, phone, access_notes, booked_by);
  perform private.leave_old_stops(v_needs.cycle_ids);
  v_facts := private.facts_of_stop(v_task, v_units) || jsonb_build_object('cycle_id', v_own.cycle_id);
  perform private.tell_client('confirmation', v_task.id, v_facts);
  return jsonb_build_object('status', 'booked', 'task_id', v_task.id, 'appointment', private.appointment_of(v_facts, as_of),
    'warnings', v_objections);
end;
$$;
comment on function private.book_stop is 'The one way to book: {status: booked | already_booked (task_id, appointment) | slot_taken (slots, days) | expired | rejected (reason: household, paused, time)}. The same technician and start again is booked again, once.';

create function private.move_stop(
  task_id uuid, technician_id uuid, starts_at timestamptz, overriding boolean, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
  v_during tstzrange;
  v_objections text[];
begin
  perform private.lock_tasks(array[task_id], array[technician_id]);
  select * into v_task from public.technician_tasks t where t.id = move_stop.task_id;
  v_during := tstzrange(starts_at, starts_at + (upper(v_task.during) - lower(v_task.during)));
  if v_task.state not in ('scheduled', 'unassigned', 'needs_rescheduling') then
    return jsonb_build_object('status', 'refused', 'reason', 'state');
  elsif v_task.state = 'scheduled' and v_task.technician_id = move_stop.technician_id and v_task.during = v_during then
    return jsonb_build_object('status', 'moved', 'warnings', '[]'::jsonb);
  end if;
  select private.objections(move_stop.technician_id, v_during, v_task.task_type, n.skill_ids,
      v_task.latitude, v_task.longitude, n.postal_code, as_of, v_task.id) into v_objections
  from (
    select coalesce(array_agg(distinct o.skill_id) filter (where o.skill_id is not null), '{}') as skill_ids, min(o.postal_code) as postal_code
    from public.maintenance_visits v join private.open_cycles o on o.cycle_id = v.cycle_id
    where v.task_id = v_task.id and v.state in ('scheduled', 'needs_rescheduling')
  ) n;
  if v_objections && array['overlap', 'technician'] or (v_objections <> '{}' and not overriding) then
    return jsonb_build_object('status', 'refused', 'reason', v_objections[1]);
  end if;
  begin
    update public.technician_tasks t
    set technician_id = move_stop.technician_id, during = v_during, state = 'scheduled'
    where t.id = v_task.id;
  exception when exclusion_violation then
    return jsonb_build_object('status', 'refused', 'reason', 'overlap');
  end;
  update public.maintenance_visits v set state = 'scheduled'
  where v.task_id = v_task.id and v.state = 'needs_rescheduling';
  perform private.settle_activities(array['needs_rescheduling'], array['task:' || v_task.id], 'moved');
  if exists (select from public.maintenance_visits v where v.task_id = v_task.id and v.state = 'scheduled') then
    perform private.tell_client('appointment_changed', v_task.id, private.appointment_facts(v_task.id));
  end if;
  return jsonb_build_object('status', 'moved', 'warnings', v_objections);
end;
$$;
comment on function private.move_stop is 'Moves a task, or gives one that waits a time: {status: moved (warnings) | refused (reason: state or of private.objections)}. Callers hold the locks of the contracts in it. The client is told.';
