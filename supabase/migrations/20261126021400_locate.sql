-- Locate: coordinates that come in later, from a geocoding service or a pin. Stops move with their units (addresses).
-- Addresses go out one by one in the background and come back as coordinates.

create function private.parts_of_address(written text)
returns table (street text, city text, province text, postal_code text)
language sql immutable
set search_path = ''
as $$
  select nullif(btrim(p.parts[1]), ''), nullif(btrim(p.parts[2]), ''),
    coalesce((select upper(btrim(l)) from unnest(p.parts[3:]) l where btrim(l) ~ '^[A-Za-z]{2}$' limit 1), 'ON'), c.code
  from (select substring(upper(written) from '[A-Z][0-9][A-Z] *[0-9][A-Z][0-9]') as code) c
  cross join lateral (
    select string_to_array(regexp_replace(written, '[A-Za-z][0-9][A-Za-z] *[0-9][A-Za-z][0-9]', ''), ',') as parts) p;
$$;
comment on function private.parts_of_address is 'An address that was written in one line, such as "12 King St, Brampton, ON L6Y 0A1", as the service is asked about it; street is null where there is none.';

create function private.address_of_home(home_address text)
returns text
language sql immutable
set search_path = ''
as $$
  select private.address_line(a.street, a.city, a.province, a.postal_code) from private.parts_of_address(home_address) a;
$$;
comment on function private.address_of_home is 'A technician''s home as addresses are compared; null without one.';

create function private.use_known_homes(addresses text[])
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_technicians uuid[] := array(
    select t.id from public.technicians t
    where t.home_latitude is null and private.address_of_home(t.home_address) = any (addresses) order by t.id);
  v_homes integer;
begin
  perform private.lock_technicians(v_technicians);
  update public.technicians t
  set home_latitude = a.latitude, home_longitude = a.longitude
  from private.asked_addresses a
  where t.id = any (v_technicians) and t.home_latitude is null and a.latitude is not null
    and private.address_of_home(t.home_address) = a.address;
  get diagnostics v_homes = row_count;
  return v_homes;
end;
$$;
comment on function private.use_known_homes is 'Gives technicians without coordinates those of their home''s address, where known; returns how many. A place that somebody entered stays.';

create function private.use_known_coordinates(addresses text[])
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_units uuid[];
  v_customers integer;
  v_located integer;
begin
  update public.customers c
  set latitude = a.latitude, longitude = a.longitude
  from private.asked_addresses a
  where a.address = any (addresses) and a.latitude is not null
    and c.latitude is null and private.address_line(c.street, c.city, c.province, c.postal_code) = a.address;
  get diagnostics v_customers = row_count;
  v_units := array(
    select u.id
    from public.units u join private.asked_addresses a on private.address_line(u.street, u.city, u.province, u.postal_code) = a.address
    where a.address = any (addresses) and a.latitude is not null and u.latitude is null);
  perform private.hold_units(v_units);
  update public.units u
  set latitude = a.latitude, longitude = a.longitude
  from private.asked_addresses a
  where u.id = any (v_units) and u.latitude is null and a.address = any (addresses)
    and private.address_line(u.street, u.city, u.province, u.postal_code) = a.address;
  get diagnostics v_located = row_count;
  -- Stops hold their technicians: homes wait for a call that holds none, so that all lock technicians in one order.
  return v_customers + v_located + case when v_units = '{}' then private.use_known_homes(addresses) else 0 end;
end;
$$;
comment on function private.use_known_coordinates is 'Gives customers, units and technicians'' homes without coordinates those of their address, where known; returns how many. What has coordinates, or a pin, keeps them.';

create view private.unlocated_addresses as
  select private.address_line(p.street, p.city, p.province, p.postal_code) as address, p.street, p.city, p.province, p.postal_code
  from (
    select c.street, c.city, c.province, c.postal_code from public.customers c where c.latitude is null
    union all
    select u.street, u.city, u.province, u.postal_code from public.units u where u.latitude is null and u.condition <> 'retired'
    union all
    select a.* from public.technicians t cross join lateral private.parts_of_address(t.home_address) a where t.home_latitude is null and t.active
  ) p
  where private.address_line(p.street, p.city, p.province, p.postal_code) is not null;
comment on view private.unlocated_addresses is 'Addresses of customers, units in use and technicians'' homes that have no coordinates; one may stand there several times.';

