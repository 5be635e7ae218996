-- The office's search: what people type, against what is on record; and that what is kept for it is never out of date.
begin;
select plan(49);

select tests.freeze_clock('2026-06-02 14:00:00+00');
select tests.act_as_owner();

insert into public.customers (id, name, customer_ref, phone, email, street, city, postal_code) values
  ('00000000-0000-4000-8000-000000000a01', 'Zoë  Lebœuf-O''Brien', 'REF/136', '(905) 555-0136 ext. 7', 'Zoe.B@Example.com', '12 Rue St-André', 'Québec', 'L6Y 0A1'),
  ('00000000-0000-4000-8000-000000000a02', 'Łukasz Straße', null, '+1 416.555.0137', null, '9 Lake Road', 'Ancaster', 'M4S1A1'),
  ('00000000-0000-4000-8000-000000000a03', 'Zoe Plain', null, '289 555 0269', null, null, null, null);
insert into public.products (sku, name) values ('T-136', 'Flow X (curved)');
insert into public.sales_orders (id, order_number, customer_id) values ('00000000-0000-4000-8000-000000000b01', 'SO-2024/0136', '00000000-0000-4000-8000-000000000a01');
insert into public.sales_order_lines (id, order_id, line_ref, quantity) values ('00000000-0000-4000-8000-000000000c01', '00000000-0000-4000-8000-000000000b01', 'L-136', 1);
insert into public.units (id, customer_id, category_id, product_id, serial_number, source_line_id, unit_number)
select u.id::uuid, u.customer_id::uuid, k.id, (select p.id from public.products p where p.sku = u.sku), u.serial_number, u.line_id::uuid, u.unit_number
from (values
  ('00000000-0000-4000-8000-000000000d01', '00000000-0000-4000-8000-000000000a01', 'stairlift', 'T-136', 'SN 12-34.b', '00000000-0000-4000-8000-000000000c01', 1),
  ('00000000-0000-4000-8000-000000000d02', '00000000-0000-4000-8000-000000000a02', 'porch_lift', null, null, null, null),
  ('00000000-0000-4000-8000-000000000d03', '00000000-0000-4000-8000-000000000a03', 'scooter', null, null, null, null)
) u (id, customer_id, category, sku, serial_number, line_id, unit_number)
join public.equipment_categories k on k.code = u.category;
insert into public.maintenance_contracts (id, unit_id, interval_months, due_anchor_on) values
  ('00000000-0000-4000-8000-000000000e01', '00000000-0000-4000-8000-000000000d01', 1, '2026-05-01'),
  ('00000000-0000-4000-8000-000000000e02', '00000000-0000-4000-8000-000000000d02', 1, '2026-05-02'),
  ('00000000-0000-4000-8000-000000000e03', '00000000-0000-4000-8000-000000000d03', 1, '2026-05-20');
insert into public.customer_contacts (id, customer_id, name, phone, email) values
  ('00000000-0000-4000-8000-000000000f01', '00000000-0000-4000-8000-000000000a02', 'Márta Care', '289-555-0138', 'marta@care.example');
set constraints all immediate;

create function pg_temp.found(search text, situation text default null, category text default null, state text default null)
returns text[] language sql
as $$ select array(select right(r ->> 'contract_id', 1) from jsonb_array_elements(public.list_contracts(jsonb_strip_nulls(jsonb_build_object('search', search, 'situation', situation, 'category', category, 'state', state))) -> 'rows') r) $$;
grant execute on function pg_temp.found to authenticated;

select tests.act_as_staff('office');

