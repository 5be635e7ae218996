-- The office's one box: what people type, against everything on record.
begin;
select plan(79);

select tests.freeze_clock('2026-06-02 14:00:00+00');
select tests.act_as_owner();

insert into public.customers (id, name, customer_ref, phone, email, street, city, postal_code, deceased_on) values
  (tests.id('ethel'), 'Ethel  Marsh', 'REF/360', '(905) 555-0112 ext. 7', 'Ethel.M@Example.com', '41 Birch Crescent', 'Hamilton', 'L6Y 0A1', null),
  (tests.id('gilbert'), 'Gilbert Marshall', null, '+1 416.555.0137', null, '9 Rue St-André', 'Québec', 'M4S1A1', null),
  (tests.id('omar'), 'Abe Lemars', null, '289 555 0269', null, null, 'Milton', null, '2026-05-01'),
  (tests.id('marsden'), 'Marsden O''Brien', null, null, null, null, null, null, null),
  (tests.id('early'), 'Early Inside', null, '555-016-3999', null, null, null, null, null),
  (tests.id('late'), 'Late End', null, '647-555-0163 x 4', null, null, null, null, null),
  (tests.id('nobody'), 'Zoë Lebœuf', null, null, null, null, 'Marsville', null, null);
insert into public.customer_contacts (customer_id, name, relation, phone, email) values
  (tests.id('ethel'), 'Márta Care', 'daughter', '289-555-0147', 'marta@marsh.example');
insert into public.products (id, sku, name, category_id, unit_kind)
select tests.id('product'), 'T-360', 'Flow X (curved)', k.id, 'base' from public.equipment_categories k where k.code = 'stairlift';
insert into public.sales_orders (id, order_number, customer_id) values
  (tests.id('order'), 'S-00360', tests.id('ethel')), (tests.id('longer order'), 'S-003601', tests.id('gilbert'));
select tests.technician('Luis Ortega', '{lifts}');
select tests.unit('lift', 'ethel', 'stairlift', '41 Birch Crescent', '2026-06-20'), tests.unit('porch', 'gilbert', 'stairlift', '9 Rue St-André', '2026-05-20');
update public.units set product_id = tests.id('product'), serial_number = 'SN 12-34.b' where id = (select c.unit_id from public.maintenance_contracts c where c.id = tests.id('lift'));
update public.units set serial_number = 'SN 12-34.bc' where id = (select c.unit_id from public.maintenance_contracts c where c.id = tests.id('porch'));
insert into public.units (id, customer_id, category_id, serial_number)
select tests.id('alone'), tests.id('omar'), k.id, 'Q-7788' from public.equipment_categories k where k.code = 'scooter';
select is(tests.book('lift', 'Luis Ortega', '2026-06-04 13:00+00') ->> 'status', 'booked', 'a visit is booked');
select private.raise_activity('call_client', private.subject_key('customer', tests.id('ethel')::text), '{}', customer_id => tests.id('ethel'));
select private.raise_activity('call_client', private.subject_key('customer', tests.id('gilbert')::text), '{}', customer_id => tests.id('gilbert'), urgent => true);
select private.raise_activity('missing_address', private.subject_key('customer', tests.id('ethel')::text), '{}', customer_id => tests.id('ethel'));
update public.office_activities set state = 'done', closed_at = private.clock(), outcome = 'called' where kind = 'missing_address';
update public.office_activities set due_on = '2026-06-01' where customer_id = tests.id('ethel') and state = 'open';
set session_replication_role = replica;
insert into public.invoices (id, customer_id, number, state, issued_at, due_on, bill_to_name, printed) values
  (tests.id('invoice'), tests.id('ethel'), 123, 'issued', private.clock(), '2026-07-02', 'Ethel', '{}'),
  (tests.id('other invoice'), tests.id('gilbert'), 905, 'issued', private.clock(), '2026-07-02', 'Gilbert', '{}'),
  (tests.id('draft'), tests.id('gilbert'), null, 'draft', null, null, null, null);
insert into public.inspection_certificates (year, number_in_year, code, visit_id, unit_id, contract_id, service_on, expires_on, content)
select 2026, 7, '7Q4M2XKD9HVT3R0P', v.id, c.unit_id, c.id, '2026-01-05', '2027-01-05', '{}'
from public.maintenance_contracts c, public.maintenance_visits v where c.id = tests.id('lift') limit 1;
set session_replication_role = origin;
set constraints all immediate;

-- What is found of a kind, by what tells it apart.
create function pg_temp.found(typed text, kind text, most integer default 50)
returns text language sql
as $$
  select string_agg(coalesce(r ->> 'name', r ->> 'order_number', r ->> 'number', r ->> 'serial_number', r ->> 'customer'), ', ' order by nr)
  from jsonb_array_elements(public.find(typed, most) -> 'groups') g, jsonb_array_elements(g -> 'rows') with ordinality r (r, nr)
  where g ->> 'kind' = found.kind
