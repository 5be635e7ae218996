-- Where units stand: a stop is where its units are, by whatever hand an address changes; wheelchairs live with their owner,
-- lifts stay where they were installed.
begin;
select plan(45);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

insert into public.customers (id, name, email, street, city, province, postal_code, latitude, longitude) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1', 43.70, -79.70),
  (tests.id('bob'), 'Bob Example', null, null, null, null, null, null, null);
select tests.technician('Tess One', '{lifts,lift_chairs,wheelchairs}');
create function pg_temp.unit(label text, customer text, category text) returns void language sql as $$
  insert into public.units (id, customer_id, category_id) select tests.id(label), tests.id(customer), k.id from public.equipment_categories k where k.code = category;
  insert into public.maintenance_contracts (id, unit_id) values (tests.id(label), tests.id(label));
  insert into public.maintenance_cycles (contract_id, number, due_on) values (tests.id(label), 1, '2026-06-20');
$$;
select pg_temp.unit('stairs', 'ada', 'stairlift'), pg_temp.unit('chair', 'ada', 'manual_wheelchair'), pg_temp.unit('spare', 'ada', 'manual_wheelchair'), pg_temp.unit('bobs', 'bob', 'manual_wheelchair');
create function pg_temp.unit(label text) returns text language sql as $$
  select concat_ws(' ', u.street, u.postal_code, u.latitude, u.longitude) from public.units u where u.id = tests.id(label) $$;
create function pg_temp.stop(label text) returns text language sql as $$
  select concat_ws(' ', t.address, t.latitude, t.longitude) from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id
  join public.technician_tasks t on t.id = v.task_id where y.contract_id = tests.id(label) and v.state <> 'cancelled' $$;
create function pg_temp.asked() returns text language sql as $$
  select string_agg(concat_ws(' ', split_part(a.subject_key, ':', 1), a.details ->> 'reason', a.details ->> 'objections', case when a.urgent then 'urgent' end), ', ' order by a.subject_key)
  from public.office_activities a where a.kind = 'address_change' and a.state = 'open' $$;
create function pg_temp.move(label text, street text, latitude double precision default null, longitude double precision default null) returns text language sql as $$
  select public.set_unit_address(md5(label)::uuid, street, null, 'Brampton', 'ON', 'L6Y 0A1', latitude, longitude) ->> 'status' $$;
grant execute on function pg_temp.move to public;

-- The office moves units by the function alone
select tests.act_as_staff('office');
select throws_ok($$ update public.units set street = '2 Elm St' $$, '42501', null, 'the office writes no address of a unit past the function');
select throws_ok($$ update public.units set latitude = 44, longitude = -80 $$, '42501', null, 'nor its place');
select throws_ok($$ select public.set_unit_address(gen_random_uuid(), '2 Elm St', null, null, null, null) $$, 'PT404', null, 'an unknown unit is not found');
select throws_ok($$ select public.set_unit_address(md5('stairs')::uuid, '2 Elm St', null, null, null, null, 43.7, null) $$, '22023', null, 'half a place is none');
select is(public.set_unit_address(md5('stairs')::uuid, repeat('x', 255), null, null, null, null), '{"status": "rejected", "reason": "street"}', 'no street is that long');
select tests.act_as_staff('technician');
select throws_ok($$ select public.set_unit_address(md5('stairs')::uuid, '2 Elm St', null, null, null, null) $$, '42501', null, 'technicians move no units');
select tests.act_as_anon();
select throws_ok($$ select public.set_unit_address(md5('stairs')::uuid, '2 Elm St', null, null, null, null) $$, '42501', null, 'nor does anybody else');
select tests.act_as_owner();

