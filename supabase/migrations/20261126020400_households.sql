-- Households: what booking a unit takes, and which units one technician may service in one stop.

create type private.stop_unit as (
  cycle_id uuid,
  contract_id uuid,
  customer_id uuid,
  category_id uuid,
  kind text,
  product_name text,
  due_on date,
  fee numeric,
  tax_rate numeric,
  tax_code text,
  tax_name text,
  tax_reason text,
  no_charge_reason text,
  price_frozen_at timestamptz,
  visit_minutes integer,
  skill_id uuid,
  service_product_id uuid,
  serviceable boolean,
  latitude double precision,
  longitude double precision,
  address_key text,
  postal_code text,
  address text,
  enrolled_at timestamptz,
  is_outdoor boolean,
  winter text
);
comment on type private.stop_unit is 'An open cycle with what booking it takes: its unit''s price (frozen, else the contract''s), minutes, skill and place, whether it may be serviced at all, whether it stands outside, and the season in which it is not offered (winter: 11-15/04-15, null for none).';

create function private.is_serviceable(contract_state text, unit_condition text)
returns boolean
language sql immutable
return contract_state = 'active' and unit_condition = 'in_service';
comment on function private.is_serviceable is 'Whether a unit may be serviced under its contract: neither of them rests or has ended.';

create view private.open_cycles as
  select y.id as cycle_id, y.contract_id, c.customer_id, c.category_id, k.name as kind, p.name as product_name, y.due_on,
    coalesce(y.fee, private.fee_due(c.fee, c.no_charge_until, y.due_on)) as fee, coalesce(y.tax_rate, t.rate) as tax_rate,
    case when coalesce(y.tax_rate, t.rate) = t.rate then t.code end as tax_code, private.tax_name(t.name, t.rate, coalesce(y.tax_rate, t.rate)) as tax_name,
    coalesce(c.tax_reason, t.zero_rated_reason) as tax_reason, c.no_charge_reason, y.price_frozen_at,
    coalesce(k.visit_minutes, 60) as visit_minutes, k.required_skill_id as skill_id, k.service_product_id,
    private.is_serviceable(c.state, u.condition) as serviceable,
    u.latitude, u.longitude, u.address_key, u.postal_code,
    private.address_text(u.street, u.apartment, u.city, u.province, u.postal_code) as address, c.created_at as enrolled_at,
    k.outdoor as is_outdoor, k.winter_from || '/' || k.winter_until as winter
  from public.maintenance_cycles y
  join public.maintenance_contracts c on c.id = y.contract_id
  join public.units u on u.id = c.unit_id
  join public.equipment_categories k on k.id = c.category_id
  join private.tax_now t on t.id = c.tax_code_id
  left join public.products p on p.id = u.product_id
  where y.closed_at is null;
comment on view private.open_cycles is 'Each open cycle as a private.stop_unit, column by column.';

create function private.unit_of_cycle(cycle_id uuid)
returns private.stop_unit
language plpgsql stable
set search_path = ''
as $$
declare
  v_unit private.stop_unit;
begin
  select o.* into v_unit from private.open_cycles o where o.cycle_id = unit_of_cycle.cycle_id;
  return v_unit;
end;
$$;
comment on function private.unit_of_cycle is 'What booking a cycle takes; null when it is closed.';

create function private.unit_of_contract(contract_id uuid)
returns private.stop_unit
language plpgsql stable
set search_path = ''
as $$
begin
  return private.unit_of_cycle((
    select y.id from public.maintenance_cycles y where y.contract_id = unit_of_contract.contract_id and y.closed_at is null));
end;
$$;
comment on function private.unit_of_contract is 'What booking a contract''s open cycle takes; null where it has none.';

create function private.open_unit(contract_id uuid)
returns private.stop_unit
language plpgsql stable
set search_path = ''
as $$
declare
  v_own private.stop_unit := private.unit_of_contract(contract_id);
