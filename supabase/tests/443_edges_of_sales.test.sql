-- Edges of sales: each boundary and each exception of what an order enrols, moves and ends, by itself.
begin;
select plan(48);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

insert into public.customers (id, name, email, consent_basis, consent_on) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', 'none', null), (tests.id('eve'), 'Eve Example', 'eve@example.com', 'express', '2020-01-01'),
  (tests.id('dee'), 'Dee Example', null, 'none', null), (tests.id('bob'), 'Bob Example', null, 'none', null);
update public.equipment_categories set interval_months = 6, fee = 189, maintenance_enabled = code <> 'walker' where code in ('stairlift', 'porch_lift', 'walker');
update public.equipment_categories set winter_from = '11-15', winter_until = '03-31' where code = 'porch_lift';
insert into public.products (id, sku, name, category_id, unit_kind, serial_tracked)
select tests.id(p.sku), p.sku, p.name, (select k.id from public.equipment_categories k where k.code = p.code), 'base', p.tracked
from (values ('flow', 'Flow X', 'stairlift', false), ('told', 'Told Apart', 'stairlift', true), ('porch', 'Porch', 'porch_lift', false), ('walk', 'Walker', 'walker', false)) p (sku, name, code, tracked);
select tests.technician('Tess', array(select s.code from public.skills s));

create function pg_temp.told(label text, client text, state text, ordered date default '2026-05-20') returns void language sql as $$
  select tests.as_function('import_sales', format('insert into public.sales_orders (id, order_number, customer_id, state, order_date) values (%L, %L, %L, %L, %L)',
    tests.id(label), label, tests.id(client), state, ordered)) $$;
create function pg_temp.line(label text, ref text, sku text, quantity integer default 1, serials text[] default '{}') returns void language sql as $$
  select tests.as_function('import_sales', format('insert into public.sales_order_lines (id, order_id, line_ref, product_id, quantity, serial_numbers, position) values (%L, %L, %L, %L, %s, %L, 1)',
    tests.id(ref), tests.id(label), ref, tests.id(sku), quantity, serials)) $$;
create function pg_temp.sold(label text) returns text language sql as $$
  select concat_ws(' ', count(*), string_agg(distinct s.serial_number, ' '), bool_or(s.needs_serial)) from private.sold_units(tests.id(label), '2026-06-01') s $$;
create function pg_temp.due(ref text) returns text language sql as $$
  select string_agg(y.due_on::text, ' ' order by u.unit_number) from public.units u join public.maintenance_contracts c on c.unit_id = u.id and c.state <> 'cancelled'
  join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null where u.source_line_id = tests.id(ref) $$;
create function pg_temp.consent(client text) returns text language sql as $$
  select concat_ws(' ', c.consent_basis, c.consent_on) from public.customers c where c.id = tests.id(client) $$;

-- What was sold
select pg_temp.told('N', 'ada', 'sale'), pg_temp.line('N', 'n100', 'flow', 100), pg_temp.line('N', 'n101', 'flow', 101);
select is(pg_temp.sold('N'), '100 f', 'a hundred of one line are units, more are a question');
select pg_temp.told('W', 'ada', 'sale'), pg_temp.line('W', 'long', 'flow', 1, array[repeat('7', 101)]), pg_temp.line('W', 'tracked', 'told');
select is(pg_temp.sold('W'), '2 t', 'a number of over a hundred characters is none; a product whose pieces have one asks for it, whatever tells its kind apart');
select pg_temp.told('X', 'dee', 'sale'), pg_temp.line('X', 'x1', 'flow');
select tests.known_as_deceased('dee', '2026-05-30');
select is(pg_temp.sold('X'), '0', 'to whom has died nothing is sold');
select pg_temp.told('Y', 'ada', 'draft'), pg_temp.line('Y', 'y1', 'flow');
select is(tests.as_office(format('sales_order_page(%L)', tests.id('Y'))) ->> 'fresh', '0', 'a draft has nothing to enrol');
select is(pg_temp.sold('none'), '0', 'no order sold nothing');
select private.enrol_order(tests.id('W'), private.clock());
select is((select count(*) from public.office_activities a where a.kind = 'missing_serial' and a.details ->> 'product' = 'Told Apart'), 1::bigint, 'somebody is asked for that number');
select pg_temp.told('M', 'ada', 'sale'), pg_temp.line('M', 'm1', 'walk', 5000), pg_temp.line('M', 'm2', 'flow', 101);
select private.enrol_order(tests.id('M'), private.clock());
select is((select string_agg(a.details ->> 'line_ref', ' ') from public.office_activities a where a.details ->> 'order_number' = 'M'), 'm2', 'a stock of what is not maintained is no question');

