-- Life events: what happens in a client's life and what that means for their units. Each event is one function, which writes
-- nothing of its own where a rule of another chapter says it already.

-- All that is theirs --------------------------------------------------------------------------------------------

create function private.hold_clients(customer_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_units uuid[];
begin
  perform from public.customers c where c.id = any (customer_ids) order by c.id for no key update;
  v_units := array(select u.id from public.units u where u.customer_id = any (customer_ids) order by u.id for no key update);
  -- Ended ones too: they go along where clients are merged, and whoever asks about one holds it already.
  perform from public.maintenance_contracts c where c.unit_id = any (v_units) or c.customer_id = any (customer_ids) order by c.id for no key update;
  perform private.hold_units(v_units, array(select t.id from public.technician_tasks t where t.customer_id = any (customer_ids)));
end;
$$;
comment on function private.hold_clients is 'Holds clients with all that is theirs, in the order of their ids, rows before locks.';

create function private.client_known_by(customer_id uuid)
returns public.customers
language plpgsql stable
set search_path = ''
as $$
declare
  v_client public.customers;
begin
  select * into v_client from public.customers c where c.id = client_known_by.customer_id;
  if not found then
    raise exception 'no such client' using errcode = 'PT404';
  end if;
  return v_client;
end;
$$;
comment on function private.client_known_by is 'The client of an id. PT404.';

create function private.hold_client(customer_id uuid)
returns public.customers
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.hold_clients(array[customer_id]);
  return private.client_known_by(customer_id);
end;
$$;
comment on function private.hold_client is 'Holds a client with all that is theirs, rows before locks. PT404.';

-- A death ---------------------------------------------------------------------------------------------------------

create function private.is_being_serviced(unit_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from public.maintenance_contracts c
    join public.maintenance_cycles y on y.contract_id = c.id
    join public.maintenance_visits v on v.cycle_id = y.id and v.state = 'in_progress'
    where c.unit_id = is_being_serviced.unit_id);
end;
$$;
comment on function private.is_being_serviced is 'Whether a technician is at work on a unit.';

create function private.end_contract_of(unit_id uuid, reason text)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.maintenance_contracts c set state = 'cancelled', cancelled_reason = end_contract_of.reason
  where c.unit_id = end_contract_of.unit_id and c.state <> 'cancelled';
end;
$$;
comment on function private.end_contract_of is 'Ends a unit''s contract. What becomes of its booking, and whether the client is told, depends on the reason alone ("endings"), whoever ends it.';

create function private.call_off_others(task_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.set_task_state(t.id, 'cancelled')
  from public.technician_tasks t
  where t.id = any (task_ids) and (private.is_waiting(t.state) or private.is_ahead(t.state))
    and not exists (select from public.maintenance_visits v where v.task_id = t.id);
end;
$$;
comment on function private.call_off_others is 'Cancels those of these tasks that are no visits and have not begun; their clients are told, but for the dead. A repair is followed up by the office.';

create function private.leave_the_dead_in_peace()
returns trigger
-- Definer: whoever writes clients need not be able to write contracts.
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_unit uuid;
begin
  perform private.hold_client(new.id);
  for v_unit in select u.id from public.units u where u.customer_id = new.id order by u.id loop
    if private.is_being_serviced(v_unit) then
      -- The technician is there: what is left of it the office does afterwards.
      perform private.raise_activity('client_change', private.subject_key('cycle', y.id::text), '{"what": "died"}',
        customer_id => new.id, contract_id => y.contract_id, cycle_id => y.id, urgent => true)
      from public.maintenance_cycles y join public.maintenance_contracts c on c.id = y.contract_id
      where c.unit_id = v_unit and y.closed_at is null and c.state <> 'cancelled';
    else
      perform private.end_contract_of(v_unit, 'deceased');
    end if;
  end loop;
  perform private.call_off_others(array(select t.id from public.technician_tasks t where t.customer_id = new.id));
  return null;
end;
$$;
comment on function private.leave_the_dead_in_peace is 'Trigger: by whatever hand a death is written down, the client''s contracts end, and what is booked is cancelled, with a word to nobody.';

create trigger leave_the_dead_in_peace after update of deceased_on on public.customers
  for each row when (old.deceased_on is null and new.deceased_on is not null) execute function private.leave_the_dead_in_peace();

-- A slip is put right by an administrator, who says why.
create trigger keep_deceased before update of deceased_on on public.customers
  for each row when (old.deceased_on is not null and new.deceased_on is distinct from old.deceased_on and private.made_by() is distinct from 'correct_death')
  execute function private.refuse_change();

create function private.correct_death(customer_id uuid, reason text)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'correct_death'
as $$
begin
  if private.is_erased(customer_id) then
    return private.refused('erased');
  elsif private.written(reason) is null or length(reason) > 500 then
    return private.rejected('reason');
  end if;
  update public.customers c set deceased_on = null where c.id = correct_death.customer_id and c.deceased_on is not null;
  if not found then
    return private.refused('alive');
  end if;
  perform private.write_audit('customers', customer_id, 'update', jsonb_build_object('what', 'not deceased', 'note', private.written(reason)));
  return jsonb_build_object('status', 'corrected');
end;
$$;
comment on function private.correct_death is 'Takes back that a client has died: see the door of the same name.';

create function private.add_executor(customer_id uuid, executor jsonb)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into public.customer_contacts (customer_id, name, relation, email, phone, receives)
  select add_executor.customer_id, private.tidy(executor ->> 'name'), coalesce(private.tidy(executor ->> 'relation'), 'executor'),
    private.tidy(executor ->> 'email'), private.tidy(executor ->> 'phone'), 'nothing'
  where private.tidy(executor ->> 'name') is not null;
end;
$$;
comment on function private.add_executor is 'Writes down who looks after the estate, where somebody is named: for people to call, no mail goes there by itself.';

create function private.client_died(client public.customers, details jsonb, on_day date)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_died_on date := coalesce((details ->> 'on')::date, on_day);
begin
  if client.deceased_on is not null then
    return private.refused('already');
  elsif v_died_on > on_day or v_died_on < on_day - 3653 then
    return private.rejected('on');
  end if;
  update public.customers c set deceased_on = v_died_on where c.id = client.id;
  perform private.add_executor(client.id, details -> 'executor');
  return null;
end;
$$;
comment on function private.client_died is 'The client has died (details: on, executor): quiet for ever. Null, or why not.';

-- Elsewhere -------------------------------------------------------------------------------------------------------

create function private.end_where_it_is(unit_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.end_contract_of(unit_id, 'moved');
  perform private.call_off_others(private.work_at(array[unit_id]));
end;
$$;
comment on function private.end_where_it_is is 'Ends what was agreed about a unit that its client left behind, or that is where we do not drive.';

create function private.take_unit_along(unit_id uuid, customer_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.set_unit_address(take_unit_along.unit_id, c.street, c.apartment, c.city, c.province, c.postal_code, null, null)
  from public.customers c where c.id = take_unit_along.customer_id;
  perform private.end_where_it_is(u.id) from public.units u
  where u.id = take_unit_along.unit_id and private.is_out_of_reach(u.latitude, u.longitude, u.postal_code);
end;
$$;
comment on function private.take_unit_along is 'A unit is where this client lives; where we do not drive, its contract ends.';

create function private.client_moved(client public.customers, details jsonb, unit_ids uuid[])
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_unit record;
begin
  if private.tidy(details ->> 'street') is null or private.tidy(details ->> 'city') is null then
    return private.rejected('street');
  elsif exists (select from unnest(unit_ids) id where private.is_being_serviced(id)) then
    return private.refused('begun');
  end if;
  update public.customers c
  set street = private.tidy(details ->> 'street'), apartment = private.tidy(details ->> 'apartment'), city = private.tidy(details ->> 'city'),
    province = coalesce(private.tidy(details ->> 'province'), c.province), postal_code = private.tidy(details ->> 'postal_code')
  where c.id = client.id;
  for v_unit in
    select u.id, u.address_key, coalesce(details #>> array['units', u.id::text], case when k.installed then 'unknown' else 'along' end) as goes
    from public.units u join public.equipment_categories k on k.id = u.category_id
    where u.id = any (unit_ids) and u.condition <> 'retired' order by u.id
  loop
    if v_unit.goes = 'along' then
      perform private.take_unit_along(v_unit.id, client.id);
    elsif v_unit.goes = 'stays' then
      perform private.end_where_it_is(v_unit.id);
    end if;
  end loop;
  if not exists (select from jsonb_each_text(details -> 'units') g where g.value = 'unknown') and details ? 'units' then
    perform private.settle('placed', 'customer', array[client.id::text], 'told where it is');
  end if;
  return null;
end;
$$;
comment on function private.client_moved is 'The client lives elsewhere, at home or in care (details: street, apartment, city, province, postal_code; units: for each along, stays or unknown, as its kind is where nothing is said). What stays, and what goes where we do not drive, ends. Null, or why not.';

create function private.client_is_away(details jsonb, unit_ids uuid[], on_day date)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_until date := (details ->> 'until')::date;
  v_why text := coalesce(private.tidy(details ->> 'note'), case details ->> 'why' when 'hospital' then 'in hospital' else 'away' end);
begin
  if v_until <= on_day or v_until > on_day + 1096 then
    return private.rejected('until');
  elsif exists (select from unnest(unit_ids) id where private.is_being_serviced(id)) then
    return private.refused('begun');
  end if;
  perform private.let_rest(array(select c.id from public.maintenance_contracts c where c.unit_id = any (unit_ids)), v_until, v_why);
  return null;
end;
$$;
comment on function private.client_is_away is 'The client is in hospital or away until a day, or nobody knows until when (details: why: hospital or away, until, note): contracts rest (private.let_rest), and nothing is due until two weeks after the return. Null, or why not.';

-- Somebody else's -------------------------------------------------------------------------------------------------

create function private.units_gone(event text, unit_ids uuid[])
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  if exists (select from unnest(unit_ids) id where private.is_being_serviced(id)) then
    return private.refused('begun');
  elsif exists (select from unnest(unit_ids) id where private.has_work(id)) then
    return private.refused('booked');
  end if;
  perform private.end_contract_of(id, event) from unnest(unit_ids) id;
  update public.units u set condition = 'retired' where u.id = any (unit_ids) and u.condition <> 'retired';
  return null;
end;
$$;
comment on function private.units_gone is 'Units were sold or returned: their contracts end quietly, and they are retired. Null, or why not.';

create function private.client_of_relative(relative jsonb, unit_id uuid)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  v_id uuid;
begin
  insert into public.customers (name, email, phone, street, apartment, city, province, postal_code, latitude, longitude)
  select private.tidy(relative ->> 'name'), private.tidy(relative ->> 'email'), private.tidy(relative ->> 'phone'),
    u.street, u.apartment, u.city, u.province, u.postal_code, u.latitude, u.longitude
  from public.units u where u.id = client_of_relative.unit_id
  returning id into v_id;
  return v_id;
end;
$$;
comment on function private.client_of_relative is 'Makes a client of whoever has a unit now, at the address where it is.';

create function private.units_handed_on(details jsonb, unit_ids uuid[])
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_to uuid := private.client_now((details ->> 'to')::uuid);
  v_unit uuid;
  v_rested boolean;
  v_answer jsonb;
begin
  if v_to is null and private.tidy(details #>> '{relative,name}') is null then
    return private.rejected('name');
  end if;
  v_to := coalesce(v_to, private.client_of_relative(details -> 'relative', unit_ids[1]));
  for v_unit in select id from unnest(unit_ids) id order by id loop
    v_rested := exists (
      select from public.maintenance_contracts c where c.unit_id = v_unit and c.state = 'paused' and (private.open_report(c.id)).details -> 'paused' @> to_jsonb(c.id));
    v_answer := private.transfer_unit(v_unit, v_to);
    if v_answer ->> 'status' <> 'transferred' then
      return v_answer;
    elsif v_rested then
      -- It rested because we were told that this client has it no more.
      update public.maintenance_contracts c set state = 'active' where c.id = (v_answer ->> 'contract_id')::uuid;
    end if;
  end loop;
  return null;
end;
$$;
comment on function private.units_handed_on is 'Units are a relative''s now (details: to, a client''s id, or relative: {name, phone, email}, who becomes one). Null, or why not.';