-- A stop goes with its unit
select is(tests.book('stairs', 'Tess One', '2026-06-03 13:00+00') ->> 'status', 'booked', 'a visit is booked');
select tests.act_as_staff('office');
select is(pg_temp.move('stairs', '2 Oak Ave', 43.71, -79.70), 'set', 'the lift is elsewhere after all');
select tests.act_as_owner();
select is(pg_temp.stop('stairs'), '2 Oak Ave, Brampton, ON L6Y 0A1 43.71 -79.7', 'and so is its stop');
select is(pg_temp.asked(), null, 'the technician can be there in time, so nobody is asked');
select is((select revision from public.technician_tasks where task_type = 'maintenance'), 0, 'its time is what it was');
savepoint moved;
select tests.act_as_staff('office');
select pg_temp.move('stairs', '2 Oak Ave', 45.40, -75.70);
select tests.act_as_owner();
select is(pg_temp.asked(), 'task time ["drive"] urgent', 'too far to be there in time, the office is asked at once');
select is(pg_temp.stop('stairs'), '2 Oak Ave, Brampton, ON L6Y 0A1 45.4 -75.7', 'about the place where it is');
select tests.act_as_staff('office');
select pg_temp.move('stairs', '2 Oak Ave', 43.71, -79.70);
select tests.act_as_owner();
select is(pg_temp.asked(), null, 'a place that was a slip asks nobody any more');
rollback to moved;
update public.units set latitude = 43.7101 where id = tests.id('stairs');
select is(pg_temp.stop('stairs'), '2 Oak Ave, Brampton, ON L6Y 0A1 43.7101 -79.7', 'in Studio as well the stop goes along');
select tests.act_as_service();
update public.units set street = '3 Oak Ave' where id = md5('stairs')::uuid;
select tests.act_as_owner();
select is(pg_temp.unit('stairs'), '3 Oak Ave L6Y 0A1', 'a place that was another street''s is sought anew');
select is(pg_temp.stop('stairs'), '3 Oak Ave, Brampton, ON L6Y 0A1', 'for the stop too');
savepoint sought;
update public.units set latitude = 45.40, longitude = -75.70 where id = tests.id('stairs');
select is(pg_temp.asked(), 'task time ["drive"] urgent', 'found too far away, the office is asked');
rollback to sought;
update public.units set postal_code = 'l6y0a1', street = '3 Oak Avenue', latitude = 43.71, longitude = -79.70 where id = tests.id('stairs');
update public.units set street = '3 OAK AVE.', apartment = '7' where id = tests.id('stairs');
select is(pg_temp.unit('stairs'), '3 OAK AVE. L6Y 0A1 43.71 -79.7', 'the same street in other letters is at the same place');
rollback to moved;

-- An hour before the visit nobody could book it any more; that it is near enough is what counts
select tests.freeze_clock('2026-06-03 12:00+00');
update public.units set latitude = 43.713 where id = tests.id('stairs');
select is(pg_temp.stop('stairs') || coalesce(pg_temp.asked(), ''), '2 Oak Ave, Brampton, ON L6Y 0A1 43.713 -79.7', 'a better place on the day itself asks nobody');
rollback to moved;

-- What waits for another time goes along, what is on its way does not
select private.set_task_state(id, 'needs_rescheduling') from public.technician_tasks where task_type = 'maintenance';
update public.units set latitude = 45.40, longitude = -75.70 where id = tests.id('stairs');
select is(pg_temp.stop('stairs') || coalesce(pg_temp.asked(), ''), '2 Oak Ave, Brampton, ON L6Y 0A1 45.4 -75.7', 'work that waits has no time that could be too short');
rollback to moved;
select private.set_task_state(id, 'en_route') from public.technician_tasks where task_type = 'maintenance';
update public.units set latitude = 43.7101 where id = tests.id('stairs');
select is(pg_temp.stop('stairs') || coalesce(pg_temp.asked(), ''), '2 Oak Ave, Brampton, ON L6Y 0A1 43.71 -79.7', 'who is on the way is not sent elsewhere for a few steps');
update public.units set street = '9 Far Rd' where id = tests.id('stairs');
select is(pg_temp.asked(), 'task under_way urgent', 'for another street the office calls');
rollback to moved;

-- Two units in one stop
update public.units set street = '1 Elm St', latitude = 43.70 where id = tests.id('stairs');
select is(pg_temp.stop('stairs'), '1 Elm St, Brampton, ON L6Y 0A1 43.7 -79.7', 'the lift is where the chair is');
select private.set_task_state(id, 'cancelled') from public.technician_tasks where task_type = 'maintenance';
select is(tests.book('stairs', 'Tess One', '2026-06-04 13:00+00', array[tests.id('chair')]) ->> 'status', 'booked', 'both in one stop');
update public.units set street = '2 Oak Ave' where id = tests.id('chair');
select is(pg_temp.stop('chair') || ', ' || pg_temp.asked(), '1 Elm St, Brampton, ON L6Y 0A1 43.7 -79.7, task apart urgent', 'one of them elsewhere, the stop stays and the office is asked');
update public.units set street = '2 Oak Ave' where id = tests.id('stairs');
select is(pg_temp.stop('chair') || coalesce(', ' || pg_temp.asked(), ''), '2 Oak Ave, Brampton, ON L6Y 0A1', 'both elsewhere, the stop goes along and nobody is asked');
rollback to moved;

