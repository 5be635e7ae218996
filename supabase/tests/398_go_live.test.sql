-- What is missing before going live: each thing lacking, then there.
begin;
select plan(38);
select tests.freeze_clock('2026-06-01 12:00+00');
create function pg_temp.lacks() returns text[] language sql security definer as $$
  select array(select c ->> 'check' from jsonb_array_elements(private.go_live_checks('2026-06-01')) c where (c ->> 'count')::integer > 0 order by 1) $$;
create function pg_temp.lack(name text) returns text language sql security definer as $$
  select (c ->> 'must') || ' ' || (c ->> 'count') || ' ' || (c ->> 'examples') from jsonb_array_elements(private.go_live_checks('2026-06-01')) c where c ->> 'check' = lack.name $$;

select tests.act_as_anon();
select throws_ok('select public.go_live_checks()', '42501', null, 'a stranger is not told');
select tests.act_as_staff('technician');
select throws_ok('select public.go_live_checks()', '42501', null, 'nor is a technician');
select tests.act_as_staff('office');
select is(public.go_live_checks() ->> 'status', 'ok', 'the office is');
select tests.act_as_owner();

-- The company
select is(pg_temp.lack('company'), 'true 4 ["name", "phone", "postal address", "address of the sender"]', 'a new company has said nothing of itself');
update public.company_settings set company_name = 'Westland Lifts', phone = '905-555-0199', postal_address = '7 King St, Brampton, ON', sender_email = 'a@westland.example';
select is(pg_temp.lack('company'), 'true 0 []', 'until it does');
select is(pg_temp.lack('public_url'), 'true 1 ["http://127.0.0.1:8000"]', 'links that lead to this machine alone');
select is(pg_temp.lack('mail_mode'), 'true 1 ["catch"]', 'mail is caught');
update public.company_settings set public_url = 'https://book.example.com', delivery_mode = 'live', messages_paused = true, recipient_allow_list = '{}';
select is(pg_temp.lack('public_url'), 'true 0 []', 'links that lead to the company');
select is(pg_temp.lack('mail_mode'), 'true 0 []', 'mail is live');
select is(pg_temp.lack('mail_paused'), 'true 1 ["paused"]', 'but paused');
select is(pg_temp.lack('mail_allowed'), 'true 1 ["nobody"]', 'and nobody may get it');
update public.company_settings set messages_paused = false, recipient_allow_list = null, hst_number = '12345 6789 RT0001', dead_man_url = 'https://alive.example/x';
select is(pg_temp.lacks() && '{mail_paused, mail_allowed, hst_number, alarm}', false, 'which is put right');
select tests.staff_user('admin');
select is(pg_temp.lack('administrators'), 'false 1 ["Admin"]', 'one administrator is one too few');
insert into auth.users (id, email) values (tests.id('second'), 'second@example.com');
insert into public.staff (user_id, email, name, role) values (tests.id('second'), 'second@example.com', 'Second', 'admin');
select is(pg_temp.lack('administrators'), 'false 0 []', 'two are enough');

-- Technicians
select is(pg_temp.lack('technicians'), 'true 1 ["nobody"]', 'nobody can be offered');
insert into public.technicians (id, name) values (tests.id('tess'), 'Tess One');
select is(array[pg_temp.lack('technicians'), pg_temp.lack('technician_home'), pg_temp.lack('technician_skill'), pg_temp.lack('technician_hours'), pg_temp.lack('technician_login')],
  '{"true 0 []","true 1 [\"Tess One\"]","true 1 [\"Tess One\"]","true 1 [\"Tess One\"]","false 1 [\"Tess One\"]"}', 'a name alone is no technician');
