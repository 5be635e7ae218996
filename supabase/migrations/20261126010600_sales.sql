-- Sales: orders and lines, and the funders' device claims, as the company's sales system tells them.

create table public.sales_orders (
  id uuid primary key default gen_random_uuid(),
  order_number text not null unique,
  customer_id uuid not null references public.customers,
  state text not null default 'draft' check (state in ('draft', 'sale', 'done', 'cancel')),
  order_date date,
  commitment_date date,
  created_at timestamptz not null default now()
);
comment on table public.sales_orders is 'A sales order.';
create index sales_orders_by_customer on public.sales_orders (customer_id);

create function private.is_confirmed(order_state text)
returns boolean
language sql immutable
return order_state in ('sale', 'done');
comment on function private.is_confirmed is 'Whether an order in that state was placed and stands: only then do its units count as sold.';

create table public.sales_order_lines (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references public.sales_orders on delete cascade,
  line_ref text not null unique,
  product_id uuid references public.products,
  description text,
  quantity integer not null,
  unit_price numeric(10, 2),
  serial_numbers text[] not null default '{}',
  delivery_date date,
  invoice_date date,
  position integer check (position > 0)
);
comment on table public.sales_order_lines is 'One line of an order; a quantity above 1 is that many units.';
comment on column public.sales_order_lines.quantity is 'May be zero or negative in imported data (returns); such lines enrol nothing.';
comment on column public.sales_order_lines.position is 'Its place on an order that was written here; null for what a file brought, whose references tell the order.';
create index sales_order_lines_by_order on public.sales_order_lines (order_id);
create index sales_order_lines_by_product on public.sales_order_lines (product_id);

create table private.sales_order_numbers (
  only_row boolean primary key default true check (only_row),
  last_number bigint not null default 0 check (last_number >= 0)
);
comment on table private.sales_order_numbers is 'The counter of orders that are written here without a number. Whoever takes one holds the row until the end.';
insert into private.sales_order_numbers default values;

insert into private.transitions (table_name, from_state, to_state) values
  ('sales_orders', 'draft', 'sale'),
  ('sales_orders', 'draft', 'done'),
  ('sales_orders', 'draft', 'cancel'),
  ('sales_orders', 'sale', 'done'),
  ('sales_orders', 'sale', 'cancel'),
  ('sales_orders', 'done', 'sale'),
  ('sales_orders', 'done', 'cancel'),
  ('sales_orders', 'cancel', 'sale'),
  ('sales_orders', 'cancel', 'done');
-- What another system says of its orders is so.
create trigger guard_state before update of state on public.sales_orders
  for each row when (private.made_by() is distinct from 'import_sales') execute function private.guard_state();

create table public.device_types (
  id uuid primary key default gen_random_uuid(),
  name text not null check (btrim(name) <> '' and private.on_one_line(name)),
  name_key text not null generated always as (lower(btrim(name))) stored unique,
  category_id uuid references public.equipment_categories
);
comment on table public.device_types is 'The funders'' device types and the category each stands for; compared trimmed and case-folded.';

create table public.device_claims (
  id uuid primary key default gen_random_uuid(),
  claim_ref text not null unique,
  funder text,
  customer_id uuid not null references public.customers,
  device_type text,
  product_id uuid references public.products,
  serial_number text check (private.on_one_line(serial_number)),
  adp_delivery_date date,
  invoice_date date,
  order_date date
);
comment on table public.device_claims is 'A device that a funder paid for: the main source of serial numbers.';
create index device_claims_by_customer on public.device_claims (customer_id);

create trigger audit after insert or update or delete on public.sales_orders for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.sales_order_lines for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.device_types for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.device_claims for each row execute function private.record_change();

do $$
declare
  v_table text;
begin
  foreach v_table in array array['sales_orders', 'sales_order_lines', 'device_types', 'device_claims'] loop
    execute format('alter table public.%I enable row level security', v_table);
    execute format('create policy office_all on public.%I for all to authenticated using ((select private.is_office()))', v_table);
    execute format('grant select, insert, update, delete on public.%I to authenticated, service_role', v_table);
  end loop;
end;
$$;
-- Whether an order is confirmed is for functions and imports to say; what was sold to whom is not mended but entered anew.
revoke insert, update on public.sales_orders from authenticated;
revoke update on public.sales_order_lines, public.device_claims from authenticated;
grant insert (id, order_number, customer_id, order_date, commitment_date) on public.sales_orders to authenticated;
grant update (order_number, order_date, commitment_date) on public.sales_orders to authenticated;
grant update (description, unit_price, delivery_date, invoice_date) on public.sales_order_lines to authenticated;
grant update (funder, device_type, adp_delivery_date, invoice_date, order_date) on public.device_claims to authenticated;
