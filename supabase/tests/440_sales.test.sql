-- Sales: what an order sold is enrolled when it is confirmed, by whatever hand, and ends when it is cancelled.
begin;
select plan(98);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

insert into public.customers (id, name, email, street, city, province, postal_code, latitude, longitude) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1', 43.7, -79.7),
  (tests.id('bob'), 'Bob Example', 'bob@example.com', '9 Oak Ave', 'Brampton', 'ON', 'L6Y 0A1', 43.7, -79.7),
  (tests.id('dee'), 'Dee Example', null, null, null, null, null, null, null);
select tests.known_as_deceased('dee', '2026-05-01');
update public.equipment_categories set interval_months = 6, fee = 189, maintenance_enabled = code <> 'walker' where code in ('stairlift', 'power_wheelchair', 'walker');
insert into public.products (id, sku, name, category_id, unit_kind, interval_months)
select tests.id(p.sku), p.sku, p.name, (select k.id from public.equipment_categories k where k.code = p.code), p.kind, p.months
from (values ('flow', 'Flow X', 'stairlift', 'base', null), ('rail', 'Rail', 'stairlift', 'part', null), ('px', 'PX Chair', 'power_wheelchair', 'base', null),
  ('walk', 'Walker', 'walker', 'base', null), ('new', 'Unheard of', null, null, null), ('monthly', 'Monthly', 'stairlift', 'base', 1)) p (sku, name, code, kind, months);
select tests.technician('Tess', array(select s.code from public.skills s));

create function pg_temp.line(sku text, quantity integer default 1, serials text[] default '{}', delivered date default null) returns jsonb language sql as $$
  select jsonb_build_object('product_id', md5(sku)::uuid, 'quantity', quantity, 'serial_numbers', serials, 'delivery_date', delivered) $$;
create function pg_temp.saved(label text, client text, ordered date, variadic lines jsonb[] default '{}') returns jsonb language sql as $$
  select public.save_sales_order(md5(label)::uuid, jsonb_build_object('customer_id', md5(client)::uuid, 'order_date', ordered, 'order_number', label, 'lines', lines)) $$;
create function pg_temp.said(r jsonb) returns text language sql as $$
  select concat_ws(' ', r ->> 'status', r ->> 'reason', r ->> 'line', r ->> 'field', r ->> 'why', r ->> 'enrolled', r ->> 'repeated') $$;
create function pg_temp.enrolled(label text) returns text language sql security definer set search_path = '' as $$
  select string_agg(concat_ws(' ', u.unit_number, u.serial_number, u.condition, c.source, c.state, c.due_anchor_on, y.due_on), '; ' order by l.position, l.line_ref, u.unit_number, c.created_at, c.state <> 'cancelled')
  from public.sales_orders o join public.sales_order_lines l on l.order_id = o.id join public.units u on u.source_line_id = l.id
  left join public.maintenance_contracts c on c.unit_id = u.id left join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null where o.order_number = label $$;
create function pg_temp.shown(label text) returns text language sql security definer set search_path = '' as $$
  select private.order_shown(o) from public.sales_orders o where o.id = md5(label)::uuid $$;
create function pg_temp.line_of(label text, nth integer default 1) returns uuid language sql security definer set search_path = '' as $$
  select l.id from public.sales_order_lines l where l.order_id = md5(label)::uuid and l.position = nth $$;
create function pg_temp.open_work(work text) returns text language sql security definer set search_path = '' as $$
  select string_agg(coalesce(a.details ->> 'message', a.details ->> 'product'), '; ' order by a.details ->> 'message') from public.office_activities a where a.kind = work and a.state = 'open' $$;
create function pg_temp.asked() returns text language sql security definer set search_path = '' as $$
  select string_agg(concat_ws(' ', q.conflict_kind, q.told ->> 'serial', o.name, n.name), '; ' order by q.opened_at)
  from public.import_conflicts q join public.customers o on o.id = q.customer_id join public.customers n on n.id = q.other_customer_id $$;
