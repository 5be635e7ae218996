-- Edges of a night's files: what is confirmed again, lowered, named later, delivered otherwise, cancelled in passing, or no row at all.
begin;
select plan(33);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, customer_ref, name, email, street, city, province, postal_code)
select tests.id('C-' || n), 'C-' || n, 'Client ' || n, 'c' || n || '@example.com', n || ' Elm St', 'Brampton', 'ON', 'L6Y 0A1' from generate_series(1, 30) n;
insert into public.products (id, sku, name, category_id, unit_kind)
select tests.id(k.code), upper(k.code), k.name, k.id, 'base' from public.equipment_categories k where k.code in ('stairlift', 'power_wheelchair');
create function pg_temp.sold(ref text, state text, more jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_object('order_number', split_part(ref, '-', 1), 'line_ref', ref, 'order_state', state, 'order_date', '2026-05-20', 'customer_ref', 'C-1', 'sku', 'STAIRLIFT', 'quantity', 1, 'serial_numbers', jsonb_build_array()) || more $$;
create function pg_temp.send(kind text, run uuid, rows jsonb[]) returns uuid language plpgsql as $$
declare
  v_file uuid := public.start_import(kind, kind || '.csv', run, null, false);
begin
  perform public.import_batch(v_file, (select jsonb_agg(jsonb_build_object('line', n + 1, 'values', j)) from unnest(rows) with ordinality u (j, n)), 1);
  perform public.finish_import(v_file);
  return v_file;
end;
$$;
create function pg_temp.night(variadic rows jsonb[]) returns jsonb language plpgsql as $$
declare
  v_run uuid := public.start_import_run('files', gen_random_uuid()) ->> 'import_run_id';
begin
  perform pg_temp.send('sales_order_lines', v_run, rows);
  return public.finish_import_run(v_run) - 'claims_waiting';
end;
$$;
create function pg_temp.contracts(number text) returns text language sql as $$
  select string_agg(concat_ws(' ', l.line_ref, u.unit_number, u.serial_number, c.state), ' | ' order by l.line_ref, u.unit_number, c.created_at, c.state desc)
  from public.maintenance_contracts c join public.units u on u.id = c.unit_id join public.sales_order_lines l on l.id = u.source_line_id
  join public.sales_orders o on o.id = l.order_id where o.order_number = contracts.number $$;

-- Cancelled there and confirmed again there
select is(pg_temp.night(pg_temp.sold('A-1', 'sale'), pg_temp.sold('B-1', 'sale', '{"quantity": 2}'), pg_temp.sold('D-1', 'sale')) ->> 'enrolled', '4', 'four are sold');
select is(pg_temp.night(pg_temp.sold('A-1', 'cancel'), pg_temp.sold('B-1', 'cancel', '{"quantity": 2}')) ->> 'ended', '3', 'three of them are cancelled there');
update public.company_settings set import_most_new = 1;
select is(pg_temp.night(pg_temp.sold('A-1', 'sale'), pg_temp.sold('B-1', 'sale', '{"quantity": 2}')) ->> 'new_units', '3', 'confirmed again they count as new, and wait where they are too many');
update public.company_settings set import_most_new = 20;
select is(pg_temp.night(pg_temp.sold('A-1', 'done')) ->> 'enrolled', '3', 'and come back with the next file, where nobody here had ended them');
select is(pg_temp.contracts('A'), 'A-1 1 cancelled | A-1 1 active', 'the same unit');
select is((select count(*) from public.units u where u.condition = 'retired'), 0::bigint, 'in use');
-- Cancelled here
select tests.act_as_staff('office');
select is(public.cancel_sales_order((select o.id from public.sales_orders o where o.order_number = 'D')) ->> 'status', 'cancelled', 'what the office cancelled');
select tests.act_as_owner();
select is(pg_temp.night(pg_temp.sold('D-1', 'done')) ->> 'enrolled', '0', 'no file brings back');
select is(pg_temp.night(pg_temp.sold('D-1', 'cancel')) ->> 'status', 'applied', 'nor when it was cancelled there');
select is(pg_temp.night(pg_temp.sold('D-1', 'sale')) ->> 'enrolled', '0', 'and confirmed again there');

-- Fewer than are enrolled
select is(pg_temp.night(pg_temp.sold('B-1', 'sale', '{"quantity": 1}')) ->> 'returned', '1', 'a line that sells fewer by now is a question about the last one');
select is((select concat_ws(' ', c.told ->> 'quantity', u.unit_number) from public.import_conflicts c join public.units u on u.id = c.unit_id where c.conflict_kind = 'returned_unit'), '1 2', 'with what the file says');
select is(pg_temp.night(pg_temp.sold('B-1', 'sale', '{"quantity": 1, "description": "x"}')) ->> 'returned', '0', 'once');
select tests.act_as_staff('office');
select is(public.record_delivery((select l.id from public.sales_order_lines l where l.line_ref = 'B-1'), '2026-05-29') ->> 'status', 'recorded', 'its delivery is written down all the same');
select tests.act_as_owner();
select throws_ok($$ update public.sales_order_lines set quantity = 0 where line_ref = 'B-1' $$, 'MT002', null, 'but nobody lowers it further by hand');

-- Serial numbers told later, and mixed up
select pg_temp.night(pg_temp.sold('S-1', 'sale', '{"sku": "POWER_WHEELCHAIR", "serial_numbers": ["PW-10001"]}'), pg_temp.sold('S-2', 'sale', '{"sku": "POWER_WHEELCHAIR", "serial_numbers": ["PW-10002"]}'),
  pg_temp.sold('S-3', 'sale', '{"sku": "POWER_WHEELCHAIR"}'), pg_temp.sold('S-4', 'sale', '{"sku": "POWER_WHEELCHAIR", "serial_numbers": ["PW-10004"]}'));
update public.units set serial_number = 'PW-40004' where serial_number = 'PW-10004';
select pg_temp.night(pg_temp.sold('S-1', 'sale', '{"sku": "POWER_WHEELCHAIR", "serial_numbers": ["PW-10002"]}'), pg_temp.sold('S-2', 'sale', '{"sku": "POWER_WHEELCHAIR", "serial_numbers": ["PW-10001"]}'),
  pg_temp.sold('S-3', 'sale', '{"sku": "POWER_WHEELCHAIR", "serial_numbers": ["PW-10003"]}'), pg_temp.sold('S-4', 'sale', '{"sku": "POWER_WHEELCHAIR", "serial_numbers": ["PW-10005"]}'));
select is(pg_temp.contracts('S'), 'S-1 1 PW-10002 active | S-2 1 PW-10001 active | S-3 1 PW-10003 active | S-4 1 PW-40004 active',
  'units have the serial numbers that their lines are told later, swapped ones too; one that was corrected here stays');
select is((select string_agg(distinct a.state, ' ') from public.office_activities a where a.kind = 'missing_serial'), 'done', 'and nobody asks for it any more');
select pg_temp.night(pg_temp.sold('S-3', 'sale', '{"sku": "POWER_WHEELCHAIR", "serial_numbers": ["PW-10001"]}'), pg_temp.sold('O-1', 'sale', '{"sku": "POWER_WHEELCHAIR", "customer_ref": "C-2"}'));
select is(pg_temp.contracts('S'), 'S-1 1 PW-10002 active | S-2 1 PW-10001 active | S-3 1 PW-10003 active | S-4 1 PW-40004 active', 'of two with one number the first keeps it');
select pg_temp.night(pg_temp.sold('O-1', 'sale', '{"sku": "POWER_WHEELCHAIR", "customer_ref": "C-2", "serial_numbers": ["PW-10002"]}'));
select is((select c.told ->> 'serial' from public.import_conflicts c where c.conflict_kind = 'one_serial_two_clients' and c.other_customer_id = tests.id('C-2')), 'PW-10002', 'and that of another client is a question');

-- What was staggered is not mailed on one day because its delivery was corrected
create function pg_temp.olds(delivered text) returns jsonb[] language sql as $$
  select array_agg(pg_temp.sold('Z' || n || '-1', 'sale', jsonb_build_object('delivery_date', delivered, 'order_date', '2022-01-05', 'customer_ref', 'C-' || n)) order by n) from generate_series(1, 30) n $$;
create temp table run as select (public.start_backfill('2026-06-01', 12, array[pg_temp.send('sales_order_lines', null, pg_temp.olds('2022-01-10'))]) ->> 'run_id')::uuid as id;
select is(public.execute_backfill(id, 500) ->> 'enrolled', '30', 'years of sales are enrolled') from run;
select pg_temp.night(variadic pg_temp.olds('2022-01-10'));
select is(pg_temp.night(variadic pg_temp.olds('2022-01-11')) ->> 'due_moved', '0', 'and a delivery that was long ago, corrected,');
select is((select count(distinct y.due_on) from public.maintenance_contracts c join public.maintenance_cycles y on y.contract_id = c.id where c.source = 'backfill'), 30::bigint, 'puts nobody''s first mail elsewhere');
select is(pg_temp.night(pg_temp.sold('Z1-1', 'sale', '{"delivery_date": "2026-05-28", "order_date": "2022-01-05"}')) ->> 'due_moved', '1', 'one that was lately does');

-- A file that somebody brings in ends nothing
select pg_temp.send('sales_order_lines', null, array[pg_temp.sold('Z2-1', 'cancel', '{"customer_ref": "C-2"}')]);
select is((select o.state from public.sales_orders o where o.order_number = 'Z2'), 'sale', 'an order that is enrolled stays as it is when a file of the wizard says cancelled');
select is((select count(*) from public.import_rows r where r.notice like '%order Z2 is cancelled in this file%'), 1::bigint, 'which the file says');
select is(pg_temp.night(pg_temp.sold('Z2-1', 'cancel', '{"customer_ref": "C-2"}')) ->> 'ended', '1', 'and the night ends it');

-- Two are one, also whom a run enrolled
select is((select count(*) > 0 from private.backfill_consents), true, 'a run gave consents');
select is(public.merge_customers(tests.id('C-5'), tests.id('C-6'), true) ->> 'status', 'tried', 'which keep nobody from being merged');

-- Whose price was told is not taken back, in whatever way it was told
select private.freeze_price(y.id) from public.maintenance_contracts c join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null
join public.backfill_rows b on b.contract_id = c.id where b.customer_id = tests.id('C-9');
select is((select concat_ws(' ', r ->> 'reason', r ->> 'contracts', r #>> '{who,0,why}') from (select public.take_back_backfill(id) as r from run) t), 'told 2 changed', 'a price that was told keeps a run, and so does what ended');

-- A question whose unit is gone
create temp table asked as select private.raise_conflict(row (null, 'one_serial_two_clients', 'gone-1', tests.id('C-1'), tests.id('C-2'), null, null, null, null, '{}', null, null, null, null, null)::public.import_conflicts) as id;
select is(public.decide_conflict(id, 'move', null) - 'status', '{"reason": "gone"}', 'nothing is given to the other where there is nothing any more') from asked;
select is(public.decide_conflict(id, 'keep', public.decide_conflict(id, 'keep', null) ->> 'shown') ->> 'status', 'decided', 'and it can be answered otherwise') from asked;

-- What is no row, and no job of theirs
select is((select string_agg(coalesce(t.state, 'none'), ' ') from (values ('[{}]'), ('[null]'), ('["x"]'), ('[{"line": -1, "problem": "x"}]'), ('[{"line": 2.5, "problem": "x"}]'), ('[{"line": 99999999999, "problem": "x"}]'), ('[{"line": 2, "values": []}]'), ('[{"line": 2}]')) v (rows)
  cross join lateral (select private.are_rows(v.rows::jsonb)::text as state) t), 'false false false false false false false false', 'rows have a line, and values or a problem');
select throws_ok(format('select public.import_batch(%L, %L)', public.start_import('sales_order_lines', 'x.csv'), '[{"line": -1, "values": {"customer_ref": "Secret"}}]'), '22023',
  'a row is {line, values} or {line, problem}, its line a whole number from 1', 'and others are refused without what is in them');
select * from finish();
rollback;