-- A unit that was there and went
select pg_temp.told('G', 'ada', 'sale'), pg_temp.line('G', 'g1', 'flow');
insert into public.units (customer_id, product_id, category_id, source_line_id, unit_number, condition)
select tests.id('ada'), tests.id('flow'), p.category_id, tests.id('g1'), 1, 'retired' from public.products p where p.sku = 'flow';
select is(private.enrol_order(tests.id('G'), private.clock()), 0, 'a unit that went before it had a contract does not come back by itself');

-- Due first
select is(private.first_due_of_sale('2025-12-02', 6, (select k.id from public.equipment_categories k where k.code = 'stairlift'), '2026-06-01'), '2026-07-02', 'what would be mailed about today is mailed about on the next business day');
select is(private.first_due_of_sale('2026-04-10', 6, (select k.id from public.equipment_categories k where k.code = 'porch_lift'), '2026-10-30'), '2027-02-15', 'before winter on the first day of which nobody is told today');
select is(private.would_be_told(private.first_due_of_sale('2026-06-01', 6, (select k.id from public.equipment_categories k where k.code = 'porch_lift'), '2026-11-13'), 6,
  (select k.id from public.equipment_categories k where k.code = 'porch_lift'), '2026-11-13'), false, 'and nobody is mailed today because winter comes before it is due');

-- Why one may write
select pg_temp.told('E', 'eve', 'sale'), pg_temp.line('E', 'e1', 'flow'), private.enrol_order(tests.id('E'), private.clock());
select is(pg_temp.consent('eve'), 'express 2020-01-01', 'who said yes has said more than who bought');
select pg_temp.told('F', 'bob', 'sale', '2026-06-09'), pg_temp.line('F', 'f1', 'flow'), private.enrol_order(tests.id('F'), private.clock());
select is(pg_temp.consent('bob'), 'purchase 2026-06-01', 'nobody has agreed in a week');

-- Confirmed
select tests.act_as_staff('office');
select is(public.confirm_sales_order(tests.id('X')) ->> 'reason', 'deceased', 'the order of whom has died is not confirmed');
select tests.act_as_owner();
update public.sales_orders set order_date = null where order_number = 'Y';
create temporary table pages as select private.order_shown(o) as shown from public.sales_orders o where o.order_number = 'Y';
update public.sales_orders set commitment_date = '2026-07-01' where order_number = 'Y';
insert into pages select private.order_shown(o) from public.sales_orders o where o.order_number = 'Y';
update public.sales_order_lines set delivery_date = '2026-05-30' where line_ref = 'y1';
insert into pages select private.order_shown(o) from public.sales_orders o where o.order_number = 'Y';
select is((select count(distinct p.shown) from pages p), 3::bigint, 'a page that showed another promise, or another delivery, is an older one');
select is(tests.as_office(format('confirm_sales_order(%L)', tests.id('Y'))) ->> 'enrolled', '1', 'an order without a day is confirmed');
select is((select o.order_date from public.sales_orders o where o.order_number = 'Y'), '2026-06-01', 'and is of today');

-- Delivered
select pg_temp.told('L', 'ada', 'sale'), pg_temp.line('L', 'l1', 'flow'), pg_temp.line('L', 'l2', 'flow'), pg_temp.line('L', 'l3', 'flow'), pg_temp.line('L', 'l4', 'flow', 2), private.enrol_order(tests.id('L'), private.clock());
create function pg_temp.contract(ref text, number integer default 1) returns uuid language sql as $$
  select c.id from public.units u join public.maintenance_contracts c on c.unit_id = u.id where u.source_line_id = tests.id(ref) and u.unit_number = number $$;