grant execute on all functions in schema pg_temp to public;

-- Who may
create function pg_temp.refused_all(who text) returns setof text language plpgsql as $$
declare v_call text;
begin
  foreach v_call in array array['save_sales_order(md5(''o'')::uuid, ''{}'')', 'confirm_sales_order(md5(''o'')::uuid)', 'cancel_sales_order(md5(''o'')::uuid)',
    'record_delivery(md5(''o'')::uuid, null)', 'sales_order_page(md5(''o'')::uuid)', 'new_sales_order(md5(''ada'')::uuid)', 'list_sales_orders()'] loop
    return next throws_ok('select public.' || v_call, '42501', null, who || ' may not call ' || v_call);
  end loop;
end $$;
grant execute on all functions in schema pg_temp to public;
select tests.act_as_staff('technician');
select pg_temp.refused_all('a technician');
select tests.act_as_anon();
select pg_temp.refused_all('a stranger');
select tests.act_as_staff('office');
select throws_ok($$ select public.confirm_sales_order(md5('none')::uuid) $$, 'PT404', null, 'no order is not confirmed');
select throws_ok($$ select public.cancel_sales_order(md5('none')::uuid) $$, 'PT404', null, 'nor cancelled');
select throws_ok($$ select public.sales_order_page(md5('none')::uuid) $$, 'PT404', null, 'nor shown');
select throws_ok($$ update public.sales_orders set state = 'sale' $$, '42501', null, 'the office confirms by the function alone');

-- Written down
select is(pg_temp.said(pg_temp.saved('A-1', 'ada', '2026-05-20', pg_temp.line('flow', 2, array['SL-10001', 'SL-10002']), pg_temp.line('rail'))), 'saved', 'an order is written down');
select is(pg_temp.said(pg_temp.saved('A-1', 'ada', '2026-05-20')), 'saved true', 'sent twice it is one order');
select is(pg_temp.enrolled('A-1'), null, 'a draft enrols nothing');
select is(public.save_sales_order(gen_random_uuid(), jsonb_build_object('customer_id', tests.id('ada'), 'lines', jsonb_build_array(pg_temp.line('rail')))) ->> 'order_number', 'FM-000001', 'without a number it gets one of ours');
select is(public.save_sales_order(gen_random_uuid(), jsonb_build_object('customer_id', tests.id('ada'), 'order_number', ' FM-000002 ', 'lines', '[]'::jsonb)) ->> 'order_number', 'FM-000002', 'one may be typed');
select is(public.save_sales_order(gen_random_uuid(), jsonb_build_object('customer_id', tests.id('ada'), 'lines', '[]'::jsonb)) ->> 'order_number', 'FM-000003', 'and is not given again');
select is(pg_temp.said(public.save_sales_order(md5('A-1')::uuid, jsonb_build_object('order_number', 'A-1', 'lines', jsonb_build_array(pg_temp.line('flow'))), 'older')), 'refused changed', 'a stale form overwrites nothing');
select is(pg_temp.said(public.save_sales_order(gen_random_uuid(), jsonb_build_object('customer_id', tests.id('ada'), 'order_number', 'A-1', 'lines', '[]'::jsonb))), 'rejected order_number taken', 'a number is one order''s');
select is(pg_temp.said(pg_temp.saved('B', 'nobody', null)), 'rejected customer_id', 'an order is somebody''s');
select is(pg_temp.said(pg_temp.saved('B', 'dee', null)), 'refused deceased', 'nobody''s who has died');
select is(pg_temp.said(pg_temp.saved('B', 'ada', '2026-06-02')), 'rejected order_date', 'nobody ordered tomorrow');
select is(pg_temp.said(pg_temp.saved('B', 'ada', '1989-12-31')), 'rejected order_date', 'nor in another age');
select is(pg_temp.said(pg_temp.saved('B', 'ada', null, pg_temp.line('flow'), pg_temp.line('flow', -1))), 'rejected lines 1 quantity', 'no fewer than one is sold');
select is(pg_temp.said(pg_temp.saved('B', 'ada', null, pg_temp.line('flow', 1000))), 'rejected lines 0 quantity', 'nor a thousand');
select is(pg_temp.said(pg_temp.saved('B', 'ada', null, pg_temp.line('unknown'))), 'rejected lines 0 product_id', 'a product is in the catalogue');
select is(pg_temp.said(pg_temp.saved('B', 'ada', null, pg_temp.line('flow', 1, array['A-12345', 'A-12346']))), 'rejected lines 0 serial_numbers many', 'one piece has one serial number');
select is(pg_temp.said(pg_temp.saved('B', 'ada', null, pg_temp.line('flow', 1, array['12']))), 'rejected lines 0 serial_numbers weak', 'that tells it apart');
select is(pg_temp.said(pg_temp.saved('B', 'ada', null, pg_temp.line('flow', 1, array['A-12345']), pg_temp.line('px', 1, array['a-12345']))), 'rejected lines 1 serial_numbers twice', 'and is one piece''s');
select is(pg_temp.said(pg_temp.saved('B', 'ada', null, pg_temp.line('flow', 1, '{}', '2027-06-03'))), 'rejected lines 0 delivery_date', 'nothing is delivered in over a year');
select is(pg_temp.said(public.save_sales_order(gen_random_uuid(), jsonb_build_object('customer_id', tests.id('ada'), 'lines', '[{"quantity": "many"}]'::jsonb))), 'rejected lines none', 'words are no quantity');
select is(pg_temp.said(public.save_sales_order(gen_random_uuid(), jsonb_build_object('customer_id', tests.id('ada'), 'lines', 'none'))), 'rejected lines many', 'nor lines');
select is(pg_temp.said(public.confirm_sales_order((select o.id from public.sales_orders o where o.order_number = 'FM-000003'))), 'refused lines', 'an empty order is not confirmed');

