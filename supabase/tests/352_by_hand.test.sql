-- A client whom no file brought, and a unit that somebody says is in use or not.
begin;
select plan(43);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone, street, postal_code) values (tests.id('ada'), 'Ada Éxample', 'ada@example.com', '(905) 555-0111', '1 Elm St', 'L6Y 0A1');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20');

-- A client
select tests.act_as_staff('technician');
select throws_ok($$ select public.add_client('{"name": "x"}') $$, '42501', 'only the office may do this', 'no technician makes a client');
select tests.act_as_staff('office');
select is(public.add_client(f) ->> 'reason', r, 'not without sound ' || r) from (values ('{"name": " "}'::jsonb, 'name'), ('{"name": "x", "phone": "12"}', 'phone'), ('{"name": "x", "email": "y"}', 'email')) v (f, r);
select is(public.add_client(f) #>> '{clients,0,name}', 'Ada Éxample', 'may be the same: ' || f::text) from unnest(array[
  '{"name": "Bo", "phone": "1 905 555 0111"}', '{"name": "Bo", "email": "ADA@example.com"}', '{"name": "ada example"}', '{"name": "Ada Example", "postal_code": "l6y 0a1"}']::jsonb[]) f;
select is(public.add_client(f) #>> '{clients,0,same}', same, 'it is said why: ' || same) from (values
  ('{"name": "Bo", "phone": "1 905 555 0111"}'::jsonb, '["phone"]'), ('{"name": "Bo", "email": "ADA@example.com"}', '["email"]'), ('{"name": "ada example"}', '["name"]'),
  ('{"name": "Bo", "phone": "905 555 0111", "street": "1 elm street", "postal_code": "L6Y0A1"}', '["phone", "address"]'),
  ('{"name": "Ada Example", "phone": "905 555 0111", "email": "ada@example.com", "street": "1 Elm St", "postal_code": "L6Y 0A1"}', '["phone", "email", "name", "address"]')) v (f, same);
select is(public.add_client(f) ->> 'status', 'added', 'is somebody else: ' || f::text) from unnest(array[
  '{"name": "Ada Example", "postal_code": "L6Y 0A2"}', '{"name": "Bo Example", "phone": "905-555-0112"}', '{"name": "Cara Example", "street": "1 Elm St", "postal_code": "L6Y 0A1"}']::jsonb[]) f;
select is((select count(*) from public.customers where name = 'Bo'), 0::bigint, 'of those alike none was made');
select is(public.add_client('{"name": "Bo", "phone": "905-555-0111"}', true) ->> 'status', 'added', 'unless somebody says that they are two');
select public.add_client('{"name": "  Cy   Example ", "city": "Ajax"}');
select is((select (c.name, c.province)::text from public.customers c where c.city = 'Ajax'), '("Cy Example",ON)', 'and is written tidily');

-- A unit
select is(public.set_unit_condition(tests.id('stairs'), 'out_of_service', repeat('x', 501)) ->> 'reason', 'reason', 'a reason has its length');
select is(public.set_unit_condition(tests.id('stairs'), 'out_of_service', ' rail loose ') ->> 'status', 'set', 'a unit is out of service');
select is((select (a.details ->> 'note', a.state, a.customer_id = tests.id('ada'), a.contract_id = tests.id('stairs'))::text from public.office_activities a where a.kind = 'unit_out_of_service'),
  '("rail loose",open,t,t)', 'the office is to see to it');
select is(public.set_unit_condition(tests.id('stairs'), 'in_service') ->> 'status', 'set', 'it is back');
select is((select a.state from public.office_activities a where a.kind = 'unit_out_of_service'), 'done', 'and nothing is left to do');
select is(public.set_unit_condition(tests.id('stairs'), 'retired', 'worn out') ->> 'status', 'set', 'it is not in use any more');
select is((select c.state from public.maintenance_contracts c where c.id = tests.id('stairs')), 'cancelled', 'so its contract ends');
select tests.act_as_owner();
select is((select array_agg(p.changes ->> 'note' order by e.seq) from public.audit_events e join public.audit_personal_values p on p.id = e.id
  where e.row_id = tests.id('stairs') and e.changes ->> 'what' in ('out_of_service', 'retired')), array['rail loose', 'worn out'], 'each reason is on record');

