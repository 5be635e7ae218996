-- Households: open cycles with what booking them takes, and which of them one technician may service in one stop.

create function private.address_key(street text, unit text, postal_code text)
returns text
language plpgsql immutable
set search_path = ''
as $$
begin
  return case when btrim(street) <> '' then
    lower(regexp_replace(concat_ws(' ', street, '#', unit, '#', postal_code), '[^[:alnum:]#]+', '', 'g')) end;
end;
$$;
comment on function private.address_key is 'An address as it is compared: letters and digits only; null without a street.';

create view private.open_cycles as
  select y.id as cycle_id, y.contract_id, c.customer_id, c.category_id, k.name as kind, p.name as unit, y.due_on,
    coalesce(y.fee, c.fee) as fee, coalesce(y.tax_rate, t.rate) as tax_rate, y.price_frozen_at,
    coalesce(k.visit_minutes, 60) as visit_minutes, k.required_skill_id as skill_id, k.service_product_id,
    c.state = 'active' and u.condition = 'in_service' as serviceable,
    u.latitude, u.longitude, u.street, u.unit as apartment, u.postal_code, u.access_notes,
    nullif(concat_ws(', ', nullif(concat_ws(' ', u.street, case when u.unit <> '' then '#' || u.unit end), ''), u.city,
      nullif(concat_ws(' ', u.province, u.postal_code), '')), '') as address
  from public.maintenance_cycles y
  join public.maintenance_contracts c on c.id = y.contract_id
  join public.units u on u.id = c.unit_id
  join public.equipment_categories k on k.id = c.category_id
  join public.tax_codes t on t.id = c.tax_code_id
  left join public.products p on p.id = u.product_id
  where y.closed_at is null;
comment on view private.open_cycles is 'Each open cycle with what booking it takes: price (frozen, else the contract''s), minutes, skill, place.';

create function private.is_booked(cycle_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from public.maintenance_visits v
    where v.cycle_id = is_booked.cycle_id and v.state in ('scheduled', 'in_progress', 'done'));
end;
$$;
comment on function private.is_booked is 'Whether a cycle has a visit that is to happen or did.';

create function private.is_same_place(one private.open_cycles, other private.open_cycles)
returns boolean
language plpgsql immutable
set search_path = ''
as $$
begin
  -- An address that geocoding shares between apartments is told apart by its text, and a text by its place.
  return coalesce(
      private.address_key(one.street, one.apartment, one.postal_code) = private.address_key(other.street, other.apartment, other.postal_code),
      one.latitude is not null and other.latitude is not null)
    and coalesce(abs(one.latitude - other.latitude) < 0.002 and abs(one.longitude - other.longitude) < 0.002, true);
end;
$$;
comment on function private.is_same_place is 'Whether two units stand at one address: the same text where both have one, and no more than some 200 m apart where both are located.';

create function private.household(contract_id uuid, as_of timestamptz)
returns setof private.open_cycles
language plpgsql stable
set search_path = ''
as $$
declare
  v_own private.open_cycles;
begin
  -- Two steps: joined to itself in one, the view has more tables than the planner reorders.
  select * into v_own from private.open_cycles o where o.contract_id = household.contract_id;
  return query
  select o.*
  from private.open_cycles o
  where o.customer_id = v_own.customer_id and o.contract_id <> v_own.contract_id
    and o.due_on <= private.company_day(as_of) + (select s.household_days from public.company_settings s)
    and private.is_same_place(o, v_own)
    and o.serviceable and not private.is_booked(o.cycle_id)
    and private.qualified_technicians(array_remove(array[v_own.skill_id, o.skill_id], null), null) <> '{}'
  order by o.due_on, o.contract_id;
end;
$$;
comment on function private.household is 'Other units of the same client at the same address that one technician could service in the same stop: due within company_settings.household_days, not booked.';

create function private.is_household(contract_ids uuid[], contract_id uuid, as_of timestamptz)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return contract_ids = '{}' or not exists (
    select unnest(contract_ids) except select h.contract_id from private.household(is_household.contract_id, as_of) h);
end;
$$;
comment on function private.is_household is 'Whether all of these contracts may share a stop with that one; nobody else is always fine.';

create function private.units_of_stop(contract_ids uuid[])
returns private.open_cycles[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(select o from private.open_cycles o where o.contract_id = any (contract_ids) order by o.due_on, o.contract_id);
end;
$$;
comment on function private.units_of_stop is 'The open cycles of these contracts, in the order in which a stop lists them.';

create function private.stop_needs(contract_ids uuid[])
returns table (skill_ids uuid[], minutes integer, latitude double precision, longitude double precision, postal_code text)
language plpgsql stable
set search_path = ''
as $$
begin
  return query
  select coalesce(array_agg(distinct o.skill_id) filter (where o.skill_id is not null), '{}'), sum(o.visit_minutes)::integer,
    min(o.latitude) filter (where o.contract_id = contract_ids[1]),
    min(o.longitude) filter (where o.contract_id = contract_ids[1]),
    min(o.postal_code) filter (where o.contract_id = contract_ids[1])
  from private.open_cycles o
  where o.contract_id = any (contract_ids);
end;
$$;
comment on function private.stop_needs is 'What one stop for these contracts takes: all their skills, the sum of their minutes, at the place of the first.';