-- Confirmed
select is(pg_temp.said(public.confirm_sales_order(md5('A-1')::uuid, 'older')), 'refused changed', 'a stale page confirms nothing');
select is(pg_temp.said(public.confirm_sales_order(md5('A-1')::uuid, pg_temp.shown('A-1'))), 'confirmed 2', 'each unit is enrolled, the part is not');
select is(pg_temp.enrolled('A-1'), '1 SL-10001 in_service sale active 2026-05-20 2026-11-20; 2 SL-10002 in_service sale active 2026-05-20 2026-11-20', 'with its serial number, due an interval after the order');
select is(pg_temp.said(public.confirm_sales_order(md5('A-1')::uuid)), 'confirmed 0 true', 'once, however often');
select is((select concat_ws(' ', c.consent_basis, c.consent_on) from public.customers c where c.id = tests.id('ada')), 'purchase 2026-06-01', 'who buys may be written to');
select is(pg_temp.said(public.save_sales_order(md5('A-1')::uuid, '{"lines": []}', pg_temp.shown('A-1'))), 'refused state', 'what is confirmed is no draft');

-- When it is due
select tests.act_as_owner();
insert into public.sales_orders (id, order_number, customer_id, order_date, commitment_date) values (tests.id('D-1'), 'D-1', tests.id('ada'), '2026-05-01', '2026-05-10');
insert into public.sales_order_lines (order_id, line_ref, product_id, quantity, delivery_date, position) values
  (tests.id('D-1'), 'd1', tests.id('flow'), 1, '2026-05-15', 1), (tests.id('D-1'), 'd2', tests.id('flow'), 1, null, 2), (tests.id('D-1'), 'd3', tests.id('flow'), 1, '2025-11-20', 3),
  (tests.id('D-1'), 'd4', tests.id('flow'), 1, '2026-01-02', 4), (tests.id('D-1'), 'd5', tests.id('flow'), 1, '2026-01-01', 5), (tests.id('D-1'), 'd6', tests.id('monthly'), 1, '2026-05-20', 6),
  (tests.id('D-1'), 'd7', tests.id('flow'), -1, null, 7), (tests.id('D-1'), 'd8', tests.id('walk'), 1, null, 8), (tests.id('D-1'), 'd9', tests.id('new'), 1, null, 9),
  (tests.id('D-1'), 'd10', tests.id('flow'), 1, '2099-01-01', 10), (tests.id('D-1'), 'd11', tests.id('flow'), 5000, null, 11);
