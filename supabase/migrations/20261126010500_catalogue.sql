-- Catalogue: skills, tax codes, maintenance policies by equipment category, products, call-out rates.

create table public.skills (
  id uuid primary key default gen_random_uuid(),
  code text not null unique check (code ~ '^[a-z][a-z0-9_]*$'),
  name text not null check (btrim(name) <> '' and private.on_one_line(name))
);
comment on table public.skills is 'What a technician is qualified for; a category requires one.';

create table public.tax_codes (
  id uuid primary key default gen_random_uuid(),
  code text not null unique,
  name text not null check (btrim(name) <> '' and private.on_one_line(name)),
  rate numeric(6, 5) not null check (rate >= 0 and rate < 1),
  zero_rated_reason text check (private.says_why(zero_rated_reason)),
  next_rate numeric(6, 5) check (next_rate >= 0 and next_rate < 1),
  next_name text check (btrim(next_name) <> '' and private.on_one_line(next_name)),
  next_from date,
  -- A rate of zero is a decision somebody can be asked about.
  constraint zero_needs_reason check (least(rate, next_rate) > 0 or zero_rated_reason is not null),
  -- Another rate has its name and its day.
  constraint next_is_whole check (num_nulls(next_rate, next_name, next_from) in (0, 3))
);
comment on table public.tax_codes is 'Sales tax by code; the company''s accountant decides which category gets which.';
comment on column public.tax_codes.rate is 'Fraction of the fee: 0.13 is 13 %.';
comment on column public.tax_codes.next_rate is 'The rate from next_from on, for prices that nobody was told before; what was told, billed or issued keeps its own.';
comment on column public.tax_codes.next_name is 'What it is called then.';
comment on column public.tax_codes.zero_rated_reason is 'For invoices, and for whoever audits them: why a rate is zero.';

create view private.tax_now as
  select t.id, t.code, case when n.has_begun then t.next_name else t.name end as name,
    case when n.has_begun then t.next_rate else t.rate end as rate, t.zero_rated_reason
  from public.tax_codes t
  cross join lateral (
    select case when t.next_from is null then false else t.next_from <= private.company_day(private.clock()) end as has_begun) n;
comment on view private.tax_now is 'Each tax code with the name and the rate of today: what a price is told by.';

create function private.begin_tax_rates(on_day date)
returns bigint
language plpgsql volatile
set search_path = ''
as $$
declare
  v_begun bigint;
begin
  update public.tax_codes t
  set rate = t.next_rate, name = t.next_name, next_rate = null, next_name = null, next_from = null
  where t.next_from <= on_day;
  get diagnostics v_begun = row_count;
  return v_begun;
end;
$$;
comment on function private.begin_tax_rates is 'Makes planned rates whose day has come the present ones, which private.tax_now says already; there is room for the next then. Returns how many.';

create function private.is_season(from_md text, until_md text)
returns boolean
language plpgsql immutable
set search_path = ''
as $$
declare
  v_day constant text := '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$';
  v_from date;
  v_until date;
begin
  if num_nulls(from_md, until_md) > 0 then
    return num_nulls(from_md, until_md) = 2;
  elsif from_md !~ v_day or until_md !~ v_day then
    return false;
  end if;
  v_from := make_date(2000, left(from_md, 2)::integer, right(from_md, 2)::integer);
  v_until := make_date(2000, left(until_md, 2)::integer, right(until_md, 2)::integer);
  -- Of a year there is something left to visit in.
  return (v_until - v_from + 366) % 366 < 300;
exception when datetime_field_overflow then
  return false;
end;
$$;
comment on function private.is_season is 'Whether these are the first and the last day of a season, both as 11-15 (month and day), of at most 300 days, perhaps over the turn of the year; or neither is given.';
grant execute on function private.is_season to authenticated, service_role;

create table public.equipment_categories (
  id uuid primary key default gen_random_uuid(),
  code text not null unique check (code ~ '^[a-z][a-z0-9_]*$'),
  name text not null check (btrim(name) <> '' and private.on_one_line(name)),
  equipment_class text not null default 'mobility' check (equipment_class in ('mobility', 'lift_elevating')),
  identity text not null default 'serial' check (identity in ('serial', 'line')),
  safety_critical boolean not null default false,
  installed boolean not null default true,
  maintenance_enabled boolean not null default false,
  interval_months integer check (interval_months between 1 and 60),
  fee numeric(10, 2) check (fee >= 0 and fee < 'NaN'),
  tax_code_id uuid references public.tax_codes,
  required_skill_id uuid references public.skills,
  visit_minutes integer check (visit_minutes between 1 and 720),
  service_product_id uuid,
  certificate_months integer check (certificate_months between 1 and 60),
  outdoor boolean not null default false,
  winter_from text check (length(winter_from) = 5),
  winter_until text check (length(winter_until) = 5),
  -- A season has both of its ends, or there is none.
  constraint winter_is_a_season check (private.is_season(winter_from, winter_until)),
  -- An enabled policy is a complete one.
  constraint enabled_is_complete check (not maintenance_enabled
    or (interval_months is not null and fee is not null and tax_code_id is not null
        and required_skill_id is not null and visit_minutes is not null))
);
comment on table public.equipment_categories is 'Equipment types; each carries the maintenance policy that new contracts take a snapshot of.';
comment on column public.equipment_categories.identity is 'serial: units are told apart by serial number; line: by sales-order line and number within the line.';
comment on column public.equipment_categories.installed is 'Whether its units are built in and stay where they are when their owner moves; the others go along. In doubt somebody is asked.';
comment on column public.equipment_categories.visit_minutes is 'How long a visit takes on site; drives come on top.';
comment on column public.equipment_categories.certificate_months is 'How long a maintenance inspection record of this category is current.';
comment on column public.equipment_categories.outdoor is 'Whether its units stand outside: a day can be closed for them alone (chapter "closures").';
comment on column public.equipment_categories.winter_from is 'Month and day (11-15) from which on its units'' visits are not offered, until winter_until; the office may book them all the same. Null: all year.';
comment on column public.equipment_categories.winter_until is 'The last such day.';

