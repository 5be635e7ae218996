-- Enrol unit: the office enrols one unit by hand, by the rules that an import goes by.

create function private.weak_serial(serial_number text, identity text)
returns text
language sql immutable
return case
  when length(serial_number) > 100 then 'long'
  when private.said_serial(serial_number) is null then case when identity = 'serial' then 'missing' end
  when private.serial_key(serial_number) is null then 'weak' end;
comment on function private.weak_serial is 'What is wrong with a serial number that was typed for a unit of such a category: missing where units are told apart by it, weak (it tells no two devices apart), long (over 100 characters); null for a good one, or none where none is needed.';

create function private.serial_taken(serial_number text)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select private.rejected('serial_number') || jsonb_build_object('why', 'taken', 'unit_id', u.id, 'customer', m.name)
    from public.units u join public.customers m on m.id = u.customer_id
    where u.serial_key = private.serial_key(serial_taken.serial_number) and u.condition <> 'retired');
end;
$$;
comment on function private.serial_taken is 'The rejection of a serial number that a unit in use has already, with that unit and whose it is; null for a free one.';

create function private.first_due(anchor_on date, interval_months integer, on_day date)
returns date
language sql immutable
return private.cadence_after(first_due.anchor_on, first_due.interval_months, first_due.on_day + 30);
comment on function private.first_due is 'When a unit that is enrolled by hand is due unless somebody says otherwise: the first day of its cadence that is more than 30 days away, so that nobody is written to on that very day.';

create function private.refuse_enrolment(client public.customers, category public.equipment_categories, product_id uuid,
  serial_number text, installed_on date, due_on date, fee numeric, on_day date)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_weakness text := private.weak_serial(serial_number, category.identity);
begin
  return case
    when client.erased_on is not null then private.refused('erased')
    when client.deceased_on is not null then private.refused('deceased')
    when category.id is null then private.rejected('kind')
    when not (select p.enabled from private.maintenance_policy(product_id, category.id) p) then private.refused('not_enabled')
    when v_weakness is not null then private.rejected('serial_number') || jsonb_build_object('why', v_weakness)
    when installed_on > on_day or installed_on < '1950-01-01' then private.rejected('installed_on')
    when due_on < on_day or due_on > on_day + 3652 then private.rejected('due_on')
    when not fee between 0 and 99999.99 then private.rejected('fee')
    else private.serial_taken(serial_number) end;
end;
$$;
comment on function private.refuse_enrolment is 'Why a unit cannot be enrolled by hand, as an answer (see the door enrol_unit); null when it can.';

create function private.enrol_unit(customer_id uuid, category_id uuid, product_id uuid, serial_number text, installed_on date, due_on date,
  fee numeric, request_id uuid, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_client public.customers;
  v_category public.equipment_categories;
  v_on_day date := private.company_day(as_of);
  v_unit_id uuid;
  v_contract public.maintenance_contracts;
  v_refusal jsonb;
begin
  -- Held, so that of one form that is sent twice the second sees the first.
  select * into v_client from public.customers c where c.id = enrol_unit.customer_id for no key update;
  if not found then
    raise exception 'no such client' using errcode = 'PT404';
  end if;
  select c.* into v_contract from public.maintenance_contracts c where c.unit_id = enrol_unit.request_id and c.customer_id = enrol_unit.customer_id;
  if found then
    return jsonb_build_object('status', 'enrolled', 'contract_id', v_contract.id);
  end if;
  select k.* into v_category from public.equipment_categories k
  where k.id = coalesce((select p.category_id from public.products p where p.id = enrol_unit.product_id), enrol_unit.category_id);
  v_refusal := private.refuse_enrolment(v_client, v_category, product_id, serial_number, installed_on, due_on, fee, v_on_day);
  if v_refusal is not null then
    return v_refusal;
  end if;

  insert into public.units (id, customer_id, product_id, category_id, serial_number, installed_on)
  values (coalesce(request_id, gen_random_uuid()), v_client.id, enrol_unit.product_id, v_category.id, private.said_serial(enrol_unit.serial_number), enrol_unit.installed_on)
  on conflict (serial_key) where condition <> 'retired' do nothing
  returning id into v_unit_id;
  if v_unit_id is null then
    return private.serial_taken(serial_number);
  end if;
  insert into public.maintenance_contracts (unit_id, source, fee, due_anchor_on)
  -- A day that somebody chose is where the cadence begins.
  values (v_unit_id, 'manual', enrol_unit.fee, coalesce(enrol_unit.due_on, enrol_unit.installed_on, v_on_day)) returning * into v_contract;
  insert into public.maintenance_cycles (contract_id, number, due_on)
  values (v_contract.id, 1, coalesce(enrol_unit.due_on, private.first_due(v_contract.due_anchor_on, v_contract.interval_months, v_on_day)));
  return jsonb_build_object('status', 'enrolled', 'contract_id', v_contract.id);
end;
$$;
comment on function private.enrol_unit is 'Enrols one unit by hand: see the door of the same name. PT404 for an unknown client.';

create function private.enrol_page(customer_id uuid, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_page jsonb;
begin
  select jsonb_build_object('status', 'ok', 'today', private.company_day(enrol_page.as_of), 'customer_id', m.id, 'name', m.name,
    'address', private.address_text(m.street, m.apartment, m.city, m.province, m.postal_code), 'kinds', (
      select coalesce(jsonb_agg(jsonb_build_object('category_id', k.id, 'name', k.name, 'identity', k.identity, 'enabled', own.enabled, 'interval_months', own.interval_months,
        'fee', own.fee, 'products', (
          select coalesce(jsonb_agg(jsonb_build_object('product_id', p.id, 'name', p.name, 'fee', o.fee, 'interval_months', o.interval_months) order by p.name, p.id), '[]')
          from public.products p cross join lateral private.maintenance_policy(p.id, k.id) o where p.category_id = k.id and o.enabled)) order by k.name), '[]')
      from public.equipment_categories k cross join lateral private.maintenance_policy(null, k.id) own))
  into v_page from public.customers m where m.id = enrol_page.customer_id;
  if v_page is null then
    raise exception 'no such client' using errcode = 'PT404';
  end if;
  return v_page;
end;
$$;
comment on function private.enrol_page is 'What can be enrolled for a client: see the door of the same name. PT404.';
