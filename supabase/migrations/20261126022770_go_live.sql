-- Before going live: what is missing for clients to be written to and visited, each with what it is about.

create function private.lacks_of_technicians(on_day date)
returns table (name text, must boolean, lacking text[])
language sql stable
set search_path = ''
as $$
  select 'technicians', true, case when not exists (select from public.technicians t where t.active) then array['nobody'] else '{}' end
  union all
  select 'technician_home', true, array(select t.name from public.technicians t where t.active and t.home_latitude is null order by t.name)
  union all
  select 'technician_skill', true, array(
    select t.name from public.technicians t
    where t.active and not exists (select from public.technician_skills s where s.technician_id = t.id) order by t.name)
  union all
  select 'technician_hours', true, array(
    select t.name from public.technicians t
    where t.active and not exists (
      select from public.technician_hours h where h.technician_id = t.id and coalesce(h.valid_to >= on_day, true)) order by t.name)
  union all
  select 'technician_login', false, array(
    select t.name from public.technicians t left join public.staff s on s.id = t.staff_id
    where t.active and (s.user_id is null or not s.active) order by t.name);
$$;
comment on function private.lacks_of_technicians is 'Technicians who cannot be offered, or cannot sign in: {name of the check, whether it must be, who lacks it}.';

create function private.lacks_of_catalogue(on_day date)
returns table (name text, must boolean, lacking text[])
language sql stable
set search_path = ''
as $$
  select 'category_fee', true, array(
    select k.name from public.equipment_categories k where k.maintenance_enabled and coalesce(k.fee, 0) = 0 order by k.name)
  union all
  select 'category_skill', true, array(
    select k.name from public.equipment_categories k
    where k.maintenance_enabled and k.required_skill_id is not null and not exists (
      select from public.technician_skills s join public.technicians t on t.id = s.technician_id and t.active
      where s.skill_id = k.required_skill_id) order by k.name)
  union all
  -- Services belong to no category.
  select 'products', false, array(
    select p.name from public.products p
    where p.unit_kind is null or (p.category_id is null and p.unit_kind in ('base', 'accessory', 'part')) order by p.name)
  union all
  select 'holidays', true, array(
    select y::text from generate_series(extract(year from on_day)::integer, extract(year from on_day)::integer + 1) y
    where not exists (select from public.holidays h where extract(year from h.on_day) = y) order by y);
$$;
comment on function private.lacks_of_catalogue is 'Policies without price or anybody who may do the work, products that nobody classified, years without holidays.';

create function private.lacks_of_company()
returns table (name text, must boolean, lacking text[])
language sql stable
set search_path = ''
as $$
  with s as materialized (select * from public.company_settings)
  select 'company', true, array(
    select what from s cross join lateral (values
      (s.company_name = 'Fusion Maintenance', 'name'), (s.phone = '905-555-0100', 'phone'),
      (s.postal_address like '1 Main Street,%', 'postal address'), (s.sender_email like '%@example.com', 'address of the sender')) v (is_missing, what)
    where v.is_missing)
  union all
  select 'public_url', true, array(select s.public_url from s where s.public_url !~ '^https://')
  union all
  select 'mail_mode', true, array(select s.delivery_mode from s where s.delivery_mode <> 'live')
  union all
  select 'mail_paused', true, array(select 'paused' from s where s.messages_paused)
  union all
  select 'mail_allowed', true, array(select unnest(coalesce(nullif(s.recipient_allow_list, '{}'), '{nobody}')) from s where s.recipient_allow_list is not null)
  union all
  select 'hst_number', false, array(select 'number' from s where s.hst_number is null)
  union all
  select 'alarm', false, array(select 'address' from s where s.dead_man_url is null)
  union all
  select 'administrators', false, case when count(*) < 2 then coalesce(array_agg(a.name), '{nobody}') else '{}' end
  from public.staff a where a.role = 'admin' and a.active and a.user_id is not null;
$$;
comment on function private.lacks_of_company is 'What the company has not said of itself yet, mail that does not go to clients, and an administrator who is the only one.';

create function private.lacks_of_contracts(on_day date)
returns table (name text, must boolean, lacking text[])
language sql stable
set search_path = ''
as $$
  select 'units_without_contract', false, array(
    select m.name from public.units u
    join public.customers m on m.id = u.customer_id
    join public.equipment_categories k on k.id = u.category_id and k.maintenance_enabled
    where u.condition = 'in_service' and not exists (select from public.maintenance_contracts c where c.unit_id = u.id) order by m.name)
  union all
  select 'long_overdue', false, array(
    select m.name from public.maintenance_cycles y
    join public.maintenance_contracts c on c.id = y.contract_id and c.state = 'active'
    join public.customers m on m.id = c.customer_id
    where y.closed_at is null and y.due_on < on_day - 180 order by m.name)
  union all
  select 'unreachable', false, array(
    select m.name from public.customers m
    where m.email is null and m.phone is null and m.deceased_on is null
      and exists (select from public.maintenance_contracts c where c.customer_id = m.id and c.state = 'active')
      and not exists (select from public.customer_contacts k where k.customer_id = m.id and num_nonnulls(k.email, k.phone) > 0) order by m.name);
$$;
comment on function private.lacks_of_contracts is 'Units that nobody has promised to maintain, contracts that have been overdue for half a year, clients who can neither be mailed nor called.';

create function private.lacks_of_imports()
returns table (name text, must boolean, lacking text[])
language sql stable
set search_path = ''
as $$
  -- Who writes all sales here needs nobody to tell them.
  select 'import_source', false, case when exists (select from public.import_files f where f.kind = 'sales_order_lines')
    and not exists (select from public.import_runs r where r.state in ('held', 'applied')) then array['nobody'] else '{}' end
  union all
  select 'imports_held', false, array(select distinct r.source from public.import_runs r where r.state = 'held' order by r.source);
$$;
comment on function private.lacks_of_imports is 'Sales that were brought in from another system which does not tell of what is sold since, and imports that wait for a person.';

create function private.go_live_checks(on_day date)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_agg(jsonb_build_object('check', c.name, 'must', c.must, 'count', cardinality(c.lacking), 'examples', to_jsonb(c.lacking[1:5])))
    from (
      select * from private.lacks_of_company()
      union all select * from private.lacks_of_technicians(on_day)
      union all select * from private.lacks_of_catalogue(on_day)
      union all select * from private.lacks_of_imports()
      union all select * from private.lacks_of_contracts(on_day)) c);
end;
$$;
comment on function private.go_live_checks is 'What is missing before going live: see the door of the same name.';
