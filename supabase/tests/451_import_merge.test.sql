-- What a run tells counts where the file changed: what people corrected here survives thirty identical nights.
begin;
select plan(40);
select tests.freeze_clock('2026-06-02 14:00:00+00');
create temp table told (kind text primary key, rows jsonb);
grant all on told to public;
insert into told values
  ('products', '[{"sku": "SL", "name": "Lift", "category_code": "stairlift", "unit_kind": "base", "maintenance_enabled": true, "list_price": 3200}, {"sku": "WK", "name": "Walker", "category_code": "walker", "maintenance_enabled": true}]'),
  ('customers', '[
    {"customer_ref": "C1", "name": "Ada Lee", "email": "ada@example.com", "phone": "416-555-0101", "street": "1 Elm St", "unit": "2", "city": "Brampton", "province": "ON", "postal_code": "l6y0a1", "latitude": null, "longitude": null},
    {"customer_ref": "C2", "name": "Bo Ray", "email": null, "phone": "416-555-0102", "street": "9 Oak Ave", "city": "Brampton", "postal_code": "L6Y 0A1"}]'),
  ('technicians', '[{"name": "Dana", "email": "dana@example.com", "skills": ["lifts"]}]'),
  ('device_type_map', '[{"device_type": "Stair Lift", "category_code": "stairlift"}]'),
  ('equipment_categories', '[{"code": "stairlift", "name": "Stair lift", "equipment_class": "lift_elevating", "safety_critical": true, "maintenance_enabled": true, "identity": "line", "maintenance_interval_months": 6, "maintenance_fee": 189, "required_skill": "lifts", "visit_minutes": 60}]'),
  ('device_claims', '[{"claim_ref": "K1", "funder": "adp", "customer_ref": "C1", "device_type": "Stair Lift", "sku": "SL", "serial_number": "AB1", "order_date": "2026-01-01"}]'),
  ('sales_order_lines', '[{"order_number": "S1", "line_ref": "L1", "order_state": "sale", "order_date": "2026-01-05", "customer_ref": "C1", "sku": "SL", "description": "A lift", "quantity": 1, "unit_price": 3000, "serial_numbers": ["X1"], "delivery_date": "2026-01-20"}]');

create temp table night (n integer, id uuid);
grant all on night to public;
create function pg_temp.night() returns uuid language plpgsql as $$
declare
  v_run uuid;
  v_kind text;
  v_file uuid;
  v_answer jsonb;
begin
  insert into public.import_runs (source, request_id, on_day) values ('files', gen_random_uuid(), '2026-06-02') returning id into v_run;
  foreach v_kind in array array['equipment_categories', 'device_type_map', 'products', 'technicians', 'customers', 'sales_order_lines', 'device_claims'] loop
    v_file := private.start_import(v_kind, v_kind || '.csv', v_run, null, true);
    perform private.import_batch(v_file, (select jsonb_agg(jsonb_build_object('line', n + 1, 'values', row)) from told t, jsonb_array_elements(t.rows) with ordinality e (row, n) where t.kind = v_kind), 1);
    v_answer := private.finish_import(v_file);
    if v_answer ->> 'status' <> 'finished' or v_answer ->> 'refused' <> '0' then
      raise exception '%: % %', v_kind, v_answer, (select string_agg(problem, ', ') from public.import_rows where file_id = v_file);
    end if;
  end loop;
  insert into night select count(*) + 1, v_run from night;
  return v_run;
end;
$$;
create function pg_temp.tell(kind text, place integer, fields jsonb) returns void language sql as $$
  update told t set rows = jsonb_set(t.rows, array[place::text], t.rows -> place || fields) where t.kind = tell.kind $$;
create function pg_temp.changes() returns setof text language sql as $$
  select concat_ws(' ', c.change_kind, c.subject, c.field || ':', coalesce(c.was, '–'), '→', coalesce(c.became, '–'))
  from public.import_changes c where c.import_run_id = (select id from night order by n desc limit 1) order by 1 $$;

-- The first night
select pg_temp.night();
select set_eq('select pg_temp.changes()', array[
  'added customers – → –', 'added device_claims – → –', 'added device_types – → –', 'added products – → –', 'added sales_order_lines – → –',
  'added sales_orders state: – → sale', 'added technicians – → –'], 'what is new is told, an order with its state') ;
select is((select string_agg(distinct file_name || ' ' || line, ', ' order by file_name || ' ' || line) from public.import_changes where subject = 'customers'), 'customers.csv 2, customers.csv 3', 'with file and line');
select is((select postal_code from public.customers where customer_ref = 'C1'), 'L6Y 0A1', 'values are written as everywhere');

