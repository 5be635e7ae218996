-- Geography: where a place is when nobody has located it yet. The mean of a postal area stands in for
-- missing coordinates; an outside service, or a pin set by the office, replaces it later.

create function private.postal_area(postal_code text)
returns text
language sql immutable
set search_path = ''
as $$
  select case when length(compact) >= 3 then left(compact, 3) end
  from (select upper(regexp_replace(postal_area.postal_code, '\s', '', 'g')) as compact) written
$$;
comment on function private.postal_area is 'The first three characters of a postal code, without spaces, in upper case; null when there are not three.';

-- The index of customers is kept up to date as whoever writes them.
grant execute on function private.postal_area to authenticated, service_role;

create table private.postal_areas (
  area text primary key,
  latitude double precision,
  longitude double precision,
  located integer not null default 0
);
comment on table private.postal_areas is 'Mean position of the located customers of each postal area, kept by triggers on customers.';
comment on column private.postal_areas.located is 'How many customers the mean is taken over; without any, latitude and longitude are null.';

create index customers_by_postal_area on public.customers (private.postal_area(postal_code))
  include (latitude, longitude) where (latitude is not null);
create index customers_unlocated on public.customers (id) where (latitude is null);
create index units_unlocated on public.units (id) where (latitude is null);

create function private.refresh_postal_areas(areas text[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into private.postal_areas (area)
  select distinct a from unnest(areas) a where a is not null order by a
  on conflict (area) do nothing;
  -- Two writers of one area follow each other, in one order for all, so that the later one counts both.
  perform from private.postal_areas p where p.area = any (areas) order by p.area for update;
  update private.postal_areas p
  set latitude = m.latitude, longitude = m.longitude, located = m.located
  from (
    select a as area, avg(c.latitude) as latitude, avg(c.longitude) as longitude, count(c.latitude) as located
    from unnest(areas) a
    left join public.customers c on private.postal_area(c.postal_code) = a and c.latitude is not null
    group by a
  ) m
  where p.area = m.area;
end;
$$;
comment on function private.refresh_postal_areas is 'Takes the means of these areas anew.';

create function private.follow_customers()
returns trigger
-- Definer: whoever writes customers need not be able to write the means.
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_areas text[];
begin
  if tg_op = 'INSERT' then
    select array_agg(distinct private.postal_area(n.postal_code)) into v_areas
    from new_rows n where n.latitude is not null;
  elsif tg_op = 'DELETE' then
    select array_agg(distinct private.postal_area(o.postal_code)) into v_areas
    from old_rows o where o.latitude is not null;
  else
    select array_agg(distinct a) into v_areas
    from old_rows o
    join new_rows n using (id)
    cross join lateral (values (private.postal_area(o.postal_code)), (private.postal_area(n.postal_code))) v (a)
    where (o.latitude is not null or n.latitude is not null)
      and (o.postal_code, o.latitude, o.longitude) is distinct from (n.postal_code, n.latitude, n.longitude);
  end if;
  v_areas := array_remove(v_areas, null);
  if cardinality(v_areas) > 0 then
    perform private.refresh_postal_areas(v_areas);
  end if;
  return null;
end;
$$;
comment on function private.follow_customers is 'Once per statement: takes the means anew where located customers came, went or moved.';

create trigger follow_inserted after insert on public.customers
  referencing new table as new_rows for each statement execute function private.follow_customers();
create trigger follow_updated after update on public.customers
  referencing old table as old_rows new table as new_rows for each statement execute function private.follow_customers();
create trigger follow_deleted after delete on public.customers
  referencing old table as old_rows for each statement execute function private.follow_customers();

create function private.customer_area(customer_id uuid)
returns table (latitude double precision, longitude double precision)
language sql stable strict
set search_path = ''
as $$
  select p.latitude, p.longitude
  from public.customers c
  join private.postal_areas p on p.area = private.postal_area(c.postal_code)
  where c.id = customer_area.customer_id
$$;
comment on function private.customer_area is 'Where a customer''s postal area lies, as far as is known: one row or none.';

-- Geocoding: addresses go out one by one in the background and come back as coordinates. -----------------

create table private.asked_addresses (
  address text primary key,
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  asked_at timestamptz not null default private.clock(),
  constraint asked_located_or_not check ((latitude is null) = (longitude is null))
);
comment on table private.asked_addresses is 'What the geocoding service said about an address, so that it is asked once; null coordinates mean that it did not know, and it is asked again after 30 days.';

create function private.address_line(street text, city text, province text, postal_code text)
returns text
language sql immutable
set search_path = ''
as $$
  select case when btrim(street) <> '' then
    lower(regexp_replace(concat_ws(', ', btrim(street), nullif(btrim(city), ''), nullif(btrim(province), ''),
      nullif(upper(regexp_replace(postal_code, '\s', '', 'g')), '')), '\s+', ' ', 'g'))
  end
$$;
comment on function private.address_line is 'An address as it is compared and asked about, without the apartment; null without a street.';

create function private.locate_upcoming_tasks(unit_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.technician_tasks t
  set latitude = u.latitude, longitude = u.longitude
  from public.maintenance_visits v
  join public.maintenance_cycles y on y.id = v.cycle_id
  join public.maintenance_contracts c on c.id = y.contract_id
  join public.units u on u.id = c.unit_id
  where u.id = any (unit_ids) and v.task_id = t.id and v.state = 'scheduled' and t.state = 'scheduled'
    and (t.latitude, t.longitude) is distinct from (u.latitude, u.longitude);
end;
$$;
comment on function private.locate_upcoming_tasks is 'Scheduled visits to these units take over their position, so that drives to and from them are right.';

create function private.use_known_coordinates(addresses text[])
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_units uuid[];
  v_customers integer;
begin
  update public.customers c
  set latitude = a.latitude, longitude = a.longitude
  from private.asked_addresses a
  where a.address = any (addresses) and a.latitude is not null
    and c.latitude is null and private.address_line(c.street, c.city, c.province, c.postal_code) = a.address;
  get diagnostics v_customers = row_count;
  with located as (
    update public.units u
    set latitude = a.latitude, longitude = a.longitude
    from private.asked_addresses a
    where a.address = any (addresses) and a.latitude is not null
      and u.latitude is null and private.address_line(u.street, u.city, u.province, u.postal_code) = a.address
    returning u.id
  )
  select coalesce(array_agg(l.id), '{}') into v_units from located l;
  perform private.locate_upcoming_tasks(v_units);
  return v_customers + cardinality(v_units);
end;
$$;
comment on function private.use_known_coordinates is 'Gives customers and units without coordinates those of their address, where known; returns how many. What has coordinates, or a pin, keeps them.';

create function public.places_without_coordinates(batch integer default 20)
returns table (address text, street text, city text, province text, postal_code text)
-- Definer: reads and fills tables of private.
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_unlocated text[];
begin
  select array_agg(distinct p.address) into v_unlocated
  from (
    select private.address_line(c.street, c.city, c.province, c.postal_code) as address from public.customers c where c.latitude is null
    union all
    select private.address_line(u.street, u.city, u.province, u.postal_code)
    from public.units u where u.latitude is null and u.condition <> 'retired'
  ) p
  where p.address is not null;
  perform private.use_known_coordinates(v_unlocated);
  return query
  select distinct on (p.address) p.address, p.street, p.city, p.province, p.postal_code
  from (
    select private.address_line(c.street, c.city, c.province, c.postal_code) as address, c.street, c.city, c.province, c.postal_code
    from public.customers c where c.latitude is null
    union all
    select private.address_line(u.street, u.city, u.province, u.postal_code), u.street, u.city, u.province, u.postal_code
    from public.units u where u.latitude is null and u.condition <> 'retired'
  ) p
  where p.address is not null
    and not exists (
      select from private.asked_addresses a where a.address = p.address and a.asked_at > private.clock() - interval '30 days')
  order by p.address
  limit least(greatest(places_without_coordinates.batch, 0), 1000);
end;
$$;
comment on function public.places_without_coordinates is 'Addresses of customers and units that the geocoding service should be asked about now, each once. Also fills in what is known already.';

create function public.set_coordinates(address text, latitude double precision, longitude double precision)
returns integer
-- Definer: as above.
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if set_coordinates.address is null or (latitude is null) <> (longitude is null)
    or latitude not between -90 and 90 or longitude not between -180 and 180 then
    raise exception 'an address and both coordinates, or an address and none' using errcode = '22023';
  end if;
  insert into private.asked_addresses as a (address, latitude, longitude)
  values (set_coordinates.address, set_coordinates.latitude, set_coordinates.longitude)
  on conflict on constraint asked_addresses_pkey do update
  set latitude = excluded.latitude, longitude = excluded.longitude, asked_at = excluded.asked_at;
  return private.use_known_coordinates(array[set_coordinates.address]);
end;
$$;
comment on function public.set_coordinates is 'Files the service''s answer about an address (null: unknown to it) and returns how many customers and units it located. Raises 22023 for coordinates that are none.';

create function public.place_pin(unit_id uuid, latitude double precision, longitude double precision)
returns jsonb
-- Definer: moves the visits to the unit too, which the office may not write.
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  if latitude is null or longitude is null or latitude not between -90 and 90 or longitude not between -180 and 180 then
    raise exception 'a pin needs a latitude and a longitude' using errcode = '22023';
  end if;
  update public.units u
  set latitude = place_pin.latitude, longitude = place_pin.longitude
  where u.id = place_pin.unit_id;
  if not found then
    raise exception 'no such unit' using errcode = 'PT404';
  end if;
  perform private.locate_upcoming_tasks(array[place_pin.unit_id]);
  return jsonb_build_object('status', 'placed');
end;
$$;
comment on function public.place_pin is 'The office says where a unit is: {"status": "placed"}. Scheduled visits to it move along. Raises 42501, 22023, PT404.';

grant execute on function public.places_without_coordinates, public.set_coordinates to service_role;
grant execute on function public.place_pin to authenticated, service_role;
