-- The office enrols a unit by hand, by the rules of every enrolment.
begin;
select plan(35);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

insert into public.customers (id, name, email, street, city, province, postal_code) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1'), (tests.id('bob'), 'Bob Example', null, null, null, null, null);
update public.equipment_categories set interval_months = 6, fee = 189, maintenance_enabled = code <> 'walker'
where code in ('stairlift', 'power_wheelchair', 'walker');
insert into public.products (id, sku, name, category_id, unit_kind, fee, maintenance_enabled)
select tests.id(p.sku), p.sku, p.name, k.id, p.kind, p.fee, p.enabled
from (values ('flow', 'Flow X', 'base', 210, null), ('rail', 'Rail', 'part', null, null), ('old', 'Old lift', 'base', null, false)) p (sku, name, kind, fee, enabled), public.equipment_categories k
where k.code = 'stairlift';

create function pg_temp.kind(code text) returns uuid language sql security definer as $$ select k.id from public.equipment_categories k where k.code = kind.code $$;
create function pg_temp.said(r jsonb) returns text language sql as $$ select concat_ws(' ', r ->> 'status', r ->> 'reason', r ->> 'why', r ->> 'customer') $$;
create function pg_temp.enrolled(r jsonb) returns text language sql security definer as $$
  select concat_ws(' ', c.source, c.state, c.interval_months, c.fee, c.due_anchor_on, y.number, y.due_on, u.serial_number, u.street, u.installed_on)
  from public.maintenance_contracts c join public.units u on u.id = c.unit_id join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null
  where c.id = (r ->> 'contract_id')::uuid $$;
grant execute on all functions in schema pg_temp to public;

-- Who may
select tests.act_as_staff('technician');
select throws_ok($$ select public.enrol_unit(md5('ada')::uuid) $$, '42501', null, 'a technician enrols nothing');
select throws_ok($$ select public.enrol_page(md5('ada')::uuid) $$, '42501', null, 'and sees no page for it');
select tests.act_as_anon();
select throws_ok($$ select public.enrol_unit(md5('ada')::uuid) $$, '42501', null, 'nor does anybody');
select throws_ok($$ select public.enrol_page(md5('ada')::uuid) $$, '42501', null, 'see one');
select tests.act_as_staff('office');
select throws_ok($$ select public.enrol_unit(md5('nobody')::uuid) $$, 'PT404', null, 'nobody has no unit');
select throws_ok($$ select public.enrol_page(md5('nobody')::uuid) $$, 'PT404', null, 'nor a page');

-- What is enrolled
select is(pg_temp.enrolled(public.enrol_unit(tests.id('ada'), product_id => tests.id('flow'))),
  'manual active 6 210.00 2026-06-01 1 2026-12-01 1 Elm St', 'a product: by its policy, at the client''s address, due after an interval');
select is(pg_temp.enrolled(public.enrol_unit(tests.id('ada'), pg_temp.kind('stairlift'), installed_on => '2025-01-15')),
  'manual active 6 189.00 2025-01-15 1 2026-07-15 1 Elm St 2025-01-15', 'a kind alone: by the cadence of the day it was installed');
select is(pg_temp.enrolled(public.enrol_unit(tests.id('ada'), pg_temp.kind('stairlift'), installed_on => '2025-06-30')),
  'manual active 6 189.00 2025-06-30 1 2026-12-30 1 Elm St 2025-06-30', 'nobody is written to at once');
select is(pg_temp.enrolled(public.enrol_unit(tests.id('ada'), pg_temp.kind('stairlift'), due_on => '2026-06-10', fee => 0)),
  'manual active 6 0.00 2026-06-10 1 2026-06-10 1 Elm St', 'but for whom the office says so; the cadence begins with that day');
select is(pg_temp.enrolled(public.enrol_unit(tests.id('bob'), pg_temp.kind('power_wheelchair'), serial_number => ' PX-77812 ')),
  'manual active 6 189.00 2026-06-01 1 2026-12-01 PX-77812', 'a serial number is kept tidy');
select is(pg_temp.said(public.enrol_unit(tests.id('ada'), pg_temp.kind('stairlift'), due_on => '2026-06-01')), 'enrolled', 'today is a day to be due');
select is(pg_temp.said(public.enrol_unit(tests.id('ada'), pg_temp.kind('stairlift'), due_on => '2036-05-31')), 'enrolled', 'so is one in ten years');
select is(pg_temp.said(public.enrol_unit(tests.id('ada'), pg_temp.kind('stairlift'), installed_on => '2026-06-01')), 'enrolled', 'what was installed today is enrolled today');

