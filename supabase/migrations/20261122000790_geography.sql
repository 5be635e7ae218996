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
language sql stable
set search_path = ''
as $$
  select p.latitude, p.longitude
  from public.customers c
  join private.postal_areas p on p.area = private.postal_area(c.postal_code)
  where c.id = customer_area.customer_id
$$;
comment on function private.customer_area is 'Where a customer''s postal area lies, as far as is known: one row or none.';