begin
  if v_own.cycle_id is null and not exists (select from public.maintenance_contracts c where c.id = open_unit.contract_id) then
    raise exception 'no such contract' using errcode = 'PT404';
  end if;
  return v_own;
end;
$$;
comment on function private.open_unit is 'What booking a contract''s open cycle takes, null where it has none; PT404 for an unknown contract.';

create function private.units_of_stop(contract_ids uuid[])
returns private.stop_unit[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select row (o.*)::private.stop_unit from private.open_cycles o
    where o.contract_id = any (contract_ids) order by o.due_on, o.kind, o.enrolled_at, o.contract_id);
end;
$$;
comment on function private.units_of_stop is 'The open cycles of these contracts, in the order in which a stop lists them: soonest due first, those of one kind together, as private.told_apart counts them.';

-- What is told of a unit ------------------------------------------------------------------------------------

create function private.unit_told(unit private.stop_unit)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object('contract_id', unit.contract_id, 'kind', unit.kind, 'told_apart', private.told_apart(unit.contract_id),
    'due_on', unit.due_on, 'fee', unit.fee, 'tax', round(unit.fee * unit.tax_rate, 2), 'tax_name', unit.tax_name,
    'no_charge_reason', case when unit.fee = 0 then unit.no_charge_reason end);
end;
$$;
comment on function private.unit_told is 'What a client is told of one unit: {contract_id, kind, told_apart, due_on, fee, tax, tax_name, no_charge_reason}. Money is rounded half-up per unit, as on the invoice.';

create function private.unit_named(unit private.stop_unit)
returns jsonb
language sql stable
return private.unit_told(unit) || jsonb_build_object('product_name', unit.product_name);
comment on function private.unit_named is 'What is told of one unit, and of which product it is: private.unit_told, {product_name}.';

create function private.units_named(units private.stop_unit[])
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (select jsonb_agg(private.unit_named(units[i]) order by i) from generate_series(1, cardinality(units)) i);
end;
$$;
comment on function private.units_named is 'The same of the units of a stop, in their order.';

create function private.acquired(contract public.maintenance_contracts, unit public.units)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_claim public.device_claims;
begin
  if contract.source in ('sale', 'backfill') then
    -- Whoever got the unit from its former owner did not buy it: the order is under that owner's name.
    return case when not exists (
      select from public.sales_order_lines l join public.sales_orders o on o.id = l.order_id
      where l.id = unit.source_line_id and o.customer_id <> contract.customer_id) then 'bought' end;
  end if;
  select * into v_claim from public.device_claims d where d.id = unit.source_claim_id and d.customer_id = contract.customer_id;
  return case when contract.source = 'claims' and v_claim.id is not null then
    -- A claim that no funder pays is a plain sale.
    case when v_claim.funder ilike '%private%' then 'bought' else 'claimed' end end;
end;
$$;
comment on function private.acquired is 'How a client came by a unit, as far as our own papers say: bought from us, claimed (from us, a funder paid), or null where they do not.';

create function private.due_items(cycle_ids uuid[])
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg((private.unit_told(row (o.*)::private.stop_unit) - 'contract_id') || jsonb_build_object(
      'cycle_id', o.cycle_id, 'product_name', o.product_name, 'minutes', o.visit_minutes,
      'acquired', a.acquired, 'acquired_on', case when a.acquired is not null then u.installed_on end)
      || case when o.winter is null then '{}' else private.winter_told(o.winter, o.due_on) end order by o.due_on, o.kind, o.enrolled_at, o.contract_id), '[]')
    from private.open_cycles o
    join public.maintenance_contracts c on c.id = o.contract_id
    join public.units u on u.id = c.unit_id
    cross join lateral (select private.acquired(c, u) as acquired) a
    where o.cycle_id = any (cycle_ids));
end;
$$;
comment on function private.due_items is 'The units of a mail about what is due: private.unit_told and {cycle_id, product_name, minutes, acquired, acquired_on, and where it is due in a season without times: winter (private.winter_told)}, in the order of private.units_of_stop; acquired: private.acquired, and when it was delivered, where we know.';