select tests.act_as_service();
update public.sales_orders set state = 'sale' where order_number = 'D-1';
select tests.act_as_owner();
select is(pg_temp.enrolled('D-1'), array_to_string(array['1 in_service sale active 2026-05-15 2026-11-15', '1 in_service sale active 2026-05-10 2026-11-10',
  '1 in_service sale active 2026-07-02 2026-07-02', '1 in_service sale active 2026-01-02 2026-07-02', '1 in_service sale active 2026-07-02 2026-07-02',
  '1 in_service sale active 2026-05-20 2026-06-20', '1 in_service sale active 2026-05-10 2026-11-10'], '; '),
  'confirmed by hand: from the delivery, else the day it was promised for; nobody is mailed on that day; returns, what is not maintained, not classified or too much is not enrolled');
select is((select count(*) from private.due_reminders('2026-06-01') d join public.maintenance_contracts c on c.id = d.contract_id where c.source = 'sale'), 0::bigint, 'nobody is told today');
select is((select count(*) from private.due_reminders('2026-06-02') d join public.maintenance_contracts c on c.id = d.contract_id where c.source = 'sale'), 3::bigint, 'but on the next business day');
select is(pg_temp.open_work('enrolment_question'), '5000 of one line of order D-1 are not enrolled by themselves', 'somebody is asked about a stock');
select is(private.new_units_of_order(tests.id('D-1')), 0, 'nothing of it is new now');

-- Without a serial number, with somebody else's
insert into public.sales_orders (id, order_number, customer_id, order_date, state) values (tests.id('S-1'), 'S-1', tests.id('bob'), '2026-05-20', 'done');
select is((select concat_ws(' ', c.consent_basis, c.consent_on) from public.customers c where c.id = tests.id('bob')), 'purchase 2026-05-20', 'an order that is written as confirmed counts from its day');
insert into public.sales_order_lines (order_id, line_ref, product_id, quantity, serial_numbers, position) values
  (tests.id('S-1'), 's1', tests.id('px'), 2, '{PX-77001}', 1), (tests.id('S-1'), 's2', tests.id('flow'), 1, '{sl-10001}', 2), (tests.id('S-1'), 's3', tests.id('px'), 1, '{px-77001}', 3);
select is(pg_temp.enrolled('S-1'), '1 PX-77001 in_service sale active 2026-05-20 2026-11-20; 2 in_service sale active 2026-05-20 2026-11-20', 'lines that come later are enrolled, by line where a serial number is missing');
select is(pg_temp.open_work('missing_serial'), 'PX Chair', 'which somebody is to write down');
select is(pg_temp.asked(), 'one_serial_two_clients sl-10001 Ada Example Bob Example', 'a device of two clients is a question');
select is(pg_temp.open_work('enrolment_question'), '5000 of one line of order D-1 are not enrolled by themselves; serial number "px-77001" stands twice on order S-1', 'so is one that was sold twice');
select is(private.new_units_of_order(tests.id('S-1')), 0, 'none of them is new');

-- By an import
select tests.as_function('import_sales', $$ insert into public.sales_orders (id, order_number, customer_id, order_date, state) values (tests.id('I-1'), 'I-1', tests.id('bob'), '2026-05-20', 'sale') $$);
select tests.as_function('import_sales', $$ insert into public.sales_order_lines (order_id, line_ref, product_id, quantity) values (tests.id('I-1'), 'i1', tests.id('flow'), 1) $$);
select is(pg_temp.enrolled('I-1'), null, 'an import enrols nothing by itself');
select is(private.new_units_of_order(tests.id('I-1')), 1, 'it tells how many would be');
select is(private.enrol_order(tests.id('I-1'), private.clock()), 1, 'and the night enrols them');

