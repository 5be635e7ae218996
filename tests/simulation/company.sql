-- A company that begins: people, technicians, clients and their units under contract. Everything has an id made of its label.

create function simulation.begin_company(first_day date, units integer, due_within integer)
returns void
language plpgsql volatile
as $$
declare
  v_zone text := private.company_zone();
  v_begin timestamptz := (first_day - 1)::timestamp at time zone v_zone;
begin
  perform set_config('simulation.now', v_begin::text, true);
  insert into auth.users (id, email)
  select tests.id(p.label), p.label || '@company.example.com'
  from unnest(array['admin', 'office', 'technician 1', 'technician 2', 'technician 3', 'technician 4']) p (label);
  insert into public.staff (id, user_id, email, name, role, created_at)
  select tests.id('staff ' || p.label), tests.id(p.label), replace(p.label, ' ', '') || '@company.example.com', initcap(p.label), split_part(p.label, ' ', 1), v_begin
  from unnest(array['admin', 'office', 'technician 1', 'technician 2', 'technician 3', 'technician 4']) p (label);
  insert into public.technicians (id, staff_id, name, home_latitude, home_longitude, created_at)
  select tests.id('technician ' || n || ' at work'), tests.id('staff technician ' || n), 'Technician ' || n, 43.65 + n * 0.03, -79.75 + n * 0.02, v_begin
  from generate_series(1, 4) n;
  insert into public.technician_hours (technician_id, weekday, starts, ends)
  select tests.id('technician ' || n || ' at work'), d, h.starts, h.ends
  from generate_series(1, 4) n, generate_series(1, 5) d, (values (time '08:00', time '12:00'), ('12:30', '16:30')) h (starts, ends);
  insert into public.technician_skills (technician_id, skill_id)
  select tests.id('technician ' || n || ' at work'), s.id from generate_series(1, 4) n, public.skills s
  -- Two of them do everything, the others their half.
  where n <= 2 or (s.code like 'lift%') = (n = 3);
  insert into public.products (id, sku, name, unit_kind, list_price) values (tests.id('battery'), 'BAT-12', 'Battery 12 V', 'part', 45);

  -- Of five units in a row the first two belong to one household.
  insert into public.customers (id, name, email, phone, street, city, province, postal_code, latitude, longitude, created_at)
  select tests.id('client ' || n), 'Client ' || n,
    case when n % 17 = 3 then null when n % 23 = 5 then 'not an address' else 'client' || n || '@clients.example.com' end,
    case when n % 29 <> 7 then '905-555-' || lpad((n % 10000)::text, 4, '0') end,
    n || ' Elm St', 'Brampton', 'ON', 'L6Y 0A1', 43.62 + (n * 37 % 150) * 0.001, -79.80 + (n * 53 % 200) * 0.001, v_begin
  from generate_series(1, units) n where n % 5 <> 2;
  insert into public.units (id, customer_id, category_id, serial_number, street, city, province, postal_code, latitude, longitude, installed_on, created_at)
  select tests.id('unit ' || n), c.id, k.id, case when k.identity = 'serial' then 'SN' || n end,
    c.street, c.city, c.province, c.postal_code, c.latitude, c.longitude, first_day - 400, v_begin
  from generate_series(1, units) n
  join public.customers c on c.id = tests.id('client ' || case when n % 5 = 2 then n - 1 else n end)
  join public.equipment_categories k on k.code = (array['stairlift', 'porch_lift', 'stairlift', 'lift_chair', 'manual_wheelchair',
    'power_wheelchair', 'scooter', 'stairlift', 'lift_chair', 'stairlift', 'walker'])[n % 11 + 1];
  -- As the backfill wizard would: due dates lie spread, a household's on one day.
  insert into public.maintenance_contracts
    (id, unit_id, source, interval_months, fee, due_anchor_on, no_charge_until, no_charge_reason, created_at)
  select u.id, u.id, 'backfill', i.months, k.fee, (d.due_on - make_interval(months => i.months))::date,
    case when n % 31 = 4 then first_day + 300 end, case when n % 31 = 4 then 'included in your warranty' end, v_begin
  from generate_series(1, units) n
  join public.units u on u.id = tests.id('unit ' || n)
  join public.equipment_categories k on k.id = u.category_id
  -- A few are due at other intervals than their kind: every month, every year, every five.
  cross join lateral (select case n % 37 when 8 then 1 when 9 then 12 when 10 then 60 else coalesce(k.interval_months, 12) end as months) i
  cross join lateral (select first_day - 20 + ((case when n % 5 = 2 then n - 1 else n end) * 7919 % least(i.months * 30, due_within)) as due_on) d;
  insert into public.maintenance_cycles (contract_id, number, due_on, opened_at)
  select c.id, 1, (c.due_anchor_on + make_interval(months => c.interval_months))::date, v_begin from public.maintenance_contracts c;
end;
$$;
