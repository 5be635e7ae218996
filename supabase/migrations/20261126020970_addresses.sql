-- Addresses: a stop is where its units are. A unit that is somewhere else, or whose place becomes known, takes its stop
-- along by whatever hand that is written; a client who moves takes along what is not installed.

-- Units ---------------------------------------------------------------------------------------------------------

create function private.stops_of(unit_ids uuid[])
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select distinct v.task_id
    from public.maintenance_contracts c
    join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null
    join public.maintenance_visits v on v.cycle_id = y.id
    where c.unit_id = any (unit_ids) and c.state <> 'cancelled' and private.is_unsettled(v.state));
end;
$$;
comment on function private.stops_of is 'The stops that these units are waiting for.';

create function private.hold_units(unit_ids uuid[], task_ids uuid[] default '{}')
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform from public.units u where u.id = any (unit_ids) order by u.id for no key update;
  perform private.lock_contracts(array(
    select c.id from public.maintenance_contracts c where c.unit_id = any (unit_ids) and c.state <> 'cancelled'
    union
    select unnest(private.task_contracts(id)) from unnest(private.stops_of(unit_ids)) id));
  -- Read again: whoever held the contracts may have booked.
  perform private.lock_tasks(private.stops_of(unit_ids) || private.work_at(unit_ids) || task_ids);
end;
$$;
comment on function private.hold_units is 'Holds units, the contracts of all that share their stops, and the stops and other work at them with their technicians, in the order of locks; and with them other tasks.';

create function private.place_stop_at(task public.technician_tasks, unit private.stop_unit)
returns boolean
language plpgsql volatile
set search_path = ''
set rules.made_by = 'place_stop_at'
as $$
begin
  if exists (
    select from unnest(private.units_of_stop(private.task_contracts(task.id))) o
    where not private.is_same_place(o.address_key, o.latitude, o.longitude, unit.address_key, unit.latitude, unit.longitude)) then
    return false;
  end if;
  update public.technician_tasks t
  set address = unit.address, latitude = unit.latitude, longitude = unit.longitude
  where t.id = task.id and (t.address, t.latitude, t.longitude) is distinct from (unit.address, unit.latitude, unit.longitude);
  return true;
end;
$$;
comment on function private.place_stop_at is 'Puts a stop to where this unit of it is; false, and the stop stays, where another of its units is elsewhere.';

