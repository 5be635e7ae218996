-- Orders are told line by line: an order is what all of its lines together say, whichever of them a file tells anew.
begin;
select plan(33);
select tests.freeze_clock('2026-06-02 14:00:00+00');
insert into public.customers (id, name, customer_ref) values (tests.id('ada'), 'Ada Lee', 'C1'), (tests.id('bob'), 'Bob Ray', 'C2');
insert into public.products (sku, name) values ('SL', 'Lift'), ('SC', 'Scooter');
create temp table line (line integer primary key, fields jsonb);
create function pg_temp.line(line integer, order_number text, state text, more jsonb default '{}') returns void language sql as $$
  insert into line values (line, jsonb_build_object('order_number', order_number, 'line_ref', 'L' || line, 'order_state', state, 'order_date', '2026-01-05', 'customer_ref', 'C1',
    'sku', 'SL', 'quantity', 1, 'serial_numbers', jsonb_build_array()) || more) on conflict (line) do update set fields = excluded.fields $$;
create temp table latest (file_id uuid, run_id uuid);
create function pg_temp.send(is_whole boolean default true, kind text default 'sales_order_lines') returns jsonb language plpgsql as $$
declare
  v_run uuid;
  v_file uuid;
begin
  insert into public.import_runs (source, request_id, on_day) values ('files', gen_random_uuid(), '2026-06-02') returning id into v_run;
  v_file := private.start_import(kind, 'lines.csv', v_run, null, is_whole);
  perform private.import_batch(v_file, coalesce((select jsonb_agg(jsonb_build_object('line', l.line, 'values', l.fields) order by l.line) from line l), '[]'), 1);
  delete from latest;
  insert into latest values (v_file, v_run);
  while private.finish_import(v_file) ->> 'status' = 'finishing' loop
  end loop;
  return private.finish_import(v_file);
end;
$$;
create function pg_temp.changes() returns setof text language sql as $$
  select concat_ws(' ', c.change_kind, coalesce(o.order_number, l.line_ref), c.field || ':', coalesce(c.was, '–'), '→', coalesce(c.became, '–'))
  from public.import_changes c join latest on latest.run_id = c.import_run_id
  left join public.sales_orders o on o.id = c.subject_id left join public.sales_order_lines l on l.id = c.subject_id $$;
create function pg_temp.state(order_number text) returns text language sql as $$ select o.state from public.sales_orders o where o.order_number = state.order_number $$;

select pg_temp.line(2, 'S1', 'draft'), pg_temp.line(3, 'S1', 'sale', '{"serial_numbers": ["X1"], "delivery_date": "2026-01-20"}'), pg_temp.line(4, 'S2', 'draft'), pg_temp.line(5, 'S1', 'cancel');
select is(pg_temp.send() ->> 'changed', '6', 'two orders and their lines come in');
select is(pg_temp.state('S1') || ' ' || pg_temp.state('S2'), 'sale draft', 'an order is as confirmed as its most confirmed line');
select set_eq('select pg_temp.changes()', array['added S1 state: – → sale', 'added S2 state: – → draft', 'added L2 – → –', 'added L3 – → –', 'added L4 – → –', 'added L5 – → –'], 'which is told with its state');
select is((select line from public.import_changes where subject = 'sales_orders' and became = 'sale'), 3, 'and the line that says so');
select is((select count(*) from public.audit_events where made_by = 'import_sales' and table_name in ('sales_orders', 'sales_order_lines')), 6::bigint, 'import_sales answers for all of it');
select is_empty('select from public.maintenance_contracts', 'and enrols nobody');

-- Confirmed, cancelled, and one line among others that are as they were
select pg_temp.line(4, 'S2', 'sale', '{"commitment_date": "2026-07-01"}');
select pg_temp.send();
select set_eq('select pg_temp.changes()', array['corrected S2 state: draft → sale', 'corrected S2 commitment_date: – → 2026-07-01'], 'an order that is confirmed is told with its dates');
select is((select staged_count from public.import_files f join latest on latest.file_id = f.id), 1, 'one row was looked at');
select pg_temp.line(2, 'S1', 'done');
select pg_temp.send();
select is(pg_temp.state('S1'), 'done', 'one changed line says it of the order');
select pg_temp.line(2, 'S1', 'cancel');
select pg_temp.send();
select is(pg_temp.state('S1'), 'sale', 'which is what its other lines say when that one takes it back');
select pg_temp.line(3, 'S1', 'cancel', '{"serial_numbers": ["X1"], "delivery_date": "2026-01-20"}');
select pg_temp.send();
select is(pg_temp.state('S1'), 'cancel', 'and cancelled when all of them are');
select set_eq('select pg_temp.changes()', array['corrected S1 state: sale → cancel'], 'once');
select pg_temp.send();
select is_empty('select pg_temp.changes()', 'and nothing the next night');

