-- Confirm sale: what was sold is enrolled in the transaction that confirms its order, whoever does that. Importers write what
-- another system says of an order and enrol nothing; the night does, afterwards.

create function private.unit_of_sale(sold private.sold_unit, known_id uuid)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  v_id uuid := known_id;
begin
  if v_id is null then
    insert into public.units (customer_id, product_id, category_id, serial_number, source_line_id, unit_number, installed_on)
    values (sold.customer_id, sold.product_id, sold.category_id, sold.serial_number, sold.line_id, sold.unit_number, sold.delivery_date)
    on conflict do nothing returning id into v_id;
    return v_id;
  end if;
  begin
    update public.units u set condition = 'in_service', installed_on = coalesce(sold.delivery_date, u.installed_on)
    where u.id = v_id and u.condition = 'retired';
  exception when unique_violation then
    -- It left its number to another meanwhile.
    update public.units u set condition = 'in_service', installed_on = coalesce(sold.delivery_date, u.installed_on), serial_number = null where u.id = v_id;
  end;
  return v_id;
end;
$$;
comment on function private.unit_of_sale is 'Makes the unit of a sold one, or puts the known one in service again; null where somebody else wrote its serial number down this very moment.';

create function private.ask_about_sold(sold private.sold_unit, place private.sold_place)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_told jsonb := (
    select jsonb_build_object('order', o.order_number, 'line_ref', l.line_ref, 'serial', sold.serial_number, 'product', p.name, 'delivered_on', l.delivery_date)
    from public.sales_order_lines l join public.sales_orders o on o.id = l.order_id left join public.products p on p.id = l.product_id where l.id = sold.line_id);
  v_conflict public.import_conflicts;
begin
  if place.obstacle = 'somebody_else' then
    v_conflict.conflict_kind := 'one_serial_two_clients';
    v_conflict.subject := private.serial_key(sold.serial_number);
    v_conflict.customer_id := (select u.customer_id from public.units u where u.id = place.unit_id);
    v_conflict.other_customer_id := sold.customer_id;
    v_conflict.unit_id := place.unit_id;
    v_conflict.source_line_id := sold.line_id;
    v_conflict.told := v_told;
    perform private.raise_conflict(v_conflict);
  elsif place.obstacle = 'twice' then
    perform private.raise_activity('enrolment_question', private.subject_key('line', sold.line_id::text), v_told || jsonb_build_object('reason', 'duplicate',
      'message', format('serial number "%s" stands twice on order %s', sold.serial_number, v_told ->> 'order')), customer_id => sold.customer_id);
  end if;
end;
$$;
comment on function private.ask_about_sold is 'Asks a person about a sold unit whose serial number another client''s unit has, or another one of the same order.';

create function private.enrol_sold(sold private.sold_unit, revives boolean, as_of timestamptz)
returns boolean
language plpgsql volatile
set search_path = ''
as $$
declare
  v_place private.sold_place := private.place_of(sold, revives);
  v_due_on date := private.first_due_of_sale(sold.anchor_on, sold.interval_months, sold.category_id, private.company_day(as_of));
  v_unit_id uuid;
  v_contract_id uuid;
begin
  while v_place.obstacle is null and v_unit_id is null loop
    v_unit_id := private.unit_of_sale(sold, v_place.unit_id);
    if v_unit_id is null then
      -- Whoever was faster may have it, or may have let it go again by now.
      v_place := private.place_of(sold, revives);
    end if;
  end loop;
  if v_place.obstacle is not null then
    perform private.ask_about_sold(sold, v_place);
    return false;
  end if;
  insert into public.maintenance_contracts (unit_id, source, interval_months, due_anchor_on)
  values (v_unit_id, 'sale', sold.interval_months, private.anchor_of(sold.anchor_on, sold.interval_months, v_due_on)) returning id into v_contract_id;
  insert into public.maintenance_cycles (contract_id, number, due_on) values (v_contract_id, 1, v_due_on);
  if sold.needs_serial and (select u.serial_number is null from public.units u where u.id = v_unit_id) then
    perform private.raise_activity('missing_serial', private.subject_key('line', sold.line_id::text), jsonb_build_object(
      'product', (select p.name from public.products p where p.id = sold.product_id), 'unit_number', sold.unit_number), customer_id => sold.customer_id, contract_id => v_contract_id);
  end if;
  return true;