-- People correct what they see
update public.customers set email = 'ada.lee@example.com', name = 'Ada Lee-Moss', street = '1 Elm Street' where customer_ref = 'C1';
update public.products set name = 'Stair lift, straight', unit_kind = 'base', maintenance_enabled = false where sku = 'SL';
update public.technicians set name = 'Dana Fox';
delete from public.technician_skills;
update public.device_types set category_id = (select id from public.equipment_categories where code = 'walker');
update public.equipment_categories set fee = 205, visit_minutes = 75 where code = 'stairlift';
update public.device_claims set funder = 'vac', order_date = '2026-01-02';
update public.sales_order_lines set description = 'A straight lift', delivery_date = '2026-01-21';
select tests.as_function('cancel_sales_order', $$ update public.sales_orders set state = 'cancel' $$);
create temp table corrected as
  select to_jsonb(array(select to_jsonb(c) - 'created_at' from public.customers c order by id)) as customers, to_jsonb(array(select to_jsonb(p) from public.products p where sku in ('SL', 'WK') order by sku)) as products,
    to_jsonb(array(select to_jsonb(t) from public.technicians t)) as technicians, (select count(*) from public.technician_skills) as skills,
    to_jsonb(array(select to_jsonb(d) from public.device_types d)) as types, to_jsonb(array(select to_jsonb(k) from public.equipment_categories k order by code)) as policies,
    to_jsonb(array(select to_jsonb(d) from public.device_claims d)) as claims, to_jsonb(array(select to_jsonb(l) from public.sales_order_lines l)) as lines, to_jsonb(array(select to_jsonb(o) from public.sales_orders o)) as orders;
create temp view now_here as
  select to_jsonb(array(select to_jsonb(c) - 'created_at' from public.customers c order by id)) as customers, to_jsonb(array(select to_jsonb(p) from public.products p where sku in ('SL', 'WK') order by sku)) as products,
    to_jsonb(array(select to_jsonb(t) from public.technicians t)) as technicians, (select count(*) from public.technician_skills) as skills,
    to_jsonb(array(select to_jsonb(d) from public.device_types d)) as types, to_jsonb(array(select to_jsonb(k) from public.equipment_categories k order by code)) as policies,
    to_jsonb(array(select to_jsonb(d) from public.device_claims d)) as claims, to_jsonb(array(select to_jsonb(l) from public.sales_order_lines l)) as lines, to_jsonb(array(select to_jsonb(o) from public.sales_orders o)) as orders;
create temp table trail as select count(*) as events from public.audit_events where table_name not in ('import_files', 'import_runs');
select count(pg_temp.night()) from generate_series(1, 30);
select results_eq(format('select %I from now_here', what), format('select %I from corrected', what), 'thirty identical nights leave as it is: ' || what)
from unnest(array['customers', 'products', 'technicians', 'skills', 'types', 'policies', 'claims', 'lines', 'orders']) what;
select is_empty('select pg_temp.changes()', 'and there is nothing to tell of them');
select is((select count(*) from public.audit_events where table_name not in ('import_files', 'import_runs')), (select events from trail), 'nor does anything pass through the trail');
select is((select max(staged_count) from public.import_files f join night n on n.id = f.import_run_id where n.n > 1), 0, 'no row is even looked at');

-- A value that changed in the file
select pg_temp.tell('customers', 0, '{"phone": "905-555-0199"}');
select pg_temp.night();
select set_eq('select pg_temp.changes()', array['corrected customers phone: 416-555-0101 → 905-555-0199', 'kept customers email: ada@example.com → ada.lee@example.com',
  'kept customers name: Ada Lee → Ada Lee-Moss', 'kept customers street: 1 Elm St → 1 Elm Street'], 'comes in, and what people corrected on that row is told to stay');
select is((select concat_ws(' ', name, phone, email, street) from public.customers where customer_ref = 'C1'), 'Ada Lee-Moss 905-555-0199 ada.lee@example.com 1 Elm Street', 'and stays');
select is((select string_agg(distinct why, ', ') from public.import_changes where change_kind = 'kept'), 'Corrected here; the file says what it said before', 'with the reason');
select pg_temp.tell('customers', 0, '{"phone": "905-555-0200"}');
select pg_temp.night();
select set_eq('select pg_temp.changes()', array['corrected customers phone: 905-555-0199 → 905-555-0200'], 'what was kept is told once');

-- Changed in both
select pg_temp.tell('customers', 0, '{"email": "ada@new.example.com"}');
select pg_temp.night();
select is((select email from public.customers where customer_ref = 'C1'), 'ada@new.example.com', 'what the file changed applies, whatever was here');
select is((select was || ' / ' || why from public.import_changes where import_run_id = (select id from night order by n desc limit 1) and field = 'email'), 'ada.lee@example.com / Changed in the file; here it had been corrected', 'and what was here is told');

-- Empty erases nothing, and says nothing
select pg_temp.tell('customers', 0, '{"email": null, "street": null}');
select pg_temp.night();
select is_empty('select pg_temp.changes()', 'what is left empty changes nothing');
update public.customers set email = 'ada@mine.example.com' where customer_ref = 'C1';
select pg_temp.tell('customers', 0, '{"email": "ada@new.example.com", "street": "1 Elm St"}');
select pg_temp.night();
select is((select email from public.customers where customer_ref = 'C1'), 'ada@mine.example.com', 'nor is what it said before news when it is there again');

