-- Book: the one way to book, step by step: a single transaction under the locks of a stop's contracts and technician.
-- What every booking runs is plpgsql, also where sql would read as well: only that keeps its plans between calls.

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

create function private.booked_already(cycle_id uuid, technician_id uuid, starts_at timestamptz, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
begin
  select t.* into v_task
  from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id
  where v.cycle_id = booked_already.cycle_id and private.takes_cycle(v.state);
  if v_task.id is null then
    return null;
  end if;
  return jsonb_build_object(
    'status', case when v_task.technician_id = booked_already.technician_id and lower(v_task.during) = booked_already.starts_at
      then 'booked' else 'already_booked' end,
    'task_id', v_task.id, 'appointment', private.client_view(private.stop_facts(v_task.id), as_of), 'repeated', true);
end;
$$;
comment on function private.booked_already is 'The answer for a cycle that has its visit, null otherwise: the same wish twice (double click, reload) is one booking, another wish meets the booking that is there.';

create function private.refuse_booking(
  own private.stop_unit, others uuid[], starts_at timestamptz, booked_by text, overriding boolean, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  if not own.serviceable then
    return private.rejected('paused');
  elsif not private.is_household(others, own.contract_id, as_of) then
    return private.rejected('household');
  elsif booked_by = 'client' and not private.is_bookable_instant(starts_at, as_of) then
    return private.rejected('time');
  elsif booked_by <> 'office' and private.is_out_of_reach(own.latitude, own.longitude, own.postal_code) then
    return private.rejected('area');
  elsif overriding then
    return null;
  elsif private.company_day(starts_at) > (select private.last_bookable_day(as_of, s) from public.company_settings s) then
    return private.rejected('horizon');
  elsif booked_by = 'client' then
    return null;
  -- Said before it is booked, so that nobody does it unawares: an heir may want the lift looked after.
  elsif exists (select from public.customers m where m.id = own.customer_id and m.deceased_on is not null) then
    return private.rejected('deceased');
  end if;
  return null;
end;
$$;
comment on function private.refuse_booking is 'Why these units cannot be booked at all, as an answer; null when they can.';

create function private.prove_time(
  needs private.stop_needs, technician_id uuid, during tstzrange, overriding boolean, as_of timestamptz)
returns text[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_objections text[] := array[]::text[];
begin
  perform private.lock_technician(technician_id);
  -- Asked before the search that proves a time, since that takes far longer and everybody behind would wait for it. A
  -- booking that is under way is waited for: other times that were sought meanwhile would still offer the one that it takes.
  if private.is_taken(technician_id, during) then
    raise exception 'taken' using errcode = 'MT004';
  end if;
  if overriding then
    v_objections := private.objections(technician_id, during, 'maintenance', needs.skill_ids,
      needs.latitude, needs.longitude, needs.postal_code, as_of, exposure => needs.exposure);
    if v_objections && array['overlap', 'technician'] then
      raise exception 'taken' using errcode = 'MT004';
    end if;
  elsif not private.slot_fits(needs.skill_ids, needs.minutes, needs.latitude, needs.longitude, needs.postal_code,
      technician_id, lower(during), as_of, null, needs.exposure) then
    raise exception 'taken' using errcode = 'MT004';
  end if;
  return v_objections;
end;
$$;
comment on function private.prove_time is 'Locks the technician and makes sure that this time can be kept; raises MT004 otherwise. Returns what was overridden.';

create function private.place_stop(own private.stop_unit, units private.stop_unit[], technician_id uuid, during tstzrange, booked_by text)
returns public.technician_tasks
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
  v_order_id uuid;
  v_title text := own.kind;
begin
  if cardinality(units) > 1 then
    v_title := (select string_agg(u.kind, ', ' order by u.due_on, u.kind, u.enrolled_at, u.contract_id) from unnest(units) u);
  end if;
  insert into public.work_orders (customer_id, intake_source)
  values (own.customer_id, case booked_by when 'client' then 'client_portal' when 'technician' then 'visit' else 'office' end)
  returning id into v_order_id;
  insert into public.technician_tasks
    (technician_id, task_type, during, customer_id, work_order_id, title, address, latitude, longitude)
  values (place_stop.technician_id, 'maintenance', place_stop.during, own.customer_id, v_order_id,
    v_title, own.address, own.latitude, own.longitude)
  on conflict on constraint tasks_no_double_booking do nothing
  returning * into v_task;
  if v_task.id is null then
    raise exception 'taken' using errcode = 'MT004';
  end if;
  return v_task;
end;
$$;
comment on function private.place_stop is 'Puts a stop with its work order on the calendar; raises MT004 when the time went to somebody else.';

create function private.add_visit(
  task_id uuid, unit private.stop_unit, invoice_id uuid, "position" integer, phone text, access_notes text, booked_by text)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  v_visit_id uuid;
begin
  insert into public.maintenance_visits (cycle_id, task_id, minutes, contact_phone, access_notes, booked_by)
  values (unit.cycle_id, add_visit.task_id, unit.visit_minutes, add_visit.phone, add_visit.access_notes, add_visit.booked_by)
  returning id into v_visit_id;
  perform private.charge_visit(invoice_id, v_visit_id, add_visit.position, unit.service_product_id,
    unit.kind || coalesce(' (' || unit.product_name || ')', ''), unit.fee, unit.tax_rate,
    unit.tax_code, unit.tax_name, unit.tax_reason, case when unit.fee = 0 then unit.no_charge_reason end);
  return v_visit_id;
end;
$$;
comment on function private.add_visit is 'Puts the visit of one unit into a stop, with its checklist, and its frozen price on the stop''s draft invoice, as the line of that position.';

create function private.add_visits(
  task public.technician_tasks, units private.stop_unit[], phone text, access_notes text, booked_by text)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_invoice_id uuid := private.draft_invoice(task.customer_id, task.work_order_id);
  v_unit private.stop_unit;
  v_position integer := 0;
begin
  -- One after the other: nearly every stop has one unit, and plain inserts cost the least.
  foreach v_unit in array units loop
    v_position := v_position + 1;
    perform private.add_visit(task.id, v_unit, v_invoice_id, v_position, phone, access_notes, booked_by);
  end loop;
end;
$$;
comment on function private.add_visits is 'Fills a new stop: a visit per unit, in their order, and a draft invoice with a line each (private.add_visit).';

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
    perform private.release_visits(v_old.task_id, array[v_old.id], 'cancelled', 'booked again');
  end loop;
  perform private.settle('booked', 'cycle', cycle_ids::text[], 'booked');
end;
$$;
comment on function private.leave_old_stops is 'What a new booking settles: visits that waited for another time, and activities whose reason is gone.';

create function private.priced(units private.stop_unit[])
returns private.stop_unit[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_unpriced uuid[] := array(select u.cycle_id from unnest(units) u where u.price_frozen_at is null);
begin
  if v_unpriced = '{}' then
    return units;
  end if;
  perform private.freeze_price(id) from unnest(v_unpriced) id;
  return private.units_of_stop(array(select u.contract_id from unnest(units) u));
end;
$$;
comment on function private.priced is 'The units with prices that are frozen, those that were told before as they were told.';

create function private.book_stop(
  cycle_id uuid, technician_id uuid, starts_at timestamptz, phone text, access_notes text, with_contract_ids uuid[],
  booked_by text, overriding boolean, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_own private.stop_unit;
  v_others uuid[];
  v_units private.stop_unit[];
  v_needs private.stop_needs;
  v_during tstzrange;
  v_task public.technician_tasks;
  v_warnings text[];
  v_answer jsonb;
  v_facts jsonb;
begin
  perform private.lock_household(cycle_id, with_contract_ids);
  v_own := private.unit_of_cycle(cycle_id);
  if v_own.cycle_id is null then
    return jsonb_build_object('status', 'expired');
  end if;
  v_others := array(select distinct id from unnest(with_contract_ids) id where id <> v_own.contract_id);
  v_answer := coalesce(
    private.booked_already(v_own.cycle_id, technician_id, starts_at, as_of),
    private.refuse_booking(v_own, v_others, starts_at, booked_by, overriding, as_of));
  if v_answer is not null then
    return v_answer;
  end if;

  v_units := case when v_others = '{}' then array[v_own] else private.units_of_stop(v_own.contract_id || v_others) end;
  v_needs := private.needs_of(v_units, v_own);
  v_during := tstzrange(starts_at, starts_at + make_interval(mins => v_needs.minutes));
  begin
    v_warnings := private.prove_time(v_needs, technician_id, v_during, overriding, as_of);
    v_task := private.place_stop(v_own, v_units, technician_id, v_during, booked_by);
  exception when sqlstate 'MT004' then
    -- The technician's lock is gone with the sub-transaction: nobody waits while fresh times are sought.
    if not exists (select from public.technicians t where t.id = book_stop.technician_id) then
      return private.rejected('time');
    end if;
    return jsonb_build_object('status', 'slot_taken') || private.other_times(v_needs, starts_at, as_of);
  end;

  v_units := private.priced(v_units);
  if cardinality(v_units) <> 1 + cardinality(v_others) then
    raise exception 'a booking would end with % of its % units', cardinality(v_units), 1 + cardinality(v_others) using errcode = 'MT023';
  end if;
  perform private.add_visits(v_task, v_units, phone, access_notes, booked_by);
  perform private.leave_old_stops(array(select u.cycle_id from unnest(v_units) u));
  v_facts := private.stop_facts(v_task, v_units) || jsonb_build_object('cycle_id', v_own.cycle_id);
  -- What is written down afterwards is news to nobody.
  if lower(v_task.during) > as_of then
    perform private.tell_client('confirmation', v_task.id, v_facts);
  end if;
  return jsonb_build_object('status', 'booked', 'task_id', v_task.id, 'appointment', private.client_view(v_facts, as_of),
    'warnings', v_warnings);
end;
$$;
comment on function private.book_stop is 'The one way to book: {status: booked | already_booked (task_id, appointment) | slot_taken (slots, days) | expired | rejected (reason: household, paused, time, area (clients there are called), horizon, deceased (staff; the office may say that it knows))}. The same technician and start again is booked again, once. Raises MT023 rather than tell of a visit that is not there.';

-- Told afterwards -----------------------------------------------------------------------------------------------

create function private.change_details(cycle_id uuid, phone text, access_notes text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task_id uuid := (private.live_task(cycle_id)).id;
begin
  if v_task_id is null then
    return jsonb_build_object('status', 'not_booked');
  end if;
  update public.maintenance_visits v
  set contact_phone = coalesce(change_details.phone, v.contact_phone), access_notes = change_details.access_notes
  where v.task_id = v_task_id and v.state = 'scheduled';
  return jsonb_build_object('status', case when found then 'changed' else 'too_late' end);
end;
$$;
comment on function private.change_details is 'Writes another phone number (none: as it was) and other access notes (none: none) on the visits of a cycle''s stop, until the technician has begun: {status: changed | not_booked | too_late}.';
