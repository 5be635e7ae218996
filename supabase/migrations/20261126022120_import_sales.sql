-- Import sales: orders, their lines and the funders' claims, as the importers before them.

create function private.words_of_order(sold public.sales_orders)
returns jsonb
language sql immutable
return jsonb_build_object('state', (sold).state, 'order_date', (sold).order_date, 'commitment_date', (sold).commitment_date);
comment on function private.words_of_order is 'What files say of an order, as it is here.';

create function private.words_of_line(line public.sales_order_lines)
returns jsonb
language sql stable
return jsonb_build_object('product', (select p.sku from public.products p where p.id = (line).product_id), 'description', (line).description,
  'quantity', (line).quantity, 'unit_price', (line).unit_price, 'serial_numbers', (line).serial_numbers,
  'delivery_date', (line).delivery_date, 'invoice_date', (line).invoice_date);
comment on function private.words_of_line is 'A line of an order in the words of its file, its sku as product.';

create function private.orders_told(file public.import_files, rows jsonb)
returns table (order_number text, line integer, customer_id uuid, told jsonb, told_before jsonb)
language sql stable
set search_path = ''
as $$
  with numbers as (
    -- Of an order with very many lines all of them are read once, with the first that has something new.
    select n.order_number
    from (
      select e #>> '{told,order_number}' as order_number, min((e ->> 'line')::integer) as first_line
      from jsonb_array_elements(rows) e group by 1) n
    where not exists (
      select from private.staged_rows s
      where s.file_id = (file).id and s.order_number = n.order_number and s.fields is not null and s.line < n.first_line)
  ), lines as (
    select n.order_number, s.line, coalesce(s.fields, i.fields) as fields
    from numbers n
    cross join lateral (
      select s.* from private.staged_rows s where s.file_id = (file).id and s.order_number = n.order_number offset 0) s
    left join lateral (
      select i.fields from private.imported_values i where i.file_kind = (file).kind and i.ref = s.ref limit 1) i on s.fields is null
    union all
    -- A file that tells only what changed leaves the other lines as they were told.
    select n.order_number, null, i.fields
    from numbers n
    cross join lateral (
      select i.ref, i.fields from private.imported_values i
      where not (file).is_whole and i.file_kind = 'sales_order_lines' and i.fields ->> 'order_number' = n.order_number offset 0) i
    where not exists (select from private.staged_rows s where s.file_id = (file).id and s.ref = i.ref)
  )
  -- A file tells its orders line by line; an order is as confirmed as its most confirmed line.
  select distinct on (l.order_number) l.order_number, l.line, c.customer_id,
    private.said(jsonb_build_object('state', l.fields -> 'order_state', 'order_date', l.fields -> 'order_date', 'commitment_date', l.fields -> 'commitment_date')),
    i.fields
  from lines l
  cross join lateral (select c.customer_id from private.customers_by_ref c where c.customer_ref = l.fields ->> 'customer_ref' limit 1) c
  left join lateral (select i.fields from private.imported_values i where i.file_kind = 'sales_orders' and i.ref = l.order_number limit 1) i on true
  order by l.order_number, array_position(array['done', 'sale', 'draft', 'cancel'], l.fields ->> 'order_state'), l.line;
$$;
comment on function private.orders_told is 'What a file says of the orders of these rows, all lines of each considered, with the line that decides it, and what it said before. Each order once in a file.';

create function private.is_cancelled_in_passing(file public.import_files, order_number text, state text)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return file.import_run_id is null and coalesce(is_cancelled_in_passing.state = 'cancel', false) and exists (
    select from public.sales_orders o join public.sales_order_lines l on l.order_id = o.id join public.units u on u.source_line_id = l.id
    join public.maintenance_contracts c on c.unit_id = u.id and c.state <> 'cancelled'
    where o.order_number = is_cancelled_in_passing.order_number and o.state <> 'cancel');
end;
$$;
comment on function private.is_cancelled_in_passing is 'Whether a file that somebody brings in says that an order is cancelled whose units are enrolled: nobody would end them, so it stays confirmed until a person, or a night, cancels it.';

