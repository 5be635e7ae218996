-- Geography: means of postal areas follow their customers; coordinates come from the service or the office.
begin;
select plan(48);

select is(private.postal_area(' l6y 0a1'), 'L6Y', 'a postal area is written in one way');
select is(private.postal_area('L6'), null, 'two characters are no area');

insert into public.customers (id, name, postal_code, latitude, longitude) values
  ('00000000-0000-4000-8000-000000000001', 'First Test', 'L6Y 0A1', 43.60, -79.70),
  ('00000000-0000-4000-8000-000000000002', 'Second Test', 'l6y1b2', 43.70, -79.80),
  ('00000000-0000-4000-8000-000000000003', 'Unlocated Test', 'L6Y 3C3', null, null);
select results_eq($$ select latitude::numeric(8, 5), longitude::numeric(8, 5), located from private.postal_areas where area = 'L6Y' $$,
  $$ values (43.65, -79.75, 2) $$, 'the mean is taken over located customers alone');
select results_eq($$ select latitude::numeric(8, 5), longitude::numeric(8, 5) from private.customer_area('00000000-0000-4000-8000-000000000003') $$,
  $$ values (43.65, -79.75) $$, 'who is not located is taken to be in the middle of the area');

update public.customers set postal_code = 'M5V 2T6', latitude = 43.65, longitude = -79.38 where id = '00000000-0000-4000-8000-000000000002';
select results_eq($$ select area, latitude::numeric(8, 5), located from private.postal_areas order by area $$,
  $$ values ('L6Y', 43.60, 1), ('M5V', 43.65, 1) $$, 'moving to another area changes both means');
update public.customers set latitude = 43.62, longitude = -79.72 where id = '00000000-0000-4000-8000-000000000003';
select is((select latitude::numeric(8, 5) from private.postal_areas where area = 'L6Y'), 43.61, 'locating a customer moves the mean');
update public.customers set notes = 'no move' where id = '00000000-0000-4000-8000-000000000003';
select is((select located from private.postal_areas where area = 'L6Y'), 2, 'other changes leave it');
delete from public.customers where id in ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000003');
select results_eq($$ select latitude, located from private.postal_areas where area = 'L6Y' $$,
  $$ values (null::double precision, 0) $$, 'an area without located customers has no mean');

-- Geocoding
insert into public.customers (id, name, street, city, province, postal_code) values
  ('00000000-0000-4000-8000-000000000004', 'Asked Test', '12  King St', 'Brampton', 'ON', 'L6Y 0A1'),
  ('00000000-0000-4000-8000-000000000005', 'Neighbour Test', '14 King St', 'Brampton', 'ON', 'L6Y 0A1'),
  ('00000000-0000-4000-8000-000000000006', 'Nowhere Test', null, 'Brampton', 'ON', 'L6Y 0A1');
insert into public.units (id, customer_id, category_id, serial_number)
select '00000000-0000-4000-8000-000000000007', '00000000-0000-4000-8000-000000000004', c.id, 'GEO-1' from public.equipment_categories c where c.code = 'scooter';

select tests.act_as_service();
select results_eq($$ select address from public.places_without_coordinates(10) $$,
  $$ values ('12 king st, brampton, on, l6y0a1'), ('14 king st, brampton, on, l6y0a1') $$,
  'each address is asked about once, and none without a street');
select is((select count(*)::integer from public.places_without_coordinates(1)), 1, 'a batch is no larger than asked');
select is(public.set_coordinates('12 king st, brampton, on, l6y0a1', 43.6, -79.7), 2, 'the customer and the unit of an address are located together');
select is(public.set_coordinates('14 king st, brampton, on, l6y0a1', null, null), 0, 'the service may not know an address');
select is_empty($$ select address from public.places_without_coordinates(10) $$, 'what has been asked is not asked again');
select throws_ok($$ select public.set_coordinates('x', 91, 0) $$, '22023', null, 'a latitude beyond the pole is refused');
select throws_ok($$ select public.set_coordinates('x', 43, null) $$, '22023', null, 'half a position is refused');
select tests.act_as_owner();
select is((select latitude from public.units where id = '00000000-0000-4000-8000-000000000007'), 43.6::double precision, 'the unit has its position');
update private.asked_addresses set asked_at = asked_at - interval '30 days' + interval '1 minute';
select is_empty($$ select address from public.places_without_coordinates(10) $$, 'not within 30 days');
update private.asked_addresses set asked_at = asked_at - interval '1 minute';
select is((select count(*)::integer from public.places_without_coordinates(10)), 1, 'then what was unknown is asked about again');

