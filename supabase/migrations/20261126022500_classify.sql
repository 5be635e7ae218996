-- Classify: products and device types that came without a category or kind. The office is shown a suggestion for
-- each and confirms in bulk; nothing is enrolled on a suggestion alone.

create function private.category_word(name text)
returns table (category_id uuid, word text)
language sql stable
set search_path = ''
as $$
  select c.id, lower((regexp_match(category_word.name, '(' || words.pattern || ')', 'i'))[1])
  from (values
    (1, 'porch_lift', 'porch|vertical platform|\mvpl'),
    (2, 'stairlift', 'stair ?-?lift|curved? section|freecurve|\mrail\M'),
    (3, 'lift_chair', 'lift ?-?chair|recliner'),
    (4, 'power_wheelchair', 'power (?:wheel)?chair|power base|motori[sz]ed (?:wheel)?chair'),
    (5, 'scooter', 'scooter'),
    (6, 'walker', 'walker|rollator'),
    (7, 'manual_wheelchair', 'wheel ?chair')
  ) as words (rank, code, pattern)
  join public.equipment_categories c on c.code = words.code
  where category_word.name ~* words.pattern
  order by words.rank limit 1;
$$;
comment on function private.category_word is 'The category that a product''s or device type''s name speaks of, and the word that does; no row where none does.';

create function private.kind_word(name text)
returns table (unit_kind text, word text)
language sql immutable
set search_path = ''
as $$
  select words.kind, lower((regexp_match(kind_word.name, '(' || words.pattern || ')', 'i'))[1])
  from (values
    (1, 'rental', '\mrent(?:al)?\M|monthly'),
    (2, 'service', 'delivery|install|set-?up|labou?r|service|inspection|concrete'),
    (3, 'part', 'motor\M|\mbelt|switch|\mboard\M|\mfuse|\mtire|\mwheel\M|actuator'),
    (4, 'accessory', 'rail|section|remote|charg|hinge|gate|station|batter|cushion|basket|extension|holder|bag|tray')
  ) as words (rank, kind, pattern)
  where kind_word.name ~* words.pattern
  order by words.rank limit 1;
$$;
comment on function private.kind_word is 'The kind of thing that a product''s name speaks of, and the word that does; no row where none does.';

create function private.suggested_kind(name text, list_price numeric, category_id uuid)
returns text
language sql stable
set search_path = ''
as $$
  select coalesce((select w.unit_kind from private.kind_word(suggested_kind.name) w), case
    -- What costs a small part of the cheapest known unit of its category is not one of them.
    when list_price < coalesce((
      select min(p.list_price) / 4 from public.products p
      where p.category_id = suggested_kind.category_id and p.unit_kind = 'base'), 300) then 'accessory'
    when category_id is not null then 'base'
  end);
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
    'confirmed', (select count(*) from public.products p
      where p.unit_kind is not null and (p.category_id is not null or p.unit_kind not in ('base', 'accessory', 'part'))),
    'categories', (select coalesce(jsonb_agg(jsonb_build_object('category_id', c.id, 'name', c.name) order by c.name), '[]')
      from public.equipment_categories c),
    'products', (
      select coalesce(jsonb_agg(jsonb_build_object('product_id', p.id, 'sku', p.sku, 'name', p.name, 'list_price', p.list_price,
        'category_id', p.category_id, 'unit_kind', p.unit_kind, 'suggested_category_id', s.category_id,
        'suggested_kind', k.unit_kind, 'sold_lines', coalesce(l.lines, 0),
        'category_word', case when p.category_id is null then w.word end, 'kind_word', case when p.unit_kind is null then v.word end,
        -- A unit without a price is told from a part by nothing; a rental or a service with its category is looked at.
        'is_sure', coalesce(s.category_id is not null and p.list_price is not null and k.unit_kind in ('base', 'accessory', 'part'), false)
      ) order by p.sku), '[]')
      from public.products p
      left join (select o.product_id, count(*) as lines from public.sales_order_lines o group by o.product_id) l on l.product_id = p.id
      left join lateral private.category_word(p.name) w on true
      left join lateral private.kind_word(p.name) v on true
      cross join lateral (select coalesce(p.category_id, w.category_id) as category_id) s
      cross join lateral (select coalesce(p.unit_kind, private.suggested_kind(p.name, p.list_price, s.category_id)) as unit_kind) k
      -- A service belongs to no category, and that is fine.
      where p.unit_kind is null or (p.category_id is null and p.unit_kind in ('base', 'accessory', 'part'))),
    'device_types', (
      select coalesce(jsonb_agg(jsonb_build_object('name', t.name, 'claims', t.claims,
        'suggested_category_id', (select w.category_id from private.category_word(t.name) w)) order by t.name), '[]')
      from (
        select min(btrim(d.device_type)) as name, count(*) as claims from public.device_claims d
        where btrim(d.device_type) <> '' and not exists (
          select from public.device_types k where k.name_key = lower(btrim(d.device_type)) and k.category_id is not null)
        group by lower(btrim(d.device_type))) t));
end;
$$;
comment on function private.unclassified is 'Products without category or kind and device types without category, each with a suggestion and the words of its name that it comes from, beside the categories to choose from and how many products are confirmed → {status: ok, confirmed, categories, products, device_types}. is_sure: a suggestion that is ticked beforehand.';

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