create function private.places_without_coordinates(batch integer)
returns table (address text, street text, city text, province text, postal_code text)
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.use_known_coordinates(array(select distinct a.address from private.unlocated_addresses a));
  return query
  select distinct on (a.address) a.*
  from private.unlocated_addresses a
  where not exists (
    select from private.asked_addresses known
    where known.address = a.address and known.asked_at > private.clock() - interval '30 days')
  order by a.address
  limit least(greatest(batch, 0), 1000);
end;
$$;
comment on function private.places_without_coordinates is 'Addresses that the geocoding service should be asked about now, each once. Also fills in what is known already.';

create function private.are_coordinates(latitude double precision, longitude double precision)
returns boolean
language sql immutable
return coalesce(latitude between -90 and 90 and longitude between -180 and 180 and not (latitude = 0 and longitude = 0), false);
comment on function private.are_coordinates is 'Whether both are there and lie on the globe, at a place that somebody meant: 0, 0 is nowhere.';

create function private.set_coordinates(address text, latitude double precision, longitude double precision)
returns integer
language plpgsql volatile
set search_path = ''
as $$
begin
  if address is null or not (private.are_coordinates(latitude, longitude) or (latitude is null and longitude is null)) then
    raise exception 'an address and both coordinates, or an address and none' using errcode = '22023';
  end if;
  -- A street of the same name far away.
  if private.is_beyond_service_area(latitude, longitude) then
    latitude := null;
    longitude := null;
  end if;
  insert into private.asked_addresses as a (address, latitude, longitude)
  values (set_coordinates.address, set_coordinates.latitude, set_coordinates.longitude)
  on conflict on constraint asked_addresses_pkey do update
  set latitude = excluded.latitude, longitude = excluded.longitude, asked_at = excluded.asked_at;
  return private.use_known_coordinates(array[set_coordinates.address]);
end;
$$;
comment on function private.set_coordinates is 'Files the service''s answer about an address (null, or beyond the service area: unknown to it) and returns how many customers and units it located. Raises 22023 for coordinates that are none.';

-- An address -------------------------------------------------------------------------------------------------------

create function private.unsound_address(address jsonb)
returns jsonb
language sql stable
set search_path = ''
as $$
  select private.rejected(m.part)
  -- As long as units and clients have room for.
  from (values ('street', 254), ('city', 254), ('apartment', 60), ('province', 60), ('postal_code', 60)) m (part, most)
  where length(address ->> m.part) > m.most
  limit 1;
$$;
comment on function private.unsound_address is 'The rejection of a part of an address that is too long (street, city, apartment, province, postal_code); null where none is.';

create function private.set_unit_address(
  unit_id uuid, street text, apartment text, city text, province text, postal_code text, latitude double precision, longitude double precision, shown jsonb default null)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_unit public.units;
  v_address jsonb := jsonb_build_object('street', private.tidy(street), 'apartment', private.tidy(apartment), 'city', private.tidy(city),
    'province', private.tidy(province), 'postal_code', private.tidy(postal_code));
begin
  if not (private.are_coordinates(latitude, longitude) or (latitude is null and longitude is null)) then
    raise exception 'a place has a latitude and a longitude' using errcode = '22023';
  end if;
  perform private.hold_units(array[unit_id]);
  select * into v_unit from public.units u where u.id = set_unit_address.unit_id;
  if not found then
    raise exception 'no such unit' using errcode = 'PT404';
  elsif private.is_of_erased(unit_id) then
    return private.refused('erased');
  elsif private.unsound_address(v_address) is not null then
    return private.unsound_address(v_address);
  elsif not to_jsonb(v_unit) @> shown then
    return private.changed_by_somebody(array[v_unit.id], '{street, apartment, city, province, postal_code, latitude, longitude}');
  end if;
  update public.units u
  set street = v_address ->> 'street', apartment = v_address ->> 'apartment', city = v_address ->> 'city',
    province = v_address ->> 'province', postal_code = v_address ->> 'postal_code',
    -- Unless somebody says where it is, an address of the same street is where it was.
    latitude = coalesce(set_unit_address.latitude, u.latitude), longitude = coalesce(set_unit_address.longitude, u.longitude)
  where u.id = set_unit_address.unit_id;
  return jsonb_build_object('status', 'set');