update public.technicians set home_latitude = 43.7, home_longitude = -79.7 where id = tests.id('tess');
insert into public.technician_hours (technician_id, weekday, starts, ends, valid_to) values (tests.id('tess'), 1, '08:00', '16:00', '2026-05-31');
select is(pg_temp.lack('technician_hours'), 'true 1 ["Tess One"]', 'hours that ended yesterday are none');
update public.technician_hours set valid_to = '2026-06-01';
insert into public.technician_skills (technician_id, skill_id) select tests.id('tess'), s.id from public.skills s where s.code = 'lifts';
select is(array[pg_temp.lack('technician_home'), pg_temp.lack('technician_skill'), pg_temp.lack('technician_hours')], '{"true 0 []","true 0 []","true 0 []"}', 'home, skill and hours of today make one');
select is(pg_temp.lack('category_skill') like '%"Stair lift"%', false, 'who repairs lifts is there');
select is(pg_temp.lack('category_skill') like 'true%"Scooter"%', true, 'for scooters nobody is');
update public.technicians set active = false where id = tests.id('tess');
select is(split_part(pg_temp.lack('category_skill'), ' ', 2)::bigint, (select count(*) from public.equipment_categories where maintenance_enabled), 'who has left does not count');

-- Catalogue
select is(pg_temp.lack('category_fee'), 'true 0 []', 'every policy has a fee');
update public.equipment_categories set fee = 0 where code = 'scooter';
select is(pg_temp.lack('category_fee'), 'true 1 ["Scooter"]', 'or is named');
update public.equipment_categories set maintenance_enabled = false where code = 'scooter';
select is(pg_temp.lack('category_fee'), 'true 0 []', 'where it is enabled');
select is(pg_temp.lack('products'), 'false 0 []', 'nothing is unclassified');
insert into public.products (sku, name) values ('X-1', 'What is it');
insert into public.products (sku, name, unit_kind) values ('X-2', 'Inspection', 'service');
select is(pg_temp.lack('products'), 'false 1 ["What is it"]', 'a product without a kind is');
select is(pg_temp.lack('holidays'), 'true 0 []', 'holidays of this year and the next are there');
delete from public.holidays where extract(year from on_day) = 2027;
select is(pg_temp.lack('holidays'), 'true 1 ["2027"]', 'or a year is named');

-- Imports
select is(array[pg_temp.lack('import_source'), pg_temp.lack('imports_held')], '{"false 0 []","false 0 []"}', 'who writes sales here needs nobody to tell of them');
insert into public.import_files (kind, file_name) values ('sales_order_lines', 'sold.csv');
select is(pg_temp.lack('import_source'), 'false 1 ["nobody"]', 'sales came in once, and who tells of the next?');
insert into public.import_runs (source, request_id, on_day) values ('erp', gen_random_uuid(), '2026-06-01');
update public.import_runs set state = 'held';
select is(array[pg_temp.lack('import_source'), pg_temp.lack('imports_held')], '{"false 0 []","false 1 [\"erp\"]"}', 'another system does, and what it told is held back');
update public.import_runs set state = 'applied';
select is(pg_temp.lack('imports_held'), 'false 0 []', 'until somebody has decided');

-- Units and contracts
insert into public.customers (id, name) values (tests.id('ada'), 'Ada Example');
insert into public.units (id, customer_id, category_id) select tests.id('free'), tests.id('ada'), k.id from public.equipment_categories k where k.code = 'stairlift';
select is(pg_temp.lack('units_without_contract'), 'false 1 ["Ada Example"]', 'a unit that nobody maintains');
select is(pg_temp.lack('unreachable'), 'false 0 []', 'whom nothing was promised need not be reached');
insert into public.maintenance_contracts (id, unit_id) values (tests.id('free'), tests.id('free'));
insert into public.maintenance_cycles (contract_id, number, due_on) values (tests.id('free'), 1, '2025-12-03');
select is(pg_temp.lacks() && '{units_without_contract, long_overdue}', false, 'under contract, and due 180 days ago');
update public.maintenance_cycles set due_on = '2025-12-02' where contract_id = tests.id('free');
select is(pg_temp.lack('long_overdue'), 'false 1 ["Ada Example"]', 'a day longer is long');
select is(pg_temp.lack('unreachable'), 'false 1 ["Ada Example"]', 'who has neither address nor number is named');
insert into public.customer_contacts (customer_id, name, phone) values (tests.id('ada'), 'Bea Example', '905-555-0142');
select is(pg_temp.lack('unreachable'), 'false 0 []', 'a contact with a number will do');
select * from finish();
rollback;