insert into public.units (id, customer_id, category_id, serial_number, street, city, province, postal_code)
select '00000000-0000-4000-8000-000000000008', '00000000-0000-4000-8000-000000000005', c.id, 'GEO-2', '12 King St', 'Brampton', 'ON', 'L6Y 0A1'
from public.equipment_categories c where c.code = 'scooter';
select lives_ok($$ select * from public.places_without_coordinates(10) $$, 'a known address is not asked about');
select is((select latitude from public.units where id = '00000000-0000-4000-8000-000000000008'), 43.6::double precision, 'but used');

-- A retired unit is nobody's to visit
insert into public.units (customer_id, category_id, condition, street, city, province, postal_code)
select '00000000-0000-4000-8000-000000000004', c.id, 'retired', '99 Gone St', 'Brampton', 'ON', 'L6Y 0A1' from public.equipment_categories c where c.code = 'scooter';
select tests.act_as_service();
select is_empty($$ select address from public.places_without_coordinates(10) where address like '99 gone%' $$, 'nobody asks where a retired unit is');
select tests.act_as_owner();

-- Visits to come move with their unit: one is scheduled, on another the technician is on the way.
insert into public.technicians (id, name) values (tests.id('tess'), 'Tess Test');
create function pg_temp.visit(label text, day date, state text) returns void language sql as $$
  insert into public.units (id, customer_id, category_id, street, city, province, postal_code)
  select tests.id(label), '00000000-0000-4000-8000-000000000004', c.id, '20 Late St', 'Brampton', 'ON', 'L6Y 0A1' from public.equipment_categories c where c.code = 'scooter';
  insert into public.maintenance_contracts (id, unit_id) values (tests.id(label), tests.id(label));
  insert into public.maintenance_cycles (id, contract_id, number, due_on) values (tests.id(label), tests.id(label), 1, day);
  insert into public.technician_tasks (id, technician_id, task_type, customer_id, during, state, latitude, longitude)
  values (tests.id(label), tests.id('tess'), 'maintenance', '00000000-0000-4000-8000-000000000004', tstzrange(day + time '13:00', day + time '14:00'), state, 43.0, -79.0);
  insert into public.maintenance_visits (cycle_id, task_id) values (tests.id(label), tests.id(label));
$$;
create function pg_temp.places() returns text language sql as $$
  select string_agg(t.latitude::text, ' ' order by t.during) from public.technician_tasks t where t.id in (tests.id('scheduled'), tests.id('on the way')) $$;
select pg_temp.visit('scheduled', '2026-06-10', 'scheduled'), pg_temp.visit('on the way', '2026-06-11', 'en_route');
select tests.act_as_service();
select is(public.set_coordinates('20 late st, brampton, on, l6y0a1', 43.2, -79.2), 2, 'two units are located');
select tests.act_as_owner();
select is(pg_temp.places(), '43.2 43', 'the visit to come is where its unit is, the technician on the way is not sent elsewhere');
select tests.act_as_staff('office');
select public.place_pin(md5(label)::uuid, 43.3, -79.3) from unnest(array['scheduled', 'on the way']) label;
select tests.act_as_owner();
select is(pg_temp.places(), '43.3 43', 'a pin moves it the same way');

-- Pins
select tests.act_as_staff('office');
select is(public.place_pin('00000000-0000-4000-8000-000000000007', 43.5, -79.5) ->> 'status', 'placed', 'the office places a pin');
select is(public.unit_place('00000000-0000-4000-8000-000000000007') -> 'place', '{"latitude": 43.5, "longitude": -79.5}', 'which its page shows');
select is((select string_agg(k, ' ' order by k) from jsonb_object_keys(public.unit_place('00000000-0000-4000-8000-000000000007') -> 'map') k), 'areas homes towns', 'with what lies around');
select is(public.place_pin('00000000-0000-4000-8000-000000000007', 43.5, -79.5, '{"latitude": 43.5, "longitude": -79.5}') ->> 'status', 'placed', 'it is placed by whoever saw where it was');
select is(public.place_pin('00000000-0000-4000-8000-000000000007', 43.5, -79.5, '{"latitude": null, "longitude": null}') ->> 'reason', 'changed', 'and not by whoever saw it elsewhere');
select throws_ok($$ select public.unit_place('00000000-0000-4000-8000-000000000099') $$, 'PT404', null, 'what is not there is nowhere');
select throws_ok($$ select public.place_pin('00000000-0000-4000-8000-000000000099', 43.5, -79.5) $$, 'PT404', null, 'on units that exist');
select throws_ok($$ select public.place_pin('00000000-0000-4000-8000-000000000007', null, null) $$, '22023', null, 'and somewhere');
select tests.act_as_owner();
select is((select changes -> 'latitude' -> 1 from private.audit_trail where row_id = '00000000-0000-4000-8000-000000000007' order by seq desc limit 1),
  '43.5'::jsonb, 'a pin is on record');