select private.raise_about_cycle('callback', y.id, '{}') from public.maintenance_cycles y where y.contract_id = pg_temp.contract('l1');
select is(tests.as_office(format('record_delivery(%L, %L)', tests.id('l1'), '2026-05-28')) ->> 'moved', '1', 'what the office is asked about is told to nobody, and moves');
update public.maintenance_contracts set last_service_on = '2026-05-25' where id = pg_temp.contract('l2');
select is(tests.as_office(format('record_delivery(%L, %L)', tests.id('l2'), '2026-05-28')) #>> '{left,0,why}', 'visited', 'what was serviced counts from that day');
select is(tests.as_office(format('change_due_date(%L, %L, true, %L)', pg_temp.contract('l3'), '2026-12-12', 'They asked for it')) ->> 'status', 'changed', 'the office chooses a day');
select is(tests.as_office(format('record_delivery(%L, %L)', tests.id('l3'), '2026-05-28')) #>> '{left,0,why}', 'chosen', 'which stays');
select is(tests.as_office(format('record_delivery(%L, %L)', tests.id('l4'), '2026-05-28')) ->> 'moved', '2', 'each unit of a line moves along');
select is(tests.as_office(format('record_delivery(%L, null)', tests.id('l4'))) ->> 'moved', '2', 'and back where it was not delivered yet');
select is((select string_agg(distinct u.installed_on::text, ' ') from public.units u where u.source_line_id = tests.id('l4')), '2026-05-28', 'when it was installed is not forgotten by that');
select is(private.reanchor_line(tests.id('l4'), private.clock()), false, 'asked again nothing moves');
create function pg_temp.moves_alone(nth integer) returns boolean language plpgsql as $$
begin
  update public.maintenance_cycles y set due_on = y.due_on + 1 where y.contract_id = pg_temp.contract('l4', nth);
  return private.reanchor_line(tests.id('l4'), private.clock());
end $$;
select is(pg_temp.moves_alone(1) and pg_temp.moves_alone(2), true, 'whichever of them moves, one did');
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'declined' where id = pg_temp.contract('l4', 2);
update public.units set condition = 'retired' where source_line_id = tests.id('l4') and unit_number = 2;
select tests.as_office(format('record_delivery(%L, %L)', tests.id('l4'), '2026-05-29'));
select is((select string_agg(u.installed_on::text, ' ' order by u.unit_number) from public.units u where u.source_line_id = tests.id('l4')), '2026-05-29 2026-05-28', 'a unit that is gone was installed when it was');

-- Cancelled
select pg_temp.told('C', 'ada', 'sale'), pg_temp.line('C', 'c1', 'told'), pg_temp.line('C', 'c2', 'flow'), pg_temp.line('C', 'c3', 'flow'), private.enrol_order(tests.id('C'), private.clock());
select is(tests.as_office(format('transfer_unit(%L, %L)', u.id, tests.id('bob'))) ->> 'status', 'transferred', 'a unit is handed on') from public.units u where u.source_line_id = tests.id('c2');
insert into public.technician_tasks (technician_id, task_type, during, unit_id, customer_id, title) select tests.id('Tess'), 'repair', '[2026-06-03 14:00+00,2026-06-03 15:00+00)', u.id, u.customer_id, 'Looks at it' from public.units u where u.source_line_id = tests.id('c3');
select is((select concat_ws(' ', e ->> 'contracts', e ->> 'units', (select string_agg(k ->> 'why', ' ' order by k ->> 'why') from jsonb_array_elements(e -> 'kept') k)) from private.end_of_order(tests.id('C')) e),
  '2 1 handed_on work', 'what is another''s stays; a unit with other work stays, and its contract ends');
select is((select concat_ws(' ', r ->> 'contracts', r ->> 'units') from tests.as_office(format('cancel_sales_order(%L, %L)', tests.id('C'), 'Never came')) r), '2 1', 'as it was told beforehand');
select is((select string_agg(concat_ws(' ', u.condition, c.state), '; ' order by l.line_ref, c.created_at, c.state <> 'cancelled') from public.sales_order_lines l join public.units u on u.source_line_id = l.id join public.maintenance_contracts c on c.unit_id = u.id where l.order_id = tests.id('C')),
  'retired cancelled; in_service cancelled; in_service active; in_service cancelled', 'and nothing else ends: who has the one that was handed on keeps their contract');
select is((select string_agg(a.state, ' ') from public.office_activities a where a.kind = 'missing_serial' and a.subject_key = private.subject_key('line', tests.id('c1')::text)), 'done', 'nobody is asked for its serial numbers any more');
select is(tests.as_office(format('sales_order_page(%L)', tests.id('C'))) #>> '{cancelled,changes,reason}', 'Never came', 'the page says why');
select is(tests.as_office(format('record_delivery(%L, %L)', tests.id('c1'), '2026-05-28')) ->> 'reason', 'cancelled', 'nothing of it is delivered');

-- Written down
create function pg_temp.saved(label text, sale jsonb, shown text default '') returns text language sql as $$
  select concat_ws(' ', r ->> 'status', r ->> 'reason', r ->> 'why') from tests.as_office(format('save_sales_order(%L, %L, %L)', tests.id(label), '{"lines": []}'::jsonb || sale, shown)) r $$;
create function pg_temp.of(client text) returns jsonb language sql as $$ select jsonb_build_object('customer_id', tests.id(client)) $$;
select is(pg_temp.saved('S', pg_temp.of('ada') || '{"commitment_date": "2029-06-02"}') || ', ' || pg_temp.saved('S', pg_temp.of('ada') || '{"commitment_date": "2029-06-01"}'), 'rejected commitment_date, saved', 'a promise is for three years at most');
select is(pg_temp.saved('T', pg_temp.of('ada') || jsonb_build_object('lines', (select jsonb_agg(jsonb_build_object('product_id', tests.id('walk'), 'quantity', 1, 'unit_price', 9.999)) from generate_series(1, 101)))) || ', '
  || pg_temp.saved('T', pg_temp.of('ada') || jsonb_build_object('lines', (select jsonb_agg(jsonb_build_object('product_id', tests.id('walk'), 'quantity', 1, 'unit_price', 9.999)) from generate_series(1, 100)))), 'rejected lines many, saved', 'an order has a hundred lines at most');
select is((select string_agg(distinct l.unit_price::text, ' ') from public.sales_order_lines l where l.order_id = tests.id('T')), '10.00', 'prices are of whole cents');
select is(pg_temp.saved('S', pg_temp.of('eve'), (select private.order_shown(o) from public.sales_orders o where o.id = tests.id('S'))), 'saved', 'a draft is changed');
select is((select o.customer_id from public.sales_orders o where o.id = tests.id('S')), tests.id('ada'), 'and stays its client''s');
select is(pg_temp.saved('S', jsonb_build_object('lines', jsonb_build_array(jsonb_build_object('line_id', l.id, 'product_id', tests.id('flow'), 'quantity', 2))), private.order_shown(o)), 'saved', 'a form that names a line of another order is taken')
from public.sales_orders o, public.sales_order_lines l where o.id = tests.id('S') and l.order_id = tests.id('T') and l.position = 1;
select is((select concat_ws(' ', count(*), sum(l.quantity)) from public.sales_order_lines l where l.order_id = tests.id('T')), '100 100', 'and changes nothing of that order');

select is(pg_temp.saved('U', pg_temp.of('ada') || jsonb_build_object('order_number', repeat('x', 61))) || ', ' || pg_temp.saved('U', pg_temp.of('ada') || jsonb_build_object('order_number', repeat('x', 60))), 'rejected order_number, saved', 'a number has sixty characters at most');
select is(pg_temp.saved('V', pg_temp.of('ada') || jsonb_build_object('order_number', U&'A\202E1')), 'saved', 'what does not show in one is left out');
select throws_ok(format('select tests.as_office(%L)', format('save_sales_order(%L, %L, %L)', tests.id('nowhere'), '{"lines": []}', 'older')), 'PT404', null, 'a page of an order that is not there makes none');

-- Listed
select is((select string_agg(n ->> 'order_number', ' ' order by n ->> 'order_number') from jsonb_array_elements(tests.as_office('list_sales_orders(''{"from": "2026-06-01", "until": "2026-06-01"}'')') -> 'rows') n), 'A1 FM-000001 FM-000002 Y ' || repeat('x', 60), 'both days of a list count');
select is((select string_agg(n ->> 'order_number', ' ') from jsonb_array_elements(tests.as_office('list_sales_orders(''{"search": "000002"}'')') -> 'rows') n), 'FM-000002', 'an order is found by the digits of its number');
select is((select n ->> 'contracts' from jsonb_array_elements(tests.as_office('list_sales_orders(''{"search": "C"}'')') -> 'rows') n where n ->> 'order_number' = 'C'), '1', 'of its contracts those that run are counted');
select is(tests.as_office(format('sales_order_page(%L)', tests.id('S'))) -> 'products' <> '[]' and tests.as_office(format('sales_order_page(%L)', tests.id('Y'))) -> 'products' = '[]', true, 'what can be sold is told with a draft alone');

select * from finish();
rollback;