-- Each case: what is typed, which of the three contracts come.
select is(pg_temp.found(typed), found::text[], format('"%s" finds %s', typed, found))
from (values
  ('zoe', '{1,3}'), ('ZOË', '{1,3}'), ('leboeuf', '{1}'), ('Lebœuf', '{1}'), ('obrien', '{1}'), ('o''brien', '{1}'), ('O’Brien zoe', '{1}'),
  ('brien zoe quebec', '{1}'), ('zoe lukasz', '{}'), ('lukasz', '{2}'), ('strasse', '{2}'),
  ('9055550136', '{1}'), ('905 555 0136', '{1}'), ('(905) 555-0136', '{1}'), ('+1 905-555-0136', '{1}'), ('1-416-555-0137', '{2}'), ('4165550137', '{2}'), ('555.0137', '{2}'),
  ('zoe.b@example.com', '{1}'), ('l6y0a1', '{1}'), ('L6Y 0A1', '{1}'), ('m4s 1a1', '{2}'), ('sn1234b', '{1}'), ('SN-1234-B', '{1}'),
  ('so-2024/0136', '{1}'), ('SO20240136', '{1}'), ('ref136', '{1}'), ('st-andré rue', '{1}'), ('marta@care.example', '{2}'), ('289 5550138', '{2}'), ('+1 289 555-0269', '{3}'),
  ('stair lift flow-x', '{1}'), ('%', '{1,2,3}'), ('', '{1,2,3}'), ('zoe_plain', '{3}'), ('lukasz,strasse', '{2}'), ('brien;zoe', '{1}')
) cases (typed, found);

select is((select array_agg(r ->> 'told_apart' order by r ->> 'contract_id') from jsonb_array_elements(public.list_contracts() -> 'rows') r), array[null, null, null]::text[], 'what is the only one of its kind needs nothing to tell it apart');
select is(pg_temp.found('zoe', situation => 'due'), '{3}'::text[], 'a search is narrowed by situation');
select is(pg_temp.found('', category => 'porch_lift', state => 'active'), '{2}'::text[], 'and by kind and state');

-- Whatever is written, what is kept for searches is what can be read from the tables.
select tests.act_as_owner();
create function pg_temp.outdated()
returns setof uuid language sql
as $$
  select contract_id from private.contract_names n full join private.contract_search s using (contract_id) where private.names_text(n.names) is distinct from s.text;
$$;
create temp table changes (nr, change, outdated) as
select * from (values
  (1, $$update public.customers set name = 'Renée', email = null where id = '00000000-0000-4000-8000-000000000a03'$$, 0::bigint),
  (2, $$update public.units set serial_number = 'X1', postal_code = 'K1A 0B1' where id = '00000000-0000-4000-8000-000000000d02'$$, 0::bigint),
  (3, $$update public.units set product_id = null where id = '00000000-0000-4000-8000-000000000d01'$$, 0::bigint),
  (4, $$update public.customer_contacts set customer_id = '00000000-0000-4000-8000-000000000a03' where id = '00000000-0000-4000-8000-000000000f01'$$, 0::bigint),
  (5, $$insert into public.customer_contacts (customer_id, name) values ('00000000-0000-4000-8000-000000000a01', 'Gone')$$, 0::bigint),
  (6, $$delete from public.customer_contacts where name = 'Gone'$$, 0::bigint),
  (7, $$update public.sales_orders set order_number = 'SO-9' where order_number = 'SO-2024/0136'$$, 0::bigint),
  (8, $$update public.equipment_categories set name = 'Scootèr' where code = 'scooter'$$, 0::bigint),
  (9, $$update public.products set name = 'Renamed'$$, 0::bigint),
  (11, $$update public.units set street = '77 Nouvelle Rue' where id = '00000000-0000-4000-8000-000000000d02'$$, 0::bigint),
  (12, $$update public.units set city = 'Gatineau' where id = '00000000-0000-4000-8000-000000000d02'$$, 0::bigint),
  (13, $$update public.units set source_line_id = '00000000-0000-4000-8000-000000000c01', unit_number = 2 where id = '00000000-0000-4000-8000-000000000d02'$$, 0::bigint),
  (14, $$insert into public.sales_orders (id, order_number, customer_id) values ('00000000-0000-4000-8000-000000000b02', 'SO-14', '00000000-0000-4000-8000-000000000a01')$$, 0::bigint),
  (16, $$update public.customers set street = '1 Autre Rue' where id = '00000000-0000-4000-8000-000000000a01'$$, 0::bigint),
  (17, $$update public.customers set city = 'Laval', postal_code = 'H7A 0A1' where id = '00000000-0000-4000-8000-000000000a01'$$, 0::bigint),
  (18, $$update public.units set apartment = '31' where id = '00000000-0000-4000-8000-000000000d01'$$, 0::bigint),
  (19, $$update public.customers set apartment = '31' where id = '00000000-0000-4000-8000-000000000a01'$$, 0::bigint)
) c;
do $$
declare
  v_change record;