end;
$$;
comment on function private.enrol_sold is 'Enrols one sold unit, unless it is there already or belongs to somebody else, who is asked about; whether it did.';

create function private.agree_by_purchase(customer_id uuid, on_day date)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.customers c set consent_basis = 'purchase', consent_on = agree_by_purchase.on_day
  where c.id = agree_by_purchase.customer_id and c.consent_basis in ('none', 'purchase') and coalesce(c.consent_on, '-infinity') < on_day
    and c.erased_on is null and c.deceased_on is null;
end;
$$;
comment on function private.agree_by_purchase is 'What a client bought is why we may write to them, from that day on.';

create function private.enrol_order(order_id uuid, as_of timestamptz, revives boolean default false)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_order public.sales_orders := private.hold_order(order_id);
  v_on_day date := private.company_day(as_of);
  v_sold private.sold_unit;
  v_new integer := 0;
begin
  if not private.is_confirmed(v_order.state) then
    return 0;
  end if;
  for v_sold in select s.* from private.sold_units(v_order.id, v_on_day) s loop
    v_new := v_new + private.enrol_sold(v_sold, revives, as_of)::integer;
  end loop;
  perform private.raise_activity('enrolment_question', private.subject_key('line', l.id::text), jsonb_build_object('reason', 'too_many', 'order_number', v_order.order_number,
    'line_ref', l.line_ref, 'message', format('%s of one line of order %s are not enrolled by themselves', l.quantity, v_order.order_number)), customer_id => v_order.customer_id)
  from public.sales_order_lines l join public.products p on p.id = l.product_id
  where l.order_id = v_order.id and l.quantity > private.most_of_a_line() and (select m.enabled from private.maintenance_policy(p.id, p.category_id) m);
  perform private.agree_by_purchase(v_order.customer_id, least(v_order.order_date, v_on_day));
  return v_new;
end;
$$;
comment on function private.enrol_order is 'Enrols what a confirmed order sold: a contract for each maintained unit, once, however often it is asked. revives: also those that ended when the order was cancelled, since somebody confirmed it anew; never what ended for reasons of its own. Returns how many contracts are new. PT404.';

create function private.contracts_of_order(order_id uuid)
returns bigint
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select count(*) from public.sales_order_lines l join public.units u on u.source_line_id = l.id
    join public.maintenance_contracts c on c.unit_id = u.id and c.state <> 'cancelled'
    where l.order_id = contracts_of_order.order_id);
end;
$$;
comment on function private.contracts_of_order is 'How many contracts run that came of an order.';

create function private.confirm_order(order_id uuid, shown text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_order public.sales_orders := private.hold_order(order_id);
  v_before bigint;
  v_client public.customers;
begin
  select c.* into v_client from public.customers c where c.id = v_order.customer_id;
  if v_client.erased_on is not null then
    return private.refused('erased');
  elsif v_client.deceased_on is not null then
    return private.refused('deceased');
  elsif not exists (select from public.sales_order_lines l where l.order_id = v_order.id) then
    return private.refused('lines');
  elsif private.is_confirmed(v_order.state) then
    -- Twice by one hand, or by two people at once. What is maintained only since is enrolled now.
    return jsonb_build_object('status', 'confirmed', 'repeated', true, 'enrolled', private.enrol_order(v_order.id, as_of));
  elsif shown <> private.order_shown(v_order) then
    return private.order_changed(v_order.id);
  end if;
  v_before := private.contracts_of_order(v_order.id);
  update public.sales_orders o set state = 'sale', order_date = coalesce(o.order_date, private.company_day(as_of)) where o.id = v_order.id;
  return jsonb_build_object('status', 'confirmed', 'enrolled', private.contracts_of_order(v_order.id) - v_before);
end;
$$;
comment on function private.confirm_order is 'Confirms a sale: see the door confirm_sales_order. What follows is enrolled by the trigger of the order, as by whatever other hand.';
