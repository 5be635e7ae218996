-- Importers: one per kind of file, each a few set-based statements over a batch. They take elements
-- {line, values, …} whose values were read exactly, and write nothing where nothing changed.

create function private.import_equipment_categories(rows jsonb)
returns void
language sql volatile
begin atomic
  insert into public.skills (code, name)
  select distinct v.required_skill, initcap(replace(v.required_skill, '_', ' '))
  from jsonb_array_elements(rows) e, jsonb_to_record(e -> 'values') as v (required_skill text)
  where v.required_skill is not null
  on conflict (code) do nothing;

  -- The file says nothing of tax: a category keeps its code, a new one takes the most common one.
  insert into public.equipment_categories as c
    (code, name, equipment_class, identity, safety_critical, maintenance_enabled, interval_months, fee,
     required_skill_id, visit_minutes, certificate_months, tax_code_id)
  select v.code, v.name, v.equipment_class, v.identity, v.safety_critical, v.maintenance_enabled,
    v.maintenance_interval_months, v.maintenance_fee, s.id, v.visit_minutes, case when v.safety_critical then 12 end,
    coalesce(known.tax_code_id, (
      select o.tax_code_id from public.equipment_categories o where o.tax_code_id is not null
      group by o.tax_code_id order by count(*) desc, o.tax_code_id limit 1))
  from jsonb_array_elements(rows) e, jsonb_to_record(e -> 'values') as v (
    code text, name text, equipment_class text, identity text, safety_critical boolean, maintenance_enabled boolean,
    maintenance_interval_months integer, maintenance_fee numeric, required_skill text, visit_minutes integer)
  left join public.skills s on s.code = v.required_skill
  left join public.equipment_categories known on known.code = v.code
  on conflict (code) do update set
    name = excluded.name, equipment_class = excluded.equipment_class, identity = excluded.identity,
    safety_critical = excluded.safety_critical, maintenance_enabled = excluded.maintenance_enabled,
    interval_months = coalesce(excluded.interval_months, c.interval_months), fee = coalesce(excluded.fee, c.fee),
    required_skill_id = coalesce(excluded.required_skill_id, c.required_skill_id),
    visit_minutes = coalesce(excluded.visit_minutes, c.visit_minutes);
end;
comment on function private.import_equipment_categories is 'Writes maintenance policies by code, with the skills they need. Tax codes and certificate months stay as the company set them.';

create function private.import_device_types(rows jsonb)
returns void
language sql volatile
set search_path = ''
as $$
  insert into public.device_types as d (name, category_id)
  select v.device_type, c.id
  from jsonb_array_elements(rows) e, jsonb_to_record(e -> 'values') as v (device_type text, category_code text)
  left join public.equipment_categories c on c.code = lower(v.category_code)
  on conflict (name_key) do update set category_id = excluded.category_id
  where excluded.category_id is not null and d.category_id is distinct from excluded.category_id;
$$;
comment on function private.import_device_types is 'Writes which category a funder''s device type stands for, compared trimmed and case-folded.';

create function private.import_products(rows jsonb)
returns void
language sql volatile
set search_path = ''
as $$
  -- "true" means maintained as its category is, so that a disabled category disables its products.
  insert into public.products as p (sku, name, category_id, unit_kind, maintenance_enabled, interval_months, fee, list_price)
  select v.sku, v.name, c.id, v.unit_kind, case when not v.maintenance_enabled then false end,
    v.maintenance_interval_months, v.maintenance_fee, v.list_price
  from jsonb_array_elements(rows) e, jsonb_to_record(e -> 'values') as v (
    sku text, name text, category_code text, unit_kind text, maintenance_enabled boolean,
    maintenance_interval_months integer, maintenance_fee numeric, list_price numeric)
  left join public.equipment_categories c on c.code = lower(v.category_code)
  on conflict (sku) do update set
    name = excluded.name, category_id = coalesce(excluded.category_id, p.category_id),
    unit_kind = coalesce(excluded.unit_kind, p.unit_kind), maintenance_enabled = excluded.maintenance_enabled,
    interval_months = coalesce(excluded.interval_months, p.interval_months),
    fee = coalesce(excluded.fee, p.fee), list_price = coalesce(excluded.list_price, p.list_price);