begin
  for v_change in select * from changes order by nr loop
    execute v_change.change;
    update changes set outdated = (select count(*) from pg_temp.outdated()) where nr = v_change.nr;
  end loop;
end;
$$;
select is_empty($$ select change from changes where outdated <> 0 $$, 'what is kept for searches follows every change of a name');

-- Apartments, by whatever name and wherever they are written.
update public.units set apartment = 'Unit #31' where id = '00000000-0000-4000-8000-000000000d01';
update public.units set street = '7-9 Lake Road' where id = '00000000-0000-4000-8000-000000000d02';
update public.customers set apartment = '12b' where id = '00000000-0000-4000-8000-000000000a03';
select tests.act_as_staff('office');
select is(pg_temp.found(typed), found::text[], format('"%s" finds %s', typed, found))
from (values ('apt 31', '{1}'), ('lebœuf #31', '{1}'), ('Suite 7', '{2}'), ('APT. 12B', '{3}'), ('apt 12', '{3}')) c (typed, found);
select tests.act_as_owner();

-- Many clients with names of a few letters, compared with a reader that goes through the tables for every word.
insert into public.customers (name, phone, postal_code)
select (array['Ada', 'Adà', 'Bo-Ada', 'Cy', 'Dée'])[1 + n % 5] || ' ' || (array['O''Neil', 'Oneil', 'Nei L', 'Côté', 'Cote'])[1 + n / 5 % 5] || ' ' || n,
  '905-55' || n % 7 || '-01' || lpad((n % 100)::text, 2, '0'), 'L' || n % 9 || 'Y 0A' || n % 4
from generate_series(0, 139) n;
insert into public.units (customer_id, category_id)
select m.id, (select k.id from public.equipment_categories k where k.code = 'scooter') from public.customers m where m.name ~ ' [0-9]+$';
insert into public.maintenance_contracts (unit_id, interval_months, due_anchor_on)
select u.id, 6, '2026-06-02'::date + (row_number() over (order by u.id))::integer % 40 from public.units u join public.customers m on m.id = u.customer_id where m.name ~ ' [0-9]+$';
set constraints all immediate;
create function pg_temp.plain(typed text)
returns text language sql
as $$ select regexp_replace(lower(translate(typed, 'àéèôÀÉÔ', 'aeeoAEO')), '[^a-z0-9 ]', '', 'g') $$;
-- As in a company in business: a planner that takes full tables for empty ones reads them in circles.
analyze public.customers, public.customer_contacts, public.units, public.maintenance_contracts, public.maintenance_cycles, private.contract_search;
-- Folded once each: a reader that folds in the middle of a join takes as long as the planner lets it.
create temp table plain_names as
  select c.id, array[pg_temp.plain(m.name), replace(pg_temp.plain(m.name), ' ', ''), pg_temp.plain(m.phone),
    replace(pg_temp.plain(m.postal_code), ' ', ''), 'scooter'] as texts
  from public.maintenance_contracts c join public.customers m on m.id = c.customer_id
  where m.name ~ ' [0-9]+$';
create temp table found_otherwise as
  select q.typed, count(n.id) as contracts
  from (values ('ada'), ('neil ada'), ('cote 13'), ('nei-l'), ('9055550100'), ('l3y 0a1 cy'), ('dee oneil 2'), ('nobody')) q (typed)
  left join plain_names n on not exists (
    select from unnest(string_to_array(pg_temp.plain(q.typed), ' ')) word
    where not exists (select from unnest(n.texts) text where strpos(text, word) > 0))
  group by q.typed;
grant select on found_otherwise to authenticated;

select tests.act_as_staff('office');
select results_eq(
  $$ select typed, (public.list_contracts(jsonb_build_object('search', typed)) #>> '{counts,all}')::bigint from found_otherwise order by typed $$,
  $$ select typed, contracts from found_otherwise order by typed $$,
  'a search counts what a reader of the tables finds, word by word');

select tests.act_as_staff('technician');
select throws_ok($$ select public.list_contracts('{"search": "zoe"}') $$, '42501', null, 'technicians may not search');
select tests.act_as_anon();
select throws_ok($$ select public.list_contracts('{"search": "zoe"}') $$, '42501', null, 'nobody else may');

select * from finish();
rollback;