-- A serial number
select tests.unit('chair', 'ada', 'power_wheelchair', '1 Elm St', '2026-06-20'), tests.unit('other', 'ada', 'power_wheelchair', '1 Elm St', '2026-06-20');
create function pg_temp.unit(label text) returns uuid language sql security definer as $$ select c.unit_id from public.maintenance_contracts c where c.id = tests.id(label) $$;
grant execute on function pg_temp.unit to public;
select tests.act_as_staff('technician');
select throws_ok($$ select public.set_serial_number(pg_temp.unit('chair'), 'SN-12345') $$, '42501', 'only the office may do this', 'no technician writes one down here');
select tests.act_as_staff('office');
select throws_ok($$ select public.set_serial_number(gen_random_uuid(), 'SN-12345') $$, 'PT404', 'no such unit', 'nor is one of nothing');
select is(public.set_serial_number(pg_temp.unit('chair'), s) ->> 'why', why, 'not ' || why) from (values (' ', 'missing'), ('12', 'weak'), (repeat('A1', 51), 'long')) v (s, why);
select is(public.set_serial_number(pg_temp.unit('chair'), ' SN-12345 ') ->> 'status', 'set', 'the office writes it down');
select is((select u.serial_number from public.units u where u.id = pg_temp.unit('chair')), 'SN-12345', 'tidily');
select is(public.set_serial_number(pg_temp.unit('other'), 'sn-12345') - 'unit_id', '{"status": "rejected", "reason": "serial_number", "why": "taken", "customer": "Ada Éxample"}', 'once only, whatever its letters');
select is(public.set_serial_number(pg_temp.unit('chair'), 'sn-12345') ->> 'status', 'set', 'but its own can be spelled anew');

-- Two pages that showed the same unit
create function pg_temp.told(answer jsonb) returns text language sql as $$ select concat_ws(' ', answer ->> 'status', answer ->> 'reason', answer ->> 'by') $$;
grant execute on function pg_temp.told to public;
select tests.act_as_owner();
insert into public.customers (id, name) values (tests.id('eve'), 'Eve Example');
select tests.unit('eves', 'eve', 'stairlift', '5 Ash St', '2026-06-20');
create temp table eves as select id, serial_number from public.units where customer_id = tests.id('eve');
grant select on eves to authenticated;
select tests.act_as_staff('office');
select is((select pg_temp.told(public.set_serial_number(id, 'SN-77001', coalesce(serial_number, ''))) from eves), 'set', 'whoever saw what is so writes another number');
select is((select pg_temp.told(public.set_serial_number(id, 'SN-77002', coalesce(serial_number, ''))) from eves), 'refused changed Office', 'whoever saw the one before is told who was there first');
select is((select pg_temp.told(public.set_unit_condition(id, 'out_of_service', 'Brake', 'in_service')) from eves), 'set', 'it is out of service');
select is((select pg_temp.told(public.set_unit_condition(id, 'retired', 'Old', 'in_service')) from eves), 'refused changed Office', 'a page that showed it in service does not retire it');
select is((select pg_temp.told(public.set_unit_address(id, '6 Ash St', null, 'Brampton', 'ON', 'L6Y 0A1', shown => '{"street": "5 Ash St"}')) from eves), 'set', 'it moves');
select is((select pg_temp.told(public.set_unit_address(id, '7 Ash St', null, 'Brampton', 'ON', 'L6Y 0A1', shown => '{"street": "5 Ash St"}')) from eves), 'refused changed Office', 'once');
select is((select concat_ws(' ', u.serial_number, u.condition, u.street) from public.units u join eves e using (id)), 'SN-77001 out_of_service 6 Ash St', 'nothing is overwritten');
select * from finish();
rollback;
