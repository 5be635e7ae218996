-- By hand: a client whom no file brought, and a unit that somebody says is in use or not.

create function private.same_as(client public.customers, fields jsonb)
returns text[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_postal_code text := private.postal_code(fields ->> 'postal_code');
begin
  return array_remove(array[
    case when right(regexp_replace(client.phone, '\D', '', 'g'), 10) = substring(regexp_replace(fields ->> 'phone', '\D', '', 'g') from '.{10}$') then 'phone' end,
    case when lower(btrim(client.email)) = nullif(lower(btrim(fields ->> 'email')), '') then 'email' end,
    case when private.folded(client.name) = private.folded(fields ->> 'name') and coalesce(v_postal_code, client.postal_code, '') = coalesce(client.postal_code, '') then 'name' end,
    case when private.address_key(client.street, client.apartment, client.postal_code)
      = private.address_key(fields ->> 'street', fields ->> 'apartment', v_postal_code) then 'address' end], null);
end;
$$;
comment on function private.same_as is 'What a client has in common with somebody of whom this is said (name, phone, email, street, apartment, postal_code): phone, email, name (at the same postal code, or at any where none is given), address.';

create function private.clients_alike(fields jsonb)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_name text := private.folded(fields ->> 'name');
  v_digits text := right(regexp_replace(fields ->> 'phone', '\D', '', 'g'), 10);
  v_email text := lower(btrim(fields ->> 'email'));
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('customer_id', c.id, 'name', c.name, 'phone', c.phone, 'email', c.email,
      'address', private.address_text(c.street, c.apartment, c.city, c.province, c.postal_code), 'same', c.same) order by cardinality(c.same) desc, c.name, c.id), '[]')
    from (
      select k.*, s.same
      from public.customers k cross join lateral private.same_as(k, clients_alike.fields) s (same)
      where k.erased_on is null
        and ((length(v_digits) = 10 and right(regexp_replace(k.phone, '\D', '', 'g'), 10) = v_digits)
          or (v_email <> '' and lower(btrim(k.email)) = v_email)
          or private.folded(k.name) = v_name)
        -- A couple is two clients of one address.
        and s.same && '{phone, email, name}'
      limit 10
    ) c);
end;
$$;
comment on function private.clients_alike is 'The clients who may be the same: of that phone number or address of mail, or of that name at that postal code (or at any, where none is given): at most ten, who has most in common first, [{customer_id, name, phone, email, address, same: in what (private.same_as)}].';

create function private.add_client(fields jsonb, despite boolean)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_alike jsonb;
  v_id uuid;
begin
  if private.unsound_reach(fields, '{}') is not null then
    return private.unsound_reach(fields, '{}');
  elsif private.unsound_address(fields) is not null then
    return private.unsound_address(fields);
  end if;
  v_alike := private.clients_alike(fields);
  if v_alike <> '[]' and not despite then
    return jsonb_build_object('status', 'alike', 'clients', v_alike);
  end if;
  insert into public.customers (name, phone, email, street, apartment, city, province, postal_code)
  values (private.tidy(fields ->> 'name'), private.tidy(fields ->> 'phone'), private.tidy(fields ->> 'email'), private.tidy(fields ->> 'street'),
    private.tidy(fields ->> 'apartment'), private.tidy(fields ->> 'city'), coalesce(private.tidy(fields ->> 'province'), 'ON'), private.tidy(fields ->> 'postal_code'))
  returning id into v_id;
  return jsonb_build_object('status', 'added', 'customer_id', v_id);
end;
$$;
comment on function private.add_client is 'Makes a client by hand: see the door of the same name.';

create function private.transfer_by_hand(unit_id uuid, customer_id uuid, shown uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.hold_contract_of(unit_id);
  if exists (select from public.units u where u.id = transfer_by_hand.unit_id and u.customer_id not in (transfer_by_hand.shown, transfer_by_hand.customer_id)) then
    return private.changed_by_somebody(array[unit_id], '{customer_id}');
  end if;
  return private.transfer_unit(unit_id, customer_id);
end;
$$;
comment on function private.transfer_by_hand is 'Gives a unit to another client: see the door transfer_unit.';

create function private.set_condition_by_hand(unit_id uuid, condition text, reason text, shown text default null)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_answer jsonb;
begin
  if length(reason) > 500 then
    return private.rejected('reason');
  elsif condition is null or condition <> all ('{in_service, out_of_service, retired}') then
    return private.rejected('condition');
  end if;
  perform private.hold_contract_of(unit_id);
  if exists (select from public.units u where u.id = set_condition_by_hand.unit_id and u.condition <> shown) then
    return private.changed_by_somebody(array[unit_id], '{condition}');
  end if;
  v_answer := private.set_unit_condition(unit_id, condition);
  if v_answer ->> 'status' = 'set' and private.written(reason) is not null then
    perform private.write_audit('units', unit_id, 'update', jsonb_build_object('what', condition, 'note', private.written(reason)));
  end if;
  if v_answer ->> 'status' = 'set' and condition = 'out_of_service' then
    -- Its reminders rest, so somebody has to remember it.
    perform private.raise_activity('unit_out_of_service', private.subject_key('unit', u.id::text),
      jsonb_strip_nulls(jsonb_build_object('reason', 'by_hand', 'note', private.written(set_condition_by_hand.reason))),
      customer_id => u.customer_id,
      contract_id => (select c.id from public.maintenance_contracts c where c.unit_id = u.id and c.state <> 'cancelled'))
    from public.units u where u.id = set_condition_by_hand.unit_id;
  end if;
  return v_answer;
end;
$$;
comment on function private.set_condition_by_hand is 'The same as set_unit_condition, with why on record; the office is to see to a unit that is out of service.';

create function private.set_serial_number(unit_id uuid, serial_number text, shown text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_weakness text := private.weak_serial(serial_number, 'serial');
  v_taken jsonb := private.serial_taken(serial_number);
begin
  perform private.hold_contract_of(unit_id);
  if private.is_of_erased(unit_id) then
    return private.refused('erased');
  elsif exists (select from public.units u where u.id = set_serial_number.unit_id and coalesce(u.serial_number, '') <> shown) then
    return private.changed_by_somebody(array[unit_id], '{serial_number}');
  elsif v_weakness is not null then
    return private.rejected('serial_number') || jsonb_build_object('why', v_weakness);
  elsif v_taken ->> 'unit_id' <> set_serial_number.unit_id::text then
    return v_taken;
  end if;
  update public.units u set serial_number = private.said_serial(set_serial_number.serial_number) where u.id = set_serial_number.unit_id;
  return jsonb_build_object('status', 'set');
end;
$$;
comment on function private.set_serial_number is 'Writes down the serial number that somebody read from a unit: see the door of the same name.';
