-- Classify: products and device types that came without a category or kind. The office is shown a suggestion for
-- each and confirms in bulk; nothing is enrolled on a suggestion alone.

create function private.suggested_category(name text)
returns uuid
language sql stable
set search_path = ''
as $$
  select c.id
  from (values
    (1, 'porch_lift', 'porch|vertical platform|\mvpl'),
    (2, 'stairlift', 'stair ?-?lift|curved? section|freecurve|\mrail\M'),
    (3, 'lift_chair', 'lift ?-?chair|recliner'),
    (4, 'power_wheelchair', 'power (wheel)?chair|power base|motori[sz]ed (wheel)?chair'),
    (5, 'scooter', 'scooter'),
    (6, 'walker', 'walker|rollator'),
    (7, 'manual_wheelchair', 'wheel ?chair')
  ) as words (rank, code, pattern)
  join public.equipment_categories c on c.code = words.code
  where suggested_category.name ~* words.pattern
  order by words.rank limit 1;
$$;
comment on function private.suggested_category is 'The category that a product''s or device type''s name speaks of, else null.';

create function private.suggested_kind(name text, list_price numeric, category_id uuid)
returns text
language sql stable
set search_path = ''
as $$
  select case
    when name ~* '\mrent(al)?\M|monthly' then 'rental'
    when name ~* 'delivery|install|set-?up|labou?r|service|inspection|concrete' then 'service'
    when name ~* 'motor\M|\mbelt|switch|\mboard\M|\mfuse|\mtire|\mwheel\M|actuator' then 'part'
    when name ~* 'rail|section|remote|charg|hinge|gate|station|batter|cushion|basket|extension|holder|bag|tray' then 'accessory'
    -- What costs a small part of the cheapest known unit of its category is not one of them.
    when list_price < coalesce((
      select min(p.list_price) / 4 from public.products p
      where p.category_id = suggested_kind.category_id and p.unit_kind = 'base'), 300) then 'accessory'
    when category_id is not null then 'base'
  end;
$$;
comment on function private.suggested_kind is 'What a product seems to be by its name and its price beside the units of its category; null when neither says.';

create function private.unclassified()
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'status', 'ok',
    'products', (
      select coalesce(jsonb_agg(jsonb_build_object('product_id', p.id, 'sku', p.sku, 'name', p.name, 'list_price', p.list_price,
        'category_id', p.category_id, 'unit_kind', p.unit_kind, 'suggested_category_id', s.category_id,
        'suggested_kind', coalesce(p.unit_kind, private.suggested_kind(p.name, p.list_price, s.category_id))) order by p.sku), '[]')
      from public.products p
      cross join lateral (select coalesce(p.category_id, private.suggested_category(p.name)) as category_id) s
      -- A service belongs to no category, and that is fine.
      where p.unit_kind is null or (p.category_id is null and p.unit_kind in ('base', 'accessory', 'part'))),
    'device_types', (
      select coalesce(jsonb_agg(jsonb_build_object('name', t.name, 'claims', t.claims,
        'suggested_category_id', private.suggested_category(t.name)) order by t.name), '[]')
      from (
        select min(btrim(d.device_type)) as name, count(*) as claims from public.device_claims d
        where btrim(d.device_type) <> '' and not exists (
          select from public.device_types k where k.name_key = lower(btrim(d.device_type)) and k.category_id is not null)
        group by lower(btrim(d.device_type))) t));
end;
$$;
comment on function private.unclassified is 'Products without category or kind and device types without category, each with a suggestion → {status: ok, products, device_types}.';

create function private.classify(products jsonb, device_types jsonb)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_products integer;
  v_types integer;
begin
  update public.products p set category_id = v.category_id, unit_kind = v.unit_kind
  from jsonb_to_recordset(classify.products) as v (product_id uuid, category_id uuid, unit_kind text)
  where p.id = v.product_id;
  get diagnostics v_products = row_count;
  insert into public.device_types as t (name, category_id)
  select distinct on (lower(btrim(v.name))) btrim(v.name), v.category_id
  from jsonb_to_recordset(classify.device_types) as v (name text, category_id uuid)
  where btrim(v.name) <> '' and v.category_id is not null
  on conflict (name_key) do update set category_id = excluded.category_id;
  get diagnostics v_types = row_count;
  return jsonb_build_object('status', 'classified', 'products', v_products, 'device_types', v_types);
end;
$$;
comment on function private.classify is 'Confirms what products {product_id, category_id, unit_kind} and device types {name, category_id} are → {status: classified, products, device_types}. 23503 and 23514 for an unknown category or kind.';