create function private.import_orders(file public.import_files, rows jsonb)
returns setof private.import_touch
language sql volatile
set search_path = ''
as $$
  with told as materialized (
    select t.order_number, t.line, t.customer_id, s.told, t.told_before, o.id as known_id, n.*
    from private.orders_told(file, rows) t
    cross join lateral (
      select case when private.is_cancelled_in_passing(file, t.order_number, t.told ->> 'state') then t.told - 'state' else t.told end as told) s
    left join lateral (select o.id from public.sales_orders o where o.order_number = t.order_number limit 1) o on true
    cross join lateral jsonb_to_record(case when o.id is null then s.told else private.news_of(file, s.told, t.told_before) end)
      as n (state text, order_date date, commitment_date date)
  ), added as (
    insert into public.sales_orders (order_number, customer_id, state, order_date, commitment_date)
    select t.order_number, t.customer_id, t.state, t.order_date, t.commitment_date
    from told t where t.known_id is null and private.may_be_added(file, t.told_before)
    returning id, order_number, state
  ), changed as (
    update public.sales_orders o set
      state = coalesce(t.state, o.state), order_date = coalesce(t.order_date, o.order_date), commitment_date = coalesce(t.commitment_date, o.commitment_date)
    from told t
    where o.id = t.known_id and (coalesce(t.state, o.state), coalesce(t.order_date, o.order_date), coalesce(t.commitment_date, o.commitment_date))
      is distinct from (o.state, o.order_date, o.commitment_date)
    returning o.id, private.words_of_order(o) as words
  ), remembered as (
    insert into private.imported_values as i (file_kind, ref, fields)
    select 'sales_orders', t.order_number, t.told from told t where t.told is distinct from t.told_before
    on conflict (file_kind, ref) do update set fields = i.fields || excluded.fields
  )
  select coalesce(t.line, (rows #>> '{0,line}')::integer), 'sales_orders', a.id, t.told, t.told_before, null::jsonb, jsonb_build_object('state', a.state)
  from added a join told t on t.order_number = a.order_number
  union all
  select coalesce(t.line, (rows #>> '{0,line}')::integer), 'sales_orders', c.id, t.told, t.told_before, private.words_of_order(o), c.words
  from changed c join told t on t.known_id = c.id cross join lateral (select o from public.sales_orders o where o.id = c.id limit 1) was (o);
$$;
comment on function private.import_orders is 'Writes the orders that these rows are lines of.';

create function private.import_lines(file public.import_files, rows jsonb)
returns setof private.import_touch
language sql volatile
set search_path = ''
as $$
  with told as materialized (
    select e, (e ->> 'line')::integer as line, e -> 'news' <> '{}' as has_news, v.*, o.id as order_id, p.id as product_id, known.id as known_id
    from jsonb_array_elements(rows) e
    cross join lateral (select o.id from public.sales_orders o where o.order_number = e #>> '{told,order_number}' limit 1) o
    left join lateral (select l.id from public.sales_order_lines l where l.line_ref = e ->> 'ref' limit 1) known on true
    cross join lateral jsonb_to_record(case when known.id is null then e -> 'told' else e -> 'news' end) as v (
      sku text, description text, quantity integer, unit_price numeric, serial_numbers text[], delivery_date date, invoice_date date)
    left join public.products p on p.sku = v.sku
  ), added as (
    insert into public.sales_order_lines (order_id, line_ref, product_id, description, quantity, unit_price, serial_numbers, delivery_date, invoice_date)
    select t.order_id, t.e ->> 'ref', t.product_id, t.description, t.quantity, t.unit_price, coalesce(t.serial_numbers, '{}'), t.delivery_date, t.invoice_date
    from told t where t.known_id is null and private.may_be_added(file, t.e -> 'told_before')
    returning id, line_ref
  ), changed as (
    update public.sales_order_lines l set
      product_id = coalesce(t.product_id, l.product_id), description = coalesce(t.description, l.description),
      quantity = coalesce(t.quantity, l.quantity), unit_price = coalesce(t.unit_price, l.unit_price),
      serial_numbers = coalesce(t.serial_numbers, l.serial_numbers),
      delivery_date = coalesce(t.delivery_date, l.delivery_date), invoice_date = coalesce(t.invoice_date, l.invoice_date)
    from told t where l.id = t.known_id and t.has_news
    returning l.id, private.words_of_line(l) as words
  )
  select t.line, 'sales_order_lines', a.id, t.e -> 'told', t.e -> 'told_before', null::jsonb, '{}'::jsonb from added a join told t on t.e ->> 'ref' = a.line_ref
  union all
  select t.line, 'sales_order_lines', c.id, t.e -> 'told', t.e -> 'told_before', private.words_of_line(o), c.words
  from changed c join told t on t.known_id = c.id cross join lateral (select o from public.sales_order_lines o where o.id = c.id limit 1) was (o)
  where private.words_of_line(o) is distinct from c.words;
$$;
comment on function private.import_lines is 'Writes lines of orders by line_ref. A line stays in the order in which it came first.';

create function private.import_sales(file public.import_files, rows jsonb)
returns setof private.import_touch
language plpgsql volatile
set search_path = ''
-- Nobody is enrolled here: what follows from a sale is looked at when all of it is in.
set rules.made_by = 'import_sales'
as $$
begin
  return query select * from private.import_orders(file, rows);
  return query select * from private.import_lines(file, rows);
  return;
end;
$$;
comment on function private.import_sales is 'Writes orders and their lines by their numbers.';

create function private.words_of_claim(claim public.device_claims)
returns jsonb
language sql stable
return jsonb_build_object('customer_ref', (select c.customer_ref from public.customers c where c.id = (claim).customer_id), 'funder', (claim).funder,
  'device_type', (claim).device_type, 'sku', (select p.sku from public.products p where p.id = (claim).product_id), 'serial_number', (claim).serial_number,
  'adp_delivery_date', (claim).adp_delivery_date, 'invoice_date', (claim).invoice_date, 'order_date', (claim).order_date);
comment on function private.words_of_claim is 'A claim in the words of its file.';

create function private.import_claims(file public.import_files, rows jsonb)
returns setof private.import_touch
language sql volatile
set search_path = ''
as $$
  with told as materialized (
    select e, (e ->> 'line')::integer as line, e -> 'news' <> '{}' as has_news, v.*, c.customer_id, p.id as product_id, known.id as known_id
    from jsonb_array_elements(rows) e
    left join lateral (select d.id from public.device_claims d where d.claim_ref = e ->> 'ref' limit 1) known on true
    cross join lateral jsonb_to_record(case when known.id is null then e -> 'told' else e -> 'news' end) as v (
      customer_ref text, funder text, device_type text, sku text, serial_number text, adp_delivery_date date, invoice_date date, order_date date)
    left join lateral (select c.customer_id from private.customers_by_ref c where c.customer_ref = v.customer_ref limit 1) c on true
    left join public.products p on p.sku = v.sku
  ), added as (
    insert into public.device_claims (claim_ref, funder, customer_id, device_type, product_id, serial_number, adp_delivery_date, invoice_date, order_date)
    select t.e ->> 'ref', t.funder, t.customer_id, t.device_type, t.product_id, t.serial_number, t.adp_delivery_date, t.invoice_date, t.order_date
    from told t where t.known_id is null and private.may_be_added(file, t.e -> 'told_before')
    returning id, claim_ref
  ), changed as (
    update public.device_claims d set
      funder = coalesce(t.funder, d.funder), customer_id = coalesce(t.customer_id, d.customer_id),
      device_type = coalesce(t.device_type, d.device_type), product_id = coalesce(t.product_id, d.product_id),
      serial_number = coalesce(t.serial_number, d.serial_number), adp_delivery_date = coalesce(t.adp_delivery_date, d.adp_delivery_date),
      invoice_date = coalesce(t.invoice_date, d.invoice_date), order_date = coalesce(t.order_date, d.order_date)
    from told t where d.id = t.known_id and t.has_news
    returning d.id, private.words_of_claim(d) as words
  )
  select t.line, 'device_claims', a.id, t.e -> 'told', t.e -> 'told_before', null::jsonb, '{}'::jsonb from added a join told t on t.e ->> 'ref' = a.claim_ref
  union all
  select t.line, 'device_claims', c.id, t.e -> 'told', t.e -> 'told_before', private.words_of_claim(o), c.words
  from changed c join told t on t.known_id = c.id cross join lateral (select o from public.device_claims o where o.id = c.id limit 1) was (o)
  where private.words_of_claim(o) is distinct from c.words;
$$;
comment on function private.import_claims is 'Writes device claims by claim_ref.';