-- What stays as it is
select throws_ok($$ delete from public.sales_order_lines where line_ref = 'd7' $$, 'MT002', null, 'a line of a confirmed order stays, whoever asks');
select throws_ok($$ update public.sales_order_lines set quantity = 1 where line_ref = 's1' $$, 'MT002', null, 'it sells no fewer than are enrolled');
select throws_ok($$ update public.sales_order_lines set product_id = tests.id('px') where line_ref = 'd2' $$, 'MT002', null, 'nor something else');
set constraints all immediate;
set constraints all deferred;
select throws_ok($$ truncate public.sales_order_lines cascade $$, 'MT002', null, 'no line goes with all others');
select throws_ok($$ delete from public.sales_orders where order_number = 'D-1' $$, 'MT002', null, 'nor with its order');
select throws_ok($$ update public.sales_orders set state = 'draft' where order_number = 'D-1' $$, 'MT001', null, 'which is no draft again');
update public.sales_order_lines set quantity = 2 where line_ref = 'i1';
select is(pg_temp.enrolled('I-1'), '1 in_service sale active 2026-05-20 2026-11-20; 2 in_service sale active 2026-05-20 2026-11-20', 'more of it that was sold later is enrolled');

-- Delivered later
select tests.act_as_staff('office');
select pg_temp.saved('L-1', 'ada', '2026-05-20', pg_temp.line('flow'), pg_temp.line('flow', 2));
select public.confirm_sales_order(md5('L-1')::uuid);
select is(pg_temp.said(public.record_delivery(pg_temp.line_of('L-1'), '2026-05-28', '2026-05-27')), 'refused changed', 'a stale page records no delivery');
select is(pg_temp.said(public.record_delivery(pg_temp.line_of('L-1'), '2027-06-03')), 'rejected delivery_date', 'nor one in another year');
select is(public.record_delivery(pg_temp.line_of('L-1'), '2026-05-28', ''), '{"status": "recorded", "moved": 1, "left": []}', 'a later day of delivery moves what nobody was told of');
select is(public.record_delivery(pg_temp.line_of('L-1'), '2026-05-28', '2026-05-28'), '{"status": "recorded", "moved": 0, "left": []}', 'once');
select tests.act_as_owner();
select is((select concat_ws(' ', y.due_on, c.due_anchor_on, u.installed_on) from public.units u join public.maintenance_contracts c on c.unit_id = u.id join public.maintenance_cycles y on y.contract_id = c.id
  where u.source_line_id = pg_temp.line_of('L-1')), '2026-11-28 2026-05-28 2026-05-28', 'with its rhythm');