-- A client moves
select is(tests.book('chair', 'Tess One', '2026-06-05 13:00+00') ->> 'status', 'booked', 'the wheelchair is booked');
update public.units set street = '1 Elm St', latitude = 43.70 where id = tests.id('stairs');
update public.units set latitude = 43.6999, longitude = -79.6999 where id = tests.id('spare');
savepoint home;
select tests.act_as_staff('office');
update public.customers set street = '5 New St', postal_code = 'L6X 1B2' where id = md5('ada')::uuid;
select tests.act_as_owner();
select is(pg_temp.unit('chair') || ', ' || pg_temp.unit('spare'), '5 New St L6X 1B2, 5 New St L6X 1B2', 'wheelchairs live with their owner');
select is(pg_temp.stop('chair'), '5 New St, Brampton, ON L6X 1B2', 'and their stops are there');
select is(pg_temp.unit('stairs') || ', ' || pg_temp.stop('stairs'), '1 Elm St L6Y 0A1 43.7 -79.7, 1 Elm St, Brampton, ON L6Y 0A1 43.7 -79.7', 'a lift stays where it was installed');
select is(pg_temp.asked(), 'customer moved', 'and the office is asked about it');
select is((select details -> 'units' from public.office_activities where kind = 'address_change'), jsonb_build_array(tests.id('stairs')), 'by name');
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where unit_id in (select id from public.units where customer_id = tests.id('ada'));
select is(pg_temp.asked(), null, 'until nothing of theirs is left');
rollback to home;
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('stairs');
update public.customers set street = '5 New St', postal_code = 'L6X 1B2' where id = tests.id('ada');
select is(pg_temp.asked(), null, 'nobody is asked about a lift that is not maintained any more');
rollback to home;
update public.units set condition = 'retired' where id = tests.id('spare');
update public.units set street = '77 Cottage Rd' where id = tests.id('chair');
update public.customers set street = '5 New St', latitude = 43.72 where id = tests.id('ada');
select is(pg_temp.unit('chair') || ', ' || pg_temp.unit('spare'), '77 Cottage Rd L6Y 0A1, 1 Elm St L6Y 0A1 43.6999 -79.6999', 'what stands elsewhere, or nowhere any more, stays');
rollback to home;
update public.customers set latitude = 43.7050 where id = tests.id('ada');
select is(pg_temp.unit('chair') || ', ' || pg_temp.unit('stairs') || ', ' || pg_temp.unit('spare'),
  '1 Elm St L6Y 0A1 43.705 -79.7, 1 Elm St L6Y 0A1 43.705 -79.7, 1 Elm St L6Y 0A1 43.6999 -79.6999', 'a better place for the same address is every unit''s but that which has a pin of its own');
select is(pg_temp.stop('chair') || coalesce(pg_temp.asked(), ''), '1 Elm St, Brampton, ON L6Y 0A1 43.705 -79.7', 'and every stop''s');
update public.customers set city = 'Caledon', apartment = null where id = tests.id('ada');
select is(pg_temp.stop('chair'), '1 Elm St, Caledon, ON L6Y 0A1 43.705 -79.7', 'so is another name for the town');
rollback to home;
update public.customers set street = '8 Late St', city = 'Brampton', province = 'ON', postal_code = 'L6Y 0A1', latitude = 43.69, longitude = -79.69 where id = tests.id('bob');
select is(pg_temp.unit('bobs'), '8 Late St L6Y 0A1 43.69 -79.69', 'an address that comes late is that of a unit without one');
update public.customers set notes = 'rings twice', name = 'Bob B. Example' where id = tests.id('bob');
select is(pg_temp.unit('bobs'), '8 Late St L6Y 0A1 43.69 -79.69', 'what else is known of a client moves nothing');

-- Who opens a category later says whether it is installed; in doubt somebody is asked
insert into public.equipment_categories (code) values ('bath_lift');
select is((select string_agg(code, ', ' order by code) from public.equipment_categories where installed), 'bath_lift, porch_lift, stairlift', 'lifts that are installed stay, and so does what nobody spoke of');
update public.customers set street = '5 New St' where id = tests.id('bob');
select is((select count(*) from public.office_activities where kind = 'address_change' and customer_id = tests.id('bob')), 0::bigint, 'who has nothing installed is asked nothing');
set constraints all immediate;
select ok(true, 'every rule that waits for the commit holds');

select * from finish();
rollback;