create function private.late_for(task public.technician_tasks)
returns text[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_needs private.stop_needs := private.needs_of_task(task);
begin
  -- As of the last moment at which it could be booked, so that neither notice nor horizon is an objection. Nor is the weather.
  v_needs.exposure := null;
  return private.objections_to(task.task_type, v_needs, task.technician_id, task.during,
    lower(task.during) - make_interval(hours => (select s.minimum_notice_hours from public.company_settings s)), task.id);
end;
$$;
comment on function private.late_for is 'What is against a stop at its time and place, as private.objections_to; empty when its technician can be there.';

create function private.ask_about_address(task_id uuid, reason text, objections text[] default null)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.raise_about_task('address_change', task_id,
    jsonb_strip_nulls(jsonb_build_object('reason', ask_about_address.reason, 'objections', to_jsonb(objections))));
end;
$$;
comment on function private.ask_about_address is 'Opens an urgent activity about a stop whose unit is elsewhere now: time (its technician cannot be there in time: objections), apart (its units are in two places), under_way.';

create function private.take_stop_along(unit_id uuid, moved boolean, newly_located boolean)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_unit private.stop_unit;
  v_task public.technician_tasks;
  v_objections text[];
begin
  select o.* into v_unit
  from public.maintenance_contracts c join private.open_cycles o on o.contract_id = c.id
  where c.unit_id = take_stop_along.unit_id and c.state <> 'cancelled';
  select t.* into v_task
  from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id
  where v.cycle_id = v_unit.cycle_id and private.is_unsettled(v.state);
  if v_task.id is null then
    return;
  elsif v_task.state in ('en_route', 'in_progress') then
    if moved then
      perform private.ask_about_address(v_task.id, 'under_way');
    end if;
    return;
  elsif not private.place_stop_at(v_task, v_unit) then
    perform private.ask_about_address(v_task.id, 'apart');
    return;
  end if;
  perform private.settle('placed', 'task', array[v_task.id::text], 'has its place');
  select * into v_task from public.technician_tasks t where t.id = v_task.id;
  if v_task.state = 'scheduled' and (moved or newly_located) then
    v_objections := private.late_for(v_task);
    if v_objections <> '{}' then
      perform private.ask_about_address(v_task.id, 'time', v_objections);
    end if;
  end if;
end;
$$;
comment on function private.take_stop_along is 'A unit''s stop goes where the unit is. Where its technician could not be there in time, is on the way already, or another unit of it is elsewhere, the office is asked. Callers hold the units.';

create function private.take_work_along(was public.units, unit public.units)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_moved boolean := not private.is_same_place(was.address_key, was.latitude, was.longitude, unit.address_key, unit.latitude, unit.longitude);
  v_task public.technician_tasks;
  v_objections text[];
begin
  for v_task in
    select t.* from public.technician_tasks t
    where t.id = any (private.work_at(array[unit.id]))
      -- What was to be done somewhere else stays there.
      and t.address is not distinct from private.address_text(was.street, was.apartment, was.city, was.province, was.postal_code)
    order by t.id
  loop
    if v_task.state in ('en_route', 'in_progress') then
      perform private.ask_about_address(v_task.id, 'under_way') where v_moved;
      continue;
    end if;
    update public.technician_tasks t
    set address = private.address_text(unit.street, unit.apartment, unit.city, unit.province, unit.postal_code), latitude = unit.latitude, longitude = unit.longitude
    where t.id = v_task.id
    returning * into v_task;
    perform private.settle('placed', 'task', array[v_task.id::text], 'has its place');
    v_objections := case when v_task.state = 'scheduled' and (v_moved or was.latitude is null) then private.late_for(v_task) else '{}' end;
    if v_objections <> '{}' then
      perform private.ask_about_address(v_task.id, 'time', v_objections);
    end if;
  end loop;
end;
$$;
comment on function private.take_work_along is 'The same for repairs, deliveries and other work at a unit. Callers hold the units.';

create function private.take_stops_along()
returns trigger
-- Definer: whoever writes units need not be able to write tasks.
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_units uuid[] := array(
    select n.id from new_rows n join old_rows o using (id)
    where (n.street, n.apartment, n.city, n.province, n.postal_code, n.latitude, n.longitude)
      is distinct from (o.street, o.apartment, o.city, o.province, o.postal_code, o.latitude, o.longitude));
begin
  if v_units <> '{}' then
    perform private.hold_units(v_units);
    perform private.take_stop_along(n.id,
      not private.is_same_place(o.address_key, o.latitude, o.longitude, n.address_key, n.latitude, n.longitude), o.latitude is null)
    from new_rows n join old_rows o using (id)
    where n.id = any (v_units);
    perform private.take_work_along(row (o.*)::public.units, n) from public.units n join old_rows o using (id) where n.id = any (v_units);
  end if;
  return null;
end;
$$;
comment on function private.take_stops_along is 'Once per statement, so that all locks are taken in their order: stops of units that are elsewhere, and other work at them, go along.';

create trigger take_stops_along after update on public.units
  referencing old table as old_rows new table as new_rows for each statement execute function private.take_stops_along();

-- Clients -------------------------------------------------------------------------------------------------------

create function private.bring_units_along()
returns trigger
-- Definer: as take_stop_along.
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_old_key text := private.address_key(old.street, old.apartment, old.postal_code);
  v_moved boolean := coalesce(v_old_key <> private.address_key(new.street, new.apartment, new.postal_code), false);
  v_here uuid[] := array(
    select u.id from public.units u
    where u.customer_id = new.id and u.condition <> 'retired' and u.address_key is not distinct from v_old_key);
  v_installed uuid[];
begin
  perform private.hold_units(v_here);
  v_installed := array(
    select u.id from public.units u join public.equipment_categories k on k.id = u.category_id
    where u.id = any (v_here) and k.installed and v_moved order by u.id);
  update public.units u
  set street = new.street, apartment = new.apartment, city = new.city, province = new.province, postal_code = new.postal_code,
    -- A pin of its own is better than the client's place, as long as the address is the same.
    latitude = case when v_moved or (u.latitude, u.longitude) is not distinct from (old.latitude, old.longitude) then new.latitude else u.latitude end,
    longitude = case when v_moved or (u.latitude, u.longitude) is not distinct from (old.latitude, old.longitude) then new.longitude else u.longitude end
  where u.id = any (v_here) and u.id <> all (v_installed);
  if exists (select from public.maintenance_contracts c where c.unit_id = any (v_installed) and c.state <> 'cancelled') then
    perform private.raise_about_customer('address_change', new.id, jsonb_build_object('reason', 'moved', 'units', v_installed));
  end if;
  return null;
end;
$$;
comment on function private.bring_units_along is 'A client''s units at the old address are at the new one; what is installed stays, and the office is asked about it. A better place for the same address is that of every unit there.';

-- Not when an address gets its first coordinates: geocoding locates units by itself.
-- Triggers fire in the order of their names: this one locks units before keep_contract_search locks its own rows.
create trigger bring_units_along after update of street, apartment, city, province, postal_code, latitude, longitude on public.customers
  for each row when ((new.street, new.apartment, new.city, new.province, new.postal_code)
      is distinct from (old.street, old.apartment, old.city, old.province, old.postal_code)
    or (old.latitude is not null and (new.latitude, new.longitude) is distinct from (old.latitude, old.longitude)))
  execute function private.bring_units_along();