-- Crossed over: never in between what it never was
select pg_temp.line(2, 'S1', 'sale'), pg_temp.line(3, 'S1', 'cancel');
select pg_temp.send();
select pg_temp.line(2, 'S1', 'cancel'), pg_temp.line(3, 'S1', 'sale');
select pg_temp.send();
select is((select count(*) from public.import_changes c join latest on latest.run_id = c.import_run_id where c.field = 'state'), 0::bigint, 'two lines that change places leave their order as it is');

-- A line that is gone from a whole file says nothing any more; from one that tells what changed it does
delete from line where line in (3, 5);
select pg_temp.send(is_whole => false);
select is(pg_temp.state('S1'), 'sale', 'what a part leaves out stands');
select pg_temp.line(2, 'S1', 'cancel', '{"description": "Called off"}');
select pg_temp.send(is_whole => false);
select is(pg_temp.state('S1'), 'sale', 'also when another line of the order changes');
select pg_temp.line(6, 'S9', 'sale'), pg_temp.line(7, 'S9', 'sale'), pg_temp.line(8, 'S9', 'sale');
select pg_temp.send(is_whole => false);
select pg_temp.line(2, 'S1', 'cancel', '{"description": "Called off, all of it"}');
select is(pg_temp.send() ->> 'status', 'finished', 'a whole file without that line');
select is(pg_temp.state('S1'), 'cancel', 'tells of the rest of the order alone');
select is((select count(*) from public.sales_order_lines l join public.sales_orders o on o.id = l.order_id where o.order_number = 'S1'), 3::bigint, 'whose lines stay');

-- Lines: what changed, and nothing else
update public.sales_order_lines set description = 'Our words', unit_price = 12 where line_ref = 'L4';
select pg_temp.line(4, 'S2', 'sale', '{"commitment_date": "2026-07-01", "quantity": 2, "serial_numbers": ["Y1", "Y2"], "delivery_date": "2026-06-30", "sku": "SC"}');
select pg_temp.send();
select set_eq('select pg_temp.changes()', array['corrected L4 quantity: 1 → 2', 'corrected L4 serial_numbers: [] → ["Y1", "Y2"]', 'corrected L4 delivery_date: – → 2026-06-30', 'corrected L4 product: SL → SC'], 'a line tells what changed of it');
select is((select description || ' ' || unit_price from public.sales_order_lines where line_ref = 'L4'), 'Our words 12.00', 'and keeps what was written here');
select pg_temp.line(4, 'S2', 'sale', '{"commitment_date": "2026-07-01", "quantity": 2, "serial_numbers": [], "delivery_date": null, "sku": "SC"}');
select pg_temp.send();
select is((select serial_numbers::text || delivery_date from public.sales_order_lines where line_ref = 'L4'), '{Y1,Y2}2026-06-30', 'no serial numbers erase none');

-- Somebody nobody knows, something nobody sells
select pg_temp.line(9, 'S5', 'sale', '{"customer_ref": "C9"}'), pg_temp.line(10, 'S6', 'sale', '{"sku": "NEW"}');
select is(pg_temp.send() ->> 'refused', '1', 'a line of nobody is refused');
select is((select problem from public.import_rows r join latest using (file_id) where r.line = 9), 'customer_ref "C9" is nobody here', 'by name');
select is((select notice from public.import_rows r join latest using (file_id) where r.line = 10), 'sku "NEW" is no product here', 'a product nobody knows is told');
select is(pg_temp.state('S5'), null, 'no order comes of nobody');
insert into public.customers (name, customer_ref) values ('Cy Fox', 'C9');
insert into public.products (sku, name) values ('NEW', 'New lift');
select is(pg_temp.send() ->> 'refused', '0', 'once both are known');
select is((select p.sku from public.sales_order_lines l join public.products p on p.id = l.product_id where l.line_ref = 'L10'), 'NEW', 'the same rows are news');
select is(pg_temp.state('S5'), 'sale', 'for the order too');

-- One bad row of an order
select pg_temp.line(11, 'S7', 'sale', '{"unit_price": 123456789012}'), pg_temp.line(12, 'S7', 'draft');
select is(pg_temp.send() ->> 'refused', '1', 'a line that no table takes is refused');
select is(pg_temp.state('S7'), 'draft', 'and says nothing of its order');
select is((select count(*) from public.sales_order_lines where line_ref = 'L12'), 1::bigint, 'whose other line is there');
-- With very many lines
insert into line select n, jsonb_build_object('order_number', 'S8', 'line_ref', 'L' || n, 'order_state', case n when 1500 then 'done' else 'draft' end, 'customer_ref', 'C2', 'quantity', 1, 'serial_numbers', jsonb_build_array()) from generate_series(1001, 1500) n;
select pg_temp.send();
select is((select count(*)::text || o.state from public.sales_order_lines l join public.sales_orders o on o.id = l.order_id where o.order_number = 'S8' group by o.state), '500done', 'an order of five hundred lines is told by its last');
select * from finish();
rollback;