$$;
create function pg_temp.kinds(typed text)
returns text language sql
as $$ select string_agg(format('%s %s', g ->> 'kind', g ->> 'count'), ', ' order by nr) from jsonb_array_elements(public.find(typed) -> 'groups') with ordinality g (g, nr) $$;
grant execute on function pg_temp.found, pg_temp.kinds to authenticated;

select tests.act_as_staff('office');

select is(pg_temp.found(typed, kind), found, format('"%s" finds of %s: %s', typed, kind, coalesce(found, 'nothing')))
from (values
  -- Names that begin with it, then words that do, then what contains it.
  ('mars', 'client', 'Marsden O''Brien, Ethel  Marsh, Gilbert Marshall, Abe Lemars, Zoë Lebœuf'),
  ('MARSH', 'client', 'Ethel  Marsh, Gilbert Marshall'), ('marsh ethel', 'client', 'Ethel  Marsh'), ('ethel gilbert', 'client', null),
  ('zoe leboeuf', 'client', 'Zoë Lebœuf'), ('O’Brien', 'client', 'Marsden O''Brien'), ('obrien', 'client', 'Marsden O''Brien'),
  ('0112', 'client', 'Ethel  Marsh'), ('555-0112', 'client', 'Ethel  Marsh'), ('(905) 555-0112', 'client', 'Ethel  Marsh'), ('+1 905 555 0112', 'client', 'Ethel  Marsh'),
  ('+1 905 555', 'client', 'Ethel  Marsh'), ('1-905-555', 'client', 'Ethel  Marsh'), ('416555', 'client', 'Gilbert Marshall'), ('4165550137', 'client', 'Gilbert Marshall'),
  ('1 416', 'client', 'Gilbert Marshall'),
  -- Who says seven digits says the end of a number.
  ('5550163', 'client', 'Late End, Early Inside'), ('555-0163', 'client', 'Late End, Early Inside'), ('0163', 'client', 'Late End, Early Inside'),
  ('ethel.m@example', 'client', 'Ethel  Marsh'), ('l6y0a1', 'client', 'Ethel  Marsh'), ('m4s 1a1', 'client', 'Gilbert Marshall'), ('birch cresc', 'client', 'Ethel  Marsh'),
  ('st-andre quebec', 'client', 'Gilbert Marshall'), ('ref360', 'client', 'Ethel  Marsh'), ('marta', 'client', 'Ethel  Marsh'), ('289 555 0147', 'client', 'Ethel  Marsh'),
  ('care marsh', 'client', 'Ethel  Marsh'),
  ('m', 'client', null), ('', 'client', null), ('%', 'client', null), ('__', 'client', null), ('nobody at all', 'client', null),
  -- Numbers of all kinds.
  ('M-000123', 'invoice', 'M-000123'), ('m123', 'invoice', 'M-000123'), ('123', 'invoice', 'M-000123'), ('#123', 'invoice', 'M-000123'), ('000123', 'invoice', 'M-000123'), ('C-000123', 'invoice', null),
  ('99999999999999', 'invoice', null), ('marsh ethel', 'invoice', 'M-000123'),
  ('MIR-2026-00007', 'certificate', 'MIR-2026-00007'), ('mir 2026 7', 'certificate', 'MIR-2026-00007'), ('2026-7', 'certificate', 'MIR-2026-00007'), ('mir-2026-8', 'certificate', null),
  ('7Q4M 2XKD 9HVT 3R0P', 'certificate', 'MIR-2026-00007'), ('7q4m-2xkd-9hvt-3rop', 'certificate', 'MIR-2026-00007'), ('7Q4M', 'certificate', null),
  ('S-00360', 'order', 'S-00360, S-003601'), ('s00360', 'order', 'S-00360, S-003601'), ('360', 'order', 'S-00360'), ('S-0036', 'order', 'S-00360, S-003601'), ('036', 'order', null),
  ('sn1234b', 'unit', 'SN 12-34.b, SN 12-34.bc'), ('SN-12', 'unit', 'SN 12-34.b, SN 12-34.bc'), ('sn', 'unit', null), ('q7788', 'unit', 'Q-7788'),
  ('flow x', 'contract', 'SN 12-34.b'), ('ethel', 'visit', 'Ethel  Marsh'),
  ('marsh', 'activity', 'Gilbert Marshall, Ethel  Marsh')
) cases (typed, kind, found);

