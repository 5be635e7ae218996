-- Order page: one order with all that came of it, and what confirming or cancelling it would mean.

create function private.why_not_sold(line public.sales_order_lines)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_product public.products;
begin
  select p.* into v_product from public.products p where p.id = line.product_id;
  return case
    when line.quantity < 0 then 'returned'
    when line.quantity = 0 then 'nothing'
    when line.quantity > private.most_of_a_line() then 'too_many'
    when v_product.id is null then 'no_product'
    when v_product.unit_kind <> 'base' then 'not_a_unit'
    when v_product.category_id is null or v_product.unit_kind is null then 'no_category'
    when not (select m.enabled from private.maintenance_policy(v_product.id, v_product.category_id) m) then 'not_maintained' end;
end;
$$;
comment on function private.why_not_sold is 'Why a line enrols nothing: returned, nothing, too_many, no_product, not_a_unit (an accessory, a part, a rental, a service), no_category (nobody has classified the product), not_maintained; null for one that does.';

create function private.units_of_line(line_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('unit_id', u.id, 'unit_number', u.unit_number, 'serial_number', u.serial_number, 'condition', u.condition,
      'customer_id', u.customer_id, 'contract_id', c.id, 'state', c.state, 'cancelled_reason', c.cancelled_reason, 'due_on', y.due_on, 'booked_for', lower(t.during)) order by u.unit_number), '[]')
    from public.units u
    left join lateral (
      select k.* from public.maintenance_contracts k where k.unit_id = u.id order by k.state = 'cancelled', k.created_at desc, k.id limit 1) c on true
    left join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null
    left join public.maintenance_visits v on v.id = (
      select e.id from public.maintenance_visits e where e.cycle_id = y.id and private.is_expected(e.state) limit 1)
    left join public.technician_tasks t on t.id = v.task_id
    where u.source_line_id = units_of_line.line_id);
end;
$$;
comment on function private.units_of_line is 'What came of a line: [{unit_id, unit_number, serial_number, condition, customer_id, contract_id, state, cancelled_reason, due_on, booked_for}], each with its contract that runs, else the last one.';

create function private.order_lines(sale public.sales_orders)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('line_id', l.id, 'product_id', l.product_id, 'product_name', p.name, 'sku', p.sku, 'category', k.name,
      'description', l.description, 'quantity', l.quantity, 'unit_price', l.unit_price, 'serial_numbers', l.serial_numbers, 'delivery_date', l.delivery_date,
      'enrols_nothing', private.why_not_sold(l), 'units', private.units_of_line(l.id),
      'questions', (
        select coalesce(jsonb_agg(jsonb_build_object('conflict_id', q.id, 'serial_number', q.told ->> 'serial', 'customer', m.name) order by q.opened_at, q.id), '[]')
        from public.import_conflicts q left join public.customers m on m.id = q.customer_id where q.source_line_id = l.id and q.decided_at is null))
      order by l.position, l.line_ref), '[]')
    from public.sales_order_lines l
    left join public.products p on p.id = l.product_id
    left join public.equipment_categories k on k.id = p.category_id
    where l.order_id = sale.id);
end;
$$;
comment on function private.order_lines is 'The lines of an order in their order, each with why it enrols nothing (private.why_not_sold), its units (private.units_of_line) and the serial numbers that somebody else has.';

create function private.sold_products()
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('product_id', p.id, 'sku', p.sku, 'name', p.name, 'list_price', p.list_price) order by p.name, p.sku), '[]')
    from public.products p);
end;
$$;
comment on function private.sold_products is 'What can be sold: [{product_id, sku, name, list_price}].';

create function private.order_page(order_id uuid, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_order public.sales_orders;
begin
  select o.* into v_order from public.sales_orders o where o.id = order_page.order_id;
  if not found then
    raise exception 'no such order' using errcode = 'PT404';
  end if;
  return jsonb_build_object('status', 'ok', 'today', private.company_day(as_of), 'order_id', v_order.id, 'order_number', v_order.order_number, 'state', v_order.state,
    'order_date', v_order.order_date, 'commitment_date', v_order.commitment_date, 'shown', private.order_shown(v_order),
    'client', (
      select jsonb_build_object('customer_id', m.id, 'name', m.name, 'phone', m.phone, 'email', m.email, 'is_erased', m.erased_on is not null, 'is_deceased', m.deceased_on is not null)
      from public.customers m where m.id = v_order.customer_id),
    'lines', private.order_lines(v_order),
    'cancelled', case when v_order.state = 'cancel' then private.last_change(array[v_order.id], what => 'sale cancelled') end,
    'ends', case when private.is_confirmed(v_order.state) then private.end_of_order(v_order.id) end,
    'fresh', private.new_units_of_order(v_order.id),
    'products', case when v_order.state = 'draft' then private.sold_products() else '[]' end);
end;
$$;
comment on function private.order_page is 'One order: see the door sales_order_page. PT404.';

create function private.new_order_page(customer_id uuid, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_client public.customers;
begin
  select c.* into v_client from public.customers c where c.id = private.client_now(new_order_page.customer_id);
  if not found then
    raise exception 'no such client' using errcode = 'PT404';
  end if;
  return jsonb_build_object('status', 'ok', 'today', private.company_day(as_of), 'products', private.sold_products(),
    'client', jsonb_build_object('customer_id', v_client.id, 'name', v_client.name, 'phone', v_client.phone, 'email', v_client.email,
      'is_erased', v_client.erased_on is not null, 'is_deceased', v_client.deceased_on is not null));
end;
$$;
comment on function private.new_order_page is 'What an order of a client is written from: see the door new_sales_order. PT404.';
