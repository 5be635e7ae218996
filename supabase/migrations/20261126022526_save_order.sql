-- Save order: an order with its lines and their serial numbers is written here in one go, as a draft, which sells nothing yet.

create type private.order_line as (
  line_id uuid, product_id uuid, description text, quantity integer, unit_price numeric, serial_numbers text[], delivery_date date);
comment on type private.order_line is 'A line of an order as a form has it.';

create function private.line_fault(line private.order_line, on_day date)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when line.product_id is null and private.written(line.description) is null
      or line.product_id is not null and not exists (select from public.products p where p.id = line.product_id) then 'product_id'
    when length(line.description) > 500 then 'description'
    when line.quantity is null or line.quantity not between 1 and private.most_of_a_line() then 'quantity'
    when line.unit_price not between 0 and 999999.99 then 'unit_price'
    when cardinality(line.serial_numbers) > line.quantity then 'serial_numbers:many'
    when exists (select from unnest(line.serial_numbers) s where private.weak_serial(s, 'line') is not null) then 'serial_numbers:' || (
      select private.weak_serial(s, 'line') from unnest(line.serial_numbers) s where private.weak_serial(s, 'line') is not null limit 1)
    when line.delivery_date not between '1990-01-01' and on_day + 366 then 'delivery_date' end;
end;
$$;
comment on function private.line_fault is 'What is wrong with a line, as the name of its field (of serial numbers with why: many, more than pieces; weak, long); null for a good one.';

create function private.read_lines(lines jsonb)
returns private.order_line[]
language plpgsql immutable
set search_path = ''
as $$
begin
  return array(
    select (r.line_id, r.product_id, private.written(r.description), r.quantity, round(r.unit_price, 2), array(
      select private.said_serial(s.serial) from unnest(r.serial_numbers) with ordinality s (serial, place)
      where private.said_serial(s.serial) is not null order by s.place), r.delivery_date)::private.order_line
    from jsonb_array_elements(lines) with ordinality e (line, place)
    cross join lateral jsonb_to_record(e.line) r (
      line_id uuid, product_id uuid, description text, quantity integer, unit_price numeric, serial_numbers text[], delivery_date date)
    order by e.place);
end;
$$;
comment on function private.read_lines is 'The lines of a form, their serial numbers tidy and without words that stand for none. 22xxx for what is none.';

create function private.lines_fault(lines private.order_line[], on_day date)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_place bigint;
  v_fault text;
begin
  select l.place, private.line_fault((l.line_id, l.product_id, l.description, l.quantity, l.unit_price, l.serial_numbers, l.delivery_date), on_day) into v_place, v_fault
  from unnest(lines) with ordinality l (line_id, product_id, description, quantity, unit_price, serial_numbers, delivery_date, place)
  where private.line_fault((l.line_id, l.product_id, l.description, l.quantity, l.unit_price, l.serial_numbers, l.delivery_date), on_day) is not null
  order by l.place limit 1;
  if v_fault is null then
    -- One device is sold once.
    select max(l.place), 'serial_numbers:twice' into v_place, v_fault
    from unnest(lines) with ordinality l (line_id, product_id, description, quantity, unit_price, serial_numbers, delivery_date, place), unnest(l.serial_numbers) s
    group by private.serial_key(s) having count(*) > 1 limit 1;
  end if;
  return case when v_fault is not null then private.rejected('lines') || jsonb_strip_nulls(jsonb_build_object(
    'line', v_place - 1, 'field', split_part(v_fault, ':', 1), 'why', nullif(split_part(v_fault, ':', 2), ''))) end;
end;
$$;
comment on function private.lines_fault is 'The rejection of the first line that is wrong: {reason: lines, line: counted from 0, field, why}; null where all are good.';

create function private.next_order_number()
returns text
language plpgsql volatile
set search_path = ''
as $$
declare
  v_number text;
begin
  loop
    update private.sales_order_numbers n set last_number = n.last_number + 1 returning 'FM-' || lpad(n.last_number::text, 6, '0') into v_number;
    -- Somebody may have typed it.
    exit when not exists (select from public.sales_orders o where o.order_number = v_number);
  end loop;
  return v_number;
end;
$$;
comment on function private.next_order_number is 'The next number of an order that is written here: FM-000001. Whoever takes one holds the counter until the end.';