-- One home ------------------------------------------------------------------------------------------------

create function private.is_same_place(
  one_key text, one_latitude double precision, one_longitude double precision,
  other_key text, other_latitude double precision, other_longitude double precision)
returns boolean
language sql immutable
-- Two apartments may share their coordinates: their texts tell them apart. One text may stand for two places: their
-- coordinates tell those apart.
return coalesce(one_key = other_key, one_latitude is not null and other_latitude is not null)
  and coalesce(abs(one_latitude - other_latitude) < 0.002 and abs(one_longitude - other_longitude) < 0.002, true);
comment on function private.is_same_place is 'Whether two units stand at one address: the same text where both have one, and no more than some 200 m apart where both are located.';

create function private.household(contract_id uuid, as_of timestamptz)
returns setof private.stop_unit
language plpgsql stable
set search_path = ''
as $$
declare
  -- First of all: joined to itself in one statement, the view has more tables than the planner reorders.
  v_own private.stop_unit := private.unit_of_contract(contract_id);
  v_days integer := (select s.household_days from public.company_settings s);
begin
  return query
  select o.*
  from private.open_cycles o
  where o.customer_id = v_own.customer_id and o.contract_id <> v_own.contract_id
    and (o.due_on <= private.company_day(as_of) + v_days
      -- Staff book a visit that is far ahead: what is due about then goes along.
      or private.staff_ask() and abs(o.due_on - v_own.due_on) <= v_days)
    and private.is_same_place(o.address_key, o.latitude, o.longitude, v_own.address_key, v_own.latitude, v_own.longitude)
    and o.serviceable and not private.is_booked(o.cycle_id)
    and private.qualified_technicians(array_remove(array[v_own.skill_id, o.skill_id], null), null) <> '{}'
  order by o.due_on, o.kind, o.enrolled_at, o.contract_id;
end;
$$;
comment on function private.household is 'Other units of the same client at the same address that one technician could service in the same stop: due within company_settings.household_days from now (where staff ask: or from the day on which that one is due), not booked.';

create function private.is_household(contract_ids uuid[], contract_id uuid, as_of timestamptz)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  -- Nearly always; asked apart, since one expression of both would set up the whole household's query to say so.
  if contract_ids = '{}' then
    return true;
  end if;
  return not exists (
    select unnest(contract_ids) except select h.contract_id from private.household(is_household.contract_id, as_of) h);
end;
$$;
comment on function private.is_household is 'Whether all of these contracts may share a stop with that one; nobody else is always fine.';

-- What a stop takes -----------------------------------------------------------------------------------------

create type private.stop_needs as (
  skill_ids uuid[],
  minutes integer,
  latitude double precision,
  longitude double precision,
  postal_code text,
  exposure private.exposure
);
comment on type private.stop_needs is 'What one stop takes: all skills of its units, the sum of their minutes, where it is, and what weather means for it (null: nothing).';

create function private.exposure_of(units private.stop_unit[])
returns private.exposure
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select row (bool_or(u.is_outdoor), array_agg(distinct u.winter) filter (where u.winter is not null))::private.exposure
    from unnest(units) u);
end;
$$;
comment on function private.exposure_of is 'What weather means for one stop for these units, any of which stands outside or rests in a season.';

create function private.needs_of(units private.stop_unit[], at private.stop_unit)
returns private.stop_needs
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select row (coalesce(array_agg(distinct u.skill_id) filter (where u.skill_id is not null), '{}'),
      sum(u.visit_minutes)::integer, at.latitude, at.longitude, at.postal_code,
      case when bool_or(u.is_outdoor or u.winter is not null) then private.exposure_of(units) end)::private.stop_needs
    from unnest(units) u);
end;
$$;
comment on function private.needs_of is 'What one stop for these units takes, at the place of one of them.';