end;
$$;
comment on function private.set_unit_address is 'Says at which address a unit is, and where that is if it is known: see the door of the same name. Its stop goes along. PT404; 22023 for half a place, or one that is none.';

-- A pin ------------------------------------------------------------------------------------------------------------

create function private.towns_around(latitude double precision, longitude double precision, reach double precision)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(to_jsonb(w) order by w.clients desc, w.name), '[]')
    from (
      select min(c.city) as name, avg(c.latitude) as latitude, avg(c.longitude) as longitude, count(*) as clients
      from public.customers c
      where c.city is not null and c.latitude between towns_around.latitude - reach and towns_around.latitude + reach
        and c.longitude between towns_around.longitude - reach * 1.4 and towns_around.longitude + reach * 1.4
      group by private.folded(c.city) order by count(*) desc limit 12) w);
end;
$$;
comment on function private.towns_around is 'The towns around a place where most clients live, each in the middle of them: [{name, latitude, longitude, clients}]. reach is in degrees of latitude.';

create function private.map_around(latitude double precision, longitude double precision, without_technician uuid default null)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  -- Some 60 km.
  v_reach constant double precision := 0.55;
  v_latitude double precision := latitude;
  v_longitude double precision := longitude;
begin
  if v_latitude is null then
    select avg(p.latitude), avg(p.longitude) into v_latitude, v_longitude from private.postal_areas p;
  end if;
  return jsonb_build_object('towns', private.towns_around(v_latitude, v_longitude, v_reach),
    'areas', (
      select coalesce(jsonb_agg(jsonb_build_object('latitude', a.latitude, 'longitude', a.longitude, 'clients', a.located)), '[]')
      from (
        select p.* from private.postal_areas p
        where p.latitude between v_latitude - v_reach and v_latitude + v_reach
          and p.longitude between v_longitude - v_reach * 1.4 and v_longitude + v_reach * 1.4
        order by p.located desc limit 200) a),
    'homes', (
      select coalesce(jsonb_agg(jsonb_build_object('name', o.first_name, 'latitude', o.home_latitude, 'longitude', o.home_longitude) order by o.name, o.id), '[]')
      from public.technicians o
      where o.id is distinct from without_technician and o.active and o.home_latitude between v_latitude - v_reach and v_latitude + v_reach
        and o.home_longitude between v_longitude - v_reach * 1.4 and v_longitude + v_reach * 1.4));
end;
$$;
comment on function private.map_around is 'What lies around a place, or, while nobody knows where that is, around the clients: {towns (private.towns_around), areas: how many clients live in the middle of which postal area [{latitude, longitude, clients}], homes: where technicians who are active start, but for that one [{name, latitude, longitude}]}.';

create function private.place_pin(unit_id uuid, latitude double precision, longitude double precision, shown jsonb default null)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_unit public.units;
begin
  if not private.are_coordinates(latitude, longitude) then
    raise exception 'a pin needs a latitude and a longitude' using errcode = '22023';
  end if;
  perform private.hold_units(array[unit_id]);
  select * into v_unit from public.units u where u.id = place_pin.unit_id;
  if not found then
    raise exception 'no such unit' using errcode = 'PT404';
  elsif private.is_erased(v_unit.customer_id) then
    return private.refused('erased');
  elsif shown <> jsonb_build_object('latitude', v_unit.latitude, 'longitude', v_unit.longitude) then
    return private.changed_by_somebody(array[v_unit.id], '{latitude, longitude}');
  end if;
  update public.units u set latitude = place_pin.latitude, longitude = place_pin.longitude where u.id = v_unit.id;
  return jsonb_build_object('status', 'placed');
end;
$$;
comment on function private.place_pin is 'Says where a unit is: see the door of the same name. Scheduled visits to it move along. Raises 22023, PT404.';

create function private.unit_place(unit_id uuid, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('status', 'ok', 'unit', private.units_known(array[u.id], as_of) -> 0,
      'client', jsonb_build_object('customer_id', c.id, 'name', c.name, 'is_erased', c.erased_on is not null),
      'place', case when u.latitude is not null then jsonb_build_object('latitude', u.latitude, 'longitude', u.longitude) end,
      'map', private.map_around(u.latitude, u.longitude))
    from public.units u join public.customers c on c.id = u.customer_id where u.id = unit_place.unit_id);
end;
$$;
comment on function private.unit_place is 'Where a unit is: see the door of the same name. Null for none.';