select private.freeze_price(y.id) from public.units u join public.maintenance_contracts c on c.unit_id = u.id join public.maintenance_cycles y on y.contract_id = c.id
where u.source_line_id = pg_temp.line_of('L-1', 2) and u.unit_number = 1;
select tests.act_as_staff('office');
select is((select concat_ws(' ', r ->> 'moved', jsonb_array_length(r -> 'left'), r #>> '{left,0,due_on}', r #>> '{left,0,why}') from public.record_delivery(pg_temp.line_of('L-1', 2), '2026-05-29', '') r),
  '1 1 2026-11-20 told', 'whose price was told stays due that day, and the answer says so');

-- Cancelled
select pg_temp.saved('C-1', 'ada', '2026-05-20', pg_temp.line('flow', 2, array['CC-50001', 'CC-50002']), pg_temp.line('px', 1, array['CC-50003']));
select public.confirm_sales_order(md5('C-1')::uuid);
select tests.act_as_owner();
create function pg_temp.contract(serial text) returns uuid language sql as $$
  select c.id from public.units u join public.maintenance_contracts c on c.unit_id = u.id where u.serial_number = serial and c.state <> 'cancelled' $$;
-- Both lifts in one stop.
update public.maintenance_cycles set due_on = '2026-06-20' where contract_id in (pg_temp.contract('CC-50001'), pg_temp.contract('CC-50002'));
select is(public.confirm_booking((select y.token from public.maintenance_cycles y where y.contract_id = pg_temp.contract('CC-50001') and y.closed_at is null), tests.id('Tess'), '2026-06-04 13:00+00',
  null, null, array[pg_temp.contract('CC-50002')]) ->> 'status', 'booked', 'a visit to two of them is booked');
select tests.forget_all('public.messages');
select tests.act_as_staff('office');
select is((select concat_ws(' ', p #>> '{ends,contracts}', p #>> '{ends,units}', jsonb_array_length(p #> '{ends,visits}'), p #>> '{ends,begun}') from public.sales_order_page(md5('C-1')::uuid) p), '3 3 1 false', 'the page tells beforehand what cancelling means');
select is(pg_temp.said(public.cancel_sales_order(md5('C-1')::uuid, repeat('x', 501))), 'rejected reason', 'a reason has an end');
select is(pg_temp.said(public.cancel_sales_order(md5('C-1')::uuid, null, 'older')), 'refused changed', 'a stale page cancels nothing');
select is((select concat_ws(' ', r ->> 'status', r ->> 'contracts', r ->> 'units', jsonb_array_length(r -> 'visits'), r ->> 'kept') from public.cancel_sales_order(md5('C-1')::uuid, 'Changed their mind') r),
  'cancelled 3 3 1 []', 'cancelling ends contracts, their visit and their units');
select is(pg_temp.said(public.cancel_sales_order(md5('C-1')::uuid)), 'cancelled true', 'once');
select tests.act_as_owner();
select is((select string_agg(m.kind || ' ' || (m.payload ->> 'sale_cancelled'), ' ') from public.messages m where m.customer_id = tests.id('ada') and m.state = 'queued'), 'appointment_cancelled true', 'with one mail, which says why');
select is((select string_agg(distinct concat_ws(' ', c.state, c.cancelled_reason, c.cancelled_note, u.condition), '; ') from public.units u join public.maintenance_contracts c on c.unit_id = u.id where u.serial_number like 'CC-%'),
  'cancelled sale cancelled Changed their mind retired', 'nothing of it is in service');
select is(private.enrol_order(md5('C-1')::uuid, private.clock()), 0, 'a cancelled order enrols nothing');
select throws_ok($$ insert into public.sales_order_lines (order_id, line_ref, quantity) values (md5('C-1')::uuid, 'c9', 1) $$, 'MT002', null, 'and gets no more lines');

-- Its serial numbers are free again; it may be confirmed anew.
select tests.act_as_staff('office');
select pg_temp.saved('C-2', 'bob', '2026-05-20', pg_temp.line('flow', 1, array['CC-50001']));
select is(pg_temp.said(public.confirm_sales_order(md5('C-2')::uuid)), 'confirmed 1', 'a serial number is free for the next sale');
select is(pg_temp.said(public.confirm_sales_order(md5('C-1')::uuid)), 'confirmed 3', 'whoever confirms a cancelled order anew enrols it again');
select is(pg_temp.enrolled('C-1'), array_to_string(array['1 in_service sale cancelled 2026-05-20; 1 in_service sale active 2026-05-20 2026-11-20',
  '2 CC-50002 in_service sale cancelled 2026-05-20; 2 CC-50002 in_service sale active 2026-05-20 2026-11-20', '1 CC-50003 in_service sale cancelled 2026-05-20; 1 CC-50003 in_service sale active 2026-05-20 2026-11-20'], '; '),
  'in service again, but for the serial number that another has by now');
select tests.act_as_owner();
-- What the client ended stays ended.
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'declined' where id = pg_temp.contract('CC-50002');
update public.sales_orders set state = 'cancel' where order_number = 'C-1';
select is((select string_agg(distinct u.condition, ' ') from public.units u join public.sales_order_lines l on l.id = u.source_line_id where l.order_id = md5('C-1')::uuid), 'retired', 'a sale that is cancelled by hand ends alike');
update public.sales_orders set state = 'done' where order_number = 'C-1';
select is((select string_agg(u.serial_number || ' ' || u.condition, '; ' order by u.serial_number) from public.units u where u.serial_number like 'CC-%' and u.customer_id = tests.id('ada')),
  'CC-50002 retired; CC-50003 in_service', 'and what the client had declined does not come back with it');

-- A visit that is under way, and one that was done
update public.maintenance_cycles set due_on = '2026-06-20' where contract_id = pg_temp.contract('CC-50003');
select is(public.confirm_booking((select y.token from public.maintenance_cycles y where y.contract_id = pg_temp.contract('CC-50003') and y.closed_at is null), tests.id('Tess'), '2026-06-05 13:00+00') ->> 'status', 'booked', 'a visit is booked');
update public.technician_tasks t set state = 'in_progress' from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where v.task_id = t.id and y.contract_id = pg_temp.contract('CC-50003');
select tests.act_as_staff('office');
select is(pg_temp.said(public.cancel_sales_order(md5('C-1')::uuid)), 'refused begun', 'nothing is cancelled during a visit');
select tests.act_as_owner();
select throws_ok($$ update public.sales_orders set state = 'cancel' where order_number = 'C-1' $$, 'MT021', null, 'by no hand');
select tests.as_function('complete_visit', $$ update public.maintenance_visits v set state = 'done', service_on = '2026-06-01' from public.maintenance_cycles y where y.id = v.cycle_id and y.contract_id = pg_temp.contract('CC-50003') $$);
select tests.act_as_staff('office');
select is((select concat_ws(' ', r ->> 'status', r ->> 'contracts', r ->> 'units', jsonb_array_length(r -> 'kept'), r #>> '{kept,0,why}') from public.cancel_sales_order(md5('C-1')::uuid) r), 'cancelled 1 1 1 visited', 'where somebody was already the contract stays, and the answer says so');
select tests.act_as_owner();
select is((select concat_ws(' ', c.state, u.condition) from public.units u join public.maintenance_contracts c on c.unit_id = u.id where u.serial_number = 'CC-50003' and c.state <> 'cancelled'), 'active in_service', 'as is');

-- Lists and search
select tests.act_as_staff('office');
select is((select public.unit_history(u.id) #>> '{order,order_number}' from public.units u where u.serial_number = 'SL-10001'), 'A-1', 'a unit leads to the order it was sold with');
select is((select concat_ws(' ', p #>> '{counts,all}', p #>> '{counts,cancel}', p #>> '{rows,0,order_number}', p #>> '{rows,0,contracts}') from public.list_sales_orders('{"search": "c-2"}') p), '1 0 C-2 1', 'the list finds an order by its number');
select is((select concat_ws(' ', p #>> '{counts,all}', jsonb_array_length(p -> 'rows')) from public.list_sales_orders(jsonb_build_object('client', tests.id('bob'), 'state', 'confirmed')) p), '3 3', 'and those of a client');
select is((select concat_ws(' ', p #>> '{lines,0,enrols_nothing}', p #>> '{lines,6,enrols_nothing}', p #>> '{lines,7,enrols_nothing}', p #>> '{lines,8,enrols_nothing}', p #>> '{lines,10,enrols_nothing}', p ->> 'fresh')
  from public.sales_order_page(tests.id('D-1')) p), 'returned not_maintained no_category too_many 0', 'the page says why a line enrols nothing');
select is((select concat_ws(' ', p #>> '{lines,1,questions,0,serial_number}', p #>> '{lines,1,questions,0,customer}') from public.sales_order_page(tests.id('S-1')) p), 'sl-10001 Ada Example', 'and who has its device');
select tests.act_as_owner();

select * from finish();
rollback;
