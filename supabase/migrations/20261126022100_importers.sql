-- Importers: one per kind of file, each a few set-based statements over some rows. They take elements
-- {line, ref, told, told_before, news}: what the row says without its empty fields, what it said the last time (null: never),
-- and what of it is new. A record that is here gets the news and nothing else; one that is not gets all of it, unless a run
-- told of it before: whoever took it away here meant it.
-- What a row refers to is looked up row by row (lateral … limit 1), by its index: of so few rows among so many a planner without
-- statistics would read whole tables, at each step.

create type private.import_touch as (
  line integer, subject text, subject_id uuid, told jsonb, told_before jsonb, was jsonb, became jsonb);
comment on type private.import_touch is 'A record that an importer wrote: what its file says and said before, and what it was (null: it is new) and became, in the file''s words. The latter two only for files of a run.';

create function private.may_be_added(file public.import_files, told_before jsonb)
returns boolean
language sql immutable
return (file).import_run_id is null or told_before is null or told_before = 'null';
comment on function private.may_be_added is 'Whether a row that has no record gets one: not when a run told of it before, for then people took it away.';

create function private.news_of(file public.import_files, told jsonb, told_before jsonb)
returns jsonb
language sql immutable
-- An export of last month, brought in once more, must not take back what people corrected here since. Rows that were rejected
-- and come corrected were written for us.
return case when (file).import_run_id is null and not (file).is_whole then told else private.news(told, told_before) end;
comment on function private.news_of is 'The fields of a row that are written over what is here: those that the file tells otherwise than the last one, whoever brings it.';

-- Policies ------------------------------------------------------------------------------------------------------------

create function private.words_of_category(category public.equipment_categories)
returns jsonb
language sql stable
return jsonb_build_object('name', (category).name, 'equipment_class', (category).equipment_class, 'identity', (category).identity,
  'safety_critical', (category).safety_critical, 'maintenance_enabled', (category).maintenance_enabled,
  'maintenance_interval_months', (category).interval_months, 'maintenance_fee', (category).fee, 'visit_minutes', (category).visit_minutes,
  'required_skill', (select s.code from public.skills s where s.id = (category).required_skill_id));
comment on function private.words_of_category is 'A category in the words of its file.';

create function private.add_skills(codes text[])
returns void
language sql volatile
begin atomic
  insert into public.skills (code, name)
  select distinct c, initcap(replace(c, '_', ' ')) from unnest(codes) c where c is not null
  on conflict (code) do nothing;
end;
comment on function private.add_skills is 'Makes skills that nobody knows yet.';