-- Once
create temp table twice as select public.enrol_unit(tests.id('ada'), pg_temp.kind('stairlift'), request_id => tests.id('form')) as first;
select is(public.enrol_unit(tests.id('ada'), pg_temp.kind('stairlift'), request_id => tests.id('form')), (select first from twice), 'one form is one unit');
select throws_ok($$ select public.enrol_unit(md5('bob')::uuid, pg_temp.kind('stairlift'), request_id => md5('form')::uuid) $$, '23505', null, 'not another client''s');

-- What is not
select is(pg_temp.said(public.enrol_unit(tests.id('ada'))), 'rejected kind', 'what it is has to be said');
select is(pg_temp.said(public.enrol_unit(tests.id('ada'), gen_random_uuid())), 'rejected kind', 'and to be there');
select is(pg_temp.said(public.enrol_unit(tests.id('ada'), pg_temp.kind('walker'), serial_number => 'W-12345')), 'refused not_enabled', 'a kind that is not maintained');
select is(pg_temp.said(public.enrol_unit(tests.id('ada'), product_id => tests.id('rail'))), 'refused not_enabled', 'a part');
select is(pg_temp.said(public.enrol_unit(tests.id('ada'), product_id => tests.id('old'))), 'refused not_enabled', 'a product that is not maintained');
select is(pg_temp.said(public.enrol_unit(tests.id('ada'), pg_temp.kind('power_wheelchair'))), 'rejected serial_number missing', 'wheelchairs are told apart by serial number');
select is(pg_temp.said(public.enrol_unit(tests.id('ada'), pg_temp.kind('power_wheelchair'), serial_number => 'n/a')), 'rejected serial_number missing', 'by a real one');
select is(pg_temp.said(public.enrol_unit(tests.id('ada'), pg_temp.kind('stairlift'), serial_number => '12')), 'rejected serial_number weak', 'one that tells them apart');
select is(pg_temp.said(public.enrol_unit(tests.id('ada'), pg_temp.kind('stairlift'), serial_number => repeat('A1', 51))), 'rejected serial_number long', 'with an end');
select is(pg_temp.said(public.enrol_unit(tests.id('ada'), pg_temp.kind('power_wheelchair'), serial_number => 'px-77812')), 'rejected serial_number taken Bob Example', 'and nobody else''s');
select is(pg_temp.said(public.enrol_unit(tests.id('ada'), pg_temp.kind('stairlift'), installed_on => '2026-06-02')), 'rejected installed_on', 'nothing was installed tomorrow');
select is(pg_temp.said(public.enrol_unit(tests.id('ada'), pg_temp.kind('stairlift'), due_on => '2026-05-31')), 'rejected due_on', 'nothing is due yesterday');
select is(pg_temp.said(public.enrol_unit(tests.id('ada'), pg_temp.kind('stairlift'), due_on => '2036-06-01')), 'rejected due_on', 'nor in more than ten years');
select is(pg_temp.said(public.enrol_unit(tests.id('ada'), pg_temp.kind('stairlift'), fee => -1)), 'rejected fee', 'nobody is paid for a visit');
select is(pg_temp.said(public.enrol_unit(tests.id('ada'), pg_temp.kind('stairlift'), fee => 100000)), 'rejected fee', 'nor pays a fortune');
select tests.act_as_owner();
update public.units set condition = 'retired' where serial_number = 'PX-77812';
update public.customers set deceased_on = '2026-05-01' where id = tests.id('bob');
select tests.act_as_staff('office');
select is(pg_temp.said(public.enrol_unit(tests.id('ada'), pg_temp.kind('power_wheelchair'), serial_number => 'px-77812')), 'enrolled', 'a device that was retired can be enrolled anew');
select is(pg_temp.said(public.enrol_unit(tests.id('bob'), pg_temp.kind('stairlift'))), 'refused deceased', 'who has died has no unit');

-- The page
select is((select concat_ws(' ', p ->> 'name', p ->> 'today', p ->> 'address') from public.enrol_page(tests.id('ada')) p), 'Ada Example 2026-06-01 1 Elm St, Brampton, ON L6Y 0A1', 'whose it will be, and where');
select is((select concat_ws(' ', k ->> 'identity', k ->> 'enabled', k ->> 'interval_months', k ->> 'fee', k #>> '{products,0,name}', k #>> '{products,0,fee}', jsonb_array_length(k -> 'products'))
  from jsonb_array_elements(public.enrol_page(tests.id('ada')) -> 'kinds') k where k ->> 'name' = 'Stair lift'), 'line true 6 189.00 Flow X 210.00 1', 'what can be enrolled, and on which terms');

select * from finish();
rollback;
