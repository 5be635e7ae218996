-- List sales orders: who bought what, the latest first, and what came of it.

create index sales_orders_by_day on public.sales_orders (coalesce(order_date, date '1900-01-01'), id);
-- Drafts are few among all that was ever sold.
create index sales_orders_by_state on public.sales_orders (state, coalesce(order_date, date '1900-01-01'), id);

create function private.sales_order_rows(filters jsonb)
returns text[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array['select coalesce(o.order_date, date ''1900-01-01'') as key, o.id from public.sales_orders o where ' || concat_ws(' and ',
    private.of_nobody_erased('o.customer_id'),
    case filters ->> 'state'
      when 'confirmed' then 'o.state in (''sale'', ''done'')'
      else 'o.state = ' || quote_literal(filters ->> 'state') end,
    'o.customer_id = ' || quote_literal((filters ->> 'client')::uuid),
    'coalesce(o.order_date, date ''1900-01-01'') >= ' || quote_literal((filters ->> 'from')::date),
    'coalesce(o.order_date, date ''1900-01-01'') <= ' || quote_literal((filters ->> 'until')::date),
    case when filters ? 'search' then 'o.id = any ($1)' end)];
end;
$$;
comment on function private.sales_order_rows is 'The query of the orders that fit a filter, by their day, those without one first; those of erased clients are in no list. $1: those that a search found.';

create function private.sales_orders_found(search text)
returns setof uuid
language plpgsql stable
set search_path = ''
as $$
declare
  v_key constant text := private.search_key(search);
begin
  return query
    select o.id from public.sales_orders o
    where length(v_key) >= 2 and private.search_key(o.order_number) collate "C" >= v_key and private.search_key(o.order_number) collate "C" < v_key || U&'\+10FFFF'
    union
    select o.id from public.sales_orders o
    where v_key <> '' and v_key !~ '\D' and private.bare_number(o.order_number) collate "C" = private.bare_number(v_key)
    union
    select o.id from public.sales_orders o join private.found_clients(sales_orders_found.search) f on f.f = o.customer_id;
end;
$$;
comment on function private.sales_orders_found is 'The orders whose number begins with what was typed, or has these digits, and those of the clients that a search finds.';

create function private.sales_order_listed(order_ids uuid[])
returns jsonb
language plpgsql stable
set search_path = ''
set jit = off
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('order_id', o.id, 'order_number', o.order_number, 'state', o.state, 'order_date', o.order_date,
      'commitment_date', o.commitment_date, 'customer_id', m.id, 'customer', m.name, 'city', m.city, 'what', w.what, 'quantity', w.quantity, 'net', w.net,
      'delivered_on', w.delivered_on, 'contracts', private.contracts_of_order(o.id)) order by array_position(order_ids, o.id)), '[]')
    from public.sales_orders o
    join public.customers m on m.id = o.customer_id
    cross join lateral (
      select string_agg(coalesce(p.name, l.description), ', ' order by l.position, l.line_ref) as what, coalesce(sum(l.quantity), 0) as quantity,
        coalesce(sum(l.quantity * l.unit_price), 0) as net, max(l.delivery_date) as delivered_on
      from public.sales_order_lines l left join public.products p on p.id = l.product_id where l.order_id = o.id
    ) w
    where o.id = any (order_ids));
end;
$$;
comment on function private.sales_order_listed is 'These orders in the order of their ids: [{order_id, order_number, state, order_date, commitment_date, customer_id, customer, city, what, quantity, net, delivered_on: the latest day of a line, contracts: how many run that came of it}].';

create function private.list_sales_orders(filters jsonb, sort text, after text, most integer, counted boolean)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return private.list_page('sales_order', filters, coalesce(sort, '-ordered'), '{"ordered": "date"}', 'state', '{draft, confirmed, cancel}',
    case when filters ? 'search' then array(select private.sales_orders_found(filters ->> 'search')) end, after, most, counted);
end;
$$;
comment on function private.list_sales_orders is 'A page of orders: see the door of the same name.';