create function private.order_fault(sale public.sales_orders, on_day date)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_client public.customers;
begin
  select c.* into v_client from public.customers c where c.id = sale.customer_id;
  return case
    when v_client.id is null then private.rejected('customer_id')
    when v_client.erased_on is not null then private.refused('erased')
    when v_client.deceased_on is not null then private.refused('deceased')
    when length(sale.order_number) > 60 then private.rejected('order_number')
    when exists (select from public.sales_orders o where o.order_number = sale.order_number and o.id <> sale.id) then
      private.rejected('order_number') || '{"why": "taken"}'
    when sale.order_date not between '1990-01-01' and on_day then private.rejected('order_date')
    when sale.commitment_date not between '1990-01-01' and on_day + 1096 then private.rejected('commitment_date') end;
end;
$$;
comment on function private.order_fault is 'Why an order is not written like that, as an answer; null where it can be.';

create function private.write_lines(order_id uuid, lines private.order_line[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  delete from public.sales_order_lines l
  where l.order_id = write_lines.order_id and l.id <> all (array(select n.line_id from unnest(lines) n where n.line_id is not null));
  update public.sales_order_lines l
  set product_id = n.product_id, description = n.description, quantity = n.quantity, unit_price = n.unit_price, serial_numbers = n.serial_numbers,
    delivery_date = n.delivery_date, position = n.place
  from unnest(lines) with ordinality n (line_id, product_id, description, quantity, unit_price, serial_numbers, delivery_date, place)
  where l.order_id = write_lines.order_id and l.id = n.line_id;
  insert into public.sales_order_lines (order_id, line_ref, product_id, description, quantity, unit_price, serial_numbers, delivery_date, position)
  select write_lines.order_id, 'here:' || gen_random_uuid(), n.product_id, n.description, n.quantity, n.unit_price, n.serial_numbers, n.delivery_date, n.place
  from unnest(lines) with ordinality n (line_id, product_id, description, quantity, unit_price, serial_numbers, delivery_date, place)
  where not exists (select from public.sales_order_lines l where l.order_id = write_lines.order_id and l.id = n.line_id);
end;
$$;
comment on function private.write_lines is 'Writes the lines of a draft: those that are there stay the same lines, those that are not named go.';

create function private.save_order(order_id uuid, sale jsonb, shown text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_on_day date := private.company_day(as_of);
  v_old public.sales_orders;
  v_new public.sales_orders;
  v_lines private.order_line[];
  v_fault jsonb;
begin
  if jsonb_typeof(sale -> 'lines') is distinct from 'array' or jsonb_array_length(sale -> 'lines') > 100 then
    return private.rejected('lines') || '{"why": "many"}';
  end if;
  select o.* into v_old from public.sales_orders o where o.id = save_order.order_id for no key update;
  if v_old.id is not null and shown = '' then
    -- The same new form once more.
    return jsonb_build_object('status', 'saved', 'repeated', true, 'order_id', v_old.id, 'order_number', v_old.order_number);
  elsif v_old.state <> 'draft' then
    return private.refused('state');
  elsif v_old.id is not null and shown is distinct from private.order_shown(v_old) then
    return private.order_changed(v_old.id);
  elsif v_old.id is null and shown <> '' then
    raise exception 'no such order' using errcode = 'PT404';
  end if;
  v_lines := private.read_lines(sale -> 'lines');
  select coalesce(save_order.order_id, gen_random_uuid()), private.tidy(r.order_number), coalesce(v_old.customer_id, private.client_now(r.customer_id)), r.order_date, r.commitment_date
  into v_new.id, v_new.order_number, v_new.customer_id, v_new.order_date, v_new.commitment_date
  from jsonb_to_record(sale) r (order_number text, customer_id uuid, order_date date, commitment_date date);
  -- Held before it is looked at: whoever merges that client has done so, or waits.
  perform from public.customers c where c.id = v_new.customer_id for no key update;
  v_new.order_number := coalesce(nullif(v_new.order_number, ''), v_old.order_number);
  v_fault := coalesce(private.order_fault(v_new, v_on_day), private.lines_fault(v_lines, v_on_day));
  if v_fault is not null then
    return v_fault;
  end if;
  insert into public.sales_orders as o (id, order_number, customer_id, order_date, commitment_date)
  values (v_new.id, coalesce(v_new.order_number, private.next_order_number()), v_new.customer_id, coalesce(v_new.order_date, v_on_day), v_new.commitment_date)
  on conflict (id) do update set order_number = excluded.order_number, order_date = excluded.order_date, commitment_date = excluded.commitment_date
  returning o.order_number into v_new.order_number;
  perform private.write_lines(v_new.id, v_lines);
  return jsonb_build_object('status', 'saved', 'order_id', v_new.id, 'order_number', v_new.order_number);
exception
  when unique_violation then
    return private.rejected('order_number') || '{"why": "taken"}';
  when data_exception then
    return private.rejected('lines') || '{"why": "none"}';
end;
$$;
comment on function private.save_order is 'Writes an order down, or changes a draft: see the door save_sales_order.';