create function private.import_equipment_categories(file public.import_files, rows jsonb)
returns setof private.import_touch
language sql volatile
set search_path = ''
as $$
  select private.add_skills(array(select e #>> '{told,required_skill}' from jsonb_array_elements(rows) e));

  -- The file says nothing of tax: a category keeps its code, a new one takes the most common one.
  with told as (
    select e, (e ->> 'line')::integer as line, e -> 'news' <> '{}' as has_news, v.*, s.id as skill_id, known.id as known_id
    from jsonb_array_elements(rows) e
    join lateral jsonb_to_record(e -> 'told') as t (code text) on true
    left join public.equipment_categories known on known.code = t.code
    cross join lateral jsonb_to_record(case when known.id is null then e -> 'told' else e -> 'news' || jsonb_build_object('code', t.code) end) as v (
      code text, name text, equipment_class text, identity text, safety_critical boolean, maintenance_enabled boolean,
      maintenance_interval_months integer, maintenance_fee numeric, required_skill text, visit_minutes integer)
    left join public.skills s on s.code = v.required_skill
  ), added as (
    insert into public.equipment_categories (code, name, equipment_class, identity, safety_critical, maintenance_enabled, interval_months, fee,
      required_skill_id, visit_minutes, certificate_months, tax_code_id)
    select t.code, t.name, t.equipment_class, t.identity, t.safety_critical, t.maintenance_enabled, t.maintenance_interval_months, t.maintenance_fee,
      t.skill_id, t.visit_minutes, case when t.safety_critical then 12 end, (
        select o.tax_code_id from public.equipment_categories o where o.tax_code_id is not null
        group by o.tax_code_id order by count(*) desc, o.tax_code_id limit 1)
    from told t where t.known_id is null and private.may_be_added(file, t.e -> 'told_before')
    returning id, code
  ), changed as (
    update public.equipment_categories c set
      name = coalesce(t.name, c.name), equipment_class = coalesce(t.equipment_class, c.equipment_class), identity = coalesce(t.identity, c.identity),
      safety_critical = coalesce(t.safety_critical, c.safety_critical), maintenance_enabled = coalesce(t.maintenance_enabled, c.maintenance_enabled),
      interval_months = coalesce(t.maintenance_interval_months, c.interval_months), fee = coalesce(t.maintenance_fee, c.fee),
      required_skill_id = coalesce(t.skill_id, c.required_skill_id), visit_minutes = coalesce(t.visit_minutes, c.visit_minutes)
    from told t where c.id = t.known_id and t.has_news
    returning c.id, private.words_of_category(c) as words
  )
  select t.line, 'equipment_categories', a.id, t.e -> 'told', t.e -> 'told_before', null::jsonb, '{}'::jsonb from added a join told t on t.code = a.code
  union all
  select t.line, 'equipment_categories', c.id, t.e -> 'told', t.e -> 'told_before', private.words_of_category(o), c.words
  from changed c join told t on t.known_id = c.id join public.equipment_categories o on o.id = c.id
  where private.words_of_category(o) is distinct from c.words;
$$;
comment on function private.import_equipment_categories is 'Writes maintenance policies by code, with the skills they need. Tax codes and certificate months stay as the company set them.';

create function private.import_device_types(file public.import_files, rows jsonb)
returns setof private.import_touch
language sql volatile
set search_path = ''
as $$
  with told as (
    select e, (e ->> 'line')::integer as line, e #>> '{told,device_type}' as name, d.id as known_id, c.id as category_id, n.id as new_category_id
    from jsonb_array_elements(rows) e
    left join public.device_types d on d.name_key = lower(btrim(e #>> '{told,device_type}'))
    left join public.equipment_categories c on c.code = lower(e #>> '{told,category_code}')
    left join public.equipment_categories n on n.code = lower(e #>> '{news,category_code}')
  ), added as (
    insert into public.device_types (name, category_id)
    select t.name, t.category_id from told t where t.known_id is null and private.may_be_added(file, t.e -> 'told_before')
    returning id, name
  ), changed as (
    update public.device_types d set category_id = t.new_category_id
    from told t where d.id = t.known_id and t.new_category_id <> coalesce(d.category_id, '00000000-0000-0000-0000-000000000000')
    returning d.id, t.line
  )
  select t.line, 'device_types', a.id, t.e -> 'told', t.e -> 'told_before', null::jsonb, '{}'::jsonb from added a join told t on t.name = a.name
  union all
  select t.line, 'device_types', c.id, t.e -> 'told', t.e -> 'told_before',
    jsonb_build_object('category_code', (select k.code from public.equipment_categories k where k.id = o.category_id)),
    jsonb_build_object('category_code', (select k.code from public.equipment_categories k where k.id = t.new_category_id))
  from changed c join told t on t.line = c.line join public.device_types o on o.id = c.id;
$$;
comment on function private.import_device_types is 'Writes which category a funder''s device type stands for, compared trimmed and case-folded.';

create function private.words_of_product(product public.products)
returns jsonb
language sql stable
return jsonb_build_object('name', (product).name, 'category_code', (select c.code from public.equipment_categories c where c.id = (product).category_id),
  'unit_kind', (product).unit_kind, 'maintenance_enabled', coalesce((product).maintenance_enabled, true),
  'maintenance_interval_months', (product).interval_months, 'maintenance_fee', (product).fee, 'list_price', (product).list_price);
comment on function private.words_of_product is 'A product in the words of its file.';

create function private.import_products(file public.import_files, rows jsonb)
returns setof private.import_touch
language sql volatile
set search_path = ''
as $$
  -- "true" means maintained as its category is, so that a disabled category disables its products.
  with told as (
    select e, (e ->> 'line')::integer as line, e -> 'news' <> '{}' as has_news, v.*, c.id as category_id, known.id as known_id
    from jsonb_array_elements(rows) e
    left join public.products known on known.sku = e ->> 'ref'
    cross join lateral jsonb_to_record(case when known.id is null then e -> 'told' else e -> 'news' end) as v (
      name text, category_code text, unit_kind text, maintenance_enabled boolean,
      maintenance_interval_months integer, maintenance_fee numeric, list_price numeric)
    left join public.equipment_categories c on c.code = lower(v.category_code)
  ), added as (
    insert into public.products (sku, name, category_id, unit_kind, maintenance_enabled, interval_months, fee, list_price)
    select t.e ->> 'ref', t.name, t.category_id, t.unit_kind, case when not t.maintenance_enabled then false end,
      t.maintenance_interval_months, t.maintenance_fee, t.list_price
    from told t where t.known_id is null and private.may_be_added(file, t.e -> 'told_before')
    returning id, sku
  ), changed as (
    update public.products p set
      name = coalesce(t.name, p.name), category_id = coalesce(t.category_id, p.category_id), unit_kind = coalesce(t.unit_kind, p.unit_kind),
      maintenance_enabled = case when t.maintenance_enabled is null then p.maintenance_enabled when not t.maintenance_enabled then false end,
      interval_months = coalesce(t.maintenance_interval_months, p.interval_months),
      fee = coalesce(t.maintenance_fee, p.fee), list_price = coalesce(t.list_price, p.list_price)
    from told t where p.id = t.known_id and t.has_news
    returning p.id, private.words_of_product(p) as words
  )
  select t.line, 'products', a.id, t.e -> 'told', t.e -> 'told_before', null::jsonb, '{}'::jsonb from added a join told t on t.e ->> 'ref' = a.sku
  union all
  select t.line, 'products', c.id, t.e -> 'told', t.e -> 'told_before', private.words_of_product(o), c.words
  from changed c join told t on t.known_id = c.id join public.products o on o.id = c.id
  where private.words_of_product(o) is distinct from c.words;
$$;
comment on function private.import_products is 'Writes products by SKU. An unknown category leaves the product unclassified.';

-- People --------------------------------------------------------------------------------------------------------------

create function private.words_of_customer(customer public.customers)
returns jsonb
language sql stable
return jsonb_build_object('name', (customer).name, 'email', (customer).email, 'phone', (customer).phone, 'street', (customer).street,
  'unit', (customer).apartment, 'city', (customer).city, 'province', (customer).province, 'postal_code', (customer).postal_code,
  'latitude', (customer).latitude, 'longitude', (customer).longitude);
comment on function private.words_of_customer is 'A client in the words of their file.';

create function private.import_customers(file public.import_files, rows jsonb)
returns setof private.import_touch
language sql volatile
set search_path = ''
as $$
  with told as (
    select e, (e ->> 'line')::integer as line, e -> 'news' <> '{}' as has_news, v.*, known.id as known_id
    from jsonb_array_elements(rows) e
    left join lateral (select c.id from public.customers c where c.customer_ref = e ->> 'ref' limit 1) known on true
    cross join lateral jsonb_to_record(case when known.id is null then e -> 'told' else e -> 'news' end) as v (
      name text, email text, phone text, street text, unit text, city text, province text,
      postal_code text, latitude double precision, longitude double precision)
  ), added as (
    insert into public.customers (customer_ref, name, email, phone, street, apartment, city, province, postal_code, latitude, longitude)
    select t.e ->> 'ref', t.name, t.email, t.phone, t.street, t.unit, t.city, t.province, t.postal_code, t.latitude, t.longitude
    from told t
    where t.known_id is null and private.may_be_added(file, t.e -> 'told_before')
      -- Of somebody who was merged, what was kept stays.
      and not exists (select from private.customer_refs r where r.customer_ref = t.e ->> 'ref')
    returning id, customer_ref
  ), changed as (
    update public.customers c set
      name = coalesce(t.name, c.name), email = coalesce(t.email, c.email), phone = coalesce(t.phone, c.phone),
      street = coalesce(t.street, c.street), apartment = coalesce(t.unit, c.apartment),
      city = coalesce(t.city, c.city), province = coalesce(t.province, c.province),
      postal_code = coalesce(t.postal_code, c.postal_code),
      latitude = coalesce(t.latitude, c.latitude), longitude = coalesce(t.longitude, c.longitude)
    from told t where c.id = t.known_id and t.has_news
    returning c.id, private.words_of_customer(c) as words
  )
  select t.line, 'customers', a.id, t.e -> 'told', t.e -> 'told_before', null::jsonb, '{}'::jsonb from added a join told t on t.e ->> 'ref' = a.customer_ref
  union all
  select t.line, 'customers', c.id, t.e -> 'told', t.e -> 'told_before', private.words_of_customer(o), c.words
  from changed c join told t on t.known_id = c.id cross join lateral (select o from public.customers o where o.id = c.id limit 1) was (o)
  where private.words_of_customer(o) is distinct from c.words;
$$;
comment on function private.import_customers is 'Writes customers by their reference in the company''s system; none who was merged into another.';

create function private.words_of_technician(technician public.technicians)
returns jsonb
language sql stable
return jsonb_build_object('name', (technician).name, 'email', (technician).email,
  'home_latitude', (technician).home_latitude, 'home_longitude', (technician).home_longitude);
comment on function private.words_of_technician is 'A technician in the words of their file, without skills, which are only added to.';

create function private.import_technicians(file public.import_files, rows jsonb)
returns setof private.import_touch
language plpgsql volatile
set search_path = ''
as $$
declare
  v_row record;
  v_was public.technicians;
  v_is public.technicians;
begin
  for v_row in
    select e, t.email as told_email, t.name as told_name, t.skills, n.*
    from jsonb_array_elements(rows) e,
      jsonb_to_record(e -> 'told') as t (name text, email text, skills text[]),
      jsonb_to_record(e -> 'news') as n (name text, email text, home_latitude double precision, home_longitude double precision)
  loop
    select * into v_was from public.technicians t
    where lower(t.email) = lower(v_row.told_email)
      or (lower(t.name) = lower(v_row.told_name) and (t.email is null or v_row.told_email is null))
    order by t.created_at, t.id limit 1;

    if v_was.id is null then
      continue when not private.may_be_added(file, v_row.e -> 'told_before');
      insert into public.technicians (name, email, home_latitude, home_longitude)
      values (v_row.told_name, v_row.told_email, (v_row.e #>> '{told,home_latitude}')::double precision, (v_row.e #>> '{told,home_longitude}')::double precision)
      returning * into v_is;
    else
      update public.technicians t
      set name = coalesce(v_row.name, t.name), email = coalesce(v_row.email, t.email),
        home_latitude = coalesce(v_row.home_latitude, t.home_latitude),
        home_longitude = coalesce(v_row.home_longitude, t.home_longitude)
      where t.id = v_was.id
      returning * into v_is;
    end if;

    -- Skills that were taken away here stay away until the file says something new of them.
    if v_row.e -> 'news' ? 'skills' then
      perform private.add_skills(v_row.skills);
      insert into public.technician_skills (technician_id, skill_id)
      select v_is.id, s.id from public.skills s where s.code = any (v_row.skills)
      on conflict do nothing;
    end if;

    -- The file has no hours; without any nobody could be booked, so a new technician works office hours.
    insert into public.technician_hours (technician_id, weekday, starts, ends)
    select v_is.id, weekday, shift.starts, shift.ends
    from generate_series(1, 5) weekday, (values (time '08:00', time '12:00'), ('12:30', '16:30')) shift (starts, ends)
    where not exists (select from public.technician_hours h where h.technician_id = v_is.id);

    if v_was.id is null or v_was is distinct from v_is then
      return next ((v_row.e ->> 'line')::integer, 'technicians', v_is.id, v_row.e -> 'told', v_row.e -> 'told_before',
        case when v_was.id is not null then private.words_of_technician(v_was) end, private.words_of_technician(v_is))::private.import_touch;
    end if;
  end loop;
  return;
end;
$$;
comment on function private.import_technicians is 'Writes technicians by e-mail, else by name, adds their skills, and gives those without hours Monday to Friday 8 to 12 and 12:30 to 16:30.';