select is(split_part(pg_temp.kinds('905'), ',', 1), 'invoice 1', 'the very number that was typed comes first, then clients');
select is(pg_temp.kinds('marsh'), 'client 2, activity 2, contract 2, visit 1, invoice 2', 'of each kind it is said how many there are, what nobody typed is left out');
select is((select jsonb_agg(jsonb_array_length(g -> 'rows')) from jsonb_array_elements(public.find('marsh', 1) -> 'groups') g), '[1, 1, 1, 1, 1]', 'at most as many of each as were asked for');
select is((select jsonb_agg(jsonb_array_length(g -> 'rows')) from jsonb_array_elements(public.find('marsh', 5, 'invoice') -> 'groups') g), '[0, 0, 0, 0, 2]', 'only those of one kind, where one is named');
select is((select r - 'customer_id' - 'next' from jsonb_path_query(public.find('lemars'), '$.groups[*] ? (@.kind == "client").rows[*]') r),
  '{"name": "Abe Lemars", "city": "Milton", "street": null, "phone": "289 555 0269", "deceased_on": "2026-05-01", "by": [], "contact": null, "units": 1}', 'who has died is told as such');
select is((select r #> '{contact}' from jsonb_path_query(public.find('care marsh'), '$.groups[*] ? (@.kind == "client").rows[*]') r),
  '{"name": "Márta Care", "relation": "daughter", "phone": "289-555-0147", "email": "marta@marsh.example"}', 'who is found by somebody else''s name says whose');
select is((select r -> 'by' from jsonb_path_query(public.find('l6y 0a1'), '$.groups[*] ? (@.kind == "client").rows[*]') r), '["L6Y 0A1"]', 'and what else of theirs was typed');
select is((select r #>> '{next,situation}' from jsonb_path_query(public.find('gilbert'), '$.groups[*] ? (@.kind == "client").rows[*]') r), 'overdue', 'and how their most pressing contract stands');

-- Of a crowd nobody wants the visits.
select tests.act_as_owner();
insert into public.customers (name) select 'Marsh ' || n from generate_series(1, 18) n;
select tests.act_as_staff('office');
select is(pg_temp.kinds('marsh'), 'client 20, activity 2, contract 2, visit 1, invoice 2', 'of twenty clients the invoices are told');
select tests.act_as_owner();
insert into public.customers (name) values ('Marsh 19');
select tests.act_as_staff('office');
select is(pg_temp.kinds('marsh'), 'client 21, activity 2, contract 2, visit 1', 'of twenty-one they are not');

select is((select r -> 'contact' from jsonb_path_query(public.find('ethel marsh'), '$.groups[*] ? (@.kind == "client").rows[*]') r), 'null', 'nobody else is named where the client''s own name fits');
select tests.act_as_owner();
select tests.unit('second ' || n, 'ethel', 'stairlift', '41 Birch Crescent', '2026-06-25') from generate_series(1, 19) n;
select tests.act_as_staff('office');
select is(pg_temp.found('ethel', 'visit'), 'Ethel  Marsh', 'of twenty contracts the visits are told');
select is((select r #>> '{next,situation}' from jsonb_path_query(public.find('ethel'), '$.groups[*] ? (@.kind == "client").rows[*]') r), 'due', 'what is due and not booked presses more than what is booked and due before it');
select tests.act_as_owner();
select tests.unit('one more', 'ethel', 'stairlift', '41 Birch Crescent', '2026-06-25');
select tests.act_as_staff('office');
select is(pg_temp.found('ethel', 'visit'), null, 'of twenty-one they are not');

-- Whatever is written, what is kept for searches is what can be read from the tables.
select tests.act_as_owner();
create function pg_temp.outdated()
returns setof uuid language sql
as $$
  select customer_id from private.client_names n full join private.client_search s using (customer_id)
  where private.names_text(n.names) is distinct from s.text or private.search_text(n.name) is distinct from s.known_as;
$$;
create temp table changes (nr, change, outdated) as
select n, c, null::bigint from unnest(array[
  $$update public.customers set name = 'Renée', email = null where id = tests.id('ethel')$$,
  $$update public.customers set customer_ref = 'R9', phone = '905-555-0100' where id = tests.id('gilbert')$$,
  $$update public.customers set street = '1 Autre Rue', city = 'Laval', postal_code = 'H7A 0A1' where id = tests.id('ethel')$$,
  $$update public.customers set apartment = '31' where id = tests.id('gilbert')$$,
  $$update public.customer_contacts set customer_id = tests.id('omar') where name = 'Márta Care'$$,
  $$insert into public.customer_contacts (customer_id, name) values (tests.id('ethel'), 'Gone')$$,
  $$delete from public.customer_contacts where name = 'Gone'$$]) with ordinality c (c, n);
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
select is_empty($$ select change from changes where outdated <> 0 $$, 'what is kept for searches follows every change of a client');

select tests.act_as_staff('admin');
select is(public.find('omar') ->> 'status', 'ok', 'administrators may search');
select tests.act_as_staff('technician');
select throws_ok($$ select public.find('omar') $$, '42501', null, 'technicians may not');
select tests.act_as_anon();
select throws_ok($$ select public.find('omar') $$, '42501', null, 'nobody else may');

select * from finish();
rollback;