create function private.name_category()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.name := coalesce(new.name, upper(left(new.code, 1)) || replace(substr(new.code, 2), '_', ' '));
  return new;
end;
$$;
comment on function private.name_category is 'A category without a name is called by its code.';

create trigger name_category before insert on public.equipment_categories
  for each row execute function private.name_category();

create table public.products (
  id uuid primary key default gen_random_uuid(),
  sku text not null unique,
  name text not null check (btrim(name) <> '' and private.on_one_line(name)),
  category_id uuid references public.equipment_categories,
  unit_kind text check (unit_kind in ('base', 'accessory', 'part', 'rental', 'service')),
  maintenance_enabled boolean,
  interval_months integer check (interval_months between 1 and 60),
  fee numeric(10, 2) check (fee >= 0 and fee < 'NaN'),
  list_price numeric(10, 2) check (list_price >= 0 and list_price < 'NaN'),
  serial_tracked boolean not null default false
);
comment on table public.products is 'What is sold and serviced. Only base units are maintained; null policy columns fall back to the category.';
comment on column public.products.unit_kind is 'Null until an operator has classified the product.';
comment on column public.products.maintenance_enabled is 'Overrides the category where not null.';
comment on column public.products.serial_tracked is 'For sales: whether each piece has a serial number, which the office is asked for when one is sold without (missing_serial).';

-- What a visit is invoiced as; null falls back to the generic maintenance visit.
alter table public.equipment_categories add constraint equipment_categories_service_product_fkey
  foreign key (service_product_id) references public.products;
create index products_by_category on public.products (category_id);

create table public.callout_rates (
  id uuid primary key default gen_random_uuid(),
  equipment_class text not null check (equipment_class in ('mobility', 'lift_elevating')),
  label text not null check (btrim(label) <> ''),
  call_out numeric(10, 2) not null check (call_out >= 0),
  hourly numeric(10, 2) not null check (hourly >= 0),
  minimum_minutes integer not null default 60 check (minimum_minutes >= 0),
  valid_from date not null default '2026-01-01',
  unique (equipment_class, valid_from)
);
comment on table public.callout_rates is 'The rate card that repairs are quoted from: standard, or for lifting and elevating equipment.';
comment on column public.callout_rates.call_out is 'For the quote of a repair: what coming out costs.';
comment on column public.callout_rates.hourly is 'For the quote of a repair: what an hour of work costs.';
comment on column public.callout_rates.minimum_minutes is 'For the quote of a repair: the least time that is charged.';

create function private.maintenance_policy(product_id uuid, category_id uuid)
returns table (enabled boolean, interval_months integer, fee numeric, tax_code_id uuid, required_skill_id uuid, visit_minutes integer)
language sql stable
set search_path = ''
as $$
  select
    coalesce(coalesce(p.maintenance_enabled, c.maintenance_enabled)
      -- A product that nobody has classified is not known to be a base unit; without a product the category says it all.
      and (maintenance_policy.product_id is null or p.unit_kind = 'base')
      and own.interval_months is not null and own.fee is not null and c.tax_code_id is not null, false),
    own.interval_months, own.fee, c.tax_code_id, c.required_skill_id, c.visit_minutes
  from public.equipment_categories c
  left join public.products p on p.id = maintenance_policy.product_id
  cross join lateral (
    select coalesce(p.interval_months, c.interval_months) as interval_months, coalesce(p.fee, c.fee) as fee
  ) own
  where c.id = maintenance_policy.category_id;
$$;
comment on function private.maintenance_policy is 'The policy of a product in a category: product first, then category. enabled: whether its units are enrolled; only base units are, and only where interval, fee and tax are known.';

grant execute on function private.maintenance_policy to service_role;

create trigger audit after insert or update or delete on public.skills for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.tax_codes for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.equipment_categories for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.products for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.callout_rates for each row execute function private.record_change();

-- Access: staff read the catalogue, administrators keep it --------------------------------------------

do $$
declare
  v_table text;
begin
  foreach v_table in array array['skills', 'tax_codes', 'equipment_categories', 'products', 'callout_rates'] loop
    execute format('alter table public.%I enable row level security', v_table);
    execute format('create policy staff_reads on public.%I for select to authenticated using ((select private.staff_role()) is not null)', v_table);
    perform private.let_admin_write(v_table);
    execute format('grant select, insert, update, delete on public.%I to authenticated, service_role', v_table);
  end loop;
end;
$$;