$$;
comment on function private.import_products is 'Writes products by SKU. An unknown category leaves the product unclassified.';

create function private.import_customers(rows jsonb)
returns void
language sql volatile
set search_path = ''
as $$
  insert into public.customers as c
    (customer_ref, name, email, phone, street, apartment, city, province, postal_code, latitude, longitude)
  select v.customer_ref, v.name, v.email, v.phone, v.street, v.unit, v.city, v.province, v.postal_code, v.latitude, v.longitude
  from jsonb_array_elements(rows) e, jsonb_to_record(e -> 'values') as v (
    customer_ref text, name text, email text, phone text, street text, unit text, city text, province text,
    postal_code text, latitude double precision, longitude double precision)
  -- Of somebody who was merged, what was kept stays.
  where not exists (select from private.customer_refs r where r.customer_ref = v.customer_ref)
  on conflict (customer_ref) do update set
    name = excluded.name, email = coalesce(excluded.email, c.email), phone = coalesce(excluded.phone, c.phone),
    street = coalesce(excluded.street, c.street), apartment = coalesce(excluded.apartment, c.apartment),
    city = coalesce(excluded.city, c.city), province = coalesce(excluded.province, c.province),
    postal_code = coalesce(excluded.postal_code, c.postal_code),
    latitude = coalesce(excluded.latitude, c.latitude), longitude = coalesce(excluded.longitude, c.longitude);
$$;
comment on function private.import_customers is 'Writes customers by their reference in the company''s system; none who was merged into another.';

create function private.import_technicians(rows jsonb)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_row record;
  v_id uuid;
begin
  for v_row in
    select v.*
    from jsonb_array_elements(rows) e, jsonb_to_record(e -> 'values') as v (
      name text, email text, home_latitude double precision, home_longitude double precision, skills text[])
  loop
    select t.id into v_id from public.technicians t
    where lower(t.email) = lower(v_row.email)
      or (lower(t.name) = lower(v_row.name) and (t.email is null or v_row.email is null))
    order by t.created_at, t.id limit 1;

    if v_id is null then
      insert into public.technicians (name, email, home_latitude, home_longitude)
      values (v_row.name, v_row.email, v_row.home_latitude, v_row.home_longitude)
      returning id into v_id;
    else
      update public.technicians t
      set name = v_row.name, email = coalesce(v_row.email, t.email),
        home_latitude = coalesce(v_row.home_latitude, t.home_latitude),
        home_longitude = coalesce(v_row.home_longitude, t.home_longitude)
      where t.id = v_id;
    end if;

    insert into public.skills (code, name)
    select distinct skill, initcap(replace(skill, '_', ' ')) from unnest(v_row.skills) skill
    on conflict (code) do nothing;
    insert into public.technician_skills (technician_id, skill_id)
    select v_id, s.id from public.skills s where s.code = any (v_row.skills)
    on conflict do nothing;

    -- The file has no hours; without any nobody could be booked, so a new technician works office hours.
    insert into public.technician_hours (technician_id, weekday, starts, ends)
    select v_id, weekday, shift.starts, shift.ends
    from generate_series(1, 5) weekday, (values (time '08:00', time '12:00'), ('12:30', '16:30')) shift (starts, ends)
    where not exists (select from public.technician_hours h where h.technician_id = v_id);
  end loop;
end;
$$;
comment on function private.import_technicians is 'Writes technicians by e-mail, else by name, adds their skills, and gives those without hours Monday to Friday 8 to 12 and 12:30 to 16:30.';