-- Who has a position keeps it: a surveyed customer, a unit with a pin
insert into public.customers (id, name, street, city, province, postal_code, latitude, longitude)
values ('00000000-0000-4000-8000-000000000009', 'Surveyed Test', '12 King St', 'Brampton', 'ON', 'L6Y 0A1', 43.11, -79.11);
select tests.act_as_service();
select is(public.set_coordinates('12 king st, brampton, on, l6y0a1', 43.9, -79.9), 0, 'a later answer about their address moves nobody who is located');
select * from public.places_without_coordinates(10);
select tests.act_as_owner();
select results_eq(
  $$ select latitude, longitude from public.customers where id = '00000000-0000-4000-8000-000000000009'
     union all select latitude, longitude from public.units where id = '00000000-0000-4000-8000-000000000007' $$,
  $$ values (43.11::double precision, -79.11::double precision), (43.5, -79.5) $$, 'the customer''s own coordinates stay, and so does the pin');

select tests.act_as_staff('technician');
select throws_ok($$ select public.place_pin('00000000-0000-4000-8000-000000000007', 43.5, -79.5) $$, '42501', null, 'technicians place none');
select throws_ok($$ select public.unit_place('00000000-0000-4000-8000-000000000007') $$, '42501', null, 'or look');
select throws_ok($$ select * from public.places_without_coordinates(1) $$, '42501', null, 'addresses are for the service role');
select tests.act_as_anon();
select throws_ok($$ select public.place_pin('00000000-0000-4000-8000-000000000007', 43.5, -79.5) $$, '42501', null, 'nor does anybody else');
select throws_ok($$ select public.unit_place('00000000-0000-4000-8000-000000000007') $$, '42501', null, 'nor does anybody else');
select throws_ok($$ select public.set_coordinates('x', 1, 1) $$, '42501', null, 'or set coordinates');

-- How far the company goes: homes in Brampton and Barrie, the one of who has left does not count
select tests.act_as_owner();
insert into public.technicians (name, home_latitude, home_longitude, active) values ('Tess One', 43.70, -79.70, true), ('Luis Two', 44.39, -79.69, true), ('Ina Gone', 46.49, -81.01, false), ('No Home', null, null, true);
insert into public.customers (id, name, street, city, province) values (tests.id('far'), 'Far Test', '1 Far St', 'Sudbury', 'ON');
select ok(not private.is_beyond_service_area(46.49, -81.01), 'without a setting nowhere is too far');
select ok(not private.is_out_of_reach(46.49, -81.01, null) and not private.is_out_of_reach(null, null, null), 'and everybody may choose a time');
update public.company_settings set service_area_km = 100;
select is(array[private.is_beyond_service_area(46.49, -81.01), private.is_beyond_service_area(45.27, -79.69), private.is_beyond_service_area(45.31, -79.69), private.is_beyond_service_area(43.0, -79.70)],
  array[true, false, true, false], 'it counts from the nearest home, whichever that is');
select ok(not private.is_beyond_service_area(null, null), 'nobody knows where a place without coordinates is');
insert into public.customers (name, postal_code, latitude, longitude) values ('North Test', 'P3A 1A1', 46.49, -81.01);
select is(array[private.is_out_of_reach(45.27, -79.69, null), private.is_out_of_reach(45.31, -79.69, null), private.is_out_of_reach(null, null, 'P3A 2B2'), private.is_out_of_reach(null, null, 'L9Z 9Z9')],
  array[false, true, true, true], 'who lives too far is called, and so is who lives nobody knows where');
select tests.act_as_service();
select is(public.set_coordinates('1 far st, sudbury, on', 46.49, -81.01), 0, 'a street far away is taken for another of that name');
select tests.act_as_owner();
select is((select (latitude is null)::text || ' ' || (asked_at is not null) from private.asked_addresses where address = '1 far st, sudbury, on'), 'true true', 'as if the service did not know it');

select * from finish();
rollback;