-- The other kinds: each changed value and nothing else
select pg_temp.tell('products', 0, '{"list_price": 3300}'), pg_temp.tell('equipment_categories', 0, '{"visit_minutes": 90}'), pg_temp.tell('device_claims', 0, '{"adp_delivery_date": "2026-02-01"}'),
  pg_temp.tell('technicians', 0, '{"home_latitude": 43.7, "home_longitude": -79.4}'), pg_temp.tell('device_type_map', 0, '{"category_code": "scooter"}');
select pg_temp.night();
select is((select name || ' ' || list_price || ' ' || maintenance_enabled from public.products where sku = 'SL'), 'Stair lift, straight 3300.00 false', 'of a product');
select is((select fee || ' ' || visit_minutes from public.equipment_categories where code = 'stairlift'), '205.00 90', 'of a policy');
select is((select funder || ' ' || adp_delivery_date || ' ' || order_date from public.device_claims), 'vac 2026-02-01 2026-01-02', 'of a claim');
select is((select name || ' ' || home_latitude from public.technicians), 'Dana Fox 43.7', 'of a technician');
select is((select count(*) from public.technician_skills), 0::bigint, 'whose skills nobody gives back');
select is((select k.code from public.device_types d join public.equipment_categories k on k.id = d.category_id), 'scooter', 'of a device type');
select bag_has('select pg_temp.changes()', $$ select unnest(array['corrected products list_price: 3200.00 → 3300.00', 'kept products maintenance_enabled: true → false', 'corrected equipment_categories visit_minutes: 75 → 90',
  'corrected device_claims adp_delivery_date: – → 2026-02-01', 'kept device_claims funder: adp → vac', 'corrected device_types category_code: walker → scooter', 'kept technicians name: Dana → Dana Fox']) $$, 'and each of it is told');

-- What was taken away here does not come back
select tests.as_function('import_sales', 'delete from public.sales_order_lines');
alter table public.sales_orders disable trigger keep_confirmed;
delete from public.sales_orders;
alter table public.sales_orders enable trigger keep_confirmed;
select pg_temp.tell('sales_order_lines', 0, '{"delivery_date": "2026-03-01"}');
select pg_temp.night();
select is_empty('select from public.sales_order_lines', 'a line that was deleted here');
select is_empty('select from public.sales_orders', 'an order that was deleted here');

-- What refers to something unknown is tried again
select pg_temp.tell('products', 1, '{"category_code": "rollator"}');
select pg_temp.night();
select is((select string_agg(notice, ', ') from public.import_rows r join public.import_files f on f.id = r.file_id where f.import_run_id = (select id from night order by n desc limit 1)), 'category_code "rollator" is no category and was left out', 'a category that nobody knows is told');
insert into public.equipment_categories (code) values ('rollator');
select pg_temp.night();
select is((select k.code from public.products p join public.equipment_categories k on k.id = p.category_id where p.sku = 'WK'), 'rollator', 'and counts once it is known');

-- A client who moves
insert into public.units (id, customer_id, category_id) select tests.id(k.code), c.id, k.id from public.customers c, public.equipment_categories k where c.customer_ref = 'C2' and k.code in ('stairlift', 'scooter');
update public.equipment_categories set installed = code = 'stairlift' where code in ('stairlift', 'scooter');
insert into public.maintenance_contracts (unit_id) values (tests.id('stairlift'));
insert into public.maintenance_cycles (contract_id, number, due_on) select id, 1, '2026-12-01' from public.maintenance_contracts;
select pg_temp.tell('customers', 1, '{"street": "77 Pine Rd", "postal_code": "M5V 1A1"}');
select pg_temp.night();
select is((select street from public.units where id = tests.id('scooter')), '77 Pine Rd', 'takes along what is not installed');
select is((select street from public.units where id = tests.id('stairlift')), '9 Oak Ave', 'what is stays');
select is((select details ->> 'reason' from public.office_activities where kind = 'address_change' and state = 'open'), 'moved', 'and the office is asked');

-- What a person brings in is compared in the same way; rows that were corrected for us are meant as they stand
create function pg_temp.by_hand(is_whole boolean) returns text language plpgsql as $$
declare
  v_file uuid := private.start_import('customers', 'mine.csv', null, null, is_whole);
begin
  perform private.import_batch(v_file, '[{"line": 2, "values": {"customer_ref": "C1", "name": "Ada Lee", "email": "ada@new.example.com"}}]', 1);
  perform private.finish_import(v_file);
  return (select name || ' ' || email from public.customers where customer_ref = 'C1');
end;
$$;
select is(pg_temp.by_hand(true), 'Ada Lee-Moss ada@mine.example.com', 'a file that somebody brings in and that says what the last one said takes back no correction');
select is(pg_temp.by_hand(false), 'Ada Lee ada@new.example.com', 'rows that were rejected and come corrected win');
select is((select count(*) from public.import_changes where file_name = 'mine.csv'), 0::bigint, 'and no run tells of it');
select * from finish();
rollback;