create function private.import_sales(file_id uuid)
returns void
language sql volatile
-- What another system tells of its orders enrols nothing here and now.
set rules.made_by = 'import_sales'
begin atomic
  -- A file tells its orders line by line; an order is as confirmed as its most confirmed line.
  with orders as (
    select distinct on (v.order_number) v.order_number, v.order_state, v.order_date, v.commitment_date, c.customer_id
    from public.import_rows r, jsonb_to_record(r.fields) as v (
      order_number text, order_state text, order_date date, commitment_date date, customer_ref text)
    join private.customers_by_ref c on c.customer_ref = v.customer_ref
    where r.file_id = import_sales.file_id and r.problem is null
    order by v.order_number, array_position(array['done', 'sale', 'draft', 'cancel'], v.order_state), r.line
  )
  insert into public.sales_orders as o (order_number, customer_id, state, order_date, commitment_date)
  select n.order_number, n.customer_id, n.order_state, n.order_date, n.commitment_date from orders n
  on conflict (order_number) do update set
    state = excluded.state, order_date = coalesce(excluded.order_date, o.order_date),
    commitment_date = coalesce(excluded.commitment_date, o.commitment_date)
  where (o.state, o.order_date, o.commitment_date)
    is distinct from (excluded.state, coalesce(excluded.order_date, o.order_date), coalesce(excluded.commitment_date, o.commitment_date));

  with lines as (
    select distinct on (r.ref) r.ref, o.id as order_id, p.id as product_id, v.*
    from public.import_rows r, jsonb_to_record(r.fields) as v (
      order_number text, sku text, customer_ref text, description text, quantity integer, unit_price numeric,
      serial_numbers text[], delivery_date date, invoice_date date)
    join private.customers_by_ref c on c.customer_ref = v.customer_ref
    join public.sales_orders o on o.order_number = v.order_number
    left join public.products p on p.sku = v.sku
    where r.file_id = import_sales.file_id and r.problem is null
    order by r.ref, r.line
  )
  insert into public.sales_order_lines as l
    (order_id, line_ref, product_id, description, quantity, unit_price, serial_numbers, delivery_date, invoice_date)
  select n.order_id, n.ref, n.product_id, n.description, n.quantity, n.unit_price, n.serial_numbers, n.delivery_date, n.invoice_date
  from lines n
  on conflict (line_ref) do update set
    product_id = coalesce(excluded.product_id, l.product_id), description = coalesce(excluded.description, l.description),
    quantity = excluded.quantity, unit_price = coalesce(excluded.unit_price, l.unit_price),
    serial_numbers = case when excluded.serial_numbers = '{}' then l.serial_numbers else excluded.serial_numbers end,
    delivery_date = coalesce(excluded.delivery_date, l.delivery_date), invoice_date = coalesce(excluded.invoice_date, l.invoice_date);
end;
comment on function private.import_sales is 'Writes the orders and lines of a file by their numbers; the first row of a line_ref counts. Lines of unknown customers stay in import_rows.';

create function private.import_claims(file_id uuid)
returns void
language sql volatile
set search_path = ''
as $$
  with claims as (
    select distinct on (r.ref) r.ref, c.customer_id, p.id as product_id, v.*
    from public.import_rows r, jsonb_to_record(r.fields) as v (
      customer_ref text, funder text, device_type text, sku text, serial_number text,
      adp_delivery_date date, invoice_date date, order_date date)
    join private.customers_by_ref c on c.customer_ref = v.customer_ref
    left join public.products p on p.sku = v.sku
    where r.file_id = import_claims.file_id and r.problem is null
    order by r.ref, r.line
  )
  insert into public.device_claims as d
    (claim_ref, funder, customer_id, device_type, product_id, serial_number, adp_delivery_date, invoice_date, order_date)
  select n.ref, n.funder, n.customer_id, n.device_type, n.product_id, n.serial_number, n.adp_delivery_date, n.invoice_date, n.order_date
  from claims n
  on conflict (claim_ref) do update set
    funder = coalesce(excluded.funder, d.funder), customer_id = excluded.customer_id,
    device_type = coalesce(excluded.device_type, d.device_type), product_id = coalesce(excluded.product_id, d.product_id),
    serial_number = coalesce(excluded.serial_number, d.serial_number),
    adp_delivery_date = coalesce(excluded.adp_delivery_date, d.adp_delivery_date),
    invoice_date = coalesce(excluded.invoice_date, d.invoice_date), order_date = coalesce(excluded.order_date, d.order_date);
$$;
comment on function private.import_claims is 'Writes the device claims of a file by claim_ref; the first row of a claim_ref counts.';
