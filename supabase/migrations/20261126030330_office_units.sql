-- The office's door to units: where they are, whose they are, and whether they are still in use.

create function public.unit_place(unit_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
declare
  v_told jsonb;
begin
  perform private.require_office();
  v_told := private.unit_place(unit_id, private.clock());
  if v_told is null then
    raise exception 'no such unit' using errcode = 'PT404';
  end if;
  return v_told;
end;
$$;
comment on function public.unit_place is 'Where a unit is, with what lies around: {status: ok, unit (private.units_known), client: {customer_id, name, is_erased}, place: {latitude, longitude} | null, map (private.map_around)}. 42501 unless office, PT404.';

-- Where no search for an address finds the place. Pages move units with their client (record_life_event).
create function public.place_pin(unit_id uuid, latitude double precision, longitude double precision, shown jsonb default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.place_pin(unit_id, latitude, longitude, shown);
end;
$$;
comment on function public.place_pin is 'The office says where a unit is; shown: {latitude, longitude} as its page showed them: {status: placed | refused (reason: erased, its client was; changed (at, by))}. Scheduled visits to it move along. Raises 42501, 22023, PT404.';

create function public.set_unit_address(
  unit_id uuid, street text, apartment text, city text, province text, postal_code text,
  latitude double precision default null, longitude double precision default null, shown jsonb default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.set_unit_address(unit_id, street, apartment, city, province, postal_code, latitude, longitude, shown);
end;
$$;
comment on function public.set_unit_address is 'Says at which address a unit is, and where that is if it is known: shown: any of these columns as its page showed them: {status: set | refused (reason: erased, its client was; changed (at, by)) | rejected (reason: the column that is too long or none)}. Its stop goes along; where that cannot be, address_change asks the office. 42501, PT404; 22023 for half a place, or one that is none.';

create function public.set_unit_condition(unit_id uuid, condition text, reason text default null, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.set_condition_by_hand(unit_id, condition, reason, shown);
end;
$$;
comment on function public.set_unit_condition is 'Puts a unit in_service, out_of_service (reminders rest, what is booked stays, the office has work until it is back) or retired (its contract ends), with why; shown: the condition that its page showed: {status: set | refused (reason: booked, erased: its client was, changed (at, by)) | rejected (reason: reason, over 500 characters; condition, none of these)}. 42501, PT404.';

create function public.transfer_unit(unit_id uuid, customer_id uuid, shown uuid default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.transfer_by_hand(unit_id, private.client_now(customer_id), private.client_now(shown));
end;
$$;
comment on function public.transfer_unit is 'Gives a unit to another client where it stands, its contract with it: shown: whose it was then: {status: transferred (contract_id) | refused (reason: booked, repair (one is open: it is done, or given up, first), erased: one of the clients was, changed (at, by): it is somebody else''s by now)}. 42501, PT404.';

create function public.set_serial_number(unit_id uuid, serial_number text, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.set_serial_number(unit_id, serial_number, shown);
end;
$$;
comment on function public.set_serial_number is 'Writes down the serial number of a unit, or another where it was misread; the work list asks for it no more; shown: the one that the page showed, empty for none: {status: set | refused (reason: erased: its client was, changed (at, by)) | rejected (reason: serial_number, why: missing, weak, long, taken (unit_id, customer))}. 42501, PT404.';

grant execute on function public.unit_place, public.place_pin, public.set_serial_number, public.set_unit_address, public.set_unit_condition, public.transfer_unit to authenticated, service_role;
