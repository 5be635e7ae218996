-- Geography and drives: where a place is when nobody has located it yet, and how long it takes from one to another.
-- The mean of a postal area stands in for missing coordinates until an outside service, or a pin set by the
-- office, replaces it.

-- Postal areas ------------------------------------------------------------------------------------------

create function private.postal_area(postal_code text)
returns text
language sql immutable
return case when length(private.compact(postal_code)) >= 3 then left(private.compact(postal_code), 3) end;
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

-- A file brings in thousands, step by step, and takes the means anew at its end.
create trigger follow_inserted after insert on public.customers
  referencing new table as new_rows for each statement when (private.made_by() is distinct from 'finish_import')
  execute function private.follow_customers();
create trigger follow_updated after update on public.customers
  referencing old table as old_rows new table as new_rows for each statement execute function private.follow_customers();
create trigger follow_deleted after delete on public.customers
  referencing old table as old_rows for each statement execute function private.follow_customers();

create function private.customer_area(customer_id uuid, out latitude double precision, out longitude double precision)
language plpgsql stable
set search_path = ''
as $$
begin
  select p.latitude, p.longitude into customer_area.latitude, customer_area.longitude
  from public.customers c
  join private.postal_areas p on p.area = private.postal_area(c.postal_code)
  where c.id = customer_area.customer_id;
end;
$$;
comment on function private.customer_area is 'Where a customer''s postal area lies; null where nobody knows.';

-- Drives ----------------------------------------------------------------------------------------------

create function private.place_number(latitude double precision, longitude double precision)
returns bigint
language sql immutable
return (round(latitude * 1e5) * 1e8 + round(longitude * 1e5))::bigint;
comment on function private.place_number is 'Both coordinates at 5 decimals as one number: latitude × 1e13 + longitude × 1e5. Places with the same number are the same.';

create table public.travel_times (
  id uuid primary key default gen_random_uuid(),
  from_latitude numeric(8, 5) not null,
  from_longitude numeric(8, 5) not null,
  to_latitude numeric(8, 5) not null,
  to_longitude numeric(8, 5) not null,
  minutes integer not null check (minutes between 0 and 1440),
  fetched_at timestamptz not null default now(),
  from_place bigint not null generated always as ((from_latitude * 10000000000000 + from_longitude * 100000)::bigint) stored,
  to_place bigint not null generated always as ((to_latitude * 10000000000000 + to_longitude * 100000)::bigint) stored,
  unique (from_latitude, from_longitude, to_latitude, to_longitude)
);
comment on table public.travel_times is 'Known drives between two points (5 decimals), one direction each; the search estimates what is not here.';
comment on column public.travel_times.from_place is 'Both coordinates at 5 decimals as one number, as the search computes it: latitude × 1e13 + longitude × 1e5.';
comment on column public.travel_times.fetched_at is 'For renewing drives: how old what is known about one is.';

create index travel_times_by_places on public.travel_times (from_place, to_place) include (minutes);
create index travel_times_by_destination on public.travel_times (to_place, from_place) include (minutes);

create function private.kilometres(
  from_latitude double precision, from_longitude double precision, to_latitude double precision, to_longitude double precision)
returns double precision
language sql immutable
return 12742 * asin(sqrt(sin(radians(to_latitude - from_latitude) / 2) ^ 2
  + cos(radians(from_latitude)) * cos(radians(to_latitude)) * sin(radians(to_longitude - from_longitude) / 2) ^ 2));
comment on function private.kilometres is 'From one place to another along the great circle.';

create function private.drive_minutes(
  known integer, from_place bigint, from_latitude double precision, from_longitude double precision,
  to_place bigint, to_latitude double precision, to_longitude double precision)
returns integer
language sql immutable
return case
  when from_place is null or to_place is null then 30
  when known is not null then known
  when from_place = to_place then 0
  -- × 1.3 for roads, at 45 km/h, and 5 minutes to get going.
  else ceil(private.kilometres(from_latitude, from_longitude, to_latitude, to_longitude) * 1.3 / 45 * 60 + 5)::integer
  end;
comment on function private.drive_minutes is 'Minutes from one place to another: those of travel_times where known, 0 for the same place, else estimated by distance. A flat 30 where either place is unknown.';

create function private.drive_between(
  from_latitude double precision, from_longitude double precision, to_latitude double precision, to_longitude double precision)
returns integer
language plpgsql stable
set search_path = ''
as $$
declare
  v_from bigint := private.place_number(from_latitude, from_longitude);
  v_to bigint := private.place_number(to_latitude, to_longitude);
begin
  return private.drive_minutes(
    (select t.minutes from public.travel_times t where t.from_place = v_from and t.to_place = v_to),
    v_from, from_latitude, from_longitude, v_to, to_latitude, to_longitude);
end;
$$;
comment on function private.drive_between is 'Minutes from one place to another, as the search reckons them (private.drive_minutes).';

create function private.is_beyond_service_area(latitude double precision, longitude double precision)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return coalesce((
    select min(private.kilometres(t.home_latitude, t.home_longitude, is_beyond_service_area.latitude, is_beyond_service_area.longitude))
      > (select s.service_area_km from public.company_settings s)
    from public.technicians t
    where t.active and t.home_latitude is not null), false);
end;
$$;
comment on function private.is_beyond_service_area is 'Whether a place lies further from the homes of all technicians than the company goes; false where it does not say, or no home is known.';

-- Addresses ---------------------------------------------------------------------------------------------

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
return case when btrim(street) <> '' then
  lower(regexp_replace(concat_ws(', ', btrim(street), nullif(btrim(city), ''), nullif(btrim(province), ''),
    nullif(private.compact(postal_code), '')), '\s+', ' ', 'g')) end;
comment on function private.address_line is 'An address as it is compared and asked about, without the apartment; null without a street.';

-- Access --------------------------------------------------------------------------------------------

alter table public.travel_times enable row level security;
create policy office_reads on public.travel_times for select to authenticated using ((select private.is_office()));
grant select on public.travel_times to authenticated;
grant select, insert, update, delete on public.travel_times to service_role;
